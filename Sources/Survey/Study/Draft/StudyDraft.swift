public import Groundwork
public import Tables

/// A study file drafted from the answers alone.
///
/// Columns are paired by name and by question text; scale, id, weight and segments are found
/// from the cells. Every choice stands in the file with its reason, and what could not be decided
/// is a line marked `# DECIDE:`. The file can be analysed as it is.
public struct StudyDraft: Sendable, Equatable {
  /// The text of study.yaml.
  public var yaml: String
  /// What was chosen and why, one sentence each.
  public var choices: [String]
  /// How many lines are marked `# DECIDE:`.
  public var decisionsLeft: Int

  /// Drafts a study file.
  ///
  /// - Parameters:
  ///   - input: the answers.
  ///   - responseFile: how the study file shall name them, relative to itself.
  ///   - format: what is known beforehand of the table; it is written to the study file.
  ///   - workers: the threads; the result does not depend on them.
  /// - Returns: the draft.
  /// - Throws: `StudyDraftError` when the table cannot be read or holds no pair of columns.
  /// - Complexity: O(bytes) time; memory for a few levels a column, and for ids.
  public static func detect(
    _ input: TableInput, responseFile: String, format: TableFormat = TableFormat(),
    workers: Workers = Workers()
  ) throws(StudyDraftError) -> StudyDraft {
    let (columns, identities, head) = try read(input, format, workers)
    let pairing = ColumnPairing(columns)
    try refuse(pairing, columns, input: head.inputName)
    try refuseForeignBytes(columns, pairing, input: head.inputName)
    let used = Set(pairing.askers.map(\.position))
    let parts = DraftParts(
      responseFile: responseFile, head: head, format: format,
      recordCount: columns.first?.summary.rowCount ?? 0, pairing: pairing,
      outcomes: DraftOutcomes(pairing.pairs), scale: ScaleDetection(pairing.pairs),
      roles: ColumnRoles(
        columns.filter { !used.contains($0.position) }, identities: identities))
    var writer = StudyDraftWriter(parts: parts)
    writer.write()
    let yaml = writer.lines.joined(separator: "\n") + "\n"
    return StudyDraft(
      yaml: yaml, choices: parts.choices,
      decisionsLeft: writer.lines.count { $0.contains(StudyDraftWriter.mark) })
  }

  // MARK: - Steps

  /// The most distinct texts of a column that are kept to judge it by.
  private static let levelLimit = 64

  private static func read(
    _ input: TableInput, _ format: TableFormat, _ workers: Workers
  ) throws(StudyDraftError) -> ([DraftColumn], [Int: IdentityColumn], TableHead) {
    do {
      let reader = try TableReader(input, format: format)
      let head = reader.head
      let bare = DraftColumn.all(head, head.columns.map { _ in ColumnSummary() })
      let ids = bare.filter { ColumnRoles.idRank($0) != nil }.map(\.position)
      let plans =
        head.columns.indices.map {
          ColumnPlan(position: $0, kind: .summary(levelLimit: levelLimit))
        } + ids.map { ColumnPlan(position: $0, kind: .identity) }
      let table = try reader.decode(plans, inputDigest: false, workers: workers)
      var summaries: [ColumnSummary] = []
      var identities: [Int: IdentityColumn] = [:]
      for (plan, column) in zip(plans, table.columns) {
        if case .summary(let summary) = column { summaries.append(summary) }
        if case .identity(let identity) = column { identities[plan.position] = identity }
      }
      return (DraftColumn.all(head, summaries), identities, head)
    } catch {
      throw .table(error)
    }
  }

  /// Refuses answers in another encoding where the study would use them, or might: in ratings
  /// and in columns of few distinct texts. Open answers may hold anything.
  private static func refuseForeignBytes(
    _ columns: [DraftColumn], _ pairing: ColumnPairing, input: String
  ) throws(StudyDraftError) {
    let used = Set(pairing.askers.map(\.position))
    let foreign = columns.first { column in
      column.summary.invalidTextCount > 0
        && (used.contains(column.position) || !column.summary.hasMoreLevels)
    }
    guard let foreign else { return }
    throw .notUTF8(
      input: input, column: foreign.name, count: foreign.summary.invalidTextCount)
  }

