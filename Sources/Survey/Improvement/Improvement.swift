public import Statistics

/// One outcome, or the mean of all, in the baseline and in what is new.
public struct Improvement: Sendable, Equatable {
  /// One side's figure and what it rests on.
  public struct Side: Sendable, Equatable {
    /// People whose answers count; for the mean of all outcomes, people who answered one of them.
    public var respondentCount: Int
    /// Kish's effective number of them.
    public var effectiveCount: Double
    /// The share, or the mean less the low end of the scale.
    public var estimate: Estimate

    /// A side; see the members.
    public init(respondentCount: Int, effectiveCount: Double, estimate: Estimate) {
      self.respondentCount = respondentCount
      self.effectiveCount = effectiveCount
      self.estimate = estimate
    }
  }

  /// What is proved of one threshold.
  public struct Claim: Sendable, Equatable {
    /// The ratio that is to be proved.
    public var threshold: Double
    /// Whether it is; `nil` without bounds.
    public var verdict: ImprovementTest.Verdict?
    /// The respondents on each side at which it is proved in four of five surveys, were the ratio
    /// found the true one; `nil` where it is not unproven, or the ratio not above the threshold.
    public var neededCount: Int?

    /// A claim; see the members.
    public init(
      threshold: Double, verdict: ImprovementTest.Verdict? = nil, neededCount: Int? = nil
    ) {
      (self.threshold, self.verdict, self.neededCount) = (threshold, verdict, neededCount)
    }
  }

  /// The outcome's position in the study; `nil` for the mean of all that are compared.
  public var outcome: Int?
  /// `nil` where fewer people answered than the disclosure floor, on this side or the other.
  public var baseline: Side?
  /// Alike.
  public var new: Side?
  /// The covariance of both estimates; 0 for two waves without people in common.
  public var covariance = 0.0
  /// Those of the side that has fewer.
  public var degreesOfFreedom = 0
  /// The ratio with its bounds; `nil` with the sides.
  public var test: ImprovementTest?
  /// By threshold, ascending.
  public var claims: [Claim]
  /// (S1 - S0) / (I0 - S0): how much of the baseline's gap is closed; `nil` where importance was
  /// not above satisfaction by a twentieth of what the metric can be.
  public var gapClosure: Double?
  /// The baseline's importance less its satisfaction; of the mean of all, with the mean of the
  /// outcomes' standard errors, which its own cannot exceed.
  public var gap: Estimate?
  /// Whether that gap is within two standard errors of 0, so that a share of it tells nothing.
  public var isGapUnclear: Bool {
    gap.map { $0.value < 2 * $0.standardError } ?? false
  }
  /// The share of the gap that is closed, where it can be told.
  public var toldClosure: Double? { isGapUnclear ? nil : gapClosure }
  /// Where the outcome stands in the baseline; `nil` for the mean.
  public var zone: Zone?
  /// Of table stakes, whether they are not worse by the margin.
  public var safeguard: NonInferiorityTest?
  /// Why something is `nil`, or a caution; empty when there is nothing to say.
  public var note = ""

  /// An outcome of which nothing is known yet.
  public init(outcome: Int?, thresholds: [Double]) {
    self.outcome = outcome
    claims = thresholds.map { Claim(threshold: $0) }
  }
}

/// A baseline beside something new: every outcome, and the mean of all.
public struct ImprovementResult: Sendable, Equatable {
  /// One side as a whole.
  public struct Side: Sendable, Equatable {
    /// The group's name, or the file's.
    public var label: String
    /// People of positive weight.
    public var respondentCount: Int
    /// Kish's effective number of them.
    public var effectiveCount: Double
    /// What is to be said of the file, in report order; of two groups it stands with the baseline.
    public var findings: [Finding]

    /// A side; see the members.
    public init(
      label: String, respondentCount: Int, effectiveCount: Double, findings: [Finding] = []
    ) {
      self.label = label
      self.respondentCount = respondentCount
      self.effectiveCount = effectiveCount
      self.findings = findings
    }
  }

  /// The study as its file says it.
  public var study: Study
  /// How the improvement was judged.
  public var plan: ImprovementPlan
  /// The segmentation of which both sides are groups; `nil` for two waves.
  public var segmentation: String?
  /// The baseline.
  public var baseline: Side
  /// What is new.
  public var new: Side
  /// Of two waves, ids of respondents that stand in both files; 0 where ids were not declared.
  public var commonIDCount = 0
  /// Of two waves, why people in both add no covariance; empty where they do.
  public var panelCaution = ""
  /// By outcome, in the order of the study.
  public var outcomes: [Improvement]
  /// The mean of the outcomes that are compared.
  public var overall: Improvement
  /// Targets that waited for this comparison, then measures.
  public var extras: [ImprovementExtra] = []

  /// The outcomes that are table stakes in the baseline.
  public var tableStakes: [Improvement] { outcomes.filter { $0.safeguard != nil } }
}
