internal import NumericCore

/// Which of several predictors an outcome goes along with, in a sample of any design: relative
/// weights with standard errors, intervals, and whether each is above that of a random predictor.
///
/// Correlations are those of the rows that answer both columns. The standard errors are linearised:
/// the influence of a row on a weight is that on the correlations times how the weight moves with
/// them, and the covariance of influences is the design's, or that of its replicate weights.
///
/// Weights are never below 0, and near 0 they are squares of nearly normal numbers. Intervals are
/// Student's on their root:
///
/// ```text
/// (√w ± t se / (2 √w))²,  the lower end 0 where the root's is below
/// ```
///
/// A percentile interval of bootstrap replicates never holds a weight of 0.
///
/// A weight is above chance where its root lies above that of a random predictor, in the same
/// model, by more than chance makes at 5 %, one-sided.
///
/// Source: Johnson (2000), as for `RelativeWeights`; Tonidandel, LeBreton and Johnson (2009),
/// Determining the statistical significance of relative weights.
public struct DriverModel: Sendable, Equatable {
  /// One predictor.
  public struct Driver: Sendable, Equatable {
    /// Its position among those given.
    public var predictor: Int
    /// The rows of positive weight that have the outcome and the predictor.
    public var count: Int
    /// Kish's effective number of them.
    public var effectiveCount: Double
    /// Its part of R², 0...1.
    public var weight: Double
    /// The weight's standard error.
    public var standardError: Double
    /// The 95 % interval of the weight; `nil` without a degree of freedom.
    public var interval: ClosedRange<Double>?
    /// The weight over R², 0...1.
    public var share: Double
    /// The 95 % interval of the share; `nil` without a degree of freedom.
    public var shareInterval: ClosedRange<Double>?
    /// The standardised coefficient of the regression on all predictors.
    public var coefficient: Double
    /// Whether the weight is above that of a random predictor.
    public var isAboveChance: Bool
  }

  /// Why there are no weights.
  public enum Refusal: Error, Sendable, Equatable {
    /// The outcome has no two different values.
    case constantOutcome
    /// No predictor varies among the rows that have the outcome.
    case noPredictor
    /// Two columns have too few rows with both; the outcome's position is the predictors' number.
    case fewRows(first: Int, second: Int, effectiveCount: Double, needed: Double)
    /// Correlations of different rows contradict each other; the change that fits them together.
    case contradiction(change: Double)
    /// LAPACK did not find the eigenvalues.
    case noConvergence
  }

  /// By predictor that varies, in their order.
  public let drivers: [Driver]
  /// The predictors that do not vary among the rows.
  public let leftOut: [Int]
  /// The rows of positive weight that have the outcome.
  public let count: Int
  /// Kish's effective number of them.
  public let effectiveCount: Double
  /// R², 0...1.
  public let rSquared: Double
  /// R² less what as many random predictors explain; may be below 0.
  public let adjustedRSquared: Double
  /// The largest change that made the correlations fit together; 0 where nothing was done.
  public let repair: Double
  /// The design's degrees of freedom among the rows.
  public let degreesOfFreedom: Int

  /// The effective rows for each predictor.
  static let rowsForEach = 5.0
  /// The fewest effective rows.
  static let fewestRows = 60.0
  /// What eigenvalues must reach for the correlations to fit together.
  private static let floor = 1e-4
  /// The largest change of a correlation that may make them fit.
  private static let largestRepair = 0.05

