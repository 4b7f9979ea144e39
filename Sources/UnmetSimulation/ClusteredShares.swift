import NumericCore
import Statistics

/// The logit interval of a top box in a sample of clusters.
struct ClusteredShares: Experiment {
  static let name = "logit"

  private static let unitCount = 30
  private static let peopleCount = 15
  private static let correlation = 0.05

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let count = unitCount * peopleCount
    let design = try SamplingDesign(
      rowCount: count, units: (0..<count).map { Int32($0 / peopleCount) })
    let rows = [0.03, 0.1, 0.3, 0.5, 0.9, 0.97].map { share in
      Section.Row(labels: [fixed(share, 2)], cells: cells(monteCarlo, share, design))
    }
    return Section(
      title: "9. A top box's interval, clusters",
      text: """
        \(unitCount) sampling units of \(peopleCount) people, whose shares follow a beta
        distribution with an intra-unit correlation of \(fixed(correlation, 2)). `LinearEstimate`,
        `ShareInterval.logit` (Korn and Graubard's where the share is 0 or 1); beside it, in
        parentheses, Wilson's with the clusters ignored.
        """,
      labelHeads: ["True share"], cellHeads: ["logit", "Wilson, clusters ignored"], rows: rows,
      verdicts: [
        Verdict(9, "top box, logit, clusters", bar: "0.93 to 0.97", cells: Section.cells(rows))
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ share: Double, _ design: SamplingDesign
  ) -> [Cell] {
    let ones = [Double](repeating: 1, count: design.rowCount)
    let scale = 1 / correlation - 1
    return monteCarlo.cells(
      "top box \(share)", limits: [.coverage, nil], times: 2.5
    ) { stream in
      let answers = (0..<unitCount).flatMap { _ -> [Double?] in
        let (a, b) = (stream.gamma(shape: share * scale), stream.gamma(shape: (1 - share) * scale))
        let own = a / (a + b)
        return (0..<peopleCount).map { _ in stream.uniform() < own ? 1 : 0 }
      }
      guard let estimate = LinearEstimate.mean(answers, weights: ones) else { return nil }
      let found = min(1, max(0, estimate.value))
      let naive = ShareInterval.wilson(share: found, count: Double(design.rowCount))
      return [interval(estimate, found, design), naive].map {
        $0.low <= share && share <= $0.high ? 1 : 0
      }
    }
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
