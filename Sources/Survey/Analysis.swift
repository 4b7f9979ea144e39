public import Groundwork
import Statistics
public import Tables

/// How a run is carried out. Nothing here changes a number.
public struct AnalysisOptions: Sendable {
  /// The threads that share the work.
  public var workers: Workers
  /// The rows that are tallied at once; any number of at least 1 gives the same bytes.
  public var blockRowCount: Int
  /// Refuses any invalid rating and any record with a wrong number of fields.
  public var isStrict: Bool
  /// Told the name of each step as it begins.
  public var progress: @Sendable (String) -> Void
  /// Where the answers of the run before lie, so that only those that came since are decoded;
  /// `nil` decodes everything and keeps nothing.
  public var answerMemory: AnswerMemory?

  /// Options with their defaults.
  public init(
    workers: Workers = Workers(), blockRowCount: Int = 65_536, isStrict: Bool = false,
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    precondition(blockRowCount >= 1, "blocks of \(blockRowCount) rows")
    self.workers = workers
    self.blockRowCount = blockRowCount
    self.isStrict = isStrict
    self.progress = progress
  }
}

/// The whole analysis of one survey. `run` is its table of contents.
public enum Analysis {
  /// Reads the responses that a study describes and computes everything a report shows.
  ///
  /// The result does not depend on the order of the rows, on the number of threads or on how the
  /// rows are cut into blocks, nor on whether answers were remembered from an earlier run. What is
  /// remembered are the decoded columns; tallies are computed anew from them. Weights that are
  /// fitted to margins change for everybody with each new answer, and of 1,000,000 respondents the
  /// whole step of scoring takes 0.8 of 47 s (4 outcomes, 5 groups: 1.7 %), the joint tables alone
  /// 0.07 of 60 s (50 outcomes, 8 groups: 0.1 %).
  ///
  /// - Parameters:
  ///   - study: a study as its file says it.
  ///   - studySHA256: the digest of the study file, for the manifest.
  ///   - input: the responses.
  ///   - options: threads, block size, strictness.
  ///   - night: what a nightly run knows of the runs before; `nil` for a run of its own.
  /// - Returns: scores, factors, clusters and findings; nothing is printed or written.
  /// - Throws: `SurveyError` when data and study do not fit, or the data are too dirty.
  public static func run(
    _ study: Study, studySHA256: String, input: TableInput, options: AnalysisOptions,
    night: NightContext? = nil
  ) throws(SurveyError) -> AnalysisResult {
    options.progress("reading the responses")
    let loaded = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input)
    let responses = loaded.responses

    options.progress("scoring the segments")
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let correction = ScoreCorrection(
      everybody: scoring.everybody(), responses: responses, rule: scoring.scoring.rule,
      workers: options.workers)
    let everybody = correction.corrected()
    let (scored, comparisons) = declared(scoring, correction, responses, options)

    options.progress("drawing replicates")
    let replicates = ReplicateSource(study: study, responses: responses, options: options)
    let ranking = ReplicateRanking(
      study: study, responses: responses, source: replicates, options: options)
    var segments =
      ranking.ranked(everybody: everybody) + ranking.ranked(scored, of: responses.groupings)

    options.progress("looking for factors")
    let clustering = ClusterAnalysis(study: study, responses: responses, options: options)
    let factors = clustering.factors()

    options.progress("looking for clusters")
    var clusters = try clustering.clusters(factors: factors.section)
    if let grouping = clusters.grouping {
      let found = scoring.segments(of: grouping, minimumBase: SegmentScoring.comfortableBase)
      segments += ranking.ranked(found, of: [grouping]).map(\.withoutTests)
    }

    options.progress("describing people")
    let people = describe(
      &clusters, everybody: everybody, scoring: scoring, responses: responses, options: options)
    let groupings = responses.groupings + [clusters.grouping].compactMap { $0 }
    options.progress("following the steps of the job")
    let job = JobAnalysis(
      study: study, responses: responses, replicates: replicates, options: options
    ).sections(groupings, scores: segments, profile: people.profile)
    options.progress("looking for what would help most")
    let decisions = DecisionAnalysis(
      study: study, responses: responses, replicates: replicates, options: options
    ).sections(groupings, scores: segments)