  /// Refuses tables that are no answers of respondents to pairs of questions.
  private static func refuse(
    _ pairing: ColumnPairing, _ columns: [DraftColumn], input: String
  ) throws(StudyDraftError) {
    let outcome = columns.first { column in
      let words = ["outcome", "statement", "need", "item"]
      return words.contains { ColumnRoles.compact(column.name).contains($0) }
    }
    if let outcome, pairing.pairs.isEmpty, columns.count < 20 {
      throw .outcomeList(input: input, column: outcome.name)
    }
    if let outcome, pairing.pairs.count == 1 {
      throw .longTable(input: input, column: outcome.name)
    }
    if pairing.pairs.isEmpty { throw .noPairs(input: input, columns: columns.map(\.name)) }
  }
}

/// Everything that was found, ready to be written.
struct DraftParts {
  var responseFile: String
  var head: TableHead
  var format: TableFormat
  var recordCount: Int
  var pairing: ColumnPairing
  var outcomes: DraftOutcomes
  var scale: ScaleDetection
  var roles: ColumnRoles

  /// What was chosen and why, one sentence each.
  var choices: [String] {
    let count = pairing.pairs.count
    var choices = ["\(count) outcome\(count == 1 ? "" : "s"): \(pairing.reason)."]
    if let ends = scale.ends { choices.append("Scale \(ends.low)-\(ends.high): \(scale.reason).") }
    if let mixture { choices.append("Several scales: \(mixture).") }
    if let (column, reason) = roles.respondent {
      choices.append("Respondent id \(YAMLText.comment(column.name)): \(reason).")
    }
    if let (column, reason) = roles.weight {
      choices.append("Weight \(YAMLText.comment(column.name)): \(reason).")
    }
    for family in roles.replicates {
      choices.append("Probably replicate weights, not taken: \(family.title).")
    }
    if !roles.segments.isEmpty {
      let names = roles.segments.map { YAMLText.comment($0.name) }.joined(separator: ", ")
      choices.append("Segments \(names): columns with few distinct answers.")
    }
    let missing = self.missing.flatMap(\.texts).filter { !$0.isEmpty }
    if !missing.isEmpty {
      let texts = missing.map { "\"\(YAMLText.comment($0))\"" }.joined(separator: ", ")
      choices.append("No answer: blank, \(texts).")
    }
    return choices
  }

  /// Which pairs hold which scale, where they differ: `24 pairs hold only 1-5, 3 hold 1-10 (16)`.
  var mixture: String? {
    guard let ends = scale.ends, !scale.others.isEmpty else { return nil }
    let count = pairing.pairs.count - scale.others.count
    let groups = Dictionary(grouping: scale.others.keys.sorted()) { scale.others[$0] }
    let parts = groups.values.sorted { $0[0] < $1[0] }.compactMap { places in
      scale.others[places[0]].map { held($0, by: places) }
    }
    let lead = "\(count) pair\(count == 1 ? " holds" : "s hold") only \(ends.low)-\(ends.high)"
    return "\(lead), \(parts.joined(separator: ", "))"
  }

  private func held(_ scale: PairScales.Ends, by places: [Int]) -> String {
    let ids = places.prefix(12).map { YAMLText.comment(outcomes.outcomes[$0].id) }
    let more = places.count > 12 ? " and \(places.count - 12) more" : ""
    let verb = places.count == 1 ? "holds" : "hold"
    return "\(places.count) \(verb) \(scale.low)-\(scale.high) "
      + "(\(ids.joined(separator: ", "))\(more))"
  }

  /// The texts that stand for "no answer" in ratings and segments, by the key of the study file.
  var missing: [(key: String, texts: [String])] {
    var all = scale.missing
    for level in roles.segments.flatMap(\.missingTexts) {
      guard let reason = KnownAnswers.missingReason(of: level.text) else { continue }
      all.append(MissingText(text: level.text, reason: reason))
    }
    let keys: [(String, MissingReason)] = [
      ("missing", .notAnswered), ("not-asked", .notAsked), ("does-not-apply", .doesNotApply),
      ("refused", .refused),
    ]
    let labels = Set(scale.labels.map(\.text))
    return keys.map { key, reason in
      let texts = Set(all.filter { $0.reason == reason && !labels.contains($0.text) }.map(\.text))
      let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      return (key, reason == .notAnswered ? [""] + sorted.filter { !$0.isEmpty } : sorted)
    }.filter { !$0.texts.isEmpty }
  }
}
