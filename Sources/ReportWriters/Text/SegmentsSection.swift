import Statistics
import Survey

/// Who struggles: each declared group against all others of its segmentation, by tests.
enum SegmentsSection {
  /// The most outcomes listed for one group.
  private static let listedCount = 3
  /// The share of false findings that is allowed in a family.
  private static let falseShare = 0.05

  static func lines(_ result: AnalysisResult) -> [String] {
    let segments = result.declaredSegments
    guard !segments.isEmpty, result.everyone != nil else { return [] }
    let naming = Naming(result.study)
    let scored = segments.filter { !$0.outcomes.isEmpty }
    return ["WHO STRUGGLES: each group against everybody else with an answer in its segmentation"]
      + scored.flatMap { segment -> [String] in
        let mirror = mirror(segment, result)
        // Of two groups that are everybody, the second would say the same with other signs.
        if let mirror, mirror.isFirst { return [] }
        return block(
          segment, against: mirror?.segment, comparisons: own(segment, result), naming: naming)
      }
      + TextLayout.paragraph(caution(result))
      + refusals(segments, result.comparisons)
  }

  /// The other group, where a segmentation has exactly two that are all people with an answer and
  /// both are compared; and whether it has been told first.
  private static func mirror(
    _ segment: SegmentScores, _ result: AnalysisResult
  ) -> (segment: SegmentScores, isFirst: Bool)? {
    let all = result.declaredSegments.filter {
      $0.segmentation == segment.segmentation && $0.status != .missing && $0.respondentCount > 0
    }
    guard all.count == 2, all.allSatisfy({ !own($0, result).isEmpty }),
      let place = all.firstIndex(where: { $0.segment == segment.segment })
    else { return nil }
    return (all[1 - place], place == 1)
  }

  /// The comparisons of a segment with all others, the largest difference first.
  private static func own(
    _ segment: SegmentScores, _ result: AnalysisResult
  ) -> [SegmentComparison] {
    let family = result.comparisons.first { $0.segmentation == segment.segmentation }
    return (family?.againstRest ?? []).filter { $0.segment == segment.segment }
      .sorted { left, right in
        let (a, b) = (left.difference.value.magnitude, right.difference.value.magnitude)
        return a == b ? left.outcome < right.outcome : a > b
      }
  }

  // MARK: - One group

  private static func block(
    _ segment: SegmentScores, against other: SegmentScores?, comparisons: [SegmentComparison],
    naming: Naming
  ) -> [String] {
    let found = comparisons.filter { ($0.adjustedP ?? 1) <= falseShare }
    var head = "\(name(segment)): \(base(segment, naming))"
    if let other {
      head += "; against \"\(Naming.safe(other.segment))\": \(base(other, naming))"
    }
    guard !found.isEmpty else {
      head += nothingFound(comparisons.first, naming: naming)
      return TextLayout.paragraph(head, rest: "      ")
    }
    if found.count > listedCount {
      head += "; the \(NumberText.word(listedCount)) largest of \(found.count) differences:"
    }
    return TextLayout.paragraph(head, rest: "      ")
      + table(Array(found.prefix(listedCount)), segment, against: other, naming: naming)
  }

  private static func table(
    _ comparisons: [SegmentComparison], _ segment: SegmentScores, against other: SegmentScores?,
    naming: Naming
  ) -> [String] {
    let idWidth = naming.idWidth(comparisons.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(idWidth), .init(51 - idWidth), .init(21, .right), .init(33, .right),
    ]
    let rows = comparisons.map { comparison in
      [
        naming.id(comparison.outcome), naming.text(comparison.outcome),
        difference(comparison), scores(comparison, segment, against: other),
      ]
    }
    return TextLayout.table(rows, columns: columns, indent: "    ")
  }

  /// `+3.1 (1.2 to 5.0)`.
  private static func difference(_ comparison: SegmentComparison) -> String {
    NumberText.signed(comparison.difference.value)
      + " (\(NumberText.decimal(comparison.low)) to \(NumberText.decimal(comparison.high)))"
  }

  /// `11.6, the others 8.5`.
  private static func scores(
    _ comparison: SegmentComparison, _ segment: SegmentScores, against other: SegmentScores?
  ) -> String {
    let score = segment.outcomes.first { $0.outcome == comparison.outcome }
    guard let value = score?.opportunity?.value else { return "" }
    return "\(NumberText.decimal(value)), \(other == nil ? "the others" : "against") "
      + NumberText.decimal(value - comparison.difference.value)
  }

  private static func nothingFound(_ largest: SegmentComparison?, naming: Naming) -> String {
    guard let largest else { return "; not compared: too few sampling units or groups" }
    guard !NumberText.signed(largest.difference.value).allSatisfy({ "0.".contains($0) }) else {
      return "; no outcome differs from the others"
    }
    return "; no difference beyond chance; the largest is \(naming.id(largest.outcome)) \""
      + naming.shortText(largest.outcome, 60) + "\", " + difference(largest)
  }

  // MARK: - Words

  private static func name(_ segment: SegmentScores) -> String {
    "\(Naming.safe(segment.segmentation)) \"\(Naming.safe(segment.segment))\""
  }

  private static func base(_ segment: SegmentScores, _ naming: Naming) -> String {
    var words = "\(NumberText.count(segment.respondentCount)) people, "
    words += naming.share(segment.share)
    if segment.status == .smallBase {
      words += ", small base"
      if !segment.reason.isEmpty { words += " (\(Naming.safe(segment.reason)))" }
    }
    return words
  }

  private static func caution(_ result: AnalysisResult) -> String {
    let partial = result.comparisons.filter(\.isRestPartial).map { Naming.safe($0.segmentation) }
    let limits =
      partial.isEmpty
      ? "" : " (but for \(Naming.list(partial)), where these hold too few people to be shown)"
    return "Figures: opportunity here minus that of the others, with its 95 % interval. The others "
      + "are everybody else with an answer, also in groups too small to be scored\(limits). "
      + "Listed are differences that a guarded t test finds in the sampling design, false ones "
      + "held to 5 % of all found within a segmentation. Each interval holds for one difference, a "
      + "finding is adjusted for all of the segmentation: an interval may exclude 0 without being "
      + "a finding. Percentages are shares of all respondents. comparisons.csv has all "
      + "differences, and every pair."
  }

  private static func refusals(
    _ segments: [SegmentScores], _ comparisons: [SegmentationComparisons]
  ) -> [String] {
    let refusedTests = comparisons.filter { !$0.refusal.isEmpty }.map {
      "\(Naming.safe($0.segmentation)) (\(Naming.safe($0.refusal)))"
    }
    let refused = segments.filter { $0.status == .refused }.map { segment in
      "\(name(segment)) (\(Naming.safe(segment.reason)))"
    }
    let missing = segments.filter { $0.status == .missing && $0.respondentCount > 0 }.map {
      "\(Naming.safe($0.segmentation)) \(NumberText.count($0.respondentCount))"
    }
    var lines: [String] = []
    if !refusedTests.isEmpty {
      lines += TextLayout.paragraph("Not compared: \(refusedTests.joined(separator: "; ")).")
    }
    if !refused.isEmpty {
      lines += TextLayout.paragraph("Not scored: \(refused.joined(separator: "; ")).")
    }
    if !missing.isEmpty {
      lines += TextLayout.paragraph("Without an answer, so in no group: \(Naming.list(missing)).")
    }
    return lines
  }
}
