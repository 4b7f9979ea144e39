import Groundwork
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Wilson's interval of a top box, by adding up all samples that there are.
struct WilsonShares: Experiment {
  static let name = "wilson"

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let counts = [50, 100, 200, 400]
    let results = monteCarlo.workers.map(counts.count) { coverages(counts[$0]) }
    let rows = zip(counts, results).map { count, coverages in
      let mean = coverages.reduce(0, +) / Double(coverages.count)
      return Section.Row(
        labels: [String(count)],
        cells: [
          Cell(exact: mean, limits: Limits(low: 0.945)),
          Cell(exact: coverages.min() ?? 0, limits: Limits(low: 0.91)),
        ])
    }
    return Section(
      title: "8. A top box's interval, people drawn one by one",
      text: """
        `ShareInterval.wilson`, its coverage added up over all 0...n successes for true shares of
        0.02 to 0.98 in steps of 0.002. Nothing is simulated.
        """,
      labelHeads: ["n"], cellHeads: ["mean over the shares", "lowest"], rows: rows,
      verdicts: [
        Verdict(
          8, "top box, Wilson, mean", bar: ">= 0.945", cells: Section.cells(rows, column: 0)),
        Verdict(
          8, "top box, Wilson, lowest", bar: ">= 0.91", cells: Section.cells(rows, column: 1)),
      ])
  }

  /// By true share, the probability of an interval that holds it.
  private static func coverages(_ count: Int) -> [Double] {
    var logFactorials = [0.0]
    for number in 1...count {
      logFactorials.append(logFactorials[number - 1] + log(Double(number)))
    }
    let intervals = (0...count).map {
      ShareInterval.wilson(share: Double($0) / Double(count), count: Double(count))
    }
    return (10...490).map { step in
      let share = Double(step) / 500
      return intervals.indices.reduce(0) { sum, successes in
        let own = intervals[successes]
        guard own.low <= share + 1e-12, share - 1e-12 <= own.high else { return sum }
        let logMass =
          logFactorials[count] - logFactorials[successes] - logFactorials[count - successes]
          + Double(successes) * log(share) + Double(count - successes) * log(1 - share)
        return sum + exp(logMass)
      }
    }
  }
}
