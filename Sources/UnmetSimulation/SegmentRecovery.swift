import Groundwork
import NumericCore
import Statistics

/// How well k-means finds planted segments, beside a rule that knows them.
struct SegmentRecovery: Experiment {
  static let name = "recovery"

  private static let workers = Workers(threadCount: 1)

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let equal = try [(0.8, 0.60), (1.0, 0.76), (1.4, 0.91)].map {
      try row(monteCarlo, separation: $0.0, SegmentSurvey.equalShares, bar: $0.1, share: 0.95)
    }
    let unequal = try [(1.0, 0.76), (1.4, 0.89)].map {
      try row(monteCarlo, separation: $0.0, SegmentSurvey.unequalShares, bar: $0.1, share: 0.93)
    }
    let gaps = try [SegmentSurvey.Feature.gap, .plainGap].map { try gapRow(monteCarlo, $0) }
    return Section(
      title: "14 to 16. Recovery of planted segments",
      text: """
        600 people, 20 items, four segments; 0.3 of the latent variance is a response style.
        `KMeans` with its defaults at k = 4, on rows less their mean where not said otherwise; the
        adjusted Rand index with the planted segments, beside that of `LinearDiscriminant` with the
        true parameters. Gaps: segments differ in pattern (d = 1.0) and in level.
        """,
      labelHeads: ["Segments", "d"], cellHeads: ["k-means", "discriminant", "share"],
      rows: equal + unequal + gaps,
      verdicts: [
        Verdict(
          14, "recovery, equal sizes", bar: "0.60, 0.76, 0.91; 0.95 of the discriminant",
          cells: Section.cells(equal)),
        Verdict(
          15, "recovery, 40/30/20/10", bar: "0.76, 0.89; 0.93 of the discriminant",
          cells: Section.cells(unequal)),
        Verdict(
          16, "recovery from gaps, pattern and level", bar: "at least 0.88",
          cells: Section.cells(gaps)),
      ])
  }

  // MARK: - Steps

  private static func row(
    _ monteCarlo: MonteCarlo, separation: Double, _ shares: [Double], bar: Double, share: Double
  ) throws -> Section.Row {
    let survey = SegmentSurvey(structure: .segments(separation: separation, shares: shares))
    let sizes = shares == SegmentSurvey.equalShares ? "equal" : "40/30/20/10"
    return Section.Row(
      labels: [sizes, fixed(separation, 1)],
      cells: try cells(monteCarlo, survey, bar: bar, share: share))
  }

  private static func gapRow(
    _ monteCarlo: MonteCarlo, _ feature: SegmentSurvey.Feature
  ) throws -> Section.Row {
    let survey = SegmentSurvey(
      structure: .segments(separation: 1, shares: SegmentSurvey.equalShares), feature: feature,
      levels: [-0.6, -0.2, 0.2, 0.6])
    return Section.Row(
      labels: [feature.rawValue, "1.0"],
      cells: try cells(monteCarlo, survey, bar: 0.88, share: nil))
  }

  /// The mean indices of k-means and of the discriminant, and the one over the other.
  private static func cells(
    _ monteCarlo: MonteCarlo, _ survey: SegmentSurvey, bar: Double, share: Double?
  ) throws -> [Cell] {
    let oracle = try SegmentOracle(survey, seed: monteCarlo.seed)
    let cells = monteCarlo.longCells(
      survey.purpose, limits: [Limits(low: bar, high: nil), nil], times: 0.05
    ) { number, stream in
      let (plain, segments) = survey.draw(&stream)
      return [
        agreement(survey.features(plain), segments, seed: UInt64(number)),
        oracle.assign(plain).adjustedRandIndex(with: segments),
      ]
    }
    let ratio = Cell(
      value: cells[0].value / cells[1].value, error: cells[0].error / cells[1].value,
      surveyCount: cells[0].surveyCount, limits: share.map { Limits(low: $0, high: nil) },
      slack: monteCarlo.slack)
    return cells + [ratio]
  }

  private static func agreement(
    _ features: ClusterFeatures, _ segments: Partition, seed: UInt64
  ) -> Double {
    let found = try? KMeans.fit(
      features.rows, weights: nil, options: KMeans.Options(clusterCount: 4), seed: seed,
      workers: workers)
    return found.map { Partition($0).adjustedRandIndex(with: segments) } ?? 0
  }
}
