import Foundation
import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Columns and answers of the job model that the data do not bear out")
struct JobColumnChecksTests {
  private static let head = """
    study: People
    job: Get it done
    responses: {file: r.csv, scale: 1-5, respondent: id}
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      list: [{a: A}, {b: B}]

    """

  /// Fifty people with two columns of answers.
  private static func input(
    _ first: (Int) -> String, _ second: (Int) -> String = { _ in "yes" }
  ) -> TableInput {
    let rows = (0..<50).map { row in
      "p\(row),\(row % 5 + 1),\(row % 3 + 2),\(row % 4 + 1),\(row % 2 + 3),\"\(first(row))\","
        + "\"\(second(row))\"\n"
    }
    return SmallSurvey.input("id,imp_a,imp_b,sat_a,sat_b,x,y\n" + rows.joined())
  }

  private static func findings(_ lines: String, _ input: TableInput) throws -> [Finding] {
    try PeopleCase.load(StudyCase.parse(head + lines + "\n"), input).findings
      .filter { $0.severity == .warning }
  }

  private static func complaint(_ lines: String, _ input: TableInput) throws -> SurveyError? {
    let study = try StudyCase.parse(head + lines + "\n")
    do {
      _ = try PeopleCase.load(study, input)
      return nil
    } catch {
      return error as? SurveyError
    }
  }

  private static func age(_ row: Int) -> String { ["25-34", "35-44"][row % 2] }
  private static func place(_ row: Int) -> String {
    row < 30 ? "Near (<5 km)" : row < 45 ? "Far" : "Abroad"
  }

