import Groundwork
import Statistics

/// One night of the watch, step by step.
struct AlertRun {
  let analysis: AlertAnalysis
  let plan: AlertPlan
  let night: NightContext
  let sums: AlertSums
  private let planning: AlertPlanning
  private let streams: [AlertStream]

  private var ledger: AlertLedger
  /// By stream of the ledger, the stream of the study; `nil` where its group has vanished.
  private var places: [AlertStream?] = []
  private var newCount: Int?
  private var alerts: [(rule: Int, alert: Alert)] = []
  private var notes: [String] = []

  init(analysis: AlertAnalysis, plan: AlertPlan, night: NightContext, sums: AlertSums) {
    (self.analysis, self.plan, self.night, self.sums) = (analysis, plan, night, sums)
    let study = analysis.study
    planning = AlertPlanning(
      study: study, plan: plan, scores: analysis.scores, offset: sums.offset)
    streams = AlertStreams(study: study, groupings: analysis.responses.groupings).streams(plan)
    ledger = AlertLedger(
      digest: analysis.digest(plan), dates: [night.date], newCounts: [0], streams: [])
  }

  /// What is told, in the order of the rules.
  var section: AlertSection {
    AlertSection(
      alerts: alerts.sorted { $0.rule < $1.rule }.map(\.alert), ledger: ledger,
      newCount: newCount,
      streamCount: ledger.streams.count, nearest: nearest, notes: notes)
  }

  // MARK: - Opening

  /// Goes on with the ledger of the night before, or begins a new one.
  mutating func open(_ newRows: [Bool]?) {
    if let old = night.ledger, old.digest == ledger.digest, newRows != nil {
      ledger = old
      match()
      return
    }
    if night.ledger != nil {
      notes.append(
        newRows == nil
          ? "nobody knows who was seen: the watch begins anew, and evidence so far is lost"
          : "study, rules, level or horizon are not those of the ledger: the watch begins anew, "
            + "and evidence so far is lost")
    }
    if newRows != nil { ledger.dates = ["before \(night.date)"] }
    let rows = (0..<analysis.responses.respondentCount).filter(analysis.isSomebody)
    begin(all: rows, reference: rows.filter { !(newRows?[$0] ?? false) })
  }

  private mutating func begin(all: [Int], reference: [Int]) {
    let everything = sums.sums(streams, rows: all)
    let before = reference.count == all.count ? everything : sums.sums(streams, rows: reference)
    var smallCount = 0
    for (place, stream) in streams.enumerated() {
      if case .outcome = stream.numbers, everything[place].count < Double(Disclosure.floor) {
        smallCount += 1
        continue
      }
      ledger.streams.append(opened(stream, before[place], everything[place]))
      places.append(stream)
    }
    if smallCount > 0 {
      notes.append(
        "\(smallCount) streams of fewer than \(Disclosure.floor) respondents are not watched")
    }
    let groups = analysis.study.targets.indices.filter { place in
      !streams.contains { $0.target == place }
    }
    if !groups.isEmpty, plan.rules.contains(where: { $0.kind == .targetMet }) {
      notes.append(
        "\(groups.count) targets are not watched: they have no group or no baseline in the study")
    }
  }

  private func opened(
    _ stream: AlertStream, _ reference: AnswerSums, _ everything: AnswerSums
  ) -> AlertLedger.Stream {
    var state = AlertLedger.Stream(key: stream.key, total: reference)
    state.designEffect = planning.designEffect(stream, everything, analysis.responses)
    let own = planning.evidencePlan(stream, state)
    if stream.countsEverything {
      // The reference is the first night of a claim about all answers.
      var evidence = EvidenceStream(plan: own, reference: .zero)
      evidence.add(reference)
      state.keep(evidence)
      state.openedAfter = -1
    } else if let bound = stream.bound {
      state.isAbove = own.value(reference) + offset(stream) >= bound - 1e-9
    }
    return state
  }

  /// Looks up the streams of a ledger in the study.
  private mutating func match() {
    let byKey = Dictionary(streams.map { ($0.key, $0) }) { first, _ in first }
    places = ledger.streams.map { byKey[$0.key] }
    let known = Set(ledger.streams.map(\.key))
    let added = streams.filter { stream in
      guard case .outcome = stream.numbers else { return !known.contains(stream.key) }
      return !known.contains(stream.key)
        && sums.sums([stream], rows: Array(0..<analysis.responses.respondentCount))[0].count
          >= Double(Disclosure.floor)
    }
    if !added.isEmpty {
      notes.append(
        "\(added.count) streams of groups that came up after the watch began are not watched; "
          + "another `horizon` begins it anew")
    }
  }