  /// Weighs predictors.
  ///
  /// - Parameters:
  ///   - outcome: y by row; not a number is missing, and the row outside the domain.
  ///   - predictors: by predictor, then row; not a number is missing. One or more.
  ///   - chance: by row, a standard normal number that has nothing to do with the others.
  ///   - sample: design and weights of the rows.
  /// - Throws: `Refusal` where nothing can be said: each pair of columns needs 60 effective rows
  ///   that answer both, and 5 for each predictor that varies.
  /// - Complexity: O(n p³), by BLAS.
  public init(
    _ outcome: [Double], predictors: [[Double]], chance: [Double], sample: Sample
  ) throws(Refusal) {
    precondition(
      !predictors.isEmpty && chance.count == outcome.count
        && outcome.count == sample.design.rowCount, "\(predictors.count) predictors")
    let rows = outcome.indices.filter { !outcome[$0].isNaN && sample.weights?[$0] != 0 }
    let weights = rows.map { Double(sample.weights?[$0] ?? 1) }
    func own(_ column: [Double]) -> [Double] { rows.map { column[$0] } }
    func varies(_ column: [Double]) -> Bool {
      guard let first = rows.first(where: { !column[$0].isNaN }) else { return false }
      return rows.contains { !column[$0].isNaN && column[$0] != column[first] }
    }
    guard varies(outcome) else { throw .constantOutcome }
    let used = predictors.indices.filter { varies(predictors[$0]) }
    guard !used.isEmpty else { throw .noPredictor }
    let columns = used.map { own(predictors[$0]) }
    let pairs = AnsweredPairs(
      columns + [own(chance), own(outcome)], weights: weights)
    try DriverModel.check(pairs, used, outcome: predictors.count)

    let fit = try DriverFit(
      pairs, floor: DriverModel.floor, largestRepair: DriverModel.largestRepair)
    var domain = [Int32](repeating: -1, count: outcome.count)
    for row in rows { domain[row] = 0 }
    let degrees = DomainDegrees(groups: domain, groupCount: 1, sample: sample)
      .degreesOfFreedom(of: [0])
    let covariance = sample.covariance(
      of: fit.influences(pairs).map { influence in
        var column = [Double](repeating: 0, count: outcome.count)
        for (row, value) in zip(rows, influence) { column[row] = value }
        return LinearEstimate(value: 0, influence: column)
      })
    drivers = used.indices.map { place in
      fit.driver(
        place, predictor: used[place], pairs, covariance, degreesOfFreedom: Double(degrees))
    }
    leftOut = predictors.indices.filter { !used.contains($0) }
    degreesOfFreedom = degrees
    let last = columns.count + 1
    count = Int(pairs.counts[last, last])
    effectiveCount = pairs.effectiveCounts[last, last]
    rSquared = fit.plain.rSquared
    let effective = DriverModel.harmonicCount(pairs, columns.count)
    adjustedRSquared =
      1 - (1 - rSquared) * (effective - 1) / (effective - Double(columns.count) - 1)
    repair = fit.repair
  }

  // MARK: - Steps

  /// The base of every pair.
  private static func check(
    _ pairs: AnsweredPairs, _ used: [Int], outcome: Int
  ) throws(Refusal) {
    let needed = max(fewestRows, rowsForEach * Double(used.count))
    let last = used.count + 1
    var thinnest: (first: Int, second: Int, count: Double)?
    for row in [last] + used.indices {
      for column in used.indices where column != row {
        let count = pairs.effectiveCounts[row, column]
        if count < thinnest?.count ?? needed { thinnest = (row, column, count) }
      }
    }
    guard let thinnest else { return }
    throw .fewRows(
      first: thinnest.first == last ? outcome : used[thinnest.first],
      second: used[thinnest.second], effectiveCount: thinnest.count, needed: needed)
  }

  /// The harmonic mean of the effective rows of all pairs of predictors and the outcome.
  private static func harmonicCount(_ pairs: AnsweredPairs, _ width: Int) -> Double {
    var (sum, count) = (0.0, 0.0)
    let places = Array(0..<width) + [width + 1]
    for first in places {
      for second in places where second < first {
        sum += 1 / pairs.effectiveCounts[first, second]
        count += 1
      }
    }
    return count / sum
  }
}

/// Weights of the predictors alone, and beside a random one.
private struct DriverFit {
  let plain: RelativeWeights
  let besideChance: RelativeWeights
  let repair: Double
  private let width: Int

