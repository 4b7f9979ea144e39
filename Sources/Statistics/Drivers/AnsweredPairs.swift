internal import NumericCore

/// Weighted correlations of incomplete columns, each of the rows that answer both, and the
/// influence of every row on them.
///
/// ```text
/// r_kl = cov_kl / (s_kl s_lk),  influence of a row:  w/W_kl (z_k z_l - r_kl/2 (z_k² + z_l²))
/// ```
///
/// with mean and deviation s_kl of column k among the rows that answer k and l, W_kl their weight.
/// The influence of a row on any sum Σ C_kl r_kl is then a form of its answers x, their squares and
/// which of them there are (a), so that products of matrices give it for all rows at once.
struct AnsweredPairs: Sendable {
  /// The correlation `[q x q]`: 1 on the diagonal; 0 where one of the two does not vary.
  let correlation: Matrix
  /// By pair, the number of rows with both answers `[q x q]`.
  let counts: Matrix
  /// By pair, Kish's effective number of them `[q x q]`; 0 without any.
  let effectiveCounts: Matrix

  private let weights: [Double]
  private let isComplete: Bool
  /// By column, then row: answers about their mean in standard deviations; not a number is missing.
  private let columns: [[Double]]
  /// W, means and variances of the row's column among those who answer the column's.
  private let pairWeights: Matrix
  private let means: Matrix
  private let variances: Matrix

  /// The rows of a block: small enough for a processor's cache.
  private static let blockSize = 512
  /// A variance under this share of the column's own is none.
  private static let leastVariance = 1e-9

  /// - Parameters:
  ///   - columns: by column, then row; not a number is missing. Each has an answer.
  ///   - weights: by row, above 0.
  init(_ columns: [[Double]], weights: [Double]) {
    self.weights = weights
    isComplete = columns.allSatisfy { column in !column.contains(where: \.isNaN) }
    self.columns = columns.map { AnsweredPairs.standardised($0, weights) }
    var sums = PairTotals(width: columns.count)
    for rows in AnsweredPairs.blocks(of: weights.count) {
      sums.add(AnsweredPairs.block(self.columns, rows), weights: Array(weights[rows]))
    }
    (counts, effectiveCounts) = (sums.counts, sums.effectiveCounts)
    pairWeights = sums.weights
    (means, variances) = sums.moments
    correlation = sums.correlation(means, variances, least: AnsweredPairs.leastVariance)
  }

  /// The influence of each row on sums of correlations.
  ///
  /// - Parameter slopes: by sum, C `[q x q]`, symmetric: what each ordered pair's r_kl counts.
  /// - Returns: by sum, then row, the weight times the influence.
  func influences(of slopes: [Matrix]) -> [[Double]] {
    let forms = slopes.map(form)
    var result = forms.map { _ in [Double]() }
    for rows in AnsweredPairs.blocks(of: weights.count) {
      let block = AnsweredPairs.block(columns, rows)
      let answers = block.selecting(
        rows: Array(0..<rows.count), columns: Array(0..<columns.count))
      let own = weights[rows]
      for (place, form) in forms.enumerated() {
        let sums = isComplete ? complete(form, answers) : incomplete(form, answers, block)
        result[place] += zip(own, sums).map { $0 * $1 }
      }
    }
    return result
  }

  // MARK: - Steps

