import Groundwork
import Survey

/// Which outcomes entered or left a band, a zone, the first tier or the study, and which outcomes
/// of everybody moved far within them.
enum OutcomeComparison {
  /// What names a row.
  private struct Key: Hashable {
    let segmentation: ByteText
    let segment: ByteText
    let outcome: ByteText
  }

  /// The outcomes that moved: everybody's first, then by segment, the largest change first.
  static func changes(_ before: RunTable, _ now: RunTable) -> [RunChanges.OutcomeChange] {
    let (old, new) = (rows(before), rows(now))
    let gone = old.keys.filter { new[$0] == nil }
    let changes = new.compactMap { key, row in
      change(key, old[key].map { (before, $0) }, (now, row))
    }
    return (changes + gone.compactMap { key in change(key, old[key].map { (before, $0) }, nil) })
      .sorted(by: precedes)
  }

  /// How many outcomes of everybody are scored in both.
  static func comparedCount(_ before: RunTable, _ now: RunTable) -> Int {
    let (old, new) = (rows(before), rows(now))
    return new.count { key, row in
      guard key.segmentation.text == "all", let other = old[key] else { return false }
      return now.number(row, "opportunity") != nil && before.number(other, "opportunity") != nil
    }
  }

  // MARK: - Steps

  private typealias Place = (table: RunTable, row: Int)

  /// Rows by their names; clusters of two runs bear the same labels and are not the same people.
  private static func rows(_ table: RunTable) -> [Key: Int] {
    var rows: [Key: Int] = [:]
    for row in 0..<table.rowCount {
      guard let segmentation = table.text(row, "segmentation"), segmentation != "cluster",
        let segment = table.text(row, "segment"), let outcome = table.text(row, "outcome")
      else { continue }
      let key = Key(
        segmentation: ByteText(segmentation), segment: ByteText(segment),
        outcome: ByteText(outcome))
      if rows[key] == nil { rows[key] = row }
    }
    return rows
  }

  private static func change(
    _ key: Key, _ before: Place?, _ now: Place?
  ) -> RunChanges.OutcomeChange? {
    guard let any = now ?? before else { return nil }
    var change = RunChanges.OutcomeChange(
      segmentation: key.segmentation.text, segment: key.segment.text, outcome: key.outcome.text,
      text: any.table.text(any.row, "text") ?? "")
    change.score = .init(reading(before), reading(now))
    change.moves = moves(before, now)
    if change.moves.isEmpty, change.segmentation == "all", change.isLarge {
      change.moves = [.init("opportunity", .init(text(before), text(now)))]
    }
    // A segment that was not scored, or is not any more, is told by its reason in segments.csv.
    if before == nil || now == nil, change.segmentation != "all" { return nil }
    return change.moves.isEmpty ? nil : change
  }

  private static func moves(_ before: Place?, _ now: Place?) -> [RunChanges.Named<String>] {
    guard let before, let now else {
      return [
        .init("study", .init(before == nil ? "no" : "yes", now == nil ? "no" : "yes"))
      ]
    }
    var moves = ["band", "zone"].compactMap { column -> RunChanges.Named<String>? in
      guard let old = before.table.text(before.row, column),
        let new = now.table.text(now.row, column), old != new
      else { return nil }
      return .init(column, .init(old, new))
    }
    if let old = tier(before), let new = tier(now), (old == "1") != (new == "1") {
      moves.append(
        .init("first tier", .init(old == "1" ? "yes" : "no", new == "1" ? "yes" : "no")))
    }
    return moves
  }

  /// The tier; `nil` where nothing was ranked.
  private static func tier(_ place: Place) -> String? {
    place.table.text(place.row, "tier").flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func text(_ place: Place?) -> String? {
    place.flatMap { $0.table.text($0.row, "opportunity") }
  }

  private static func reading(_ place: Place?) -> Reading? {
    place.flatMap { RunFigures.reading($0.table, $0.row, "opportunity") }
  }

  private static func precedes(
    _ left: RunChanges.OutcomeChange, _ right: RunChanges.OutcomeChange
  ) -> Bool {
    let isOwn = (left.segmentation == "all", right.segmentation == "all")
    if isOwn.0 != isOwn.1 { return isOwn.0 }
    for (one, other) in [
      (left.segmentation, right.segmentation), (left.segment, right.segment),
    ] where ByteText(one) != ByteText(other) { return RunComparison.bytes(one, other) }
    if left.size != right.size { return left.size > right.size }
    return RunComparison.bytes(left.outcome, right.outcome)
  }
}

/// Targets of which the verdict changed.
enum TargetComparison {
  static func changes(_ before: RunTable, _ now: RunTable) -> [RunChanges.TargetChange] {
    let old = rows(before)
    return rows(now).compactMap { key, row -> (key: [ByteText], change: RunChanges.TargetChange)? in
      let verdict = RunChanges.Change(
        old[key].flatMap { before.text($0, "verdict") }, now.text(row, "verdict"))
      guard !verdict.isNone, old[key] != nil || verdict.now?.isEmpty == false else { return nil }
      let figure = RunChanges.Change(
        old[key].flatMap { RunFigures.reading(before, $0, "value") },
        RunFigures.reading(now, row, "value"))
      let texts = key.map(\.text)
      return (
        key,
        RunChanges.TargetChange(
          outcome: texts[0], segmentation: texts[1], segment: texts[2],
          goal: "\(texts[3]) \(texts[4])", verdict: verdict, figure: figure)
      )
    }.sorted { left, right in
      let pair = zip(left.key, right.key).first { $0 != $1 }
      return pair.map { $0.bytes.lexicographicallyPrecedes($1.bytes) } ?? false
    }.map(\.change)
  }

  private static let names = ["outcome", "segmentation", "segment", "metric", "goal"]

  private static func rows(_ table: RunTable) -> [[ByteText]: Int] {
    var rows: [[ByteText]: Int] = [:]
    for row in 0..<table.rowCount {
      let key = names.map { ByteText(table.text(row, $0) ?? "") }
      if rows[key] == nil { rows[key] = row }
    }
    return rows
  }
}
