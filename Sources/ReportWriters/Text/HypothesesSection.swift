import Survey

/// What the study claimed before the data: tested apart from what is found by looking.
enum HypothesesSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard !result.hypotheses.isEmpty else { return [] }
    let naming = Naming(result.study)
    return [title]
      + result.hypotheses.flatMap { TextLayout.paragraph(sentence($0, naming), rest: "      ") }
      + TextLayout.paragraph(note)
  }

  private static let title =
    "WHAT WAS CLAIMED BEFORE THE DATA (as written in the study file; unmet cannot know when)"

  private static let note =
    "Supported: the data show the claim; refuted: they show its opposite; unproven: neither. "
    + "Tested as one family: p-values are adjusted by Holm for their number, so that with 95 % no "
    + "supported claim is false, and with 95 % no refuted one is true. The p of at least, below, "
    + "higher and lower is one-sided; intervals are two-sided with 95 %, each for itself. "
    + "Everything else in this report was found by looking."

  /// The columns that the wording of an outcome takes inside a sentence.
  private static let wordingWidth = 60

  private static func sentence(_ row: HypothesisResult, _ naming: Naming) -> String {
    let hypothesis = row.hypothesis
    var text = "\(row.verdict.rawValue): outcome \(naming.id(hypothesis.outcome)) \""
    text += naming.shortText(hypothesis.outcome, wordingWidth) + "\" "
    if let segmentation = hypothesis.segmentation, let segment = hypothesis.segment {
      text += "in \(Naming.safe(segmentation)) \"\(Naming.safe(segment))\" "
    }
    text += HypothesisWords.claim(hypothesis.claim)
    guard row.refusal.isEmpty, let value = row.estimate?.value else {
      return text + " (\(Naming.safe(row.refusal)))"
    }
    if let low = row.low, let high = row.high {
      text += "; found \(NumberText.withInterval(value, low, high))"
    }
    text += ", p \(row.adjustedP.map(NumberText.probability) ?? "unknown")"
    guard row.verdict == .refuted, let opposite = row.adjustedOppositeP else { return text }
    return text + "; of the opposite, p \(NumberText.probability(opposite))"
  }
}

/// Claims in words.
enum HypothesisWords {
  static func claim(_ claim: Hypothesis.Claim) -> String {
    switch claim {
    case .atLeast(let cut): "at least \(shortest(cut))"
    case .below(let cut): "below \(shortest(cut))"
    case .higher: "higher than others"
    case .lower: "lower than others"
    case .different: "different from others"
    }
  }

  /// A cut as people write it: `12`, `12.5`.
  private static func shortest(_ value: Double) -> String {
    NumberText.decimal(value, value == value.rounded() ? 0 : 1)
  }
}
