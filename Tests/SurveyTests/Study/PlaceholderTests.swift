import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("What a drafted study leaves to be written")
struct PlaceholderTests {
  private static let answers: String = {
    let rows = (0..<60).map { "r\($0),\(1 + $0 % 5),\(1 + $0 * 3 % 5),\(1 + $0 * 2 % 4),3" }
    return (["id,imp_01,sat_01,imp_02,sat_02"] + rows).joined(separator: "\n") + "\n"
  }()

  @Test("The job and the statements are told with their lines until somebody writes them")
  func drafted() throws {
    let input = SmallSurvey.input(Self.answers)
    let draft = try StudyDraft.detect(input, responseFile: "r.csv")
    let study = try StudyReader.parse(Array(draft.yaml.utf8), file: "study.yaml")
    let lines = draft.yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let job = try #require(lines.firstIndex { $0.hasPrefix("job:") }) + 1
    let found = Placeholders.findings(in: study)
    #expect(found.map(\.severity) == [.warning, .warning])
    #expect(found.map(\.subject) == ["job", "outcomes"] && found.map(\.count) == [1, 2])
    #expect(found[0].places == ["study.yaml:\(job):6"] && found[1].places.count == 2)
    #expect(found.allSatisfy { $0.text.contains("Fix: write") })
    let check = try Check.run(study, input: input, options: AnalysisOptions())
    let result = try Analysis.run(
      study, studySHA256: "", input: input, options: AnalysisOptions())
    for findings in [check.findings, result.findings] {
      #expect(findings.filter { $0.kind == "placeholder" } == found)
    }
  }

  @Test("A written job and written statements are not remarked on, in parts or whole")
  func written() throws {
    let parts = StudyCase.shortest.replacing(
      "Keep software patched", with: "{verb: Get, object: the patches done}")
    for text in [StudyCase.shortest, parts] {
      #expect(Placeholders.findings(in: try StudyCase.parse(text)).isEmpty)
    }
  }
}
