/// Whether two numbers of the same rows go up together, whatever their scale.
public enum RankCorrelation {
  /// Spearman's correlation: Pearson's of the ranks, equal numbers sharing the mean of theirs.
  ///
  /// - Parameters:
  ///   - first: numbers.
  ///   - second: as many.
  /// - Returns: -1...1; `nil` where either is constant, not a number, or has fewer than 2.
  ///
  /// Source: Spearman (1904), The proof and measurement of association between two things.
  public static func spearman(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "\(first.count) and \(second.count) numbers")
    guard let left = MidRanks(first)?.ranks, let right = MidRanks(second)?.ranks else { return nil }
    let mean = Double(first.count + 1) / 2
    // Ranks are whole halves, so these sums are exact.
    var (both, own, other) = (0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) {
      both += (x - mean) * (y - mean)
      own += (x - mean) * (x - mean)
      other += (y - mean) * (y - mean)
    }
    guard own > 0, other > 0 else { return nil }
    return max(-1, min(1, both / (own * other).squareRoot()))
  }
}
