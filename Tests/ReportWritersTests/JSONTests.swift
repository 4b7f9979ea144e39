import Groundwork
import Survey
import Testing

@testable import ReportWriters

@Suite("JSON papers")
struct JSONTests {
  static let facts = RunFacts(
    version: "0.1.0", startSeconds: 1_795_219_200,
    options: AnalysisOptions(workers: Workers(threadCount: 2)),
    algebraLibrary: "OpenBLAS 0.3.21", algebraCore: "Haswell")

  @Test("Keys are sorted, texts escaped, numbers shortest")
  func writing() {
    let value = JSONValue.object([
      "b": .array([.integer(1), .number(0.1), .number(.nan), .number(3)]),
      "a": .text("say \"hi\"\\\n\u{7}\u{202e}é"), "c": .object([:]), "d": .boolean(true),
    ])
    #expect(
      value.document == """
        {
          "a": "say \\"hi\\"\\\\\\n\\u0007\\u202eé",
          "b": [
            1,
            0.1,
            null,
            3
          ],
          "c": {},
          "d": true
        }

        """)
  }

  @Test("A value in one line")
  func line() {
    let value = JSONValue.object([
      "b": .array([.integer(1), .null, .object([:])]), "a": .text("x\ny"), "c": .row([]),
    ])
    #expect(value.line == #"{"a": "x\ny", "b": [1, null, {}], "c": []}"#)
  }

  @Test("The manifest names input, study, options, machine and the digest of each file")
  func manifest() {
    let files = [FileRecord(name: "report.txt", byteCount: 3, sha256: "abc")]
    let text = Manifest.text(ResultFixture.result, facts: JSONTests.facts, files: files)
    for fact in [
      "\"sha256\": \"abc\"", "\"algebra_core\": \"Haswell\"", "\"scorer\": \"top-box\"",
      "\"clusters\": \"auto\"", "\"seed\": \"1\"", "\"threads\": 2",
      "\"started\": \"2026-11-21T00:00:00Z\"", "\"version\": \"0.1.0\"", "\"respondents\": 600",
    ] {
      #expect(text.contains(fact), "\(fact) is missing")
    }
  }

  @Test("A run's name is its date and digits that depend on input, study and options alone")
  func runName() {
    let name = JSONTests.facts.runName(of: ResultFixture.result)
    #expect(name.hasPrefix("2026-11-21-"))
    #expect(name.utf8.count == 19)
    var other = JSONTests.facts
    other.threadCount = 1
    #expect(other.runName(of: ResultFixture.result) == name)
    other.isStrict = true
    #expect(other.runName(of: ResultFixture.result) != name)
    var result = ResultFixture.result
    result.study.clustering.clusterCount = 3
    #expect(JSONTests.facts.runName(of: result) != name)
  }

  @Test("The summary hides what the disclosure floor hides")
  func summary() {
    let text = RunSummary.text(
      ResultFixture.result, directory: "Reports/x/runs/y", files: ["report.txt"])
    #expect(text.contains("\"directory\": \"Reports/x/runs/y\""))
    #expect(text.contains("\"n\": null"))
    #expect(text.contains("\"opportunity\": 14.7"))
  }
}
