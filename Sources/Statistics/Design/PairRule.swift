/// How two coded answers become two numbers, and whose answers count.
///
/// The numbers are whole points times a factor: a top box is 0 or 1 times 10. Sums of points are
/// whole numbers, exact in any order; the factor comes last.
public struct PairRule: Sendable, Equatable {
  /// The points of the 16 codes of the first column; `nil` is missing.
  public let first: [Int?]
  /// The points of the 16 codes of the second column; `nil` is missing.
  public let second: [Int?]
  /// What a point is worth.
  public let factor: Double
  /// Whether only rows that have both values count.
  public let isPaired: Bool

  /// The largest point.
  public static let largestPoint = 10

  /// - Parameters:
  ///   - first: 16 points of 0...10 by code; `nil` is missing.
  ///   - second: 16 points of 0...10 by code; `nil` is missing.
  ///   - factor: what a point is worth.
  ///   - isPaired: whether only rows that have both values count.
  public init(first: [Int?], second: [Int?], factor: Double, isPaired: Bool) {
    precondition(
      first.count == 16 && second.count == 16
        && (first + second).allSatisfy { $0.map { 0...PairRule.largestPoint ~= $0 } ?? true },
      "16 codes a column, points of 0...\(PairRule.largestPoint)")
    (self.first, self.second, self.factor, self.isPaired) = (first, second, factor, isPaired)
  }

  /// Whether every point is 0 or 1, so that the means are shares times the factor.
  var hasShares: Bool { (first + second).allSatisfy { 0...1 ~= $0 ?? 0 } }

  /// Base and point of either column for each pair of codes, `first code * 16 + second code`.
  var terms: [PairTerms] {
    (0..<256).map { index in
      let (left, right) = (first[index >> 4], second[index & 15])
      let counts = (
        left != nil && (!isPaired || right != nil), right != nil && (!isPaired || left != nil)
      )
      return PairTerms(
        firstBase: counts.0 ? 1 : 0, firstPoint: counts.0 ? Int64(left ?? 0) : 0,
        secondBase: counts.1 ? 1 : 0, secondPoint: counts.1 ? Int64(right ?? 0) : 0)
    }
  }
}

/// What one row adds to the sums: base and point of either column.
struct PairTerms: Sendable, Equatable {
  var firstBase: Int64
  var firstPoint: Int64
  var secondBase: Int64
  var secondPoint: Int64
}
