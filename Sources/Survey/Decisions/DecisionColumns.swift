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

  /// The solutions that compete: each answer that the study names, but for those of using nothing.
  var solutions: Grouping? {
    guard let solutions = study.solutions, let texts = responses.job.texts[.solution] else {
      return nil
    }
    let used = (solutions.provider + solutions.nonProvider).map { ($0, [$0]) }
    guard !used.isEmpty else { return nil }
    return AnswerGroups(study, used).grouping(texts, name: "solutions", pools: false)
  }

  /// Whether a person uses nothing, of those whose answer the study names; `nil` without solutions.
  var usesNothing: [Bool?]? {
    guard let solutions = study.solutions, let texts = responses.job.texts[.solution] else {
      return nil
    }
    let known = texts.levels.map { level -> Bool? in
      if solutions.nothing.contains(where: { ByteText($0) == ByteText(level) }) { return true }
      let used = solutions.provider + solutions.nonProvider
      return used.contains { ByteText($0) == ByteText(level) } ? false : nil
    }
    return texts.codes.map { known[Int($0)] }
  }

  /// Whether any barrier keeps a person back, of those who answered all of them; `nil` without
  /// barriers that are answered by yes and no.
  var isKeptBack: [Bool?]? {
    let reading = AnswerReading(study)
    let marks = responses.profile.filter { $0.kind == .barrier }.compactMap { variable in
      guard case .levels(let levels, let codes) = variable.answers else { return nil as [Bool?]? }
      let hasBlank = codes.contains { Int($0) == levels.count }
      let texts = JobAnswers.Texts(
        levels: levels + (hasBlank ? [""] : []), codes: codes.map { UInt32($0) })
      let own = reading.yes(texts, study)
      return own.contains { $0 != nil } ? own : nil
    }
    guard !marks.isEmpty else { return nil }
    return (0..<responses.respondentCount).map { row in
      let own = marks.map { $0[row] }
      if own.contains(true) { return true }
      return own.contains(nil) ? nil : false
    }
  }
}
