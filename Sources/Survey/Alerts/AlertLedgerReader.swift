import Statistics

extension AlertLedger {
  /// Reads the ledger of an earlier run; `nil` where the bytes are no ledger of this version: the
  /// watch then begins anew.
  ///
  /// - Parameter bytes: the bytes of ledger.json.
  public init?(json bytes: [UInt8]) {
    guard let document = JSONDocument(bytes, byteLimit: 256 << 20),
      document["version"]?.integer == AlertLedger.version,
      let digest = document["digest"]?.text, let since = document["since"]?.text,
      let dates = document["dates"]?.items?.map({ $0.text ?? "null" }), !dates.isEmpty,
      let counts = document["new"]?.items?.compactMap(\.integer), counts.count == dates.count,
      let generations = document["generations"]?.integer, generations >= 0,
      let told = document["told"]?.integer, told >= 0,
      let below = document["bases-below"]?.items?.compactMap(\.text),
      let items = document["streams"]?.items
    else { return nil }
    let streams = items.compactMap { Stream($0) }
    guard streams.count == items.count else { return nil }
    self.init(
      digest: digest, since: since, dates: dates, newCounts: counts,
      generationCount: generations, toldCount: told, basesBelow: below,
      drift: document["drift"].flatMap { DriftSums($0) }, streams: streams)
  }
}

extension AlertLedger.Stream {
  fileprivate init?(_ document: JSONDocument) {
    guard let key = document["key"]?.text, let opening = document["opening"]?.integer,
      let part = document["part"]?.number, part > 0, part <= 1,
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
      key: key, part: part, opening: opening, isAbove: document["above"]?.isTrue == true,
      isClosed: document["closed"]?.isTrue == true, designEffect: effect,
      openedAfter: openedAfter, night: night, total: total, starts: starts, evidence: evidence)
  }
}

extension DriftSums {
  fileprivate init?(_ document: JSONDocument) {
    guard let run = document["run"]?.text,
      let counts = document["people-by-segment"]?.items?.compactMap(\.integer),
      let margins = document["margins"]?.number,
      let squares = document["squared-margins"]?.number,
      !counts.isEmpty, counts.allSatisfy({ $0 >= 0 }), squares >= 0
    else { return nil }
    self.init(run: run, counts: counts, margins: margins, squaredMargins: squares)
  }
}

extension AnswerSums {
  fileprivate static func read(_ items: [JSONDocument]?) -> AnswerSums? {
    let numbers = (items ?? []).compactMap(\.number)
    return numbers.count == items?.count ? AnswerSums(numbers: numbers) : nil
  }
}
