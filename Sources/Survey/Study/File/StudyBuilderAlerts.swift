// The part `alerts` of a study file.

extension StudyBuilder {
  /// Once outcomes, scale, segments, scores and targets are known.
  mutating func alerts(_ cursor: StudyCursor?, in study: Study) -> AlertPlan? {
    guard let cursor else { return nil }
    var plan = AlertPlan()
    if let level = cursor["level"], let share = StudyText.share(level.text) {
      plan.level = share
      if !(share > 0 && share <= 0.5) {
        report(
          .beyondReach(
            key: level.path, found: level.text, expected: "above 0 and at most 50 %",
            fix: "write 5 %"), at: level.place)
      }
    }
    if let horizon = cursor["horizon"].flatMap({ StudyText.whole($0.text) }) {
      plan.horizon = horizon
    }
    var lines: [String: Int] = [:]
    for item in cursor["rules"]?.items ?? [] {
      guard let rule = rule(item, study) else { continue }
      let text = rule.text(in: study) + "\(rule.outcomes ?? [])\(rule.groups)"
      if let line = lines[text] {
        report(
          .repeatedEntry(key: item.path, text: rule.text(in: study), otherLine: line),
          at: item.place)
      } else {
        plan.rules.append(rule)
      }
      lines[text] = lines[text] ?? item.place.line
    }
    return plan
  }

  // MARK: - Rules

  private mutating func rule(_ item: StudyCursor, _ study: Study) -> AlertRule? {
    guard let name = item["when"]?.word(AlertRule.Name.self) else { return nil }
    checkKeys(item, name)
    guard let kind = kind(item, name, study) else { return nil }
    return AlertRule(
      kind, outcomes: item["outcomes"].flatMap { outcomes($0, study) },
      groups: item["segments"].map { groups($0, study) } ?? .all, place: item.place)
  }

  /// The keys that a rule may have beside `when`, and those that it must have.
  private static func keys(_ name: AlertRule.Name) -> (optional: [String], needed: [String]) {
    switch name {
    case .change: (["figure", "by", "outcomes", "segments"], [])
    case .enters, .leaves: (["outcomes", "segments"], ["band"])
    case .shareFalls: ([], ["segmentation", "segment", "below"])
    case .baseFalls: (["nights"], ["below"])
    case .targetMet, .findingsRise, .drift: ([], [])
    }
  }

  private mutating func checkKeys(_ item: StudyCursor, _ name: AlertRule.Name) {
    let keys = StudyBuilder.keys(name)
    for entry in item.entries where !(["when"] + keys.optional + keys.needed).contains(entry.key) {
      report(
        .beyondReach(
          key: "alerts.rules[].\(entry.key)", found: "`when: \(name.rawValue)`",
          expected: StudyBuilder.users(of: entry.key), fix: "delete it, or write another `when`"),
        at: entry.keyPlace)
    }
    for key in keys.needed where !item.entries.contains(where: { $0.key == key }) {
      let example = StudyKey.at("\(item.path).\(key)").example
      report(
        .missingKey("alerts.rules[].\(key)", example: example), at: item.place)
    }
  }

  /// The rules that have a key, in words.
  private static func users(of key: String) -> String {
    let names = AlertRule.Name.allCases.filter { name in
      let keys = keys(name)
      return (keys.optional + keys.needed).contains(key)
    }
    return "`when: \(StudyText.either(names.map(\.rawValue)))`"
  }

  private mutating func kind(
    _ item: StudyCursor, _ name: AlertRule.Name, _ study: Study
  ) -> AlertRule.Kind? {
    switch name {
    case .change:
      let by = item["by"].flatMap { StudyText.number($0.text) } ?? study.scoring.usualChange(study)
      if let cursor = item["by"], !(by > 0) {
        report(
          .beyondReach(
            key: cursor.path, found: cursor.text, expected: "above 0", fix: "write 1"),
          at: cursor.place)
      }
      let figure = item["figure"]?.word(AlertRule.Figure.self) ?? .opportunity
      return .change(figure, by: max(by, 1e-3))
    case .enters: return item["band"].flatMap { band($0, study) }.map { .enters(band: $0) }
    case .leaves: return item["band"].flatMap { band($0, study) }.map { .leaves(band: $0) }
    case .shareFalls: return shareFalls(item, study)
    case .baseFalls: return baseFalls(item)
    case .targetMet:
      if study.targets.isEmpty, !problems.contains(where: { $0.concernsValue(below: "targets") }) {
        report(.needsKey(key: "alerts.rules[].when: target-met", needed: "targets"), at: item.place)
      }
      return .targetMet
    case .findingsRise: return .findingsRise
    case .drift: return .drift
    }
  }

