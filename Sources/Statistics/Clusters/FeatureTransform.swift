public import Groundwork
public import NumericCore

/// A linear step from complete rows to those that are clustered: items in standard deviations, or
/// the scores of factors.
///
/// ```text
/// y_j = b_j + Σ_i a_ij x_i
/// ```
///
/// a and b are whole millionths and the result lies on the grid again, so the cells are the same
/// on any number of threads and from a file that holds the numbers.
public struct FeatureTransform: Sendable, Equatable {
  /// What stands for 1 in coefficients and constants.
  public static let whole = 1_000_000
  /// The largest magnitude of a coefficient: about a thousand.
  public static let coefficientLimit = 1 << 30
  /// The largest magnitude of a constant: about a million.
  public static let constantLimit = 1 << 40
  /// Values beyond stay here, so that one item on which nearly all agree does not make the grid
  /// coarse for all.
  public static let largestMagnitude = 63

  /// How one column of the result is made.
  public struct Column: Sendable, Equatable {
    /// The items it is made of, ascending.
    public let items: [Int]
    /// a in whole millionths, one an item.
    public let coefficients: [Int]
    /// b in whole millionths.
    public let constant: Int

    /// Takes the numbers, kept inside their limits.
    public init(items: [Int], coefficients: [Int], constant: Int) {
      precondition(items.count == coefficients.count, "\(coefficients.count) coefficients")
      self.items = items
      self.coefficients = coefficients.map {
        min(FeatureTransform.coefficientLimit, max(-FeatureTransform.coefficientLimit, $0))
      }
      self.constant = min(
        FeatureTransform.constantLimit, max(-FeatureTransform.constantLimit, constant))
    }
  }

  /// The number of items that are read, p.
  public let itemCount: Int
  /// The columns of the result, m.
  public let columns: [Column]
  /// The largest magnitude of a result, 1...63, whatever people answer.
  public let magnitude: Int

  /// Takes the columns.
  ///
  /// - Parameters:
  ///   - columns: m, 1 or more.
  ///   - itemCount: p, above every item of a column.
  ///   - range: the largest magnitude of an item.
  public init(columns: [Column], itemCount: Int, range: Int) {
    precondition(!columns.isEmpty, "a transform to no column")
    precondition(
      columns.allSatisfy { $0.items.allSatisfy { (0..<itemCount).contains($0) } },
      "an item beyond \(itemCount)")
    (self.columns, self.itemCount) = (columns, itemCount)
    let largest =
      columns.map { column in
        column.coefficients.reduce(abs(column.constant)) { $0 + abs($1) * range }
      }.max() ?? 0
    let bound = (largest + FeatureTransform.whole - 1) / FeatureTransform.whole
    magnitude = min(FeatureTransform.largestMagnitude, max(1, bound))
  }

  /// The grid of the result.
  ///
  /// - Parameter bits: the binary places of the items.
  /// - Returns: the binary places of the result, at most as many.
  public func gridBits(from bits: Int) -> Int {
    min(bits, GridMatrix.gridBits(forMagnitude: magnitude))
  }

  /// The transformed rows.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: `[n x m]`; each cell is rounded once, halves away from zero.
  /// - Complexity: O(n) times the number of coefficients.
  public func rows(_ rows: GridMatrix, workers: Workers) -> GridMatrix {
    precondition(rows.columnCount == itemCount, "\(rows.columnCount) columns of \(itemCount)")
    let bits = gridBits(from: rows.gridBits)
    let divisor = FeatureTransform.whole << (rows.gridBits - bits)
    let limit = magnitude << bits
    let pieces = workers.mapRanges(of: rows.rowCount, size: 4_096) { range in
      var cells: [Int16] = []
      cells.reserveCapacity(range.count * columns.count)
      for row in range {
        let first = row * itemCount
        for column in columns {
          var sum = column.constant << rows.gridBits
          for (item, coefficient) in zip(column.items, column.coefficients) {
            sum += coefficient * Int(rows.elements[first + item])
          }
          cells.append(Int16(min(limit, max(-limit, GridMatrix.rounded(sum, divisor)))))
        }
      }
      return cells
    }
    return GridMatrix(
      rowCount: rows.rowCount, columnCount: columns.count, elements: pieces.flatMap { $0 },
      gridBits: bits)
  }
}

extension FeatureTransform {
  /// Divides each item by its standard deviation; items without variance become 0.
  ///
  /// Use it where items have different scales. On items of one common scale it gives an item on
  /// which people hardly differ, and then mostly by chance, the same say as any other.
  ///
  /// ```text
  /// y_j = x_j / s_j,   s_j² = Σ w (x_j - mean_j)² / Σ w
  /// ```
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, what the standard deviations are taken of.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - range: the largest magnitude of an item.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  ///
  /// Source: Milligan and Cooper (1988), A study of standardization of variables in cluster
  /// analysis, z1 without its mean, which moves no distance.
  public init(
    standardising rows: GridMatrix, weights: [Int64]?, range: Int
  ) throws(StatisticsFailure) {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let columns = (0..<rows.columnCount).map { item -> Column in
      var (sum, square) = (Int128(0), Int128(0))
      for row in 0..<rows.rowCount {
        let cell = Int128(rows.elements[row * rows.columnCount + item])
        sum += Int128(whole[row]) * cell
        square += Int128(whole[row]) * cell * cell
      }
      // Both sums are exact, and so is their difference: an item without variance gives 0.
      let total = Int128(whole.total)
      let spread = total * square - sum * sum
      guard spread > 0 else { return Column(items: [], coefficients: [], constant: 0) }
      let deviation =
        Double(spread).squareRoot() / Double(total) / Double(1 << rows.gridBits)
      return Column(
        items: [item], coefficients: [FeatureTransform.millionths(1 / deviation)], constant: 0)
    }
    self.init(columns: columns, itemCount: rows.columnCount, range: range)
  }

  /// Turns items into scores: weights for items in standard deviations from their means.
  ///
  /// - Parameters:
  ///   - weights: `[p x m]`, as `FactorScores.weights`.
  ///   - means: p.
  ///   - deviations: p standard deviations; an item of 0 counts for nothing.
  ///   - range: the largest magnitude of an item.
  public init(scores weights: Matrix, means: [Double], deviations: [Double], range: Int) {
    precondition(
      weights.rowCount == means.count && means.count == deviations.count,
      "\(weights.rowCount) weights for \(means.count) items")
    let items = means.indices.filter { deviations[$0] > 0 }
    let columns = (0..<weights.columnCount).map { factor in
      let coefficients = items.map {
        FeatureTransform.millionths(weights[$0, factor] / deviations[$0])
      }
      let mean = zip(items, coefficients).reduce(0.0) { $0 + means[$1.0] * Double($1.1) }
      return Column(
        items: items, coefficients: coefficients,
        constant: FeatureTransform.millionths(-mean / Double(FeatureTransform.whole)))
    }
    self.init(columns: columns, itemCount: means.count, range: range)
  }

  /// A number in whole millionths, kept inside the widest limit.
  private static func millionths(_ value: Double) -> Int {
    let limit = Double(constantLimit)
    return Int(min(limit, max(-limit, value * Double(whole))).rounded())
  }
}
