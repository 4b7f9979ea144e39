import Statistics
public import Survey

/// What `unmet compare` prints: every outcome, the mean of all, the guard, and what it means.
public enum ImprovementText {
  /// The whole text.
  public static func text(_ result: ImprovementResult) -> String {
    let words = ImprovementWords(result: result)
    let sections = [
      head(result), table(result) + remarks(result), words.safeguard,
      ImprovementExtraText.targets(result), ImprovementExtraText.measures(result), words.meaning,
    ]
    return sections.filter { !$0.isEmpty }
      .map { $0.map(TextLayout.trimmed).joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  /// A value of the metric: percent, or points with two decimals.
  static func value(_ value: Double, _ metric: ImprovementMetric) -> String {
    metric == .satisfaction ? NumberText.percent(value) : NumberText.decimal(value, 2)
  }

  /// A threshold: two decimals, more where it has more.
  static func threshold(_ value: Double) -> String {
    let text = NumberText.decimal(value, 4)
    var digits = Substring(text)
    while digits.last == "0", digits.split(separator: ".")[1].count > 2 { digits.removeLast() }
    return String(digits)
  }

  /// A verdict in capitals.
  static func verdict(_ verdict: ImprovementTest.Verdict?) -> String {
    verdict?.rawValue.uppercased() ?? "-"
  }

  // MARK: - The head

  private static func head(_ result: ImprovementResult) -> [String] {
    let scale = result.study.responses.scale
    let cut = scale.top == scale.high ? "\(scale.top)" : "\(scale.top)-\(scale.high)"
    let measure =
      result.plan.metric == .satisfaction
      ? "the share that rates satisfaction \(cut)"
      : "the mean of satisfaction less \(scale.low), the low end of the scale, in points"
    let base =
      result.study.scoring.base == .paired
      ? "who answered both questions of the outcome" : "who answered"
    var lines = ["HOW MUCH BETTER? \(Naming.safe(result.study.name))"]
    lines += TextLayout.paragraph("Baseline: \(side(result.baseline, result))")
    lines += TextLayout.paragraph("New: \(side(result.new, result))")
    lines += TextLayout.paragraph(
      "Compared: \(measure), of people \(base). The ratio is new / baseline; its bounds are "
        + "one-sided, 95 % each. MET: the lower bound reaches the threshold; NOT MET: the upper "
        + "bound is below it; UNPROVEN: neither.")
    let legacy = ImprovementExtraText.legacy(result)
    if !legacy.isEmpty { lines += TextLayout.paragraph(legacy) }
    for (name, findings) in findings(result) {
      for finding in findings where finding.severity == .warning {
        lines += TextLayout.paragraph(
          "Warning, \(Naming.safe(name)): \(DataSection.sentence(finding))")
      }
    }
    return lines
  }

  private static func side(_ side: ImprovementResult.Side, _ result: ImprovementResult) -> String {
    let group = result.segmentation.map { " of \(Naming.safe($0))" } ?? ""
    let people = NumberText.counted(side.respondentCount, "respondent")
    let worth =
      result.study.isWeighted
      ? ", worth \(NumberText.decimal(side.effectiveCount, 0)) of equal weight" : ""
    return "\(Naming.safe(side.label))\(group), \(people)\(worth)"
  }

  private static func findings(_ result: ImprovementResult) -> [(String, [Finding])] {
    let isOneFile = result.segmentation != nil
    return [
      (isOneFile ? "responses" : result.baseline.label, result.baseline.findings),
      (result.new.label, result.new.findings),
    ]
  }

  // MARK: - The table

  private static func table(_ result: ImprovementResult) -> [String] {
    let naming = Naming(result.study)
    let thresholds = result.plan.thresholds
    let idWidth = naming.idWidth(Array(result.outcomes.indices))
    let widths = [idWidth, 8, 6, 6, 6, 5, 11] + thresholds.map { _ in 8 } + [7]
    let rest = TextLayout.lineWidth - 2 - widths.reduce(0) { $0 + $1 + 2 }
    let textWidth = min(40, max(8, rest))
    let columns =
      [TextLayout.Column(idWidth), .init(textWidth)]
      + [8, 6, 6, 6, 5, 11].map { .init($0, .right) } + thresholds.map { _ in .init(8, .right) }
      + [.init(7, .right)]
    let header =
      ["id", "outcome", "baseline", "n", "new", "n", "ratio", "bounds"]
      + thresholds.map(threshold) + ["closed"]
    let rows = result.outcomes.filter { $0.baseline != nil }.map { row in
      [naming.id(row.outcome ?? 0), naming.text(row.outcome ?? 0)]
        + cells(row, result)
    }
    return TextLayout.table(
      [header] + rows + [["", "mean of all"] + cells(result.overall, result)], columns: columns)
  }

  private static func cells(_ row: Improvement, _ result: ImprovementResult) -> [String] {
    func figures(_ side: Improvement.Side?) -> [String] {
      guard let side else { return ["-", "-"] }
      return [
        value(side.estimate.value, result.plan.metric), NumberText.count(side.respondentCount),
      ]
    }
    let test = row.test
    let bounds = test?.low.flatMap { low in
      test?.high.map { "\(NumberText.decimal(low, 2))-\(NumberText.decimal($0, 2))" }
    }
    return figures(row.baseline) + figures(row.new)
      + [test?.ratio.map { NumberText.decimal($0, 2) } ?? "-", bounds ?? "-"]
      + row.claims.map { verdict($0.verdict) }
      + [closed(row)]
  }

  /// A share of a gap that may be 0 says nothing, however large.
  private static func closed(_ row: Improvement) -> String {
    row.toldClosure.map { NumberText.decimal($0 * 100, 0) + " %" } ?? "-"
  }

  // MARK: - Below the table

  private static func remarks(_ result: ImprovementResult) -> [String] {
    let naming = Naming(result.study)
    var lines = TextLayout.paragraph(
      "closed: how much of the baseline's gap between importance and satisfaction is closed, \"-\" "
        + "where that gap is too small to tell or within two standard errors of 0; the mean of all "
        + "counts every outcome alike.")
    let unwilling = result.outcomes.filter { $0.test?.wouldNotSwitch == true }
      .compactMap(\.outcome)
    if !unwilling.isEmpty {
      lines += TextLayout.paragraph(
        "No reason to switch, at most 5 % better (upper bound at most 1.05): "
          + "\(naming.ids(unwilling)).")
    }
    let worse = result.outcomes.filter { ($0.test?.high ?? 1) < 1 }.compactMap(\.outcome)
    if !worse.isEmpty {
      lines += TextLayout.paragraph(
        "Of these worse than the baseline (upper bound below 1): \(naming.ids(worse)).")
    }
    let met = result.outcomes.filter { $0.claims.first?.verdict == .met }.compactMap(\.outcome)
    if let first = result.plan.thresholds.first, !met.isEmpty {
      lines += TextLayout.paragraph("MET at \(threshold(first)): \(naming.ids(met)).")
    }
    for threshold in result.plan.thresholds { lines += needed(threshold, result, naming) }
    for note in Set(result.outcomes.map(\.note)).filter({ !$0.isEmpty }).sorted() {
      let ids = result.outcomes.filter { $0.note == note }.compactMap(\.outcome)
      lines += TextLayout.paragraph("\(Naming.capitalized(note)): \(naming.ids(ids)).")
    }
    return lines
  }

  /// What the unproven outcomes would take.
  private static func needed(
    _ threshold: Double, _ result: ImprovementResult, _ naming: Naming
  ) -> [String] {
    let counts = result.outcomes.compactMap { row -> String? in
      let claim = row.claims.first { $0.threshold == threshold }
      guard let outcome = row.outcome, let count = claim?.neededCount else { return nil }
      return "\(naming.id(outcome)) \(NumberText.needed(count))"
    }
    guard !counts.isEmpty else { return [] }
    return TextLayout.paragraph(
      "Respondents on each side that would prove \(self.threshold(threshold)) in four of five "
        + "surveys, were the ratio found the true one: \(counts.joined(separator: ", ")).")
  }
}
