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
      "steps.csv", "weights.csv", "hypotheses.csv", "quality.csv", "report.txt", manifestName,
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
    let steps = result.job.steps.section.map { steps in
      [Paper(name: "steps.csv") { StepsCSV.bytes(steps, result.study) }]
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
      ] + (dendrogram ?? []) + (steps ?? []) + (weights ?? []) + hypotheses
      + TypingPapers.papers(result.typing.section)
    return papers.filter { includesRespondents || !$0.isPrivate }
  }
}
