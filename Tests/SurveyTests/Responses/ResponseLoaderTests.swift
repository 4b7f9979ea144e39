import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Loading responses")
struct ResponseLoaderTests {
  private static let header = "id,imp_a,sat_a,imp_b,sat_b\n"

  /// A hundred good rows, then the given ones.
  private static func rows(_ more: String = "", count: Int = 100) -> String {
    header + (0..<count).map { "p\($0),5,3,4,\($0 % 5 + 1)\n" }.joined() + more
  }

  @Test("Ratings become codes, blanks keep their reason")
  func codes() throws {
    var study = SmallSurvey.study()
    study.responses.missing += [
      MissingText(text: "N/A", reason: .doesNotApply), MissingText(text: "-99", reason: .refused),
    ]
    study.responses.scale.labels = [ScaleLabel(text: "Very", point: 5)]
    let loaded = try SmallSurvey.load(
      study, Self.header + "x,1,5,,N/A\ny,Very,-99,2,3\n"
    ).responses
    #expect(loaded.importance == [[5, 9], [0, 6]])
    #expect(loaded.satisfaction == [[9, 3], [2, 7]])
    #expect(loaded.respondentCount == 2 && loaded.totalWeight == 2)
    #expect(loaded.missingShare == 3.0 / 8)
  }

  @Test("A rating outside the scale is missing, counted and placed")
  func invalid() throws {
    let loaded = try SmallSurvey.load(SmallSurvey.study(), Self.rows("q,6,3,4,4\n"))
    let finding = try #require(loaded.findings.first { $0.kind == "invalid-rating" })
    #expect(finding.subject == "imp_a" && finding.count == 1)
    #expect(finding.places == ["r.csv:102:3"])
    #expect(loaded.responses.importance[0].last == MissingReason.invalid.rawValue)
  }

