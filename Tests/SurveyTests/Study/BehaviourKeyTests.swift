import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Barriers and workarounds of a study file")
struct BehaviourKeyTests {
  @Test("A column alone, or with a choice and the outcomes it should go with")
  func keys() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest + """
        barriers: {budget: {column: bars, answer: Budget, outcomes: [01, 02]}, time: bar_time}
        workarounds: [wa, {column: ways, answer: A list}, {column: ways, answer: Mail, name: Post}]

        """)
    #expect(study.barriers.map(\.column.text) == ["bars", "bar_time"])
    #expect(study.barriers.map(\.answer) == ["Budget", nil])
    #expect(study.barriers.map(\.outcomes) == [["01", "02"], []])
    #expect(study.workarounds.map(\.name) == ["wa", "A list", "Post"])
    #expect(study.workarounds.map(\.answer) == [nil, "A list", "Mail"])
  }

  @Test("An unknown outcome is told with the nearest id; a mapping needs a column")
  func problems() {
    let unknown = StudyCase.sentences(
      StudyCase.shortest + "barriers: {budget: {column: bars, outcomes: [01, 03]}}\n")
    #expect(unknown.count == 1 && unknown[0].contains("03") && unknown[0].contains("Fix:"))
    let twice = StudyCase.sentences(
      StudyCase.shortest + "workarounds: [{column: wa, outcomes: [01, 01]}]\n")
    #expect(twice.count == 1)
    let bare = StudyCase.sentences(StudyCase.shortest + "barriers: {budget: {answer: Budget}}\n")
    #expect(bare.count == 1 && bare[0].contains("column"))
  }

  @Test("Several choices in a cell: separators, blanks, case, a comma of its own, blank cells")
  func choices() {
    let study = SmallSurvey.study()
    func read(_ choice: String, _ levels: [String]) -> [Bool?] {
      ChoiceReading(study, choice: choice).meanings(levels)
    }
    #expect(
      read("Budget", ["Budget; Time", "time,BUDGET", "Skill| Budget ", "Budgets", "Time"])
        == [true, true, true, false, false])
    #expect(
      read("No, too dear", ["No, too dear; Time", "too dear", "No"]) == [true, false, false])
    // A blank is none of them, unless nobody chose anything, or somebody chose "no".
    #expect(read("Time", ["", "Time", "  "]) == [false, true, false])
    #expect(read("Time", [""]) == [nil])
    #expect(read("Time", ["", "Time", "No"]) == [nil, true, false])
  }

  @Test("The profile tells choice by choice, and the same column may be named again")
  func profile() throws {
    var study = SmallSurvey.study()
    let column = ColumnReference("bars", place: Place(file: "study.yaml", line: 9))
    study.barriers = ["Budget", "Time"].map { choice in
      var barrier = NamedColumn(name: choice, column: column)
      barrier.answer = choice
      return barrier
    }
    let cells = ["Budget; Time", "Time", "", "Budget"]
    let rows = (0..<60).map { "r\($0),5,3,4,2,\(cells[$0 % 4])\n" }.joined()
    let text = "id,imp_a,imp_b,sat_a,sat_b,bars\n" + rows
    let responses = try ResponseLoader(
      study: study, options: AnalysisOptions(), readsProfile: true
    ).load(SmallSurvey.input(text)).responses
    #expect(responses.profile.map(\.name) == ["Budget", "Time"])
    let expected: [[UInt16]] = [[0, 1, 1, 0], [0, 0, 1, 1]]
    for (variable, codes) in zip(responses.profile, expected) {
      guard case .levels(let levels, let own) = variable.answers else {
        Issue.record("\(variable)")
        continue
      }
      #expect(levels == ["chosen", "not chosen"] && Array(own.prefix(4)) == codes)
    }
  }
}
