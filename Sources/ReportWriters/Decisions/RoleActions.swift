import Statistics
import Survey

/// What to do about people who do not all want the same: conflicts between roles, and the group to
/// begin with.
extension ActionWords {
  // MARK: - Conflicts

  /// The outcomes in conflict, the largest difference first; in the extract of a role its own.
  private var conflicts: [(outcome: Int, pair: RoleSection.Pair)] {
    guard let section = result.job.roles.section else { return [] }
    func isConcerned(_ pair: RoleSection.Pair) -> Bool {
      who == nil
        || [pair.left, pair.right].contains {
          section.roles[$0].role.rawValue == scores.segment
        }
    }
    func size(_ pair: RoleSection.Pair) -> Double {
      pair.opportunity?.value.value.magnitude ?? 0
    }
    return section.outcomes.enumerated().compactMap { outcome, found in
      found.pairs.filter { $0.kind == .conflict && isConcerned($0) }
        .max { size($0) < size($1) }.map { (outcome, $0) }
    }.sorted { (-size($0.pair), $0.outcome) < (-size($1.pair), $1.outcome) }
  }

  /// The largest conflict between roles: no figure of everybody together tells of it.
  var settle: Action? {
    guard let section = result.job.roles.section, let (outcome, pair) = conflicts.first else {
      return nil
    }
    let own = section.outcomes[outcome].scores
    let isLeft = own[pair.left]?.zone == .underserved
    let (lacking, sated) = isLeft ? (pair.left, pair.right) : (pair.right, pair.left)
    func told(_ role: Int, _ zone: Zone) -> String {
      let score = own[role].flatMap { score in score.opportunity.map { figure(score, $0.value) } }
      return "\(score ?? "-") for \(section.roles[role].role.rawValue) (\(zone.rawValue))"
    }
    let names = [lacking, sated].map { section.roles[$0].role.rawValue }
    // The zones are those of the figures; the difference alone was tested.
    var text = "Settle between \(Naming.list(names)): \(name(outcome)) scores "
    text += "\(told(lacking, .underserved)) and \(told(sated, .overserved)); "
    text += "their difference is beyond chance."
    let others = conflicts.dropFirst().map(\.outcome)
    if !others.isEmpty { text += " In conflict too: \(Naming.list(others.map(id)))." }
    return Action(text: text, evidence: "roles.csv")
  }

  // MARK: - With whom to begin

  /// A group, and what it lacks more than the others.
  private struct Beginning {
    var segmentation: String
    var comparison: SegmentComparison
    var score: OutcomeScore
  }

  /// The group to begin with.
  ///
  /// The rule: of all declared groups and all outcomes of this job, the largest difference to the
  /// others beyond chance where the interval of the group's own score lies at 10 or above; where
  /// there is none, the largest where the group is underserved by its figure, which is said. A
  /// group that merely lacks less needs nothing; an outcome of another job is no reason to begin
  /// with anybody in this one; what roles are in conflict about has an action of its own.
  var begin: Action? {
    let families = result.comparisons.filter { $0.refusal.isEmpty && !$0.againstRest.isEmpty }
    let unknown = Lacking(result: result).unknown.map { "; \($0)" } ?? ""
    guard !families.isEmpty else {
      return Action(
        text: "For whom to begin is open: no declared groups could be compared\(unknown).",
        evidence: "segments.csv")
    }
    let all = families.flatMap(beginnings)
    let sure = all.filter { Lacking.isSure($0.score) }
    let largest = (sure.isEmpty ? all : sure).max {
      $0.comparison.difference.value < $1.comparison.difference.value
    }
    guard let largest, let value = largest.score.opportunity?.value else {
      let hasZones = scores.outcomes.contains { $0.zone != nil }
      let place = hasZones ? "where a group itself is underserved" : "among the highest"
      return Action(
        text: "For whom to begin is open: no difference\(ofThisJob) is proven "
          + "\(place)\(aside)\(unknown).", evidence: "comparisons.csv")
    }
    return Action(text: words(largest, value) + unknown + ".", evidence: "comparisons.csv")
  }

  /// Whom to begin with, without the full stop.
  private func words(_ largest: Beginning, _ value: Double) -> String {
    let best = largest.comparison
    let figure = NumberText.withInterval(best.difference.value, best.low, best.high)
    let isSure = Lacking.isSure(largest.score)
    let hasZone = largest.score.zone != nil
    let among =
      hasZone
      ? (isSure ? "of groups above 10 with the whole interval" : "of underserved groups")
      : "in the highest outcomes"
    let remark = hasZone && !isSure ? ", though its score may lie under 10" : ""
    return "Begin with \(Naming.safe(largest.segmentation)) \"\(Naming.safe(best.segment))\": "
      + "there \(name(best.outcome)) scores \(self.figure(largest.score, value)), \(figure) "
      + "points more than among the others, beyond chance\(remark); \(among) no other proven "
      + "difference\(ofThisJob) is larger\(aside); chosen as the largest, it is optimistic"
  }

  private var ofThisJob: String {
    result.study.outcomesBeside.isEmpty ? "" : " in an outcome of this job"
  }
  private var aside: String { conflicts.isEmpty ? "" : ", conflicts between roles aside" }

  private func beginnings(_ family: SegmentationComparisons) -> [Beginning] {
    let told = Set(conflicts.map(\.outcome) + result.study.outcomesBeside)
    return family.againstRest.compactMap { comparison in
      guard (comparison.adjustedP ?? 1) <= Self.falseShare, comparison.difference.value > 0,
        !told.contains(comparison.outcome),
        let segment = result.segments.first(where: {
          $0.segmentation == family.segmentation && $0.segment == comparison.segment
        }),
        let score = segment.outcomes.first(where: { $0.outcome == comparison.outcome }),
        isLacking(score)
      else { return nil }
      return Beginning(
        segmentation: family.segmentation, comparison: comparison, score: score)
    }
  }

  /// Whether a group is underserved; with scorers without zones, whether the outcome is among
  /// everybody's highest.
  private func isLacking(_ score: OutcomeScore) -> Bool {
    guard let zone = score.zone else {
      return (scores.ranked.prefix(5) + top).contains { $0.outcome == score.outcome }
    }
    return zone == .underserved
  }
}

extension Study {
  /// The positions of outcomes of jobs beside the study's own: neither its own, nor above or below.
  var outcomesBeside: [Int] {
    let own = Set(
      [Job.ownID] + (jobs.above(Job.ownID) + jobs.below(Job.ownID)).map(\.id))
    return outcomes.indices.filter { !own.contains(outcomes[$0].job) }
  }

  /// `all 20 key outcomes, 5 of them of other jobs`.
  var keyOutcomeCount: String {
    let count = outcomes.count
    let all = count == 1 ? "the key outcome" : "all \(NumberText.counted(count, "key outcome"))"
    let beside = outcomesBeside.count
    return beside == 0 ? all : "\(all), \(beside) of them of other jobs"
  }
}
