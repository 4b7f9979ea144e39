import Groundwork

// The roles and solutions of a study file.

extension StudyBuilder {
  mutating func roles(_ cursor: StudyCursor) -> PerformerRoles? {
    reportSharedAnswers(cursor, PerformerRole.allCases.map(\.rawValue), of: "roles")
    guard let column = cursor["column"]?.column else { return nil }
    var roles = PerformerRoles(
      column: column, executor: cursor["executor"]?.texts ?? [],
      support: cursor["support"]?.texts ?? [], buyer: cursor["buyer"]?.texts ?? [])
    if let weights = cursor["weights"] { addWeights(weights, to: &roles) }
    return roles
  }

  mutating func solutions(_ cursor: StudyCursor) -> SolutionsInUse? {
    reportSharedAnswers(cursor, SolutionKind.allCases.map(\.rawValue), of: "solutions")
    guard let column = cursor["column"]?.column else { return nil }
    var solutions = SolutionsInUse(
      column: column, provider: cursor["provider"]?.texts ?? [],
      nonProvider: cursor["non-provider"]?.texts ?? [],
      nothing: cursor["nothing"]?.texts ?? [])
    if let ours = cursor["ours"] {
      solutions.ours = distinctTexts(ours)
      let known = solutions.provider + solutions.nonProvider
      for item in ours.items where !known.contains(where: { ByteText($0) == ByteText(item.text) }) {
        let isNothing = solutions.nothing.contains { ByteText($0) == ByteText(item.text) }
        let suggestion = problems.suggestion(for: item.text, among: known)
        report(
          .unlistedOwn(text: item.text, isNothing: isNothing, suggestion: suggestion),
          at: item.place)
      }
    }
    return solutions
  }

  // MARK: - Steps

  private mutating func addWeights(_ cursor: StudyCursor, to roles: inout PerformerRoles) {
    for role in PerformerRole.allCases {
      guard let value = cursor[role.rawValue] else { continue }
      if roles.answers(of: role).isEmpty {
        report(
          .needsKey(key: value.path, needed: "roles.\(role.rawValue)"), at: value.place)
      }
      if let number = StudyText.number(value.text) { roles.weights[role] = number }
    }
    let counting = PerformerRole.allCases.filter { !roles.answers(of: $0).isEmpty }
    if !counting.isEmpty, counting.allSatisfy({ roles.weight(of: $0) == 0 }) {
      report(
        .wrongText(
          key: cursor.path, found: "0", expected: "a weight above 0 for one role or more",
          suggestion: nil, example: nil), at: cursor.place)
    }
  }

  /// An answer of two lists, or twice in one, would mean two things.
  private mutating func reportSharedAnswers(
    _ cursor: StudyCursor, _ names: [String], of parent: String
  ) {
    var first: [ByteText: (name: String, line: Int)] = [:]
    for name in names {
      guard let list = cursor[name] else { continue }
      _ = distinctTexts(list)
      for item in list.items {
        let text = ByteText(item.text)
        if let other = first[text], other.name != name {
          report(
            .conflictingAnswer(
              text: item.text, key: "\(parent).\(name)", otherKey: "\(parent).\(other.name)",
              otherLine: other.line), at: item.place)
        }
        first[text] = first[text] ?? (name, item.place.line)
      }
    }
  }
}
