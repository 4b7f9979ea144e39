import Groundwork
import Statistics
public import Tables

/// `unmet compare`: whether something new satisfies people better than a baseline, and by how much.
///
/// The sides are two waves of one study, each with its own weights and design, or two groups of one
/// survey, whose covariance is that of the design. Columns beyond ratings, weights, design and ids
/// are not read, so that an older wave may lack them.
public enum ImprovementComparison {
  /// Compares two waves of one study.
  ///
  /// - Parameters:
  ///   - plan: how the improvement is judged.
  ///   - study: the study that both files answer.
  ///   - baseline: the responses of the old wave.
  ///   - new: those of the new one.
  ///   - options: threads and strictness.
  /// - Returns: every outcome and the mean of all; nothing is printed or written.
  /// - Throws: `ImprovementFailure` when a file cannot be read as the study says, when a wave is
  ///   under the disclosure floor, or when both files hold the same bytes.
  public static func waves(
    _ plan: ImprovementPlan, of study: Study, baseline: TableInput, new: TableInput,
    options: AnalysisOptions
  ) throws(ImprovementFailure) -> ImprovementResult {
    let sources = (
      WaveSource(label: baseline.name, study: study, input: baseline),
      WaveSource(label: new.name, study: study, input: new)
    )
    let waves = try loaded(plan, old: sources.0, new: sources.1, options)
    return try compared(plan, study, waves, labels: (baseline.name, new.name), options)
  }

  /// Reads two waves, each by its own study; segmentations may be lacking.
  static func loaded(
    _ plan: ImprovementPlan, old: WaveSource, new: WaveSource, _ options: AnalysisOptions
  ) throws(ImprovementFailure) -> LoadedWaves {
    let waiting = new.study.targets.filter { $0.ratioOfWaves != nil }
    options.progress("reading the baseline")
    let first = try load(bareWave(old.study, of: waiting), old.input, options, targets: waiting)
    options.progress("reading the new wave")
    let bare = bareWave(new.study, of: waiting)
    let second = try load(
      plan.legacy == .both ? bare : current(bare), new.input, options, declared: new.study,
      targets: waiting)
    guard first.table.sha256 != second.table.sha256 else {
      throw .sameFile(baseline: old.input.name, new: new.input.name)
    }
    let hasIDs = old.study.responses.respondent != nil && new.study.responses.respondent != nil
    return LoadedWaves(
      old: first, new: second,
      panel: WavePanel(first.responses, second.responses, hasIDs: hasIDs))
  }

  /// The improvement between two waves that are read.
  static func compared(
    _ plan: ImprovementPlan, _ study: Study, _ waves: LoadedWaves,
    labels: (baseline: String, new: String), _ options: AnalysisOptions
  ) throws(ImprovementFailure) -> ImprovementResult {
    var result = try compared(
      plan, study,
      ImprovementSides(
        baseline: .init(responses: waves.old.responses, grouping: nil, code: 0),
        new: .init(responses: waves.new.responses, grouping: nil, code: 0), isOneSample: false,
        panel: waves.panel.sample),
      labels: labels, options)
    result.baseline.findings = waves.old.findings.inReportOrder
    result.new.findings = waves.new.findings.inReportOrder
    result.commonIDCount = waves.panel.people.count
    result.panelCaution = waves.panel.caution
    return result
  }

  /// Compares two groups of one survey.
  ///
  /// - Parameters:
  ///   - plan: how the improvement is judged.
  ///   - study: the study.
  ///   - groups: the segmentation and its two groups.
  ///   - input: the responses.
  ///   - options: threads and strictness.
  /// - Returns: every outcome and the mean of all; nothing is printed or written.
  /// - Throws: `ImprovementFailure` when the file cannot be read as the study says, and when a
  ///   group does not exist or is under the disclosure floor.
  public static func groups(
    _ plan: ImprovementPlan, of study: Study, groups: ImprovementGroups, input: TableInput,
    options: AnalysisOptions
  ) throws(ImprovementFailure) -> ImprovementResult {
    var bare = bare(study, of: [])
    bare.segmentations = [groups.segmentation]
    options.progress("reading the responses")
    let loaded = try load(bare, input, options)
    let grouping = groups.grouping(loaded.responses.groupings[0])
    func side(
      _ side: ImprovementFailure.Side, _ name: String
    ) throws(ImprovementFailure) -> ImprovementSides.Side {
      // By bytes, as answers are; by what a person reads where no bytes agree.
      let exact = grouping.levels.firstIndex { ByteText($0) == ByteText(name) }
      guard let code = exact ?? grouping.levels.firstIndex(of: name) else {
        throw .unknownGroup(
          side, name, segmentation: grouping.name, known: known(grouping, loaded.responses))
      }
      return .init(responses: loaded.responses, grouping: grouping, code: code)
    }
    let sides = ImprovementSides(
      baseline: try side(.baseline, groups.baseline), new: try side(.new, groups.new),
      isOneSample: true)
    var result = try compared(
      plan, study, sides, labels: (groups.baseline, groups.new), options)
    result.segmentation = grouping.name
    result.baseline.findings = loaded.findings.inReportOrder
    return result
  }

