import Tables

/// Writes the draft of a study file, line by line.
struct StudyDraftWriter {
  /// What marks a line that a person must decide.
  static let mark = "# DECIDE:"

  let parts: DraftParts
  private(set) var lines: [String] = []

  init(parts: DraftParts) { self.parts = parts }

  mutating func write() {
    writeHead()
    writeResponses()
    writeOutcomes()
    writeSegments()
    writeWeight()
    writeUnused()
    writeOptional()
  }

  // MARK: - Helpers

  private mutating func add(_ line: String = "") { lines.append(line) }
  private mutating func decide(_ text: String, _ indentation: String = "") {
    add("\(indentation)\(StudyDraftWriter.mark) \(text)")
  }
  private func plural(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }
  private func list(_ texts: [String]) -> String {
    "[" + texts.map { YAMLText.scalar($0) }.joined(separator: ", ") + "]"
  }

  // MARK: - Parts of the file

  private mutating func writeHead() {
    let file = parts.responseFile.split(separator: "/").last.map(String.init) ?? "responses"
    let name = file.split(separator: ".").first.map(String.init) ?? file
    add("# yaml-language-server: $schema=\(StudySchema.fileName)")
    add(
      "# Drafted from \(YAMLText.comment(file)): \(plural(parts.recordCount, "respondent")), "
        + "\(plural(parts.head.columns.count, "column")).")
    for evidence in parts.head.evidence { add("# \(YAMLText.comment(evidence, limit: 200))") }
    add("# Comments tell why each line was chosen; lines marked DECIDE are for you.")
    add("study: \(YAMLText.scalar(name))  # the file's name; any title will do")
    decide("write the job: verb, object of the verb, contextual clarifier.")
    add("job: \(Placeholders.job)")
    add()
  }

  private mutating func writeResponses() {
    add("responses:")
    add("  file: \(YAMLText.scalar(parts.responseFile))")
    if let (column, reason) = parts.roles.respondent {
      add("  respondent: \(YAMLText.scalar(column.reference))  # \(reason)")
    } else if let (column, reason) = parts.roles.doubtfulRespondent {
      decide("is this the respondent id? Not taken: \(reason).", "  ")
      add("  # respondent: \(YAMLText.scalar(column.reference))")
    } else {
      add("  # No column is named like an id and different in every record, so respondents are")
      add("  # told apart by what their records hold.")
      add("  # respondent: ResponseId")
    }
    writeScale()
    writeMissing()
    writeFormat()
    add()
  }

  private mutating func writeScale() {
    let scale = parts.scale
    if let ends = scale.ends {
      if let decision = scale.decision { decide("\(decision).", "  ") }
      if let mixture = parts.mixture {
        decide("\(mixture).", "  ")
        add("  # These are read as an older survey's, by `legacy` in the list of outcomes. Where")
        add("  # all were asked on one scale, write it here and take `legacy` out.")
      }
      add("  scale: \(ends.low)-\(ends.high)  # \(scale.reason)")
      let top = Scale.usualTop(low: ends.low, high: ends.high)
      add("  top: \(top)  # the two highest points count as important and as satisfied")
    } else {
      decide("the answers below are on no known scale; correct it and give each its point.", "  ")
      add("  scale: 1-5")
      add("  top: 4")
      let texts = scale.unknown.prefix(12).map { YAMLText.scalar($0.text) }
      add("  # labels: {\(texts.map { "\($0): 1" }.joined(separator: ", "))}")
    }
    if !scale.labels.isEmpty { add("  labels:  # the texts in the data and their points") }
    for label in scale.labels { add("    \(YAMLText.scalar(label.text)): \(label.point)") }
    guard scale.ends != nil, !scale.unknown.isEmpty else { return }
    let count = scale.unknown.reduce(0) { $0 + $1.count }
    let texts = scale.unknown.prefix(5).map { YAMLText.scalar(YAMLText.comment($0.text)) }
    decide(
      "answers outside the scale count as invalid, \(count) in all: "
        + texts.joined(separator: ", ") + ".", "  ")
  }

  private mutating func writeMissing() {
    add("  # Texts in ratings and segments that stand for no answer; a blank always does.")
    for (key, texts) in parts.missing { add("  \(key): \(list(texts))") }
  }

  /// What the caller declared, so that it holds for the analysis too.
  private mutating func writeFormat() {
    let names: [UInt8: String] = [0x2C: "comma", 0x3B: "semicolon", 0x09: "tab", 0x7C: "pipe"]
    if let name = parts.format.delimiter.flatMap({ names[$0] }) { add("  delimiter: \(name)") }
    if let count = parts.format.headerRowCount { add("  header-rows: \(count)") }
    if let encoding = parts.format.encoding { add("  encoding: \(encoding.rawValue)") }
  }

