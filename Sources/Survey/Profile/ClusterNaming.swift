/// Suggests a sentence that names each cluster: the outcome by which its people stand out most from
/// everybody, and who they are.
///
/// That outcome need not have the cluster's highest opportunity: it is what sets these people
/// apart. No two clusters have the same while there is another.
struct ClusterNaming {
  let study: Study
  let section: ClusterSection
  /// The profile, when there is one.
  let profile: ProfileSection?

  /// From which index on an answer is over-represented enough for a name.
  private static let leastIndex = 110.0
  /// Answers that name nothing by themselves.
  private static let bareAnswers: Set<String> = ["1", "yes", "true", "x", "checked"]
  private static let absences: Set<String> = [
    "0", "no", "false", "none", "unchecked", ProfileVariable.otherAnswers,
  ]

  /// By cluster, the sentence.
  func sentences() -> [String] {
    var taken: Set<Int> = []
    return section.clusters.indices.map { cluster in
      let who = people(in: cluster).map { "; over-represented: \($0)" } ?? ""
      let strongest = self.strongest(in: cluster, sign: 1)
      if let first = strongest.first(where: { !taken.contains($0) }) ?? strongest.first {
        taken.insert(first)
        return words(first, strongest, "stands out: above everybody at ") + who
      }
      let weakest = self.strongest(in: cluster, sign: -1)
      guard let first = weakest.first else { return "Near everybody at every outcome" + who }
      return words(first, weakest, "is wanting least: below everybody at ") + who
    }
  }

  private func words(_ first: Int, _ all: [Int], _ what: String) -> String {
    let ids = ([first] + all.filter { $0 != first }).prefix(2).map { study.outcomes[$0].id }
    return "\"\(OutcomeWords.short(study.outcomes[first].text))\" " + what
      + ids.joined(separator: ", ")
  }

  // MARK: - Steps

  /// The outcomes of which a cluster's center lies farthest above everybody's, or below for -1.
  private func strongest(in cluster: Int, sign: Double) -> [Int] {
    let total = section.clusters.reduce(0) { $0 + $1.share }
    let contrasts = section.outcomes.enumerated().map { column, outcome in
      let sum = section.clusters.reduce(0) { $0 + $1.share * $1.center[column] }
      return (
        outcome: outcome,
        contrast: sign
          * (section.clusters[cluster].center[column] - (total > 0 ? sum / total : 0))
      )
    }
    return contrasts.filter { $0.contrast >= section.leastContrast }
      .sorted { $0.contrast == $1.contrast ? $0.outcome < $1.outcome : $0.contrast > $1.contrast }
      .map(\.outcome)
  }

  /// The answer that sets the cluster's people apart most, among variables that differ beyond
  /// chance and habit.
  private func people(in cluster: Int) -> String? {
    let rows = (profile?.variables ?? []).filter(\.isDifferent).flatMap { variable in
      variable.rows.filter { $0.cluster == cluster }.map { (name: variable.name, row: $0) }
    }.filter { entry in
      (entry.row.index ?? 0) >= ClusterNaming.leastIndex
        && !ClusterNaming.absences.contains(entry.row.answer.lowercased())
    }
    var best: (name: String, row: ProfileRow)?
    for entry in rows where (entry.row.difference ?? 0) > (best?.row.difference ?? 0) {
      best = entry
    }
    guard let best, let index = best.row.index else { return nil }
    let isBare = ClusterNaming.bareAnswers.contains(best.row.answer.lowercased())
    let who = isBare ? best.name : "\(best.name) \(best.row.answer)"
    return "\(who) (index \(wholeText(index.rounded())))"
  }
}
