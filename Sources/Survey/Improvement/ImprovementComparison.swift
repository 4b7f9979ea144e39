import Groundwork
import Statistics
public import Tables

/// `unmet compare`: whether something new satisfies people better than a baseline, and by how much.
///
/// The sides are two waves of one study, each with its own weights and design, or two groups of one
/// survey, whose covariance is that of the design. Columns beyond ratings, weights, design and ids
/// are not read, so that an older wave may lack them.
public enum ImprovementComparison {
  /// Compares two waves.
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
    let bare = bare(study, of: study.targets.filter { $0.ratioOfWaves != nil })
    options.progress("reading the baseline")
    let old = try load(bare, baseline, options)
    options.progress("reading the new wave")
    let other = try load(
      plan.legacy == .both ? bare : current(bare), new, options, declared: study)
    guard old.table.sha256 != other.table.sha256 else {
      throw .sameFile(baseline: baseline.name, new: new.name)
    }
    var result = try compared(
      plan, study,
      ImprovementSides(
        baseline: .init(responses: old.responses, grouping: nil, code: 0),
        new: .init(responses: other.responses, grouping: nil, code: 0), isOneSample: false),
      labels: (baseline.name, new.name), options)
    result.baseline.findings = old.findings.inReportOrder
    result.new.findings = other.findings.inReportOrder
    if study.responses.respondent != nil {
      result.commonIDCount = commonCount(old.responses, other.responses)
    }
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
    _ study: Study, _ input: TableInput, _ options: AnalysisOptions, declared: Study? = nil
  ) throws(ImprovementFailure) -> LoadedResponses {
    do throws(SurveyError) {
      return try ResponseLoader(
        study: study, options: options, readsProfile: true, lacksJobColumns: true
      ).load(input)
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

  /// How many ids stand in both waves.
  private static func commonCount(_ left: Responses, _ right: Responses) -> Int {
    let known = Set((0..<left.respondentCount).map { left.ids.bytes(of: $0) })
    return (0..<right.respondentCount).count { known.contains(right.ids.bytes(of: $0)) }
  }
}
