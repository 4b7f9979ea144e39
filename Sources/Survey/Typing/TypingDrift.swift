import NumericCore
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How people who were typed lie to the segments, against the people of the study: whether the
/// segments still fit.
///
/// It is time to segment again where, with 50 people or more, one of four things is seen. The
/// margins are smaller than in the study, by a fifth of their standard deviation and with p under
/// .01 (one-sided, Welch); the study's margins are those of people who were held out. A segment's
/// share has moved by ten points, and its 99 % interval leaves the share of the study out. By
/// golden questions: the share of people of whom no segment is likelier than all others together
/// has grown by ten points, with p under .01. A fifth of the typing questions is answered otherwise
/// (`AnswerDrift`).
///
/// Weighted people are held against the weighted people of the study, and tests and intervals take
/// Kish's effective numbers: they know nothing of strata and sampling units.
public struct TypingDrift: Sendable, Equatable {
  /// A segment now and in the study.
  public struct Share: Sendable, Equatable {
    /// The people.
    public var count: Int
    /// Their share of who was typed, 0...1; by weight where people are weighted.
    public var share: Double
    /// Where Wilson's 95 % interval of the share begins.
    public var low: Double
    /// Where it ends.
    public var high: Double
    /// The share in the study by the same route; weighted where the new people are.
    public var training: Double
  }

  /// Why it is time to segment again.
  public enum Reason: String, Sendable, CaseIterable {
    case smallerMargins = "smaller-margins"
    case movedShares = "moved-shares"
    case unsurePeople = "unsure-people"
    case movedAnswers = "moved-answers"
  }

  /// The people who were typed.
  public var count: Int
  /// Kish's effective number of them; the people themselves without weights.
  public var effectiveCount: Double
  /// The people who answered none of the questions.
  public var unplacedCount: Int
  /// The segments.
  public var shares: [Share]
  /// The mean margin; 0 of nobody.
  public var meanMargin: Double
  /// The mean margin less that of the study, in standard deviations of the study's.
  public var marginShift: Double
  /// The one-sided p of so small margins where nothing has changed.
  public var marginP: Double
  /// The share of people whose margin is under the tenth percentile of the study's.
  public var weakShare: Double
  /// The share of people with a probability under a half; `nil` without probabilities.
  public var unsureShare: Double?
  /// How the questions are answered now; `nil` where the model holds no answers of the study.
  public var answers: AnswerDrift?
  /// What speaks for segmenting again; empty where nothing does.
  public var reasons: [Reason]

  /// Whether there are people enough to conclude anything.
  public var isEnough: Bool { count >= TypingDrift.leastCount }

  /// Whether the segments should be made again.
  public var isTimeToSegmentAgain: Bool { !reasons.isEmpty }

  /// The fewest people of whom anything is concluded.
  public static let leastCount = 50
  static let leastShift = 0.2
  static let leastMove = 0.1
  static let level = 0.01

  /// - Parameters:
  ///   - placed: everybody's segment.
  ///   - model: the model.
  ///   - route: which questions were taken.
  ///   - weights: by person; who weighs 0 is nobody. `nil` counts everybody as one.
  ///   - answers: how the questions are answered.
  init(
    _ placed: RoutePlacement.Placed, model: TypingModel, route: Classification.Route,
    weights: [Int64]? = nil, answers: AnswerDrift? = nil
  ) {
    let training = model.training(route, isWeighted: weights != nil)
    let everybody = placed.segments.indices.filter { (weights?[$0] ?? 1) > 0 }
    let people = everybody.filter { placed.segments[$0] != Classification.unplaced }
    // By all questions a probability takes the segments for granted: it is no measure of fit.
    let probabilities =
      route == .all || placed.confidences.isEmpty
      ? nil : people.map { placed.confidences[$0] }
    let now = TrainingMargins(
      people.map { placed.margins[$0] }, segments: people.map { Int(placed.segments[$0]) },
      segmentCount: model.segments.count, probabilities: probabilities,
      weights: weights.map { all in people.map { all[$0] } })
    count = people.count
    effectiveCount = now.effectiveCount
    unplacedCount = everybody.count - people.count
    shares = TypingDrift.shares(now, training, quantile: Normal.quantile(0.975))
    meanMargin = now.mean
    marginShift = TypingDrift.shift(now, training)
    marginP = TypingDrift.smallerP(now, training)
    weakShare = TypingDrift.share(of: people, weights) {
      placed.margins[$0] < training.quantiles[1]
    }
    unsureShare = now.unsureShare
    self.answers = answers
    reasons = TypingDrift.reasons(now, training, marginShift, marginP)
    if now.count >= TypingDrift.leastCount, answers?.haveMoved == true {
      reasons.append(.movedAnswers)
    }
  }

