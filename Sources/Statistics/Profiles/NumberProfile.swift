internal import NumericCore

/// Who the groups are by one number: its mean in each group, how sure it is, and how far it is
/// from the other groups', in a sample of any design.
///
/// Source: as named at `StandardisedDifference` and `LinearEstimate`.
public struct NumberProfile: Sendable, Equatable {
  /// One group.
  public struct Cell: Sendable, Equatable {
    /// Rows of positive weight with a number.
    public var count: Int
    /// The weighted mean.
    public var mean: Double
    /// The 95 % interval of the mean, Student's t; `nil` without a degree of freedom.
    public var low: Double?
    /// The upper end of that interval.
    public var high: Double?
    /// The standardised difference of the mean from that of the other groups together.
    public var difference: Double?
  }

  /// By group; `nil` without a number.
  public let cells: [Cell?]
  /// The weighted mean of all groups together; `nil` without a number.
  public let mean: Double?
  /// The correlation ratio η, 0 (equal means) to 1; `nil` where all numbers are equal.
  public let strength: Double?
  /// The rows of positive weight with a number and a group.
  public let count: Int

  /// - Parameters:
  ///   - numbers: by row; `nil` for none.
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none.
  ///   - groupCount: 1 or more.
  ///   - sample: design and weights of the rows. Sums run in their order: give them in one that
  ///     does not hang on the file, see `Sample.reordered`.
  /// - Complexity: O(n groups²).
  public init(numbers: [Double?], groups: [Int32], groupCount: Int, sample: Sample) {
    precondition(numbers.count == groups.count, "\(numbers.count) numbers, \(groups.count) groups")
    let weights = (0..<numbers.count).map { Double(sample.weights?[$0] ?? 1) }
    let present = numbers.indices.map { row in
      numbers[row] != nil && groups[row] >= 0 && weights[row] > 0
    }
    let degrees = DomainDegrees(
      groups: groups.indices.map { present[$0] ? groups[$0] : -1 }, groupCount: groupCount,
      sample: sample)
    var cells: [Cell?] = []
    for group in 0..<groupCount {
      let own = groups.indices.map { present[$0] && groups[$0] == group }
      let others = groups.indices.map { present[$0] && groups[$0] != group }
      guard let estimate = LinearEstimate.mean(numbers, weights: weights, in: own) else {
        cells.append(nil)
        continue
      }
      let test = DifferenceTest(
        difference: estimate.value, variance: sample.covariance(of: [estimate])[0, 0],
        degreesOfFreedom: Double(degrees.degreesOfFreedom(of: [group])))
      let interval = degrees.degreesOfFreedom(of: [group]) > 0 ? test.interval() : nil
      cells.append(
        Cell(
          count: own.count { $0 }, mean: estimate.value, low: interval?.low, high: interval?.high,
          difference: NumberProfile.difference(numbers, weights, own, others)))
    }
    self.cells = cells
    mean = LinearEstimate.mean(numbers, weights: weights, in: present)?.value
    strength = VarianceShare.etaSquared(
      numbers.indices.map { present[$0] ? numbers[$0] : nil }, groups: groups,
      groupCount: groupCount, weights: weights
    )?.squareRoot()
    count = present.count { $0 }
  }

  // MARK: - Steps

  private static func difference(
    _ numbers: [Double?], _ weights: [Double], _ own: [Bool], _ others: [Bool]
  ) -> Double? {
    func moments(_ domain: [Bool]) -> (mean: Double, variance: Double)? {
      guard let mean = LinearEstimate.mean(numbers, weights: weights, in: domain)?.value,
        let variance = LinearEstimate.covariance(numbers, numbers, weights: weights, in: domain)
      else { return nil }
      return (mean, variance.value)
    }
    guard let here = moments(own), let there = moments(others) else { return nil }
    return StandardisedDifference.ofMeans(
      here.mean, variance: here.variance, there.mean, variance: there.variance)
  }
}
