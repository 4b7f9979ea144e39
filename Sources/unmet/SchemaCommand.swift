import ArgumentParser
import Survey

/// `unmet schema`: the JSON Schema of study files, for editors.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of study files.",
    discussion: """
      Examples:
        unmet schema > study.schema.json

      Editors complete and check a study file whose first line is
        # yaml-language-server: $schema=study.schema.json
      """)

  func run() throws {
    try StandardOutput.write(StudySchema.json)
  }
}
