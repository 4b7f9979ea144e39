import NumericCore
import Statistics

/// One outcome's top boxes in a population: who finds it important, who is satisfied.
struct TopBoxOutcome: Sendable {
  /// The shares of people with neither, satisfied alone, important alone, both.
  let shares: [Double]
  private let draws: MultinomialDraws

  /// Codes outside and inside of the top box.
  private static let codes: [UInt8] = [0, 4]

  /// - Parameters:
  ///   - importance: the share that finds it important.
  ///   - satisfaction: the share that is satisfied.
  ///   - correlation: of the two inside of people; the nearest possible one is taken.
  init(importance: Double, satisfaction: Double, correlation: Double) {
    let spread = importance * (1 - importance) * satisfaction * (1 - satisfaction)
    let both = min(
      max(
        importance * satisfaction + correlation * spread.squareRoot(), 0,
        importance + satisfaction - 1), importance, satisfaction)
    shares = [
      max(0, 1 - importance - satisfaction + both), satisfaction - both, importance - both, both,
    ]
    draws = MultinomialDraws(shares)
  }

  /// True importance, 0...10.
  var importance: Double { 10 * (shares[2] + shares[3]) }
  /// True satisfaction, 0...10.
  var satisfaction: Double { 10 * (shares[1] + shares[3]) }
  /// The true score.
  var score: Double { Scorer.score(importance, satisfaction) }

  /// The population's joint table: shares in billionths as rows.
  var table: JointTable { TopBoxOutcome.table(shares.map { Int(($0 * 1e9).rounded()) }) }

  /// The score of a survey of people drawn one by one.
  ///
  /// - Parameters:
  ///   - count: n.
  ///   - stream: where the random numbers come from.
  /// - Returns: means, variances and degrees of freedom from the engine.
  func survey(_ count: Int, _ stream: inout RandomStream) -> PairScore {
    let table = TopBoxOutcome.table(draws.counts(of: count, &stream))
    return Scorer.topBox.score(table, rowCount: count)
  }

  private static func table(_ counts: [Int]) -> JointTable {
    counts.indices.reduce(into: JointTable()) { table, kind in
      table.add(Int64(counts[kind]), first: codes[kind / 2], second: codes[kind % 2])
    }
  }
}
