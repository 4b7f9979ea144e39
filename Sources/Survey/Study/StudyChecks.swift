import Groundwork

/// What a study says of itself that should be looked at, before any answer is read.
enum StudyChecks {
  /// What is told by `check` and stands in the report.
  static func findings(in study: Study) -> [Finding] {
    Placeholders.findings(in: study) + success(study) + progress(study)
  }

  /// What `check` alone tells: nothing is wrong, but it could be more.
  static func notes(in study: Study) -> [Finding] {
    guard study.interviewCount == nil,
      let often = InterviewAnalysis.often(study),
      let most = study.outcomes.compactMap(\.mentions).max()
    else { return [] }
    return [
      Finding(
        .note, kind: "interviews-not-told", subject: "outcomes.interviews",
        text: "`outcomes.interviews` is not given, so the share of interviews is not known; the "
          + "report calls an outcome often mentioned from half of the most mentions on: \(often) "
          + "of \(most)")
    ]
  }

  // MARK: - Steps

  private static func success(_ study: Study) -> [Finding] {
    study.success.filter { !$0.isAttainmentAsked }.map { outcome in
      Finding(
        .warning, kind: "attainment-not-asked", subject: outcome.id,
        text: SuccessOutcome.notAsked([outcome.id]),
        places: ["\(outcome.place)"])
    }
  }

  /// Kinds of progress that a proposal promises and no outcome stands for.
  private static func progress(_ study: Study) -> [Finding] {
    let known = study.outcomes.flatMap(\.progress)
    return study.proposals.flatMap { proposal in
      proposal.progress.filter { !known.contains($0) }.map { name in
        let nearest = Suggestion.nearest(to: name, among: known)
        return Finding(
          .warning, kind: "unmatched-progress", subject: "proposals.\(proposal.name).progress",
          text: "`proposals.\(proposal.name).progress` names \"\(name)\", which no outcome has"
            + (nearest.map { "; nearest \"\($0)\". Fix: write \"\($0)\" if that is meant" }
              ?? ". Fix: add it to `progress` of the outcomes that stand for it, or delete it"),
          places: ["\(proposal.place)"])
      }
    }
  }
}

extension SuccessOutcome {
  /// Whether a question tells if people attained it.
  public var isAttainmentAsked: Bool {
    satisfaction != nil || expectation != nil || happened != nil
  }

  /// Why nothing is known of the attainment of some success outcomes.
  static func notAsked(_ ids: [String]) -> String {
    let names =
      ids.count > 1 ? ids.dropLast().joined(separator: ", ") + " and " + ids[ids.count - 1] : ids[0]
    return "\(names) \(ids.count == 1 ? "has" : "have") no satisfaction, expectation or happened "
      + "column, so whether people attained \(ids.count == 1 ? "it" : "them") is not known"
  }
}

extension Study {
  /// Why it is not known of anybody what was attained; `nil` where a question tells, and without
  /// success outcomes.
  public var unknownAttainment: String? {
    guard !success.isEmpty, !success.contains(where: \.isAttainmentAsked) else { return nil }
    return SuccessOutcome.notAsked(success.map(\.id))
  }
}
