import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("A questionnaire, its answers in a platform's export, and the same numbers")
struct PlatformRoundTripTests {
  private typealias Case = QuestionnaireCase
  private let study: Study
  private let questionnaire: Questionnaire

  init() throws {
    study = try Case.study()
    questionnaire = Questionnaire(study)
    for platform in SurveyPlatform.allCases { try questionnaire.check(for: platform) }
  }

  // MARK: - Exports

  /// The file that the study describes by itself.
  private var plain: String {
    Case.csv(
      [Case.Column(header: "respondent", cells: Case.ids), Case.weights]
        + Case.columns(questionnaire, .texts) { _, item, _ in item.column.text })
  }

  /// Headings as question codes; byte order mark, semicolons, all fields quoted, CR LF, a blank
  /// line at the end.
  private func limeSurvey(_ cells: Case.Cells) -> String {
    let platform = SurveyPlatform.limeSurvey
    let own = ["id", "submitdate", "lastpage", "startlanguage", "seed"].map { name in
      Case.Column(header: name, cells: name == "id" ? Case.ids : Case.ids.map { _ in "1" })
    }
    let columns = Case.columns(questionnaire, cells) { question, item, _ in
      let name = platform.spelling(of: item.column.text)
      return question.gridCode.map { "\($0)[\(name)]" } ?? name
    }
    return "\u{FEFF}"
      + Case.csv(
        own + [Case.weights] + columns, delimiter: ";", quotesAll: true, lineEnd: "\r\n") + "\r\n"
  }

  /// XML values and headers; groups before the name or left out.
  private func kobo(_ separator: String?) -> String {
    let platform = SurveyPlatform.xlsForm
    let columns = Case.columns(questionnaire, .codes(platform)) { question, item, _ in
      let name = platform.spelling(of: item.column.text)
      guard let separator, let group = question.gridCode else { return name }
      return group + separator + name
    }
    let label = Case.Column(
      header: "impBlock1/generated_table_list_label_9", cells: Case.ids.map { _ in "" })
    let own = ["_id", "_uuid", "_submission_time", "_index"].map { name in
      Case.Column(header: name, cells: name == "_uuid" ? Case.ids : Case.ids.map { _ in "2026" })
    }
    return Case.csv(
      [Case.weights, label] + columns + own, delimiter: ";", quotesAll: true, lineEnd: "\r\n")
  }

  private var odk: String {
    let platform = SurveyPlatform.xlsForm
    let columns = Case.columns(questionnaire, .codes(platform)) { question, item, _ in
      let name = platform.spelling(of: item.column.text)
      return question.gridCode.map { "\($0)-\(name)" } ?? name
    }
    let first = Case.Column(header: "SubmissionDate", cells: Case.ids.map { _ in "2026-05-01" })
    let key = Case.Column(header: "KEY", cells: Case.ids)
    return Case.csv([first, Case.weights] + columns + [key])
  }

  /// Three rows of headers; rows of grids are numbered, their wording is stem, hyphen, statement.
  private func qualtrics(
    _ cells: Case.Cells, wording: (String, String) -> String = { "\($0) - \($1)" }
  ) -> String {
    let platform = SurveyPlatform.qualtrics
    var texts = ["Start Date", "Response ID", "weight"]
    let columns = Case.columns(questionnaire, cells) { question, item, number in
      guard let grid = question.gridCode else {
        texts.append(question.text)
        return platform.spelling(of: item.column.text)
      }
      texts.append(wording(question.text, item.text))
      return "\(grid)_\(number)"
    }
    let own = [
      Case.Column(header: "StartDate", cells: Case.ids.map { _ in "2026-05-01 10:00:00" }),
      Case.Column(header: "ResponseId", cells: Case.ids), Case.weights,
    ]
    let all = own + columns
    return Case.csv(all, rowsBelow: [texts, all.map { "{\"ImportId\":\"\($0.header)\"}" }])
  }

  // MARK: - Comparison

  /// What was loaded equals what the plain file gives, and so do the scores.
  private func expectSame(_ text: String, _ name: String) throws {
    let (own, other) = (try load(plain).responses, try load(text).responses)
    #expect(own.ids.hashes == other.ids.hashes, "\(name)")
    #expect(own.importance == other.importance && own.satisfaction == other.satisfaction, "\(name)")
    #expect(own.weights == other.weights, "\(name)")
    #expect(own.groupings == other.groupings, "\(name)")
    #expect(own.profile == other.profile, "\(name)")
    #expect(own.job.ratings == other.job.ratings, "\(name)")
    #expect(Set(own.job.texts.keys) == Set(other.job.texts.keys) && own.job.texts.count > 5)
    for (column, texts) in own.job.texts {
      let others = try #require(other.job.texts[column])
      let words = texts.codes.map { texts.levels[Int($0)] }
      let otherWords = others.codes.map { others.levels[Int($0)] }
      #expect(words == otherWords, "\(name), \(column)")
    }
    #expect(scores(own) == scores(other) && scores(own).allSatisfy { $0 > 0 }, "\(name)")
  }

  private func scores(_ responses: Responses) -> [Double] {
    SegmentScoring(study: study, responses: responses, options: AnalysisOptions()).everybody()
      .outcomes.map { $0.opportunity?.value ?? -1 }
  }

