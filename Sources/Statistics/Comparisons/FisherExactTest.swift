#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Fisher's exact test of a table of two times two counts, for tables too thin for a chi-square.
///
/// Given the sums of rows and columns, the first count x alone tells the table. Under an odds
/// ratio of ψ it has the noncentral hypergeometric distribution:
///
/// ```text
///   x    b
///   c    d        P(x) ~ C(row 1, x) C(row 2, column 1 - x) ψ^x
/// ```
///
/// The work grows with the number of possible tables: milliseconds for thousands of people.
///
/// Source: Fisher (1935), The logic of inductive inference.
public struct FisherExactTest: Sendable, Equatable {
  /// x.
  private let observed: Int
  /// The possible first counts, two or more.
  private let range: ClosedRange<Int>
  /// The log of their probabilities under independence, up to a constant; 0 the largest.
  private let logWeights: [Double]

  /// Takes a table.
  ///
  /// - Parameters:
  ///   - firstRow: the two counts of the first row, 0 or more.
  ///   - secondRow: those of the second row; the test is `nil` where a row or column is empty.
  public init?(_ firstRow: (Int, Int), _ secondRow: (Int, Int)) {
    let (x, b, c, d) = (firstRow.0, firstRow.1, secondRow.0, secondRow.1)
    precondition(min(x, b, c, d) >= 0, "a table of \(firstRow), \(secondRow)")
    guard x + b > 0, c + d > 0, x + c > 0, b + d > 0 else { return nil }
    observed = x
    range = max(0, x - d)...min(x + b, x + c)
    // From one possible table to the next: C(r, x + 1) / C(r, x) = (r - x) / (x + 1).
    var (logs, sum) = ([0.0], 0.0)
    for count in range.dropLast() {
      let more = Double(x + b - count) * Double(x + c - count)
      sum += log(more / (Double(count + 1) * Double(count + 1 + d - x)))
      logs.append(sum)
    }
    let largest = logs.reduce(-.infinity, max)
    logWeights = logs.map { $0 - largest }
  }

  /// How often independence makes a table as rare as this one, either way, 0...1.
  public var p: Double {
    let weights = logWeights.map(exp)
    // Rounding must not part tables that are equally rare: the margin is R's.
    let limit = weights[observed - range.lowerBound] * (1 + 1e-7)
    let rare = weights.compensatedSum { $0 <= limit ? $0 : 0 }
    return min(1, rare / weights.compensatedSum { $0 })
  }

  /// The odds ratio under which the table is likeliest, 0...infinity.
  public var oddsRatio: Double {
    if observed == range.lowerBound { return 0 }
    if observed == range.upperBound { return .infinity }
    let target = Double(observed - range.lowerBound)
    return rootOddsRatio { weights in
      weights.enumerated().compensatedSum { (Double($0.offset) - target) * $0.element }
    }
  }

  /// How often a first count as large or larger occurs under an odds ratio.
  ///
  /// - Parameter oddsRatio: ψ, 0...infinity; 1 is independence.
  /// - Returns: the one-sided probability against smaller odds ratios, 0...1; it grows with ψ.
  public func upperTail(oddsRatio: Double = 1) -> Double {
    share(under: oddsRatio) { $0 >= observed }
  }

  /// How often a first count as small or smaller occurs under an odds ratio.
  ///
  /// - Parameter oddsRatio: ψ, 0...infinity; 1 is independence.
  /// - Returns: the one-sided probability against larger odds ratios, 0...1; it falls with ψ.
  public func lowerTail(oddsRatio: Double = 1) -> Double {
    share(under: oddsRatio) { $0 <= observed }
  }

  /// The odds ratios under which the table is not too rare on either side: each bound leaves half
  /// of what the level leaves over in a tail, to the last digit.
  ///
  /// R's fisher.test stops its search for the same bounds at a tolerance of 1.2e-4, so that those
  /// it prints may differ from the fourth digit on: see `publishedInterval`.
  ///
  /// - Parameter level: how often at least such intervals hold the truth, above 0 and below 1.
  /// - Returns: the bounds, 0...infinity.
  ///
  /// Source: Cornfield (1956), A statistical problem arising from retrospective studies.
  public func interval(level: Double = 0.95) -> (low: Double, high: Double) {
    precondition(level > 0 && level < 1, "a level of \(level)")
    let (tail, place) = ((1 - level) / 2, observed - range.lowerBound)
    func bound(_ isInTail: @escaping (Int) -> Bool, sign: Double) -> Double {
      rootOddsRatio { weights in
        weights.enumerated().compensatedSum { index, weight in
          sign * (isInTail(index) ? 1 - tail : -tail) * weight
        }
      }
    }
    return (
      low: place == 0 ? 0 : bound({ $0 >= place }, sign: 1),
      high: observed == range.upperBound ? .infinity : bound({ $0 <= place }, sign: -1)
    )
  }

  /// The same bounds as R's fisher.test prints them, with what its search leaves of error: for
  /// comparison with published numbers alone.
  ///
  /// - Parameter level: how often at least such intervals hold the truth, above 0 and below 1.
  /// - Returns: the bounds, 0...infinity, within about 1e-4 of those of `interval`.
  ///
  /// Source: as for `interval`; Brent (1973), Algorithms for Minimization without Derivatives,
  /// chapter 4, with the tolerance of R's uniroot.
  public func publishedInterval(level: Double = 0.95) -> (low: Double, high: Double) {
    precondition(level > 0 && level < 1, "a level of \(level)")
    let tail = (1 - level) / 2
    func bound(_ probability: (Double) -> Double) -> Double {
      PublishedSearch.oddsRatio(probability, at: tail)
    }
    return (
      low: observed == range.lowerBound ? 0 : bound { upperTail(oddsRatio: $0) },
      high: observed == range.upperBound ? .infinity : bound { lowerTail(oddsRatio: $0) }
    )
  }

  // MARK: - Steps

  /// The share of the probability at some first counts.
  private func share(under oddsRatio: Double, of counts: (Int) -> Bool) -> Double {
    precondition(oddsRatio >= 0, "an odds ratio of \(oddsRatio)")
    if oddsRatio == 0 { return counts(range.lowerBound) ? 1 : 0 }
    if oddsRatio == .infinity { return counts(range.upperBound) ? 1 : 0 }
    let weights = weights(logOdds: log(oddsRatio))
    let inside = zip(range, weights).compensatedSum { counts($0) ? $1 : 0 }
    return min(1, inside / weights.compensatedSum { $0 })
  }

  /// The odds ratio at which `excess` of the tables' weights, which grows with it, is 0.
  private func rootOddsRatio(_ excess: ([Double]) -> Double) -> Double {
    var (low, high) = (-1.0, 1.0)
    while excess(weights(logOdds: low)) > 0 { low *= 2 }
    while excess(weights(logOdds: high)) < 0 { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return exp(middle) }
      if excess(weights(logOdds: middle)) < 0 { low = middle } else { high = middle }
    }
  }

  /// The weights of the possible tables under an odds ratio; the largest is 1.
  private func weights(logOdds: Double) -> [Double] {
    let logs = logWeights.enumerated().map { $0.element + Double($0.offset) * logOdds }
    let largest = logs.reduce(-.infinity, max)
    return logs.map { exp($0 - largest) }
  }
}
