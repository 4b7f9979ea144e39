public import Survey

/// How much of the answers was read anew, in a sentence. It belongs to a terminal or a log, not to
/// a report: the same answers give the same report however they were read.
public enum ReadingWords {
  /// `1,000 of 101,000 records were read anew`, with the reason where that was not asked for.
  public static func sentence(_ reading: AnswerReadingSummary) -> String {
    let all = NumberText.count(reading.recordCount)
    let new = NumberText.count(reading.decodedRecordCount)
    var text =
      reading.decodedRecordCount < reading.recordCount
      ? "\(new) of \(all) records were read anew" : "all \(all) records were read"
    if let reason = reading.reason {
      text += " anew: \(reason)"
    } else if !reading.hasEarlier {
      text += ": none are remembered"
    }
    if let problem = reading.problem { text += "; they are not remembered: \(problem)" }
    if let ignored = reading.ignored { text += "; \(ignored)" }
    return text
  }
}
