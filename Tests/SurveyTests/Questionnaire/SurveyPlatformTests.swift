import NumericCore
import Testing

@testable import Survey

@Suite("Names on survey platforms")
struct SurveyPlatformTests {
  /// Whether a name is legal on a platform.
  private func isLegal(_ name: String, _ platform: SurveyPlatform) -> Bool {
    let limit =
      switch platform {
      case .limeSurvey: 20
      case .xlsForm: 60
      case .qualtrics: 15
      }
    let characters = name.unicodeScalars.allSatisfy { scalar in
      let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      return isLetter || ("0"..."9").contains(scalar)
        || (scalar == "_" && platform != .limeSurvey)
    }
    let first = name.unicodeScalars.first.map { $0.properties.isAlphabetic } ?? false
    return characters && first && 1...limit ~= name.utf8.count
  }

  @Test("Well-known names, by platform")
  func examples() {
    func spellings(_ name: String) -> [String] {
      SurveyPlatform.allCases.map { $0.spelling(of: name) }
    }
    #expect(spellings("imp_01") == ["imp01", "imp_01", "imp_01"])
    #expect(spellings("Q12") == ["Q12", "Q12", "Q12"])
    #expect(spellings("1st choice") == ["q1stchoice", "q1st_choice", "q1st_choice"])
    #expect(spellings("time") == ["qtime", "qtime", "qtime"])
    #expect(spellings("s1.imp") == ["s1imp", "s1_imp", "s1_imp"])
  }

  @Test("Any name becomes a legal one, the same each time, and long ones stay apart")
  func property() {
    let letters = Array("aZ09_ -.?[]/äß漢\u{301}=\"'")
    var stream = RandomStream(seed: 1, purpose: "names of columns")
    for platform in SurveyPlatform.allCases {
      var users: [String: String] = [:]
      for _ in 0..<3_000 {
        let stem = String((0..<stream.below(14)).map { _ in letters[stream.below(letters.count)] })
        let long = stem + String(repeating: "x", count: 60) + String(stream.below(1_000_000))
        for name in [stem, long] {
          let spelled = platform.spelling(of: name)
          #expect(isLegal(spelled, platform), "\(name) as \(spelled)")
          #expect(spelled == platform.spelling(of: name))
        }
        let spelled = platform.spelling(of: long)
        let isNew = users[spelled] == nil || users[spelled] == long
        // Four characters of 36 tell 1.7 million apart; equal stems are rare beside that.
        if !isNew { users["#", default: ""] += "x" }
        users[spelled] = long
      }
      #expect((users["#"] ?? "").count <= 12, "\(platform)")
    }
  }

  @Test("Columns that become one name are refused, also against the names of grids")
  func collisions() throws {
    var study = SmallSurvey.study(outcomes: ["1"])
    study.outcomes[0].satisfaction = ColumnReference("imp1", place: study.outcomes[0].place)
    let questionnaire = Questionnaire(study)
    try questionnaire.check(for: .xlsForm)
    try questionnaire.check(for: nil)
    let same = QuestionnaireFailure.sameName(
      study.outcomes[0].satisfaction, study.outcomes[0].importance, name: "imp1", .limeSurvey)
    #expect(throws: same) { try questionnaire.check(for: .limeSurvey) }
    study.outcomes[0].satisfaction = ColumnReference("imp_block_1", place: study.outcomes[0].place)
    let other = Questionnaire(study)
    let grid = QuestionnaireFailure.gridName(
      study.outcomes[0].satisfaction, name: "impblock1", .limeSurvey)
    #expect(throws: grid) { try other.check(for: .limeSurvey) }
  }

  @Test("Codes of answers are short, legal and different")
  func codes() {
    func codes(_ texts: [String]) -> [[String]] {
      [SurveyPlatform.limeSurvey, .xlsForm].map {
        $0.codes(of: texts.map { Questionnaire.Choice($0) })
      }
    }
    #expect(codes(["Yes", "No"]) == [["Yes", "No"], ["Yes", "No"]])
    let clash = codes(["Administrator", "Administration clerk", "By hand"])
    #expect(clash[0][2] == "Byhan")
    #expect(clash[1] == ["Administrator", "Administration_clerk", "By_hand"])
    #expect(clash[0][0].hasPrefix("Ad") && clash[0][1].hasPrefix("Ad"))
    #expect(Set(clash[0]).count == 3 && clash[0].allSatisfy { $0.utf8.count == 5 })
    // The order of the answers and others beside them change no code of these two.
    #expect(codes(["Administration clerk", "Administrator"])[0] == [clash[0][1], clash[0][0]])
    let foreign = codes(["漢字", "仮名"])
    #expect(foreign.allSatisfy { Set($0).count == 2 && !$0.contains("") })
    let same = Questionnaire.Question(
      battery: "", block: 0, text: "?", hint: "",
      kind: .single([Questionnaire.Choice("a", code: "x"), Questionnaire.Choice("a", code: "x")]),
      items: [
        Questionnaire.Item(
          column: ColumnReference("c", place: Place(file: "s", line: 1)), text: "?")
      ], isShuffled: false)
    let page = Questionnaire.Page(title: "p", questions: [same])
    let questionnaire = Questionnaire(title: "t", job: "j", pages: [page], unasked: [])
    #expect(throws: QuestionnaireFailure.self) { try questionnaire.check(for: .xlsForm) }
  }
}
