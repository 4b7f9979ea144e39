internal import Groundwork
internal import NumericCore

/// Replicate weights that came with a sample: they stand for strata and sampling units that the
/// data do not tell, as files of statistical offices have them.
///
/// Each column is the weights of all rows over again, for a half sample, a sample without one unit
/// or one drawn anew. An estimate is made with each of them, and its variance follows from how far
/// the results spread (`ReplicateVariance`).
public struct SampleReplicates: Sendable, Equatable {
  /// By replicate, then row: whole weights of 0 or more, in the unit of the sample's own.
  public let columns: [[Int64]]
  /// How the spread of the replicates becomes a variance.
  public let variance: ReplicateVariance
  /// The degrees of freedom of the whole sample.
  public let degreesOfFreedom: Int

  /// By row, the pattern of its replicate weights: rows of one sampling unit share it.
  let patternOfRow: [Int32]
  /// By pattern, its heaviest row, in the order of their hashes.
  private let rowOfPattern: [Int32]
  private let weights: [Int64]?
  private let isStated: Bool

  /// The most replicates for which a domain's degrees of freedom are a rank; of more, which are
  /// always random ones, the rank is the smaller of replicates and patterns.
  static let rankLimit = 200
  /// An eigenvalue of less than this share of the largest is rounding of printed weights.
  private static let rankTolerance = 1e-7

  /// - Parameters:
  ///   - columns: by replicate, then row; at least two of equal length.
  ///   - variance: of as many replicates.
  ///   - weights: the full weights by row; `nil` for equal ones.
  ///   - degreesOfFreedom: as the producer of the data states them; `nil` for the rank of the
  ///     replicate weights less 1.
  ///
  /// Source: as for `ReplicateVariance`; for the degrees of freedom Lumley (2010), Complex Surveys,
  /// section 2.3.
  public init(
    columns: [[Int64]], variance: ReplicateVariance, weights: [Int64]?,
    degreesOfFreedom: Int? = nil
  ) {
    precondition(
      columns.count > 1 && columns.count == variance.scales.count,
      "\(columns.count) replicates, \(variance.scales.count) scales")
    self.columns = columns
    self.variance = variance
    self.weights = weights
    let patterns = WeightPatterns(columns: columns, weights: weights)
    (patternOfRow, rowOfPattern) = (patterns.patternOfRow, patterns.rowOfPattern)
    isStated = degreesOfFreedom != nil
    self.degreesOfFreedom =
      degreesOfFreedom ?? SampleReplicates.rank(columns, weights, rowOfPattern) - 1
  }

  /// The degrees of freedom among rows of some patterns.
  ///
  /// - Parameter patterns: whether each occurs.
  /// - Returns: the rank of their replicate weights less 1, 0 or more, never above that of the
  ///   whole sample.
  func degreesOfFreedom(ofPatterns patterns: [Bool]) -> Int {
    let present = patterns.indices.filter { patterns[$0] }
    let most = min(degreesOfFreedom, max(0, present.count - 1))
    let isClear = present.count >= 2 * columns.count || present.count == rowOfPattern.count
    guard !isStated, !isClear, columns.count <= SampleReplicates.rankLimit, most > 0 else {
      return most
    }
    return min(
      most, SampleReplicates.rank(columns, weights, present.map { rowOfPattern[$0] }) - 1)
  }

  /// The same replicates of rows in another order.
  func reordered(_ order: [Int32]) -> SampleReplicates {
    func moved(_ values: [Int64]) -> [Int64] { order.map { values[Int($0)] } }
    return SampleReplicates(
      columns: columns.map(moved), variance: variance, weights: weights.map(moved),
      degreesOfFreedom: isStated ? degreesOfFreedom : nil)
  }

  /// The number of patterns.
  var patternCount: Int { rowOfPattern.count }

  // MARK: - Steps

  /// The rank of the replicate weights of some rows, each over its full weight. Rows beyond four
  /// times the replicates add none.
  private static func rank(
    _ columns: [[Int64]], _ weights: [Int64]?, _ rows: [Int32]
  ) -> Int {
    let rows = rows.prefix(4 * columns.count).map { Int($0) }
    var factors = Matrix(rowCount: rows.count, columnCount: columns.count)
    for (place, row) in rows.enumerated() {
      let weight = Double(max(1, weights?[row] ?? 1))
      for (replicate, column) in columns.enumerated() {
        factors[place, replicate] = Double(column[row]) / weight
      }
    }
    guard let values = try? SymmetricEigen.values(of: factors.crossProduct()),
      let largest = values.first, largest > 0
    else { return 0 }
    return values.count { $0 > rankTolerance * largest }
  }
}

/// The rows of a sample by the factors that their replicate weights are of the full weight.
private struct WeightPatterns {
  private(set) var patternOfRow: [Int32] = []
  private(set) var rowOfPattern: [Int32] = []

  /// Factors that differ by less are alike: weights are printed with few digits.
  private static let resolution = 1_000.0

  init(columns: [[Int64]], weights: [Int64]?) {
    let count = columns[0].count
    var hashes = [UInt64](repeating: 0, count: count)
    for column in columns {
      for row in 0..<count {
        let weight = Double(max(1, weights?[row] ?? 1))
        let factor = (Double(column[row]) / weight * WeightPatterns.resolution).rounded()
        hashes[row] = StableHash.combine(hashes[row], UInt64(min(factor, 9e18)))
      }
    }
    var heaviest: [UInt64: Int] = [:]
    for row in 0..<count {
      let other = heaviest[hashes[row]]
      if other.map({ (weights?[row] ?? 1) > (weights?[$0] ?? 1) }) ?? true {
        heaviest[hashes[row]] = row
      }
    }
    let order = heaviest.keys.sorted()
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Int32($0)) })
    patternOfRow = hashes.map { places[$0] ?? 0 }
    rowOfPattern = order.map { Int32(heaviest[$0] ?? 0) }
  }
}
