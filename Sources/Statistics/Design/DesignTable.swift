public import NumericCore

/// A table of one coded answer by groups of the same rows, in a sample of any design: its weights,
/// and their design covariance.
///
/// The share of an answer in a group, a top box, a mean, and the difference of any of them between
/// groups are functions of the cells' weights N. Their influence is linear in the cells, so that
/// one covariance matrix C of the weights gives all variances:
///
/// ```text
/// mean_g = Σ_a y_a N_ag / N_g          cov(mean_g, mean_h) = Σ_ab d_ag C_ag,bh d_bh
/// d_ag = (y_a - mean_g) / N_g
/// ```
///
/// All sums over rows are of whole numbers: nothing depends on the order of the rows. After
/// calibration C is that of the residuals on the margins. Where the sample has replicate weights,
/// shares and means are made with each of them instead.
///
/// Source: as for `SamplingDesign` and `MarginProjection`.
public struct DesignTable: Sendable {
  /// r, the number of answers.
  public let answerCount: Int
  /// c, the number of groups.
  public let groupCount: Int
  /// Rows of positive weight by cell, answer after answer.
  public let counts: [Int]
  /// Σ w by cell, in the weights' own unit.
  public let weights: [Int64]
  /// Σ w² by cell.
  public let squares: [Int128]
  /// The design covariance of the cells' weights, `[rc x rc]`.
  public let covariance: Matrix
  /// The degrees of freedom in each union of groups, among the rows of the table.
  public let degrees: DomainDegrees
  /// The cells in each replicate; `nil` without replicate weights.
  let replicates: CellReplicates?

  /// Tabulates rows.
  ///
  /// - Parameters:
  ///   - cells: by row, `answer * groupCount + group`; below 0 for a row outside the table, which
  ///     stays in the design.
  ///   - answerCount: r, at least 1.
  ///   - groupCount: c, at least 1.
  ///   - sample: design, weights and calibration of the rows.
  /// - Complexity: O(n + units (rc)²).
  public init(cells: [Int32], answerCount: Int, groupCount: Int, sample: Sample) {
    let cellCount = answerCount * groupCount
    precondition(
      cells.count == sample.design.rowCount && cells.allSatisfy { Int($0) < cellCount },
      "\(cells.count) rows in \(answerCount) x \(groupCount) cells")
    (self.answerCount, self.groupCount) = (answerCount, groupCount)
    var counts = [Int](repeating: 0, count: cellCount)
    for (row, cell) in cells.enumerated() where cell >= 0 && sample.weights?[row] != 0 {
      counts[Int(cell)] += 1
    }
    self.counts = counts
    let all = CellSums(
      cells: cells, cellCount: cellCount, classes: [Int32](repeating: 0, count: cells.count),
      classCount: 1, weights: sample.weights, keepsSquares: true)
    (weights, squares) = (all.weights, all.squares)
    replicates = sample.replicates.map {
      CellReplicates(cells: cells, cellCount: cellCount, replicates: $0)
    }
    covariance =
      replicates?.covariance(estimates: all.weights.map { Double($0) }) { $0 }
      ?? DesignTable.covariance(cells, cellCount, sample)
    degrees = DomainDegrees(
      groups: cells.map { $0 < 0 ? -1 : $0 % Int32(groupCount) }, groupCount: groupCount,
      sample: sample)
  }

  /// Rows of positive weight in a group.
  public func count(of group: Int) -> Int {
    (0..<answerCount).reduce(0) { $0 + counts[$1 * groupCount + group] }
  }

  /// Σ w in a group, in the weights' own unit.
  public func weight(of group: Int) -> Int64 {
    (0..<answerCount).reduce(0) { $0 + weights[$1 * groupCount + group] }
  }

  /// Kish's effective number of rows in a group; 0 without weight.
  public func effectiveCount(of group: Int) -> Double {
    let square = (0..<answerCount).reduce(Int128(0)) { $0 + squares[$1 * groupCount + group] }
    let weight = Double(weight(of: group))
    return square > 0 ? weight * weight / Double(square) : 0
  }

  /// The means of each group.
  public struct Means: Sendable, Equatable {
    /// By group; `nil` without weight.
    public let values: [Double?]
    /// Their design covariance `[c x c]`.
    public let covariance: Matrix

