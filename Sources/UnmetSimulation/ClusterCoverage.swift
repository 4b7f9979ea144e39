import Statistics

/// The score's interval in stratified samples of clusters.
struct StratifiedCoverage: Experiment {
  static let name = "strata"

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    try ClusterCoverage(number: 4, plans: [.tenStrata, .pairs], what: "strata and clusters")
      .section(monteCarlo)
  }
}

/// The score's interval in a sample of few clusters.
struct FewClustersCoverage: Experiment {
  static let name = "clusters"

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    try ClusterCoverage(number: 5, plans: [.twelve], what: "twelve clusters")
      .section(monteCarlo)
  }
}

/// Coverage in some cluster plans.
struct ClusterCoverage {
  let number: Int
  let plans: [ClusterPlan]
  let what: String

  /// Measures with the design as it is.
  func section(_ monteCarlo: MonteCarlo) throws -> Section {
    let rows = try plans.flatMap { plan in
      try GapSetting.usual.map { gap in
        Section.Row(
          labels: [plan.name, gap.name],
          cells: try ClusterCoverage.cells(monteCarlo, plan, gap, ignoresUnits: false))
      }
    }
    return Section(
      title: "\(number). The score's interval, \(what)",
      text: """
        Strata x sampling units x people. The intra-unit correlation of both latent answers is
        \(fixed(plans[0].correlation, 2)); strata differ in size and level.
        `PairCovariance` with the design's degrees of freedom.
        """,
      labelHeads: ["Design", "Gap"], cellHeads: Scorer.allCases.map(\.rawValue), rows: rows,
      verdicts: [
        Verdict(number, "score, \(what)", bar: "0.93 to 0.97", cells: Section.cells(rows))
      ])
  }

  /// Coverage of both scorers; `ignoresUnits` takes every row for its own unit.
  static func cells(
    _ monteCarlo: MonteCarlo, _ plan: ClusterPlan, _ gap: GapSetting, ignoresUnits: Bool
  ) throws -> [Cell] {
    let survey = try ClusterSurvey(plan, gap)
    let truths = Scorer.allCases.map { $0.truth(survey.shares) }
    let sample = ignoresUnits ? survey.simpleSample : survey.sample
    let limits: Limits? = ignoresUnits ? nil : .coverage
    return monteCarlo.cells(survey.purpose, limits: [limits, limits]) { stream in
      let rows = survey.draw(&stream)
      return zip(Scorer.allCases, truths).map { scorer, truth in
        rows.covariance(scorer, sample).score(of: 0).covers(truth)
      }
    }
  }
}
