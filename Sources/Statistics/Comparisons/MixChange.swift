internal import NumericCore

/// Whether a change of means came from who was asked or from what they say: the parts of a change
/// that shares of groups and means within groups make.
///
/// ```text
/// T1 - T0 = Σ_g (s1_g - s0_g)(t0_g + t1_g)/2  +  Σ_g (t1_g - t0_g)(s0_g + s1_g)/2
///                        mix                                within
/// ```
///
/// s are the groups' shares among those who answered, t their means. A group in one sample alone
/// says nothing of a change within it: all that it does is mix. The score
/// `first + max(first - second, 0)` of everybody is split by
///
/// ```text
/// O1 - O0 = ΔI + θ Δ(I - S)        θ = (max(I1 - S1, 0) - max(I0 - S0, 0)) / Δ(I - S)
/// ```
///
/// which is exact: θ is 1 where the gap counts in both samples, 0 where it counts in neither, and
/// the part of it that counts where it crosses 0. Its parts are those of I and S, so that no
/// remainder is left. Errors are linearised, θ's own among them.
///
/// Source: Kitagawa (1955), Components of a difference between two rates.
public struct MixChange: Sendable, Equatable {
  /// One sample.
  public struct Side: Sendable {
    /// By row, the group `0..<groupCount`.
    public var groups: [Int32]
    /// By row; `nil` for those who do not count.
    public var first: [Double?]
    /// Alike.
    public var second: [Double?]

    /// A sample; see the members.
    public init(groups: [Int32], first: [Double?], second: [Double?]) {
      (self.groups, self.first, self.second) = (groups, first, second)
    }
  }

  /// A change and its two parts.
  public struct Parts: Sendable, Equatable {
    /// New less old.
    public let total: DifferenceTest
    /// What the groups' shares make.
    public let mix: DifferenceTest
    /// What happened within groups.
    public let within: DifferenceTest
  }

  /// Of the first mean.
  public let first: Parts
  /// Of the second.
  public let second: Parts
  /// Of the score.
  public let score: Parts
  /// θ.
  public let gapWeight: Double

  /// Splits a change; `nil` without an answer of weight on a side.
  ///
  /// - Parameters:
  ///   - old: the old sample's rows.
  ///   - new: the new one's.
  ///   - groupCount: the groups of both.
  ///   - panel: both samples, rows in the same order, one that does not hang on a file.
  ///   - isFloored: whether a gap below 0 counts as 0.
  public init?(
    old: Side, new: Side, groupCount: Int, panel: SamplePanel, isFloored: Bool = true
  ) {
    func table(_ side: Side, _ sample: Sample, _ isFirst: Bool) -> GroupTable? {
      GroupTable(
        isFirst ? side.first : side.second, groups: side.groups, groupCount: groupCount,
        weights: sample.weights)
    }
    guard let i0 = table(old, panel.old, true), let i1 = table(new, panel.new, true),
      let s0 = table(old, panel.old, false), let s1 = table(new, panel.new, false)
    else { return nil }
    let (first, second) = (Split(i0, i1), Split(s0, s1))
    let score = Split.score(
      first, second, gaps: (i0.mean - s0.mean, i1.mean - s1.mean), isFloored: isFloored)
    gapWeight = score.weight
    let columns = [first, second, score.split].flatMap(\.columns)
    let matrix = panel.covariance(
      old: columns.map(\.old), new: columns.map(\.new))
    let degrees = min(
      MixChange.degrees(old, panel.old), MixChange.degrees(new, panel.new))
    func parts(_ place: Int) -> Parts {
      let tests = (3 * place..<3 * place + 3).map { index in
        let other = columns.count + index
        return DifferenceTest(
          difference: columns[index].value,
          variance: matrix[index, index] + matrix[other, other] + 2 * matrix[index, other],
          degreesOfFreedom: Double(degrees))
      }
      return Parts(total: tests[0], mix: tests[1], within: tests[2])
    }
    (self.first, self.second, self.score) = (parts(0), parts(1), parts(2))
  }

  private static func degrees(_ side: Side, _ sample: Sample) -> Int {
    let groups = side.first.indices.map { row -> Int32 in
      side.first[row] != nil && side.second[row] != nil ? 0 : -1
    }
    return max(
      0, DomainDegrees(groups: groups, groupCount: 1, sample: sample).degreesOfFreedom(of: [0]))
  }
}

// MARK: - Steps

/// The shares and means of the groups of a sample, and how each row moves them.
private struct GroupTable {
  let shares: [Double]
  /// By group; `nil` without an answer.
  let means: [Double?]
  let mean: Double
  private let groups: [Int32]
  private let values: [Double?]
  private let weights: [Double]
  private let sums: [Double]
  private let total: Double

