public import NumericCore

/// ONE population without groups that has the items of some rows: the same margins and the same
/// correlations.
///
/// Use it to ask whether clusters are more than any cloud of such answers would give. Each person
/// is a row of correlated normal numbers (a Gaussian copula); item by item the people are ranked
/// and get the values of the given rows in that order, so that each item keeps its distribution
/// up to one person. The normal correlations ρ are those for which the items correlate as given:
///
/// ```text
/// r_ij = Σ_h ρ_ij^h c_i(h) c_j(h),   c_i(h) = Σ_m (v_{m+1} - v_m) He_{h-1}(t_m) φ(t_m) / √h!
/// ```
///
/// with an item's values v, standardised, and the normal numbers t at which it steps from one to
/// the next; solved for each pair, no simulation. With weights, margins and correlations are the
/// weighted ones, and person i of a drawn set carries the weight of row i: so many people with
/// the same weights, hence the same effective number, which is what a comparison needs.
///
/// Source: Mehler (1866) for the series; Cario and Nelson (1997), Modeling and generating random
/// vectors with arbitrary marginal distributions and correlation matrix, sections 2 and 3.
public struct CopulaNull: Sendable {
  /// The number of rows n of each set.
  public let rowCount: Int
  /// The number of items p.
  public let columnCount: Int
  /// The correlations of the normal numbers `[p x p]`, made positive definite.
  public let correlation: Matrix
  /// The largest difference between the correlations of the given rows and those that the normal
  /// correlations give: what clipping and the step to a positive definite matrix have changed.
  public let largestDeviation: Double

  private let gridBits: Int
  /// By item and rank, its value.
  private let valuesByRank: [[Int16]]
  /// The Cholesky factor in whole steps of 2^-20.
  private let factor: Matrix

  /// Normal correlations are held within this.
  static let correlationLimit = 0.97
  private static let factorScale = 0x1p20
  private static let smallestEigenvalue = 1e-3

  /// Takes the margins and correlations of rows.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, complete: plain answers, before any row is centred.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  /// - Throws: `StatisticsFailure.unusableWeights`, `.noVariance` when the correlations cannot be
  ///   decomposed.
  /// - Complexity: O(n p² + p³).
  public init(of rows: GridMatrix, weights: [Int64]?) throws(StatisticsFailure) {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let margins = (0..<rows.columnCount).map { Margin(of: rows, column: $0, whole) }
    let wished = CopulaNull.correlation(of: rows, whole)
    let latent = CopulaNull.latent(wished, margins)
    do throws(NumericError) {
      correlation = try CopulaNull.positiveDefinite(latent)
      factor = Matrix(
        rowCount: rows.columnCount, columnCount: rows.columnCount,
        elements: try Cholesky(of: correlation).factor.elements.map {
          ($0 * CopulaNull.factorScale).rounded()
        })
    } catch {
      throw .noVariance(columnCount: rows.columnCount)
    }
    (rowCount, columnCount, gridBits) = (rows.rowCount, rows.columnCount, rows.gridBits)
    valuesByRank = margins.map { $0.valuesByRank(rows.rowCount) }
    largestDeviation = CopulaNull.deviation(correlation, wished, margins)
  }

  /// Draws a set.
  ///
  /// - Parameters:
  ///   - number: which set; the same seed and number give the same set.
  ///   - seed: the seed of all sets.
  /// - Returns: `[n x p]`, on the grid of the given rows.
  /// - Complexity: O(n p²).
  public func draw(_ number: Int, seed: UInt64) -> GridMatrix {
    var stream = RandomStream(seed: seed, purpose: "copula null", index: UInt64(number))
    let normals = Matrix(
      rowCount: columnCount, columnCount: rowCount,
      elements: NormalTable.draws(rowCount * columnCount, &stream))
    // Whole numbers below 2^53 throughout, so exact.
    let mixed = Matrix.product(factor, normals)
    var cells = [Int16](repeating: 0, count: rowCount * columnCount)
    var ranking = Ranking(rowCount: rowCount)
    for column in 0..<columnCount {
      let numbers = mixed.elements[column * rowCount..<(column + 1) * rowCount]
      ranking.rank(numbers, ranked: valuesByRank[column]) { row, value in
        cells[row * columnCount + column] = value
      }
    }
    return GridMatrix(
      rowCount: rowCount, columnCount: columnCount, elements: cells, gridBits: gridBits)
  }
}