  @Test("A barrier that says neither yes nor no is refused as data, by check and analyze alike")
  func barrier() throws {
    let error = try #require(
      try Self.complaint("barriers: {cost: x}", Self.input(Self.age)))
    #expect(error.exitStatus == .data)
    #expect(
      error.message.description
        == "r.csv: column \"x\" has 50 answers among 50 that mean nothing known, over the limit of "
        + "1 %, found \"25-34\", \"35-44\", expected words of `answers.yes` or `answers.no`. "
        + "Fix: add the words to `answers.yes` or `answers.no`, or name the one answer that is "
        + "meant with `answer`, or name another column at study.yaml:8.")
  }

  @Test("All unreadable columns are told at once")
  func several() throws {
    let error = try #require(
      try Self.complaint("barriers: {cost: x}\nworkarounds: [y]", Self.input(Self.age, Self.place)))
    // Success outcomes and steps come first, then workarounds and barriers.
    #expect(
      error.message.description.hasPrefix(
        "r.csv: column \"y\" has 50 answers among 50 that mean nothing known, over the limit of "
          + "1 % (and so has \"x\"), found"))
  }

  @Test("Few unreadable answers of a workaround are a finding, and strict runs refuse them")
  func few() throws {
    let rows = (0..<200).map { "p\($0),3,3,4,2,\($0 == 7 ? "perhaps" : $0 % 2 == 0 ? "Y" : "N")\n" }
    let input = SmallSurvey.input("id,imp_a,imp_b,sat_a,sat_b,x\n" + rows.joined())
    let study = try StudyCase.parse(Self.head + "workarounds: [x]\n")
    let found = try PeopleCase.load(study, input).findings.filter { $0.kind == "unknown-answer" }
    #expect(found.map(\.count) == [1])
    // What one person wrote is nobody else's business.
    #expect(found[0].text.hasSuffix("are taken as missing: one of few people"))
    #expect(throws: SurveyError.self) {
      try PeopleCase.load(study, input, AnalysisOptions(isStrict: true))
    }
  }

  @Test("Unreadable answers are told where ten people or more gave them")
  func commonAnswers() throws {
    let study = try StudyCase.parse(
      Self.head.replacingOccurrences(of: "scale: 1-5", with: "scale: 1-5, reject-limit: 0.5")
        + "workarounds: [x]\n")
    let input = Self.input { $0 < 12 ? "perhaps" : $0 == 12 ? "ask Karl Meier" : "yes" }
    let found = try PeopleCase.load(study, input).findings.filter { $0.kind == "unknown-answer" }
    #expect(found.map(\.count) == [13])
    #expect(found.first?.text.hasSuffix("missing: \"perhaps\", 1 more") == true)
  }

  @Test("Cells with several choices are no mistake where one of them is named")
  func choices() throws {
    let cells = ["Cost; Time", "Time", "", "None"]
    let lines = "barriers: {cost: {column: x, answer: Cost}, time: {column: x, answer: Time}}"
    #expect(try Self.findings(lines, Self.input { cells[$0 % 4] }) == [])
  }

  @Test("A check box of words for yes beside blanks is no mistake")
  func box() throws {
    #expect(try Self.findings("barriers: {cost: x}", Self.input { $0 < 20 ? "Yes" : "" }) == [])
  }

  @Test("A choice that nobody made is told with the choices there are, none of few people")
  func unmatchedChoice() throws {
    let cells = ["Cost; International", "International", "Cost"]
    let input = Self.input { $0 == 3 ? "my boss Ann" : cells[$0 % 3] }
    let found = try Self.findings(
      "barriers: {abroad: {column: x, answer: Intrnational}}\n"
        + "workarounds: [{column: x, answer: Quality}]", input)
    #expect(found.allSatisfy { $0.kind == "unmatched-answer" && $0.subject == "x" })
    #expect(
      found.map(\.text) == [
        "`workarounds[].answer` names \"Quality\", which nobody answered; there are "
          + "\"International\", \"Cost\", 1 more. Fix: write an answer as it stands in the "
          + "data, or delete this one",
        "`barriers.abroad.answer` names \"Intrnational\", which nobody answered; there are "
          + "\"International\", \"Cost\", 1 more; nearest \"International\". "
          + "Fix: write \"International\" if that is meant",
      ])
    #expect(found.allSatisfy { !$0.text.contains("Ann") })
  }

  @Test("A misspelt answer of a role, a solution or a level is told with the nearest")
  func unmatchedAnswers() throws {
    let input = Self.input(Self.place, Self.place)
    let found = try Self.findings(
      """
      roles: {column: x, executor: [Near (5 km)], buyer: [Far]}
      solutions: {column: x, provider: [Near (<5 km), Abroat], nothing: [Far]}
      segments: [{column: y, levels: [Near (<5 km), Fur, Far]}]
      """, input
    ).filter { $0.kind == "unmatched-answer" }.map(\.text)
    #expect(
      Set(found) == [
        "`roles.executor` names \"Near (5 km)\", which nobody answered; nearest \"Near (<5 km)\". "
          + "Fix: write \"Near (<5 km)\" if that is meant",
        // Five people said Abroad: too few to be told of.
        "`solutions.provider` names \"Abroat\", which nobody answered; there are \"Near (<5 km)\", "
          + "\"Far\", 1 more. Fix: write an answer as it stands in the data, or delete this one",
        "`segments[].levels` names \"Fur\", which nobody answered; nearest \"Far\". "
          + "Fix: write \"Far\" if that is meant",
      ])
  }

  @Test("A circumstance of nothing but different texts tells no groups; different numbers do")
  func allDifferent() throws {
    let found = try Self.findings("circumstances: [x, y]", Self.input({ "No. \($0)" }, { "\($0)" }))
    #expect(
      found.map(\.text) == [
        "circumstance x has 50 different answers of 50 people, so it tells no groups apart: an id "
          + "or an open question. Fix: name a column of groups or numbers"
      ])
  }

  @Test("An activity of other words than yes and no is told")
  func activity() throws {
    let found = try Self.findings("activities: [x, y]", Self.input(Self.age))
    #expect(
      found.map(\.text) == [
        "activity x: 50 of 50 answers are neither yes nor no, so each answer counts as a group. "
          + "Fix: add the words to `answers.yes` or `answers.no`, or name the column under "
          + "`circumstances`"
      ])
  }
}

@Suite("What a study says of itself")
struct StudyChecksTests {
  private static func study(_ lines: String) throws -> Study {
    try StudyCase.parse(StudyCase.shortest + lines + "\n")
  }

