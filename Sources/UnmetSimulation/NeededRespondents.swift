import NumericCore
import Statistics

/// Whether surveys of the advised size settle a band as often as promised.
struct NeededRespondents: Experiment {
  static let name = "needed"

  private static let tableCount = 300
  private static let bar = Limits(low: 0.77, high: 0.83)
  /// Smaller advised numbers of respondents have no bar.
  private static let leastJudged = 46
  private static let classes = [
    NeededCount.least...NeededCount.least, NeededCount.least + 1...leastJudged - 1,
    leastJudged...150, 151...500, 501...2_000, 2_001...NeededCount.most,
  ]

  /// A population, n for it, and how often n settle its band.
  private struct Finding: Sendable {
    let count: Int
    let cell: Cell
  }

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let findings = findings(monteCarlo)
    let rows = classes.map { row(findings, $0) }
    let judged = findings.map(\.cell)
    return Section(
      title: "26. Respondents needed",
      text: """
        \(tableCount) random tables of two top boxes (important: 0.3 to 0.985, satisfied: 0.05 to
        0.97, correlation -0.2 to 0.5). n is the number that `NeededCount` gives for the true
        table at 0.80: in so many of 100 surveys of n respondents the score's 95 % interval should
        lie within one band. Shares of surveys in which it does. Below \(leastJudged) there is no
        bar, and \(NeededCount.least) is the least that is advised, though fewer would do.
        \(tableCount - findings.count) tables, at a cut, need more than
        \(grouped(NeededCount.most)); they are left out.
        """,
      labelHeads: ["n", "Tables", "Outside 0.77 to 0.83"],
      cellHeads: ["lowest", "mean", "highest"], rows: rows,
      verdicts: [
        Verdict(
          26, "band settled, n >= \(leastJudged)", bar: "0.77 to 0.83", cells: judged)
      ])
  }

  private static func findings(_ monteCarlo: MonteCarlo) -> [Finding] {
    var stream = RandomStream(seed: monteCarlo.seed, purpose: "needed tables")
    return (0..<tableCount).compactMap { number in
      let outcome = TopBoxOutcome(
        importance: 0.3 + 0.685 * stream.uniform(), satisfaction: 0.05 + 0.92 * stream.uniform(),
        correlation: 0.7 * stream.uniform() - 0.2)
      guard let moments = PairMoments(outcome.table, rule: Scorer.topBox.rule),
        let count = NeededCount.count(moments)
      else { return nil }
      let limits = count < leastJudged ? nil : bar
      let cells = monteCarlo.cells("needed \(number)", limits: [limits]) { stream in
        [outcome.survey(count, &stream).settlesBand ? 1 : 0]
      }
      return Finding(count: count, cell: cells[0])
    }
  }

  private static func row(_ findings: [Finding], _ counts: ClosedRange<Int>) -> Section.Row {
    let cells = findings.filter { counts.contains($0.count) }.map(\.cell)
      .sorted { $0.value < $1.value }
    let outside = cells.count { !(0.77...0.83).contains($0.value) }
    let name =
      counts.count == 1
      ? String(counts.lowerBound)
      : "\(grouped(counts.lowerBound)) to \(grouped(counts.upperBound))"
    guard let lowest = cells.first, let highest = cells.last else {
      return Section.Row(labels: [name, "0", "0"], cells: [])
    }
    let mean = cells.reduce(0) { $0 + $1.value } / Double(cells.count)
    return Section.Row(
      labels: [name, String(cells.count), String(outside)],
      cells: [lowest, Cell(exact: mean, limits: nil), highest])
  }
}

extension PairScore {
  /// Whether the 95 % interval lies within one band: under 10, 10 to 12, 12 to 15, 15 and up.
  var settlesBand: Bool {
    guard let bounds = interval() else { return false }
    func band(_ score: Double) -> Int { [10.0, 12, 15].count { score >= $0 } }
    return band(bounds.low) == band(bounds.high)
  }
}
