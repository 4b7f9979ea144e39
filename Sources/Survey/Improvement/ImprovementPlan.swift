/// What is compared between a baseline and something new.
public enum ImprovementMetric: String, Sendable, CaseIterable {
  /// The share of people who rate their satisfaction at or above the top cut, 0...1.
  case satisfaction
  /// The mean of satisfaction less the low end of the scale, in points: a ratio needs a true zero.
  case mean
}

/// How an improvement is judged.
public struct ImprovementPlan: Sendable, Equatable {
  /// What is compared.
  public var metric: ImprovementMetric
  /// The ratios that are to be proved, each above 0, ascending; one or more.
  public var thresholds: [Double]
  /// The loss that table stakes may not reach, as a part of what the metric can be, above 0 and
  /// below 1: .05 is five percentage points, or .2 points of a mean on 1-5.
  public var margin: Double
  /// Which wave was asked on the older scales of the study, where it tells of such.
  public var legacy = LegacyWaves.baseline

  /// How often a claim shall be proved for which respondents are counted.
  public static let power = 0.8

  /// - Parameters:
  ///   - metric: what is compared.
  ///   - thresholds: the ratios that are to be proved, each above 0, in any order.
  ///   - margin: the loss that table stakes may not reach, above 0 and below 1.
  public init(
    metric: ImprovementMetric = .satisfaction, thresholds: [Double] = [1.2, 1.3],
    margin: Double = 0.05
  ) {
    precondition(
      !thresholds.isEmpty && thresholds.allSatisfy { $0 > 0 && $0.isFinite } && margin > 0
        && margin < 1, "thresholds \(thresholds), margin \(margin)")
    self.metric = metric
    self.thresholds = Set(thresholds).sorted()
    self.margin = margin
  }
}