  /// - Parameters:
  ///   - pairs: the predictors, then the random one, then the outcome.
  ///   - floor: what eigenvalues must reach.
  ///   - largestRepair: the largest change of a correlation that may make them.
  /// - Throws: `.contradiction`, `.noConvergence`.
  init(
    _ pairs: AnsweredPairs, floor: Double, largestRepair: Double
  ) throws(DriverModel.Refusal) {
    width = pairs.correlation.rowCount - 2
    let places = Array(0..<width) + [width + 1]
    let own = pairs.correlation.selecting(rows: places, columns: places)
    do throws(NumericError) {
      let (plain, chance) = (
        try CorrelationRepair(own, floor: floor),
        try CorrelationRepair(pairs.correlation, floor: floor)
      )
      repair = plain.largestChange
      self.plain = try RelativeWeights(plain.correlation)
      besideChance = try RelativeWeights(chance.correlation)
    } catch {
      throw .noConvergence
    }
    guard repair <= largestRepair else { throw .contradiction(change: repair) }
  }

  /// By predictor, the influences on its weight; then those on the random one's; each by row.
  func influences(_ pairs: AnsweredPairs) -> [[Double]] {
    let places = Array(0..<width) + [width + 1]
    let slopes = (0..<width).map { predictor in
      let own = plain.gradient(of: predictor)
      var slopes = Matrix(rowCount: width + 2, columnCount: width + 2)
      for (row, place) in places.enumerated() {
        for (column, other) in places.enumerated() { slopes[place, other] = own[row, column] }
      }
      return slopes
    }
    return pairs.influences(of: slopes + [besideChance.gradient(of: width)])
  }

  func driver(
    _ place: Int, predictor: Int, _ pairs: AnsweredPairs, _ covariance: Matrix,
    degreesOfFreedom: Double
  ) -> DriverModel.Driver {
    let weight = plain.weights[place]
    let error = max(0, covariance[place, place]).squareRoot()
    let share = plain.rSquared > 0 ? weight / plain.rSquared : 0
    // A random predictor moves the others' weights by less than their rounding in n: the influence
    // on a weight is that of the model without it.
    let moves = (0...width).map { other -> Double in
      guard other == place || other == width else { return 0 }
      let root = besideChance.weights[other].squareRoot()
      return root > 0 ? (other == place ? 1 : -1) / (2 * root) : 0
    }
    let above = DifferenceTest(
      difference: besideChance.weights[place].squareRoot()
        - besideChance.weights[width].squareRoot(),
      variance: variance(moves, covariance), degreesOfFreedom: degreesOfFreedom)
    return DriverModel.Driver(
      predictor: predictor, count: Int(pairs.counts[place, width + 1]),
      effectiveCount: pairs.effectiveCounts[place, width + 1], weight: weight,
      standardError: error, interval: interval(weight, error, degreesOfFreedom), share: share,
      shareInterval: interval(share, shareError(place, share, covariance), degreesOfFreedom),
      coefficient: plain.coefficients[place],
      isAboveChance: degreesOfFreedom > 0 && above.upperP <= 0.05)
  }

  // MARK: - Steps

  /// Of w_j / Σ w.
  private func shareError(_ place: Int, _ share: Double, _ covariance: Matrix) -> Double {
    guard plain.rSquared > 0 else { return 0 }
    let slopes = (0...width).map { other in
      other == width ? 0 : ((other == place ? 1 : 0) - share) / plain.rSquared
    }
    return variance(slopes, covariance).squareRoot()
  }

  private func variance(_ slopes: [Double], _ covariance: Matrix) -> Double {
    max(0, zip(slopes, covariance.times(slopes)).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// Student's on the root.
  private func interval(
    _ value: Double, _ error: Double, _ degreesOfFreedom: Double
  ) -> ClosedRange<Double>? {
    let root = value.squareRoot()
    let test = DifferenceTest(
      difference: root, variance: root > 0 ? error * error / (4 * value) : 0,
      degreesOfFreedom: degreesOfFreedom)
    guard let bounds = test.interval() else { return nil }
    let low = max(0, bounds.low)
    return low * low...min(1, max(low * low, bounds.high * bounds.high))
  }
}
