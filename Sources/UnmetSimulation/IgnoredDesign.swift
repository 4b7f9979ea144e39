import Statistics

/// The same intervals with clusters or weights left out of the variance: they must fail, or the
/// measurements above could not see a wrong variance.
struct IgnoredDesign: Experiment {
  static let name = "ignored"

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let clusters = try [ClusterPlan.tenStrata, .pairs, .twelve].flatMap { plan in
      try GapSetting.usual.map { gap in
        Section.Row(
          labels: ["clusters, \(plan.name)", gap.name],
          cells: try ClusterCoverage.cells(monteCarlo, plan, gap, ignoresUnits: true))
      }
    }
    let weights = [300, 600].flatMap { count in
      GapSetting.usual.map { gap in
        Section.Row(
          labels: ["weights, n = \(count)", gap.name],
          cells: ignoringWeights(monteCarlo, WeightedSurvey(gap, rowCount: count)))
      }
    }
    return Section(
      title: "7. The same surveys with the design ignored",
      text: """
        The surveys of numbers 3 to 5. Clusters ignored: every row a sampling unit, its weight
        kept. Weights ignored: the weighted spread over n. Both must miss their coverage.
        """,
      labelHeads: ["Ignored", "Gap"], cellHeads: Scorer.allCases.map(\.rawValue),
      rows: clusters + weights,
      verdicts: [
        Verdict(7, "clusters ignored", mostOf: Section.cells(clusters), below: 0.92),
        Verdict(7, "weights ignored", mostOf: Section.cells(weights), below: 0.92),
      ])
  }

  private static func ignoringWeights(
    _ monteCarlo: MonteCarlo, _ survey: WeightedSurvey
  ) -> [Cell] {
    let truths = Scorer.allCases.map { $0.truth(survey.shares) }
    return monteCarlo.cells(survey.purpose, limits: [nil, nil]) { stream in
      let table = survey.draw(&stream)
      return zip(Scorer.allCases, truths).map { scorer, truth in
        ignoringWeights(table, scorer, survey.rowCount).covers(truth)
      }
    }
  }

  /// The weighted means with the variances of as many people of equal weight.
  private static func ignoringWeights(
    _ table: JointTable, _ scorer: Scorer, _ rowCount: Int
  ) -> PairScore {
    let (right, values) = (scorer.score(table, rowCount: rowCount), scorer.values)
    var (weight, first, second, both) = (0.0, 0.0, 0.0, 0.0)
    for (pair, cell) in table.cells.enumerated() where cell.count > 0 {
      let own = Double(cell.weight)
      let a = (values[pair >> 4] ?? 0) - right.first
      let b = (values[pair & 15] ?? 0) - right.second
      weight += own
      first += own * a * a
      second += own * b * b
      both += own * a * b
    }
    let scale = 1 / (weight * Double(rowCount))
    return PairScore(
      means: (right.first, right.second), variances: (scale * first, scale * second),
      covariance: scale * both, degreesOfFreedom: rowCount - 1)
  }
}
