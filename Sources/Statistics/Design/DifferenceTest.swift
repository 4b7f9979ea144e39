internal import NumericCore

/// Student's t test of one difference in any design: whether it is 0.
///
/// Use it for two domains' means, importance against satisfaction, or any contrast whose variance
/// comes from one covariance matrix, so that what the two sides share is taken into account.
///
/// Source: Korn and Graubard (1999), Analysis of Health Surveys, section 3.4.
public struct DifferenceTest: Sendable, Equatable {
  /// The difference.
  public let difference: Double
  /// Its standard error, 0 or more.
  public let standardError: Double
  /// Those of the design.
  public let degreesOfFreedom: Double

  /// - Parameters:
  ///   - difference: what is tested against 0.
  ///   - variance: its design variance; a rounding error below 0 counts as 0.
  ///   - degreesOfFreedom: those of the design in the rows that take part.
  public init(difference: Double, variance: Double, degreesOfFreedom: Double) {
    self.difference = difference
    standardError = max(0, variance).squareRoot()
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The difference in standard errors; `nil` where it has none.
  public var t: Double? { standardError > 0 ? difference / standardError : nil }

  /// How often chance alone makes a difference as large, 0...1; `nil` where nothing can be said:
  /// no standard error, or no degree of freedom.
  public var p: Double? {
    guard let t, degreesOfFreedom > 0 else { return nil }
    return min(1, 2 * StudentT.upperTail(abs(t), degreesOfFreedom: degreesOfFreedom))
  }

  /// How often chance alone makes a difference as high where there is none above 0, 0...1: the
  /// p-value of "it is above 0". Without a standard error the sign decides; 1 without a degree of
  /// freedom.
  public var upperP: Double {
    guard degreesOfFreedom > 0 else { return 1 }
    guard let t else { return difference > 0 ? 0 : 1 }
    return StudentT.upperTail(t, degreesOfFreedom: degreesOfFreedom)
  }

  /// The interval of the difference.
  ///
  /// - Parameter level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: its bounds; `nil` without a degree of freedom.
  public func interval(level: Double = 0.95) -> (low: Double, high: Double)? {
    guard degreesOfFreedom > 0 else { return nil }
    let t = StudentT.upperQuantile((1 - level) / 2, degreesOfFreedom: degreesOfFreedom)
    return (difference - t * standardError, difference + t * standardError)
  }
}
