import Groundwork
import Testing

@testable import Survey

@Suite("Counts of new respondents")
struct RespondentInflowTests {
  private typealias People = AlertCase.People
  private static let nobody = People(count: 0)

  private func counts(_ alerts: [Alert]) -> [Int] {
    #expect(alerts.allSatisfy { $0.name == .baseFalls && $0.evidence == nil })
    return alerts.map(\.count)
  }

  @Test("Days count, not runs: a window holds all runs of its days and no others")
  func window() throws {
    let ledger = AlertLedger(
      digest: "", since: "",
      dates: ["before 2026-01-01", "2026-01-01", "2026-01-04", "2026-01-04"],
      newCounts: [0, 5, 20, 3], streams: [])
    let inflow = RespondentInflow(ledger)
    func count(_ days: Int, _ date: String) throws -> Int? {
      inflow.count(days: days, through: try #require(Day(startOf: date)))
    }
    #expect(try count(1, "2026-01-04") == 23 && (try count(3, "2026-01-04")) == 23)
    #expect(try count(3, "2026-01-06") == 23 && (try count(3, "2026-01-07")) == 0)
    // Of 2026-01-01 itself nobody knows since when its people came.
    #expect(try count(4, "2026-01-04") == nil && (try count(4, "2026-01-05")) == 23)
    #expect(try count(1, "2025-12-30") == nil)
  }

  @Test("A count that falls is told once, and again after it was reached")
  func once() throws {
    var survey = try AlertCase(rules: "{when: base-falls, below: 100}")
    _ = try survey.night(People(count: 600))
    #expect(counts(try survey.alerts(2)).isEmpty)
    #expect(counts(try survey.alerts(3, People(count: 60))) == [60])
    #expect(counts(try survey.alerts(1)).isEmpty)
    #expect(counts(try survey.alerts(1, People(count: 60))) == [60])
  }

  @Test("An export that stands still is told once, and a rerun of the same day tells nothing")
  func stalled() throws {
    var survey = try AlertCase(rules: "{when: base-falls, below: 100, nights: 7}")
    _ = try survey.night(People(count: 600))
    // Nobody, but not for long enough.
    #expect(counts(try survey.night(Self.nobody, after: 3).alerts).isEmpty)
    #expect(counts(try survey.night(after: 1).alerts).isEmpty)
    #expect(counts(try survey.night(Self.nobody, after: 0).alerts).isEmpty)
    #expect(counts(try survey.night(Self.nobody, after: 6).alerts).isEmpty)
    let ledger = try #require(survey.ledger)
    // Six days hold the 120 of day 4, seven days after they do not.
    #expect(ledger.newFalls(of: survey.study, on: AlertCase.date(10)).isEmpty)
    let fall = ledger.newFalls(of: survey.study, on: AlertCase.date(11))
    #expect(fall.map(\.count) == [0] && fall.map(\.rule) == [0])
    #expect(counts(try survey.night(Self.nobody, after: 1).alerts) == [0])
    #expect(survey.ledger?.newFalls(of: survey.study, on: AlertCase.date(12)) == [])
    #expect(counts(try survey.night(Self.nobody, after: 0).alerts).isEmpty)
    #expect(counts(try survey.night(Self.nobody, after: 1).alerts).isEmpty)
    #expect(counts(try survey.night().alerts).isEmpty)
    #expect(counts(try survey.night(Self.nobody, after: 7).alerts) == [0])
  }

  @Test("Another count of the same nights is another rule")
  func otherRule() throws {
    var survey = try AlertCase(rules: "{when: base-falls, below: 100}")
    _ = try survey.night(People(count: 600))
    #expect(counts(try survey.alerts(1, People(count: 60))) == [60])
    try survey.edit("{when: findings-rise}, {when: base-falls, below: 100}")
    #expect(counts(try survey.alerts(1, People(count: 60))).isEmpty)
    try survey.edit("{when: base-falls, below: 80}")
    #expect(counts(try survey.alerts(1, People(count: 60))) == [60])
  }
}
