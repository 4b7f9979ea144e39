public import Survey

/// What `unmet classify` says beside the file: how many people each segment has now, and whether
/// the segments still fit. Nothing is shown of fewer than 10 people.
public enum ClassificationSummary {
  /// The text for a person.
  public static func text(_ found: Classification) -> String {
    let drift = found.drift
    let words = ClassificationWords(found: found)
    var lines = [words.head]
    lines += [words.fallback, words.accuracy, words.constructed].compactMap { $0 }
    lines += found.findings.map { "\($0.severity.rawValue): \(DataSection.sentence($0))" }
    if drift.count >= Disclosure.floor {
      lines += words.segments
      lines += [words.weights, words.margins].compactMap { $0 }
      lines += AnswerWords.lines(found)
      lines.append(words.verdict)
    } else {
      lines.append("Too few people to say anything about the segments.")
    }
    return lines.joined(separator: "\n  ") + "\n"
  }

  /// The same as JSON, with the comparison of two models where there is one.
  public static func json(
    _ found: Classification, _ transition: SegmentTransition? = nil
  ) -> String {
    let drift = found.drift
    let isShown = drift.count >= Disclosure.floor
    let isTold = drift.isEnough && found.blankColumns.isEmpty
    return JSONValue.object([
      "answers": isShown ? AnswerWords.json(found) : .null,
      "blank_columns": .array(found.blankColumns.map(JSONValue.text)),
      "columns": .array(found.columns.map(JSONValue.text)),
      "effective_people": isShown ? .number(drift.effectiveCount) : .null,
      "expected_accuracy":
        found.route == .golden ? .optional(found.model.golden?.expected.accuracy) : .null,
      "findings": .array(found.findings.map(RunSummary.finding)),
      "lacking_columns": .array(found.lackingColumns.map(JSONValue.text)),
      "lacking_count": .integer(found.lackingColumns.count),
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
      "time_to_segment_again": isTold ? .boolean(drift.isTimeToSegmentAgain) : .null,
      "transition": transition.map(TransitionSummary.json) ?? .null,
      "typed": .integer(drift.count),
      "unsure_share": isShown ? .optional(drift.unsureShare) : .null,
      "verdict": .optional(found.model.verdict?.rawValue),
      "weak_share": isShown ? .number(drift.weakShare) : .null,
      "weighted": .boolean(found.weights != nil),
    ]).document
  }

  // MARK: - Steps

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
