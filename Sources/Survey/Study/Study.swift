/// A study: the job, its outcomes, and how the answers about them are to be read and analysed.
///
/// It is what `study.yaml` says, checked and complete: every default is filled in, every name
/// that the file gives is unique where it must be. The columns it names have not yet been looked
/// for in the data.
public struct Study: Sendable, Equatable {
  /// The study's title.
  public var name: String
  /// The job that people want to get done.
  public var job: JobStatement
  /// Where the answers are and how to read them.
  public var responses: ResponseFile
  /// Key outcomes in the order of the file; at least one.
  public var outcomes: [Outcome]
  /// The declared segmentations in the order of the file; may be empty.
  public var segmentations: [SegmentationPlan]
  /// The column of weights; `nil` counts every respondent once.
  public var weight: ColumnReference?
  /// How the respondents were drawn; `nil` for one by one from a large population.
  public var design: SamplingPlan?
  /// How the weights are fitted to the population; `nil` leaves them as they are.
  public var raking: RakingPlan?
  /// How opportunity is scored.
  public var scoring: ScoringPlan
  /// What is claimed before the data; may be empty.
  public var hypotheses: [Hypothesis]
  /// How respondents are clustered.
  public var clustering: ClusteringPlan
  /// How factors are taken from the outcomes.
  public var factoring: FactorPlan
  /// Every random draw hangs on it.
  public var seed: UInt64

  // The rest of the job model, for the analyses that explain and compare.
  /// The tree of jobs: the study's own first, then those above, below and beside it.
  public var jobs: [Job]
  /// The job map, in order; may be empty.
  public var steps: [JobStep]
  /// How the steps hang together.
  public var chain = ChainPlan()
  /// What the job is done for; may be empty.
  public var success: [SuccessOutcome]
  /// When an experience is good.
  public var experience = ExperiencePlan()
  /// The answers that mean yes, no, and what became of expectations.
  public var answers = AnswerWords()
  /// Who performs, supports and buys.
  public var roles: PerformerRoles?
  /// What makes the job harder.
  public var circumstances: [NamedColumn]
  /// What keeps people from getting the job done.
  public var barriers: [NamedColumn]
  /// What people do to make up.
  public var workarounds: [NamedColumn]
  /// Tactics that differ between people.
  public var activities: [NamedColumn]
  /// What people use today.
  public var solutions: SolutionsInUse?
  /// What the rules on wording should know.
  public var lint = LintPlan()
  /// Which published runs are kept.
  public var retention = RetentionRules()

  // What shall come of it, and what was known before.
  /// What figures of outcomes shall become; may be empty.
  public var targets: [Target] = []
  /// Figures of use, performance and value; may be empty.
  public var measures: [Measure] = []
  /// How many interviews were held before the survey, where that is told.
  public var interviewCount: Int?
  /// What the nightly watch tells of; `nil` where it tells nothing.
  public var alerts: AlertPlan?
  /// Solutions that are proposed; may be empty.
  public var proposals: [Proposal] = []

  /// The waves in time order, for `unmet compare`; may be empty.
  public var waves: [Wave] = []
  /// Where alerts go; may be empty.
  public var channels: [DeliveryChannel] = []

  /// The study file's name as the user gave it, for messages.
  public var file: String

  /// A study with every default filled in.
  public init(
    name: String, job: JobStatement, responses: ResponseFile, outcomes: [Outcome], file: String
  ) {
    self.name = name
    self.job = job
    self.responses = responses
    self.outcomes = outcomes
    self.file = file
    self.segmentations = []
    self.weight = nil
    self.design = nil
    self.raking = nil
    self.scoring = ScoringPlan()
    self.hypotheses = []
    self.clustering = ClusteringPlan()
    self.factoring = FactorPlan()
    self.seed = 1
    self.jobs = [Job(id: Job.ownID, text: job.text, place: job.place)]
    self.steps = []
    self.success = []
    self.roles = nil
    self.circumstances = []
    self.barriers = []
    self.workarounds = []
    self.activities = []
    self.solutions = nil
  }
}

/// A set of segments: the groups that the answers of one column form.
public struct SegmentationPlan: Sendable, Equatable {
  /// The name in reports; the column's name unless the study file says otherwise.
  public var name: String
  /// The column whose answers are the segments.
  public var column: ColumnReference
  /// The declared groups in their order; empty takes what the data hold, sorted by bytes.
  public var levels: [String]

  /// A segmentation by one column.
  public init(name: String, column: ColumnReference, levels: [String] = []) {
    self.name = name
    self.column = column
    self.levels = levels
  }
}