    /// The design variance of the difference of two groups' means.
    ///
    /// - Parameters:
    ///   - left: one group.
    ///   - right: the other group.
    /// - Returns: the variance; rounding may leave it below 0.
    public func variance(_ left: Int, less right: Int) -> Double {
      covariance[left, left] + covariance[right, right] - covariance[left, right]
        - covariance[right, left]
    }
  }

  /// The means of whole points by group.
  ///
  /// - Parameter points: what each answer is worth, r of them; 0 and 1 make shares.
  /// - Returns: the means and their covariance.
  public func means(_ points: [Int]) -> Means {
    precondition(points.count == answerCount, "\(points.count) points, \(answerCount) answers")
    let values = (0..<groupCount).map { mean(points, of: $0) }
    if let replicates {
      let covariance = replicates.covariance(estimates: values.map { $0 ?? .nan }) { weights in
        means(points, weights)
      }
      return Means(values: values, covariance: covariance)
    }
    return Means(values: values, covariance: linearCovariance(points, values))
  }

  /// The covariance of the means through that of the cells' weights.
  private func linearCovariance(_ points: [Int], _ values: [Double?]) -> Matrix {
    var slopes = [Double](repeating: 0, count: answerCount * groupCount)
    for (group, value) in values.enumerated() {
      guard let value else { continue }
      let weight = Double(weight(of: group))
      for answer in 0..<answerCount {
        slopes[answer * groupCount + group] = (Double(points[answer]) - value) / weight
      }
    }
    var result = Matrix(rowCount: groupCount, columnCount: groupCount)
    for left in 0..<groupCount {
      for right in 0...left {
        let value = covariance(slopes, left, right)
        (result[left, right], result[right, left]) = (value, value)
      }
    }
    return result
  }

  // MARK: - Steps

  private static func covariance(
    _ cells: [Int32], _ cellCount: Int, _ sample: Sample
  ) -> Matrix {
    let fits = fits(cells, cellCount, sample)
    var matrix = Matrix(rowCount: cellCount, columnCount: cellCount)
    for classes in sample.classes {
      let sums = CellSums(
        cells: cells, cellCount: cellCount, classes: classes.classOfRow,
        classCount: classes.classCount, weights: sample.weights,
        keepsSquares: classes.hasRowUnits)
      let part = CellCovariance(classes: classes, sums: sums, fits: fits).matrix()
      for index in matrix.elements.indices { matrix.elements[index] += part.elements[index] }
    }
    return matrix
  }

  /// By margin cell, then cell: what the margins explain of the cell's indicator.
  private static func fits(
    _ cells: [Int32], _ cellCount: Int, _ sample: Sample
  ) -> [[Double]]? {
    guard let calibration = sample.calibration, let projection = sample.projection else {
      return nil
    }
    let margins = calibration.cells
    let sums = CellSums(
      cells: cells, cellCount: cellCount, classes: margins.cellOfRow,
      classCount: margins.cellCount, weights: calibration.weightsBefore, keepsSquares: false)
    let byClass = (0..<margins.cellCount).map { sums.weights(in: $0) }
    let byCell = (0..<cellCount).map { cell in projection.fitted(byClass.map { $0[cell] }) }
    return (0..<margins.cellCount).map { margin in byCell.map { $0[margin] } }
  }

  private func mean(_ points: [Int], of group: Int) -> Double? {
    let weight = weight(of: group)
    guard weight > 0 else { return nil }
    let sum = (0..<answerCount).reduce(Int128(0)) {
      $0 + Int128(points[$1]) * Int128(weights[$1 * groupCount + group])
    }
    return Double(sum) / Double(weight)
  }

  /// The means of each group under other weights of the cells; NaN without weight.
  private func means(_ points: [Int], _ weights: [Double]) -> [Double] {
    (0..<groupCount).map { group in
      let cells = (0..<answerCount).map { $0 * groupCount + group }
      let sum = zip(points, cells).reduce(0) { $0 + Double($1.0) * weights[$1.1] }
      return sum / cells.reduce(0) { $0 + weights[$1] }
    }
  }

  private func covariance(_ slopes: [Double], _ left: Int, _ right: Int) -> Double {
    var sum = 0.0
    for first in stride(from: left, to: slopes.count, by: groupCount) where slopes[first] != 0 {
      for second in stride(from: right, to: slopes.count, by: groupCount) {
        sum += slopes[first] * covariance[first, second] * slopes[second]
      }
    }
    return sum
  }
}
