import Survey

/// Who struggles: each declared group against everybody, in words that claim no test.
enum SegmentsSection {
  /// The most outcomes listed for one group.
  private static let listedCount = 3

  static func lines(_ result: AnalysisResult) -> [String] {
    let segments = result.declaredSegments
    guard !segments.isEmpty, let everyone = result.everyone else { return [] }
    let naming = Naming(result.study)
    let scored = segments.filter { !$0.outcomes.isEmpty }
    return ["WHO STRUGGLES: groups against everybody (a description, not a test)"]
      + scored.flatMap { block($0, everyone: everyone, naming: naming) }
      + TextLayout.paragraph(caution(outcomeCount: result.study.outcomes.count))
      + refusals(segments)
  }

  // MARK: - One group

  private static func block(
    _ segment: SegmentScores, everyone: SegmentScores, naming: Naming
  ) -> [String] {
    let differences = Difference.sorted(segment, everyone: everyone)
    let apart = differences.filter(\.isApart)
    var head = "\(name(segment)): \(base(segment))"
    guard !apart.isEmpty else {
      head += "; \(nothingApart(differences.first, naming: naming))"
      return TextLayout.paragraph(head, rest: "      ")
    }
    if apart.count > listedCount {
      head +=
        "; the \(NumberText.word(listedCount)) largest of \(apart.count) differences with "
        + "intervals apart:"
    }
    return TextLayout.paragraph(head, rest: "      ")
      + table(Array(apart.prefix(listedCount)), naming: naming)
  }

  private static func table(_ differences: [Difference], naming: Naming) -> [String] {
    let idWidth = naming.idWidth(differences.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(idWidth), .init(52 - idWidth), .init(5, .right), .init(20, .right), .init(31, .right),
    ]
    let rows = differences.map { difference in
      [
        naming.id(difference.outcome), naming.text(difference.outcome),
        NumberText.signed(difference.amount), difference.own,
        "everybody \(difference.everyones)",
      ]
    }
    return TextLayout.table(rows, columns: columns, indent: "    ")
  }

  private static func nothingApart(_ largest: Difference?, naming: Naming) -> String {
    guard let largest else { return "no outcome could be compared" }
    guard !NumberText.signed(largest.amount).allSatisfy({ "0.".contains($0) }) else {
      return "no outcome differs from everybody"
    }
    return "every interval overlaps everybody's; the largest difference is outcome "
      + "\(naming.id(largest.outcome)), \(NumberText.signed(largest.amount))"
  }

  // MARK: - Words

  private static func name(_ segment: SegmentScores) -> String {
    "\(Naming.safe(segment.segmentation)) \"\(Naming.safe(segment.segment))\""
  }

  private static func base(_ segment: SegmentScores) -> String {
    var words = "\(NumberText.count(segment.respondentCount)) people, "
    words += NumberText.percent(segment.share)
    if segment.status == .smallBase {
      words += ", small base"
      if !segment.reason.isEmpty { words += " (\(Naming.safe(segment.reason)))" }
    }
    return words
  }

  private static func caution(outcomeCount: Int) -> String {
    "Figures: opportunity minus everybody's, then both with their 95 % intervals. Of "
      + "\(NumberText.counted(outcomeCount, "outcome")) in each group some stand apart by chance; "
      + "a group is part of everybody."
  }

  private static func refusals(_ segments: [SegmentScores]) -> [String] {
    let refused = segments.filter { $0.status == .refused }.map { segment in
      "\(name(segment)) (\(Naming.safe(segment.reason)))"
    }
    let missing = segments.filter { $0.status == .missing && $0.respondentCount > 0 }.map {
      "\(Naming.safe($0.segmentation)) \(NumberText.count($0.respondentCount))"
    }
    var lines: [String] = []
    if !refused.isEmpty {
      lines += TextLayout.paragraph("Not scored: \(refused.joined(separator: "; ")).")
    }
    if !missing.isEmpty {
      lines += TextLayout.paragraph("Without an answer, so in no group: \(Naming.list(missing)).")
    }
    return lines
  }
}

/// How much higher or lower an outcome stands in a group than in everybody.
struct Difference {
  var outcome: Int
  var amount: Double
  /// The group's opportunity with its interval, and everybody's.
  var own: String
  var everyones: String
  /// Whether the two intervals do not overlap.
  var isApart: Bool

  init?(_ score: OutcomeScore, everyone: OutcomeScore) {
    guard let own = score.opportunity, let all = everyone.opportunity,
      let low = score.low, let high = score.high,
      let allLow = everyone.low, let allHigh = everyone.high
    else { return nil }
    self.outcome = score.outcome
    self.amount = own.value - all.value
    self.own = Difference.words(own.value, low, high)
    self.everyones = Difference.words(all.value, allLow, allHigh)
    self.isApart = low > allHigh || high < allLow
  }

  /// The differences of a group, the largest first; equal ones in the order of the study.
  static func sorted(_ segment: SegmentScores, everyone: SegmentScores) -> [Difference] {
    let reference = Dictionary(
      everyone.outcomes.map { ($0.outcome, $0) }, uniquingKeysWith: { first, _ in first })
    return segment.outcomes
      .compactMap { score in reference[score.outcome].flatMap { Difference(score, everyone: $0) } }
      .sorted { left, right in
        let (a, b) = (left.amount.magnitude, right.amount.magnitude)
        return a == b ? left.outcome < right.outcome : a > b
      }
  }

  /// `13.3 (11.4 to 15.2)`.
  static func words(_ value: Double, _ low: Double, _ high: Double) -> String {
    "\(NumberText.decimal(value)) (\(NumberText.decimal(low)) to \(NumberText.decimal(high)))"
  }
}
