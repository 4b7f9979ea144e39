internal import NumericCore

/// How the shares of groups differ between two samples, with what the units in both add.
///
/// Source: as for `SamplePanel`.
public struct ShareChange: Sendable, Equatable {
  /// A share in one sample.
  public struct Side: Sendable, Equatable {
    /// Rows of positive weight in the group.
    public var count: Int
    /// Those of the base.
    public var baseCount: Int
    /// Kish's effective number of the base.
    public var effectiveCount: Double
    /// By weight, 0...1.
    public var share: Double
  }

  /// In the old sample.
  public let old: Side
  /// In the new one.
  public let new: Side
  /// The design standard errors of both.
  public let oldError: Double
  /// Alike.
  public let newError: Double
  /// New less old.
  public let change: DifferenceTest

  /// The changes of all groups.
  ///
  /// - Parameters:
  ///   - old: by row of the old sample, the group `0..<groupCount`; below 0 outside the base.
  ///   - new: by row of the new one, alike.
  ///   - groupCount: the groups of both.
  ///   - panel: both samples, rows in the same order, one that does not hang on a file.
  /// - Returns: by group; `nil` where a side has no base of weight.
  public static func all(
    old: [Int32], new: [Int32], groupCount: Int, panel: SamplePanel
  ) -> [ShareChange]? {
    guard let first = Base(old, groupCount, panel.old),
      let second = Base(new, groupCount, panel.new)
    else { return nil }
    let degrees = Double(min(first.degreesOfFreedom, second.degreesOfFreedom))
    return (0..<groupCount).map { group in
      let (left, right) = (first.estimate(of: group), second.estimate(of: group))
      let matrix = panel.covariance(old: [left], new: [right])
      return ShareChange(
        old: first.side(group, left.value), new: second.side(group, right.value),
        errors: (matrix[0, 0], matrix[1, 1]),
        change: DifferenceTest(
          difference: right.value - left.value,
          variance: matrix[0, 0] + matrix[1, 1] - 2 * matrix[0, 1], degreesOfFreedom: degrees))
    }
  }

  private init(old: Side, new: Side, errors: (Double, Double), change: DifferenceTest) {
    (self.old, self.new, self.change) = (old, new, change)
    (oldError, newError) = (max(0, errors.0).squareRoot(), max(0, errors.1).squareRoot())
  }

  // MARK: - Steps

  /// The rows that count in one sample.
  private struct Base {
    let groups: [Int32]
    let weights: [Double]
    let counts: [Int]
    let effectiveCount: Double
    let degreesOfFreedom: Int

    init?(_ groups: [Int32], _ groupCount: Int, _ sample: Sample) {
      self.groups = groups
      let own = groups.indices.map { groups[$0] >= 0 ? sample.weights?[$0] ?? 1 : 0 }
      weights = own.map { Double($0) }
      var counts = [Int](repeating: 0, count: groupCount)
      for row in own.indices where own[row] > 0 { counts[Int(groups[row])] += 1 }
      self.counts = counts
      let (sum, square) = own.reduce((Int64(0), Int128(0))) { sums, weight in
        (sums.0 + weight, sums.1 + Int128(weight) * Int128(weight))
      }
      guard square > 0 else { return nil }
      effectiveCount = Double(sum) * Double(sum) / Double(square)
      degreesOfFreedom = max(
        0,
        DomainDegrees(groups: groups.map { min(0, $0) }, groupCount: 1, sample: sample)
          .degreesOfFreedom(of: [0]))
    }

    func estimate(of group: Int) -> LinearEstimate {
      LinearEstimate.mean(
        groups.map { $0 < 0 ? nil : Int($0) == group ? 1 : 0 }, weights: weights)
        ?? LinearEstimate(value: 0, influence: weights.map { _ in 0 })
    }

    func side(_ group: Int, _ share: Double) -> Side {
      Side(
        count: counts[group], baseCount: counts.reduce(0, +), effectiveCount: effectiveCount,
        share: share)
    }
  }
}
