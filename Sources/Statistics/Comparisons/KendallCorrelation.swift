extension RankCorrelation {
  /// Kendall's tau-b: by how much pairs in the same order outnumber those in opposite orders.
  ///
  /// ```text
  /// τ = (C - D) / √((N - T1) (N - T2))      N = n (n - 1) / 2, T the pairs tied in either
  /// ```
  ///
  /// - Parameters:
  ///   - first: numbers.
  ///   - second: as many.
  /// - Returns: -1...1; `nil` where either is constant, not a number, or has fewer than 2.
  /// - Complexity: O(n²).
  ///
  /// Source: Kendall (1945), The treatment of ties in ranking problems.
  public static func kendall(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "\(first.count) and \(second.count) numbers")
    guard !(first + second).contains(where: \.isNaN) else { return nil }
    var (sum, left, right) = (0, 0, 0)
    for row in first.indices {
      for other in 0..<row {
        let one = order(first[row], first[other])
        let two = order(second[row], second[other])
        sum += one * two
        left += one * one
        right += two * two
      }
    }
    guard left > 0, right > 0 else { return nil }
    return Double(sum) / (Double(left) * Double(right)).squareRoot()
  }

  private static func order(_ one: Double, _ other: Double) -> Int {
    one > other ? 1 : one < other ? -1 : 0
  }
}
