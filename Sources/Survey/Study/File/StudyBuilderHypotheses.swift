import Groundwork

// The part `hypotheses` of a study file.

extension StudyBuilder {
  mutating func hypotheses(_ cursor: StudyCursor?, in study: Study) -> [Hypothesis] {
    (cursor?.items ?? []).compactMap { hypothesis($0, study) }
  }

  /// The segment that an item of a list is about; neither for everybody together.
  mutating func group(
    of item: StudyCursor, in list: String, _ study: Study
  ) -> (segmentation: String?, segment: String?) {
    let segmentation = item["segmentation"]
    if let segmentation, !study.segmentations.contains(where: { $0.name == segmentation.text }) {
      reportUnknown(segmentation, among: study.segmentations.map(\.name))
    }
    for (key, needed) in [("segmentation", "segment"), ("segment", "segmentation")]
    where item[key] != nil && item[needed] == nil {
      report(.needsKey(key: "\(list).\(key)", needed: "\(list).\(needed)"), at: item.place)
    }
    return (segmentation?.text, item["segment"]?.text)
  }

  mutating func reportUnknown(_ cursor: StudyCursor, among names: [String]) {
    report(
      .unknownName(
        key: cursor.path, text: cursor.text,
        suggestion: problems.suggestion(for: cursor.text, among: names), known: names),
      at: cursor.place)
  }

  // MARK: - Steps

  private mutating func hypothesis(_ item: StudyCursor, _ study: Study) -> Hypothesis? {
    guard let id = item["outcome"] else { return nil }
    guard let outcome = study.outcomes.firstIndex(where: { $0.id == id.text }) else {
      reportUnknown(id, among: study.outcomes.map(\.id))
      return nil
    }
    let group = group(of: item, in: "hypotheses[]", study)
    guard let claim = claim(item) else { return nil }
    checkCuts(item, study)
    return Hypothesis(
      outcome: outcome, segmentation: group.segmentation, segment: group.segment,
      claim: claim, place: item.place)
  }

  /// A cut beyond what the scorer can give is a slip of the pen: the claim would be sure before the
  /// data.
  private mutating func checkCuts(_ item: StudyCursor, _ study: Study) {
    let range = OpportunityScoring.range(of: study.scoring.scorer, on: study.responses.scale)
    for key in ["at-least", "below"] {
      guard let cursor = item[key], let cut = StudyText.number(cursor.text),
        !(Double(range.lowerBound)...Double(range.upperBound)).contains(cut)
      else { continue }
      report(
        .cutOutsideScores(
          key: cursor.path, found: cursor.text, low: range.lowerBound, high: range.upperBound),
        at: cursor.place)
    }
  }

  /// The one claim of an item.
  private mutating func claim(_ item: StudyCursor) -> Hypothesis.Claim? {
    var claims: [Hypothesis.Claim] = []
    if let cut = item["at-least"].flatMap({ StudyText.number($0.text) }) {
      claims.append(.atLeast(cut))
    }
    if let cut = item["below"].flatMap({ StudyText.number($0.text) }) {
      claims.append(.below(cut))
    }
    switch item["than-others"]?.text {
    case "higher": claims.append(.higher)
    case "lower": claims.append(.lower)
    case "different": claims.append(.different)
    default: break
    }
    guard let claim = claims.first, claims.count == 1 else {
      // A claim with a wrong value is told already and missing here.
      let isTold = problems.contains { $0.place.line == item.place.line }
      if !isTold || claims.count > 1 { report(.oneClaim(count: claims.count), at: item.place) }
      return nil
    }
    if item["than-others"] != nil, item["segment"] == nil {
      report(
        .needsKey(key: "hypotheses[].than-others", needed: "hypotheses[].segment"), at: item.place)
    }
    return claim
  }
}
