public import Survey

/// The papers of one run, in the order in which they are written.
///
/// The manifest is not among them: it holds the digests of these files, so it is made last.
public enum RunPapers {
  /// The name of the manifest.
  public static let manifestName = "manifest.json"

  /// Files that hold people one by one: only the owner may read them, and no history shows them.
  public static let privateNames: Set<String> = ["respondents.csv", "dendrogram.csv"]

  /// The names of all files that a run may hold.
  public static let names =
    [
      "opportunities.csv", "comparisons.csv", "segments.csv", "respondents.csv", "factors.csv",
      "clusters.csv", "stability.csv", "dendrogram.csv", "profile.csv", "style.csv",
      "steps.csv", "experience.csv", "drivers.csv", "rollups.csv", "related-jobs.csv",
      "roles.csv", "solutions.csv", "formulas.csv", "targets.csv", "measures.csv",
      "behaviours.csv", "circumstances.csv", "weights.csv", "hypotheses.csv", "quality.csv",
      "report.txt", SinceCSV.name, manifestName,
    ] + DecisionPapers.names + TypingPapers.names + AlertPapers.names

  /// The papers of a result.
  ///
  /// - Parameters:
  ///   - result: what the analysis found.
  ///   - includesRespondents: whether respondents.csv, which holds ids as read, is written.
  /// - Returns: the papers; their bytes are made when they are written.
  public static func papers(
    of result: AnalysisResult, includesRespondents: Bool = true
  ) -> [Paper] {
    let weights = result.weighting.map { weighting in
      [Paper(name: "weights.csv") { WeightsCSV.bytes(weighting) }]
    }
    let hypotheses =
      result.hypotheses.isEmpty
      ? [] : [Paper(name: "hypotheses.csv") { HypothesesCSV.bytes(result) }]
    let section = result.clusters.section
    let dendrogram = (section?.tree).map { tree in
      [DendrogramCSV.paper(tree, section?.clusters ?? [])]
    }
    let papers =
      [
        Paper(name: "opportunities.csv") { OpportunitiesCSV.bytes(result) },
        Paper(name: "comparisons.csv") { ComparisonsCSV.bytes(result) },
        Paper(name: "segments.csv") { SegmentsCSV.bytes(result) },
        RespondentsCSV.paper(result),
        Paper(name: "factors.csv") { FactorsCSV.bytes(result) },
        Paper(name: "clusters.csv") { ClustersCSV.bytes(result) },
        Paper(name: "stability.csv") { StabilityCSV.bytes(result) },
        Paper(name: "profile.csv") { ProfileCSV.bytes(result) },
        Paper(name: "style.csv") { StyleCSV.bytes(result) },
        Paper(name: "quality.csv") { QualityCSV.bytes(result) },
        Paper(name: "report.txt") { Array(TextReport.text(result).utf8) },
      ] + (result.since.map { [SinceCSV.paper($0)] } ?? []) + (dendrogram ?? []) + jobPapers(result)
      + (weights ?? []) + hypotheses
      + TypingPapers.papers(result.typing.section) + DecisionPapers.papers(result)
      + AlertPapers.papers(result)
    return papers.filter {
      includesRespondents || !$0.isPrivate || AlertPapers.names.contains($0.name)
    }
  }

  /// The papers of the job model, as far as the study holds it.
  private static func jobPapers(_ result: AnalysisResult) -> [Paper] {
    let (job, study) = (result.job, result.study)
    let related = job.rollups.section.flatMap { rollups in
      rollups.groups.contains { !$0.related.isEmpty } ? rollups : nil
    }
    let papers: [Paper?] = [
      paper("steps.csv", job.steps.section) { StepsCSV.bytes($0, study) },
      paper("experience.csv", job.experience.section) { ExperienceCSV.bytes($0, study) },
      paper("drivers.csv", job.drivers.section) { DriversCSV.bytes($0, study) },
      paper("rollups.csv", job.rollups.section) { RollupsCSV.bytes($0, study) },
      paper("related-jobs.csv", related) { RelatedJobsCSV.bytes($0) },
      paper("roles.csv", job.roles.section) { RolesCSV.bytes($0, study) },
      paper("solutions.csv", job.solutions.section) { SolutionsCSV.bytes($0, study) },
      paper("formulas.csv", job.formulas.section) { FormulasCSV.bytes($0, study) },
      paper("targets.csv", job.targets.section) { TargetsCSV.bytes($0, study) },
      paper("measures.csv", job.measures.section) { MeasuresCSV.bytes($0, study) },
      paper("behaviours.csv", job.behaviours.section) { BehavioursCSV.bytes($0, study) },
      paper("circumstances.csv", job.circumstances.section) { CircumstancesCSV.bytes($0, study) },
    ]
    return papers.compactMap { $0 }
  }

  /// The paper of a section that was done.
  private static func paper<Section: Sendable>(
    _ name: String, _ section: Section?, _ bytes: @escaping @Sendable (Section) -> [UInt8]
  ) -> Paper? {
    section.map { section in Paper(name: name) { bytes(section) } }
  }
}
