#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How well rows were assigned to the groups they belong to.
///
/// All shares are weighted; chance is what somebody would reach who does not look at the rows.
public struct TypingAccuracy: Sendable, Equatable {
  /// One row that was held out.
  public struct Outcome: Sendable, Equatable {
    /// The group it belongs to.
    public var actual: Int
    /// The group it was assigned to.
    public var assigned: Int
    /// The probabilities of the groups, 0...1.
    public var probabilities: [Double]
    /// Its weight, 0 or more.
    public var weight: Double

    /// One row.
    public init(actual: Int, assigned: Int, probabilities: [Double], weight: Double = 1) {
      self.actual = actual
      self.assigned = assigned
      self.probabilities = probabilities
      self.weight = weight
    }
  }

  /// Rows of like probability.
  public struct Bin: Sendable, Equatable {
    /// How many rows.
    public let count: Int
    /// The mean probability of the assigned group.
    public let meanProbability: Double
    /// The share that was assigned rightly.
    public let accuracy: Double
  }

  /// The number of rows of positive weight.
  public let rowCount: Int
  /// Kish's effective number of them.
  public let effectiveCount: Double
  /// The share assigned rightly, 0...1.
  public let accuracy: Double
  /// Its standard error, from the effective number.
  public let standardError: Double
  /// Cohen's kappa: 0 where the agreement is that of chance, 1 where it is complete.
  public let kappa: Double
  /// By group: the share of its rows that was assigned to it; `nan` without rows.
  public let recalls: [Double]
  /// By group: the share of the rows assigned to it that belong to it; `nan` without rows.
  public let precisions: [Double]
  /// By group, then assigned group: shares of all rows.
  public let confusion: [[Double]]
  /// The rows of each group.
  public let groupCounts: [Int]
  /// The share of the largest group: the accuracy of who always says that one.
  public let largestShare: Double
  /// The sum of the squared shares: the accuracy of who guesses by them.
  public let proportionalChance: Double
  /// The mean squared distance of the probabilities from what was, 0...2.
  public let brier: Double
  /// The mean distance of probability from accuracy over the bins.
  public let calibrationError: Double
  /// Tenths of the rows by probability, lowest first; fewer where rows are few.
  public let bins: [Bin]

  /// The fewest rows of a bin.
  private static let leastBin = 20
  private static let binCount = 10

  /// Judges rows.
  ///
  /// - Parameters:
  ///   - outcomes: the rows; those of weight 0 count nowhere.
  ///   - groupCount: g.
  ///
  /// Source: Cohen (1960), A coefficient of agreement for nominal scales; Brier (1950),
  /// Verification of forecasts expressed in terms of probability; Morrison (1969), On the
  /// interpretation of discriminant analysis (the two chances).
  public init(_ outcomes: [Outcome], groupCount: Int) {
    let rows = outcomes.filter { $0.weight > 0 }
    let total = rows.reduce(0) { $0 + $1.weight }
    let squares = rows.reduce(0) { $0 + $1.weight * $1.weight }
    rowCount = rows.count
    effectiveCount = squares > 0 ? total * total / squares : 0
    var confusion = [[Double]](
      repeating: [Double](repeating: 0, count: groupCount), count: groupCount)
    var counts = [Int](repeating: 0, count: groupCount)
    for row in rows {
      confusion[row.actual][row.assigned] += row.weight / total
      counts[row.actual] += 1
    }
    self.confusion = confusion
    groupCounts = counts
    let actual = (0..<groupCount).map { confusion[$0].reduce(0, +) }
    let assigned = (0..<groupCount).map { group in confusion.reduce(0) { $0 + $1[group] } }
    let right = (0..<groupCount).map { confusion[$0][$0] }
    // Shares of many rows sum up to a little more than 1 where all are right.
    accuracy = min(1, right.reduce(0, +))
    standardError = (accuracy * (1 - accuracy) / effectiveCount).squareRoot()
    let chance = zip(actual, assigned).reduce(0) { $0 + $1.0 * $1.1 }
    kappa = chance < 1 ? min(1, (accuracy - chance) / (1 - chance)) : 0
    recalls = zip(right, actual).map { $0 / $1 }
    precisions = zip(right, assigned).map { $0 / $1 }
    largestShare = min(1, actual.max() ?? 0)
    proportionalChance = min(1, actual.reduce(0) { $0 + $1 * $1 })
    brier = rows.reduce(0) { $0 + $1.weight / total * TypingAccuracy.distance($1) }
    bins = TypingAccuracy.bins(rows)
    calibrationError = TypingAccuracy.calibrationError(bins)
  }

  // MARK: - Steps

  private static func distance(_ row: Outcome) -> Double {
    row.probabilities.enumerated().reduce(0) { sum, entry in
      let miss = entry.element - (entry.offset == row.actual ? 1 : 0)
      return sum + miss * miss
    }
  }

  private static func bins(_ rows: [Outcome]) -> [Bin] {
    let order = rows.indices.sorted { left, right in
      let (a, b) = (confidence(rows[left]), confidence(rows[right]))
      return a == b ? left < right : a < b
    }
    let count = min(binCount, rows.count / leastBin)
    return (0..<count).map { bin in
      let chosen = order[bin * rows.count / count..<(bin + 1) * rows.count / count]
      let weight = chosen.reduce(0) { $0 + rows[$1].weight }
      let sum = chosen.reduce(0) { $0 + rows[$1].weight * confidence(rows[$1]) }
      let right = chosen.reduce(0) {
        rows[$1].actual == rows[$1].assigned ? $0 + rows[$1].weight : $0
      }
      return Bin(count: chosen.count, meanProbability: sum / weight, accuracy: right / weight)
    }
  }

  private static func confidence(_ row: Outcome) -> Double { row.probabilities[row.assigned] }

  private static func calibrationError(_ bins: [Bin]) -> Double {
    let rows = bins.reduce(0) { $0 + $1.count }
    return bins.reduce(0) {
      $0 + Double($1.count) / Double(rows) * ($1.meanProbability - $1.accuracy).magnitude
    }
  }
}
