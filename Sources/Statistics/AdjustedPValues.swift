/// The p-values of a family of tests, adjusted for their number: one that is at or below the
/// wished rate is a finding.
///
/// A missing p-value (a test that could not be done) stays missing and does not count.
public enum AdjustedPValues {
  /// Adjusted for the false discovery rate: of what is found, at most the wished share is false
  /// on average. Use it to screen many outcomes.
  ///
  /// - Parameter values: p-values, 0...1.
  /// - Returns: the adjusted values in the same order, 0...1.
  ///
  /// Source: Benjamini and Hochberg (1995), Controlling the false discovery rate.
  public static func benjaminiHochberg(_ values: [Double?]) -> [Double?] {
    adjusted(values) { sorted in
      var least = 1.0
      return sorted.indices.reversed().map { rank in
        least = min(least, Double(sorted.count) / Double(rank + 1) * sorted[rank])
        return least
      }.reversed()
    }
  }

  /// Adjusted for the rate of any false finding at all. Use it when a single claim matters.
  ///
  /// - Parameter values: p-values, 0...1.
  /// - Returns: the adjusted values in the same order, 0...1.
  ///
  /// Source: Holm (1979), A simple sequentially rejective multiple test procedure.
  public static func holm(_ values: [Double?]) -> [Double?] {
    adjusted(values) { sorted in
      var largest = 0.0
      return sorted.indices.map { rank in
        largest = max(largest, min(1, sorted[rank] * Double(sorted.count - rank)))
        return largest
      }
    }
  }

  // MARK: - Steps

  /// Adjusts the values that are there, which `adjust` gets in ascending order.
  private static func adjusted(
    _ values: [Double?], _ adjust: ([Double]) -> [Double]
  ) -> [Double?] {
    let present = values.enumerated().compactMap { place, value in value.map { (place, $0) } }
    precondition(present.allSatisfy { (0...1).contains($0.1) }, "p-values lie in 0...1")
    let sorted = present.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    var result = [Double?](repeating: nil, count: values.count)
    for ((place, _), value) in zip(sorted, adjust(sorted.map(\.1))) { result[place] = value }
    return result
  }
}
