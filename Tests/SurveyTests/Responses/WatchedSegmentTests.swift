import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Segments that alerts watch")
struct WatchedSegmentTests {
  private static func study(_ segments: String, _ segment: String) -> String {
    """
    study: Watched
    job: Keep watch
    responses: {file: r.csv, scale: 1-5}
    outcomes: {importance: "i_{id}", satisfaction: "s_{id}", list: [{a: Text a}, {b: Text b}]}
    segments: [\(segments)]
    alerts:
      rules: [{when: share-falls, segmentation: role, segment: \(segment), below: 20 %}]

    """
  }

  private static let input: TableInput = {
    let rows = (0..<30).map { row in
      "\(["Admin", "User", "User"][row % 3]),\(row % 5 + 1),\(row % 4 + 2),\(row % 3 + 1),4\n"
    }
    return SmallSurvey.input("role,i_a,i_b,s_a,s_b\n" + rows.joined())
  }()

  private func findings(_ segment: String) throws -> [Finding] {
    let study = try StudyCase.parse(Self.study("role", segment))
    return try Check.run(study, input: Self.input, options: AnalysisOptions()).findings
      .filter { $0.kind == "watched-segment" }
  }

  @Test("A segment that nobody is in is told with its place, the segments found, the nearest")
  func misspelt() throws {
    #expect(try findings("Admin").isEmpty)
    let finding = try #require(try findings("Admn").first)
    #expect(
      finding.severity == .warning && finding.places.first?.hasPrefix("study.yaml:7:") == true)
    #expect(
      finding.text
        == "`share-falls` watches \"Admn\" of role, a segment that nobody is in, found \"User\", "
        + "\"Admin\". Fix: write \"Admin\" if that is meant")
    let other = try #require(try findings("Board").first)
    #expect(other.text.hasSuffix("Fix: write one that people are in, or wait until somebody is"))
  }

  @Test("A declared segment and a segmentation are held against the study when it is read")
  func declared() {
    let sentences = StudyCase.sentences(
      Self.study("{column: role, levels: [Admin, User]}", "Admn"))
    #expect(sentences.count == 1 && sentences[0].contains("\"Admn\""))
    #expect(sentences[0].contains("`Admin`"), "\(sentences)")
    let other = StudyCase.sentences(
      Self.study("role", "Admin").replacing("segmentation: role", with: "segmentation: rol"))
    #expect(other.count == 1 && other[0].contains("\"rol\"") && other[0].contains("`role`"))
  }

  @Test("What further findings there are stands among the others")
  func further() throws {
    let study = try StudyCase.parse(Self.study("role", "Admn"))
    let own = Finding(.warning, kind: "alert-file", subject: "zz", text: "t")
    let result = try Check.run(
      study, input: Self.input, options: AnalysisOptions(), further: [own])
    #expect(result.findings.last == own && result.findings.count > 1)
  }
}
