internal import NumericCore

/// Two yes-or-no answers of each of the same people: whether one has more of yes than the other.
///
/// Only the people who answered the two differently count.
///
/// ```text
/// χ² = (|b - c| - k)² / (b + c) with one degree of freedom
/// ```
///
/// k is 1 for the continuity correction and 0 without it, or where b = c.
///
/// Source: McNemar (1947), Note on the sampling error of the difference between correlated
/// proportions or percentages; Edwards (1948), Note on the correction for continuity.
public struct McNemarTest: Sendable, Equatable {
  /// The statistic, 0 or more.
  public let chiSquare: Double

  /// Takes the people who changed.
  ///
  /// - Parameters:
  ///   - onlyFirst: b, the people with yes to the first question alone, 0 or more.
  ///   - onlySecond: c, the people with yes to the second question alone, 0 or more; the test is
  ///     `nil` where b and c are 0.
  ///   - isCorrected: whether to correct for continuity, which makes the test a cautious one.
  public init?(onlyFirst: Int, onlySecond: Int, isCorrected: Bool = false) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "\(onlyFirst) and \(onlySecond) people")
    let (first, second) = (Double(onlyFirst), Double(onlySecond))
    guard first + second > 0 else { return nil }
    let distance = abs(first - second) - (isCorrected && onlyFirst != onlySecond ? 1 : 0)
    chiSquare = distance * distance / (first + second)
  }

  /// How often chance alone makes a difference as large, 0...1.
  public var p: Double { ChiSquare.upperTail(chiSquare, degreesOfFreedom: 1) }
}
