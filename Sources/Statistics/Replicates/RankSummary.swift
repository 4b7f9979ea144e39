internal import NumericCore

/// How sure the order of several scores is, read off their replicates.
///
/// Rank 1 is the highest score; equal scores share the better rank. A rank interval holds for one
/// score at a time; `simultaneousRanks` hold for all of them together.
public struct RankSummary: Sendable, Equatable {
  /// By score, two quantiles of its rank over the replicates, by default those of 5 % and 95 %.
  public let intervals: [ClosedRange<Int>]
  /// By score, how often it is among so many highest, 0...1; by default the highest, among the
  /// five and among the ten highest.
  public let topShares: [[Double]]
  /// By score, the ranks that it may have when all statements shall hold together with 95 %.
  public let simultaneousRanks: [ClosedRange<Int>]
  /// By score, its tier from 1: the scores of a tier cannot be told from its highest.
  public let tiers: [Int]
  /// The standardised difference that two scores need, so that with 95 % no pair of equal ones
  /// reaches it.
  public let criticalValue: Double

  /// The degrees of freedom under which there are no joint statements: of 8 equal scores in 6
  /// sampling units one was wrongly above another in 18 of 100 surveys.
  public static let fewestDegrees = 8

  /// The numbers of highest places that `topShares` counts by default.
  public static let tops = [1, 5, 10]

  /// - Parameters:
  ///   - estimates: the scores, one or more.
  ///   - replicates: by score, its values in the same replicates, one or more.
  ///   - level: how often all simultaneous statements hold together, above 0 and below 1.
  ///   - tail: the share of the replicates below each of `intervals`, above 0 and at most 0.5.
  ///   - tops: the numbers of highest places that `topShares` counts, each 1 or more.
  ///   - degreesOfFreedom: those that the spread of the replicates rests on, above 0; `nil` for
  ///     many. With few, replicates are too close to the estimates and their spread is itself
  ///     uncertain: deviations are stretched by the ratio of Student's quantile to the normal one,
  ///     and the difference that pairs need is taken from Student's t at the same tail. Under
  ///     `fewestDegrees` no score is above another for certain.
  ///
  /// Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to
  /// mobility across neighbourhoods and academic achievement across countries.
  public init(
    estimates: [Double], replicates: [[Double]], level: Double = 0.95, tail: Double = 0.05,
    tops: [Int] = RankSummary.tops, degreesOfFreedom: Int? = nil
  ) {
    precondition(
      tail > 0 && tail <= 0.5 && degreesOfFreedom ?? 1 > 0, "a tail of \(tail)")
    precondition(
      !estimates.isEmpty && replicates.count == estimates.count && !replicates[0].isEmpty,
      "\(estimates.count) scores, \(replicates.count) with replicates")
    let scores = Matrix(
      rowCount: replicates.count, columnCount: replicates[0].count,
      elements: replicates.flatMap { $0 })
    let counts = ReplicateKernels.rankCounts(
      of: RankSummary.stretched(scores, estimates, tail, degreesOfFreedom))
    let histograms = estimates.indices.map {
      counts[$0 * estimates.count..<($0 + 1) * estimates.count]
    }
    intervals = histograms.map {
      RankSummary.quantile($0, tail)...RankSummary.quantile($0, 1 - tail)
    }
    topShares = histograms.map { own in
      tops.map { top in
        Double(own.prefix(top).reduce(0, +)) / Double(scores.columnCount)
      }
    }
    let pairs = PairwiseDifferences(
      estimates, scores, level: level, degreesOfFreedom: degreesOfFreedom)
    criticalValue = pairs.criticalValue
    simultaneousRanks = estimates.indices.map { own in
      let above = estimates.indices.count { pairs.isAbove($0, own) }
      let below = estimates.indices.count { pairs.isAbove(own, $0) }
      return 1 + above...estimates.count - below
    }
    tiers = RankSummary.tiers(estimates, pairs)
  }

  // MARK: - Steps

