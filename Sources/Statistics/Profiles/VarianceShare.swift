/// How much of a number's variance lies between groups of the rows.
public enum VarianceShare {
  /// Eta-squared, the correlation ratio, of weighted rows.
  ///
  /// ```text
  /// η² = Σ_g W_g (mean_g - mean)² / Σ_i w_i (x_i - mean)²
  /// ```
  ///
  /// It grows with the number of groups even where they are drawn by lot: by (g - 1)/(n - 1).
  ///
  /// - Parameters:
  ///   - values: x by row; `nil` is missing.
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none, which takes no part.
  ///   - groupCount: 1 or more.
  ///   - weights: w by row, 0 or more; `nil` for equal ones.
  /// - Returns: 0...1; `nil` where all values are equal or fewer than two groups have one.
  ///
  /// Source: Pearson (1905), On the general theory of skew correlation; Cohen (1988), Statistical
  /// Power Analysis, section 8.2.
  public static func etaSquared(
    _ values: [Double?], groups: [Int32], groupCount: Int, weights: [Double]?
  ) -> Double? {
    precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
    var groupWeights = [Double](repeating: 0, count: groupCount)
    var sums = groupWeights
    let pivot =
      values.indices.first { groups[$0] >= 0 && values[$0] != nil }
      .flatMap { values[$0] } ?? 0
    var square = 0.0
    for (row, group) in groups.enumerated() where group >= 0 {
      guard let value = values[row] else { continue }
      let weight = weights?[row] ?? 1
      groupWeights[Int(group)] += weight
      sums[Int(group)] += weight * (value - pivot)
      square += weight * (value - pivot) * (value - pivot)
    }
    let total = groupWeights.reduce(0, +)
    guard total > 0, groupWeights.count(where: { $0 > 0 }) > 1 else { return nil }
    let mean = sums.reduce(0, +) / total
    let whole = square - total * mean * mean
    guard whole > 1e-12 * max(square, .leastNormalMagnitude) else { return nil }
    let between = zip(sums, groupWeights).reduce(0) { sum, group in
      guard group.1 > 0 else { return sum }
      let deviation = group.0 / group.1 - mean
      return sum + group.1 * deviation * deviation
    }
    return min(1, between / whole)
  }
}
