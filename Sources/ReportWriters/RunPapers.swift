public import Survey

/// The papers of one run, in the order in which they are written.
///
/// The manifest is not among them: it holds the digests of these files, so it is made last.
public enum RunPapers {
  /// The name of the manifest.
  public static let manifestName = "manifest.json"

  /// The names of all files that a run may hold.
  public static let names =
    [
      "opportunities.csv", "comparisons.csv", "segments.csv", "respondents.csv", "factors.csv",
      "clusters.csv", "stability.csv", "dendrogram.csv", "profile.csv", "style.csv",
      "steps.csv", "experience.csv", "drivers.csv", "rollups.csv", "related-jobs.csv",
      "roles.csv", "solutions.csv", "formulas.csv", "targets.csv", "measures.csv", "weights.csv",
      "hypotheses.csv", "quality.csv", "report.txt", manifestName,
    ] + TypingPapers.names

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
      ] + (dendrogram ?? []) + jobPapers(result) + (weights ?? []) + hypotheses
      + TypingPapers.papers(result.typing.section)
    return papers.filter { includesRespondents || !$0.isPrivate }
  }

  /// The papers of the job model, as far as the study holds it.
  private static func jobPapers(_ result: AnalysisResult) -> [Paper] {
    let (job, study) = (result.job, result.study)
    var papers: [Paper] = []
    if let steps = job.steps.section {
      papers.append(Paper(name: "steps.csv") { StepsCSV.bytes(steps, study) })
    }
    if let experience = job.experience.section {
      papers.append(Paper(name: "experience.csv") { ExperienceCSV.bytes(experience, study) })
    }
    if let roles = job.roles.section {
      papers.append(Paper(name: RolesCSV.name) { RolesCSV.bytes(roles, study) })
    }
    if let solutions = job.solutions.section {
      papers.append(Paper(name: SolutionsCSV.name) { SolutionsCSV.bytes(solutions, study) })
    }
    if let formulas = job.formulas.section {
      papers.append(Paper(name: "formulas.csv") { FormulasCSV.bytes(formulas, study) })
    }
    if let rollups = job.rollups.section {
      papers.append(Paper(name: "rollups.csv") { RollupsCSV.bytes(rollups, study) })
      if rollups.groups.contains(where: { !$0.related.isEmpty }) {
        papers.append(Paper(name: "related-jobs.csv") { RelatedJobsCSV.bytes(rollups) })
      }
    }
    if let drivers = job.drivers.section {
      papers.append(Paper(name: "drivers.csv") { DriversCSV.bytes(drivers, study) })
    }
    if let targets = job.targets.section {
      papers.append(Paper(name: "targets.csv") { TargetsCSV.bytes(targets, study) })
    }
    if let measures = job.measures.section {
      papers.append(Paper(name: "measures.csv") { MeasuresCSV.bytes(measures, study) })
    }
    return papers
  }
}
