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
/// It is time to segment again where, with 50 people or more, one of three things is seen. The
/// margins are smaller than in the study, by a fifth of their standard deviation and with p under
/// .01 (one-sided, Welch). A segment's share has moved by ten points, and its 99 % interval leaves
/// the share of the study out. By golden questions: the share of people of whom no segment is
/// likelier than all others together has grown by ten points, with p under .01.
public struct TypingDrift: Sendable, Equatable {
  /// A segment now and in the study.
  public struct Share: Sendable, Equatable {
    /// The people.
    public var count: Int
    /// Their share of who was typed, 0...1.
    public var share: Double
    /// Where Wilson's 95 % interval of the share begins.
    public var low: Double
    /// Where it ends.
    public var high: Double
    /// The unweighted share in the study, by the same route.
    public var training: Double
  }

  /// Why it is time to segment again.
  public enum Reason: String, Sendable, CaseIterable {
    case smallerMargins = "smaller-margins"
    case movedShares = "moved-shares"
    case unsurePeople = "unsure-people"
  }

  /// The people who were typed.
  public var count: Int
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
  /// What speaks for segmenting again; empty where nothing does.
  public var reasons: [Reason]

  /// Whether the segments should be made again.
  public var isTimeToSegmentAgain: Bool { !reasons.isEmpty }

  /// The fewest people of whom anything is concluded.
  static let leastCount = 50
  static let leastShift = 0.2
  static let leastMove = 0.1
  static let level = 0.01

  init(
    _ placed: RoutePlacement.Placed, model: TypingModel, route: Classification.Route
  ) {
    let training =
      route == .golden ? model.golden?.training ?? model.nearest.training : model.nearest.training
    let people = placed.segments.indices.filter {
      placed.segments[$0] != Classification.unplaced
    }
    let probabilities =
      placed.confidences.isEmpty ? nil : people.map { placed.confidences[$0] }
    let now = TrainingMargins(
      people.map { placed.margins[$0] }, segments: people.map { Int(placed.segments[$0]) },
      segmentCount: model.segments.count, probabilities: probabilities)
    count = people.count
    unplacedCount = placed.segments.count - people.count
    shares = TypingDrift.shares(now, training, quantile: Normal.quantile(0.975))
    meanMargin = now.mean
    marginShift = training.deviation > 0 ? (now.mean - training.mean) / training.deviation : 0
    marginP = TypingDrift.smallerP(now, training)
    let tenth = training.quantiles[1]
    let weak = people.count { placed.margins[$0] < tenth }
    weakShare = Double(weak) / Double(max(1, people.count))
    unsureShare = now.unsureShare
    reasons = TypingDrift.reasons(now, training, marginShift, marginP)
  }

  // MARK: - Steps

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
      smallerShareP(before, training.count, unsure, now.count) < level
    {
      reasons.append(.unsurePeople)
    }
    return reasons
  }

  private static func shares(
    _ now: TrainingMargins, _ training: TrainingMargins, quantile: Double
  ) -> [Share] {
    let before = Double(max(1, training.counts.reduce(0, +)))
    return zip(now.counts, training.counts).map { count, known in
      let n = Double(max(1, now.count))
      let share = Double(count) / n
      // Wilson's interval.
      let square = quantile * quantile / n
      let center = (share + square / 2) / (1 + square)
      let half =
        quantile * (share * (1 - share) / n + square / (4 * n)).squareRoot() / (1 + square)
      return Share(
        count: count, share: share, low: max(0, center - half), high: min(1, center + half),
        training: Double(known) / before)
    }
  }

  /// Welch's one-sided p, with normal quantiles: both sides are large where it is used.
  private static func smallerP(_ now: TrainingMargins, _ training: TrainingMargins) -> Double {
    guard now.count > 1, training.count > 1 else { return 1 }
    let variance =
      now.deviation * now.deviation / Double(now.count)
      + training.deviation * training.deviation / Double(training.count)
    return variance > 0 ? Normal.cumulative((now.mean - training.mean) / variance.squareRoot()) : 1
  }

  private static func smallerShareP(
    _ first: Double, _ firstCount: Int, _ second: Double, _ secondCount: Int
  ) -> Double {
    let (n, m) = (Double(firstCount), Double(secondCount))
    let pooled = (first * n + second * m) / (n + m)
    let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    return variance > 0 ? Normal.cumulative((first - second) / variance.squareRoot()) : 1
  }
}
