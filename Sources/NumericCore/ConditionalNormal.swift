/// Fills in missing cells by their conditional means under a multivariate normal distribution:
/// the work of one thread.
///
/// With the precision matrix K, the cells missing (M) given the others (O) have
///
/// ```text
/// mean_M|O = mean_M - K_MM⁻¹ K_MO (x_O - mean_O),   covariance_M|O = K_MM⁻¹
/// ```
///
/// so a row costs the factor of a matrix as small as its number of missing cells. The scratch
/// memory is kept between rows; rows of equal pattern should follow one another, so that they
/// share one factor.
///
/// Source: Anderson (2003), An Introduction to Multivariate Statistical Analysis, section 2.5;
/// Rue and Held (2005), Gaussian Markov Random Fields, theorem 2.5 (the form with K).
public struct ConditionalNormal: Sendable {
  private let mean: [Double]
  private let precision: Matrix
  private var missing: [Int] = []
  private var factor: [Double] = []
  private var right: [Double] = []

  /// Takes a distribution.
  ///
  /// - Parameters:
  ///   - mean: p numbers.
  ///   - precision: the inverse covariance `[p x p]`, positive definite.
  public init(mean: [Double], precision: Matrix) {
    precondition(
      precision.rowCount == mean.count && precision.columnCount == mean.count,
      "a precision matrix of \(precision.rowCount) rows for \(mean.count) means")
    self.mean = mean
    self.precision = precision
  }

  /// Takes the pattern of the next rows.
  ///
  /// - Parameter missing: the columns that are missing, ascending.
  /// - Complexity: O(|M|³/3).
  public mutating func setPattern(_ missing: [Int]) {
    guard missing != self.missing || factor.isEmpty else { return }
    self.missing = missing
    let count = missing.count
    if factor.count < count * count { factor = [Double](repeating: 0, count: count * count) }
    if right.count < count { right = [Double](repeating: 0, count: count) }
    for row in 0..<count {
      for column in 0...row {
        var value = precision[missing[row], missing[column]]
        for inner in 0..<column {
          value -= factor[row * count + inner] * factor[column * count + inner]
        }
        // A principal block of a positive definite matrix: only rounding can spoil the pivot.
        factor[row * count + column] =
          row == column
          ? max(value, .leastNormalMagnitude).squareRoot()
          : value / factor[column * count + column]
      }
    }
  }

  /// Fills the missing cells of one row.
  ///
  /// - Parameters:
  ///   - cells: rows of p cells, row after row; the missing ones are replaced.
  ///   - row: which row.
  /// - Complexity: O(|M| p).
  public mutating func fill(_ cells: inout [Double], row: Int) {
    let width = mean.count
    let start = row * width
    for column in missing { cells[start + column] = mean[column] }
    precision.elements.withUnsafeBufferPointer { precision in
      cells.withUnsafeBufferPointer { cells in
        mean.withUnsafeBufferPointer { mean in
          for (place, column) in missing.enumerated() {
            var sum = 0.0
            for other in 0..<width {
              sum += precision[column * width + other] * (cells[start + other] - mean[other])
            }
            right[place] = -sum
          }
        }
      }
    }
    solve()
    for (place, column) in missing.enumerated() { cells[start + column] += right[place] }
  }

  /// Adds the conditional covariance of the missing cells, times a weight, to a matrix.
  ///
  /// - Parameters:
  ///   - weight: the summed weight of the rows of this pattern.
  ///   - sums: `[p x p]`; changed in the rows and columns of the missing cells.
  /// - Complexity: O(|M|³).
  public mutating func addCovariance(weight: Double, to sums: inout Matrix) {
    for (place, column) in missing.enumerated() {
      for index in missing.indices { right[index] = index == place ? 1 : 0 }
      solve()
      for (index, other) in missing.enumerated() { sums[other, column] += weight * right[index] }
    }
  }

  /// Solves `K_MM y = right` in place.
  private mutating func solve() {
    let count = missing.count
    for row in 0..<count {
      var value = right[row]
      for inner in 0..<row { value -= factor[row * count + inner] * right[inner] }
      right[row] = value / factor[row * count + row]
    }
    for row in stride(from: count - 1, through: 0, by: -1) {
      var value = right[row]
      for inner in row + 1..<max(row + 1, count) {
        value -= factor[inner * count + row] * right[inner]
      }
      right[row] = value / factor[row * count + row]
    }
  }
}