    options.progress("choosing the questions that type people")
    let typing = TypingAnalysis(study: study, responses: responses, options: options)
      .typing(by: clusters)

    options.progress("weighing the evidence of the night")
    let alerts = AlertAnalysis(
      study: study, responses: responses, scores: segments, targets: job.targets.section,
      workers: options.workers
    ).section(night?.resolved(loaded))

    return AnalysisResult(
      study: study, input: summary(study, studySHA256, loaded),
      weighting: responses.weighting.map { weighting($0, replicates) },
      design: DesignSummary(responses.sample), segments: segments, comparisons: comparisons,
      hypotheses: HypothesisTests.results(study, segments, comparisons),
      factors: factors,
      clusters: clusters.section, profile: people.profile, style: people.style, typing: typing,
      job: job, decisions: decisions, alerts: alerts,
      respondents: respondents(responses, clusters),
      findings: (StudyChecks.findings(in: study) + loaded.findings).inReportOrder,
      notDone: notDone(study, job), reading: loaded.reading, seen: loaded.seen)
  }

  // MARK: - Steps

  private static func summary(
    _ study: Study, _ studySHA256: String, _ loaded: LoadedResponses
  ) -> InputSummary {
    InputSummary(
      name: loaded.table.head.inputName, byteCount: loaded.table.byteCount,
      sha256: loaded.table.sha256, studySHA256: studySHA256,
      recordCount: loaded.table.rowCount + loaded.table.rejectedRecords.count,
      respondentCount: loaded.responses.respondentCount,
      effectiveCount: loaded.responses.effectiveCount,
      respondentColumn: study.responses.respondent?.text,
      missingShare: loaded.responses.missingShare, evidence: loaded.table.head.evidence)
  }

  private static func weighting(_ fitted: Weighting, _ replicates: ReplicateSource) -> Weighting {
    var weighting = fitted
    weighting.unfittedReplicateCount = replicates.unfittedCount
    return weighting
  }

  private static func respondents(
    _ responses: Responses, _ clusters: ClusterResult
  ) -> RespondentResults {
    RespondentResults(
      ids: responses.ids, order: responses.orderByID(), weights: responses.weightsAsGiven,
      givenWeights: (responses.givenWeights ?? []).map {
        Double($0) / Double(DecimalColumn.scale)
      },
      clusters: clusters.assignments, margins: clusters.margins)
  }

  /// The segments that the study declares, scored and compared with each other.
  private static func declared(
    _ scoring: SegmentScoring, _ correction: ScoreCorrection, _ responses: Responses,
    _ options: AnalysisOptions
  ) -> (segments: [SegmentScores], comparisons: [SegmentationComparisons]) {
    let study = scoring.study
    let tests = SegmentTests(study: study, responses: responses, options: options)
    var segments: [SegmentScores] = []
    var comparisons: [SegmentationComparisons] = []
    for grouping in responses.groupings {
      let own = scoring.segments(of: grouping, minimumBase: study.scoring.minimumBase)
      segments += correction.corrected(own, of: grouping)
      comparisons.append(tests.comparisons(of: own, in: grouping))
    }
    return (segments, comparisons)
  }

  /// Who is in the clusters, which get their names, and what of the answers is a habit.
  private static func describe(
    _ clusters: inout ClusterResult, everybody: SegmentScores, scoring: SegmentScoring,
    responses: Responses, options: AnalysisOptions
  ) -> (profile: SectionOutcome<ProfileSection>, style: StyleAudit) {
    let study = scoring.study
    let habits = RespondentHabits(study: study, responses: responses, options: options)
    let profile = ProfileAnalysis(
      study: study, responses: responses, clusters: clusters, habits: habits, options: options
    ).section()
    clusters.name(study, profile.section)
    let style = StyleAnalysis(
      study: study, responses: responses, habits: habits, scoring: scoring
    ).audit(everybody: everybody, clusters: clusters)
    return (profile, style)
  }

  /// What the study asks for and this run could not do.
  private static func notDone(_ study: Study, _ job: JobSections) -> [String] {
    guard !study.rollupParts.isEmpty, case .refused(let reason) = job.rollups else { return [] }
    return ["opportunity by part of the job: \(reason)"]
  }
}
