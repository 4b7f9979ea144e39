import Survey

/// What the study claimed before the data: tested apart from what is found by looking.
enum HypothesesSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard !result.hypotheses.isEmpty else { return [] }
    let naming = Naming(result.study)
    return ["WHAT WAS CLAIMED BEFORE THE DATA"]
      + result.hypotheses.flatMap { TextLayout.paragraph(sentence($0, naming), rest: "      ") }
      + TextLayout.paragraph(
        "Tested as one family: p-values are adjusted by Holm for their number, so that with 95 % "
          + "no supported claim is false. Everything else in this report was found by looking.")
  }

  private static func sentence(_ row: HypothesisResult, _ naming: Naming) -> String {
    let hypothesis = row.hypothesis
    var text = "\(HypothesisWords.verdict(row)): outcome \(naming.id(hypothesis.outcome)) "
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
    return text + ", p \(row.adjustedP.map(NumberText.probability) ?? "unknown")"
  }
}

/// Claims and verdicts in words.
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

  static func verdict(_ row: HypothesisResult) -> String {
    guard row.refusal.isEmpty else { return "not tested" }
    return row.isSupported ? "supported" : "unproven"
  }

  /// A cut as people write it: `12`, `12.5`.
  private static func shortest(_ value: Double) -> String {
    NumberText.decimal(value, value == value.rounded() ? 0 : 1)
  }
}
