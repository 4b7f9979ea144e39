import Survey

/// The sentences of `ClassificationSummary`.
struct ClassificationWords {
  let found: Classification

  private var drift: TypingDrift { found.drift }

  /// Whose answers, and by what they were typed.
  var head: String {
    let people = NumberText.counted(drift.count, "person", plural: "people")
    let kind = found.route == .golden ? "golden question" : "question"
    let questions = NumberText.counted(found.columns.count, kind)
    var text = "\(Naming.safe(found.inputName)): \(people) typed by "
    text += found.route == .all ? "all \(questions)" : "\(questions)"
    let left = drift.unplacedCount
    if left > 0 { text += "; \(NumberText.count(left)) answered none of them" }
    return text + "."
  }

  /// Why the golden questions decided though nobody wished them.
  var fallback: String? {
    guard found.isFallback else { return nil }
    let columns = found.lackingColumns.count == 1 ? "column" : "columns"
    return "warning: the file lacks the \(columns) \(names(found.lackingColumns)), so people are "
      + "typed by the golden questions, not by all."
  }

  /// What the golden questions are worth.
  var accuracy: String? {
    guard found.route == .golden, let expected = found.model.golden?.expected else { return nil }
    return "Expected accuracy: \(NumberText.percent(expected.accuracy)) of people get the segment "
      + "that all questions give (measured on people of the study who were held out)."
  }

  /// That the segments are no finding.
  var constructed: String? {
    guard found.model.verdict == .constructed else { return nil }
    return "These segments were constructed, not found: another sample would cut elsewhere."
  }

  /// Each segment now and in the study.
  var segments: [String] {
    zip(found.model.segments, drift.shares).map { segment, share in
      "segment \(Naming.safe(segment.label)): \(words(share))"
    }
  }

  private func words(_ share: TypingDrift.Share) -> String {
    let before = "\(NumberText.percent(share.training)) of people in the study\(weighing)"
    // A count under the floor is not told, nor its share.
    guard share.count == 0 || share.count >= Disclosure.floor else {
      return "under \(Disclosure.floor) people now, \(before)"
    }
    return "\(NumberText.percent(share.share)) of people now (\(NumberText.percent(share.low)) to "
      + "\(NumberText.percent(share.high))), \(before)"
  }

  /// How the study's people are counted: the report prints weighted shares.
  private var weighing: String {
    guard let baseline = found.model.baseline else { return " (unweighted)" }
    guard baseline.weighted != nil else { return "" }
    return found.weights == nil ? " (unweighted)" : " (weighted)"
  }

  /// What the shares are held against where people are weighted.
  var weights: String? {
    guard found.weights != nil else { return nil }
    let effective = NumberText.decimal(drift.effectiveCount, 0)
    let text = "Shares, margins and answers are weighted: \(effective) effective people"
    return found.model.baseline == nil
      ? text + "; the model holds no weighted figures of the study, so they are held against "
        + "unweighted ones: make it anew with `unmet analyze`."
      : text + "."
  }

  /// How clearly people belong to their segments.
  var margins: String {
    let isNear = drift.marginShift < 0
    let shift = NumberText.decimal(drift.marginShift.magnitude, 2)
    let isHeldOut = found.route == .golden || found.model.nearest.heldOutCount != nil
    let study =
      isHeldOut
      ? "people of the study, each held out of the segments"
      : "people of the study, who shaped the segments and look clearer than new people"
    var text = "Mean margin \(NumberText.decimal(drift.meanMargin, 2)): people lie \(shift) "
    text += "standard deviations \(isNear ? "nearer to" : "farther from") the borders between "
    text += "segments than \(study) (one-sided p of a smaller margin "
    text += "\(NumberText.probability(drift.marginP))). As near a border as the nearest tenth of "
    text += "them: \(NumberText.percent(drift.weakShare)) of people now."
    if let unsure = drift.unsureShare {
      text += " With a confidence under .5: \(NumberText.percent(unsure))."
    }
    return text
  }

  /// Whether the segments still fit, where that can be told.
  var verdict: String {
    if !found.blankColumns.isEmpty {
      let isOne = found.blankColumns.count == 1
      return "Whether the segments still fit cannot be told: \(names(found.blankColumns)) "
        + "\(isOne ? "is" : "are") blank."
    }
    guard drift.isEnough else {
      return "Whether the segments still fit cannot be told of fewer than "
        + "\(TypingDrift.leastCount) people."
    }
    guard drift.isTimeToSegmentAgain else { return "The segments still fit." }
    return "TIME TO SEGMENT AGAIN: " + drift.reasons.map(\.words).joined(separator: "; ") + "."
  }

  /// Up to five names, and how many more.
  private func names(_ columns: [String]) -> String {
    LackingColumns.list(columns.map(Naming.safe))
  }
}

extension TypingDrift.Reason {
  /// What was seen.
  var words: String {
    switch self {
    case .smallerMargins: "people lie nearer the borders than those of the study"
    case .movedShares: "a share has moved by ten points or more"
    case .unsurePeople: "more people fit no segment well"
    case .movedAnswers: "a fifth of the typing questions is answered otherwise"
    }
  }
}
