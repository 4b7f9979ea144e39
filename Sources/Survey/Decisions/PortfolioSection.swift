/// The smallest sets of outcomes, and of steps, whose repair turns the most people.
///
/// Repairing an outcome means that everybody who rated it important becomes satisfied with it;
/// repairing a step, that it succeeds for everybody. The figures are what such a repair would do to
/// these answers, not a forecast.
public struct PortfolioSection: Sendable, Equatable {
  /// Sets of outcomes: from a bad to a good experience.
  public var outcomes: RepairPlan
  /// The same with key outcomes alone, success outcomes staying as they are; `nil` where the study
  /// has no success outcomes, so that `outcomes` holds no others.
  ///
  /// A success outcome is an end: nobody can repair it but by acting, and its repair counts towards
  /// effectiveness itself.
  public var keyOutcomes: RepairPlan?
  /// Sets of steps: from a job that fails at a step to one that gets done.
  public var steps: SectionOutcome<RepairPlan>

  /// The sets that somebody can act on: key outcomes alone.
  public var acting: RepairPlan { keyOutcomes ?? outcomes }

  /// Whether all figures are the same; reasons are not compared.
  public static func == (left: PortfolioSection, right: PortfolioSection) -> Bool {
    left.outcomes == right.outcomes && left.keyOutcomes == right.keyOutcomes
      && left.steps.section == right.steps.section
  }
}

/// Sets of repairs by their size.
public struct RepairPlan: Sendable, Equatable {
  /// What may be repaired, in the order of the study.
  public var candidates: [RepairCandidate]
  /// The share of people with a good experience, or for whom all steps succeed; `nil` under the
  /// disclosure floor.
  public var now: PeopleMean?
  /// The same after all repairs.
  public var all: PeopleMean?
  /// The sets of sizes 1, 2, ...
  public var sets: [RepairSet] = []
  /// By candidate, what its repair alone adds to the share.
  public var alone: [Double] = []
  /// The fewest repairs, one after the other, that turn half of those whom all repairs turn.
  public var sizeForHalf: Int?
  /// The same of nine tenths.
  public var sizeForMost: Int?
  /// The size up to which all sets were tried.
  public var exactSize = 0
  /// How many replicates the frequencies rest on; 0 without.
  public var replicateCount = 0
  /// Why there are no frequencies; empty otherwise.
  public var note = ""
}

/// The best set found of one size.
public struct RepairSet: Sendable, Equatable {
  /// Positions in `RepairPlan.candidates`, ascending.
  public var members: [Int]
  /// Whether all sets of this size were tried.
  public var isExact: Bool
  /// The share after its repair.
  public var rate: PeopleMean?
  /// What it adds to the share.
  public var gain: Double
  /// What repairing one after the other adds with as many repairs.
  public var greedyGain: Double
  /// By member, how often it is in the best set of this size over the replicates, 0...1; empty
  /// without replicates.
  public var frequencies: [Double] = []
  /// How often the whole set is the best one over the replicates.
  public var setFrequency: Double?
}
