// The outcomes of a study file, and the wider job model.

extension StudyBuilder {
  mutating func outcomes(_ cursor: StudyCursor) -> [Outcome] {
    var outcomes: [Outcome] = []
    var lines: [String: Int] = [:]
    for item in cursor["list"]?.items ?? [] {
      guard let outcome = outcome(item, cursor) else { continue }
      if let line = lines[outcome.id] {
        report(.duplicateOutcome(id: outcome.id, firstLine: line), at: outcome.place)
      } else {
        lines[outcome.id] = outcome.place.line
        use(outcome.importance, "importance of \(outcome.id)")
        use(outcome.satisfaction, "satisfaction of \(outcome.id)")
        use(outcome.effort, "effort of \(outcome.id)")
      }
      outcomes.append(outcome)
    }
    reportWithoutColumn()
    return outcomes
  }

  mutating func addJobModel(_ root: StudyCursor, to study: inout Study) {
    study.jobs = jobs(root, own: study.job)
    reportJobs(ofOutcomes: root)
    study.steps = steps(root["steps"], &study.outcomes)
    study.chain = chain(root["chain"], stepsPlace: root["steps"]?.place)
    study.success = success(root["success"], outcomes: study.outcomes)
    study.experience = experience(root["experience"])
    if let cursor = root["experience"], root["success"] == nil {
      report(.needsKey(key: "experience", needed: "success"), at: cursor.place)
    }
    study.answers = answers(root["answers"])
    study.roles = root["roles"].flatMap { roles($0) }
    study.circumstances = namedColumns(root["circumstances"])
    study.barriers = barriers(root["barriers"], outcomes: study.outcomes)
    study.workarounds = workarounds(root["workarounds"], outcomes: study.outcomes)
    study.activities = namedColumns(root["activities"])
    study.solutions = root["solutions"].flatMap { solutions($0) }
    study.proposals = proposals(root["proposals"], in: study)
  }

  // MARK: - Outcomes

  /// One outcome; `nil` when its id or text was left out as wrong.
  private mutating func outcome(_ item: StudyCursor, _ battery: StudyCursor) -> Outcome? {
    let fields = item.entries
    if fields.count == 1, fields[0].key != "id" {
      guard case .text(let text) = fields[0].value.content else { return nil }
      return outcome(id: fields[0].key, text: text, at: fields[0].keyPlace, nil, battery)
    }
    guard let id = item["id"], let text = item["text"] else { return nil }
    var outcome = outcome(id: id.text, text: text.text, at: id.place, item, battery)
    outcome.direction = item["direction"]?.word(Outcome.Direction.self)
    outcome.unit = item["unit"]?.text
    outcome.progress = item["progress"]?.texts ?? []
    outcome.job = item["job"]?.text ?? Job.ownID
    return outcome
  }

  private mutating func outcome(
    id: String, text: String, at place: Place, _ item: StudyCursor?, _ battery: StudyCursor
  ) -> Outcome {
    var outcome = Outcome(
      id: id, text: text,
      importance: ratingColumn("importance", id, at: place, item, battery),
      satisfaction: ratingColumn("satisfaction", id, at: place, item, battery), place: place)
    if item?["effort"] != nil || battery["effort"] != nil {
      outcome.effort = ratingColumn("effort", id, at: place, item, battery)
    }
    return outcome
  }

  /// The outcome's own column, or the one that the battery's pattern makes of its id.
  private mutating func ratingColumn(
    _ question: String, _ id: String, at place: Place, _ item: StudyCursor?,
    _ battery: StudyCursor
  ) -> ColumnReference {
    if let column = item?[question]?.column { return column }
    if let cursor = battery[question] {
      return ColumnReference(
        cursor.text.replacing("{id}", with: id), place: place,
        pattern: ColumnReference.Pattern(cursor.text, place: cursor.place))
    }
    withoutColumn[question, default: []].append((id, place))
    return ColumnReference("", place: place)
  }

  /// Tells of outcomes without a column, once for each question.
  private mutating func reportWithoutColumn() {
    for question in ["importance", "satisfaction"] {
      guard let outcomes = withoutColumn[question], let first = outcomes.first else { continue }
      report(
        .noColumn(outcome: first.id, question: question, furtherCount: outcomes.count - 1),
        at: first.place)
    }
  }

  /// Notes that a rating column is in use; two questions on one column are a problem.
  mutating func use(_ column: ColumnReference?, _ user: String) {
    guard let column, !column.text.isEmpty else { return }
    if let other = columnUsers[column.text] {
      report(
        .columnTwice(
          column: column.text, user: user, otherUser: other.user, otherLine: other.line),
        at: column.place)
    } else {
      columnUsers[column.text] = (user, column.place.line)
    }
  }

  // MARK: - The wider job model

