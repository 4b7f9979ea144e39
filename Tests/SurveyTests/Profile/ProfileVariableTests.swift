import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("What is known of people")
struct ProfileVariableTests {
  private func variable(
    _ texts: [String], answers: [String] = [], weights: [Int64]? = nil
  ) -> ProfileVariable {
    var levels: [String] = []
    let codes = texts.map { text -> UInt32 in
      if let place = levels.firstIndex(of: text) { return UInt32(place) }
      levels.append(text)
      return UInt32(levels.count - 1)
    }
    var study = SmallSurvey.study()
    study.responses.missing = [MissingText(text: "N/A", reason: .notAnswered)]
    let column = ColumnReference("x", place: Place(file: "study.yaml", line: 1))
    return ProfileBuilder(study: study, weights: weights).variable(
      ProfilePlan(kind: .role, name: "x", column: column, answers: answers),
      TextColumn(codes: codes, levels: levels), kept: nil)
  }

  private func repeated(_ counts: [(String, Int)]) -> [String] {
    counts.flatMap { text, count in [String](repeating: text, count: count) }
  }

  @Test("Named answers come first; missing ones belong nowhere; rare ones stand together")
  func levels() {
    let texts = repeated([("b", 12), ("a", 20), ("N/A", 5), ("z", 15), ("r1", 6), ("r2", 7)])
    guard case .levels(let levels, let codes) = variable(texts, answers: ["z", "q"]).answers else {
      Issue.record("not levels")
      return
    }
    #expect(levels == ["z", "a", "b", "other answers"])
    #expect(codes.prefix(12).allSatisfy { $0 == 2 })
    #expect(codes[32..<37].allSatisfy { $0 == 4 })
    #expect(codes.suffix(13).allSatisfy { $0 == 3 })
  }

  @Test("Answers of fewer than ten people together are nobody's")
  func rare() {
    let texts = repeated([("1", 12), ("0", 20), ("9", 4)])
    #expect(
      variable(texts).answers
        == .levels(
          ["0", "1"], codes: repeated([("1", 12), ("0", 20), ("2", 4)]).map { UInt16($0) ?? 9 }))
    #expect(
      variable(repeated([("1", 30), ("0", 4)])).answers == .refused("everybody answered alike"))
    #expect(variable(repeated([("1", 3)])).answers == .refused("no answer of 10 people"))
    // Who weighs nothing is nobody.
    let weights = [Int64](repeating: 1, count: 24) + [Int64](repeating: 0, count: 12)
    #expect(
      variable(repeated([("1", 24), ("0", 12)]), weights: weights).answers
        == .refused("everybody answered alike"))
  }

  @Test("More than twelve answers that are all numbers are a number; texts keep the frequent")
  func many() {
    let numbers = (0..<60).map { $0 % 20 == 7 ? "N/A" : "\($0 % 20).5" }
    guard case .numbers(let values) = variable(numbers).answers else {
      Issue.record("not numbers")
      return
    }
    #expect(values[3] == 3.5 && values[7] == nil)
    let texts = (0..<600).map { "t\($0 % 30)" }
    guard case .levels(let levels, _) = variable(texts).answers else {
      Issue.record("not levels")
      return
    }
    #expect(levels.count == 12 && levels[11] == "other answers")
    guard case .refused(let reason) = variable((0..<600).map { "open \($0)" }).answers else {
      Issue.record("not refused")
      return
    }
    #expect(reason == "600 different answers: an id or an open question")
  }

  @Test("Numbers are cut into groups of about as many people, equal ones together")
  func bins() {
    let numbers = (1...100).map { Optional(Double($0)) } + [nil]
    let bounds = NumberBins.bounds(numbers, weights: nil, count: 4)
    #expect(bounds == [25, 50, 75, 100])
    #expect([1, 25, 26, 100, 120].map { NumberBins.bin($0, bounds) } == [0, 0, 1, 3, 3])
    #expect(NumberBins.bounds([5, 5, 5, 9], weights: nil, count: 4) == [5, 9])
  }

  @Test(
    "A statement is told without the head that all share",
    arguments: [
      (
        "Minimize the likelihood that a patch breaks a running service",
        "A patch breaks a running service"
      ),
      ("Minimize the time it takes to notice that a patch failed", "Notice that a patch failed"),
      ("Increase the share of risks that are known", "Risks that are known"),
      (
        "Minimize the time a service is unavailable while it is patched",
        "A service is unavailable while it is patched"
      ),
      ("Availability of shade (trees)", "Availability of shade (trees)"),
      ("Minimize surprises", "Surprises"), ("Minimize", "Minimize"), ("", ""),
    ])
  func words(statement: String, short: String) {
    #expect(OutcomeWords.short(statement) == short)
  }
}
