import Groundwork
import Statistics

/// One night of the watch, step by step.
struct AlertRun {
  let analysis: AlertAnalysis
  let plan: AlertPlan
  let night: NightContext
  let sums: AlertSums
  /// How evidence is reckoned.
  let planning: AlertPlanning
  /// The streams of the study.
  let streams: [AlertStream]

  var ledger: AlertLedger
  /// By stream of the ledger, the stream of the study; `nil` where its group has vanished.
  var places: [AlertStream?] = []
  var newCount: Int?
  var alerts: [(rule: Int, alert: Alert)] = []
  /// See `AlertSection.lostEvidence`.
  var lostEvidence: String?
  var notes: [String] = []

  init(analysis: AlertAnalysis, plan: AlertPlan, night: NightContext, sums: AlertSums) {
    (self.analysis, self.plan, self.night, self.sums) = (analysis, plan, night, sums)
    let study = analysis.study
    planning = AlertPlanning(
      study: study, plan: plan, scores: analysis.scores, sums: sums)
    streams = AlertStreams(study: study, groupings: analysis.responses.groupings).streams(plan)
    ledger = AlertLedger(
      digest: analysis.digest(plan), since: night.date, dates: [night.date], newCounts: [0],
      streams: [])
  }

  /// What is told, in the order of the rules.
  var section: AlertSection {
    AlertSection(
      alerts: alerts.sorted { $0.rule < $1.rule }.map(\.alert), ledger: ledger,
      newCount: newCount, streamCount: places.count { $0 != nil }, nearest: nearest,
      lostEvidence: lostEvidence, notes: [lostEvidence].compactMap { $0 } + notes)
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
    if planning.hasDesign(analysis.responses) { followDesign(watched) }
    // Nobody is asked about these tonight, but their nights go on being those of the ledger.
    for place in places.indices where places[place] == nil && !ledger.streams[place].isClosed {
      ledger.streams[place].night += 1
    }
  }

  /// Units that have more people by now, or of which few came tonight, cost more than they did.
  private mutating func followDesign(_ watched: [Int]) {
    let rows = (0..<analysis.responses.respondentCount).filter(analysis.isSomebody)
    let everybody = sums.sums(watched.compactMap { places[$0] }, rows: rows)
    for (place, answers) in zip(watched, everybody) {
      guard let stream = places[place] else { continue }
      let effect = planning.designEffect(stream, answers, analysis.responses)
      ledger.streams[place].designEffect = max(ledger.streams[place].designEffect, effect)
    }
  }

  func stream(
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
    let products = found.indices.map { (found[$0]?.total ?? 0) * ledger.streams[$0].share }
    // What is told to nobody must not lower the limits of what is: it needs its share alone.
    let isSilent = found.indices.map { place in
      places[place].map { !isTold($0, ledger.streams[place]) } ?? true
    }
    let told = DiscoveryLedger.told(
      found.indices.map { isSilent[$0] ? 0 : products[$0] }, toldCount: ledger.toldCount,
      level: plan.level)
    ledger.toldCount += told.count
    for place in told {
      guard let stream = places[place], let evidence = found[place] else { continue }
      let rule = plan.rules.firstIndex(of: stream.rule) ?? 0
      alerts.append((rule, alert(stream, ledger.streams[place], evidence)))
      reopen(place, stream)
    }
    for place in found.indices where isSilent[place] && products[place] * plan.level >= 1 {
      if let stream = places[place] { reopen(place, stream) }
    }
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
      figure.effectiveCount >= NormalSequence.leastCount
    else { return nil }
    let difference = stream.isForBelow ? bound - figure.value : figure.value - bound
    let evidence = sequence.above(
      difference: difference, standardError: figure.standardError,
      effectiveCount: figure.effectiveCount)
    return EvidenceStream.Evidence(total: evidence, start: nil)
  }

  func figure(_ target: Int) -> TargetFigure? {
    guard let results = analysis.targets?.results, results.indices.contains(target) else {
      return nil
    }
    return results[target].figure
  }

  var sequence: NormalSequence {
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

  private var nearest: [WatchedStream] {
    let open = ledger.streams.indices.filter {
      places[$0] != nil && !ledger.streams[$0].isClosed && ledger.streams[$0].evidence > 0
    }
    let sorted = open.sorted { left, right in
      let (a, b) = (ledger.streams[left], ledger.streams[right])
      let (x, y) = (a.evidence * a.share, b.evidence * b.share)
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
          share: state.share, toldCount: ledger.toldCount, level: plan.level))
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
