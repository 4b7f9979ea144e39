public import NumericCore

/// Weighted sums and cross products of rows that belong to groups.
///
/// Use it wherever a discriminant is wanted of many subsets of the same rows and columns: the sums
/// of two sets of rows add up, and those of a fold can be taken away again, so cross-validation
/// needs one pass over the rows whatever is tried afterwards.
///
/// Cells are held as differences from an origin near their means, so that the second moments lose
/// no digits.
public struct LabelledSums: Sendable, Equatable {
  /// What was taken from each cell, p numbers.
  public let origin: [Double]
  /// The summed weight of each group.
  public private(set) var weights: [Double]
  /// The weighted sums of each group, less the origin, `[g x p]`.
  public private(set) var sums: Matrix
  /// The weighted cross products of all rows, less the origin, `[p x p]`.
  public private(set) var products: Matrix

  /// The number of groups g.
  public var groupCount: Int { weights.count }
  /// The sum of all weights.
  public var totalWeight: Double { weights.reduce(0, +) }
  /// The degrees of freedom within the groups: the sum of the weights less the groups that have
  /// some.
  public var degreesOfFreedom: Double {
    totalWeight - Double(weights.count { $0 > 0 })
  }

  /// Sums over rows.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - chosen: which rows, in the order in which they are added.
  ///   - labels: the group of each of the n rows, 0 ..< g.
  ///   - groupCount: g.
  ///   - weights: of each of the n rows, or `nil` for 1 each.
  ///   - origin: p numbers, near the columns' means.
  /// - Complexity: O(n p²), by BLAS `dsyrk`.
  public init(
    _ rows: Matrix, chosen: [Int], labels: [Int], groupCount: Int, weights: [Double]? = nil,
    origin: [Double]
  ) {
    precondition(
      labels.count == rows.rowCount && origin.count == rows.columnCount,
      "\(labels.count) labels, \(origin.count) columns of origin")
    self.origin = origin
    self.weights = [Double](repeating: 0, count: groupCount)
    sums = Matrix(rowCount: groupCount, columnCount: rows.columnCount)
    var scaled = Matrix(rowCount: chosen.count, columnCount: rows.columnCount)
    for (place, row) in chosen.enumerated() {
      let weight = weights?[row] ?? 1
      let root = weight.squareRoot()
      self.weights[labels[row]] += weight
      for column in origin.indices {
        let value = rows[row, column] - origin[column]
        sums[labels[row], column] += weight * value
        scaled[place, column] = root * value
      }
    }
    products = scaled.crossProduct()
  }

  /// The sums of two sets of rows with the same origin.
  public static func + (left: LabelledSums, right: LabelledSums) -> LabelledSums {
    left.adding(right, sign: 1)
  }

  /// The sums of a set of rows without some of them.
  public static func - (left: LabelledSums, right: LabelledSums) -> LabelledSums {
    left.adding(right, sign: -1)
  }

  private func adding(_ other: LabelledSums, sign: Double) -> LabelledSums {
    precondition(origin == other.origin && groupCount == other.groupCount, "sums of other columns")
    var result = self
    for group in weights.indices { result.weights[group] += sign * other.weights[group] }
    for place in sums.elements.indices {
      result.sums.elements[place] += sign * other.sums.elements[place]
    }
    for place in products.elements.indices {
      result.products.elements[place] += sign * other.products.elements[place]
    }
    // What rounding leaves of a group whose rows were all taken away is nobody.
    for group in weights.indices where result.weights[group] < 1e-9 * max(1, weights[group]) {
      result.weights[group] = 0
    }
    return result
  }

  /// The means of the groups in some columns, `[g x q]`; of a group without weight the origin.
  public func means(_ columns: [Int]) -> Matrix {
    var result = Matrix(rowCount: groupCount, columnCount: columns.count)
    for group in 0..<groupCount {
      for (place, column) in columns.enumerated() {
        let mean = weights[group] > 0 ? sums[group, column] / weights[group] : 0
        result[group, place] = origin[column] + mean
      }
    }
    return result
  }

  /// Sums of squares and products about the means of the groups, `[q x q]`.
  public func within(_ columns: [Int]) -> Matrix {
    centered(columns) { left, right in
      weights.indices.reduce(0) { sum, group in
        weights[group] > 0
          ? sum + sums[group, left] * sums[group, right] / weights[group] : sum
      }
    }
  }

  /// Sums of squares and products about the mean of all rows, `[q x q]`.
  public func total(_ columns: [Int]) -> Matrix {
    let all = origin.indices.map { column in
      weights.indices.reduce(0) { $0 + sums[$1, column] }
    }
    let weight = totalWeight
    return centered(columns) { all[$0] * all[$1] / weight }
  }

  private func centered(_ columns: [Int], _ correction: (Int, Int) -> Double) -> Matrix {
    var result = Matrix(rowCount: columns.count, columnCount: columns.count)
    for (place, column) in columns.enumerated() {
      for (otherPlace, other) in columns[...place].enumerated() {
        result[place, otherPlace] = products[column, other] - correction(column, other)
        result[otherPlace, place] = result[place, otherPlace]
      }
    }
    return result
  }

  /// The discriminant of some columns, with the groups' shares of the weight.
  ///
  /// - Parameters:
  ///   - columns: q columns.
  ///   - isSteady: draws the covariance towards one correlation (`steadyCovariance`).
  /// - Returns: coefficients `[g x q]` and constants; a group without weight is never assigned.
  /// - Throws: `NumericError.notPositiveDefinite`.
  /// - Complexity: O(q³ + g q²).
  public func discriminant(
    _ columns: [Int], isSteady: Bool = false
  ) throws(NumericError) -> LinearDiscriminant {
    let weight = totalWeight
    let covariance = isSteady ? steadyCovariance(columns).covariance : covariance(columns)
    return LinearDiscriminant(
      means: means(columns), factor: try Cholesky(of: covariance),
      shares: weights.map { $0 / weight })
  }

  /// The covariance within the groups, `[q x q]`, divisor the degrees of freedom.
  func covariance(_ columns: [Int]) -> Matrix {
    var covariance = within(columns)
    let degrees = degreesOfFreedom
    for place in covariance.elements.indices { covariance.elements[place] /= degrees }
    return covariance
  }
}
