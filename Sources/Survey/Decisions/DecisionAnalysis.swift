import Groundwork

/// What follows from the answers for whoever has to decide.
public struct DecisionSections: Sendable {
  /// The scores within roles; empty where the study names no roles.
  public var roles: [RoleScores] = []
  /// Which few repairs turn the most people.
  public var portfolio: SectionOutcome<PortfolioSection> = .refused(reason: "not asked for")
  /// What changes when more people are satisfied with one outcome.
  public var whatIf: SectionOutcome<WhatIfSection> = .refused(reason: "not asked for")
  /// What proposed solutions cover.
  public var proposals: SectionOutcome<ProposalSection> = .refused(reason: "not asked for")
  /// Which growth strategy suits whom.
  public var growth: SectionOutcome<GrowthSection> = .refused(reason: "not asked for")
  /// The highest outcomes as user stories.
  public var stories: SectionOutcome<StorySection> = .refused(reason: "not asked for")

  /// No section computed.
  public init() {}
}

/// The scores of the people of one role.
public struct RoleScores: Sendable, Equatable {
  /// The role.
  public var role: PerformerRole
  /// Key outcomes, with ranks and tiers; refused under the smallest base of segments.
  public var scores: SegmentScores
  /// By success outcome of the study; `nil` where it is not scored.
  public var success: [OutcomeScore?]
}

/// Computes with people's answers what a decision needs: what to repair, what that would bring,
/// what proposals cover.
struct DecisionAnalysis {
  let study: Study
  let responses: Responses
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// All sections.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - scores: the scored segments, everybody first.
  /// - Returns: the sections, each done or refused.
  func sections(_ groupings: [Grouping], scores: [SegmentScores]) -> DecisionSections {
    var sections = DecisionSections()
    guard let everybody = scores.first else { return sections }
    let people = RepairPeople(study: study, responses: responses)
    sections.roles = roles()
    sections.portfolio = PortfolioAnalysis(
      study: study, responses: responses, people: people, replicates: replicates, options: options
    ).section()
    sections.whatIf = WhatIfAnalysis(
      study: study, responses: responses, people: people, options: options
    ).section(everybody: everybody)
    sections.proposals = ProposalAnalysis(
      study: study, responses: responses, people: people, replicates: replicates, options: options
    ).section(everybody: everybody, roles: sections.roles)
    sections.growth = GrowthAnalysis(
      study: study, responses: responses, replicates: replicates, options: options
    ).section(groupings, scores: scores)
    sections.stories = StoryWriting(study: study, scores: scores).section(roles: sections.roles)
    return sections
  }

  // MARK: - Steps

  private func roles() -> [RoleScores] {
    guard let grouping = DecisionColumns(study: study, responses: responses).roles else {
      return []
    }
    let scored = SegmentScoring(study: study, responses: responses, options: options)
      .segments(of: grouping, minimumBase: study.scoring.minimumBase)
    let ranked = ReplicateRanking(
      study: study, responses: responses, source: replicates, options: options
    ).ranked(Array(scored.prefix(grouping.levels.count)), of: [grouping])
    let success = SuccessScoring(study: study, responses: responses, options: options)
      .scores(grouping)
    return zip(ranked, success).compactMap { scores, success in
      PerformerRole(rawValue: scores.segment).map {
        RoleScores(role: $0, scores: scores, success: success)
      }
    }
  }
}
