public import Survey

/// What `unmet classify` says beside the file: how many people each segment has now, and whether
/// the segments still fit. Nothing is shown of fewer than 10 people.
public enum ClassificationSummary {
  /// The text for a person.
  public static func text(_ found: Classification) -> String {
    let drift = found.drift
    var lines = [head(found)]
    if !found.findings.isEmpty {
      lines += found.findings.map { "  \($0.severity.rawValue): \(DataSection.sentence($0))" }
    }
    guard drift.count >= Disclosure.floor else {
      lines.append("  Too few people to say anything about the segments.")
      return lines.joined(separator: "\n") + "\n"
    }
    for (segment, share) in zip(found.model.segments, drift.shares) {
      lines.append("  segment \(Naming.safe(segment.label)): \(words(share))")
    }
    if let weighted = weights(found) { lines.append("  " + weighted) }
    lines.append("  " + margins(drift))
    lines += AnswerWords.lines(found).map { "  " + $0 }
    lines.append("  " + verdict(drift))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same as JSON, with the comparison of two models where there is one.
  public static func json(
    _ found: Classification, _ transition: SegmentTransition? = nil
  ) -> String {
    let drift = found.drift
    let isShown = drift.count >= Disclosure.floor
    return JSONValue.object([
      "answers": isShown ? AnswerWords.json(found) : .null,
      "columns": .array(found.columns.map(JSONValue.text)),
      "effective_people": isShown ? .number(drift.effectiveCount) : .null,
      "findings": .array(found.findings.map(RunSummary.finding)),
      "lacking_columns": .integer(found.lackingColumns.count),
      "margin_p": isShown ? .number(drift.marginP) : .null,
      "margin_shift": isShown ? .number(drift.marginShift) : .null,
      "mean_margin": isShown ? .number(drift.meanMargin) : .null,
      "people": .integer(found.segments.count),
      "reasons": .array(drift.reasons.map { .text($0.rawValue) }),
      "route": .text(found.route.rawValue),
      "segments": .array(
        zip(found.model.segments, drift.shares).map { segment, share in
          json(segment, share, isShown: isShown)
        }),
      "study": .text(found.model.study),
      "time_to_segment_again": .boolean(drift.isTimeToSegmentAgain),
      "transition": transition.map(TransitionSummary.json) ?? .null,
      "typed": .integer(drift.count),
      "unsure_share": isShown ? .optional(drift.unsureShare) : .null,
      "weak_share": isShown ? .number(drift.weakShare) : .null,
      "weighted": .boolean(found.weights != nil),
    ]).document
  }

  // MARK: - Steps

  private static func head(_ found: Classification) -> String {
    let people = NumberText.counted(found.drift.count, "person", plural: "people")
    let questions = NumberText.counted(found.columns.count, "question")
    var text = "\(Naming.safe(found.inputName)): \(people) typed by "
    text += found.route == .all ? "all \(questions)" : "\(questions)"
    if found.route == .golden, !found.lackingColumns.isEmpty {
      text += " (the file lacks \(NumberText.count(found.lackingColumns.count)) of all)"
    }
    let left = found.drift.unplacedCount
    if left > 0 { text += "; \(NumberText.count(left)) answered none of them" }
    return text + "."
  }

  private static func words(_ share: TypingDrift.Share) -> String {
    // A count under the floor is not told, nor its share.
    guard share.count == 0 || share.count >= Disclosure.floor else {
      return "under \(Disclosure.floor) people (\(NumberText.percent(share.training)) in the study)"
    }
    return "\(NumberText.percent(share.share)) now (\(NumberText.percent(share.low)) to "
      + "\(NumberText.percent(share.high))), \(NumberText.percent(share.training)) in the study"
  }

  /// What the shares are held against where people are weighted.
  private static func weights(_ found: Classification) -> String? {
    guard found.weights != nil else { return nil }
    let effective = NumberText.decimal(found.drift.effectiveCount, 0)
    let text = "shares, margins and answers are weighted: \(effective) effective people"
    return found.model.baseline == nil
      ? text + "; the model holds no weighted figures of the study, so they are held against "
        + "unweighted ones: make it anew with `unmet analyze`"
      : text
  }

  private static func margins(_ drift: TypingDrift) -> String {
    var text = "mean margin \(NumberText.decimal(drift.meanMargin, 2)), "
    text += "\(NumberText.signed(drift.marginShift, 2)) standard deviations from the study "
    text += "(p of less \(NumberText.probability(drift.marginP))); "
    text += "\(NumberText.percent(drift.weakShare)) are nearer a border than a tenth of the study"
    if let unsure = drift.unsureShare {
      text += "; \(NumberText.percent(unsure)) with a confidence under .5"
    }
    return text
  }

  private static func verdict(_ drift: TypingDrift) -> String {
    guard drift.isTimeToSegmentAgain else { return "The segments still fit." }
    let words = drift.reasons.map { reason in
      switch reason {
      case .smallerMargins: "people lie nearer the borders than those of the study"
      case .movedShares: "a share has moved by ten points or more"
      case .unsurePeople: "more people fit no segment well"
      case .movedAnswers: "a fifth of the typing questions is answered otherwise"
      }
    }
    return "TIME TO SEGMENT AGAIN: " + words.joined(separator: "; ") + "."
  }

  private static func json(
    _ segment: TypingModel.Segment, _ share: TypingDrift.Share, isShown: Bool
  ) -> JSONValue {
    let isTold = isShown && (share.count == 0 || share.count >= Disclosure.floor)
    return .object([
      "high": isTold ? .number(share.high) : .null,
      "label": .text(segment.label),
      "low": isTold ? .number(share.low) : .null,
      "people": isTold ? .integer(share.count) : .null,
      "share": isTold ? .number(share.share) : .null,
      "study_share": .number(share.training),
    ])
  }
}
