import Statistics
public import Survey

/// What `unmet compare` prints of two waves: what differs between the questions, what changed, who
/// was asked or what they say, the segments over time, then the improvement.
public enum WavesText {
  /// The whole text.
  public static func text(_ result: WaveResult) -> String {
    let sections = [
      schema(result), changes(result), mixes(result), segments(result),
    ]
    return sections.filter { !$0.isEmpty }
      .map { $0.map(TextLayout.trimmed).joined(separator: "\n") + "\n\n" }.joined()
      + ImprovementText.text(result.improvement)
  }

  /// The most changes of everybody, and of a segment, that are told.
  private static let (most, mostOfSegment) = (8, 3)

  // MARK: - The questions

  private static func schema(_ result: WaveResult) -> [String] {
    let heading = "ARE THE WAVES COMPARABLE? \(Naming.safe(result.study.name))"
    guard !result.schema.isEmpty else {
      return [heading]
        + TextLayout.paragraph("Both were asked the same outcomes, by the same wording and scale.")
    }
    return [heading]
      + result.schema.flatMap { TextLayout.paragraph(sentence($0), rest: "      ") }
  }

  private static func sentence(_ row: SchemaDifference) -> String {
    let subject = row.subject.isEmpty ? "" : " \(Naming.safe(row.subject))"
    let texts = [row.old, row.new].map { $0.isEmpty ? "" : "\"\(Naming.safe($0))\"" }
      .filter { !$0.isEmpty }.joined(separator: " -> ")
    let mark = row.severity == .note ? "" : row.severity == .error ? "LEFT OUT, " : "Warning, "
    let alike = row.similarity.map { ", \(NumberText.percent($0)) of the words in common" } ?? ""
    return "\(mark)\(row.kind.rawValue)\(subject): \(texts)\(alike) (\(row.effect))."
  }

  // MARK: - Changes

  private static func changes(_ result: WaveResult) -> [String] {
    let labels = (
      Naming.safe(result.improvement.baseline.label), Naming.safe(result.improvement.new.label)
    )
    var lines = ["WHAT CHANGED? \(labels.0) to \(labels.1)"]
    lines += TextLayout.paragraph(
      "Certain changes: adjusted p at most .05 within each segment and figure "
        + "(Benjamini-Hochberg); the largest first, with 95 % intervals. \(people(result))")
    let own = largest(result.changes.filter { $0.segmentation == "all" }, most)
    let others = others(result)
    lines += own.isEmpty ? ["  Everybody: none."] : own.map { line($0, result) }
    lines += others.map { line($0, result) }
    return lines + TextLayout.paragraph(rest(result, told: own.count + others.count))
  }

  /// What is not told: further certain changes, gaps among them, and those that are not certain.
  private static func rest(_ result: WaveResult, told: Int) -> String {
    let certain = result.changes.filter(\.isCertain)
    let gaps = certain.count { $0.figure == .gap }
    let others = certain.count - gaps - told
    let parts = [
      others > 0 ? "\(NumberText.count(others)) further" : "",
      gaps > 0 ? "\(NumberText.count(gaps)) of gaps, which are importance less satisfaction" : "",
    ].filter { !$0.isEmpty }
    let also = parts.isEmpty ? "" : "Also certain: \(Naming.list(parts)). "
    let caution =
      certain.isEmpty
      ? ""
      : " Where nothing changed, one figure of a segment in twenty still shows a certain change, "
        + "so that among many segments some are false."
    let uncertain = result.changes.count { $0.test != nil && !$0.isCertain }
    return also + "\(NumberText.counted(uncertain, "figure")) moved no more than chance may move "
      + "\(uncertain == 1 ? "it" : "them"). All stand in changes.csv (--out).\(caution)"
  }

  private static func others(_ result: WaveResult) -> [WaveChange] {
    var seen: [String] = []
    return result.changes.flatMap { row -> [WaveChange] in
      let key = row.segmentation + "\u{0}" + row.segment
      guard row.segmentation != "all", !seen.contains(key) else { return [] }
      seen.append(key)
      let own = result.changes.filter {
        $0.segmentation == row.segmentation && $0.segment == row.segment
      }
      return largest(own, mostOfSegment)
    }
  }

