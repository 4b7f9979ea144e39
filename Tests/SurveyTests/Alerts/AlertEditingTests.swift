import Statistics
import Testing

@testable import Survey

@Suite("Rules, outcomes and segments that come and go")
struct AlertEditingTests {
  private typealias People = AlertCase.People
  private static let first = People(count: 600)
  private static let change = People(a: (0.7, 0.25))

  private func isAbout(_ part: Double, _ expected: Double) -> Bool {
    (part - expected).magnitude < 1e-15
  }

  @Test("Another rule leaves evidence and ids of the others alone, and has a share set aside")
  func edited() throws {
    var kept = try AlertCase(rules: "{when: change}")
    _ = try kept.night(Self.first)
    _ = try kept.alerts(2)
    var edited = kept
    try edited.edit("{when: findings-rise}, {when: change}")
    let (one, other) = (try kept.night(), try edited.night())
    #expect(one.ledger.streams.count == 6 && one.notes.isEmpty)
    #expect(Array(other.ledger.streams.prefix(6)) == one.ledger.streams)
    #expect(
      other.notes == [
        "1 stream came up (rules, outcomes or segments that are new) and is watched from tonight"
      ])
    let added = try #require(other.ledger.streams.last)
    #expect(added.key == "missing and invalid ratings rise" && isAbout(added.part, 0.2 / 2))
    #expect(added.openedAfter == 2 && added.night == 1)
    #expect(added.starts.map(\.before.count) == [840] && added.total.count == 960)

    let (told, again) = (try kept.alerts(6, Self.change), try edited.alerts(6, Self.change))
    #expect(!told.isEmpty && told.map(\.id) == again.map(\.id))
  }

  @Test("What the study watches no more is silent, and goes on where it comes back")
  func silent() throws {
    var survey = try AlertCase(rules: "{when: change}, {when: findings-rise}")
    _ = try survey.night(Self.first)
    _ = try survey.night()
    let before = try #require(survey.ledger?.streams.first)
    try survey.edit("{when: findings-rise}")
    for _ in 0..<6 {
      let section = try survey.night(Self.change)
      #expect(section.alerts.isEmpty && section.streamCount == 1)
    }
    let after = try #require(survey.ledger?.streams.first)
    #expect(after.total == before.total && after.night == before.night + 6)
    try survey.edit("{when: change}, {when: findings-rise}")
    let alert = try #require(try survey.alerts(6, Self.change).first)
    // Nights on which it was not watched are none since when it can hold.
    #expect((8...13).map(AlertCase.date).contains(alert.since), "\(alert.since)")
    #expect(survey.ledger?.streams.count == 7)
  }

  @Test("A segment that comes up is watched once it is large enough, against its own people")
  func segment() throws {
    var survey = try AlertCase(rules: "{when: change}")
    survey.study.segmentations[0].levels = []
    _ = try survey.night(Self.first)
    survey.rows += (0..<120).map { "z\($0),Z,5,2,5,2" } + (0..<9).map { "w\($0),W,5,2,5,2" }
    let unseen = try survey.night()
    #expect(unseen.notes.isEmpty && unseen.streamCount == 6)
    let section = try survey.night()
    #expect(section.notes.count == 1 && section.notes[0].hasPrefix("2 streams came up"))
    let opened = section.ledger.streams.suffix(2)
    #expect(
      opened.map(\.key) == ["a", "b"].map { "opportunity changes by 1 / \($0) / role (role) / Z" })
    #expect(opened.allSatisfy { $0.total.count == 120 && $0.openedAfter == 1 && $0.night == 1 })
    #expect(opened.allSatisfy { isAbout($0.part, 0.2 / 2 / 2) })
    #expect(section.ledger.generationCount == 2)
    #expect(try survey.night().notes.isEmpty)
    // The next generation has less.
    survey.rows += (0..<9).map { "v\($0),W,5,2,5,2" }
    _ = try survey.night()
    let later = try survey.night().ledger.streams.suffix(2)
    #expect(later.allSatisfy { isAbout($0.part, 0.2 / 6 / 2) })
  }

  @Test("Of two rules that claim the same the first has the stream")
  func twice() throws {
    var survey = try AlertCase(
      rules: "{when: change, outcomes: [a], segments: none}, {when: change}")
    let section = try survey.night(Self.first)
    let keys = section.ledger.streams.map(\.key)
    #expect(keys.count == 6 && Set(keys).count == 6)
    #expect(keys.first == "opportunity changes by 1 / a / all / all")
    #expect(section.ledger.streams.allSatisfy { $0.part == 0.8 / 6 })
  }
}
