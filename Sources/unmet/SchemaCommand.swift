import ArgumentParser
import Survey

/// `unmet schema`: the JSON Schema of study files, for editors, or all keys as a table.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of study files, or a table of all keys.",
    discussion: """
      Examples:
        unmet schema > study.schema.json
        unmet schema --reference

      Editors complete and check a study file whose first line is
        # yaml-language-server: $schema=study.schema.json
      """)

  @Flag(help: "Print a Markdown table of all keys with their meaning and an example.")
  var reference = false

  func run() throws {
    try StandardOutput.write(reference ? StudyReference.markdown : StudySchema.json)
  }
}
