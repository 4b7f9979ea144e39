import Groundwork

/// People by the answer they gave in a column of which the study says what the answers stand for.
struct AnswerGroups {
  /// A group and its answers.
  typealias Member = (label: String, answers: [String])

  /// The groups, in order.
  let members: [Member]
  private let places: [ByteText: UInt16]
  private let study: Study

  /// The label of answers that the study does not list.
  static let notListed = "not listed"
  /// The most answers that a finding names, and the characters it shows of each: they may be open
  /// answers, which are nobody else's business.
  private static let (nameLimit, nameLength) = (5, 40)

  init(_ study: Study, _ members: [Member]) {
    (self.study, self.members) = (study, members)
    places = Dictionary(
      members.enumerated().flatMap { place, member in
        member.answers.map { (ByteText($0), UInt16(place)) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Who belongs to which group.
  ///
  /// - Parameters:
  ///   - texts: the column.
  ///   - name: the name of the segmentation.
  ///   - pools: whether answers that are not listed form a last group, if anybody gave one.
  /// - Returns: positions by respondent; the number of groups for no answer.
  func grouping(_ texts: JobAnswers.Texts, name: String, pools: Bool) -> Grouping {
    let marks = texts.levels.map { isUnknown($0) }
    let hasUnknown = pools && texts.codes.contains { marks[Int($0)] }
    let labels = members.map(\.label) + (hasUnknown ? [Self.notListed] : [])
    let none = UInt16(labels.count)
    let codes = texts.levels.indices.map { level -> UInt16 in
      if marks[level] { return hasUnknown ? UInt16(members.count) : none }
      return study.isMissing(texts.levels[level]) ? none : place(texts.levels[level]) ?? none
    }
    return Grouping(name: name, levels: labels, codes: texts.codes.map { codes[Int($0)] })
  }

  /// A finding on the answers that are not listed, if anybody gave one.
  func finding(
    _ texts: JobAnswers.Texts, kind: String, subject: String, text: String
  ) -> Finding? {
    let marks = texts.levels.map { isUnknown($0) }
    let unknown = Set(texts.codes).filter { marks[Int($0)] }.map { texts.levels[Int($0)] }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !unknown.isEmpty else { return nil }
    var counts = [String: Int]()
    for code in texts.codes where marks[Int(code)] {
      counts[texts.levels[Int(code)], default: 0] += 1
    }
    let told = unknown.filter { counts[$0, default: 0] >= Disclosure.floor }
    let names = told.prefix(Self.nameLimit).map { answer in
      let cut = String(String.UnicodeScalarView(answer.unicodeScalars.prefix(Self.nameLength)))
      return "\"\(cut)\"" + (cut == answer ? "" : "...")
    }
    let rest = unknown.count - names.count
    let list = (names + (rest > 0 ? ["\(rest) different ones of few people"] : []))
      .joined(separator: ", ")
    return Finding(
      .warning, kind: kind, subject: subject,
      count: texts.codes.count { marks[Int($0)] }, text: "\(text): \(list)")
  }

  /// What there is to say of the answers on roles and solutions.
  static func findings(_ study: Study, _ answers: JobAnswers) -> [Finding] {
    var findings: [Finding?] = []
    if let roles = study.roles, let texts = answers.texts[.role] {
      findings.append(
        AnswerGroups(study, roles: roles).finding(
          texts, kind: "undeclared-role", subject: roles.column.text,
          text: "answers outside executor, support and buyer belong to no role"))
    }
    if let solutions = study.solutions, let texts = answers.texts[.solution] {
      findings.append(
        AnswerGroups(study, solutions: solutions).finding(
          texts, kind: "unlisted-solution", subject: solutions.column.text,
          text: "answers outside provider, non-provider and nothing are pooled as \"\(notListed)\"")
      )
    }
    return findings.compactMap { $0 }
  }

  // MARK: - Steps

  private func place(_ text: String) -> UInt16? { places[ByteText(text)] }

  private func isUnknown(_ text: String) -> Bool { !study.isMissing(text) && place(text) == nil }
}

extension AnswerGroups {
  /// Executor, support and buyer, as far as the study names answers of them.
  init(_ study: Study, roles: PerformerRoles) {
    let named = PerformerRole.allCases.filter { !roles.answers(of: $0).isEmpty }
    self.init(study, named.map { ($0.rawValue, roles.answers(of: $0)) })
  }

  /// Every solution.
  init(_ study: Study, solutions: SolutionsInUse) {
    let answers = SolutionKind.allCases.flatMap { solutions.answers(of: $0) }
    self.init(study, answers.map { ($0, [$0]) })
  }

  /// The kinds of solutions, as far as the study names answers of them.
  init(_ study: Study, kindsOf solutions: SolutionsInUse) {
    let named = SolutionKind.allCases.filter { !solutions.answers(of: $0).isEmpty }
    self.init(study, named.map { ($0.rawValue, solutions.answers(of: $0)) })
  }
}

extension Study {
  /// The columns that tell roles and solutions.
  var peopleColumns: [(use: JobColumn, column: ColumnReference)] {
    let columns: [(JobColumn, ColumnReference?)] = [
      (.role, roles?.column), (.solution, solutions?.column),
    ]
    return columns.compactMap { use, column in column.map { (use, $0) } }
  }
}
