import NumericCore
import Statistics

/// The intervals of a top box in a sample of clusters: the one that tables print, and others.
struct ClusteredShares: Experiment {
  static let name = "logit"

  private static let unitCount = 30
  private static let peopleCount = 15
  private static let correlation = 0.05

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let count = unitCount * peopleCount
    let design = try SamplingDesign(
      rowCount: count, units: (0..<count).map { Int32($0 / peopleCount) })
    let sample = try Sample(design: design, weights: nil)
    let rows = [0.03, 0.1, 0.3, 0.5, 0.9, 0.97].map { share in
      Section.Row(labels: [fixed(share, 2)], cells: cells(monteCarlo, share, sample))
    }
    return Section(
      title: "9. A top box's interval, clusters",
      text: """
        \(unitCount) sampling units of \(peopleCount) people, whose shares follow a beta
        distribution with an intra-unit correlation of \(fixed(correlation, 2)). `DesignTable` and
        `ShareInterval.kornGraubard`, as the tables of `unmet tabulate` print it; beside it
        `LinearEstimate` and `ShareInterval.logit` (Korn and Graubard's where the share is 0 or 1),
        and, in parentheses, Wilson's with the clusters ignored.
        """,
      labelHeads: ["True share"],
      cellHeads: ["Korn-Graubard", "logit", "Wilson, clusters ignored"], rows: rows,
      verdicts: [
        Verdict(
          9, "top box in tables, clusters", bar: "0.93 to 0.97",
          cells: Section.cells(rows, column: 0)),
        Verdict(
          9, "top box, logit, clusters", bar: "0.93 to 0.97",
          cells: Section.cells(rows, column: 1)),
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ share: Double, _ sample: Sample
  ) -> [Cell] {
    let design = sample.design
    let ones = [Double](repeating: 1, count: design.rowCount)
    let scale = 1 / correlation - 1
    return monteCarlo.cells(
      "top box \(share)", limits: [.coverage, .coverage, nil], times: 2.5
    ) { stream in
      let answers = (0..<unitCount).flatMap { _ -> [Double?] in
        let (a, b) = (stream.gamma(shape: share * scale), stream.gamma(shape: (1 - share) * scale))
        let own = a / (a + b)
        return (0..<peopleCount).map { _ in stream.uniform() < own ? 1 : 0 }
      }
      guard let estimate = LinearEstimate.mean(answers, weights: ones) else { return nil }
      let found = min(1, max(0, estimate.value))
      let naive = ShareInterval.wilson(share: found, count: Double(design.rowCount))
      return [printed(answers, sample), interval(estimate, found, design), naive].map {
        $0.low <= share && share <= $0.high ? 1 : 0
      }
    }
  }

  /// As `unmet tabulate` makes it: from a table of one group, with the degrees of the design.
  private static func printed(_ answers: [Double?], _ sample: Sample) -> ShareInterval {
    let table = DesignTable(
      cells: answers.map { $0 == 1 ? 1 : 0 }, answerCount: 2, groupCount: 1, sample: sample)
    let means = table.means([0, 1])
    return ShareInterval.kornGraubard(
      share: means.values[0] ?? 0, standardError: max(0, means.covariance[0, 0]).squareRoot(),
      count: table.count(of: 0),
      degreesOfFreedom: Double(table.degrees.degreesOfFreedom(of: [0])),
      effectiveCount: table.effectiveCount(of: 0))
  }

  private static func interval(
    _ estimate: LinearEstimate, _ share: Double, _ design: SamplingDesign
  ) -> ShareInterval {
    let (error, degrees) = (
      design.standardError(of: estimate), Double(design.degreesOfFreedom())
    )
    return ShareInterval.logit(share: share, standardError: error, degreesOfFreedom: degrees)
      ?? ShareInterval.kornGraubard(
        share: share, standardError: 0, count: design.rowCount, degreesOfFreedom: degrees,
        effectiveCount: Double(design.rowCount))
  }
}
