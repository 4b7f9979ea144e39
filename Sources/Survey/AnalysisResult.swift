public import Statistics
public import Tables

/// Everything that one run of `analyze` found: values only, ready for the report writers.
public struct AnalysisResult: Sendable {
  /// The study that was analysed.
  public var study: Study
  /// What was read.
  public var input: InputSummary
  /// How the weights were fitted to the population; `nil` when they are as they came.
  public var weighting: Weighting?
  /// Strata and sampling units of the design.
  public var design: DesignSummary
  /// The first is `all`, then each declared segmentation in order, then the clusters.
  public var segments: [SegmentScores]
  /// The declared segmentations, in order: each segment against the others.
  public var comparisons: [SegmentationComparisons]
  /// What the study claimed before the data, and what became of it.
  public var hypotheses: [HypothesisResult]
  /// Which outcomes go together.
  public var factors: SectionOutcome<FactorSection>
  /// The clusters of respondents.
  public var clusters: SectionOutcome<ClusterSection>
  /// Who is in the clusters, by what was not clustered.
  public var profile: SectionOutcome<ProfileSection> = .refused(
    reason: "there are no clusters to describe")
  /// What of the answers is a habit of rating; `nil` when it was not looked for.
  public var style: StyleAudit?
  /// How new people are typed: which cluster would they belong to?
  public var typing: SectionOutcome<TypingSection> = .refused(reason: "there are no clusters")
  /// What the job model says beyond scores and segments.
  public var job = JobSections()
  /// What follows for whoever has to decide.
  public var decisions = DecisionSections()
  /// What a nightly run tells.
  public var alerts: SectionOutcome<AlertSection> = .refused(reason: AlertAnalysis.noNight)
  /// Everybody's cluster.
  public var respondents: RespondentResults
  /// Sorted by subject, kind and text.
  public var findings: [Finding]
  /// What the study asks for and this run did not do, each with its reason.
  public var notDone: [String]
  /// What of the input was read anew; `nil` without an `AnswerMemory`.
  public var reading: AnswerReadingSummary?
  /// Who was in the answers of the run before already; `nil` without an `AnswerMemory`, or when
  /// it held nothing.
  public var seen: SeenRespondents?
  /// What changed since the run before; `nil` for a first run, and where no run was looked for.
  public var since: RunChanges?
}

/// How large the sampling design is.
public struct DesignSummary: Sendable, Equatable {
  /// The number of strata, 1 without.
  public var stratumCount: Int
  /// The number of primary sampling units; the respondents where each is one.
  public var unitCount: Int
  /// Whether every respondent is a sampling unit.
  public var hasRowUnits: Bool
  /// The design's degrees of freedom: sampling units less strata, or what replicate weights leave.
  public var degreesOfFreedom: Int
  /// The columns of replicate weights that stand for the design; 0 without.
  public var replicateColumnCount: Int
  /// The sampling units that are alone in their stratum (or second units in their unit) and count
  /// by their distance from the mean of all units, as the study allows.
  public var lonelyUnitCount = 0
}

extension DesignSummary {
  /// What a sample's design comes to.
  init(_ sample: Sample) {
    let design = sample.design
    self.init(
      stratumCount: design.stratumCount, unitCount: design.unitCount,
      hasRowUnits: design.hasRowUnits,
      degreesOfFreedom: sample.replicates?.degreesOfFreedom ?? design.degreesOfFreedom(),
      replicateColumnCount: sample.replicates?.columns.count ?? 0,
      lonelyUnitCount: sample.replicates == nil ? design.lonelyUnitCount : 0)
  }
}

/// How a planned section of the report ended: no section may vanish.
public enum SectionOutcome<Section: Sendable>: Sendable {
  case done(Section)
  /// Not computed, for a reason that lies in the data or the study.
  case refused(reason: String)

  /// The section, when it was done.
  public var section: Section? {
    guard case .done(let section) = self else { return nil }
    return section
  }
}

/// What was read.
public struct InputSummary: Sendable, Equatable {
  /// The name of the input as given.
  public var name: String
  /// Bytes of the input.
  public var byteCount: Int
  /// The digest of the input, 64 hexadecimal digits.
  public var sha256: String
  /// The digest of the study file.
  public var studySHA256: String
  /// Records in the file, respondents used in the analysis.
  public var recordCount: Int
  /// Respondents of the analysis.
  public var respondentCount: Int
  /// Kish's effective number of respondents; the number itself without weights.
  public var effectiveCount: Double
  /// How respondents are told apart: the id column's name, or `nil` for the record's digest.
  public var respondentColumn: String?
  /// The share of all ratings that is missing, 0...1.
  public var missingShare: Double
  /// Sentences on how the file was read: delimiter, header rows, encoding.
  public var evidence: [String]
}

