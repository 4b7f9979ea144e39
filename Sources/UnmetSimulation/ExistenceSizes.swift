import Groundwork
import NumericCore
import Statistics

/// How often the existence test says that there are segments: without any, and with four.
struct ExistenceSizes: Experiment {
  static let name = "existence"

  /// Reference sets a survey: enough for a test at 5 %.
  private static let setCount = 99

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let features: [SegmentSurvey.Feature] = [.battery, .gap]
    let sizes: [Section.Row] = features.flatMap { feature in
      [SegmentSurvey.Structure.style, .factors].map { (structure) -> Section.Row in
        row(
          monteCarlo, SegmentSurvey(structure: structure, feature: feature),
          Limits(low: nil, high: 0.05, errors: 2), times: 0.2)
      }
    }
    let powers: [Section.Row] = features.flatMap { feature in
      [(0.8, 0.60), (1.0, 0.95), (1.4, 0.95)].map { (separation, low) -> Section.Row in
        row(
          monteCarlo,
          SegmentSurvey(
            structure: .segments(separation: separation, shares: SegmentSurvey.equalShares),
            feature: feature), Limits(low: low, high: nil), times: 0.05)
      }
    }
    return Section(
      title: "19. Existence test",
      text: """
        600 people, 20 items, style 0.3 (0.2 where one battery has four factors), rows less their
        mean. `ExistenceTest` at k = 4 with \(setCount) reference sets of `CopulaNull`, 3 starts
        for each of them and for the data. Shares of surveys with p <= 0.05.
        """,
      labelHeads: ["People differ in", "Feature"], cellHeads: ["p <= 0.05"], rows: sizes + powers,
      verdicts: [
        Verdict(
          19, "existence test, size", bar: "at most 0.05 + 2 standard errors",
          cells: Section.cells(sizes)),
        Verdict(
          19, "existence test, power", bar: "0.60 (d = 0.8), 0.95 (d >= 1.0)",
          cells: Section.cells(powers)),
      ])
  }

  // MARK: - Steps

  private static func row(
    _ monteCarlo: MonteCarlo, _ survey: SegmentSurvey, _ limits: Limits, times factor: Double
  ) -> Section.Row {
    let cells = monteCarlo.longCells(survey.purpose, limits: [limits], times: factor) {
      number, stream in
      let features = survey.features(survey.draw(&stream).plain)
      var options = ExistenceTest.Options()
      options.setCount = setCount
      options.resampledSetCount = 0
      // The clusters only serve the differences between them, which nobody asks for here.
      let anyone = Partition(
        labels: [UInt8](repeating: 0, count: features.rows.rowCount), clusterCount: 4)
      let test = try? ExistenceTest.run(
        features, weights: nil, clusters: anyone, agreement: nil, options: options,
        draws: (UInt64(number), Workers(threadCount: 1)))
      return [(test?.pValue ?? 1) <= 0.05 ? 1 : 0]
    }
    return Section.Row(labels: [survey.structure.name, survey.feature.rawValue], cells: cells)
  }
}
