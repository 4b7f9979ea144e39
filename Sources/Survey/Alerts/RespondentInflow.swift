import Groundwork

/// How many new respondents came lately, by days of the calendar: nights on which nothing ran, or
/// on which the answers had not changed, are nights on which nobody came, and a night that was run
/// twice is one.
struct RespondentInflow {
  /// The day on which respondents were first counted; `nil` where no night has a date.
  private let began: Day?
  private let arrivals: [(day: Day, count: Int)]

  init(_ ledger: AlertLedger) {
    let days = ledger.dates.map { Day(startOf: $0) }
    began = days.compactMap { $0 }.first
    arrivals = zip(days, ledger.newCounts).compactMap { day, count in day.map { ($0, count) } }
  }

  /// The new respondents of so many days, the last of which is tonight.
  ///
  /// - Returns: `nil` where they have not been counted for so long.
  func count(days: Int, through tonight: Day) -> Int? {
    guard let began, tonight.number - began.number >= days else { return nil }
    let window = tonight.number - days + 1...tonight.number
    return arrivals.reduce(0) { $0 + (window.contains($1.day.number) ? $1.count : 0) }
  }
}

/// A rule on the number of new respondents, and that it lies below the rule's.
public struct RespondentFall: Sendable, Equatable {
  /// The position of the rule in the study.
  public var rule: Int
  /// The rule in words.
  public var text: String
  /// How many there were.
  public var count: Int
}

extension AlertLedger {
  /// The rules on new respondents whose count lies below tonight, if nobody came after what the
  /// ledger holds: those that were told and those that were not.
  ///
  /// - Parameters:
  ///   - study: the study with its rules.
  ///   - date: of the night, as `2026-11-20`.
  /// - Returns: in the order of the rules.
  public func falls(of study: Study, on date: String) -> [RespondentFall] {
    guard let tonight = Day(startOf: date), let plan = study.alerts else { return [] }
    let inflow = RespondentInflow(self)
    return plan.rules.enumerated().compactMap { place, rule in
      guard case .baseFalls(let below, let nights) = rule.kind,
        let count = inflow.count(days: nights, through: tonight), count < below
      else { return nil }
      return RespondentFall(rule: place, text: rule.text(in: study), count: count)
    }
  }

  /// Those of them that were not told yet.
  public func newFalls(of study: Study, on date: String) -> [RespondentFall] {
    falls(of: study, on: date).filter { !basesBelow.contains($0.text) }
  }
}