  /// The replicates, further from the estimates where degrees of freedom are few.
  private static func stretched(
    _ scores: Matrix, _ estimates: [Double], _ tail: Double, _ degreesOfFreedom: Int?
  ) -> Matrix {
    guard let degreesOfFreedom, tail < 0.5 else { return scores }
    let factor =
      StudentT.quantile(tail, degreesOfFreedom: Double(degreesOfFreedom)) / Normal.quantile(tail)
    var result = scores
    for (score, estimate) in estimates.enumerated() {
      for index in score * scores.columnCount..<(score + 1) * scores.columnCount {
        result.elements[index] = estimate + factor * (scores.elements[index] - estimate)
      }
    }
    return result
  }

  /// The smallest rank that at least the given share of the replicates does not exceed.
  private static func quantile(_ histogram: ArraySlice<Int>, _ share: Double) -> Int {
    let wished = (share * Double(histogram.reduce(0, +))).rounded(.up)
    var sum = 0
    for (place, count) in histogram.enumerated() {
      sum += count
      if sum >= max(1, Int(wished)) { return place + 1 }
    }
    return histogram.count
  }

  /// From the highest score down, a tier ends before the first score below its highest.
  private static func tiers(_ estimates: [Double], _ pairs: PairwiseDifferences) -> [Int] {
    var tiers = [Int](repeating: 1, count: estimates.count)
    let order = estimates.indices.sorted { estimates[$0] > estimates[$1] }
    var (head, tier) = (order[0], 1)
    for score in order.dropFirst() {
      if pairs.isAbove(head, score) {
        head = score
        tier += 1
      }
      tiers[score] = tier
    }
    return tiers
  }
}

/// Which of several scores are above which others, all statements holding together.
struct PairwiseDifferences {
  let criticalValue: Double
  private let estimates: [Double]
  private let errors: Matrix

  /// - Parameters:
  ///   - estimates: the scores.
  ///   - replicates: `[scores x replicates]`.
  ///   - level: how often all statements hold together.
  ///   - degreesOfFreedom: those of the replicates' spread; `nil` for many.
  init(
    _ estimates: [Double], _ replicates: Matrix, level: Double, degreesOfFreedom: Int?
  ) {
    let (scores, count) = (replicates.rowCount, replicates.columnCount)
    var centered = replicates
    for score in 0..<scores {
      let range = score * count..<(score + 1) * count
      let mean = replicates.elements[range].reduce(0, +) / Double(count)
      for index in range { centered.elements[index] -= mean }
    }
    let products = Matrix.product(centered, centered, transposeRight: true)
    var errors = Matrix(rowCount: scores, columnCount: scores)
    var scales = errors
    for first in 0..<scores {
      for second in 0..<first {
        // What two scores share cancels; what is left of equal columns is rounding.
        let squares =
          products[first, first] + products[second, second] - 2 * products[first, second]
        let isEqual = squares <= 1e-12 * (products[first, first] + products[second, second])
        let error = isEqual ? 0 : (squares / Double(max(1, count - 1))).squareRoot()
        (errors[first, second], errors[second, first]) = (error, error)
        scales[first, second] = error > 0 ? 1 / error : 0
      }
    }
    self.estimates = estimates
    self.errors = errors
    let sorted = ReplicateKernels.largestDifferences(of: centered, scales: scales).sorted()
    let normal = sorted[min(count - 1, Int((level * Double(count)).rounded(.up)) - 1)]
    criticalValue =
      degreesOfFreedom.map {
        $0 < RankSummary.fewestDegrees
          ? .infinity
          : StudentT.upperQuantile(Normal.upperTail(normal), degreesOfFreedom: Double($0))
      } ?? normal
  }

  /// Whether the first score is above the second beyond doubt.
  func isAbove(_ first: Int, _ second: Int) -> Bool {
    let difference = estimates[first] - estimates[second]
    return difference > 0 && difference > criticalValue * errors[first, second]
  }
}
