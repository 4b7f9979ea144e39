import Groundwork
import Statistics

/// How streams are opened: all on the night on which the watch begins, later ones as generations
/// of their own, whose shares of the level were set aside.
extension AlertRun {
  /// Goes on with the ledger of the night before, or begins a new one.
  mutating func open(_ newRows: [Bool]?) {
    let rows = (0..<analysis.responses.respondentCount).filter(analysis.isSomebody)
    let reference = rows.filter { !(newRows?[$0] ?? false) }
    lostEvidence = reasonToBeginAnew(newRows).map {
      "\($0): the watch begins anew, and its evidence so far is lost"
    }
    if let old = night.ledger, lostEvidence == nil {
      ledger = old
      goOn(all: rows, reference: reference)
      return
    }
    if newRows != nil {
      ledger.since = "before \(night.date)"
      ledger.dates = [ledger.since]
      if let old = night.ledger { keepCounts(of: old) }
    }
    begin(all: rows, reference: reference)
  }

  // MARK: - Steps

  /// Why evidence of earlier nights is of no use any more; `nil` where it is of use, and on the
  /// first night.
  private func reasonToBeginAnew(_ newRows: [Bool]?) -> String? {
    if case .nobody = night.seen, night.ledger == nil { return nil }
    guard newRows != nil else { return "nobody knows who was seen" }
    guard let old = night.ledger else { return "the ledger of the last watched run cannot be read" }
    guard old.digest == ledger.digest else {
      return "level, horizon, scorer, scale, weights or design are not those of the ledger"
    }
    return nil
  }

  /// Respondents were counted whatever the evidence was about.
  private mutating func keepCounts(of old: AlertLedger) {
    (ledger.dates, ledger.newCounts) = (old.dates, old.newCounts)
    (ledger.basesBelow, ledger.drift) = (old.basesBelow, old.drift)
  }

  private mutating func begin(all: [Int], reference: [Int]) {
    let openedCount = openTogether(streams, all: all, reference: reference)
    let smallCount = streams.count - openedCount
    if smallCount > 0 {
      notes.append(
        "\(smallCount) streams of fewer than \(Disclosure.floor) respondents are not watched yet")
    }
    noteTargets()
  }

  private mutating func noteTargets() {
    guard plan.rules.contains(where: { $0.kind == .targetMet }) else { return }
    let study = analysis.study
    let streams = AlertStreams(study: study, groupings: analysis.responses.groupings)
    for target in study.targets {
      guard let reason = streams.reasonNotWatched(target) else { continue }
      let figure = "\(target.metric.rawValue) of \(study.id(of: target.subject))"
      let people = target.segment.map { ", \(target.segmentation ?? "") \"\($0)\"," } ?? ""
      notes.append("the target on \(figure)\(people) is not watched: \(reason)")
    }
  }

  /// Looks up the streams of the ledger in the study, and opens those that came up since. Streams
  /// that the study has no more stay in the ledger, silent, for their shares were given out.
  private mutating func goOn(all: [Int], reference: [Int]) {
    let byKey = Dictionary(uniqueKeysWithValues: streams.map { ($0.key, $0) })
    places = ledger.streams.map { byKey[$0.key] }
    let known = Set(ledger.streams.map(\.key))
    let count = openTogether(
      streams.filter { !known.contains($0.key) }, all: all, reference: reference)
    guard count > 0 else { return }
    notes.append(
      "\(count) \(count == 1 ? "stream" : "streams") came up (rules, outcomes or segments that are "
        + "new) and \(count == 1 ? "is" : "are") watched from tonight")
  }

  /// Opens a generation of those streams whose groups are large enough; whoever was seen before
  /// tonight is their reference.
  ///
  /// - Returns: how many were opened.
  private mutating func openTogether(
    _ wanted: [AlertStream], all: [Int], reference: [Int]
  ) -> Int {
    let possible = largeGroups(wanted, reference)
    let sums = self.sums.sums(possible, rows: reference)
    let opened = zip(possible, sums).filter { isLarge($0.0, $0.1) }
    guard !opened.isEmpty else { return 0 }
    let everything =
      reference.count == all.count
      ? opened.map(\.1) : self.sums.sums(opened.map(\.0), rows: all)
    let part = DiscoveryLedger.part(ofGeneration: ledger.generationCount) / Double(opened.count)
    for ((stream, before), everybody) in zip(opened, everything) {
      ledger.streams.append(state(stream, part, before, everybody))
      places.append(stream)
    }
    ledger.generationCount += 1
    return opened.count
  }

  private func isLarge(_ stream: AlertStream, _ sums: AnswerSums) -> Bool {
    guard case .outcome = stream.numbers else { return true }
    return sums.count >= Double(Disclosure.floor)
  }

  /// Without the streams of groups that are too small: those wait for every night, and their
  /// answers need not be summed for it.
  private func largeGroups(_ wanted: [AlertStream], _ rows: [Int]) -> [AlertStream] {
    var sizes: [Int: [UInt16: Int]] = [:]
    for place in Set(wanted.compactMap(\.group.grouping)) {
      let codes = analysis.responses.groupings[place].codes
      for row in rows { sizes[place, default: [:]][codes[row], default: 0] += 1 }
    }
    return wanted.filter { stream in
      guard let place = stream.group.grouping, case .outcome = stream.numbers else { return true }
      return sizes[place]?[stream.group.level] ?? 0 >= Disclosure.floor
    }
  }

  private func state(
    _ stream: AlertStream, _ part: Double, _ reference: AnswerSums, _ everybody: AnswerSums
  ) -> AlertLedger.Stream {
    var state = AlertLedger.Stream(key: stream.key, part: part, total: reference)
    state.designEffect = planning.designEffect(stream, everybody, analysis.responses)
    state.openedAfter = ledger.night
    let own = planning.evidencePlan(stream, state)
    if stream.countsEverything {
      // The reference is the first night of a claim about all answers.
      var evidence = EvidenceStream(plan: own, reference: .zero)
      evidence.add(reference)
      state.keep(evidence)
      state.openedAfter -= 1
    } else if let bound = stream.bound {
      state.isAbove = own.value(reference) + offset(stream) >= bound - 1e-9
    }
    return state
  }
}
