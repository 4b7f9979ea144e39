import Groundwork
public import ReportWriters
public import Survey
import Tables

/// What changed from one run to the next, found by laying their tables side by side.
///
/// Rows are matched by their names, never by their places, and what is found is sorted: the same
/// two runs give the same changes in any order of rows.
public enum RunComparison {
  /// The changes since the last published run of a study.
  ///
  /// - Parameters:
  ///   - result: what was analysed now.
  ///   - facts: how.
  ///   - directory: `Reports/<slug>`, where the earlier runs are.
  /// - Returns: `nil` where no run was published before. What cannot be read of the earlier run is
  ///   named in the changes; it never fails.
  public static func sinceLast(
    of result: AnalysisResult, facts: RunFacts, in directory: String
  ) -> RunChanges? {
    guard let archive = RunArchive(directory: directory) else { return nil }
    let unreadable = archive.skipped.first { $0.name == archive.latest }
    guard let previous = archive.previous else {
      return unreadable.map { skipped in
        var changes = RunChanges(run: skipped.name, date: String(skipped.name.prefix(10)))
        changes.problems = ["Nothing can be compared: \(skipped.reason)."]
        return changes
      }
    }
    var changes = changes(
      from: RunSide(previous) { name in
        do throws(TableError) {
          return .table(try archive.table(name, of: previous))
        } catch {
          return .unreadable(error.message.what)
        }
      }, to: RunSide(result, facts: facts))
    changes.loss = loss(previous, result.seen, now: result.input.respondentCount)
    if let unreadable {
      changes.problems.insert(
        "The last run, \(unreadable.name), cannot be read: \(unreadable.reason). "
          + "This is since the one before it.", at: 0)
    }
    return changes
  }

  /// The changes from one run to another.
  static func changes(from before: RunSide, to now: RunSide) -> RunChanges {
    let (old, new) = (before.record, now.record)
    var changes = RunChanges(run: old.name, date: old.date)
    changes.respondents = .init(old.respondentCount, new.respondentCount)
    changes.hasOtherAnswers = differs(old.inputSHA256, new.inputSHA256)
    changes.hasOtherStudy = differs(old.studySHA256, new.studySHA256)
    if differs(old.version, new.version) == true {
      changes.version = .init(old.version, new.version)
    }
    changes.options = named(old.options, new.options)
    changes.sections = sections(old.sections, new.sections)
    var tables = SideTables(before: before, now: now)
    if let pair = tables.pair("opportunities.csv") {
      changes.outcomes = OutcomeComparison.changes(pair.before, pair.now)
      changes.comparedOutcomeCount = OutcomeComparison.comparedCount(pair.before, pair.now)
    }
    if let pair = tables.pair("targets.csv", isOptional: true) {
      changes.targets = TargetComparison.changes(pair.before, pair.now)
    }
    if let pair = tables.pair("clusters.csv") {
      let sizes = RunChanges.Change(clusters(pair.before), clusters(pair.now))
      changes.clusters = sizes.isNone ? nil : sizes
    }
    if let pair = tables.pair("quality.csv") {
      changes.newFindings = findings(in: pair.now, butNotIn: pair.before)
      changes.goneFindings = findings(in: pair.before, butNotIn: pair.now)
    }
    changes.problems = tables.problems
    return changes
  }

  /// Who is missing: looked for one by one where the answers of that run are remembered; else at
  /// least as many as there are fewer.
  static func loss(
    _ previous: RunRecord, _ seen: SeenRespondents?, now: Int
  ) -> RunChanges.Loss? {
    guard let before = previous.respondentCount else { return nil }
    if let seen, seen.earlierSHA256 == previous.inputSHA256 {
      return RunChanges.Loss(seen.missingCount, of: before, isExact: true)
    }
    return RunChanges.Loss(before - now, of: before, isExact: false)
  }

  // MARK: - Facts

  /// Whether two texts differ; `nil` where one is not known.
  private static func differs(_ before: String?, _ now: String?) -> Bool? {
    guard let before, let now else { return nil }
    return before != now
  }

  /// The values that differ, of names that both sides know: a version that adds an option did not
  /// change it.
  private static func named(
    _ before: [String: String], _ now: [String: String]
  ) -> [RunChanges.Named<String>] {
    before.keys.filter { now[$0] != nil && now[$0] != before[$0] }.sorted(by: bytes)
      .map { RunChanges.Named($0, .init(before[$0], now[$0])) }
  }

  /// Sections that were refused and are done, or the reverse; another reason is no change.
  private static func sections(
    _ before: [String: String], _ now: [String: String]
  ) -> [RunChanges.Named<String>] {
    named(before, now).filter { section in
      section.change.before?.isEmpty != section.change.now?.isEmpty
    }
  }

  // MARK: - Clusters and findings

  private static func clusters(_ table: RunTable) -> [RunChanges.ClusterSize] {
    let sizes = (0..<table.rowCount).compactMap { row -> RunChanges.ClusterSize? in
      guard let label = table.text(row, "cluster"), !label.isEmpty else { return nil }
      return .init(label: label, respondentCount: table.number(row, "n").map { Int($0) })
    }
    return sizes.sorted { left, right in
      if left.label.utf8.count != right.label.utf8.count {
        return left.label.utf8.count < right.label.utf8.count
      }
      return bytes(left.label, right.label)
    }
  }

  /// Findings by kind and subject: a count in the sentence may change every night.
  private static func findings(
    in table: RunTable, butNotIn other: RunTable
  ) -> [RunChanges.FindingNote] {
    let known = Set((0..<other.rowCount).map { key(other, $0) })
    var seen = known
    return (0..<table.rowCount).filter { seen.insert(key(table, $0)).inserted }.map { row in
      RunChanges.FindingNote(
        severity: table.text(row, "severity") ?? "", kind: table.text(row, "kind") ?? "",
        subject: table.text(row, "subject") ?? "", text: table.text(row, "text") ?? "")
    }.sorted { left, right in
      let ranks = ["error": 0, "warning": 1, "note": 2]
      let (first, second) = (ranks[left.severity] ?? 3, ranks[right.severity] ?? 3)
      if first != second { return first < second }
      return left.kind == right.kind
        ? bytes(left.subject, right.subject) : bytes(left.kind, right.kind)
    }
  }

  private static func key(_ table: RunTable, _ row: Int) -> [String] {
    ["kind", "subject"].map { table.text(row, $0) ?? "" }
  }

  /// The order of the bytes, which no language changes.
  static func bytes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