/// How opportunity scores are computed.
public struct ScoringPlan: Sendable, Equatable {
  /// The formula.
  public var scorer: Scorer
  /// Whose answers count.
  public var base: ScoreBase
  /// The fewest effective paired respondents for which a declared segment is scored; at least
  /// the disclosure floor of 10.
  public var minimumBase: Double
  /// How many bootstrap replicates ranks rest on.
  public var replicateCount: Int

  /// A plan; without arguments, the defaults of the study file.
  public init(
    scorer: Scorer = .topBox, base: ScoreBase = .paired, minimumBase: Double = 30,
    replicateCount: Int = 1_000
  ) {
    self.scorer = scorer
    self.base = base
    self.minimumBase = minimumBase
    self.replicateCount = replicateCount
  }
}

/// The three formulas of the opportunity score.
public enum Scorer: String, Sendable, CaseIterable {
  /// Ten times the share that rates at or above the top cut; gap floored at 0; 0...20.
  case topBox = "top-box"
  /// The mean on the scale stretched to 0...10; gap floored at 0; 0...20.
  case mean = "mean"
  /// The founding documents' importance + (importance - satisfaction) on the raw scale, no floor.
  case unfloored = "unfloored"
}

/// Whose answers a score is computed from.
public enum ScoreBase: String, Sendable, CaseIterable {
  /// The people who answered both questions of the outcome.
  case paired
  /// Each question's own answerers.
  case available
}

/// How respondents are clustered and outcomes are factored.
public struct ClusteringPlan: Sendable, Equatable {
  /// What respondents are compared by.
  public var feature: ClusterFeature
  /// A fixed number of clusters; `nil` lets stability decide.
  public var clusterCount: Int?
  /// The numbers of clusters that may be fixed: those that the report's tables compute.
  public static let clusterCounts = 2...10
  /// Whether each item is divided by its standard deviation.
  public var isStandardised: Bool
  /// What clusters are formed around.
  public var method = ClusterMethod.kMeans
  /// What becomes of missing answers when the published clusters are formed.
  public var missing = MissingAnswers.em
  /// What the correlation matrix of the factor step is computed from.
  public var factorFeature: ClusterFeature
  /// The largest number of outcomes that new people are typed by, 1...20.
  public var questionCount: Int

  /// What the answers are turned into before anything else: of factor scores, what the factors
  /// were computed from.
  public var answerFeature: ClusterFeature { feature == .factorScores ? factorFeature : feature }

  /// A plan; without arguments, the defaults of the study file.
  public init(
    feature: ClusterFeature = .levelledGap, clusterCount: Int? = nil,
    isStandardised: Bool = false, factorFeature: ClusterFeature = .opportunity,
    questionCount: Int = 8
  ) {
    self.feature = feature
    self.clusterCount = clusterCount
    self.isStandardised = isStandardised
    self.factorFeature = factorFeature
    self.questionCount = questionCount
  }
}

/// What the published clusters are formed around; their number is chosen by k-means always.
public enum ClusterMethod: String, Sendable, CaseIterable {
  /// Means.
  case kMeans = "k-means"
  /// Respondents who stand for their cluster.
  case medoids
}

/// What becomes of missing answers when the published clusters are formed; their number is chosen
/// on filled ones always.
public enum MissingAnswers: String, Sendable, CaseIterable {
  /// They are filled with what a normal model lets expect, its parameters by the EM algorithm.
  case em
  /// They have no say: each counts as lying at its own center, see `ObservedMeans`.
  case kPOD = "k-pod"
}

/// What each respondent is described by, one number an outcome.
public enum ClusterFeature: String, Sendable, CaseIterable {
  /// The number of clusters is chosen on the centred gap; then the respondent's own mean gap counts
  /// as much as it tells the clusters apart beyond what varies within them. The default.
  case levelledGap = "levelled-gap"
  /// The gap less the respondent's own mean gap: what is underserved relative to the person's
  /// other outcomes. On surveys without segments in which people differ by habit of rating,
  /// clusters of the plain gap are always "stable", those of this one hardly ever.
  case centredGap = "centred-gap"
  /// Importance minus satisfaction: what is common to both, a habit of rating high, cancels.
  case gap
  /// The respondent's own opportunity, importance + max(importance - satisfaction, 0).
  case opportunity
  case importance
  /// The gap of the marker outcomes only, one a factor.
  case markers
  /// 1 where the outcome is rated at or above the top cut in importance and below it in
  /// satisfaction, else 0.
  case unmet
  /// The regression scores of the factors of the factor step, on what it was computed from.
  case factorScores = "factor-scores"
}