  private mutating func steps(_ cursor: StudyCursor?, _ outcomes: inout [Outcome]) -> [JobStep] {
    guard let cursor else { return [] }
    let ids = outcomes.map(\.id)
    let indices = Dictionary(
      ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (step, _, value) in cursor.named {
      guard let list = value["outcomes"] else { continue }
      _ = distinctTexts(list)
      for item in list.items {
        guard let index = indices[item.text] else {
          // Without any outcomes that alone is to be told.
          guard !ids.isEmpty else { continue }
          let suggestion = problems.suggestion(for: item.text, among: ids)
          report(
            .unknownOutcome(id: item.text, step: step, suggestion: suggestion), at: item.place)
          continue
        }
        if let other = outcomes[index].step, other != step {
          report(.outcomeInTwoSteps(id: item.text, step: step, otherStep: other), at: item.place)
        }
        outcomes[index].step = step
      }
    }
    return cursor.named.map { name, place, value in
      use(value["repeats"]?.column, "repeats of \(name)")
      return JobStep(
        id: name, text: value["text"]?.text ?? "", repeats: value["repeats"]?.column,
        place: place)
    }
  }

  private mutating func chain(_ cursor: StudyCursor?, stepsPlace: Place?) -> ChainPlan {
    var plan = ChainPlan()
    guard let cursor else { return plan }
    if stepsPlace == nil { report(.needsKey(key: "chain", needed: "steps"), at: cursor.place) }
    if let rule = cursor["rule"]?.word(ChainPlan.Rule.self) { plan.rule = rule }
    plan.abandoned = cursor["abandoned"]?.column
    use(plan.abandoned, "step of giving up")
    if let finished = cursor["finished"] {
      plan.finished = distinctTexts(finished)
      if plan.abandoned == nil {
        report(.needsKey(key: "chain.finished", needed: "chain.abandoned"), at: finished.place)
      }
    }
    return plan
  }

  private mutating func success(
    _ cursor: StudyCursor?, outcomes: [Outcome]
  ) -> [SuccessOutcome] {
    var lines = Dictionary(
      outcomes.map { ($0.id, $0.place.line) }, uniquingKeysWith: { first, _ in first })
    var success: [SuccessOutcome] = []
    for item in cursor?.items ?? [] {
      guard let id = item["id"], let text = item["text"] else { continue }
      if let line = lines[id.text] {
        report(.duplicateOutcome(id: id.text, firstLine: line), at: id.place)
      }
      lines[id.text] = lines[id.text] ?? id.place.line
      success.append(successOutcome(item, id, text.text))
    }
    return success
  }

  private mutating func successOutcome(
    _ item: StudyCursor, _ id: StudyCursor, _ text: String
  ) -> SuccessOutcome {
    var outcome = SuccessOutcome(
      id: id.text, text: text,
      dimension: item["dimension"]?.word(SuccessOutcome.Dimension.self) ?? .functional,
      aim: item["aim"]?.word(SuccessOutcome.Aim.self) ?? .achieve, place: id.place)
    outcome.importance = item["importance"]?.column
    outcome.satisfaction = item["satisfaction"]?.column
    outcome.expectation = item["expectation"]?.column
    outcome.expected = item["expected"]?.column
    outcome.happened = item["happened"]?.column
    let questions = ["importance", "satisfaction", "expectation", "expected", "happened"]
    for question in questions { use(item[question]?.column, "\(question) of \(id.text)") }
    if questions.allSatisfy({ item[$0] == nil }) {
      report(.successWithoutColumn(id: id.text), at: id.place)
    }
    if let expected = item["expected"], item["satisfaction"] == nil {
      report(
        .needsKey(key: "success[].expected", needed: "success[].satisfaction"), at: expected.place)
    }
    return outcome
  }

  private mutating func experience(_ cursor: StudyCursor?) -> ExperiencePlan {
    var plan = ExperiencePlan()
    func threshold(_ key: String) -> Double? {
      guard let value = cursor?[key], let number = StudyText.number(value.text) else { return nil }
      if number > 10 {
        report(.aboveIndex(key: "experience.\(key)", found: value.text), at: value.place)
      }
      return number
    }
    if let number = threshold("efficiency") { plan.efficiency = number }
    if let number = threshold("effectiveness") { plan.effectiveness = number }
    return plan
  }

  private mutating func answers(_ cursor: StudyCursor?) -> AnswerWords {
    var words = AnswerWords()
    if let list = cursor?["yes"] { words.yes = distinctTexts(list) }
    if let list = cursor?["no"] { words.no = distinctTexts(list) }
    if let list = cursor?["met"] { words.met = distinctTexts(list) }
    if let list = cursor?["exceeded"] { words.exceeded = distinctTexts(list) }
    if let list = cursor?["short"] { words.short = distinctTexts(list) }
    reportContradictions(cursor, ["yes", "no"])
    reportContradictions(cursor, ["met", "exceeded", "short"])
    return words
  }

  /// A word of two lists would mean two things.
  private mutating func reportContradictions(_ cursor: StudyCursor?, _ keys: [String]) {
    var first: [[UInt8]: (key: String, line: Int)] = [:]
    for key in keys {
      for item in cursor?[key]?.items ?? [] {
        let word = AnswerReading.folded(item.text)
        if let other = first[word], other.key != key {
          report(
            .conflictingAnswer(
              text: item.text, key: "answers.\(key)", otherKey: "answers.\(other.key)",
              otherLine: other.line), at: item.place)
        }
        first[word] = first[word] ?? (key, item.place.line)
      }
    }
  }

  private func namedColumns(_ cursor: StudyCursor?) -> [NamedColumn] {
    (cursor?.items ?? []).compactMap { item in
      guard let column = columnOfItem(item) else { return nil }
      return NamedColumn(name: nameOfItem(item) ?? column.text, column: column)
    }
  }
}
