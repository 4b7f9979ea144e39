import Foundation
import Testing

/// One row of docs/concepts.md.
struct Concept {
  var number: String
  var keys: [String]
  var commands: [String]
  /// By file of the complete example's run: columns, cells or headings that must stand in it.
  var outputs: [(file: String, words: [String])]
  var tests: [String]

  /// The rows of the table in the page.
  static func all(in page: String) -> [Concept] {
    page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 8, cells[1].hasPrefix("S"), Int(cells[1].dropFirst()) != nil else {
        return nil
      }
      return Concept(
        number: cells[1], keys: quoted(cells[3]), commands: quoted(cells[4]),
        outputs: quoted(cells[5]).map { text in
          let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
          let words = parts.count > 1 ? parts[1].components(separatedBy: ";") : []
          return (parts[0], words.map { $0.trimmingCharacters(in: .whitespaces) })
        }, tests: quoted(cells[6]))
    }
  }

  /// What stands between backticks.
  private static func quoted(_ cell: String) -> [String] {
    cell.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}

/// docs/concepts.md promises for every concept of the founding documents a key, a command, an
/// output and a test: each promise is looked up.
@Suite("Every concept of the founding documents")
struct ConceptTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private static func concepts() throws -> [Concept] {
    Concept.all(in: try text("docs/concepts.md"))
  }

  @Test("S1 to S35 stand in the table, each once, with a key, a command, an output and a test")
  func rows() throws {
    let concepts = try Self.concepts()
    #expect(concepts.map(\.number) == (1...35).map { "S\($0)" })
    for concept in concepts {
      let isComplete =
        !concept.keys.isEmpty && !concept.commands.isEmpty && !concept.outputs.isEmpty
        && !concept.tests.isEmpty
      #expect(isComplete, "\(concept.number)")
    }
  }

  @Test("Each key is one of the study file, and each command one of the program")
  func keysAndCommands() throws {
    let scratch = try Scratch()
    let reference = try scratch.unmet("schema", "--reference").output
    let help = try scratch.unmet("--help").output
    for concept in try Self.concepts() {
      for key in concept.keys {
        #expect(reference.contains("`\(key)`"), "\(concept.number) \(key)")
      }
      for command in concept.commands {
        let name = command.split(separator: " ").first.map(String.init) ?? ""
        #expect(help.contains("\n  \(name) "), "\(concept.number) \(command)")
      }
    }
  }

  @Test("Each output is there when the complete example is checked, compared and analysed")
  func outputs() throws {
    let scratch = try Scratch()
    let study = Self.root.appendingPathComponent("Datasets/support/study.yaml").path
    let old = Self.root.appendingPathComponent("Datasets/support/responses-2025.csv").path
    let new = Self.root.appendingPathComponent("Datasets/support/responses.csv").path
    let run = try scratch.unmet("analyze", study, "--out", "out", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let compared = try scratch.unmet(
      "compare", study, "--baseline", old, "--new", new, "--legacy", "both",
      "--out", "compared")
    #expect(compared.status == 0, "\(compared.errors)")
    let printed = [
      "check": try scratch.unmet("check", study).output,
      "improvements.csv": try scratch.text("compared/improvements.csv"),
      "plan": try scratch.unmet("plan", "--baseline", "0.4", "--ratio", "1.3").output,
      "questionnaire": try scratch.unmet("questionnaire", study, "--format", "text").output,
      "extract": try scratch.unmet("report", study, "--for", "product").output,
    ]
    for concept in try Self.concepts() {
      for (file, words) in concept.outputs {
        let text = try printed[file] ?? scratch.text("out/\(file)")
        for word in words {
          let isThere = file.hasSuffix(".csv") ? Self.cells(text, hold: word) : text.contains(word)
          #expect(isThere, "\(concept.number): \(file) lacks \(word)")
        }
      }
    }
  }

  @Test("What buyers lack is not called too much, though everybody together has enough of it")
  func conflict() throws {
    let scratch = try Scratch()
    let study = Self.root.appendingPathComponent("Datasets/support/study.yaml").path
    let run = try scratch.unmet("analyze", study, "--out", "out", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let report = try scratch.text("out/report.txt")
    #expect(report.contains("Spend no more on 04"), "\(report.suffix(1_500))")
    #expect(Self.cells(try scratch.text("out/roles.csv"), hold: "conflict"))
  }

  @Test("Each test exists and is not switched off")
  func tests() throws {
    let sources = try FileManager.default.subpathsOfDirectory(
      atPath: Self.root.appendingPathComponent("Tests").path
    ).filter { $0.hasSuffix(".swift") }.map { try Self.text("Tests/\($0)") }
    for concept in try Self.concepts() {
      for name in concept.tests {
        let isThere = sources.contains { source in
          source.range(of: "\"\(name)\"").map { Self.isTest(source[..<$0.lowerBound]) } ?? false
        }
        #expect(isThere, "\(concept.number): no test \"\(name)\"")
      }
    }
  }

  // MARK: - Steps

  /// Whether a cell of a CSV text is a word.
  private static func cells(_ text: String, hold word: String) -> Bool {
    text.split(separator: "\n").contains { line in
      line.split(separator: ",").contains { cell in
        cell.trimmingCharacters(in: CharacterSet(charactersIn: "\"\r")) == word
      }
    }
  }

  /// Whether the text that comes before a quoted name opens a test.
  private static func isTest(_ text: Substring) -> Bool {
    let before = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return before.hasSuffix("@Test(")
  }
}
