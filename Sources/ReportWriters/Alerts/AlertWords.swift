public import Survey

/// Alerts in words: the one place that makes their sentences, for the report, alerts.json, and so
/// for the lists, summaries and channels that pass them on.
///
/// An alert is about the respondents who are new since a night, never about everybody, so every
/// sentence says of whom its figure is.
public struct AlertWords {
  private let study: Study
  /// The first date of the ledger: what holds since then holds of all answers.
  private let start: String

  /// The words for what a night told.
  public init(_ section: AlertSection, _ study: Study) {
    self.study = study
    start = section.ledger.since
  }

  /// One sentence about an alert, not yet safe for a terminal.
  ///
  /// - Parameters:
  ///   - alert: an alert of the section.
  ///   - hasWording: whether the outcome's wording stands behind its id.
  /// - Returns: the sentence with its full stop.
  public func sentence(_ alert: Alert, hasWording: Bool = false) -> String {
    let wording = hasWording ? wording(alert) : ""
    let figure = alert.figure + AlertWords.subject(alert, wording: wording)
    return Naming.capitalized(claim(alert, figure)) + "."
  }

  /// The wording of an alert's outcome; empty where it is about none.
  func wording(_ alert: Alert) -> String {
    study.outcomes.first { $0.id == alert.outcome }?.text
      ?? study.success.first { $0.id == alert.outcome }?.text ?? ""
  }

  // MARK: - Words

  /// Not yet safe for a terminal: `02 in role "Admin"`; empty where it is about nobody in
  /// particular.
  static func place(
    _ outcome: String, _ segmentation: String, _ segment: String, wording: String = ""
  ) -> String {
    let group = segmentation == "all" ? "" : "in \(segmentation) \"\(segment)\""
    return [outcome, wording.isEmpty ? "" : "(\(wording))", group].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// Evidence as people read it: whole numbers, and no more of them than they can grasp.
  static func evidence(_ value: Double) -> String {
    guard value < 1e6 else { return "over \(NumberText.count(1_000_000))" }
    return value < 10 ? NumberText.decimal(value) : NumberText.count(Int(value.rounded()))
  }

  private static func subject(_ alert: Alert, wording: String) -> String {
    let place = place(alert.outcome, alert.segmentation, alert.segment, wording: wording)
    return alert.outcome.isEmpty ? (place.isEmpty ? "" : " \(place)") : " of \(place)"
  }

  // MARK: - Claims

  /// What is claimed, by kind. The bounds are those of the study's rule.
  private func claim(_ alert: Alert, _ figure: String) -> String {
    let group = AlertWords.place("", alert.segmentation, alert.segment)
    switch (alert.name, kind(alert)) {
    case (.change, _):
      return "\(figure) changed: \(now(alert)), before: \(text(alert.before, alert))"
        + proof(alert)
    case (.enters, .enters(let band)?):
      return "\(figure) has risen above \(AlertWords.bound(band)): \(now(alert))\(proof(alert))"
    case (.leaves, .leaves(let band)?):
      return "\(figure) is no longer above \(AlertWords.bound(band)): \(now(alert))"
        + proof(alert)
    case (.targetMet, _):
      return "\(figure) meets its target\(goal(alert)): \(now(alert))\(proof(alert))"
    case (.shareFalls, .shareFalls(_, _, let below)?):
      return "under \(AlertWords.bound(100 * below)) % of new respondents are \(group): "
        + "\(text(alert.value, alert)) \(people(alert, "of"))\(proof(alert))"
    case (.baseFalls, .baseFalls(let below, let nights)?):
      let period = nights == 1 ? "tonight" : "in the last \(nights) nights"
      return "new respondents \(period): \(NumberText.count(alert.count)), fewer than "
        + NumberText.count(below)
    case (.findingsRise, _):
      return "the share of missing and invalid ratings rose: \(now(alert)), before: "
        + text(alert.before, alert) + proof(alert)
    case (.drift, _):
      let reasons = alert.figure.split(separator: " ").map { reason in
        TypingDrift.Reason(rawValue: String(reason))?.words ?? String(reason)
      }
      return "the segments do not fit \(NumberText.counted(alert.count, "new respondent")) any "
        + "more (\(reasons.joined(separator: "; "))): time to segment again"
    default:
      return "the rule \"\(alert.rule)\" holds of \(figure): \(now(alert))\(proof(alert))"
    }
  }

  /// The rule of the study that told an alert.
  private func kind(_ alert: Alert) -> AlertRule.Kind? {
    study.alerts?.rules.first { $0.kind.name == alert.name && $0.text(in: study) == alert.rule }?
      .kind
  }

  /// `, at least 6`; empty where several targets are set on the same figure.
  private func goal(_ alert: Alert) -> String {
    let targets = study.targets.filter { target in
      study.id(of: target.subject) == alert.outcome && target.metric.rawValue == alert.figure
        && (target.segmentation ?? "all") == alert.segmentation
        && (target.segment ?? "all") == alert.segment
    }
    return targets.count == 1 ? ", \(TargetWords.goal(targets[0]))" : ""
  }

  // MARK: - Figures

  /// `5.20 among the 450 people who answered since 2026-11-21`.
  private func now(_ alert: Alert) -> String {
    "\(text(alert.value, alert)) \(people(alert, "among"))"
  }

  private func people(_ alert: Alert, _ word: String) -> String {
    let count = NumberText.counted(alert.count, "person", plural: "people")
    let isFromStart = alert.since == start || alert.since.hasPrefix("before ")
    return "\(word) the \(count) "
      + (isFromStart ? "from the start (\(alert.since))" : "who answered since \(alert.since)")
  }

  /// The interval of the change, or of the figure itself, and the evidence.
  private func proof(_ alert: Alert) -> String {
    var facts: [String] = []
    if let low = alert.low, let high = alert.high {
      let isChange = alert.before != nil
      facts.append(
        "\(isChange ? "change" : "interval") \(end(low, alert)) to \(end(high, alert))")
    }
    if let evidence = alert.evidence, let needed = alert.needed {
      facts.append(
        "evidence \(AlertWords.evidence(evidence)) of \(AlertWords.evidence(needed)) needed")
    }
    return facts.isEmpty ? "" : " (\(facts.joined(separator: "; ")))"
  }

  private func end(_ value: Double, _ alert: Alert) -> String {
    let (factor, places) = isShare(alert) ? (100.0, 1) : (1.0, 2)
    let text =
      alert.before != nil
      ? NumberText.signed(factor * value, places) : NumberText.decimal(factor * value, places)
    return isShare(alert) ? text + " %" : text
  }

  private func text(_ value: Double?, _ alert: Alert) -> String {
    guard let value else { return "-" }
    return isShare(alert) ? NumberText.decimal(100 * value) + " %" : NumberText.decimal(value, 2)
  }

  private func isShare(_ alert: Alert) -> Bool {
    [.shareFalls, .findingsRise].contains(alert.name)
      || Target.Metric(rawValue: alert.figure)?.isShare == true
  }

  /// `12`, `12.5`.
  private static func bound(_ value: Double) -> String {
    TargetWords.figure(value, .opportunity)
  }
}