  // MARK: - Steps

  /// The share of people, or of their weight, of whom something holds; 0 of nobody.
  private static func share(
    of people: [Int], _ weights: [Int64]?, _ holds: (Int) -> Bool
  ) -> Double {
    guard let weights else {
      return Double(people.count(where: holds)) / Double(max(1, people.count))
    }
    let total = people.reduce(Int64(0)) { $0 + weights[$1] }
    let held = people.reduce(Int64(0)) { $0 + (holds($1) ? weights[$1] : 0) }
    return Double(held) / Double(max(1, total))
  }

  /// What segments and margins say of people, their answers aside.
  static func reasons(_ now: TrainingMargins, _ training: TrainingMargins) -> [Reason] {
    reasons(now, training, shift(now, training), smallerP(now, training))
  }

  /// The mean margin less that of the study, in standard deviations of the study's.
  private static func shift(_ now: TrainingMargins, _ training: TrainingMargins) -> Double {
    training.deviation > 0 ? (now.mean - training.mean) / training.deviation : 0
  }

  private static func reasons(
    _ now: TrainingMargins, _ training: TrainingMargins, _ shift: Double, _ p: Double
  ) -> [Reason] {
    guard now.count >= leastCount else { return [] }
    var reasons: [Reason] = []
    if shift <= -leastShift, p < level { reasons.append(.smallerMargins) }
    let wide = shares(now, training, quantile: Normal.quantile(1 - level / 2))
    let hasMoved = wide.contains { share in
      (share.share - share.training).magnitude >= leastMove
        && !(share.low...share.high).contains(share.training)
    }
    if hasMoved { reasons.append(.movedShares) }
    if let unsure = now.unsureShare, let before = training.unsureShare,
      unsure - before >= leastMove,
      smallerShareP(before, training.effectiveCount, unsure, now.effectiveCount) < level
    {
      reasons.append(.unsurePeople)
    }
    return reasons
  }

  private static func shares(
    _ now: TrainingMargins, _ training: TrainingMargins, quantile: Double
  ) -> [Share] {
    let n = now.effectiveCount > 0 ? now.effectiveCount : 1
    return now.counts.indices.map { segment in
      let share = now.segmentShares[segment]
      // Wilson's interval.
      let square = quantile * quantile / n
      let center = (share + square / 2) / (1 + square)
      let half =
        quantile * (share * (1 - share) / n + square / (4 * n)).squareRoot() / (1 + square)
      return Share(
        count: now.counts[segment], share: share, low: max(0, center - half),
        high: min(1, center + half), training: training.segmentShares[segment])
    }
  }

  /// Welch's one-sided p, with normal quantiles: both sides are large where it is used.
  private static func smallerP(_ now: TrainingMargins, _ training: TrainingMargins) -> Double {
    guard now.count > 1, training.count > 1 else { return 1 }
    let variance =
      now.deviation * now.deviation / now.effectiveCount
      + training.deviation * training.deviation / training.effectiveCount
    return variance > 0 ? Normal.cumulative((now.mean - training.mean) / variance.squareRoot()) : 1
  }

  private static func smallerShareP(
    _ first: Double, _ n: Double, _ second: Double, _ m: Double
  ) -> Double {
    let pooled = (first * n + second * m) / (n + m)
    let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    return variance > 0 ? Normal.cumulative((first - second) / variance.squareRoot()) : 1
  }
}
