import Survey
import Tables

/// `since.csv`: what changed since the run before, a row for each thing and what changed of it.
enum SinceCSV {
  static let name = "since.csv"
  static let columns = [
    "kind", "segmentation", "segment", "subject", "what", "before", "now", "score_before",
    "low_before", "high_before", "score_now", "low_now", "high_now", "text",
  ]

  static func paper(_ changes: RunChanges) -> Paper {
    Paper(name: name) { bytes(changes) }
  }

  static func bytes(_ changes: RunChanges) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in rows(changes) { write(row, to: &writer) }
    return writer.bytes
  }

  // MARK: - Steps

  private struct Row {
    var kind: String
    var segmentation = ""
    var segment = ""
    var subject = ""
    var what = ""
    var before = ""
    var now = ""
    var score = RunChanges.Change<Reading>()
    var text = ""
  }

  private static func rows(_ changes: RunChanges) -> [Row] {
    runRows(changes) + outcomeRows(changes) + targetRows(changes) + clusterRows(changes)
      + findingRows(changes) + sectionRows(changes)
  }

  private static func sectionRows(_ changes: RunChanges) -> [Row] {
    changes.sections.map { section in
      let (before, now) = (section.change.before ?? "", section.change.now ?? "")
      return Row(
        kind: "section", subject: section.name, what: "state", before: state(before),
        now: state(now), text: now.isEmpty ? before : now)
    }
  }

  private static func state(_ reason: String) -> String { reason.isEmpty ? "done" : "refused" }

  private static func runRows(_ changes: RunChanges) -> [Row] {
    var rows = [Row(kind: "run", subject: changes.run, what: "started", before: changes.date)]
    let people = changes.respondents
    rows.append(
      Row(
        kind: "run", what: "respondents", before: people.before.map(String.init) ?? "",
        now: people.now.map(String.init) ?? ""))
    if let loss = changes.loss {
      rows.append(
        Row(
          kind: "run", what: "missing", now: String(loss.count), text: LossWords.sentence(loss)))
    }
    for (what, isOther) in [
      ("answers", changes.hasOtherAnswers), ("study file", changes.hasOtherStudy),
    ] {
      let now = isOther.map { $0 ? "changed" : "same" } ?? "not known"
      rows.append(Row(kind: "run", what: what, now: now))
    }
    if let version = changes.version {
      rows.append(
        Row(
          kind: "run", what: "version", before: version.before ?? "", now: version.now ?? ""))
    }
    rows += changes.options.map { option in
      Row(
        kind: "option", subject: option.name, what: "value", before: option.change.before ?? "",
        now: option.change.now ?? "")
    }
    return rows + changes.problems.map { Row(kind: "problem", text: $0) }
  }

  private static func outcomeRows(_ changes: RunChanges) -> [Row] {
    changes.outcomes.flatMap { outcome in
      outcome.moves.map { move in
        Row(
          kind: "outcome", segmentation: outcome.segmentation, segment: outcome.segment,
          subject: outcome.outcome, what: move.name, before: move.change.before ?? "",
          now: move.change.now ?? "", score: outcome.score, text: outcome.text)
      }
    }
  }

  private static func targetRows(_ changes: RunChanges) -> [Row] {
    changes.targets.map { target in
      Row(
        kind: "target", segmentation: target.segmentation, segment: target.segment,
        subject: target.outcome, what: "verdict", before: target.verdict.before ?? "",
        now: target.verdict.now ?? "", score: target.figure, text: target.goal)
    }
  }

  private static func clusterRows(_ changes: RunChanges) -> [Row] {
    guard let clusters = changes.clusters else { return [] }
    let (before, now) = (clusters.before ?? [], clusters.now ?? [])
    let number = Row(
      kind: "clusters", what: "number", before: String(before.count), now: String(now.count))
    return [number]
      + (0..<max(before.count, now.count)).map { place in
        Row(
          kind: "clusters", subject: String(place + 1), what: "people",
          before: size(before, place), now: size(now, place))
      }
  }

  private static func size(_ sizes: [RunChanges.ClusterSize], _ place: Int) -> String {
    sizes.indices.contains(place) ? sizes[place].respondentCount.map(String.init) ?? "" : ""
  }

  private static func findingRows(_ changes: RunChanges) -> [Row] {
    func rows(_ findings: [RunChanges.FindingNote], _ before: String, _ now: String) -> [Row] {
      findings.map {
        Row(
          kind: "finding", subject: $0.subject, what: $0.kind, before: before, now: now,
          text: $0.text)
      }
    }
    return rows(changes.newFindings, "absent", "present")
      + rows(changes.goneFindings, "present", "absent")
  }

  private static func write(_ row: Row, to writer: inout CSVWriter) {
    for text in [
      row.kind, row.segmentation, row.segment, row.subject, row.what, row.before, row.now,
    ] { writer.text(text) }
    for reading in [row.score.before, row.score.now] {
      writer.finite(reading?.value)
      writer.finite(reading?.low)
      writer.finite(reading?.high)
    }
    writer.text(row.text)
    writer.endRecord()
  }
}
