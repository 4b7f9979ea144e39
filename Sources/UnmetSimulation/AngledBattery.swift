import NumericCore
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Batteries of outcomes whose true shares are drawn anew for each survey, spread as those of the
/// Perth park survey are once its sampling noise is taken out.
///
/// Angles asin √share of importance and satisfaction are binormal, within 0.05 of their ends.
struct AngledBattery: Sendable {
  /// J, outcomes of a battery.
  static let outcomeCount = 22

  private static let means = (0.905, 0.908)
  private static let spreads = (0.243, 0.154)
  private static let correlation = 0.326
  private static let range = 0.05...Double.pi / 2 - 0.05
  /// The mean and the spread of the correlation inside of people.
  private static let inner = (0.138, 0.098)

  let outcomes: [TopBoxOutcome]

  /// Draws the true shares of a battery.
  init(_ stream: inout RandomStream) {
    outcomes = (0..<AngledBattery.outcomeCount).map { _ in
      let angles = AngledBattery.angles(&stream)
      let (first, second) = (sin(angles.0), sin(angles.1))
      let (mean, spread) = AngledBattery.inner
      return TopBoxOutcome(
        importance: first * first, satisfaction: second * second,
        correlation: mean + spread * stream.normal())
    }
  }

  private static func angles(_ stream: inout RandomStream) -> (Double, Double) {
    while true {
      let (a, b) = (stream.normal(), stream.normal())
      let rest = (1 - correlation * correlation).squareRoot()
      let angles = (means.0 + spreads.0 * a, means.1 + spreads.1 * (correlation * a + rest * b))
      if range.contains(angles.0), range.contains(angles.1) { return angles }
    }
  }
}

/// The battery's scores in one survey: raw, corrected, and what is true.
struct CorrectedBattery: Sendable {
  /// By outcome.
  let truths: [TopBoxOutcome]
  /// By outcome, the score as measured.
  let raw: [Double]
  /// By outcome.
  let corrected: [CorrectedScore]

  /// Draws a battery and, for each of its outcomes, n people of its own, and corrects its scores.
  init?(rowCount: Int, _ stream: inout RandomStream) {
    let truths = AngledBattery(&stream).outcomes
    self.init(
      truths: truths, scores: truths.map { $0.survey(rowCount, &stream) }, rowCount: rowCount,
      shared: .none)
  }

  /// Corrects the scores of n people.
  init?(truths: [TopBoxOutcome], scores: [PairScore], rowCount: Int, shared: SharedError) {
    let counts = [Double](repeating: Double(rowCount), count: truths.count)
    let group = ScoredGroup(scores: scores, effectiveCounts: counts, shared: shared)
    guard let corrected = CorrectedScores(group)?.outcomes else { return nil }
    (self.truths, raw, self.corrected) = (truths, scores.map(\.value), corrected)
  }
}
