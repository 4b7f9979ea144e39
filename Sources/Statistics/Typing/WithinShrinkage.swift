public import NumericCore

/// How far the covariance within groups is drawn towards its own diagonal.
///
/// Use it where rows are few beside the columns: the covariance of p columns holds p²/2 numbers,
/// and a discriminant of a hundred rows and eighty columns follows their noise.
///
/// ```text
/// S(λ) = (1 - λ) S + λ diag S
/// ```
public enum WithinShrinkage: Sendable, Equatable {
  /// The covariance as it is.
  case none
  /// A given share λ, 0...1.
  case share(Double)
  /// The share that Ledoit and Wolf's formula finds in the rows, on columns of equal spread.
  case ledoitWolf

  /// The share λ for rows.
  ///
  /// ```text
  /// λ = min(b², d²) / d²,  d² = |R - I|²,  b² = Σ |z z' - R|² / n²
  /// ```
  ///
  /// with z the differences from the group's mean over the spread within, R their cross products
  /// over n, and |.| the root of the sum of squares.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - labels: the group of each row.
  ///   - sums: of these rows.
  ///   - weights: of each row, or `nil`.
  /// - Returns: λ, 0...1.
  /// - Complexity: O(n p + p²).
  ///
  /// Source: Ledoit and Wolf (2004), A well-conditioned estimator for large-dimensional covariance
  /// matrices, section 3.
  public func share(
    _ rows: Matrix, labels: [Int], sums: LabelledSums, weights: [Double]?
  ) -> Double {
    switch self {
    case .none: return 0
    case .share(let share): return share
    case .ledoitWolf: break
    }
    let columns = Array(0..<rows.columnCount)
    let within = sums.within(columns)
    let weight = sums.totalWeight
    let spreads = within.diagonal.map { ($0 / weight).squareRoot() }
    let means = sums.means(columns)
    var fourth = 0.0
    for row in 0..<rows.rowCount {
      var square = 0.0
      for column in columns where spreads[column] > 0 {
        let value = (rows[row, column] - means[labels[row], column]) / spreads[column]
        square += value * value
      }
      fourth += (weights?[row] ?? 1) * square * square
    }
    var (distance, norm) = (0.0, 0.0)
    for row in columns where spreads[row] > 0 {
      for column in columns where spreads[column] > 0 {
        let value = within[row, column] / weight / (spreads[row] * spreads[column])
        norm += value * value
        distance += row == column ? (value - 1) * (value - 1) : value * value
      }
    }
    let noise = max(0, fourth / weight - norm) / weight
    return distance > 0 ? min(1, noise / distance) : 1
  }
}
