import Survey

/// What the nightly watch tells, and how near the rest is.
enum AlertLines {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.alerts.section, let plan = result.study.alerts else { return [] }
    return ["ALERTS"] + told(section, result.study) + paragraph(promise(section, plan))
      + nearest(section).flatMap { TextLayout.paragraph($0, rest: "      ") }
      + section.notes.flatMap { paragraph("Note: \(Naming.safe($0)).") }
  }

  // MARK: - Steps

  private static func paragraph(_ text: String) -> [String] { TextLayout.paragraph(text) }

  private static func told(_ section: AlertSection, _ study: Study) -> [String] {
    guard !section.alerts.isEmpty else {
      let news = section.newCount.map { ", \(NumberText.counted($0, "new respondent"))" } ?? ""
      return paragraph("Nothing to tell tonight\(news).")
    }
    let words = AlertWords(section, study)
    return section.alerts.flatMap { alert in
      TextLayout.paragraph(
        "ALERT: \(Naming.safe(words.sentence(alert, hasWording: true)))", rest: "      ")
    }
  }

  private static func promise(_ section: AlertSection, _ plan: AlertPlan) -> String {
    let count = NumberText.counted(section.streamCount, "stream")
    let told = NumberText.counted(section.ledger.toldCount, "claim")
    let level = NumberText.decimal(100 * plan.level, plan.level < 0.01 ? 1 : 0)
    let date = Naming.safe(section.ledger.since)
    let start = date.hasPrefix("before ") ? "from the start (\(date))" : "since \(date)"
    return "\(count) of evidence watched \(start), \(told) told so far. However often "
      + "one looks, at most \(level) % of all claims ever told are false in the mean, and where "
      + "nothing changes, the chance of ever telling any is at most "
      + "\(level) %; counts of new respondents and the drift of segments stand outside of it. "
      + (section.alerts.isEmpty ? "" : "alerts.csv has all figures, ")
      + "docs/alerts.md the meaning."
  }

  private static func nearest(_ section: AlertSection) -> [String] {
    section.nearest.prefix(1).map { stream in
      let place = AlertWords.place(stream.outcome, stream.segmentation, stream.segment)
      let subject = place.isEmpty ? "" : ": \(Naming.safe(place))"
      return "Closest: \(Naming.safe(stream.rule))\(subject), evidence "
        + "\(AlertWords.evidence(stream.evidence)) of \(AlertWords.evidence(stream.needed)) needed."
    }
  }
}
