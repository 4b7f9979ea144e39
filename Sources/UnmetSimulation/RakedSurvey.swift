import NumericCore
import Statistics

/// A survey with unequal response, fitted to three margins that predict the answers.
struct RakedSurvey: Sendable {
  let gap: GapSetting
  let rowCount: Int
  /// The population's pairs.
  let shares: [Double]
  private let sampler: DiscreteSampler
  private let design: SamplingDesign

  /// By margin, the population's shares.
  private static let targets = [[0.3, 0.4, 0.3], [0.25, 0.35, 0.4], [0.5, 0.5]]
  /// By margin and category, how ready people are to answer.
  private static let response = [[0.3, 0.6, 1], [0.4, 0.7, 1], [0.6, 1]]
  /// By margin, what a category more moves importance by.
  private static let slopes = [0.35, 0.25, -0.2]
  /// The category of each margin that moves nothing.
  private static let origins = [1, 1, 0]
  /// Every combination of categories.
  private static let cells: [[Int]] = (0..<18).map { [$0 / 6, $0 / 2 % 3, $0 % 2] }

  /// - Parameters:
  ///   - gap: where importance and satisfaction lie.
  ///   - rowCount: n.
  init(_ gap: GapSetting, rowCount: Int) {
    (self.gap, self.rowCount) = (gap, rowCount)
    design = SamplingDesign(rowCount: rowCount)
    let populations = RakedSurvey.cells.map { cell in
      let shift = cell.indices.reduce(0.0) {
        $0 + RakedSurvey.slopes[$1] * Double(cell[$1] - RakedSurvey.origins[$1])
      }
      return gap.population(shiftedBy: shift, gap.isZero ? shift : -0.8 * shift).shares
    }
    let wanted = RakedSurvey.cells.map { RakedSurvey.product(RakedSurvey.targets, $0) }
    let sampled = zip(wanted, RakedSurvey.cells).map {
      $0 * RakedSurvey.product(RakedSurvey.response, $1)
    }
    shares = mixture(zip(wanted, populations).map { ($0, $1) })
    sampler = DiscreteSampler(
      zip(sampled, populations).flatMap { share, pairs in pairs.map { share * $0 } })
  }

  /// What its random numbers hang on.
  var purpose: String { "raked \(gap.name) \(rowCount)" }

  /// One survey.
  ///
  /// - Returns: the rows and two samples: fitted to the margins, and with the fitted weights
  ///   taken for given ones; `nil` where a category has nobody, which the engine refuses.
  func draw(_ stream: inout RandomStream) -> (rows: PairRows, raked: Sample, given: Sample)? {
    let numbers = (0..<rowCount).map { _ in sampler.draw(&stream) }
    let margins = RakedSurvey.targets.indices.map { margin in
      numbers.map { Int32(RakedSurvey.cells[$0 / shares.count][margin]) }
    }
    let cells = MarginCells(
      margins: margins, categoryCounts: RakedSurvey.targets.map(\.count))
    let ones = [Double](repeating: 1, count: rowCount)
    guard
      let raking = try? Raking(
        cells, weights: cells.sums(ones), targets: RakedSurvey.targets)
    else { return nil }
    let weights = cells.cellOfRow.map { Int64((raking.factors[Int($0)] * 1e6).rounded()) }
    let calibration = Sample.Calibration(cells: cells, weightsBefore: nil)
    guard
      let raked = try? Sample(design: design, weights: weights, calibration: calibration),
      let given = try? Sample(design: design, weights: weights)
    else { return nil }
    return (PairRows(numbers.map { $0 % shares.count }), raked, given)
  }

  private static func product(_ factors: [[Double]], _ cell: [Int]) -> Double {
    cell.indices.reduce(1) { $0 * factors[$1][cell[$1]] }
  }
}
