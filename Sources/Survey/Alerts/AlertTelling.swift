import Statistics

/// What an alert says.
extension AlertRun {
  /// What is told of a stream.
  func alert(
    _ stream: AlertStream, _ state: AlertLedger.Stream, _ evidence: EvidenceStream.Evidence
  ) -> Alert {
    let since = since(state, evidence.start)
    var alert = Alert(
      id: id(stream.key, "\(state.opening)", since), rule: stream.rule.text(in: analysis.study),
      name: stream.rule.kind.name, since: since, night: night.date, count: 0)
    let level = state.share * plan.level * Double(ledger.toldCount)
    alert.evidence = evidence.total
    alert.needed = DiscoveryLedger.needed(
      share: state.share, toldCount: ledger.toldCount - 1, level: plan.level)
    describe(stream, &alert)
    if case .target(let target) = stream.numbers, let figure = figure(target) {
      let half = sequence.halfWidth(
        standardError: figure.standardError, effectiveCount: figure.effectiveCount, level: level)
      (alert.value, alert.count) = (figure.value, figure.respondentCount)
      bound(&alert, figure.value - half, figure.value + half, stream)
      return alert
    }
    guard let start = evidence.start else { return alert }
    fill(&alert, self.stream(stream, state), start, stream, level: level)
    return alert
  }

  private func fill(
    _ alert: inout Alert, _ evidence: EvidenceStream, _ start: EvidenceStream.Start,
    _ stream: AlertStream, level: Double
  ) {
    let after = evidence.total - start.before
    let offset = offset(stream)
    let interval = evidence.interval(since: start, level: min(level, 0.5))
    let shift = stream.bound == nil ? 0 : offset
    alert.value = evidence.plan.value(after) + offset
    if stream.bound == nil { alert.before = evidence.plan.value(start.before) + offset }
    if let interval {
      bound(&alert, interval.lowerBound + shift, interval.upperBound + shift, stream)
    }
    alert.count = Int(after.count)
  }

  /// Sets the interval, as far as it lies within what is possible at all.
  private func bound(_ alert: inout Alert, _ low: Double, _ high: Double, _ stream: AlertStream) {
    let range = possible(stream)
    alert.low = min(max(low, range.lowerBound), range.upperBound)
    alert.high = min(max(high, range.lowerBound), range.upperBound)
  }

  /// What the figure of a stream, or its change, can be.
  private func possible(_ stream: AlertStream) -> ClosedRange<Double> {
    let study = analysis.study
    let range: ClosedRange<Double> =
      switch stream.numbers {
      case .outcome(_, .importance): study.range(of: .importance)
      case .outcome(_, .satisfaction): study.range(of: .satisfaction)
      case .outcome(_, .opportunity): study.range(of: .opportunity)
      case .target(let place): study.range(of: study.targets[place].metric)
      case .membership, .missing: 0...1
      }
    guard stream.bound == nil else { return range }
    let width = range.upperBound - range.lowerBound
    return -width...width
  }

  /// Fills in whose figure it is.
  func describe(_ stream: AlertStream, _ alert: inout Alert) {
    alert.segmentation = stream.group.segmentation
    alert.segment = stream.group.segment
    switch stream.numbers {
    case .outcome(let outcome, let figure):
      (alert.outcome, alert.figure) = (analysis.study.outcomes[outcome].id, figure.rawValue)
    case .membership: alert.figure = "share"
    case .missing: alert.figure = "missing"
    case .target(let target):
      let target = analysis.study.targets[target]
      alert.outcome = analysis.study.id(of: target.subject)
      alert.figure = target.metric.rawValue
    }
  }

  private func since(_ state: AlertLedger.Stream, _ start: EvidenceStream.Start?) -> String {
    let place = state.openedAfter + (start?.night ?? 0)
    return ledger.dates.indices.contains(place) ? ledger.dates[place] : ledger.dates[0]
  }

  /// What is added to the figure of a stream.
  func offset(_ stream: AlertStream) -> Double {
    guard case .outcome = stream.numbers else { return 0 }
    return sums.offset
  }

  /// The id of what such facts tell.
  func id(_ facts: String...) -> String {
    String(AlertAnalysis.digest([analysis.study.name] + facts).prefix(16))
  }
}
