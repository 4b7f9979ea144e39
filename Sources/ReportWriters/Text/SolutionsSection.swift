import Survey

/// What people use, what serves them best, and who does without.
enum SolutionsSection {
  /// The most solutions, and comparisons, that are listed.
  private static let (listedCount, comparedCount) = (8, 3)

  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "WHAT DO PEOPLE USE, AND WHAT SERVES THEM BEST?"
    switch result.job.solutions {
    case .refused(let reason):
      guard result.study.solutions != nil else { return [] }
      return [title] + TextLayout.paragraph("Not computed: \(Naming.safe(reason)).")
    case .done(let section):
      let words = SolutionWords(section, Naming(result.study))
      return [title] + table(section) + comparisons(section, words)
        + TextLayout.paragraph(words.potential + words.method)
    }
  }

  /// The solutions by how many people use them.
  private static func table(_ section: SolutionSection) -> [String] {
    let shown = section.solutions.filter { $0.share != nil }
      .sorted { ($0.share?.value ?? 0) > ($1.share?.value ?? 0) }
    let head = [
      "solution", "kind", "people", "share", "satisfied outcomes", "under-", "overserved",
    ]
    let columns: [TextLayout.Column] = [
      .init(34), .init(12), .init(7, .right), .init(7, .right), .init(20, .right),
      .init(6, .right), .init(10, .right),
    ]
    let rows = shown.prefix(listedCount).map { group in
      [
        TextLayout.shortened(Naming.safe(group.label), width: 34),
        group.isOurs ? "ours" : group.kind?.rawValue ?? "-",
        NumberText.count(group.scores.respondentCount),
        group.share.map { NumberText.percent($0.value) } ?? "-",
        group.satisfaction.map(SolutionWords.share) ?? "-", count(group, .underserved),
        count(group, .overserved),
      ]
    }
    let hidden = section.solutions.count - shown.count
    var lines = TextLayout.table([head] + rows, columns: columns)
    var rest: [String] = []
    if shown.count > listedCount { rest.append("\(shown.count - listedCount) more in the file") }
    if hidden > 0 {
      rest.append("\(hidden) used by fewer than \(Disclosure.floor) people, not shown")
    }
    if !rest.isEmpty { lines += TextLayout.paragraph(Naming.list(rest) + ".") }
    return lines
  }

  private static func count(_ group: SolutionSection.Group, _ zone: Zone) -> String {
    group.outcomes.contains { $0.score?.zone != nil } ? String(group.count(of: zone)) : "-"
  }

  private static func comparisons(_ section: SolutionSection, _ words: SolutionWords) -> [String] {
    guard section.refusal.isEmpty else {
      return TextLayout.paragraph("Not compared: \(Naming.safe(section.refusal)).")
    }
    let order = section.comparisons.sorted { left, right in
      let (a, b) = (words.size(left), words.size(right))
      return a == b ? left.outcome < right.outcome : a > b
    }
    return TextLayout.paragraph(words.summary)
      + order.prefix(comparedCount).flatMap {
        TextLayout.paragraph(words.sentence($0), first: "    ", rest: "        ")
      }
  }
}

/// The sentences on solutions.
struct SolutionWords {
  private let section: SolutionSection
  private let naming: Naming

  init(_ section: SolutionSection, _ naming: Naming) {
    (self.section, self.naming) = (section, naming)
  }

  private var hasOurs: Bool { section.solutions.contains(where: \.isOurs) }

  /// `41 % (37 to 45)`.
  static func share(_ mean: PeopleMean) -> String {
    let share = NumberText.percent(mean.value)
    guard let low = mean.low, let high = mean.high else { return share }
    let ends = [low, high].map { NumberText.decimal(100 * $0, 0) }
    return "\(share) (\(ends[0]) to \(ends[1]))"
  }

  /// The gaps that are listed first: where own solutions are furthest behind, else the largest.
  func size(_ comparison: SolutionSection.Comparison) -> Double {
    let gap = comparison.gap.value.value
    return hasOurs ? -gap : gap
  }

  var summary: String {
    let findings = section.comparisons.filter {
      ($0.gap.adjustedP ?? 1) <= SolutionSection.level
    }
    let pairs = "tests adjusted for all \(NumberText.count(section.pairCount)) pairs"
    guard hasOurs else {
      return "The best and the worst solution, outcome by outcome (satisfaction, \(pairs)): "
        + "\(NumberText.counted(findings.count, "difference")) beyond chance in "
        + "\(NumberText.counted(section.comparisons.count, "outcome")). The largest:"
    }
    let behind = findings.count { $0.gap.value.value < 0 }
    return "The team's own against the best of the others, outcome by outcome (satisfaction, "
      + "\(pairs)): behind beyond chance in \(behind), ahead in \(findings.count - behind) of "
      + "\(NumberText.counted(section.comparisons.count, "comparison")). First those furthest "
      + "behind:"
  }

  func sentence(_ comparison: SolutionSection.Comparison) -> String {
    let gap = comparison.gap
    var text = "\(naming.id(comparison.outcome)) \(naming.shortText(comparison.outcome, 36)): "
    text += "\(name(comparison.solution)) less \(name(comparison.against)) "
    text += NumberText.signed(gap.value.value)
    if let low = gap.low, let high = gap.high {
      text += " (\(NumberText.decimal(low)) to \(NumberText.decimal(high)))"
    }
    return text + (gap.adjustedP.map { ", p \(NumberText.probability($0))" } ?? "")
  }

  var potential: String {
    let potential = section.potential
    guard let overserved = potential.overserved else { return "" }
    guard let nothing = potential.nonConsumers, let both = potential.both else {
      return "Overserved are \(SolutionWords.share(overserved)) of them. "
    }
    return "\(SolutionWords.share(nothing)) use nothing, \(SolutionWords.share(overserved)) use "
      + "something and are overserved: the disruptive potential is "
      + "\(SolutionWords.share(both)) of \(NumberText.count(both.respondentCount)) people. "
  }

  let method =
    "Overserved is a person satisfied with more outcomes than are important to that person, by a "
    + "quarter of those rated or more. The best was chosen for what it shows, so its lead is "
    + "optimistic; intervals hold for all pairs of the outcome. People chose their solution: "
    + "differences are no effects. solutions.csv has all, with the importance to people who could "
    + "not rate satisfaction."

  private func name(_ solution: Int) -> String {
    "\"" + TextLayout.shortened(Naming.safe(section.solutions[solution].label), width: 22) + "\""
  }
}
