extension RankCorrelation {
  /// Kendall's tau-b: by how many more pairs agree in order than disagree, ties allowed for.
  ///
  /// ```text
  /// (C - D) / √((P - T1) (P - T2))      P = n (n - 1) / 2, T the pairs that are tied
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
    var (excess, own, other) = (0, 0, 0)
    for row in first.indices {
      for earlier in 0..<row {
        let left = sign(first[row], first[earlier])
        let right = sign(second[row], second[earlier])
        excess += left * right
        own += left * left
        other += right * right
      }
    }
    guard own > 0, other > 0 else { return nil }
    return Double(excess) / (Double(own) * Double(other)).squareRoot()
  }

  private static func sign(_ left: Double, _ right: Double) -> Int {
    left > right ? 1 : left < right ? -1 : 0
  }
}
