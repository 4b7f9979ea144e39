import Survey

/// What changed since the run before, right under the head of the report.
enum SinceSection {
  /// The most outcomes, findings or sections that are spelled out.
  private static let listedCount = 10
  /// The section stands in mails and small windows too.
  private static let lineWidth = 100

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let changes = result.since else { return [] }
    let title = "SINCE THE LAST RUN (\(Naming.safe(changes.date)), run \(Naming.safe(changes.run)))"
    var lines = paragraph(title, first: "")
    for problem in changes.problems { lines += paragraph(Naming.safe(problem)) }
    lines += loss(changes) + paragraph(inputs(changes))
    lines += outcomes(changes)
    for target in changes.targets.prefix(listedCount) {
      lines += paragraph(sentence(target))
    }
    return lines + clusters(changes) + findings(changes) + sections(changes) + rest(changes)
  }

  private static func paragraph(
    _ text: String, first: String = "  ", rest: String? = nil
  ) -> [String] {
    TextLayout.paragraph(text, first: first, rest: rest, width: lineWidth)
  }

  // MARK: - What went in

  private static func loss(_ changes: RunChanges) -> [String] {
    guard let loss = changes.loss else { return [] }
    let text = LossWords.sentence(loss)
    return paragraph(
      loss.isLarge
        ? "WARNING: \(text): look whether the export is whole."
        : "\(Naming.capitalized(text)).")
  }

  private static func inputs(_ changes: RunChanges) -> String {
    var sentences = [respondents(changes.respondents)]
    func state(_ what: String, _ isOther: Bool?) -> String {
      isOther.map { "\(what) \($0 ? "changed" : "did not change")" } ?? "\(what): not known"
    }
    sentences.append(
      Naming.capitalized(state("the file of answers", changes.hasOtherAnswers)) + "; "
        + state("the study file", changes.hasOtherStudy) + ".")
    if let version = changes.version {
      sentences.append(
        "unmet \(Naming.safe(version.before ?? "?")) then, \(Naming.safe(version.now ?? "?")) now: "
          + "see \"Results changed\" of its change log.")
    }
    if !changes.options.isEmpty {
      let options = changes.options.map { "\(Naming.safe($0.name)) \(moved($0.change))" }
      sentences.append("Other options: \(Naming.list(options)).")
    }
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func respondents(_ count: RunChanges.Change<Int>) -> String {
    guard let before = count.before, let now = count.now else { return "" }
    let people = NumberText.counted(now, "respondent")
    if before == now { return "\(people), as many as then." }
    let difference = NumberText.count(abs(now - before))
    return "\(people), \(difference) \(now > before ? "more" : "fewer") than then "
      + "(\(NumberText.count(before)))."
  }

  /// `a -> b`, for texts.
  private static func moved(_ change: RunChanges.Change<String>) -> String {
    func word(_ text: String?) -> String { text.map { $0.isEmpty ? "-" : Naming.safe($0) } ?? "-" }
    return "\(word(change.before)) -> \(word(change.now))"
  }

  // MARK: - Outcomes

  private static let warning =
    "These are differences of two readings, mostly of the same people, and no test: a score near a "
    + "cut goes over it by chance, and one of three moves by its error. Alerts and `unmet compare` "
    + "test."

  private static func outcomes(_ changes: RunChanges) -> [String] {
    guard changes.comparedOutcomeCount != nil else { return [] }
    let large = changes.outcomes.filter { !$0.isSmall }
    let own = large.filter { $0.segmentation == "all" }
    var lines = paragraph(title(own, changes.outcomes)) + table(Array(own.prefix(listedCount)))
    let more = max(0, own.count - listedCount)
    let others = large.count - own.count
    if more + others > 0 {
      let parts = [
        more > 0 ? "\(NumberText.count(more)) more of everybody" : "",
        others > 0 ? "\(NumberText.count(others)) of single segments" : "",
      ].filter { !$0.isEmpty }
      lines += paragraph("In \(SinceCSV.name): \(Naming.list(parts)).")
    }
    lines += smaller(changes.outcomes.count - large.count)
    return own.isEmpty && others == 0 ? lines : lines + paragraph(warning)
  }

  private static func title(
    _ own: [RunChanges.OutcomeChange], _ all: [RunChanges.OutcomeChange]
  ) -> String {
    let what = "entered or left a band, a zone or the first tier"
    guard own.isEmpty else {
      return "Outcomes of everybody that \(what), or moved far within them, the largest change "
        + "first, opportunity then -> now (intervals in \(SinceCSV.name)):"
    }
    let hasSmall = all.contains { $0.segmentation == "all" }
    return "No outcome of everybody \(what)\(hasSmall ? " by more than a small change" : ""); none "
      + "moved within them by half a point and more than the standard error of two separate "
      + "samples."
  }

  private static func smaller(_ count: Int) -> [String] {
    guard count > 0 else { return [] }
    let changes = NumberText.counted(count, "smaller change")
    return paragraph(
      "... and \(changes) in \(SinceCSV.name), each by less than half a point and less than its "
        + "standard error.")
  }

  private static func table(_ outcomes: [RunChanges.OutcomeChange]) -> [String] {
    let ids = outcomes.map { Naming.safe($0.outcome) }
    let columns: [TextLayout.Column] = [
      .init(max(2, TextLayout.width(of: ids, limit: 12))), .init(34), .init(20), .init(24),
    ]
    let rows = zip(ids, outcomes).map { id, outcome in
      [
        id, TextLayout.shortened(Naming.safe(outcome.text), width: 34),
        figures(outcome.score),
        outcome.moves.map(move).joined(separator: "; "),
      ]
    }
    return TextLayout.table(rows, columns: columns, indent: "    ")
  }

  /// `11.9 -> 12.5 (+0.6)`.
  private static func figures(_ score: RunChanges.Change<Reading>) -> String {
    func figure(_ reading: Reading?) -> String {
      reading.map { NumberText.decimal($0.value) } ?? "-"
    }
    let text = "\(figure(score.before)) -> \(figure(score.now))"
    guard let before = score.before, let now = score.now else { return text }
    return text + " (\(NumberText.signed(now.value - before.value)))"
  }

  private static func move(_ move: RunChanges.Named<String>) -> String {
    switch (move.name, move.change.now) {
    case ("first tier", "yes"): "entered the first tier"
    case ("first tier", _): "left the first tier"
    case ("opportunity", _): "same band and zone"
    case ("study", "yes"): "new in the study"
    case ("study", _): "no longer in the study"
    default: moved(move.change)
    }
  }

  // MARK: - The rest

  private static func sentence(_ target: RunChanges.TargetChange) -> String {
    var subject = "Target on \(Naming.safe(target.outcome))"
    if target.segmentation != "all" {
      subject += " in \(Naming.safe(target.segmentation)) \"\(Naming.safe(target.segment))\""
    }
    func verdict(_ text: String?) -> String {
      text.map { $0.isEmpty ? "not tested" : Naming.safe($0) } ?? "not set"
    }
    return "\(subject) (\(Naming.safe(target.goal))): \(verdict(target.verdict.before)) -> "
      + "\(verdict(target.verdict.now))."
  }

  private static func clusters(_ changes: RunChanges) -> [String] {
    guard let clusters = changes.clusters else { return [] }
    let (before, now) = (clusters.before ?? [], clusters.now ?? [])
    return paragraph(
      "Clusters: \(sizes(before)) then, \(sizes(now)) now. Their labels need not name the same "
        + "people: `unmet classify --against` tells who went where.")
  }

  private static func sizes(_ sizes: [RunChanges.ClusterSize]) -> String {
    guard !sizes.isEmpty else { return "none" }
    let counts = sizes.map { $0.respondentCount.map(NumberText.count) ?? "under 10" }
    return "\(sizes.count) (\(Naming.list(counts)) people)"
  }

  private static func findings(_ changes: RunChanges) -> [String] {
    listed("New finding", changes.newFindings) + listed("Gone finding", changes.goneFindings)
  }

  private static func listed(_ label: String, _ findings: [RunChanges.FindingNote]) -> [String] {
    guard !findings.isEmpty else { return [] }
    let shown = findings.prefix(listedCount / 2).flatMap { finding in
      let subject = finding.subject.isEmpty ? "" : "\(Naming.safe(finding.subject)): "
      return paragraph(
        "\(label), \(finding.severity): \(subject)\(Naming.safe(finding.text)).", rest: "    ")
    }
    let more = findings.count - min(findings.count, listedCount / 2)
    guard more > 0 else { return shown }
    return shown
      + paragraph(
        "... and \(NumberText.count(more)) more \(label.lowercased())s in \(SinceCSV.name).")
  }

  private static func sections(_ changes: RunChanges) -> [String] {
    changes.sections.prefix(listedCount).flatMap { section in
      let (before, now) = (section.change.before ?? "", section.change.now ?? "")
      return paragraph(
        now.isEmpty
          ? "The section on \(Naming.safe(section.name)) is done now; then: \(Naming.safe(before))."
          : "The section on \(Naming.safe(section.name)) is refused now: \(Naming.safe(now)).",
        rest: "    ")
    }
  }

  private static func rest(_ changes: RunChanges) -> [String] {
    let more =
      max(0, changes.targets.count - listedCount) + max(0, changes.sections.count - listedCount)
    guard more > 0 else { return [] }
    let things = NumberText.counted(more, "more target or section", plural: "more of these")
    return paragraph("... and \(things) in \(SinceCSV.name).")
  }
}