  // MARK: - The night

  /// Adds the answers of new respondents.
  mutating func step(_ rows: [Int]) {
    newCount = rows.count
    ledger.dates.append(night.date)
    ledger.newCounts.append(rows.count)
    let watched = places.indices.filter { places[$0] != nil && !ledger.streams[$0].isClosed }
    let tonight = sums.sums(watched.compactMap { places[$0] }, rows: rows)
    for (place, answers) in zip(watched, tonight) {
      guard let stream = places[place] else { continue }
      var evidence = self.stream(stream, ledger.streams[place])
      evidence.add(answers)
      ledger.streams[place].keep(evidence)
    }
  }

  private func stream(
    _ stream: AlertStream, _ state: AlertLedger.Stream
  ) -> EvidenceStream {
    EvidenceStream(
      plan: planning.evidencePlan(stream, state), night: state.night, total: state.total,
      starts: state.starts)
  }

  /// Tells what the ledger allows.
  mutating func tell() {
    let found = ledger.streams.indices.map { evidence($0) }
    for place in found.indices { ledger.streams[place].evidence = found[place]?.total ?? 0 }
    let products = found.indices.map { (found[$0]?.total ?? 0) * share(ledger.streams[$0]) }
    let told = DiscoveryLedger.told(
      products, toldCount: ledger.toldCount, level: plan.level)
    ledger.toldCount += told.count
    for place in told {
      guard let stream = places[place], let evidence = found[place] else { continue }
      let state = ledger.streams[place]
      if isTold(stream, state) {
        let rule = plan.rules.firstIndex(of: stream.rule) ?? 0
        alerts.append((rule, alert(stream, state, evidence)))
      }
      reopen(place, stream)
    }
  }

  private func share(_ state: AlertLedger.Stream) -> Double {
    DiscoveryLedger.share(opening: state.opening, of: ledger.streams.count)
  }

  private func evidence(_ place: Int) -> EvidenceStream.Evidence? {
    guard let stream = places[place], !ledger.streams[place].isClosed else { return nil }
    guard case .target(let target) = stream.numbers else {
      return self.stream(stream, ledger.streams[place]).evidence()
    }
    return targetEvidence(target, stream)
  }

  /// The answers of a target on success outcomes are known as one figure only.
  private func targetEvidence(
    _ place: Int, _ stream: AlertStream
  ) -> EvidenceStream.Evidence? {
    guard let figure = figure(place), let bound = stream.bound,
      figure.effectiveCount >= EvidencePlan.leastCount
    else { return nil }
    let difference = stream.isForBelow ? bound - figure.value : figure.value - bound
    let evidence = sequence.above(
      difference: difference, standardError: figure.standardError,
      effectiveCount: figure.effectiveCount)
    return EvidenceStream.Evidence(total: evidence, start: nil)
  }

  private func figure(_ target: Int) -> TargetFigure? {
    guard let results = analysis.targets?.results, results.indices.contains(target) else {
      return nil
    }
    return results[target].figure
  }

  private var sequence: NormalSequence {
    NormalSequence(level: min(0.3, plan.level), narrowestAt: 500)
  }

  /// Whether what was found is what the rule asks for, not its way back.
  private func isTold(_ stream: AlertStream, _ state: AlertLedger.Stream) -> Bool {
    switch stream.rule.kind {
    case .enters: !state.isAbove
    case .leaves, .shareFalls: state.isAbove
    default: true
    }
  }

  /// A claim that was told is a new one from the next night on, on new answers alone: those that
  /// told it were chosen for being far off.
  private mutating func reopen(_ place: Int, _ stream: AlertStream) {
    guard !stream.countsEverything else {
      ledger.streams[place].isClosed = true
      return
    }
    ledger.streams[place].opening += 1
    if stream.bound != nil { ledger.streams[place].isAbove.toggle() }
    ledger.streams[place].openedAfter = ledger.night
    ledger.streams[place].keep(
      EvidenceStream(plan: planning.evidencePlan(stream, ledger.streams[place]), reference: .zero))
  }

  // MARK: - Alerts