  private static func blocks(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: blockSize).map { $0..<min(count, $0 + blockSize) }
  }

  /// Some rows' answers, 0 where there is none, their squares, and 1 for an answer, side by side.
  private static func block(_ columns: [[Double]], _ rows: Range<Int>) -> Matrix {
    let width = columns.count
    var result = Matrix(rowCount: rows.count, columnCount: 3 * width)
    for (column, values) in columns.enumerated() {
      for (place, row) in rows.enumerated() where !values[row].isNaN {
        let start = 3 * place * width + column
        result.elements[start] = values[row]
        result.elements[start + width] = values[row] * values[row]
        result.elements[start + 2 * width] = 1
      }
    }
    return result
  }

  /// The form of rows that answer everything.
  private func complete(_ form: Form, _ answers: Matrix) -> [Double] {
    let (products, width) = (Matrix.product(answers, form.squares).elements, answers.columnCount)
    return (0..<answers.rowCount).map { row in
      var sum = form.total
      for column in 0..<width {
        let value = answers.elements[row * width + column]
        sum += value * (products[row * width + column] + form.onAnswers[column])
        sum += value * value * form.onSquares[column]
      }
      return sum
    }
  }

  private func incomplete(_ form: Form, _ answers: Matrix, _ block: Matrix) -> [Double] {
    let (products, width) = (Matrix.product(answers, form.squares).elements, answers.columnCount)
    let others = Matrix.product(block, form.others).elements
    return (0..<answers.rowCount).map { row in
      var sum = 0.0
      for column in 0..<width {
        let (cell, mark) = (row * width + column, (3 * row + 2) * width + column)
        sum += answers.elements[cell] * products[cell] + block.elements[mark] * others[cell]
      }
      return sum
    }
  }

  /// What a row's influence is made of.
  private struct Form {
    /// On products of answers.
    var squares: Matrix
    /// On answers, squares and marks `[3q x q]`, times the marks.
    var others: Matrix
    /// The same of rows that answer everything.
    var (onAnswers, onSquares): ([Double], [Double])
    var total: Double
  }

  private func form(_ slopes: Matrix) -> Form {
    let width = slopes.rowCount
    var squares = Matrix(rowCount: width, columnCount: width)
    var others = Matrix(rowCount: 3 * width, columnCount: width)
    for row in 0..<width {
      for column in 0..<width where row != column {
        let (own, other) = (variances[row, column], variances[column, row])
        guard min(own, other) > AnsweredPairs.leastVariance else { continue }
        let slope = slopes[row, column] / pairWeights[row, column]
        let product = slope / (own * other).squareRoot()
        let square = slope * correlation[row, column] / own
        let (mean, otherMean) = (means[row, column], means[column, row])
        squares[row, column] = product
        others[row, column] = 2 * (square * mean - product * otherMean)
        others[width + row, column] = -square
        others[2 * width + row, column] = product * mean * otherMean - square * mean * mean
      }
    }
    func sums(_ start: Int) -> [Double] {
      (start..<start + width).map { others.row($0).reduce(0, +) }
    }
    return Form(
      squares: squares, others: others, onAnswers: sums(0), onSquares: sums(width),
      total: sums(2 * width).reduce(0, +))
  }

  /// Answers about their mean in standard deviations, so that squares lose no digits.
  private static func standardised(_ values: [Double], _ weights: [Double]) -> [Double] {
    var (base, sum) = (0.0, 0.0)
    let pivot = values.first { !$0.isNaN } ?? 0
    for (value, weight) in zip(values, weights) where !value.isNaN {
      base += weight
      sum += weight * (value - pivot)
    }
    let mean = base > 0 ? sum / base : 0
    var square = 0.0
    for (value, weight) in zip(values, weights) where !value.isNaN {
      square += weight * (value - pivot - mean) * (value - pivot - mean)
    }
    let deviation = base > 0 ? (square / base).squareRoot() : 0
    return values.map { ($0 - pivot - mean) / (deviation > 0 ? deviation : 1) }
  }
}

/// Sums over the rows that answer both columns of each pair.
private struct PairTotals {
  private let width: Int
  private(set) var weights: Matrix
  private(set) var counts: Matrix
  private var squaredWeights: Matrix
  /// Of answers, their squares and their products.
  private var (sums, squares, products): (Matrix, Matrix, Matrix)

  init(width: Int) {
    self.width = width
    let zero = Matrix(rowCount: width, columnCount: width)
    (weights, counts, squaredWeights) = (zero, zero, zero)
    (sums, squares, products) = (zero, zero, zero)
  }

  /// Adds a block `[rows x 3 width]` of answers, squares and marks.
  mutating func add(_ block: Matrix, weights own: [Double]) {
    let all = Array(0..<block.rowCount)
    let marks = block.selecting(rows: all, columns: Array(2 * width..<3 * width))
    let answers = block.selecting(rows: all, columns: Array(0..<width))
    var weighted = block
    for row in all {
      for column in 0..<3 * width { weighted[row, column] *= own[row] }
    }
    // One product gives the sums of answers, squares and weights by who answers the other column.
    let byMark = Matrix.product(weighted, marks, transposeLeft: true)
    func part(_ number: Int) -> Matrix {
      byMark.selecting(
        rows: Array(number * width..<(number + 1) * width), columns: Array(0..<width))
    }
    sums.add(part(0))
    squares.add(part(1))
    weights.add(part(2))
    products.add(
      Matrix.product(
        weighted.selecting(rows: all, columns: Array(0..<width)), answers, transposeLeft: true))
    let heavy = weighted.selecting(rows: all, columns: Array(2 * width..<3 * width))
    squaredWeights.add(Matrix.product(heavy, heavy, transposeLeft: true))
    counts.add(marks.crossProduct())
  }

  var effectiveCounts: Matrix {
    Matrix(
      rowCount: width, columnCount: width,
      elements: zip(weights.elements, squaredWeights.elements).map { $1 > 0 ? $0 * $0 / $1 : 0 })
  }

  /// The mean and variance of a row's column among those who answer a column's.
  var moments: (means: Matrix, variances: Matrix) {
    var (means, variances) = (weights, weights)
    for cell in weights.elements.indices {
      let weight = weights.elements[cell]
      let mean = weight > 0 ? sums.elements[cell] / weight : 0
      means.elements[cell] = mean
      variances.elements[cell] =
        weight > 0 ? max(0, squares.elements[cell] / weight - mean * mean) : 0
    }
    return (means, variances)
  }

  func correlation(_ means: Matrix, _ variances: Matrix, least: Double) -> Matrix {
    var result = Matrix.identity(width)
    for row in 0..<width {
      for column in 0..<row {
        let (own, other) = (variances[row, column], variances[column, row])
        guard min(own, other) > least else { continue }
        let product = products[row, column] / weights[row, column]
        let value =
          (product - means[row, column] * means[column, row]) / (own * other).squareRoot()
        result[row, column] = min(1, max(-1, value))
        result[column, row] = result[row, column]
      }
    }
    return result
  }
}

extension Matrix {
  /// Adds another matrix of the same shape.
  fileprivate mutating func add(_ other: Matrix) {
    for cell in elements.indices { elements[cell] += other.elements[cell] }
  }
}
