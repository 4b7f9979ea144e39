import Survey

/// What to know about the data before acting on the figures.
enum DataSection {
  /// The most findings of one severity that are spelled out.
  private static let listedCount = 8

  static func lines(_ result: AnalysisResult) -> [String] {
    ["WHAT TO KNOW ABOUT THE DATA"]
      + Finding.Severity.allCases.reversed().flatMap { findings(result.findings, $0) }
      + TextLayout.paragraph(missing(result))
      + WeightingWords.lines(result)
      + smallBases(result)
      + panel(result.study)
  }

  /// Without a declared design, nothing says that anybody was drawn at all.
  private static func panel(_ study: Study) -> [String] {
    guard study.design == nil else { return [] }
    return TextLayout.paragraph(
      "The study declares no sampling design. For opt-in panels all intervals are model-based.")
  }

  /// Findings of one severity; those that say the same of several items share a sentence.
  private static func findings(
    _ findings: [Finding], _ severity: Finding.Severity
  ) -> [String] {
    let sentences = alike(findings.filter { $0.severity == severity }).map { sentence(of: $0) }
    var lines = sentences.prefix(listedCount).flatMap { sentence in
      TextLayout.paragraph(sentence, first: "  \(severity.rawValue): ", rest: "    ")
    }
    if sentences.count > listedCount {
      let more = NumberText.counted(sentences.count - listedCount, "more \(severity.rawValue)")
      lines += TextLayout.paragraph("... and \(more) in quality.csv.")
    }
    return lines
  }

  /// Findings of the same kind and text together, in the order of the first of each.
  static func alike(_ findings: [Finding]) -> [[Finding]] {
    var groups: [[Finding]] = []
    var positions: [String: Int] = [:]
    for finding in findings {
      let key = "\(finding.kind)\u{0}\(finding.text)"
      if let position = positions[key] {
        groups[position].append(finding)
      } else {
        positions[key] = groups.count
        groups.append([finding])
      }
    }
    return groups
  }

  /// One sentence for findings of the same kind and text: how many, and where first.
  static func sentence(of findings: [Finding]) -> String {
    if findings.count == 1 { return sentence(findings[0]) }
    let count = findings.reduce(0) { $0 + $1.count }
    let subjects = findings.map { Naming.safe($0.subject) }.filter { !$0.isEmpty }
    var text = "\(Naming.safe(findings[0].text)) (\(NumberText.count(count))"
    if subjects.count > 3 {
      let first = subjects.prefix(2).joined(separator: ", ")
      text += " in \(NumberText.count(subjects.count)) items: \(first) ..."
    } else if !subjects.isEmpty {
      text += " in \(Naming.list(subjects))"
    }
    return text + ")."
  }

  /// One finding as a sentence: what it is about, what there is, how often.
  static func sentence(_ finding: Finding) -> String {
    var text = Naming.safe(finding.text)
    if !finding.subject.isEmpty, !finding.text.contains(finding.subject) {
      text = "\(Naming.safe(finding.subject)): \(text)"
    }
    if finding.count > 1 { text += " (\(NumberText.count(finding.count)))" }
    return text.hasSuffix(".") ? text : text + "."
  }

  private static func missing(_ result: AnalysisResult) -> String {
    let share = result.input.missingShare
    guard share > 0 else { return "No rating is missing." }
    let percent = share < 0.001 ? "under 0.1" : NumberText.decimal(share * 100)
    return "\(percent) % of all ratings are missing; each score rests on the people who answered."
  }

  private static func smallBases(_ result: AnalysisResult) -> [String] {
    let small = result.segments.filter { $0.status == .smallBase }
    guard !small.isEmpty else { return [] }
    let everybody = small.contains { $0.segmentation == "all" }
    let whom =
      everybody
      ? "everybody together" : NumberText.counted(small.count, "scored group")
    return TextLayout.paragraph(
      "Small base (under 60 effective respondents): \(whom); the intervals there are wide, and the "
        + "order of outcomes can change with a few more answers.")
  }
}