  private func alert(
    _ stream: AlertStream, _ state: AlertLedger.Stream, _ evidence: EvidenceStream.Evidence
  ) -> Alert {
    let since = since(state, evidence.start)
    var alert = Alert(
      id: id(stream.key, "\(state.opening)", since), rule: stream.rule.text(in: analysis.study),
      name: stream.rule.kind.name, since: since, night: night.date, count: 0)
    let level = share(state) * plan.level * Double(ledger.toldCount)
    (alert.evidence, alert.needed) = (evidence.total, 1 / level)
    describe(stream, &alert)
    if case .target(let target) = stream.numbers, let figure = figure(target) {
      let half = sequence.halfWidth(
        standardError: figure.standardError, effectiveCount: figure.effectiveCount, level: level)
      (alert.value, alert.count) = (figure.value, figure.respondentCount)
      (alert.low, alert.high) = (figure.value - half, figure.value + half)
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
    alert.low = interval.map { $0.lowerBound + shift }.flatMap { $0.isFinite ? $0 : nil }
    alert.high = interval.map { $0.upperBound + shift }.flatMap { $0.isFinite ? $0 : nil }
    alert.count = Int(after.count)
  }

  private func describe(_ stream: AlertStream, _ alert: inout Alert) {
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

  private func offset(_ stream: AlertStream) -> Double {
    guard case .outcome = stream.numbers else { return 0 }
    return sums.offset
  }

  private func id(_ facts: String...) -> String {
    String(AlertAnalysis.digest([analysis.study.name] + facts).prefix(16))
  }

  // MARK: - Counts and drift

  /// New respondents of the last nights; no statistics.
  mutating func count() {
    for (place, rule) in plan.rules.enumerated() {
      guard case .baseFalls(let below, let nights) = rule.kind else { continue }
      let counts = ledger.newCounts.dropFirst()
      guard counts.count >= nights else { continue }
      let now = counts.suffix(nights).reduce(0, +)
      let before =
        counts.dropLast().count >= nights
        ? counts.dropLast().suffix(nights).reduce(0, +) : Int.max
      guard now < below, before >= below else { continue }
      let text = rule.text(in: analysis.study)
      var alert = Alert(
        id: id("\(place + 1): \(text)", night.date), rule: text, name: .baseFalls,
        since: night.date, night: night.date, count: now)
      (alert.figure, alert.value) = ("new respondents", Double(now))
      alerts.append((place, alert))
    }
  }

  /// What a model that is kept says of the new respondents; its tests are its own.
  mutating func drift() {
    guard let place = plan.rules.firstIndex(where: { $0.kind == .drift }) else { return }
    guard let drift = night.drift else {
      notes.append("drift is not watched: no model of an earlier run was held against tonight's")
      return
    }
    let isDrifting = !drift.reasons.isEmpty
    defer { ledger.isDrifting = isDrifting }
    guard isDrifting, !ledger.isDrifting else { return }
    let text = plan.rules[place].text(in: analysis.study)
    var alert = Alert(
      id: id("\(place + 1): \(text)", night.date), rule: text, name: .drift, since: night.date,
      night: night.date, count: drift.count)
    alert.figure = drift.reasons.map(\.rawValue).joined(separator: " ")
    alerts.append((place, alert))
  }

  private var nearest: [WatchedStream] {
    let open = ledger.streams.indices.filter {
      places[$0] != nil && !ledger.streams[$0].isClosed && ledger.streams[$0].evidence > 0
    }
    let sorted = open.sorted { left, right in
      let (a, b) = (ledger.streams[left], ledger.streams[right])
      let (x, y) = (a.evidence * share(a), b.evidence * share(b))
      return x == y ? left < right : x > y
    }
    return sorted.prefix(3).compactMap { place in
      guard let stream = places[place] else { return nil }
      let state = ledger.streams[place]
      var words = Alert(id: "", rule: "", name: .change, since: "", night: "", count: 0)
      describe(stream, &words)
      return WatchedStream(
        rule: stream.rule.text(in: analysis.study), outcome: words.outcome,
        segmentation: words.segmentation, segment: words.segment, evidence: state.evidence,
        needed: DiscoveryLedger.needed(
          share: share(state), toldCount: ledger.toldCount, level: plan.level))
    }
  }
}

extension AlertLedger.Stream {
  /// Keeps what a stream goes on with.
  mutating func keep(_ stream: EvidenceStream) {
    (night, total, starts) = (stream.night, stream.total, stream.starts)
    if night == 0 { evidence = 0 }
  }
}
