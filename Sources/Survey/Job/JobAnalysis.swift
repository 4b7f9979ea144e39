/// What the job model says of the answers beyond scores and segments.
public struct JobSections: Sendable {
  /// Where in the chain of the job's steps people fail.
  public var steps: SectionOutcome<StepSection> = .refused(reason: "the study names no steps")
  /// Action held against purpose.
  public var experience: SectionOutcome<ExperienceSection> = .refused(
    reason: "the study names no success outcomes")
  /// Opportunity by part of the job.
  public var rollups: SectionOutcome<RollupSection> = .refused(reason: "nothing is scored")
  /// Whether those who perform, support and buy want the same.
  public var roles: SectionOutcome<RoleSection> = .refused(reason: "the study names no roles")
  /// What people use, and what serves them best.
  public var solutions: SectionOutcome<SolutionSection> = .refused(
    reason: "the study names no solutions")
  /// The same answers under several formulas of opportunity.
  public var formulas: SectionOutcome<FormulaSection> = .refused(reason: "nothing is scored")
  /// Which actions move which results.
  public var drivers: SectionOutcome<DriverSection> = .refused(
    reason: "the study names no success outcomes")
  /// What became of the targets.
  public var targets: SectionOutcome<TargetSection> = .refused(reason: "the study sets no targets")
  /// Use, performance and value.
  public var measures: SectionOutcome<MeasureSection> = .refused(
    reason: "the study names no measures")
  /// What interviews brought up beside the scores.
  public var interviews: SectionOutcome<InterviewSection> = .refused(
    reason: "the study tells no mentions in interviews")
  /// What people do, held against what they say.
  public var behaviours: SectionOutcome<BehaviourSection> = .refused(
    reason: "the study names no behaviour")
  /// Which circumstances explain who struggles.
  public var circumstances: SectionOutcome<CircumstanceSection> = .refused(
    reason: "the study names no circumstances")

  /// No section computed.
  public init() {}
}

/// Computes with the job model: its steps, its purpose and the formulas of opportunity, for
/// everybody and each group.
struct JobAnalysis {
  let study: Study
  let responses: Responses
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// All sections.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - scores: the scored segments.
  ///   - profile: who is in the clusters.
  /// - Returns: the sections, each done or refused.
  func sections(
    _ groupings: [Grouping], scores: [SegmentScores], profile: SectionOutcome<ProfileSection>
  ) -> JobSections {
    var sections = JobSections()
    sections.steps = StepAnalysis(
      study: study, responses: responses, replicates: replicates, options: options
    ).section(groupings, scores: scores)
    sections.experience = ExperienceAnalysis(
      study: study, responses: responses, options: options
    ).section(groupings)
    sections.rollups = RollupAnalysis(
      study: study, responses: responses, replicates: replicates, options: options
    ).section(groupings, scores: scores, experience: sections.experience.section)
    sections.roles = RoleAnalysis(
      study: study, responses: responses, options: options
    ).section()
    sections.solutions = SolutionAnalysis(
      study: study, responses: responses, options: options
    ).section()
    sections.formulas = FormulaAnalysis(
      study: study, responses: responses, options: options
    ).section(groupings, scores: scores)
    sections.drivers = DriverAnalysis(study: study, responses: responses, options: options)
      .section(scores)
    sections.targets = TargetAnalysis(
      study: study,
      figures: TargetFigures(
        study: study, segments: scores, experience: sections.experience.section)
    ).section()
    sections.measures = MeasureAnalysis(
      study: study, responses: responses, options: options
    ).section(groupings)
    sections.interviews = InterviewAnalysis.section(
      study, everybody: scores.first { $0.segmentation == "all" })
    sections.behaviours = BehaviourAnalysis(
      study: study, responses: responses, options: options
    ).section(groupings, everybody: scores.first)
    sections.circumstances = CircumstanceAnalysis(
      study: study, responses: responses, options: options
    ).section(
      profile, clusterCount: groupings.first { $0.name == "cluster" }?.levels.count ?? 0)
    return sections
  }
}
