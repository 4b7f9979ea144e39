public import NumericCore

/// The means of a number in several domains of the same rows, with their design covariance.
///
/// Use it for numbers of any size; for answers of a few kinds `DesignTable` holds exact sums. Sums
/// run in the order of the rows: give them in one that does not hang on the file, see
/// `Sample.reordered`.
///
/// Source: as for `LinearEstimate`.
public struct DesignMeans: Sendable, Equatable {
  /// One domain.
  public struct Domain: Sendable, Equatable {
    /// Rows of positive weight with a number.
    public var count: Int
    /// Kish's effective number of them.
    public var effectiveCount: Double
    /// The weighted mean, in the number's own unit.
    public var mean: Double
    /// Those of the design among them.
    public var degreesOfFreedom: Int
  }

  /// By domain; `nil` without a number of weight.
  public let domains: [Domain?]
  /// The covariance of the means `[D x D]`; 0 where there is none.
  public let covariance: Matrix

  /// - Parameters:
  ///   - numbers: by row; `nil` for none.
  ///   - domains: by domain, whether each row belongs to it; D of them.
  ///   - sample: design, weights and calibration of the rows.
  /// - Complexity: O(n D + units D²).
  public init(_ numbers: [Double?], domains: [[Bool]], sample: Sample) {
    precondition(
      numbers.count == sample.design.rowCount && domains.allSatisfy { $0.count == numbers.count },
      "\(numbers.count) numbers, \(sample.design.rowCount) rows")
    let weights = numbers.indices.map { Double(sample.weights?[$0] ?? 1) }
    let none = [Double](repeating: 0, count: numbers.count)
    var (found, estimates): ([Domain?], [LinearEstimate]) = ([], [])
    for domain in domains {
      let estimate = LinearEstimate.mean(numbers, weights: weights, in: domain)
      estimates.append(estimate ?? LinearEstimate(value: 0, influence: none))
      found.append(
        estimate.map { estimate in
          let isIn = numbers.indices.map { domain[$0] && numbers[$0] != nil && weights[$0] > 0 }
          return DesignMeans.domain(isIn, mean: estimate.value, sample)
        })
    }
    self.domains = found
    covariance = sample.covariance(of: estimates)
  }

  /// The design variance of a domain's mean, 0 or more.
  public func variance(of domain: Int) -> Double { max(0, covariance[domain, domain]) }

  // MARK: - Steps

  private static func domain(_ isIn: [Bool], mean: Double, _ sample: Sample) -> Domain {
    var (weight, square) = (Int64(0), Int128(0))
    for row in isIn.indices where isIn[row] {
      let own = sample.weights?[row] ?? 1
      weight += own
      square += Int128(own) * Int128(own)
    }
    let degrees = DomainDegrees(
      groups: isIn.map { $0 ? 0 : -1 }, groupCount: 1, sample: sample)
    return Domain(
      count: isIn.count { $0 }, effectiveCount: Double(weight) * Double(weight) / Double(square),
      mean: mean, degreesOfFreedom: degrees.degreesOfFreedom(of: [0]))
  }
}