  private mutating func band(_ cursor: StudyCursor, _ study: Study) -> Double? {
    guard let band = StudyText.number(cursor.text) else { return nil }
    let range = OpportunityScoring.range(of: study.scoring.scorer, on: study.responses.scale)
    if !(Double(range.lowerBound)...Double(range.upperBound)).contains(band) {
      report(
        .cutOutsideScores(
          key: cursor.path, found: cursor.text, low: range.lowerBound, high: range.upperBound),
        at: cursor.place)
    }
    return band
  }

  private mutating func shareFalls(_ item: StudyCursor, _ study: Study) -> AlertRule.Kind? {
    guard let segmentation = item["segmentation"], let segment = item["segment"],
      let below = item["below"], let figure = StudyText.figure(below.text)
    else { return nil }
    let plan = study.segmentations.first { $0.name == segmentation.text }
    if plan == nil { reportUnknown(segmentation, among: study.segmentations.map(\.name)) }
    if let levels = plan?.levels, !levels.isEmpty, !levels.contains(segment.text) {
      reportUnknown(segment, among: levels)
    }
    if !(figure.value > 0 && figure.value < 1) {
      let isPercent = !figure.isPercentage && (1..<100).contains(figure.value)
      report(
        .beyondReach(
          key: below.path, found: below.text, expected: "a share between 0 and 100 %",
          fix: isPercent ? "write \(below.text) % if that is meant" : "write a share such as 20 %"),
        at: below.place)
    }
    return .shareFalls(
      segmentation: segmentation.text, segment: segment.text, below: figure.value)
  }

  private mutating func baseFalls(_ item: StudyCursor) -> AlertRule.Kind? {
    guard let below = item["below"] else { return nil }
    guard let count = StudyText.whole(below.text), count >= 1 else {
      report(
        .beyondReach(
          key: below.path, found: below.text, expected: "a whole number of new respondents",
          fix: "write a number such as 100"), at: below.place)
      return nil
    }
    return .baseFalls(
      below: count, nights: item["nights"].flatMap { StudyText.whole($0.text) } ?? 1)
  }

  private mutating func outcomes(_ cursor: StudyCursor, _ study: Study) -> [Int]? {
    guard cursor.text != "all" else { return nil }
    _ = distinctTexts(cursor)
    let ids = study.outcomes.map(\.id)
    for item in cursor.items where !ids.contains(item.text) { reportUnknown(item, among: ids) }
    return ids.indices.filter { cursor.texts.contains(ids[$0]) }
  }

  private mutating func groups(_ cursor: StudyCursor, _ study: Study) -> AlertRule.Groups {
    if cursor.text == "all" { return .all }
    if cursor.text == "none" { return .everybody }
    _ = distinctTexts(cursor)
    let names = study.segmentations.map(\.name)
    for item in cursor.items where !names.contains(item.text) { reportUnknown(item, among: names) }
    return .named(names.filter { cursor.texts.contains($0) })
  }
}

extension ScoringPlan {
  /// The change that is reckoned with where nobody says: a tenth of the scale of ratings.
  func usualChange(_ study: Study) -> Double {
    let scale = study.responses.scale
    return scorer == .unfloored ? Double(scale.high - scale.low) / 10 : 1
  }
}

extension AlertRule {
  /// The rule in words, its outcomes and groups aside.
  public func text(in study: Study) -> String {
    switch kind {
    case .change(let figure, let by): "\(figure.rawValue) changes by \(wholeText(by))"
    case .enters(let band): "opportunity enters \(wholeText(band))"
    case .leaves(let band): "opportunity leaves \(wholeText(band))"
    case .targetMet: "target met"
    case .shareFalls(let segmentation, let segment, let below):
      "share of \(segmentation) \"\(segment)\" falls below \(wholeText(100 * below)) %"
    case .baseFalls(let below, let nights):
      "new respondents fall below \(below)" + (nights > 1 ? " in \(nights) nights" : "")
    case .findingsRise: "missing and invalid ratings rise"
    case .drift: "segments drift"
    }
  }
}
