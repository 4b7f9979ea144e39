import Groundwork
import Tables

/// Who performs which role and who uses what, read from the columns that the study names.
struct DecisionColumns {
  let study: Study
  let responses: Responses

  /// The roles with answers in the study: `executor`, `support`, `buyer`; `nil` without roles.
  var roles: Grouping? {
    guard let roles = study.roles, let texts = responses.job.texts[.role] else { return nil }
    let groups = AnswerGroups(study, roles: roles)
    guard !groups.members.isEmpty else { return nil }
    return groups.grouping(texts, name: "roles", pools: false)
  }

  /// The solutions that compete: each answer that the study names, but for those of using nothing
  /// and the team's own.
  var solutions: Grouping? {
    guard let solutions = study.solutions, let texts = responses.job.texts[.solution] else {
      return nil
    }
    let own = Set(solutions.ours.map { ByteText($0) })
    let used = (solutions.provider + solutions.nonProvider)
      .filter { !own.contains(ByteText($0)) }.map { ($0, [$0]) }
    guard !used.isEmpty else { return nil }
    return AnswerGroups(study, used).grouping(texts, name: "solutions", pools: false)
  }

  /// Whether a person uses nothing, of all who told what they use; `nil` without solutions.
  var usesNothing: [Bool?]? {
    guard let solutions = study.solutions, let texts = responses.job.texts[.solution] else {
      return nil
    }
    let nothing = Set(solutions.nothing.map { ByteText($0) })
    let known = texts.levels.map { level -> Bool? in
      study.isMissing(level) ? nil : nothing.contains(ByteText(level))
    }
    return texts.codes.map { known[Int($0)] }
  }

  /// Whether any barrier keeps a person back, of those who answered all of them; `nil` without
  /// barriers.
  var isKeptBack: [Bool?]? {
    let marks = study.barriers.indices.compactMap { index in
      responses.job.texts[.barrier(index)].map {
        BehaviourPeople.marks(study.barriers[index], $0, study)
      }
    }
    guard !marks.isEmpty else { return nil }
    return (0..<responses.respondentCount).map { row in
      let own = marks.map { $0[row] }
      return own.contains(nil) ? nil : own.contains(true)
    }
  }
}