  // MARK: - Steps

  /// The same with the segmentations, by which waves are compared too.
  private static func bareWave(_ study: Study, of targets: [Target]) -> Study {
    var bare = bare(study, of: targets)
    bare.segmentations = study.segmentations
    return bare
  }

  /// A study without the columns that a comparison with some targets does not need.
  private static func bare(_ study: Study, of targets: [Target]) -> Study {
    var bare = study
    bare.segmentations = study.segmentations.filter { plan in
      targets.contains { $0.segmentation == plan.name }
    }
    bare.targets = []
    bare.hypotheses = []
    (bare.roles, bare.solutions) = (nil, nil)
    (bare.circumstances, bare.barriers, bare.workarounds, bare.activities) = ([], [], [], [])
    for index in bare.success.indices
    where !targets.contains(where: { $0.subject == .success(index) }) {
      let outcome = bare.success[index]
      bare.success[index] = SuccessOutcome(
        id: outcome.id, text: outcome.text, dimension: outcome.dimension, aim: outcome.aim,
        place: outcome.place)
    }
    bare.chain = ChainPlan()
    for step in bare.steps.indices { bare.steps[step].repeats = nil }
    for outcome in bare.outcomes.indices { bare.outcomes[outcome].effort = nil }
    return bare
  }

  /// A study of a wave that was asked on its own scale.
  private static func current(_ study: Study) -> Study {
    var current = study
    for index in current.outcomes.indices { current.outcomes[index].legacy = nil }
    return current
  }

  /// Ratings that are refused may be on an older scale that the study as declared tells of.
  private static func load(
    _ study: Study, _ input: TableInput, _ options: AnalysisOptions, declared: Study? = nil,
    targets: [Target]? = nil
  ) throws(ImprovementFailure) -> LoadedResponses {
    var loader = ResponseLoader(
      study: study, options: options, readsProfile: true, lacksJobColumns: true)
    if let targets {
      let needed = Set(targets.compactMap(\.segmentation))
      loader.optionalSegmentations = Set(study.segmentations.map(\.name)).subtracting(needed)
    }
    do throws(SurveyError) {
      return try loader.load(input)
    } catch {
      if case .tooManyInvalid(let invalid, _) = error, study.legacy(ofColumn: invalid.item) == nil,
        let legacy = declared?.legacy(ofColumn: invalid.item),
        invalid.areOn(legacy.scale.low...legacy.scale.high)
      {
        throw .olderScale(error, legacy.scale, legacy.place)
      }
      throw .data(error)
    }
  }

  private static func compared(
    _ plan: ImprovementPlan, _ study: Study, _ sides: ImprovementSides,
    labels: (baseline: String, new: String), _ options: AnalysisOptions
  ) throws(ImprovementFailure) -> ImprovementResult {
    func whole(
      _ side: ImprovementFailure.Side, _ own: ImprovementSides.Side, _ label: String
    ) throws(ImprovementFailure) -> ImprovementResult.Side {
      let base = own.base { _ in true }
      guard base.count >= Disclosure.floor else { throw .tooFew(side, label) }
      return ImprovementResult.Side(
        label: label, respondentCount: base.count, effectiveCount: base.effective)
    }
    let baseline = try whole(.baseline, sides.baseline, labels.baseline)
    let new = try whole(.new, sides.new, labels.new)
    options.progress("comparing")
    let scoring = ImprovementScoring(study: study, plan: plan, sides: sides, options: options)
    let outcomes = scoring.outcomes()
    var result = ImprovementResult(
      study: study, plan: plan, segmentation: nil, baseline: baseline, new: new,
      outcomes: outcomes, overall: scoring.overall(outcomes))
    result.extras = ExtraScoring(study: study, plan: plan, sides: sides, options: options).extras()
    return result
  }

  /// The levels that have enough people to be named in a message.
  private static func known(_ grouping: Grouping, _ responses: Responses) -> [String] {
    grouping.levels.indices.filter { code in
      ImprovementSides.Side(responses: responses, grouping: grouping, code: code)
        .base { _ in true }.count >= Disclosure.floor
    }.map { grouping.levels[$0] }
  }
}