/// The factor step: which outcomes go together, and which one stands for each group.
public struct FactorSection: Sendable {
  /// What the correlations were computed from.
  public var feature: ClusterFeature
  /// The positions in the study of the outcomes that took part, by column of the solution.
  public var outcomes: [Int]
  /// Eigenvalues, loadings and markers.
  public var solution: FactorSolution
  /// Adequacy, other rules, reliabilities; `nil` where the correlation allows none.
  public var quality: FactorQuality?
  /// How the factors were found: correlation, extraction, rotation, a fixed number.
  public var method = FactorPlan()
  /// The effective number of respondents that chance and fit go by; `nil` where it is not known.
  public var effectiveCount: Double?
  /// How well the factors reproduce the correlations; `nil` for principal components, which are no
  /// model of them, without factors, and where a uniqueness below 0 leaves no model.
  public var fit: FactorFit?
  /// Pairs of outcomes whose polychoric correlation runs to its limit.
  public var limitedPairCount = 0
  /// Pairs of outcomes whose correlation is taken as 0, because one of the two does not vary among
  /// those who answered both.
  public var constantPairCount = 0
}

/// The clusters, or the table that says there are none.
public struct ClusterSection: Sendable {
  /// What each respondent was described by.
  public var feature: ClusterFeature
  /// What the answers were turned into first, and the clusters' centers are told in: of factor
  /// scores, what the factors were computed from.
  public var answerFeature: ClusterFeature
  /// Whether each item was divided by its standard deviation.
  public var isStandardised = false
  /// The positions in the study of the outcomes that took part, by column of the answers.
  public var outcomes: [Int]
  /// Respondents clustered; those without a single answered feature take no part.
  public var respondentCount: Int
  /// The respondents that the search for k ran on; fewer than `respondentCount` in large files.
  public var trainingCount: Int
  /// The table of all numbers of clusters, and the choice.
  public var search: ClusterSearch
  /// The clusters of all respondents; empty when no k passed.
  public var clusters: [ClusterDescription]
  /// The adjusted Rand index between these clusters and those of the other feature: the plain gap
  /// beside the row-centred one, the row-centred feature beside any other. Near 1, a person's
  /// overall level plays no part; near 0, it decides.
  public var agreementWithOther: Double?
  /// Whether k was fixed by the user.
  public var isForced: Bool
  /// How much a respondent's own mean counts beside the pattern, 0...1; `nil` where the feature
  /// settles it.
  public var levelWeight: Double?
  /// What became of missing answers when the clusters were formed.
  public var missing = MissingAnswers.em
  /// The adjusted Rand index of the clusters, formed around medoids or of the answers given alone,
  /// and those of k-means on filled answers; `nil` where they are these.
  public var agreementWithMeans: Double?
  /// What latent classes and single starts say; `nil` where nothing was searched.
  public var check: ClusterCheck?
  /// Ward's tree of the same rows; `nil` above `Dendrogram.peopleLimit` people.
  public var tree: Dendrogram?
}

extension ClusterSection {
  /// By how much a cluster's center must lie apart from everybody's to be worth a word: half a
  /// point, or ten of a hundred people.
  public var leastContrast: Double { answerFeature == .unmet ? 0.1 : 0.5 }
}

/// One cluster, in words' reach.
public struct ClusterDescription: Sendable, Equatable {
  /// `1` is the largest by weight.
  public var label: String
  /// Unweighted number of respondents.
  public var respondentCount: Int
  /// Weighted share, 0...1.
  public var share: Double
  /// Kish's effective number of respondents.
  public var effectiveCount: Double
  /// The weighted mean of the answers by column: of the gap for both gaps, else in feature units.
  public var center: [Double]
  /// Mean bootstrap Jaccard of this cluster.
  public var jaccard: Double?
  /// A sentence that may name it, in the words of its strongest outcome; empty where nothing
  /// stands out.
  public var suggestedName = ""
}

/// The respondents' rows, kept by column so that a million of them stay small.
public struct RespondentResults: Sendable {
  /// The ids as read, by respondent.
  public var ids: IdentityColumn
  /// The respondents in the order of their ids' bytes.
  public var order: [Int32]
  /// By respondent: the weight of this run, in the unit of the weight column; empty when everybody
  /// weighs 1.
  public var weights: [Double]
  /// By respondent: the weight as it came, before margins and trimming; empty when everybody came
  /// with 1.
  public var givenWeights: [Double]
  /// By respondent: the position of the cluster in `ClusterSection.clusters`, 255 for a
  /// respondent without a single answered feature; empty when there are no clusters.
  public var clusters: [UInt8]
  /// By respondent: how much farther the second nearest center is than the own one, as a
  /// difference of Euclidean distances in feature units, 0 on the border. Empty when there are
  /// no clusters.
  public var margins: [Double]
}
