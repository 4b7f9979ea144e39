/// How far two groups lie apart, in standard deviations: what a difference is worth, whatever the
/// number of people and the unit.
///
/// Source: Cohen (1988), Statistical Power Analysis, section 2.2; Austin (2009), Balance
/// diagnostics for comparing the distribution of baseline covariates, equations 1 and 2.
public enum StandardisedDifference {
  /// Of two shares, (p - q) / √((p(1 - p) + q(1 - q)) / 2).
  ///
  /// - Parameters:
  ///   - first: p, 0...1.
  ///   - second: q, 0...1.
  /// - Returns: `nil` where both are 0 or 1 and differ; 0 where they are equal.
  public static func ofShares(_ first: Double, _ second: Double) -> Double? {
    ofMeans(
      first, variance: first * (1 - first), second, variance: second * (1 - second))
  }

  /// Of two means, (x - y) / √((s² + t²) / 2).
  ///
  /// - Parameters:
  ///   - first: x.
  ///   - variance: s², 0 or more.
  ///   - second: y.
  ///   - other: t², 0 or more.
  /// - Returns: `nil` where neither varies and they differ; 0 where they are equal.
  public static func ofMeans(
    _ first: Double, variance: Double, _ second: Double, variance other: Double
  ) -> Double? {
    guard first != second else { return 0 }
    let pooled = (variance + other) / 2
    return pooled > 0 ? (first - second) / pooled.squareRoot() : nil
  }
}
