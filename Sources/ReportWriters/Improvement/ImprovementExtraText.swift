import Statistics
import Survey

/// What a comparison tells beside satisfaction: targets of the study, and measures.
enum ImprovementExtraText {
  static func targets(_ result: ImprovementResult) -> [String] {
    let own = result.extras.filter { if case .target = $0.subject { true } else { false } }
    return part("ARE THE TARGETS MET?", own, result)
  }

  static func measures(_ result: ImprovementResult) -> [String] {
    let own = result.extras.filter { if case .measure = $0.subject { true } else { false } }
    return part("HOW MUCH IS USED, HOW WELL, HOW MUCH VALUE?", own, result)
  }

  /// Which scales were read as older ones; empty without such.
  static func legacy(_ result: ImprovementResult) -> String {
    let old = result.study.outcomes.indices.filter { result.study.outcomes[$0].legacy != nil }
    guard !old.isEmpty else { return "" }
    let whose =
      result.segmentation != nil
      ? "both groups" : result.plan.legacy == .both ? "both waves" : "the baseline alone"
    return "Older scales of the study (`legacy`), read so in \(whose): "
      + "\(Naming(result.study).ids(old))."
  }

  // MARK: - Steps

  private static func part(
    _ title: String, _ extras: [ImprovementExtra], _ result: ImprovementResult
  ) -> [String] {
    extras.isEmpty
      ? []
      : [title] + extras.flatMap { TextLayout.paragraph(sentence($0, result), rest: "      ") }
  }

  private static func sentence(_ extra: ImprovementExtra, _ result: ImprovementResult) -> String {
    let row = extra.improvement
    var text: String
    let value: (Double) -> String
    switch extra.subject {
    case .target(let place):
      let target = result.study.targets[place]
      text = "\(TargetWords.subject(target, result.study)), \(TargetWords.goal(target))"
      value = {
        target.metric.isShare ? NumberText.percent($0) : NumberText.decimal($0, 2)
      }
    case .measure(let place):
      let measure = result.study.measures[place]
      text = "\(Naming.safe(measure.name)) (\(measure.family.rawValue)"
      text += measure.better == .lower ? ", less is better: baseline / new)" : ")"
      value = { NumberText.decimal($0, 2) }
    }
    guard let old = row.baseline?.estimate.value, let new = row.new?.estimate.value else {
      return "\(text): not compared, \(Naming.safe(row.note))."
    }
    text += ": \(value(old)) to \(value(new))"
    guard let test = row.test, let ratio = test.ratio, let low = test.low, let high = test.high
    else { return "\(text); \(Naming.safe(row.note))." }
    text += ", ratio \(NumberText.decimal(ratio, 2)) (\(NumberText.decimal(low, 2))-"
    text += "\(NumberText.decimal(high, 2)))"
    let verdicts = row.claims.map { claim in
      "\(ImprovementText.verdict(claim.verdict)) at \(ImprovementText.threshold(claim.threshold))"
        + (row.furtherCount(of: claim).map {
          ", \(NumberText.needed($0)) \($0 == 1 ? "respondent" : "respondents") lacking a side"
        } ?? "")
    }
    return text + ": " + verdicts.joined(separator: "; ")
      + (row.note.isEmpty ? "." : ". \(Naming.capitalized(Naming.safe(row.note))).")
  }
}
