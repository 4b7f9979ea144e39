import Groundwork
import NumericCore
import Statistics

/// What is gained where each person's level counts as much as it tells clusters apart, beside
/// counting it in full and not at all.
struct LevelRecovery: Experiment {
  static let name = "levels"

  private static let workers = Workers(threadCount: 1)
  private static let levels = [-0.6, -0.2, 0.2, 0.6]

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let differing = [0.6, 0.8, 1.0].map { row(monteCarlo, $0, levels: levels, isGain: true) }
    let alike = [0.6, 0.8, 1.0].map { row(monteCarlo, $0, levels: [0, 0, 0, 0], isGain: false) }
    return Section(
      title: "16b. The level of a person, weighed",
      text: """
        600 people, 20 outcomes, four segments of equal size, style 0.3, gaps importance -
        satisfaction: the adjusted Rand index with the planted segments of `KMeans` at k = 4 on gaps
        as they are, less each person's mean, and with that mean weighed by `LevelledSearch`. Gain:
        the last beside the better of the other two, paired by survey; the bar where segments
        differ in level too is two Monte Carlo standard errors, and minus 0.01 where they do not.
        """,
      labelHeads: ["Segments differ in", "d"],
      cellHeads: ["plain gap", "centred gap", "level weighed", "gain"],
      rows: differing + alike,
      verdicts: [
        Verdict(
          16, "level weighed finds more than either", bar: "2 standard errors above",
          cells: Section.cells(differing)),
        Verdict(
          16, "and costs nothing without level", bar: "-0.01", cells: Section.cells(alike)),
      ])
  }

  // MARK: - Steps

  private static func row(
    _ monteCarlo: MonteCarlo, _ separation: Double, levels: [Double], isGain: Bool
  ) -> Section.Row {
    let survey = SegmentSurvey(
      structure: .segments(separation: separation, shares: SegmentSurvey.equalShares),
      feature: .gap, levels: levels)
    let cells = monteCarlo.longCells(
      "levels " + survey.purpose + "\(separation)", limits: [nil, nil, nil, nil, nil], times: 0.15
    ) { number, stream in
      let (plain, segments) = survey.draw(&stream)
      let found = indices(GridMatrix(plain), segments, seed: UInt64(number))
      return found + [found[2] - found[0], found[2] - found[1]]
    }
    let better = cells[0].value > cells[1].value ? cells[3] : cells[4]
    let gain = Cell(
      value: better.value, error: better.error, surveyCount: better.surveyCount,
      limits: Limits(low: isGain ? 2 * better.error : -0.01, high: nil), slack: 0)
    return Section.Row(
      labels: [isGain ? "pattern and level" : "pattern", fixed(separation, 1)],
      cells: Array(cells[..<3]) + [gain])
  }

  /// Of plain rows, centred rows and rows with their level weighed.
  private static func indices(
    _ grid: GridMatrix, _ segments: Partition, seed: UInt64
  ) -> [Double] {
    func fit(_ features: ClusterFeatures) -> Partition? {
      let options = KMeans.Options(clusterCount: 4)
      return
        (try? KMeans.fit(
          features.rows, weights: nil, options: options, seed: seed, workers: workers)).map {
          Partition($0)
        }
    }
    let centred = ClusterFeatures(centring: grid)
    let found = fit(centred)
    let levelled = found.flatMap {
      try? LevelledSearch.levelled(
        centred, from: $0, weights: nil, draws: (seed: seed, workers: workers))
    }
    return [fit(ClusterFeatures(grid)), found, levelled.flatMap(fit)].map {
      $0?.adjustedRandIndex(with: segments) ?? 0
    }
  }
}
