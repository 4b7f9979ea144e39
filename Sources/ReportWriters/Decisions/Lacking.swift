import Survey

/// Who lacks what everybody together has enough of, and of whom that is not known.
///
/// Counted are declared groups and roles that are underserved for more than a point estimate: the
/// interval of their score lies at 10 or above, or their difference from others is a finding.
/// Clusters say nothing here: they were formed on the very gaps.
struct Lacking {
  let result: AnalysisResult
  /// The most that are named.
  private static let namedCount = 2
  private static let unknownCount = 3

  /// `underserved for buyer`, or for `site "Remote"`; `nil` where nobody is known to be.
  func words(_ outcome: Int) -> String? {
    let all = roles(outcome).isEmpty ? groups(outcome) : roles(outcome)
    guard !all.isEmpty else { return nil }
    return "underserved for \(Self.list(all, atMost: Self.namedCount))"
  }

  /// `not known for role "Buyer" (too few)`; `nil` where all declared groups and roles are scored.
  ///
  /// Names alone: how many they are may have to stay hidden.
  var unknown: String? {
    let all = unscoredRoles + unscoredGroups
    guard !all.isEmpty else { return nil }
    return "not known for \(Self.list(all, atMost: Self.unknownCount)) (too few)"
  }

  /// Whether the whole interval of a score lies at 10 or above.
  static func isSure(_ score: OutcomeScore) -> Bool { (score.low ?? 0) >= 10 }

  // MARK: - Who is underserved

  private func roles(_ outcome: Int) -> [String] {
    guard let section = result.job.roles.section, section.outcomes.indices.contains(outcome)
    else { return [] }
    let found = section.outcomes[outcome]
    return section.roles.indices.filter { role in
      guard let score = found.scores[role], score.zone == .underserved else { return false }
      return Self.isSure(score)
        || found.pairs.contains { $0.kind != nil && [$0.left, $0.right].contains(role) }
    }.map { section.roles[$0].role.rawValue }
  }

  private func groups(_ outcome: Int) -> [String] {
    result.declaredSegments.filter { segment in
      segment.outcomes.contains {
        $0.outcome == outcome && $0.zone == .underserved
          && (Self.isSure($0) || isAbove(segment, outcome))
      }
    }.map(Self.name)
  }

  /// Whether a group lacks an outcome more than all others do, as a finding.
  private func isAbove(_ segment: SegmentScores, _ outcome: Int) -> Bool {
    result.comparisons.contains { family in
      family.segmentation == segment.segmentation
        && family.againstRest.contains {
          $0.segment == segment.segment && $0.outcome == outcome && $0.difference.value > 0
            && ($0.adjustedP ?? 1) <= ActionWords.falseShare
        }
    }
  }

  // MARK: - Of whom nothing is known

  private var unscoredRoles: [String] {
    guard let section = result.job.roles.section else {
      guard let plan = result.study.roles else { return [] }
      return PerformerRole.allCases.filter { !plan.answers(of: $0).isEmpty }.map(\.rawValue)
    }
    return section.roles.filter { !$0.isScored }.map(\.role.rawValue)
  }

  private var unscoredGroups: [String] {
    result.declaredSegments.filter { segment in
      segment.status != .missing && !segment.outcomes.contains { $0.opportunity != nil }
    }.map(Self.name)
  }

  // MARK: - Words

  private static func name(_ segment: SegmentScores) -> String {
    "\(Naming.safe(segment.segmentation)) \"\(Naming.safe(segment.segment))\""
  }

  private static func list(_ names: [String], atMost count: Int) -> String {
    let more = names.count - count
    return Naming.list(Array(names.prefix(count)) + (more > 0 ? ["\(more) more"] : []))
  }
}
