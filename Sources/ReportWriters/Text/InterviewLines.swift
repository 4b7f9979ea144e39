import Survey

/// Whether interviews and survey point at the same outcomes.
enum InterviewLines {
  /// The most outcomes that a list names.
  private static let listed = 10

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.interviews.section else { return [] }
    let naming = Naming(result.study)
    var text = "Of \(NumberText.counted(section.outcomeCount, "outcome")) with a count of mentions"
    if let count = result.study.interviewCount {
      text += " in \(NumberText.counted(count, "interview"))"
    }
    if let agreement = section.agreement {
      text += ", mentions and opportunity agree in order with Kendall's tau-b "
      text += "\(NumberText.decimal(agreement, 2)) (1: one order, 0: none in common)."
    } else {
      text += ", no order can be compared: too few, or all alike."
    }
    if let loud = section.mentionedNotUnderserved {
      text += " Mentioned in \(section.oftenFrom) or more and not underserved: "
      text += list(loud, naming) + "."
    }
    if let silent = section.underservedNotMentioned {
      text += " Underserved and never mentioned: \(list(silent, naming))."
    }
    return ["DO THE INTERVIEWS AGREE?"] + TextLayout.paragraph(text)
  }

  private static func list(_ outcomes: [Int], _ naming: Naming) -> String {
    guard !outcomes.isEmpty else { return "none" }
    let more = outcomes.count - listed
    return naming.ids(Array(outcomes.prefix(listed))) + (more > 0 ? " and \(more) more" : "")
  }
}
