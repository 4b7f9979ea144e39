import Groundwork
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The intervals of a top box, by adding up all samples that there are: the one that tables print,
/// and Wilson's beside it.
struct WilsonShares: Experiment {
  static let name = "wilson"

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let counts = [50, 100, 200, 400]
    let rows = zip(counts, monteCarlo.workers.map(counts.count) { row(counts[$0]) })
      .map { Section.Row(labels: [String($0)], cells: $1) }
    return Section(
      title: "8. A top box's interval, people drawn one by one",
      text: """
        `ShareInterval.kornGraubard`, which the tables of `unmet tabulate` print, and beside it
        `ShareInterval.wilson`: their coverage added up over all 0...n successes for true shares of
        0.02 to 0.98 in steps of 0.002. Nothing is simulated. The first is nowhere below its level
        and so above it on average, most where people are few: with 50 it covers just above 0.97,
        and has no bar there.
        """,
      labelHeads: ["n"],
      cellHeads: ["Korn-Graubard, mean over the shares", "lowest", "Wilson, mean", "lowest"],
      rows: rows,
      verdicts: [
        Verdict(
          8, "top box in tables, mean, n >= 100", bar: "0.93 to 0.97",
          cells: Section.cells(rows, column: 0)),
        Verdict(
          8, "top box in tables, lowest", bar: ">= 0.93", cells: Section.cells(rows, column: 1)),
        Verdict(
          8, "top box, Wilson, mean", bar: ">= 0.945", cells: Section.cells(rows, column: 2)),
        Verdict(
          8, "top box, Wilson, lowest", bar: ">= 0.91", cells: Section.cells(rows, column: 3)),
      ])
  }

  /// Mean and lowest coverage of both intervals.
  private static func row(_ count: Int) -> [Cell] {
    func cells(_ coverages: [Double], _ mean: Limits?, _ lowest: Limits) -> [Cell] {
      [
        Cell(exact: coverages.reduce(0, +) / Double(coverages.count), limits: mean),
        Cell(exact: coverages.min() ?? 0, limits: lowest),
      ]
    }
    return cells(coverages(count, printed), count < 100 ? nil : .coverage, Limits(low: 0.93))
      + cells(coverages(count, wilson), Limits(low: 0.945), Limits(low: 0.91))
  }

  private static func wilson(_ successes: Int, _ count: Int) -> ShareInterval {
    ShareInterval.wilson(share: Double(successes) / Double(count), count: Double(count))
  }

  /// As tables print it, with the standard error of people drawn one by one.
  private static func printed(_ successes: Int, _ count: Int) -> ShareInterval {
    let share = Double(successes) / Double(count)
    return ShareInterval.kornGraubard(
      share: share, standardError: (share * (1 - share) / Double(count - 1)).squareRoot(),
      count: count, degreesOfFreedom: Double(count - 1), effectiveCount: Double(count))
  }

  /// By true share, the probability of an interval that holds it.
  private static func coverages(
    _ count: Int, _ interval: (_ successes: Int, _ count: Int) -> ShareInterval
  ) -> [Double] {
    var logFactorials = [0.0]
    for number in 1...count {
      logFactorials.append(logFactorials[number - 1] + log(Double(number)))
    }
    let intervals = (0...count).map { interval($0, count) }
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
