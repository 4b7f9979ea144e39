public import Survey

/// Which sections of a run were done, for the manifest and for the run after it.
public enum SectionStates {
  /// By the section's name: the reason why it was refused, empty where it was done.
  public static func of(_ result: AnalysisResult) -> [String: String] {
    let (job, decisions) = (result.job, result.decisions)
    return [
      "behaviours": job.behaviours.refusal, "circumstances": job.circumstances.refusal,
      "clusters": result.clusters.refusal, "drivers": job.drivers.refusal,
      "experience": job.experience.refusal, "factors": result.factors.refusal,
      "formulas": job.formulas.refusal, "growth": decisions.growth.refusal,
      "interviews": job.interviews.refusal, "measures": job.measures.refusal,
      "portfolio": decisions.portfolio.refusal, "profile": result.profile.refusal,
      "proposals": decisions.proposals.refusal, "roles": job.roles.refusal,
      "rollups": job.rollups.refusal, "solutions": job.solutions.refusal,
      "steps": job.steps.refusal, "stories": decisions.stories.refusal,
      "targets": job.targets.refusal, "typing": result.typing.refusal,
      "what-if": decisions.whatIf.refusal,
    ]
  }
}

extension SectionOutcome {
  /// Why it was refused; empty where it was done.
  fileprivate var refusal: String {
    guard case .refused(let reason) = self else { return "" }
    return reason
  }
}

extension ClusterSection? {
  /// How many clusters were formed.
  var clusterCount: Int { self?.clusters.count ?? 0 }
}
