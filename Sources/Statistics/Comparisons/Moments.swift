/// The count, mean, spread and shape of numbers, to nearly all the digits of a `Double` even where
/// the numbers differ in their last digits only.
///
/// ```text
/// c  = x1 + Σ (x - x1) / n                 the first value is a pivot: equal values stay equal
/// o  = Σ (x - c) / n                       what rounding took from c; the mean is c + o
/// SS = Σ (x - c)² - (Σ (x - c))² / n       the corrected sum of squares
/// ```
///
/// All sums are compensated.
///
/// Source: Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance.
public struct Moments: Sendable, Equatable {
  /// How many numbers there are, 1 or more.
  public let count: Int
  /// The sum of squared distances from the mean, 0 or more; exactly 0 where all are equal.
  public let sumOfSquares: Double
  /// The mean, rounded.
  private let center: Double
  /// What is to be added to `center`.
  private let offset: Double
  /// Σ z³ with z the distance from the mean over √sumOfSquares; 0 without spread.
  private let thirdSum: Double
  /// Σ z⁴; 0 without spread.
  private let fourthSum: Double

  /// Takes the moments of numbers.
  ///
  /// - Parameter values: the numbers; `nil` where there are none, or where one of them or the sum
  ///   of squares is not finite.
  public init?(_ values: [Double]) {
    guard let first = values.first else { return nil }
    let count = Double(values.count)
    let center = first + values.compensatedSum { $0 - first } / count
    let rest = values.compensatedSum { $0 - center }
    let squares = values.compensatedSum { ($0 - center) * ($0 - center) }
    guard squares.isFinite else { return nil }
    let sumOfSquares = max(0, squares - rest * rest / count)
    let (offset, length) = (rest / count, sumOfSquares.squareRoot())
    func sum(_ power: (Double) -> Double) -> Double {
      length > 0 ? values.compensatedSum { power((($0 - center) - offset) / length) } : 0
    }
    thirdSum = sum { $0 * $0 * $0 }
    fourthSum = sum { ($0 * $0) * ($0 * $0) }
    (self.count, self.center, self.offset) = (values.count, center, offset)
    self.sumOfSquares = sumOfSquares
  }

  /// The mean.
  public var mean: Double { center + offset }

  /// The variance with n - 1; `nil` for one number.
  public var variance: Double? { count > 1 ? sumOfSquares / Double(count - 1) : nil }

  /// The standard deviation with n - 1; `nil` for one number.
  public var standardDeviation: Double? { variance?.squareRoot() }

  /// The standard error of the mean of people drawn one by one; `nil` for one number.
  public var standardError: Double? { standardDeviation.map { $0 / Double(count).squareRoot() } }

  /// The skewness g1, 0 for symmetric numbers; `nil` without spread.
  ///
  /// Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis.
  public var skewness: Double? {
    sumOfSquares > 0 ? thirdSum * Double(count).squareRoot() : nil
  }

  /// The skewness G1, without the bias of g1 in normal samples; `nil` without spread or for fewer
  /// than 3 numbers.
  public var adjustedSkewness: Double? {
    guard let skewness, count > 2 else { return nil }
    let n = Double(count)
    return skewness * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// The excess kurtosis g2, 0 for a normal distribution; `nil` without spread.
  public var excessKurtosis: Double? { sumOfSquares > 0 ? fourthSum * Double(count) - 3 : nil }

  /// The excess kurtosis G2, without the bias of g2 in normal samples; `nil` without spread or for
  /// fewer than 4 numbers.
  public var adjustedExcessKurtosis: Double? {
    guard let excessKurtosis, count > 3 else { return nil }
    let n = Double(count)
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excessKurtosis + 6)
  }

  /// The correlation of each number with the one before it.
  ///
  /// ```text
  /// Σ (x_i - m)(x_i+1 - m) / Σ (x_i - m)²
  /// ```
  ///
  /// - Parameter values: the numbers in their order.
  /// - Returns: -1...1; `nil` where all are equal, or the moments are `nil`.
  ///
  /// Source: Box and Jenkins (1976), Time Series Analysis, chapter 2.
  public static func lagOneAutocorrelation(_ values: [Double]) -> Double? {
    guard let moments = Moments(values), moments.sumOfSquares > 0 else { return nil }
    let products = zip(values, values.dropFirst()).compensatedSum {
      moments.distance(of: $0.0) * moments.distance(of: $0.1)
    }
    return products / moments.sumOfSquares
  }

  // MARK: - Distances

  /// A number's distance from the mean.
  func distance(of value: Double) -> Double { (value - center) - offset }

  /// The mean's distance from another mean, also where both have the same leading digits.
  func distance(from other: Moments) -> Double {
    (center - other.center) + (offset - other.offset)
  }
}

extension Moments {
  /// Σ w (m - M)² with M = Σ w m / Σ w: the groups' means about their weighted mean.
  ///
  /// All are taken from the mean of the heaviest group, which keeps the digits of a weighted mean
  /// that lies near it.
  ///
  /// - Parameters:
  ///   - groups: the groups, 1 or more.
  ///   - weights: the weight of each, above 0.
  /// - Returns: 0 or more; exactly 0 where all means are equal.
  static func sumOfSquares(between groups: [Moments], weights: [Double]) -> Double {
    let heaviest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
    let pairs = zip(groups.map { $0.distance(from: groups[heaviest]) }, weights)
    let total = weights.compensatedSum { $0 }
    let center = pairs.compensatedSum { mean, weight in weight * mean } / total
    let rest = pairs.compensatedSum { mean, weight in weight * (mean - center) }
    let squares = pairs.compensatedSum { mean, weight in
      weight * (mean - center) * (mean - center)
    }
    return max(0, squares - rest * rest / total)
  }
}