  init?(_ values: [Double?], groups: [Int32], groupCount: Int, weights: [Int64]?) {
    let own = values.indices.map { values[$0] == nil ? 0 : Double(weights?[$0] ?? 1) }
    var (sums, points) = (
      [Double](repeating: 0, count: groupCount), [Double](repeating: 0, count: groupCount)
    )
    for row in own.indices {
      sums[Int(groups[row])] += own[row]
      points[Int(groups[row])] += own[row] * (values[row] ?? 0)
    }
    let total = sums.reduce(0, +)
    guard total > 0 else { return nil }
    shares = sums.map { $0 / total }
    means = zip(points, sums).map { $1 > 0 ? $0 / $1 : nil }
    mean = points.reduce(0, +) / total
    (self.groups, self.values, self.weights) = (groups, values, own)
    (self.sums, self.total) = (sums, total)
  }

  /// The influence of the rows on a function of shares and means with these derivatives.
  func influence(byShare: [Double], byMean: [Double]) -> [Double] {
    let center = zip(byShare, shares).reduce(0) { $0 + $1.0 * $1.1 }
    return weights.indices.map { row in
      let (group, weight) = (Int(groups[row]), weights[row])
      guard weight > 0, let value = values[row], let mean = means[group] else { return 0 }
      return weight * (byShare[group] - center) / total
        + weight * (value - mean) / sums[group] * byMean[group]
    }
  }
}

/// A change, its mix and what is within: value, and influence in both samples.
private struct Split {
  struct Column {
    var value: Double
    var old: LinearEstimate
    var new: LinearEstimate

    static func + (left: Column, right: Column) -> Column {
      Column(
        value: left.value + right.value, old: left.old + right.old, new: left.new + right.new)
    }

    static func * (factor: Double, column: Column) -> Column {
      Column(
        value: factor * column.value, old: factor * column.old, new: factor * column.new)
    }
  }

  /// All of it, the mix, what is within.
  var columns: [Column]

  init(columns: [Column]) { self.columns = columns }

  init(_ old: GroupTable, _ new: GroupTable) {
    var (mix, within) = ([[Double]](repeating: [], count: 4), [[Double]](repeating: [], count: 4))
    var values = (mix: 0.0, within: 0.0)
    for group in old.shares.indices {
      let (s0, s1) = (old.shares[group], new.shares[group])
      let isBoth = old.means[group] != nil && new.means[group] != nil
      let t0 = old.means[group] ?? new.means[group] ?? 0
      let t1 = new.means[group] ?? t0
      values.mix += (s1 - s0) * (t0 + t1) / 2
      values.within += (t1 - t0) * (s0 + s1) / 2
      // Derivatives by old share, old mean, new share, new mean.
      let half = (s1 - s0) / (isBoth ? 2 : 1)
      for (place, slope) in [-(t0 + t1) / 2, half, (t0 + t1) / 2, half].enumerated() {
        mix[place].append(slope)
      }
      let middle = isBoth ? (s0 + s1) / 2 : 0
      for (place, slope) in [(t1 - t0) / 2, -middle, (t1 - t0) / 2, middle].enumerated() {
        within[place].append(slope)
      }
    }
    func column(_ value: Double, _ slopes: [[Double]]) -> Column {
      Column(
        value: value,
        old: LinearEstimate(
          value: value, influence: old.influence(byShare: slopes[0], byMean: slopes[1])),
        new: LinearEstimate(
          value: value, influence: new.influence(byShare: slopes[2], byMean: slopes[3])))
    }
    let parts = [column(values.mix, mix), column(values.within, within)]
    columns = [parts[0] + parts[1]] + parts
  }

  /// The score of two means: ΔI + θ (ΔI - ΔS), with θ's own derivative by both gaps.
  static func score(
    _ first: Split, _ second: Split, gaps: (old: Double, new: Double), isFloored: Bool
  ) -> (split: Split, weight: Double) {
    let change = gaps.new - gaps.old
    func counted(_ gap: Double) -> Double { isFloored ? max(0, gap) : gap }
    func slope(_ gap: Double) -> Double { !isFloored || gap > 0 ? 1 : 0 }
    let weight =
      change == 0 ? slope(gaps.new) : (counted(gaps.new) - counted(gaps.old)) / change
    let turns =
      change == 0
      ? (0, 0) : ((slope(gaps.old) - weight) / change, (slope(gaps.new) - weight) / change)
    let gap = zip(first.columns, second.columns).map { $0 + -1 * $1 }
    let columns = zip(first.columns, gap).map { own, part in
      var column = own + weight * part
      column.old = column.old + (part.value * turns.0) * gap[0].old
      column.new = column.new + (part.value * turns.1) * gap[0].new
      return column
    }
    return (Split(columns: columns), weight)
  }
}
