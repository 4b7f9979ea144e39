public import Statistics

/// A number with its standard error.
public struct Estimate: Sendable, Equatable {
  /// The estimate.
  public var value: Double
  /// Its design-based standard error, in the unit of the value.
  public var standardError: Double

  /// An estimate of `value`.
  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

/// How many paired respondents it takes until a score's 95 % interval lies within one band in four
/// of five surveys.
public struct NeededRespondents: Sendable, Equatable {
  /// All of them together; `nil` for more than 100,000: the score stands at a cut.
  public var total: Int?
  /// Those beyond the ones there are; 0 where the interval lies within one band already, `nil`
  /// for more than 100,000.
  public var further: Int?
}

/// How sure the rank of an outcome among those of its segment is, from bootstrap replicates.
public struct Ranking: Sendable, Equatable {
  /// The 5 % and 95 % quantiles of the rank: they hold for this outcome alone.
  public var interval: ClosedRange<Int>
  /// The ranks that the outcome may have when such statements on all outcomes hold together with
  /// 95 %.
  public var simultaneous: ClosedRange<Int>
  /// How often it is the highest, among the five highest, and among the ten highest, 0...1.
  public var topShares: [Double]
  /// Its tier from 1: outcomes of a tier cannot be told from the tier's highest.
  public var tier: Int
}

/// How large an opportunity is, by the published cuts 10, 12 and 15.
public enum Band: String, Sendable, CaseIterable {
  /// 15 and up.
  case extreme
  /// 12 to 15.
  case high
  /// 10 to 12.
  case solid
  /// Under 10.
  case low
}

/// Where an outcome stands between importance and satisfaction.
public enum Zone: String, Sendable, CaseIterable {
  case overserved
  case underserved
  case tableStakes = "table stakes"
  case appropriatelyServed = "appropriately served"
}

/// What one outcome scores in one segment.
///
/// Importance, satisfaction and gap are in the scorer's own unit: 0...10 for `topBox` and `mean`,
/// the raw scale for `unfloored`. Everything is `nil` where nothing could be computed.
public struct OutcomeScore: Sendable, Equatable {
  /// The position of the outcome in the study.
  public var outcome: Int
  /// How many rated its importance, its satisfaction, and both; unweighted.
  public var importanceCount: Int
  /// How many rated its satisfaction; unweighted.
  public var satisfactionCount: Int
  /// How many rated both; unweighted.
  public var pairedCount: Int
  /// Kish's effective number of paired respondents.
  public var effectiveCount: Double
  /// Those of the design among the paired respondents: sampling units less strata.
  public var degreesOfFreedom: Int
  /// Importance, in the scorer's unit.
  public var importance: Estimate?
  /// Satisfaction, in the scorer's unit.
  public var satisfaction: Estimate?
  /// Importance minus satisfaction.
  public var gap: Estimate?
  /// How often chance alone makes a gap as large, 0...1: the p-value of "no gap".
  public var gapP: Double?
  /// `gapP` adjusted for the outcomes of the segment (Benjamini-Hochberg).
  public var adjustedGapP: Double?
  /// The opportunity score, in the scorer's unit.
  public var opportunity: Estimate?
  /// The "max2" 95 % interval of the opportunity.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// 1 is the highest opportunity of the segment; equal scores share the better rank.
  public var rank: Int?
  /// The two means with their design covariance, as the score is made of them.
  public var pair: PairScore?
  /// The score corrected for the luck of the draw, and how probable each band and zone is; `nil`
  /// for unfloored scores, for clusters, and where fewer than five outcomes are scored or an
  /// outcome has fewer than five degrees of freedom.
  public var corrected: CorrectedScore?
  /// How many paired respondents it takes until the interval lies within one band; `nil` also
  /// where a clustered sample has fewer than ten degrees of freedom: it needs more units.
  public var needed: NeededRespondents?
  /// How sure the rank is; `nil` where fewer than two outcomes are scored.
  public var ranking: Ranking?
  /// How large the opportunity is; `nil` where the cuts do not apply.
  public var band: Band?
  /// Between importance and satisfaction; `nil` where the cuts do not apply.
  public var zone: Zone?
  /// The weighted share, 0...1, of paired respondents to whom the outcome is important and who
  /// are not satisfied.
  public var unmetShare: Double?
  /// Why something is `nil`, or a caution; empty when there is nothing to say.
  public var note: String

  /// Whether importance and satisfaction cannot be told apart: the gap is under two standard
  /// errors, so "underserved" and "appropriately served" are not distinguished.
  public var isGapUnclear: Bool {
    guard let gap else { return false }
    return abs(gap.value) < 2 * gap.standardError
  }

  /// A score of which only the bases are known yet.
  public init(outcome: Int, importanceCount: Int, satisfactionCount: Int, pairedCount: Int) {
    self.outcome = outcome
    self.importanceCount = importanceCount
    self.satisfactionCount = satisfactionCount
    self.pairedCount = pairedCount
    self.effectiveCount = 0
    self.degreesOfFreedom = 0
    self.note = ""
  }
}

/// A segment: its base, whether it is scored, and the scores of every outcome in it.
public struct SegmentScores: Sendable, Equatable {
  /// Whether the segment is scored.
  public enum Status: String, Sendable, CaseIterable {
    case scored
    /// Scored, but on fewer than 60 effective respondents.
    case smallBase = "small base"
    /// Not scored; `reason` says why.
    case refused
    /// Not a segment: the respondents whose answer is missing.
    case missing
  }

  /// `all`, the name of a declared segmentation, or `cluster`.
  public var segmentation: String
  /// The segment's label.
  public var segment: String
  /// Unweighted number of respondents.
  public var respondentCount: Int
  /// The weighted share of all respondents, 0...1.
  public var share: Double
  /// Kish's effective number of respondents.
  public var effectiveCount: Double
  /// Whether the segment is scored.
  public var status: Status
  /// Why the segment is refused or small; empty otherwise.
  public var reason: String
  /// By outcome, in the order of the study; empty when refused or missing.
  public var outcomes: [OutcomeScore]

  /// A segment of which only the base is known yet.
  public init(
    segmentation: String, segment: String, respondentCount: Int, share: Double,
    effectiveCount: Double
  ) {
    self.segmentation = segmentation
    self.segment = segment
    self.respondentCount = respondentCount
    self.share = share
    self.effectiveCount = effectiveCount
    self.status = .scored
    self.reason = ""
    self.outcomes = []
  }

  /// The outcomes from the highest opportunity down; equal ones in the order of the study.
  public var ranked: [OutcomeScore] {
    outcomes.filter { $0.opportunity != nil }.sorted { left, right in
      let (a, b) = (left.opportunity?.value ?? 0, right.opportunity?.value ?? 0)
      return a == b ? left.outcome < right.outcome : a > b
    }
  }
}
