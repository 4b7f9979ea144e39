import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("The questions that a study needs")
struct QuestionnaireTests {
  private let study: Study
  private let questionnaire: Questionnaire

  init() throws {
    study = try QuestionnaireCase.study()
    questionnaire = Questionnaire(study)
  }

  @Test("Every column that people can answer is asked once, the others are told")
  func columns() {
    let asked = questionnaire.questions.flatMap(\.items).map(\.column.text)
    #expect(Set(asked).count == asked.count)
    #expect(questionnaire.unasked.map(\.column) == ["respondent", "weight"])
    let named = Set(study.everyColumn.map(\.text))
    #expect(Set(asked).union(["respondent", "weight"]) == named)
    #expect(questionnaire.answerCount == asked.count && asked.count == 54)
    // Sixteen outcomes twice; two success outcomes twice and one expected rating.
    #expect(questionnaire.ratingCount == 37)
    // Half a minute, 37 ratings, eight rows of two or three words, five choices, two numbers, two
    // texts: 30 + 277.5 + 40 + 50 + 20 + 50 seconds.
    #expect(questionnaire.minutes == 8)
    #expect(questionnaire.itemsWithoutWords == ["wa_weekend"])
  }

  @Test("Outcomes are asked by step, at most twelve at a time, satisfaction beside importance")
  func blocks() {
    let titles = questionnaire.pages.map(\.title)
    #expect(
      titles == [
        "You and the job", "Determine what must be patched", "Apply the patch (1 of 2)",
        "Apply the patch (2 of 2)", "All through the job", "How it went",
        "What the job is done for", "Your circumstances", "About you",
      ])
    for page in questionnaire.pages[1...4] {
      #expect(page.questions.map(\.battery) == ["imp", "sat"])
      #expect(page.questions[0].items.map(\.text) == page.questions[1].items.map(\.text))
      #expect(page.questions.allSatisfy { $0.isShuffled })
    }
    #expect(questionnaire.pages[2].questions[0].items.count == 6)
    #expect(questionnaire.pages[3].questions[0].items.count == 7)
    #expect(questionnaire.pages[3].questions[1].gridCode == "satBlock3")
  }

  @Test("Points carry declared labels of their own question, else words at the ends alone")
  func labels() throws {
    func choices(_ study: Study, _ words: RatingWords) -> [String] {
      words.choices(study).map(\.text)
    }
    #expect(
      choices(study, .importance) == [
        "1 - Not at all important", "2", "3", "4", "5 - Extremely important",
        "Does not apply to me",
      ])
    #expect(choices(study, .satisfaction)[0] == "1 - Not at all satisfied")
    var labelled = study
    labelled.responses.missing = [MissingText(text: "", reason: .notAnswered)]
    labelled.responses.scale.labels = [
      ScaleLabel(text: "Unimportant", point: 1), ScaleLabel(text: "Dissatisfied", point: 1),
      ScaleLabel(text: "In between", point: 3), ScaleLabel(text: "Very satisfied", point: 5),
    ]
    #expect(
      choices(labelled, .importance)
        == ["Unimportant", "2", "In between", "4", "5 - Extremely important"])
    #expect(
      choices(labelled, .satisfaction) == [
        "Dissatisfied", "2", "In between", "4", "Very satisfied",
      ])
    let book = CodeBook(study: labelled)
    let low = RatingCode.code(point: 1, on: labelled.responses.scale)
    #expect(book.code(of: "1 - Not at all important") == low)
    #expect(book.code(of: "2 - Not at all important") == MissingReason.invalid.rawValue)
    #expect(
      CodeBook(study: study).code(of: "Does_not_apply_to_me")
        == MissingReason.doesNotApply.rawValue)
  }

  @Test("Answers are those that the study reads: levels, roles, solutions, margins, words, steps")
  func answers() throws {
    func texts(_ column: String) throws -> [String] {
      try #require(
        questionnaire.questions.first { $0.items.contains { $0.column.text == column } }
      ).choices.map(\.text)
    }
    #expect(try texts("role") == ["Administrator", "Administration clerk", "Operations manager"])
    #expect(try texts("tool") == ["Commercial suite", "Own scripts", "By hand"])
    #expect(try texts("servers") == ["under 100", "100 to 999", "1000 or more"])
    #expect(try texts("gender") == ["Female", "Male"])
    #expect(
      try texts("s1_exp") == ["Worse than expected", "As expected", "Better than expected"])
    #expect(try texts("bar_skill") == ["Yes", "No"])
    #expect(
      try texts("gave_up_at")
        == ["Determine what must be patched", "Apply the patch", "I finished"])
    #expect(try texts("country").isEmpty && texts("sites").isEmpty)
    let repeats = questionnaire.questions.filter { $0.kind == .number(0...1_000) }
    #expect(repeats.map { $0.items[0].column.text } == ["again_1", "again_2"])
  }

  @Test("A column told by its position has no name to ask under")
  func positions() {
    var study = SmallSurvey.study()
    let place = Place(file: "study.yaml", line: 9, byteColumn: 5)
    study.outcomes[0].importance = ColumnReference("#3", place: place)
    let questionnaire = Questionnaire(study)
    let failure = QuestionnaireFailure.byPosition(study.outcomes[0].importance)
    #expect(throws: failure) { try questionnaire.check(for: nil) }
    #expect(failure.message.description.hasPrefix("study.yaml:9:5: "))
  }

  @Test("A long survey takes longer than the limits")
  func length() {
    let short = SmallSurvey.study(outcomes: ["a"])
    #expect(Questionnaire(short).minutes == 1)
    let long = SmallSurvey.study(outcomes: (0..<120).map { "o\($0)" })
    // 30 seconds and 240 ratings of 7.5 seconds.
    #expect(Questionnaire(long).minutes == 31)
    #expect(Questionnaire(long).questions.allSatisfy { $0.items.count == 12 })
  }
}
