import Statistics

/// Finds, within one row of one segmentation, which columns are significantly higher than which.
struct ColumnComparison {
  let comparison: TabulationPlan.Comparison

  /// A variance of rounding noise: such a difference is not tested.
  private static let noise = 1e-18

  /// Compares every pair of columns.
  ///
  /// - Parameters:
  ///   - values: by column; `nil` is not compared.
  ///   - p: the p-value of the difference of two columns, 0...1; `nil` where there is no test.
  /// - Returns: by column, then level: the columns that it is higher than, ascending.
  func higher(
    _ values: [Double?], p: (_ left: Int, _ right: Int) -> Double?
  ) -> [[[Int]]] {
    var higher = [[[Int]]](
      repeating: comparison.levels.map { _ in [] }, count: values.count)
    let compared = values.indices.filter { values[$0] != nil }
    let pairs = compared.flatMap { left in
      compared.filter { $0 > left }.map { (left: left, right: $0) }
    }
    for (pair, p) in zip(pairs, adjusted(pairs.map { p($0.left, $0.right) })) {
      guard let p, let left = values[pair.left], let right = values[pair.right] else { continue }
      let (upper, lower) = left > right ? (pair.left, pair.right) : (pair.right, pair.left)
      for (level, share) in comparison.levels.enumerated() where p <= 1 - share {
        higher[upper][level].append(lower)
      }
    }
    return higher.map { $0.map { $0.sorted() } }
  }

  /// The p-value of a difference in Student's t test.
  static func p(_ difference: Double, variance: Double, degreesOfFreedom: Int) -> Double? {
    guard variance > noise else { return nil }
    return DifferenceTest(
      difference: difference, variance: variance, degreesOfFreedom: Double(degreesOfFreedom)
    ).p
  }

  private func adjusted(_ values: [Double?]) -> [Double?] {
    comparison.adjustment == .holm ? AdjustedPValues.holm(values) : values
  }
}
