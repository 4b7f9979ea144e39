import Statistics

extension AlertLedger {
  /// Reads the ledger of an earlier run; `nil` where the bytes are no ledger of this version: the
  /// watch then begins anew.
  ///
  /// - Parameter bytes: the bytes of ledger.json.
  public init?(json bytes: [UInt8]) {
    guard let document = JSONDocument(bytes, byteLimit: 256 << 20),
      document["version"]?.integer == AlertLedger.version,
      let digest = document["digest"]?.text,
      let dates = document["dates"]?.items?.map({ $0.text ?? "null" }), !dates.isEmpty,
      let counts = document["new"]?.items?.compactMap(\.integer), counts.count == dates.count,
      let told = document["told"]?.integer, told >= 0,
      let items = document["streams"]?.items
    else { return nil }
    let streams = items.compactMap { Stream($0) }
    guard streams.count == items.count else { return nil }
    self.init(
      digest: digest, dates: dates, newCounts: counts, toldCount: told,
      isDrifting: document["drifting"]?.isTrue == true, streams: streams)
  }
}

extension AlertLedger.Stream {
  fileprivate init?(_ document: JSONDocument) {
    guard let key = document["key"]?.text, let opening = document["opening"]?.integer,
      let openedAfter = document["opened-after"]?.integer,
      let effect = document["design-effect"]?.number, effect >= 1,
      let night = document["night"]?.integer, night >= 0,
      let evidence = document["evidence"]?.number,
      let total = document["total"].flatMap({ AnswerSums.read($0.items) }),
      let rows = document["starts"]?.items
    else { return nil }
    let starts = rows.compactMap { row -> EvidenceStream.Start? in
      guard let cells = row.items, let night = cells.first?.integer, night >= 1,
        let before = AnswerSums.read(Array(cells.dropFirst()))
      else { return nil }
      return EvidenceStream.Start(night: night, before: before)
    }
    guard starts.count == rows.count, opening >= 0 else { return nil }
    self.init(
      key: key, opening: opening, isAbove: document["above"]?.isTrue == true,
      isClosed: document["closed"]?.isTrue == true, designEffect: effect,
      openedAfter: openedAfter, night: night, total: total, starts: starts, evidence: evidence)
  }
}

extension AnswerSums {
  fileprivate static func read(_ items: [JSONDocument]?) -> AnswerSums? {
    let numbers = (items ?? []).compactMap(\.number)
    return numbers.count == 7 && items?.count == 7 ? AnswerSums(numbers) : nil
  }
}
