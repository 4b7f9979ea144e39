import Groundwork

// Targets, measures, older scales and interviews of a study file.

extension StudyBuilder {
  /// Once outcomes, success outcomes, scale, segments and scores are known.
  mutating func addGoals(_ root: StudyCursor, to study: inout Study) {
    if let outcomes = root["outcomes"] { addPast(outcomes, to: &study) }
    study.measures = measures(root["measures"])
    study.targets = (root["targets"]?.items ?? []).compactMap { target($0, study) }
  }

  // MARK: - Older surveys and interviews

  private mutating func addPast(_ cursor: StudyCursor, to study: inout Study) {
    let common = cursor["legacy"].flatMap { legacy($0, study.responses) }
    let interviews = cursor["interviews"]
    study.interviewCount = interviews.flatMap { StudyText.whole($0.text) }
    let indices = Dictionary(
      study.outcomes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for index in study.outcomes.indices { study.outcomes[index].legacy = common }
    for item in cursor["list"]?.items ?? [] {
      guard let id = item["id"]?.text, let index = indices[id] else { continue }
      if let own = item["legacy"] {
        study.outcomes[index].legacy = legacy(own, study.responses)
      }
      study.outcomes[index].mentions = item["mentions"].flatMap { mentions($0, study) }
    }
    if let interviews, study.outcomes.allSatisfy({ $0.mentions == nil }), !study.outcomes.isEmpty,
      !problems.contains(where: { $0.concernsValue(below: "outcomes.list") })
    {
      report(
        .needsKey(key: "outcomes.interviews", needed: "outcomes.list[].mentions"),
        at: interviews.place)
    }
  }

  private mutating func mentions(_ cursor: StudyCursor, _ study: Study) -> Int? {
    guard let count = StudyText.whole(cursor.text) else { return nil }
    if let interviews = study.interviewCount, count > interviews {
      report(
        .beyondReach(
          key: cursor.path, found: cursor.text,
          expected: "at most \(interviews), the interviews of `outcomes.interviews`",
          fix: "write in how many of the interviews it came up, or more under "
            + "`outcomes.interviews`"),
        at: cursor.place)
    }
    return count
  }

  private mutating func legacy(
    _ cursor: StudyCursor, _ responses: ResponseFile
  ) -> LegacyScale? {
    guard let scaleCursor = cursor["scale"], let ends = StudyText.scale(scaleCursor.text) else {
      return nil
    }
    let isReversed = cursor["reversed"]?.text == "true"
    let cuts = LegacyScale.cuts(low: ends.low, high: ends.high, isReversed: isReversed)
    var legacy = LegacyScale(low: ends.low, high: ends.high, isReversed: isReversed)
    if let top = cursor["top"], let cut = StudyText.whole(top.text) {
      if cuts.contains(cut) {
        legacy.top = cut
      } else {
        report(
          .beyondReach(
            key: top.path, found: top.text, expected: "\(cuts.lowerBound) to \(cuts.upperBound)",
            fix: "write a number from \(cuts.lowerBound) to \(cuts.upperBound)"),
          at: top.place)
      }
    }
    legacy.note = cursor["note"]?.text
    for missing in responses.missing {
      guard let point = StudyText.whole(missing.text), "\(point)" == missing.text,
        (ends.low...ends.high).contains(point)
      else { continue }
      report(
        .answerIsPoint(
          text: missing.text, key: "responses.\(missing.reason.key)", low: ends.low,
          high: ends.high), at: scaleCursor.place)
    }
    if let points = cursor["points"] { addPoints(points, cursor, responses.scale, to: &legacy) }
    return legacy
  }

  /// Points of the user's own: all old points, on the study's scale, each on its side of the cut.
  private mutating func addPoints(
    _ cursor: StudyCursor, _ parent: StudyCursor, _ scale: Scale, to legacy: inout LegacyScale
  ) {
    if let reversed = parent["reversed"], legacy.isReversed {
      report(.eitherKey(cursor.path, reversed.path), at: cursor.place)
    }
    var points: [Int: Int] = [:]
    for (name, place, value) in cursor.named {
      guard let point = StudyText.whole(value.text) else { continue }
      guard let old = StudyText.whole(name), (legacy.low...legacy.high).contains(old) else {
        report(
          .beyondReach(
            key: cursor.path, found: name, expected: "old points, \(legacy.low) to \(legacy.high)",
            fix: "delete it, or widen `scale` of the older survey"),
          at: place)
        continue
      }
      points[old] = point
      if !(scale.low...scale.high).contains(point) {
        report(
          .beyondReach(
            key: cursor.path, found: value.text,
            expected: "points of the study, \(scale.low) to \(scale.high)",
            fix: "write a number from \(scale.low) to \(scale.high)"), at: value.place)
      } else if parent["top"] != nil, !legacy.isReversed,
        legacy.counts(old) != (point >= scale.top)
      {
        report(
          .beyondReach(
            key: cursor.path, found: "\(old) as \(point)",
            expected: "points from \(scale.top) up for old ones from \(legacy.top) up alone",
            fix: legacy.counts(old)
              ? "write \(scale.top) or more" : "write less than \(scale.top)"),
          at: value.place)
      }
    }
    let wanted = legacy.high - legacy.low + 1
    if points.count < wanted {
      report(.tooFew(key: cursor.path, found: points.count, expected: wanted), at: cursor.place)
    } else {
      legacy.points = (legacy.low...legacy.high).compactMap { points[$0] }
    }
  }

  // MARK: - Measures

  private mutating func measures(_ cursor: StudyCursor?) -> [Measure] {
    var measures: [Measure] = []
    var lines: [String: Int] = [:]
    for item in cursor?.items ?? [] {
      guard let name = item["name"], let column = item["column"]?.column,
        let family = item["family"]?.word(Measure.Family.self)
      else { continue }
      if let line = lines[name.text] {
        report(
          .repeatedEntry(key: name.path, text: name.text, otherLine: line), at: name.place)
      }
      lines[name.text] = lines[name.text] ?? name.place.line
      use(column, "measure \(name.text)")
      var measure = Measure(name: name.text, family: family, column: column)
      if let better = item["better"]?.word(Measure.Better.self) { measure.better = better }
      measures.append(measure)
    }
    return measures
  }

  // MARK: - Targets

  private mutating func target(_ item: StudyCursor, _ study: Study) -> Target? {
    guard let id = item["outcome"] else { return nil }
    guard let subject = subject(id.text, study) else {
      reportUnknown(id, among: study.outcomes.map(\.id) + study.success.map(\.id))
      return nil
    }
    let group = group(of: item, in: "targets[]", study)
    guard let metric = item["metric"]?.word(Target.Metric.self) else { return nil }
    let metrics = study.metrics(of: subject)
    if !metrics.contains(metric) {
      // What a figure may be hangs on the metric: only the number of goals is told.
      _ = goalKey(item)
      report(
        .otherMetric(
          outcome: id.text, metric: metric.rawValue, known: metrics.map(\.rawValue)),
        at: item["metric"]?.place ?? item.place)
      return nil
    }
    guard let goal = goal(item, metric, study) else { return nil }
    return Target(
      subject: subject, metric: metric, goal: goal, segmentation: group.segmentation,
      segment: group.segment, place: item.place)
  }

  private func subject(_ id: String, _ study: Study) -> Target.Subject? {
    study.outcomes.firstIndex { $0.id == id }.map { .key($0) }
      ?? study.success.firstIndex { $0.id == id }.map { .success($0) }
  }

  /// The one goal of an item.
  private mutating func goal(
    _ item: StudyCursor, _ metric: Target.Metric, _ study: Study
  ) -> Target.Goal? {
    guard let key = goalKey(item) else { return nil }
    let range = study.range(of: metric)
    // Ten times the share of people: a percentage tells which number is meant.
    let isTenfold = study.scoring.scorer == .topBox && range == 0...10
    switch key {
    case "at-least": return figure(item[key], metric, range, isTenfold).map { .atLeast($0) }
    case "at-most": return figure(item[key], metric, range, isTenfold).map { .atMost($0) }
    default: return improvement(item, metric, range, isTenfold)
    }
  }

  /// The key of the one goal; `nil`, and told, where there are none or several.
  private mutating func goalKey(_ item: StudyCursor) -> String? {
    let keys = ["at-least", "at-most", "improve-by"]
    let given = keys.filter { item[$0] != nil }
    guard given.count == 1 else {
      // A goal with a wrong value is told already and missing here.
      let isTold = problems.contains { $0.place.line == item.place.line }
      if !isTold || given.count > 1 { report(.oneGoal(count: given.count), at: item.place) }
      return nil
    }
    if let baseline = item["baseline"], given[0] != "improve-by" {
      report(
        .needsKey(key: "targets[].baseline", needed: "targets[].improve-by"), at: baseline.place)
    }
    return given[0]
  }

  /// A number in the metric's unit; of shares a percentage or a number up to 1.
  private mutating func figure(
    _ cursor: StudyCursor?, _ metric: Target.Metric, _ range: ClosedRange<Double>,
    _ isTenfold: Bool
  ) -> Double? {
    guard let cursor, let figure = StudyText.figure(cursor.text) else { return nil }
    guard metric.isShare || !figure.isPercentage, range.contains(figure.value) else {
      let ends = "\(wholeText(range.lowerBound)) to \(wholeText(range.upperBound))"
      report(
        .beyondReach(
          key: cursor.path, found: cursor.text,
          expected: metric.isShare ? "a share, 0 to 1, or a percentage up to 100 %" : ends,
          fix: StudyBuilder.meant(figure, metric, isTenfold)
            ?? (metric.isShare
              ? "write a percentage such as 80 %" : "write a number from \(ends)")),
        at: cursor.place)
      return nil
    }
    return figure.value
  }

  /// The figure that was probably meant, in the metric's unit.
  private static func meant(
    _ figure: (value: Double, isPercentage: Bool), _ metric: Target.Metric, _ isTenfold: Bool
  ) -> String? {
    if metric.isShare {
      let isPercent = !figure.isPercentage && figure.value <= 100
      return isPercent ? "write \(wholeText(figure.value)) % if that is meant" : nil
    }
    guard isTenfold, figure.isPercentage, figure.value <= 1 else { return nil }
    return "write \(wholeText((figure.value * 1000).rounded() / 100)), ten times the share"
  }

  private mutating func improvement(
    _ item: StudyCursor, _ metric: Target.Metric, _ range: ClosedRange<Double>, _ isTenfold: Bool
  ) -> Target.Goal? {
    guard let cursor = item["improve-by"], let part = StudyText.figure(cursor.text) else {
      return nil
    }
    guard part.value > 0, part.isPercentage || part.value < 1 else {
      report(
        .beyondReach(
          key: cursor.path, found: cursor.text,
          expected: "a part above 0 and below 1, or a percentage such as 20 %",
          fix: part.value > 0
            ? "write \(wholeText(part.value)) % if that is meant" : "write a part above 0"),
        at: cursor.place)
      return nil
    }
    guard metric.isImprovable else {
      report(.notImprovable(metric: metric.rawValue), at: cursor.place)
      return nil
    }
    guard let baseline = item["baseline"] else { return .improveBy(part.value, baseline: nil) }
    guard let old = figure(baseline, metric, range, isTenfold) else { return nil }
    if !(old > 0) || old * (1 + part.value) > range.upperBound * (1 + 1e-12) {
      report(
        .beyondReach(
          key: baseline.path, found: baseline.text,
          expected: "above 0, and by \(cursor.text) more at most \(wholeText(range.upperBound))",
          fix: "write the figure that was found before, or a smaller improvement"),
        at: baseline.place)
    }
    return .improveBy(part.value, baseline: old)
  }
}

extension Study {
  /// What a metric can be.
  func range(of metric: Target.Metric) -> ClosedRange<Double> {
    let scale = responses.scale
    switch metric {
    case .attained, .met: return 0...1
    case .opportunity:
      let range = OpportunityScoring.range(of: scoring.scorer, on: scale)
      return Double(range.lowerBound)...Double(range.upperBound)
    case .importance, .satisfaction:
      return scoring.scorer == .unfloored ? Double(scale.low)...Double(scale.high) : 0...10
    }
  }

  /// The figures that an outcome has.
  func metrics(of subject: Target.Subject) -> [Target.Metric] {
    let scored: [Target.Metric] = [.importance, .satisfaction, .opportunity]
    guard case .success(let index) = subject else { return scored }
    let outcome = success[index]
    // Of success outcomes that are rated but once there is no score.
    let isScored = outcome.importance != nil && outcome.satisfaction != nil
    return (isScored ? scored : []) + [.attained] + (outcome.expectation == nil ? [] : [.met])
  }
}

extension MissingReason {
  /// The key of the study file that lists the texts of a reason.
  fileprivate var key: String {
    switch self {
    case .notAnswered, .invalid: "missing"
    case .notAsked: "not-asked"
    case .doesNotApply: "does-not-apply"
    case .refused: "refused"
    }
  }
}