  private func load(_ text: String) throws(SurveyError) -> LoadedResponses {
    try ResponseLoader(study: study, options: AnalysisOptions(isStrict: true), readsProfile: true)
      .load(.bytes(Array(text.utf8), name: "r.csv"))
  }

  @Test("The plain file holds everything: every grouping, variable and text")
  func plainFile() throws {
    let responses = try load(plain).responses
    #expect(responses.respondentCount == 120 && responses.importance.count == 16)
    #expect(responses.groupings.map(\.levels.count) == [3, 3, 3])
    #expect(responses.missingShare > 0.1 && responses.missingShare < 0.4)
    let refused = responses.profile.filter {
      if case .refused = $0.answers { true } else { false }
    }
    #expect(responses.profile.count == 10 && refused.isEmpty)
  }

  @Test("LimeSurvey, full answers and answer codes")
  func limeSurvey() throws {
    try expectSame(limeSurvey(.texts), "full answers")
    try expectSame(limeSurvey(.codes(.limeSurvey)), "answer codes")
    let findings = try load(limeSurvey(.codes(.limeSurvey))).findings
    let names = try #require(findings.first { $0.kind == "platform-names" })
    // All 56 but those that keep their names: role, tool, servers, sites, country, gender, weight.
    #expect(names.count == 49 && names.severity == .note)
    #expect(names.text.contains("LimeSurvey"))
    let codes = findings.filter { $0.kind == "coded-answers" }.map(\.subject)
    #expect(codes.contains("role") && codes.contains("gave_up_at") && !codes.contains("bar_skill"))
  }

  @Test("KoboToolbox with and without groups, and ODK Central")
  func xlsForm() throws {
    try expectSame(kobo("/"), "Kobo with groups")
    try expectSame(kobo(nil), "Kobo without groups")
    try expectSame(odk, "ODK Central")
  }

  @Test("Qualtrics by choice text; ratings by number too")
  func qualtrics() throws {
    try expectSame(qualtrics(.texts), "choice text")
    try expectSame(qualtrics(.points), "points")
    // Qualtrics breaks lines and doubles blanks in wordings as it likes.
    try expectSame(qualtrics(.texts) { "\($0)\n - \n\($1) " }, "blanks")
  }

  @Test("A row of a Qualtrics grid under other words is never read")
  func otherWording() {
    let changed = qualtrics(.texts) { stem, statement in
      "\(stem) - " + (statement == "Minimize the time it takes to test" ? "Tests" : statement)
    }
    do throws(SurveyError) {
      _ = try load(changed)
      Issue.record("a row under other words was read")
    } catch {
      guard case .missingColumn(let column, _, _, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(column.text == "imp_06")
    }
  }

  @Test("Two columns that may be meant are an error, and another's column is never taken")
  func ambiguity() throws {
    var study = SmallSurvey.study(outcomes: ["1"], respondent: nil)
    let good = "impBlock1[imp1],satBlock1[sat1]\n5,1\n"
    let small = SmallSurvey.study(outcomes: ["1"], respondent: nil)
    #expect(try SmallSurvey.load(small, good).responses.importance == [[9]])
    let twice = "impBlock1[imp1],imp1,satBlock1[sat1]\n5,4,1\n"
    #expect(SmallSurvey.complaint(small, twice)?.status == .data)
    // A grid that the questionnaire has not is no proof, unless the platform's columns are there.
    #expect(SmallSurvey.complaint(small, "old[imp1],old[sat1]\n5,1\n")?.status == .studyFile)
    let known = "id,submitdate,startlanguage,old[imp1],old[sat1]\n1,x,en,5,1\n"
    #expect(try SmallSurvey.load(small, known).responses.importance == [[9]])
    let own = "id,submitdate,startlanguage,a[imp1],b[imp1],a[sat1]\n1,x,en,5,4,1\n"
    #expect(SmallSurvey.complaint(small, own)?.sentence.contains("2 columns") == true)
    // The second column of the study bears the name that the first would get.
    study.outcomes[0].satisfaction = ColumnReference("imp1", place: study.outcomes[0].place)
    #expect(SmallSurvey.complaint(study, "imp1,other\n5,1\n")?.status == .studyFile)
    #expect(SmallSurvey.complaint(study, good)?.status == .studyFile)
  }

  @Test("Codes are read only where all answers are codes")
  func mixedCodes() {
    let answers = CodedAnswers(["Own scripts", "By hand"].map { Questionnaire.Choice($0) })
    func levels(_ levels: String...) -> [String]? {
      let column = TextColumn(codes: levels.indices.map { UInt32($0) }, levels: levels)
      return answers.reading(column, isMissing: \.isEmpty)?.column.levels
    }
    #expect(levels("By_hand", "", "Own_scripts") == ["By hand", "", "Own scripts"])
    #expect(levels("Byhan") == ["By hand"])
    #expect(levels("By hand", "") == nil && levels("") == nil)
    #expect(levels("By hand", "By_hand") == nil)
    #expect(levels("By_hand", "Ownsc") == nil && levels("By_hand", "other") == nil)
  }
}
