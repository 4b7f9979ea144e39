internal import NumericCore

/// One descent of the oblimin criterion over matrices with columns of length 1.
struct ObliminSearch {
  /// A turn and what it gives.
  struct Place {
    var turn: Matrix
    var pattern: Matrix
    var factorCorrelation: Matrix
    var criterion: Double
    /// The gradient along the columns' unit spheres.
    var gradient: Matrix
    var hasConverged = false
  }

  let loadings: Matrix
  let gamma: Double
  let maximumIterations: Int
  /// The length of a gradient that counts as none.
  private static let tolerance = 1e-13
  /// Good enough where rounding allows no more.
  private static let sufficient = 1e-8

  /// Descends from a turn; `nil` where that is singular.
  func run(from turn: Matrix) -> Place? {
    guard var place = place(turn) else { return nil }
    var length = 1.0
    var size = norm(place.gradient)
    for _ in 0..<maximumIterations where size > ObliminSearch.tolerance {
      guard let next = step(from: place, length) else { break }
      length = secantStep(place, next)
      place = next
      size = norm(place.gradient)
    }
    place.hasConverged = size <= ObliminSearch.sufficient
    return place
  }

  // MARK: - Steps

  /// The first place along the gradient that is lower, from a length on that is halved.
  private func step(from place: Place, _ start: Double) -> Place? {
    let square = norm(place.gradient) * norm(place.gradient)
    let rounding = 1e-15 * max(1, place.criterion)
    var length = start
    for _ in 0..<60 {
      var turn = place.turn
      for index in turn.elements.indices {
        turn.elements[index] -= length * place.gradient.elements[index]
      }
      if let next = self.place(normalized(turn)),
        next.criterion <= place.criterion - 1e-4 * length * square + rounding
      {
        return next
      }
      length /= 2
    }
    return nil
  }

  /// The length that would have led from one gradient to the other.
  private func secantStep(_ place: Place, _ next: Place) -> Double {
    let moves = zip(next.turn.elements, place.turn.elements).map { $0 - $1 }
    let changes = zip(next.gradient.elements, place.gradient.elements).map { $0 - $1 }
    let square = moves.reduce(0) { $0 + $1 * $1 }
    let product = zip(moves, changes).reduce(0) { $0 + $1.0 * $1.1 }
    return product > 0 ? min(1e3, max(1e-3, square / product)) : 1
  }

  /// The criterion and its gradient at a turn; `nil` where it is nearly singular.
  private func place(_ turn: Matrix) -> Place? {
    let factors = turn.crossProduct()
    guard let factor = try? Cholesky(of: factors) else { return nil }
    // P = A T⁻¹' = A T Φ⁻¹.
    let pattern = factor.solve(Matrix.product(loadings, turn).transposed).transposed
    let (criterion, slope) = criterion(pattern)
    guard criterion.isFinite else { return nil }
    // dP = -P dT' T⁻¹', so the gradient is -T⁻¹' S'P = -T Φ⁻¹ S'P for slopes S.
    let full = Matrix.product(
      turn, factor.solve(Matrix.product(slope, pattern, transposeLeft: true)))
    var gradient = full
    for column in 0..<turn.columnCount {
      let along = -zip(turn.column(column), full.column(column)).reduce(0) { $0 + $1.0 * $1.1 }
      for row in 0..<turn.rowCount {
        gradient[row, column] = -full[row, column] - along * turn[row, column]
      }
    }
    return Place(
      turn: turn, pattern: pattern, factorCorrelation: Correlation.matrix(of: factors),
      criterion: criterion, gradient: gradient)
  }

  private func criterion(_ pattern: Matrix) -> (value: Double, slope: Matrix) {
    let (rows, columns) = (pattern.rowCount, pattern.columnCount)
    var others = pattern
    for row in 0..<rows {
      let squares = pattern.row(row).map { $0 * $0 }
      let total = squares.reduce(0, +)
      for column in 0..<columns { others[row, column] = total - squares[column] }
    }
    if gamma != 0 {
      for column in 0..<columns {
        let mean = others.column(column).reduce(0, +) / Double(rows)
        for row in 0..<rows { others[row, column] -= gamma * mean }
      }
    }
    var value = 0.0
    for index in others.elements.indices {
      let loading = pattern.elements[index]
      value += loading * loading * others.elements[index]
      others.elements[index] *= loading
    }
    return (value / 4, others)
  }

  private func normalized(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for column in 0..<matrix.columnCount {
      let length = matrix.column(column).reduce(0) { $0 + $1 * $1 }.squareRoot()
      for row in 0..<matrix.rowCount { result[row, column] /= length }
    }
    return result
  }

  private func norm(_ matrix: Matrix) -> Double {
    matrix.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