  private static func people(_ result: WaveResult) -> String {
    guard result.hasIDs else {
      return "Respondents have no ids, so who is in both waves cannot be known: the waves are "
        + "taken to be independent."
    }
    let count = result.improvement.commonIDCount
    return count == 0
      ? "Nobody is in both waves."
      : "\(NumberText.counted(count, "person", plural: "people")) \(count == 1 ? "is" : "are") "
        + "in both waves."
  }

  /// Opportunity on its own scale and shares as points of a hundred lie side by side: the size is
  /// that of the change in standard errors.
  private static func largest(_ rows: [WaveChange], _ limit: Int) -> [WaveChange] {
    let certain = rows.enumerated().filter { $0.element.isCertain && $0.element.figure != .gap }
    let sorted = certain.sorted { left, right in
      let (a, b) = (left.element.test?.t ?? 0, right.element.test?.t ?? 0)
      return abs(a) == abs(b) ? left.offset < right.offset : abs(a) > abs(b)
    }
    return sorted.prefix(limit).map(\.element)
  }

  private static func line(_ row: WaveChange, _ result: WaveResult) -> String {
    let who =
      row.segmentation == "all"
      ? "everybody" : "\(Naming.safe(row.segmentation)) \(Naming.safe(row.segment))"
    let what =
      row.outcome.map { "\(row.figure.rawValue) of \(Naming(result.study).id($0))" }
      ?? "share of everybody"
    guard let old = row.old, let new = row.new, let test = row.test else { return "" }
    func value(_ value: Double) -> String {
      row.figure.isShare ? NumberText.percent(value) : NumberText.decimal(value, 1)
    }
    return "  \(who), \(what): \(value(old.estimate.value)) to \(value(new.estimate.value)), "
      + change(test, isShare: row.figure.isShare)
  }

  /// `+0.6 (0.2 to 1.0)`; of a share in points of a hundred.
  static func change(_ test: DifferenceTest, isShare: Bool) -> String {
    let factor = isShare ? 100.0 : 1
    let unit = isShare ? " points" : ""
    guard let bounds = test.interval() else { return "no interval" }
    return NumberText.signed(factor * test.difference, 1) + unit
      + " (\(NumberText.signed(factor * bounds.low, 1)) to "
      + "\(NumberText.signed(factor * bounds.high, 1)))"
  }

  // MARK: - Mix

  private static func mixes(_ result: WaveResult) -> [String] {
    guard !result.mixes.isEmpty else { return [] }
    var lines = ["WHO WAS ASKED, OR WHAT THEY SAY?"]
    lines += TextLayout.paragraph(
      "Each change of everybody's opportunity split into what the shares of groups make (mix) and "
        + "what happened within the groups; told where the mix is certain (p at most .05, adjusted "
        + "for the outcomes of a segmentation), the rest stands in mix.csv.")
    let told = result.certainMixes.filter { $0.figure == .opportunity }
    if told.isEmpty {
      return lines + ["  The mix of groups moves no outcome for certain."]
    }
    for row in told.prefix(most) {
      guard let parts = row.parts else { continue }
      lines += TextLayout.paragraph(
        "\(Naming(result.study).id(row.outcome)) by \(Naming.safe(row.segmentation)): "
          + "\(NumberText.signed(parts.total.difference, 2)) = mix "
          + "\(NumberText.signed(parts.mix.difference, 2)) + within "
          + "\(NumberText.signed(parts.within.difference, 2)).")
    }
    return lines
  }

  // MARK: - Segments

  private static func segments(_ result: WaveResult) -> [String] {
    guard let segments = result.segments else { return [] }
    var lines = ["THE SEGMENTS OVER TIME"]
    for row in segments.changes {
      let name = Naming.safe(row.segment)
      guard let old = row.old, let new = row.new, let test = row.test else {
        lines.append("  segment \(name): \(row.note)")
        continue
      }
      lines.append(
        "  segment \(name): \(NumberText.percent(old.estimate.value)) to "
          + "\(NumberText.percent(new.estimate.value)), \(change(test, isShare: true))")
    }
    lines += TextLayout.paragraph(verdict(segments.new))
    if let transition = segments.transition {
      lines += TransitionSummary.text(transition).split(separator: "\n").map(String.init)
    }
    return lines
  }

  private static func verdict(_ drift: TypingDrift) -> String {
    guard drift.isEnough else {
      return "Too few people to tell whether the segments still fit."
    }
    guard drift.isTimeToSegmentAgain else { return "The segments still fit the new wave." }
    let reasons = drift.reasons.map(\.words)
    return "It is time to segment again: \(Naming.list(reasons))."
  }
}
