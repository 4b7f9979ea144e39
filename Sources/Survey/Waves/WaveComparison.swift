import Groundwork
import Statistics
import Tables

/// What an honest comparison of two waves tells.
public struct WaveResult: Sendable {
  /// The new wave's study with the outcomes that are compared.
  public var study: Study
  /// What differs between the questions; found before any number.
  public var schema: [SchemaDifference]
  /// What changed.
  public var changes: [WaveChange]
  /// Who was asked or what they say.
  public var mixes: [WaveMix]
  /// The segments of a frozen model; `nil` without a model.
  public var segments: SegmentsOverTime?
  /// Whether what is new satisfies better, and by how much.
  public var improvement: ImprovementResult
  /// Whether respondents have ids in both waves.
  public var hasIDs: Bool
}

/// `unmet compare` of two waves. `run` is the table of contents: what differs between the
/// questions, then what changed, why, and whether it is better.
public enum WaveComparison {
  /// Compares.
  ///
  /// - Parameters:
  ///   - plan: how the improvement is judged.
  ///   - old: the old wave.
  ///   - new: the new one.
  ///   - models: a frozen model that types both waves; `nil` without.
  ///   - options: threads and strictness.
  /// - Returns: everything; nothing is printed or written.
  /// - Throws: `ImprovementFailure` where a wave cannot be read or nothing can be compared, and
  ///   what `Classifier.run` throws.
  public static func run(
    _ plan: ImprovementPlan, old: WaveSource, new: WaveSource,
    models: SegmentsOverTime.Models? = nil, options: AnalysisOptions
  ) throws -> WaveResult {
    let schema = WaveSchema(old: old.study, new: new.study, legacy: plan.legacy)
    guard !schema.kept.isEmpty else {
      throw ImprovementFailure.nothingInCommon(
        old: old.label, new: new.label, reasons: schema.differences.filter(\.leavesOut))
    }
    let study = schema.newStudy
    let sources = (
      old: WaveSource(label: old.label, study: schema.oldStudy, input: old.input),
      new: WaveSource(label: new.label, study: study, input: new.input)
    )
    let waves = try ImprovementComparison.loaded(
      plan, old: sources.old, new: sources.new, options)
    let improvement = try ImprovementComparison.compared(
      plan, study, waves, labels: (old.label, new.label), options)
    options.progress("comparing the waves")
    let groups = WaveGroups.all(waves.old.responses, waves.new.responses)
    let segments = try models.flatMap {
      try LivingSegments(
        models: $0, sources: sources, waves: waves, legacy: plan.legacy, options: options
      ).found()
    }
    return WaveResult(
      study: study,
      schema: schema.differences + columns(sources, waves, known: schema.differences)
        + groups.flatMap { $0.differences((waves.old.responses, waves.new.responses)) },
      changes: WaveScoring(study: study, waves: waves, groups: groups, options: options).changes(),
      mixes: WaveMixing(study: study, waves: waves, groups: groups, options: options).mixes(),
      segments: segments, improvement: improvement, hasIDs: waves.panel.hasIDs)
  }

  // MARK: - Steps

  /// Segmentations that a study names and its wave's file lacks.
  private static func columns(
    _ sources: (old: WaveSource, new: WaveSource), _ waves: LoadedWaves,
    known: [SchemaDifference]
  ) -> [SchemaDifference] {
    sources.new.study.segmentations.compactMap { plan in
      guard !known.contains(where: { $0.subject == plan.name && $0.kind == .segmentationAdded })
      else { return nil }
      let isOld = waves.old.responses.groupings.contains { $0.name == plan.name }
      let isNew = waves.new.responses.groupings.contains { $0.name == plan.name }
      if isOld == isNew { return nil }
      return isNew
        ? WaveSchema.difference(.segmentationAdded, plan.name, new: plan.column.text)
        : WaveSchema.difference(.segmentationDropped, plan.name, old: plan.column.text)
    }
  }
}
