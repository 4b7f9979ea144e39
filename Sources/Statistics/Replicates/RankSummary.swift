/// How sure the order of several scores is, read off their replicates.
///
/// Rank 1 is the highest score; equal scores share the better rank. A rank interval holds for one
/// score at a time; `simultaneousRanks` hold for all of them together.
public struct RankSummary: Sendable, Equatable {
  /// By score, the 5 % and 95 % quantiles of its rank over the replicates.
  public let intervals: [ClosedRange<Int>]
  /// By score, how often it is the highest, among the five and among the ten highest, 0...1.
  public let topShares: [[Double]]
  /// By score, the ranks that it may have when all statements shall hold together with 95 %.
  public let simultaneousRanks: [ClosedRange<Int>]
  /// By score, its tier from 1: the scores of a tier cannot be told from its highest.
  public let tiers: [Int]
  /// The standardised difference that two scores need, so that with 95 % no pair of equal ones
  /// reaches it.
  public let criticalValue: Double

  /// The numbers of highest places that `topShares` counts.
  public static let tops = [1, 5, 10]

  /// - Parameters:
  ///   - estimates: the scores, one or more.
  ///   - replicates: by score, its values in the same replicates, one or more.
  ///   - level: how often all simultaneous statements hold together, above 0 and below 1.
  ///
  /// Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to
  /// mobility across neighbourhoods and academic achievement across countries.
  public init(estimates: [Double], replicates: [[Double]], level: Double = 0.95) {
    precondition(
      !estimates.isEmpty && replicates.count == estimates.count && !replicates[0].isEmpty,
      "\(estimates.count) scores, \(replicates.count) with replicates")
    let ranks = RankSummary.ranks(replicates)
    intervals = ranks.map { own in
      let sorted = own.sorted()
      return RankSummary.quantile(sorted, 0.05)...RankSummary.quantile(sorted, 0.95)
    }
    topShares = ranks.map { own in
      RankSummary.tops.map { top in Double(own.count { $0 <= top }) / Double(own.count) }
    }
    let pairs = PairwiseDifferences(estimates, replicates, level: level)
    criticalValue = pairs.criticalValue
    simultaneousRanks = estimates.indices.map { own in
      let above = estimates.indices.count { pairs.isAbove($0, own) }
      let below = estimates.indices.count { pairs.isAbove(own, $0) }
      return 1 + above...estimates.count - below
    }
    tiers = RankSummary.tiers(estimates, pairs)
  }

  // MARK: - Steps

  /// By score, then replicate.
  private static func ranks(_ replicates: [[Double]]) -> [[Int32]] {
    let (scores, count) = (replicates.count, replicates[0].count)
    var ranks = [[Int32]](repeating: [Int32](repeating: 0, count: count), count: scores)
    for replicate in 0..<count {
      let order = (0..<scores).sorted {
        replicates[$0][replicate] > replicates[$1][replicate]
      }
      var rank = 0
      for (place, score) in order.enumerated() {
        let isTied =
          place > 0 && replicates[score][replicate] == replicates[order[place - 1]][replicate]
        if !isTied { rank = place + 1 }
        ranks[score][replicate] = Int32(rank)
      }
    }
    return ranks
  }

  /// The smallest rank that the given share of the replicates does not exceed.
  private static func quantile(_ sorted: [Int32], _ share: Double) -> Int {
    let place = (share * Double(sorted.count)).rounded(.up)
    return Int(sorted[min(sorted.count, max(1, Int(place))) - 1])
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
  private let errors: [Double]

  /// - Parameters:
  ///   - estimates: the scores.
  ///   - replicates: by score, then replicate.
  ///   - level: how often all statements hold together.
  init(_ estimates: [Double], _ replicates: [[Double]], level: Double) {
    let (scores, count) = (estimates.count, replicates[0].count)
    var errors = [Double](repeating: 0, count: scores * scores)
    var largest = [Double](repeating: 0, count: count)
    var differences = [Double](repeating: 0, count: count)
    for first in 0..<scores {
      for second in 0..<first {
        let (left, right) = (replicates[first], replicates[second])
        var sum = 0.0
        for index in 0..<count {
          differences[index] = left[index] - right[index]
          sum += differences[index]
        }
        let mean = sum / Double(count)
        var squares = 0.0
        for index in 0..<count {
          differences[index] -= mean
          squares += differences[index] * differences[index]
        }
        let error = (squares / Double(max(1, count - 1))).squareRoot()
        errors[first * scores + second] = error
        errors[second * scores + first] = error
        guard error > 0 else { continue }
        let scale = 1 / error
        for index in 0..<count {
          largest[index] = max(largest[index], abs(differences[index]) * scale)
        }
      }
    }
    self.estimates = estimates
    self.errors = errors
    let sorted = largest.sorted()
    criticalValue = sorted[min(count - 1, Int((level * Double(count)).rounded(.up)) - 1)]
  }

  /// Whether the first score is above the second beyond doubt.
  func isAbove(_ first: Int, _ second: Int) -> Bool {
    let difference = estimates[first] - estimates[second]
    return difference > 0
      && difference > criticalValue * errors[first * estimates.count + second]
  }
}