// MARK: - Steps

extension CopulaNull {
  /// Weighted correlations; an item without variance correlates with nothing.
  private static func correlation(of rows: GridMatrix, _ weights: WholeWeights) -> Matrix {
    let columns = rows.columnCount
    let total = Double(weights.total)
    var means = [Double](repeating: 0, count: columns)
    for row in 0..<rows.rowCount {
      let weight = Double(weights[row]) / total
      for (column, cell) in rows.row(row).enumerated() { means[column] += weight * Double(cell) }
    }
    var scaled = Matrix(rowCount: rows.rowCount, columnCount: columns)
    for row in 0..<rows.rowCount {
      let root = Double(weights[row]).squareRoot()
      for (column, cell) in rows.row(row).enumerated() {
        scaled.elements[row * columns + column] = root * (Double(cell) - means[column])
      }
    }
    var result = scaled.crossProduct()
    let roots = result.diagonal.map { $0.squareRoot() }
    for row in 0..<columns {
      for column in 0..<columns {
        let scale = roots[row] * roots[column]
        result[row, column] = row == column ? 1 : scale > 0 ? result[row, column] / scale : 0
      }
    }
    return result
  }

  /// The normal correlation of each pair, by Newton's steps within halved brackets.
  private static func latent(_ wished: Matrix, _ margins: [Margin]) -> Matrix {
    var result = wished
    for row in 0..<wished.rowCount {
      for column in 0..<row {
        let value = latent(wished[row, column], margins[row], margins[column])
        (result[row, column], result[column, row]) = (value, value)
      }
    }
    return result
  }

  private static func latent(_ wished: Double, _ first: Margin, _ second: Margin) -> Double {
    guard wished != 0 else { return 0 }
    let terms = zip(first.coefficients, second.coefficients).map { $0 * $1 }
    var (low, high) = wished > 0 ? (0, correlationLimit) : (-correlationLimit, 0.0)
    var value = min(max(wished, low), high)
    for _ in 0..<60 {
      let (found, slope) = series(value, terms)
      if abs(found - wished) < 1e-12 { break }
      if found < wished { low = value } else { high = value }
      let next = slope > 0 ? value - (found - wished) / slope : low
      value = next > low && next < high ? next : (low + high) / 2
      if high - low < 1e-12 { break }
    }
    return value
  }

  /// The correlation of two items at a normal correlation, and its slope.
  private static func series(
    _ value: Double, _ terms: [Double]
  ) -> (correlation: Double, slope: Double) {
    var (sum, slope) = (0.0, 0.0)
    for (place, term) in terms.enumerated().reversed() {
      slope = slope * value + Double(place + 1) * term
      sum = (sum + term) * value
    }
    return (sum, slope)
  }

  private static func deviation(
    _ latent: Matrix, _ wished: Matrix, _ margins: [Margin]
  ) -> Double {
    var largest = 0.0
    for row in 0..<latent.rowCount {
      for column in 0..<row where wished[row, column] != 0 {
        let terms = zip(margins[row].coefficients, margins[column].coefficients).map { $0 * $1 }
        let found = series(latent[row, column], terms).correlation
        largest = max(largest, abs(found - wished[row, column]))
      }
    }
    return largest
  }

  /// Eigenvalues below a thousandth are raised to it, then the diagonal is made 1 again.
  private static func positiveDefinite(_ matrix: Matrix) throws(NumericError) -> Matrix {
    let eigen = try SymmetricEigen(of: matrix)
    guard let smallest = eigen.values.last, smallest < smallestEigenvalue else { return matrix }
    var scaled = eigen.vectors
    for column in 0..<matrix.columnCount {
      let root = max(eigen.values[column], smallestEigenvalue).squareRoot()
      for row in 0..<matrix.rowCount { scaled[row, column] *= root }
    }
    var result = Matrix.product(scaled, scaled, transposeRight: true)
    let roots = result.diagonal.map { $0.squareRoot() }
    for row in 0..<result.rowCount {
      for column in 0..<result.columnCount {
        result[row, column] = row == column ? 1 : result[row, column] / roots[row] / roots[column]
      }
    }
    return result
  }
}
