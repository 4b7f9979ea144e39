import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("What differs between the questions of two waves")
struct WaveSchemaTests {
  private static let texts = [
    "a": "Minimize the time it takes to find the right person",
    "b": "Minimize the likelihood of waiting in a queue",
    "c": "Minimize the effort it takes to repeat what was said",
  ]

  private static func study(_ change: (inout Study) -> Void = { _ in }) -> Study {
    var study = WaveReferenceTests.study("plain")
    for place in study.outcomes.indices {
      study.outcomes[place].text = texts[study.outcomes[place].id] ?? ""
    }
    change(&study)
    return study
  }

  private static func differences(
    _ change: (inout Study) -> Void
  ) -> [SchemaDifference] {
    WaveSchema(old: study(), new: study(change), legacy: .baseline).differences
  }

  @Test("The same questions: nothing is said, all are compared")
  func same() {
    let schema = WaveSchema(old: Self.study(), new: Self.study(), legacy: .baseline)
    #expect(schema.differences.isEmpty && schema.kept == [0, 1, 2])
  }

  @Test("Items added, dropped and re-worded; columns renamed; weights, segmentations")
  func findings() {
    let found = Self.differences { study in
      study.outcomes[0].text = "Minimize the time it takes to find the right contact person"
      study.outcomes[1].id = "z"
      study.outcomes[2].importance = DesignScoreTests.column("importance_c")
      study.weight = DesignScoreTests.column("weight")
      study.segmentations[0].name = "who"
    }
    #expect(
      found.map(\.kind) == [
        .weightingChanged, .itemReworded, .itemAdded, .columnRenamed, .itemDropped,
        .segmentationAdded, .segmentationDropped,
      ])
    #expect(found.map(\.subject) == ["", "a", "z", "c", "b", "who", "role"])
    #expect(found[1].similarity == 0.75 && found[3].new == "importance_c")
    #expect(found.allSatisfy { !$0.leavesOut })
  }

  @Test("An id that means another question is left out of the numbers, with its targets")
  func reused() throws {
    let old = Self.study()
    let new = Self.study { study in
      study.outcomes[0].text = "Minimize the time it takes to pay an invoice"
      study.targets = [
        Target(
          subject: .key(1), metric: .importance, goal: .atLeast(5), place: study.outcomes[0].place),
        Target(
          subject: .key(0), metric: .importance, goal: .atLeast(5), place: study.outcomes[0].place),
      ]
    }
    let schema = WaveSchema(old: old, new: new, legacy: .baseline)
    #expect(schema.differences.map(\.kind) == [.idReused] && schema.differences[0].leavesOut)
    #expect(schema.kept == [1, 2])
    #expect(schema.newStudy.targets.map(\.subject) == [.key(0)])
    let (one, other) = (
      try WaveReferenceTests.text("old.csv"), try WaveReferenceTests.text("new-50.csv")
    )
    let found = try WaveComparison.run(
      ImprovementPlan(),
      old: WaveSource(label: "1", study: old, input: .bytes(Array(one.utf8), name: "1.csv")),
      new: WaveSource(label: "2", study: new, input: .bytes(Array(other.utf8), name: "2.csv")),
      options: AnalysisOptions())
    #expect(found.study.outcomes.map(\.id) == ["b", "c"])
    #expect(found.improvement.outcomes.count == 2)
    #expect(Set(found.changes.compactMap(\.outcome)) == [0, 1])
  }

  @Test("Another cut counts both waves by the new one; another scale needs `legacy`")
  func scales() {
    let cut = Self.differences { $0.responses.scale.top = 5 }
    #expect(cut.map(\.kind) == [.topCutChanged] && cut[0].severity == .warning)
    let old = Self.study { $0.responses.scale = Scale(low: 1, high: 10, top: 9) }
    let none = WaveSchema(old: old, new: Self.study(), legacy: .baseline)
    #expect(none.kept.isEmpty && none.differences.count(where: \.leavesOut) == 3)
    let new = Self.study { study in
      for place in [0, 2] { study.outcomes[place].legacy = LegacyScale(low: 1, high: 10) }
    }
    let mapped = WaveSchema(old: old, new: new, legacy: .baseline)
    #expect(mapped.kept == [0, 2])
    #expect(mapped.oldStudy.responses.scale.high == 5)
    #expect(mapped.oldStudy.outcomes.allSatisfy { $0.legacy?.high == 10 })
  }

  @Test("Nothing in common is refused, with the first reason")
  func nothing() throws {
    let old = Self.study { $0.responses.scale = Scale(low: 1, high: 10, top: 9) }
    let input = TableInput.bytes([], name: "x.csv")
    do {
      _ = try WaveComparison.run(
        ImprovementPlan(), old: WaveSource(label: "1", study: old, input: input),
        new: WaveSource(label: "2", study: Self.study(), input: input), options: AnalysisOptions())
      Issue.record("nothing was refused")
    } catch let error as ImprovementFailure {
      #expect(error.exitStatus == .data)
      #expect(error.message.description.contains("a: scale changed"))
      #expect(error.message.description.contains("outcomes.legacy"))
    }
  }

  @Test("Levels of one wave alone are told, small ones without their name")
  func levels() throws {
    let old = try WaveReferenceTests.text("old.csv")
    var lines = try WaveReferenceTests.text("new-50.csv").split(separator: "\n").map(String.init)
    for row in 1...12 { lines[row] = lines[row].replacing("Owner", with: "Buyer") }
    for row in 1...12 { lines[row] = lines[row].replacing("User", with: "Buyer") }
    for row in 20...22 { lines[row] = lines[row].replacing("User", with: "Secret") }
    for row in 20...22 { lines[row] = lines[row].replacing("Owner", with: "Secret") }
    let found = try WaveReferenceTests.result(
      WaveReferenceTests.study("plain"), old, lines.joined(separator: "\n") + "\n")
    #expect(found.schema.map(\.kind) == [.levelAdded, .levelAdded])
    #expect(found.schema.map(\.new) == ["Buyer", "a level of fewer than 10 people"])
    // A group of one wave alone has no change, and is mix: the parts still make the whole.
    #expect(!found.changes.contains { $0.segment == "Buyer" })
    let parts = try #require(found.mixes.first?.parts)
    #expect(abs(parts.mix.difference + parts.within.difference - parts.total.difference) < 1e-13)
  }

  @Test("Words that every statement has make no two questions alike")
  func similarity() {
    let share = WordingSimilarity.share
    #expect(share("Minimize the time it takes to pay", "Minimize the time it takes to eat") == 0)
    #expect(share("Minimize the number of calls", "minimize the number of call.") == 1)
    #expect(share("", "") == 1)
  }
}
