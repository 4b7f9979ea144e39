import Groundwork
import NumericCore
import Statistics

/// What stops the factor step.
enum FactorFailure: Error {
  /// The answers; columns are those of the sample.
  case answers(StatisticsFailure)
  /// Anything else, as a sentence without its stop.
  case reason(String)

  /// Passes a failure of the answers on.
  static func answers<Value>(
    _ work: () throws(StatisticsFailure) -> Value
  ) throws(FactorFailure) -> Value {
    do throws(StatisticsFailure) { return try work() } catch { throw .answers(error) }
  }

  /// Says what a failure of the numbers means here.
  static func numbers<Value>(
    _ work: () throws(NumericError) -> Value
  ) throws(FactorFailure) -> Value {
    do throws(NumericError) {
      return try work()
    } catch {
      switch error {
      case .noConvergence:
        throw .reason("the eigenvalues of the correlations did not converge")
      case .notPositiveDefinite:
        throw .reason(
          "the outcomes have fewer dimensions than the factors asked for; ask for fewer")
      }
    }
  }
}

/// The correlations that factors are taken from, and what they rest on.
struct FactorCorrelations {
  /// The columns of the sample that take part: items that nobody answered, or everybody alike,
  /// correlate with nothing.
  let columns: [Int]
  /// Correlations, variances, and the effective number of rows: the harmonic mean over the pairs of
  /// outcomes, which is that of the whole sample where nobody left one out. Counting people whose
  /// answers are missing would call chance a factor: of independent outcomes with 28 % of gaps
  /// missing, six of 20 components would be "above chance".
  let input: FactorSolution.Input
  /// What was done to make them positive definite; `nil` where they are used as estimated.
  let repair: CorrelationRepair?
  /// Pairs whose polychoric correlation runs to its limit.
  var limitedPairCount = 0
  /// Pairs in which one outcome does not vary among those who answered both: taken as 0.
  var constantPairCount = 0

  /// Estimates correlations.
  ///
  /// - Parameters:
  ///   - sample: the features, missing where an answer is.
  ///   - weights: by row, whole millionths; `nil` for weight 1 each.
  ///   - effectiveCount: Kish's effective number of rows.
  ///   - plan: which kind, and what is done with them.
  ///   - workers: the threads; they change nothing.
  /// - Returns: the correlations.
  /// - Throws: `FactorFailure`, such as where nobody answered both outcomes of a pair.
  static func estimate(
    _ sample: IntegerMatrix, _ weights: [Int64]?, effectiveCount: Double, _ plan: FactorPlan,
    workers: Workers
  ) throws(FactorFailure) -> FactorCorrelations {
    guard plan.correlation == .em else {
      return try FactorCorrelations(
        pairs: sample, weights, isPolychoric: plan.correlation == .polychoric, workers)
    }
    return try FactorCorrelations(
      model: sample, weights, effectiveCount,
      needsRepair: plan.extraction != .principalComponents, workers)
  }

  // MARK: - Steps

  /// The correlations pair by pair, repaired.
  private init(
    pairs sample: IntegerMatrix, _ weights: [Int64]?, isPolychoric: Bool, _ workers: Workers
  ) throws(FactorFailure) {
    let spread = ColumnSpread(sample, weights)
    columns = sample.columnCount > 1 ? spread.varying : []
    guard columns.count > 1 else {
      throw .answers(.noVariance(columnCount: sample.columnCount))
    }
    let rows = columns.count == sample.columnCount ? sample : sample.selecting(columns: columns)
    let bases = PairBases(rows, weights, workers)
    if let pair = bases.emptyPair {
      throw .answers(.neverTogether(first: columns[pair.second], second: columns[pair.first]))
    }
    let found: Matrix
    if isPolychoric {
      let polychoric = try FactorFailure.answers { () throws(StatisticsFailure) in
        try PolychoricMatrix(rows, weights: weights, workers: workers)
      }
      limitedPairCount = polychoric.limitedPairs.count
      found = polychoric.correlation
    } else {
      found = try FactorFailure.numbers { () throws(NumericError) in
        try PairwiseCorrelation(rows.real, weights: weights.map { $0.map { Double($0) } })
          .correlation
      }
    }
    constantPairCount = bases.constantPairCount
    let repaired = try FactorFailure.numbers { () throws(NumericError) in
      try CorrelationRepair(found)
    }
    repair = repaired
    input = FactorSolution.Input(
      correlation: repaired.correlation, variances: columns.map { spread.variances[$0] },
      rowCount: bases.harmonicCount)
  }