  private mutating func writeOutcomes() {
    let (pairing, draft) = (parts.pairing, parts.outcomes)
    add("outcomes:")
    add("  # \(plural(pairing.pairs.count, "pair")): \(pairing.reason).")
    if let decision = pairing.decision { decide("\(decision).", "  ") }
    if !pairing.unpaired.isEmpty {
      let names = pairing.unpaired.prefix(12).map { YAMLText.comment($0.name) }
      decide("no partner was found for \(names.joined(separator: ", ")).", "  ")
    }
    if let patterns = draft.patterns {
      add("  importance: \(YAMLText.pattern(patterns.importance))")
      add("  satisfaction: \(YAMLText.pattern(patterns.satisfaction))")
    }
    if draft.hasMadeUpText {
      decide("write the outcomes' wording; the data hold no more than their names.", "  ")
    }
    add("  list:")
    for (place, outcome) in draft.outcomes.enumerated() {
      writeOutcome(outcome, isShort: draft.patterns != nil, older: parts.scale.others[place])
    }
    add()
  }

  private mutating func writeOutcome(
    _ outcome: DraftOutcomes.Outcome, isShort: Bool, older: PairScales.Ends?
  ) {
    let (id, text) = (YAMLText.scalar(outcome.id), YAMLText.scalar(outcome.text))
    if isShort, outcome.id != "id", older == nil {
      add("    - \(id): \(text)")
      return
    }
    add("    - id: \(id)")
    add("      text: \(text)")
    if !isShort {
      add("      importance: \(YAMLText.scalar(outcome.importance))")
      add("      satisfaction: \(YAMLText.scalar(outcome.satisfaction))")
    }
    guard let older else { return }
    let top = Scale.usualTop(low: older.low, high: older.high)
    add("      legacy: {scale: \(older.low)-\(older.high), top: \(top)}")
  }

  private mutating func writeSegments() {
    let roles = parts.roles
    if roles.segments.isEmpty {
      add("# No column clearly divides the respondents into groups.")
      add("# segments:" + (roles.doubtfulSegments.isEmpty ? " [role]" : ""))
    } else {
      add("segments:  # columns with few distinct answers; clusters are added by themselves")
    }
    for column in roles.segments {
      add("  - \(YAMLText.scalar(column.reference))  # \(answers(of: column))")
    }
    for (column, reason) in roles.doubtfulSegments {
      let start = roles.segments.isEmpty ? "#   -" : "  # -"
      add("\(start) \(YAMLText.scalar(column.reference))  # not taken: \(reason)")
    }
    add()
  }

  private func answers(of column: DraftColumn) -> String {
    let answers = column.answers
    let texts = answers.prefix(4).map { YAMLText.comment($0.text, limit: 24) }
    let more = answers.count > 4 ? ", ..." : ""
    let isTold = !column.needsPosition && column.text == column.name
    let title = isTold ? "" : "\(YAMLText.comment(column.text)): "
    return "\(title)\(answers.count) answers: \(texts.joined(separator: ", "))\(more)"
  }

  private mutating func writeWeight() {
    if let (column, reason) = parts.roles.weight {
      add("weight: \(YAMLText.scalar(column.reference))  # \(reason)")
    }
    for (column, reason) in parts.roles.doubtfulWeights {
      decide("is this the weight? Not taken: \(reason).")
      add("# weight: \(YAMLText.scalar(column.reference))")
    }
    if parts.roles.weight == nil, parts.roles.doubtfulWeights.isEmpty {
      add("# No column is named like a weight: every respondent counts once.")
    }
    for family in parts.roles.replicates { writeReplicates(family) }
    add()
  }

  private mutating func writeReplicates(_ family: ReplicateFamily) {
    decide(
      "are \(family.title) replicate weights? Not taken. They need `weight`, the method by which "
        + "they were made, and whole weights, no factors of them.")
    add("# design:")
    add("#   replicates:")
    add("#     columns: \(family.reference)")
    let others = ReplicatePlan.Method.allCases.filter { $0 != family.method }.map(\.rawValue)
    add("#     method: \(family.method.rawValue)  # or \(others.joined(separator: ", "))")
  }

  private mutating func writeUnused() {
    let unused = parts.roles.unused
    guard !unused.isEmpty else { return }
    let names = unused.prefix(20).map {
      YAMLText.comment($0.name.isEmpty ? $0.reference : $0.name)
    }
    let more = unused.count > 20 ? " and \(unused.count - 20) more" : ""
    add("# Not used: \(names.joined(separator: ", "))\(more).")
    add()
  }

  /// Every optional key of the table, as a comment with its example.
  private mutating func writeOptional() {
    add("# --- optional from here: remove the # of what you need ---")
    let written = ["segments"] + (parts.roles.weight == nil ? [] : ["weight"])
    for key in StudyKey.children(of: "") where !key.isRequired && !written.contains(key.name) {
      add("#")
      add("# \(key.summary)")
      add("# \(key.name): \(key.example)")
    }
  }
}