  @Test("A success outcome that is rated for importance alone is told, with its place")
  func importanceAlone() throws {
    let study = try Self.study("success: [{id: s1, text: Done, importance: s1_imp}]")
    let found = StudyChecks.findings(in: study)
    #expect(
      found.map(\.text) == [
        "s1 has no satisfaction, expectation or happened column, so whether people attained it is "
          + "not known"
      ])
    #expect(found.map(\.severity) == [.warning] && found[0].places == ["study.yaml:10:16"])
    #expect(study.unknownAttainment == found[0].text)
    let two = try Self.study(
      "success: [{id: s1, text: A, importance: i1}, {id: s2, text: B, importance: i2}]")
    #expect(
      two.unknownAttainment == "s1 and s2 have no satisfaction, expectation or happened column, so "
        + "whether people attained them is not known")
    let one = try Self.study(
      "success: [{id: s1, text: A, importance: i1}, {id: s2, text: B, happened: h2}]")
    #expect(one.unknownAttainment == nil && StudyChecks.findings(in: one).count == 1)
  }

  @Test("Sections that need the attainment say that nothing asks for it")
  func reasons() throws {
    let study = try StudyCase.parse(
      """
      study: People
      job: Get it done
      responses: {file: r.csv, scale: 1-5, respondent: id}
      outcomes: {importance: "imp_{id}", satisfaction: "sat_{id}", list: [{a: A}, {b: B}]}
      success: [{id: s1, text: Done, importance: s1_imp}]

      """)
    let rows = (0..<80).map { "p\($0),\($0 % 5 + 1),\($0 % 3 + 2),\($0 % 4 + 1),\($0 % 2 + 3),4\n" }
    let responses = try PeopleCase.load(
      study, SmallSurvey.input("id,imp_a,imp_b,sat_a,sat_b,s1_imp\n" + rows.joined())
    ).responses
    let options = AnalysisOptions()
    let reason =
      "s1 has no satisfaction, expectation or happened column, so whether people "
      + "attained it is not known"
    let drivers = DriverAnalysis(study: study, responses: responses, options: options).section([])
    guard case .refused(let own) = drivers else {
      Issue.record("\(drivers)")
      return
    }
    #expect(own == reason)
    let portfolio = PortfolioAnalysis(
      study: study, responses: responses,
      people: RepairPeople(study: study, responses: responses),
      replicates: ReplicateSource(study: study, responses: responses, options: options),
      options: options
    ).section()
    guard case .refused(let other) = portfolio else {
      Issue.record("a portfolio of nothing")
      return
    }
    #expect(other == reason)
  }

  @Test("The documented examples of success outcomes are attained or not")
  func example() throws {
    for example in [StudyKey.at("success").example, "[\(StudyKey.at("success[]").example)]"] {
      let study = try Self.study("success: \(example)")
      #expect(study.success.count == 1 && study.unknownAttainment == nil)
      #expect(StudyChecks.findings(in: study) == [])
    }
  }

  @Test("Progress that a proposal promises and no outcome has is told with the nearest")
  func progress() throws {
    let text = StudyCase.shortest.replacing(
      "- 02: Minimize the likelihood that a patch breaks a service",
      with: "- {id: 02, text: B, progress: [more cheaply]}")
    let study = try StudyCase.parse(
      text + "proposals: {loan: {text: Lend, outcomes: [02], progress: [more cheply, faster]}}\n")
    #expect(
      StudyChecks.findings(in: study).map(\.text) == [
        "`proposals.loan.progress` names \"more cheply\", which no outcome has; nearest \"more "
          + "cheaply\". Fix: write \"more cheaply\" if that is meant",
        "`proposals.loan.progress` names \"faster\", which no outcome has. Fix: add it to "
          + "`progress` of the outcomes that stand for it, or delete it",
      ])
  }

  @Test("Mentions without the number of interviews are noted with the cut that is used")
  func interviews() throws {
    var study = try Self.study("")
    #expect(StudyChecks.notes(in: study) == [])
    (study.outcomes[0].mentions, study.outcomes[1].mentions) = (11, 0)
    let notes = StudyChecks.notes(in: study)
    #expect(
      notes.map(\.text) == [
        "`outcomes.interviews` is not given, so the share of interviews is not known; the report "
          + "calls an outcome often mentioned from half of the most mentions on: 6 of 11"
      ])
    #expect(notes[0].severity == .note)
    study.interviewCount = 14
    #expect(StudyChecks.notes(in: study) == [] && InterviewAnalysis.often(study) == 7)
  }
}
