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

/// Two groups of one survey: a baseline and something new.
public struct ImprovementGroups: Sendable, Equatable {
  /// The column whose answers are the groups.
  public let segmentation: SegmentationPlan
  /// The answer that is the baseline.
  public let baseline: String
  /// The answer that is new.
  public let new: String

  /// Finds the segmentation in a study: a declared one, else `solutions` or `roles`.
  ///
  /// - Parameters:
  ///   - study: the study.
  ///   - name: the name of a declared segmentation, or `solutions` or `roles` where the study has
  ///     them.
  ///   - baseline: the answer that is the baseline.
  ///   - new: the answer that is new.
  /// - Throws: `ImprovementFailure.unknownSegmentation`, `.sameGroup`.
  public init(
    _ study: Study, by name: String, baseline: String, new: String
  ) throws(ImprovementFailure) {
    let plans = ImprovementGroups.plans(study)
    guard let plan = plans.first(where: { $0.name == name }) else {
      throw .unknownSegmentation(name, known: plans.map(\.name))
    }
    guard baseline != new else { throw .sameGroup(new) }
    (segmentation, self.baseline, self.new) = (plan, baseline, new)
  }

  /// The segmentations of a study, then the columns of solutions and roles.
  private static func plans(_ study: Study) -> [SegmentationPlan] {
    let others = [
      study.solutions.map { SegmentationPlan(name: "solutions", column: $0.column) },
      study.roles.map { SegmentationPlan(name: "roles", column: $0.column) },
    ].compactMap { $0 }
    let names = study.segmentations.map(\.name)
    return study.segmentations + others.filter { !names.contains($0.name) }
  }
}
