import NumericCore
import Statistics

/// How long it takes until a change of one point, planted on a night that nobody knows, is told.
struct PlantedNight: Experiment {
  static let name = "planted-night"

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let year = YearOfNights()
    let found = monteCarlo.surveys("planted night", times: 0.25) { stream in
      delays(year, &stream)
    }
    let rows = YearOfNights.sizes.map { size in
      row("\(size)", found.filter { $0.size == size }, monteCarlo.slack)
    }
    return Section(
      title: "30. A change of one point on a night that nobody knows",
      text: """
        In one of the 280 streams of the year above opportunity rises by one point on a night
        drawn from the 2nd to the 245th, and is watched until it is told: the share that is
        satisfied falls by 0.1 where importance leads satisfaction, else the share that finds it
        important rises by 0.1. The other streams are left out: alarms among them would only
        lower the limit. Delay: nights with changed answers up to the alarm. Crossing: the first
        night on which the confidence sequence begun on the night of the change, at the level
        that the ledger gives the stream (0.05 x 0.64 / 280) times what a night of 365 has of it,
        is narrower than the change, without noise; told: the same with the night known, so
        without that last factor. Out of reach: years left out, in which the answers before the
        change are too few for a crossing within \(longest) nights.
        """,
      labelHeads: ["Answers a night"],
      cellHeads: ["delay / crossing", "delay", "crossing", "delay / told", "out of reach"],
      rows: rows, countHead: "Years, of \(found.count) in all",
      verdicts: [
        Verdict(
          30, "a planted change, median delay over crossing time", bar: "<= 1.25",
          cells: Section.cells(rows, column: 0))
      ])
  }

  // MARK: - Steps

  private struct Found: Sendable {
    let size: Int
    /// Infinite where it was not told; 0 where it is out of reach.
    let delay: Double
    let crossing: Double
    let told: Double
  }

  /// The longest crossing that is counted, in nights; the watch goes on five times as long.
  private static let longest = 800

  private static func row(_ label: String, _ all: [Found], _ slack: Double) -> Section.Row {
    let found = all.filter { $0.delay > 0 }
    func cell(_ values: [Double], _ limits: Limits?) -> Cell {
      let sorted = values.sorted()
      let count = sorted.count
      // The quartiles of a normal number are 1.349 standard deviations apart, the median's
      // standard error is 1.253 of them over the root.
      let spread = count > 3 ? (sorted[3 * count / 4] - sorted[count / 4]) / 1.349 : 0
      return Cell(
        value: count > 0 ? sorted[count / 2] : 0,
        error: 1.253 * (spread.isFinite ? spread : 0) / Double(max(1, count)).squareRoot(),
        surveyCount: count, limits: limits, slack: slack)
    }
    return Section.Row(
      labels: [label],
      cells: [
        cell(found.map { min(99, $0.delay / $0.crossing) }, Limits(high: 1.25)),
        cell(found.map { min(9999, $0.delay) }, nil), cell(found.map(\.crossing), nil),
        cell(found.map { min(99, $0.delay / $0.told) }, nil),
        Cell(
          value: Double(all.count - found.count) / Double(max(1, all.count)), error: 0,
          surveyCount: all.count, limits: nil, slack: 0),
      ])
  }

  private static func delays(_ year: YearOfNights, _ stream: inout RandomStream) -> Found {
    let size = YearOfNights.sizes[stream.below(YearOfNights.sizes.count)]
    let (before, after) = change(year, &stream)
    let night = 2 + stream.below(244)
    func crossing(_ share: Double) -> Int? {
      let old = before.expected(Double(size * (YearOfNights.referenceNights + night - 1)))
      return (1...longest).first { nights in
        let new = after.expected(Double(size * nights))
        return share * YearOfNights.plan.evidence(before: old, after: new) >= YearOfNights.needed
      }
    }
    guard let own = crossing(1 / Double(YearOfNights.nightCount)), let told = crossing(1) else {
      return Found(size: size, delay: 0, crossing: 0, told: 0)
    }
    return Found(
      size: size, delay: delay(before, after, night, size, &stream), crossing: Double(own),
      told: Double(told))
  }

  /// Nights with changed answers up to the alarm.
  private static func delay(
    _ before: NightlyCounts, _ after: NightlyCounts, _ night: Int, _ size: Int,
    _ stream: inout RandomStream
  ) -> Double {
    let reference = before.draw(YearOfNights.referenceNights * size, &stream)
    var watched = EvidenceStream(plan: YearOfNights.plan, reference: reference)
    for _ in 1..<night { watched.add(before.draw(size, &stream)) }
    for delay in 1...5 * longest {
      watched.add(after.draw(size, &stream))
      // Starts with less would be told later, if at all.
      let evidence = watched.evidence(least: YearOfNights.needed / 100).total
      if evidence >= YearOfNights.needed { return Double(delay) }
    }
    return .infinity
  }

  /// An outcome before and after its score rose by one point; one where it can.
  private static func change(
    _ year: YearOfNights, _ stream: inout RandomStream
  ) -> (NightlyCounts, NightlyCounts) {
    while true {
      let outcome = stream.below(YearOfNights.outcomeCount)
      let before = year.outcomes[outcome]
      let (first, second) = before.shares
      guard second > 0.12, first < 0.88 else { continue }
      var (importance, satisfaction) = YearOfNights.means[outcome]
      let step = first >= second
      if step {
        satisfaction += Normal.quantile(second - 0.1) - Normal.quantile(second)
      } else {
        importance += Normal.quantile(first + 0.1) - Normal.quantile(first)
      }
      let after = NightlyCounts(importance: importance, satisfaction: satisfaction)
      let (old, new) = (before.means, after.means)
      if abs(max(new.0, new.1) - max(old.0, old.1) - 1) < 1e-6 { return (before, after) }
    }
  }
}
