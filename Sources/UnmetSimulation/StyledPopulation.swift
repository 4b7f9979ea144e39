import NumericCore
import Statistics

/// Outcomes that the same people rate, each with a habit of ticking high or low: one for
/// importance, one for satisfaction.
///
/// An outcome is in the top box where a normal number is above 0: the outcome's mean, the person's
/// habit and what is special to both.
struct StyledPopulation: Sendable {
  /// How the report calls it.
  let name: String
  /// The share of the variance of answers that is habit.
  let style: Double
  /// The spread of the outcomes' means; `nil` for shares as in `AngledBattery`.
  let spread: Double?
  /// The spread, from survey to survey, of what all outcomes have in common.
  let levelSpread: Double

  /// Outcomes of populations whose spread is given.
  private static let outcomeCount = 20
  private static let means = (0.55, 0.0)

  static let all = [
    StyledPopulation(name: "Perth park, habits", style: 0.35, spread: nil, levelSpread: 0),
    StyledPopulation(name: "apart, habits", style: 0.35, spread: 0.35, levelSpread: 0.3),
    StyledPopulation(name: "close, no habits", style: 0, spread: 0.12, levelSpread: 0.3),
    StyledPopulation(name: "close, habits", style: 0.35, spread: 0.12, levelSpread: 0.3),
    StyledPopulation(name: "close, no habits, one level", style: 0, spread: 0.12, levelSpread: 0),
    StyledPopulation(name: "close, habits, one level", style: 0.35, spread: 0.12, levelSpread: 0),
  ]

  /// Whether the outcomes are about the same distance from the cuts in every survey: there no
  /// calibration can be promised, see `StyledProbabilities`.
  var hasOneLevel: Bool { spread != nil && levelSpread == 0 }

  /// By outcome, the true means of the normal numbers.
  func means(_ stream: inout RandomStream) -> [(Double, Double)] {
    guard let spread else {
      return AngledBattery(&stream).outcomes.map {
        (Normal.quantile($0.importance / 10), Normal.quantile($0.satisfaction / 10))
      }
    }
    let (first, second) = StyledPopulation.means
    let levels = (
      first + levelSpread * stream.normal(), second + levelSpread * stream.normal()
    )
    return (0..<StyledPopulation.outcomeCount).map { _ in
      (levels.0 + spread * stream.normal(), levels.1 + spread * stream.normal())
    }
  }

  /// The answers of n people.
  ///
  /// - Parameters:
  ///   - means: by outcome, those of importance and satisfaction.
  ///   - rowCount: n.
  ///   - stream: where the random numbers come from.
  /// - Returns: by outcome, codes in and outside of the top box.
  func answers(
    _ means: [(Double, Double)], rowCount: Int, _ stream: inout RandomStream
  ) -> [PairRows] {
    let (ofHabit, own) = (style.squareRoot(), (1 - style).squareRoot())
    let habits = (0..<rowCount).map { _ in (stream.normal(), stream.normal()) }
    return means.map { mean in
      PairRows(
        habits.map { habit in
          let first = mean.0 + ofHabit * habit.0 + own * stream.normal()
          let second = mean.1 + ofHabit * habit.1 + own * stream.normal()
          return (first > 0 ? 4 * RatingPopulation.pointCount : 0) + (second > 0 ? 4 : 0)
        })
    }
  }
}

extension CorrectedBattery {
  /// Draws a battery and n people who rate all of its outcomes, and corrects its scores.
  init?(_ population: StyledPopulation, rowCount: Int, _ stream: inout RandomStream) throws {
    let means = population.means(&stream)
    let rows = population.answers(means, rowCount: rowCount, &stream)
    let scores = rows.map { Scorer.topBox.score($0.table(weights: nil), rowCount: rowCount) }
    let sample = try Sample(design: SamplingDesign(rowCount: rowCount), weights: nil)
    let shared = SharedError.groups(
      rows.map {
        PairCovariance.Columns(first: $0.first, second: $0.second, groups: nil, groupCount: 1)
      }, scores: [scores], rule: Scorer.topBox.rule, sample: sample)
    self.init(
      truths: means.map {
        TopBoxOutcome(
          importance: Normal.cumulative($0.0), satisfaction: Normal.cumulative($0.1),
          correlation: 0)
      }, scores: scores, rowCount: rowCount, shared: shared[0])
  }
}