  /// The correlations of maximum likelihood; repaired where a model of factors needs it.
  private init(
    model sample: IntegerMatrix, _ weights: [Int64]?, _ effectiveCount: Double,
    needsRepair: Bool, _ workers: Workers
  ) throws(FactorFailure) {
    let model = try FactorFailure.answers { () throws(StatisticsFailure) in
      try NormalModel.fit(sample, weights: weights)
    }
    let varying = (0..<sample.columnCount).filter { !model.excludedColumns.contains($0) }
    let isComplete = !sample.elements.contains(IntegerMatrix.missing)
    let bases = isComplete ? nil : PairBases(sample.selecting(columns: varying), weights, workers)
    let correlation = model.correlation.selecting(rows: varying, columns: varying)
    let repaired = try FactorFailure.numbers { () throws(NumericError) in
      needsRepair ? try CorrelationRepair(correlation) : nil
    }
    columns = varying
    repair = repaired
    input = FactorSolution.Input(
      correlation: repaired?.correlation ?? correlation,
      variances: varying.map { model.covariance[$0, $0] },
      rowCount: bases?.harmonicCount ?? effectiveCount)
  }
}

/// How the answers of each column spread.
private struct ColumnSpread {
  /// The weighted variances of the answers at hand.
  private(set) var variances: [Double] = []

  /// The columns with two different answers at least.
  var varying: [Int] { variances.indices.filter { variances[$0] > 0 } }

  init(_ sample: IntegerMatrix, _ weights: [Int64]?) {
    for column in 0..<sample.columnCount {
      var (total, sum, squares) = (Int128(0), Int128(0), Int128(0))
      for row in 0..<sample.rowCount where sample[row, column] != IntegerMatrix.missing {
        let (weight, value) = (Int128(weights?[row] ?? 1), Int128(sample[row, column]))
        total += weight
        sum += weight * value
        squares += weight * value * value
      }
      // Whole until here: a constant column has exactly none.
      let spread = total * squares - sum * sum
      variances.append(spread > 0 ? Double(spread) / (Double(total) * Double(total)) : 0)
    }
  }
}

/// The rows that answer both columns of a pair.
private struct PairBases {
  /// The harmonic mean of the pairs' effective numbers of rows.
  private(set) var harmonicCount = 0.0
  /// The first pair that nobody answers.
  private(set) var emptyPair: (first: Int, second: Int)?
  /// Pairs in which a column does not vary.
  private(set) var constantPairCount = 0

  init(_ rows: IntegerMatrix, _ weights: [Int64]?, _ workers: Workers) {
    let columns = (0..<rows.columnCount).map { column in
      (0..<rows.rowCount).map { rows[$0, column] }
    }
    let found = workers.map(columns.count) { first in
      (0..<first).map { PairBases.base(columns[first], columns[$0], weights) }
    }
    var inverses = 0.0
    for (first, bases) in found.enumerated() {
      for (second, base) in bases.enumerated() {
        if base.effectiveCount <= 0, emptyPair == nil { emptyPair = (first, second) }
        if base.isConstant { constantPairCount += 1 }
        inverses += 1 / base.effectiveCount
      }
    }
    let pairs = Double(columns.count * (columns.count - 1)) / 2
    if emptyPair == nil { harmonicCount = pairs / inverses }
  }

  private static func base(
    _ first: [Int8], _ second: [Int8], _ weights: [Int64]?
  ) -> (effectiveCount: Double, isConstant: Bool) {
    var (sum, squares) = (Int128(0), Int128(0))
    var (low, high) = ([Int8.max, Int8.max], [Int8.min, Int8.min])
    for row in first.indices
    where first[row] != IntegerMatrix.missing && second[row] != IntegerMatrix.missing {
      let weight = Int128(weights?[row] ?? 1)
      sum += weight
      squares += weight * weight
      low = [min(low[0], first[row]), min(low[1], second[row])]
      high = [max(high[0], first[row]), max(high[1], second[row])]
    }
    guard squares > 0 else { return (0, true) }
    return (Double(sum) * Double(sum) / Double(squares), low[0] == high[0] || low[1] == high[1])
  }
}