  @Test("Above one percent of an item's answers, and always with --strict, the run is refused")
  func invalidOverLimit() throws {
    let two = Self.rows("q,6,3,4,4\nr,7,3,4,4\n")
    let complaint = try #require(SmallSurvey.complaint(SmallSurvey.study(), two))
    #expect(complaint.status == .data)
    #expect(
      complaint.sentence
        == "r.csv:102:3: item imp_a has 2 invalid ratings among 102 answers, over the limit of 1 %"
        + ", found \"6\", expected 1 to 5. Fix: correct the values, declare them as labels or "
        + "missing, or widen the scale at study.yaml:7.")
    let one = Self.rows("q,6,3,4,4\n")
    #expect(SmallSurvey.complaint(SmallSurvey.study(), one) == nil)
    #expect(SmallSurvey.complaint(SmallSurvey.study(), one, strict: true)?.status == .data)
  }

  @Test(
    "Only declared texts are ratings", arguments: ["4.0", " 4", "4 ", "4,0", "n/a", "99", "0x4"])
  func strictTexts(text: String) {
    let study = SmallSurvey.study()
    let rows = Self.header + "x,\"\(text)\",5,1,2\n"
    #expect(SmallSurvey.complaint(study, rows)?.status == .data)
  }

  @Test("A column that the data lack is named with the one that was probably meant")
  func missingColumn() throws {
    let complaint = try #require(
      SmallSurvey.complaint(SmallSurvey.study(), "id,imp_a,sat_a,imp_b,satt_b\nx,1,1,1,1\n"))
    #expect(complaint.status == .studyFile)
    #expect(complaint.sentence.hasPrefix("study.yaml:7:3: r.csv has no column \"sat_b\""))
    #expect(complaint.sentence.contains("write \"satt_b\" if that is meant"))
  }

  @Test("A column that serves elsewhere may be meant too; where none is near the first are told")
  func missingColumnAmongOthers() throws {
    let text = "id,imp_a,sat_a,imp_b,sat_b,age_group,gave_up_at\nx,1,1,1,1,old,\n"
    func told(_ name: String) throws -> String {
      var study = SmallSurvey.study(segments: ["age_group"])
      study.circumstances = [
        NamedColumn(
          name: name, column: ColumnReference(name, place: Place(file: "study.yaml", line: 9)))
      ]
      return try #require(SmallSurvey.complaint(study, text)).sentence
    }
    #expect(
      try told("agegroup") == "study.yaml:9:1: r.csv has no column \"agegroup\". "
        + "Fix: write \"age_group\" if that is meant, or the name of another column.")
    #expect(try told("gave_up").contains("write \"gave_up_at\" if that is meant"))
    #expect(
      try told("weather") == "study.yaml:9:1: r.csv has no column \"weather\". Fix: write the name "
        + "of a column, such as \"id\", \"imp_a\", \"sat_a\", \"imp_b\", \"sat_b\", "
        + "\"age_group\" (and 1 more), or its position, such as \"#3\".")
  }

  @Test("A column that a pattern makes is told with the pattern")
  func missingColumnOfPattern() throws {
    var study = SmallSurvey.study()
    study.outcomes[1].satisfaction.pattern = ColumnReference.Pattern(
      "sat_{id}", place: Place(file: "study.yaml", line: 5, byteColumn: 15))
    let complaint = try #require(
      SmallSurvey.complaint(study, "id,imp_a,sat_a,imp_b,satt_b\nx,1,1,1,1\n"))
    #expect(
      complaint.sentence == "study.yaml:7:3: r.csv has no column \"sat_b\", which \"sat_{id}\" at "
        + "line 5 makes of this id. Fix: correct the id, or the pattern; the nearest column is "
        + "\"satt_b\".")
  }

  @Test("A header borne by two columns is an error when the study names it, else not")
  func duplicateHeader() throws {
    let twice = "id,imp_a,sat_a,imp_b,imp_b,sat_b\nx,1,1,1,1,1\n"
    let complaint = try #require(SmallSurvey.complaint(SmallSurvey.study(), twice))
    #expect(complaint.status == .data && complaint.sentence.contains("columns #4, #5"))
    let unused = "id,imp_a,sat_a,imp_b,sat_b,note,note\nx,1,1,1,1,1,1\n"
    #expect(SmallSurvey.complaint(SmallSurvey.study(), unused) == nil)
    var study = SmallSurvey.study()
    study.outcomes[1].importance.text = "#5"
    #expect(SmallSurvey.complaint(study, twice) == nil)
  }

  @Test("One column cannot serve two ratings")
  func columnUsedTwice() {
    var study = SmallSurvey.study()
    study.outcomes[1].importance.text = "imp_a"
    #expect(SmallSurvey.complaint(study, Self.rows())?.status == .studyFile)
  }

  @Test("A repeated respondent is refused, or settled as the study says")
  func duplicates() throws {
    let text = Self.header + "x,1,1,1,1\ny,2,2,2,2\nx,3,3,3,3\nz,4,4,4,4\ny,5,5,5,5\n"
    var study = SmallSurvey.study()
    let complaint = try #require(SmallSurvey.complaint(study, text))
    #expect(complaint.status == .data)
    #expect(complaint.sentence.contains("2 repeated, first in rows 1 and 3"))
    study.responses.duplicates = .first
    let first = try SmallSurvey.load(study, text)
    #expect(first.responses.importance[0] == [5, 6, 8])
    #expect(first.findings.first { $0.kind == "duplicate-respondent" }?.count == 2)
    study.responses.duplicates = .last
    #expect(try SmallSurvey.load(study, text).responses.importance[0] == [7, 8, 9])
    #expect(
      try SmallSurvey.load(study, text).responses.ids.string(of: 0) == "x")
  }

  @Test("A blank id is refused")
  func blankID() {
    let complaint = SmallSurvey.complaint(
      SmallSurvey.study(), Self.header + "x,1,1,1,1\n,1,1,1,1\n")
    #expect(complaint?.status == .data)
    #expect(complaint?.sentence.contains("is blank in 1 row, found the first in row 2") == true)
  }

  @Test("Without an id column the set of ids does not depend on the order of rows")
  func recordIdentities() throws {
    let study = SmallSurvey.study(respondent: nil)
    let rows = ["1,2,3,4", "5,5,5,5", "1,2,3,4", "2,2,2,2"]
    func ids(_ rows: [String]) throws -> Set<String> {
      let text = "imp_a,sat_a,imp_b,sat_b\n" + rows.map { $0 + "\n" }.joined()
      let responses = try SmallSurvey.load(study, text).responses
      return Set((0..<responses.respondentCount).map { responses.ids.string(of: $0) })
    }
    let forward = try ids(rows)
    #expect(forward.count == 4)
    #expect(try ids(rows.reversed()) == forward)
  }

  @Test(
    "Weights that are no weights are refused",
    arguments: [
      ("x", "is not a number"), ("", "is blank"), ("-1", "is negative"), ("0", "sum to 0"),
      ("inf", "is not a number"), ("9e12", "too large"),
    ])
  func weights(text: String, what: String) throws {
    let rows = "id,w,imp_a,sat_a,imp_b,sat_b\nx,\(text),1,1,1,1\ny,0,1,1,1,1\nz,0,2,2,2,2\n"
    let more = text == "9e12" ? "u,9e12,1,1,1,1\n" : ""
    let complaint = try #require(
      SmallSurvey.complaint(SmallSurvey.study(weight: "w"), rows + more))
    #expect(complaint.status == .data)
    #expect(complaint.sentence.contains(what), "\(complaint.sentence)")
  }

  @Test("Weights are whole millionths of their own text")
  func exactWeights() throws {
    let rows = "id,w,imp_a,sat_a,imp_b,sat_b\nx,0.1,1,1,1,1\ny,1.234567,1,1,1,1\nz,0,2,2,2,2\n"
    let responses = try SmallSurvey.load(SmallSurvey.study(weight: "w"), rows).responses
    #expect(responses.weights == [100_000, 1_234_567, 0])
    #expect(responses.totalWeight == 1_334_567)
    let expected = 1.334567 * 1.334567 / (0.01 + 1.234567 * 1.234567)
    #expect(abs(responses.effectiveCount - expected) < 1e-12)
  }

  @Test("Segments are sorted by bytes, missing labels belong to none, undeclared ones are told")
  func groupings() throws {
    var study = SmallSurvey.study(segments: ["g"])
    study.responses.missing.append(MissingText(text: "No Response", reason: .notAnswered))
    let text =
      "id,g,imp_a,sat_a,imp_b,sat_b\n"
      + ["b", "Z", "é", "", "No Response", "b"].enumerated()
      .map { "p\($0),\($1),1,1,1,1\n" }.joined()
    let grouping = try SmallSurvey.load(study, text).responses.groupings[0]
    #expect(grouping.levels == ["Z", "b", "é"])
    #expect(grouping.codes == [1, 0, 2, 3, 3, 1])
    study.segmentations[0].levels = ["b", "Z"]
    let loaded = try SmallSurvey.load(study, text)
    #expect(loaded.responses.groupings[0].codes == [0, 1, 2, 2, 2, 0])
    #expect(loaded.findings.first { $0.kind == "undeclared-segment" }?.count == 1)
  }

  @Test("Segments are told apart by their bytes, and those that look alike are pointed out")
  func lookalikes() throws {
    let study = SmallSurvey.study(segments: ["g"])
    let text =
      "id,g,imp_a,sat_a,imp_b,sat_b\n"
      + ["caf\u{E9}", "cafe\u{301}", "tea"].enumerated()
      .map { "p\($0),\($1),1,1,1,1\n" }.joined()
    let loaded = try SmallSurvey.load(study, text)
    let grouping = loaded.responses.groupings[0]
    #expect(grouping.levels.map { Array($0.utf8).count } == [6, 5, 3])
    #expect(grouping.codes == [1, 0, 2])
    #expect(loaded.findings.first { $0.kind == "lookalike-segment" }?.count == 1)
  }

  @Test("Of many undeclared answers the number is told, of few their beginning")
  func undeclared() throws {
    var study = SmallSurvey.study(segments: ["g"])
    study.segmentations[0].levels = ["x"]
    func told(_ answers: [String]) throws -> String {
      let text =
        "id,g,imp_a,sat_a,imp_b,sat_b\n"
        + answers.enumerated().map { "p\($0),\($1),1,1,1,1\n" }.joined()
      let loaded = try SmallSurvey.load(study, text)
      return loaded.findings.first { $0.kind == "undeclared-segment" }?.text ?? ""
    }
    #expect(
      try told(["x", String(repeating: "ä", count: 30)]).contains(
        "\"" + String(repeating: "ä", count: 20) + "...\""))
    let many = try told((0..<20_000).map { "secret \($0)" })
    #expect(many.hasPrefix("20000 different answers"))
    #expect(!many.contains("secret"))
  }

  @Test("Records with a wrong number of fields are findings up to the limit")
  func rejected() throws {
    let loaded = try SmallSurvey.load(
      SmallSurvey.study(), Self.rows("q,5,3,4\n" + "last,1,1,1,1\n"))
    #expect(loaded.findings.first { $0.kind == "rejected-record" }?.count == 1)
    #expect(loaded.responses.respondentCount == 101)
    let many = Self.rows("q,5,3,4\nr,5\nlast,1,1,1,1\n")
    #expect(SmallSurvey.complaint(SmallSurvey.study(), many)?.status == .data)
  }

  @Test("Items that nobody answered, or everybody alike, are pointed out")
  func itemChecks() throws {
    let text = Self.header + (0..<10).map { "p\($0),,3,\($0 % 2 + 1),\($0 % 3 + 1)\n" }.joined()
    let findings = try SmallSurvey.load(SmallSurvey.study(), text).findings
    #expect(findings.contains { $0.kind == "no-answers" && $0.subject == "imp_a" })
    #expect(findings.contains { $0.kind == "no-variance" && $0.subject == "sat_a" })
    #expect(!findings.contains { $0.kind == "no-variance" && $0.subject == "imp_b" })
  }

  @Test("Every column that the job model names must exist")
  func profileColumns() {
    var study = SmallSurvey.study()
    study.barriers = [
      NamedColumn(
        name: "budget",
        column: ColumnReference("bar_budget", place: Place(file: "study.yaml", line: 40)))
    ]
    let complaint = SmallSurvey.complaint(study, Self.rows())
    #expect(complaint?.status == .studyFile)
    #expect(complaint?.sentence.hasPrefix("study.yaml:40:1:") == true)
  }

  @Test("Previews and unfinished interviews are counted, in words and in Qualtrics' numbers")
  func interviews() throws {
    func told(_ header: String, _ marks: String, _ other: String) throws -> [String] {
      let text =
        header + (0..<12).map { "p\($0),\($0 < 3 ? marks : other),5,3,4,2\n" }.joined()
      return try SmallSurvey.load(SmallSurvey.study(), text).findings
        .filter { $0.severity == .warning && ($0.kind.contains("-preview") || $0.count == 3) }
        .map { "\($0.kind) \($0.subject) \($0.count)" }
    }
    let names = "id,Status,Finished,DistributionChannel,imp_a,sat_a,imp_b,sat_b\n"
    let columns = names.dropLast().split(separator: ",")
    let ids = columns.map { "\"{\"\"ImportId\"\":\"\"\($0)\"\"}\"" }.joined(separator: ",") + "\n"
    let both = ["survey-preview Status 3", "unfinished-interview Finished 3"]
    #expect(try told(names, "Survey Preview,False,preview", "IP Address,True,anonymous") == both)
    #expect(try told(names + names + ids, "1,0,preview", "0,1,anonymous") == both)
    // Numbers of an unknown tool say nothing, nor does a lone column.
    #expect(try told(names, "1,True,web", "0,True,web") == [])
    let lone = "id,Status,x,y,imp_a,sat_a,imp_b,sat_b\n"
    #expect(try told(lone, "Survey Preview,1,1", "IP Address,1,1") == [])
  }
}
