/// What is told without evidence: counts of new respondents, and the drift of segments.
extension AlertRun {
  /// New respondents of the last nights; no statistics.
  mutating func count() {
    let falls = ledger.falls(of: analysis.study, on: night.date)
    for fall in falls where !ledger.basesBelow.contains(fall.text) {
      var alert = counted(fall.text, .baseFalls, fall.count)
      (alert.figure, alert.value) = ("new respondents", Double(fall.count))
      alerts.append((fall.rule, alert))
    }
    ledger.basesBelow = falls.map(\.text)
  }

  /// What the model of an earlier run says of the respondents who came after it; its tests are
  /// its own.
  mutating func drift(_ rows: [Int]) {
    guard let place = plan.rules.firstIndex(where: { $0.kind == .drift }) else {
      ledger.drift = nil
      return
    }
    guard let model = night.model else {
      if case .nobody = night.seen {
        notes.append(
          "drift is watched from the next run on, by the model of this one where it forms segments")
      } else {
        notes.append(
          "drift is not watched: no run up to the last watched one has a model that can be read")
      }
      return
    }
    guard var sums = typed(rows, by: model) else {
      ledger.drift = nil
      notes.append(
        "drift is not watched tonight: the study lacks what the model of \(model.run) needs")
      return
    }
    guard sums.count >= DriftSums.leastCount else {
      ledger.drift = sums
      notes.append(
        "drift is looked at every \(DriftSums.leastCount) new respondents: \(sums.count) so far")
      return
    }
    let reasons = sums.reasons(model.value)
    guard reasons.isEmpty else {
      // The next model is that of a run that has seen these people.
      ledger.drift = nil
      var alert = counted(plan.rules[place].text(in: analysis.study), .drift, sums.count)
      alert.figure = reasons.map(\.rawValue).joined(separator: " ")
      alerts.append((place, alert))
      return
    }
    sums = DriftSums(run: model.run, counts: sums.counts.map { _ in 0 })
    ledger.drift = sums
  }

  // MARK: - Steps

  /// The people typed so far with those of tonight; `nil` where the model does not fit.
  private func typed(_ rows: [Int], by model: NightContext.Model) -> DriftSums? {
    let segmentCount = model.value.segments.count
    var sums = DriftSums(run: model.run, counts: Array(repeating: 0, count: segmentCount))
    if let kept = ledger.drift, kept.run == model.run, kept.counts.count == segmentCount {
      sums = kept
    }
    let typing = ModelTyping(
      model: model.value, study: analysis.study, responses: analysis.responses,
      workers: analysis.workers)
    guard let placed = typing.placed(rows) else { return nil }
    sums.add(placed)
    return sums
  }

  private func counted(_ text: String, _ name: AlertRule.Name, _ count: Int) -> Alert {
    Alert(
      id: id(text, night.date), rule: text, name: name, since: night.date, night: night.date,
      count: count)
  }
}
