public import Survey

/// What `unmet plan` prints: how many respondents a wave it takes to prove an improvement.
public enum WavePlanText {
  /// The text for a person.
  public static func text(_ plan: WavePlan) -> String {
    (head(plan) + table(plan) + reach(plan) + meaning(plan)).map(TextLayout.trimmed)
      .joined(separator: "\n") + "\n"
  }

  /// The same as JSON.
  public static func json(_ plan: WavePlan) -> String {
    let question = plan.question
    return JSONValue.object([
      "baseline": .number(question.baseline),
      "design_effect": .number(question.designEffect),
      "ratio": .number(question.ratio),
      "reach": plan.reach.map(json) ?? .null,
      "sizes": .array(plan.sizes.map(json)),
      "threshold": .number(question.threshold),
    ]).document
  }

  // MARK: - Text

  private static func head(_ plan: WavePlan) -> [String] {
    let question = plan.question
    var text =
      "To prove \(threshold(plan)) times as many satisfied people when the truth is "
      + "\(ratio(question.ratio)): \(percent(question.baseline)) today, "
      + "\(percent(question.newShare)) then. Two independent waves, one-sided bound of 95 %"
    if question.designEffect != 1 {
      text += ", design effect \(ImprovementText.threshold(question.designEffect))"
    }
    return TextLayout.paragraph(text + ".", first: "")
  }

  private static func table(_ plan: WavePlan) -> [String] {
    let rows = plan.sizes.map { size in
      [
        percent(size.power),
        size.respondentCount.map(NumberText.count) ?? "over \(NumberText.count(WavePlan.most))",
      ]
    }
    return [""]
      + TextLayout.table(
        [["chance of MET", "respondents a wave"]] + rows,
        columns: [.init(13, .right), .init(20, .right)]) + [""]
  }

  private static func reach(_ plan: WavePlan) -> [String] {
    guard let reach = plan.reach else { return [] }
    let count = NumberText.counted(reach.respondentCount, "respondent")
    var text =
      "With \(count) a wave: a truth of \(ratio(plan.question.ratio)) is MET in "
      + "\(NumberText.percent(reach.power)) of surveys. "
    if let needed = reach.ratio {
      let share = percent(min(1, needed * plan.question.baseline))
      text += "For four in five the truth must be \(NumberText.decimal(needed, 3)), "
      text += "\(percent(plan.question.baseline)) to \(share)."
    } else {
      text += "No truth is MET in four of five surveys, not even everybody satisfied."
    }
    return TextLayout.paragraph(text, first: "") + [""]
  }

  private static func meaning(_ plan: WavePlan) -> [String] {
    TextLayout.paragraph(
      "MET means that the lower bound of the ratio reaches \(threshold(plan)). A survey of fewer "
        + "people will most often end UNPROVEN, even where the improvement is real. The numbers "
        + "hold for one outcome; the mean of many outcomes usually takes fewer.", first: "")
  }

  private static func threshold(_ plan: WavePlan) -> String {
    ImprovementText.threshold(plan.question.threshold)
  }

  private static func ratio(_ value: Double) -> String { ImprovementText.threshold(value) }

  /// A share in percent, with one decimal where it has one.
  private static func percent(_ share: Double) -> String {
    let text = NumberText.decimal(share * 100, 1)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }

  // MARK: - JSON

  private static func json(_ size: WavePlan.Size) -> JSONValue {
    .object([
      "power": .number(size.power),
      "respondents": size.respondentCount.map(JSONValue.integer) ?? .null,
    ])
  }

  private static func json(_ reach: WavePlan.Reach) -> JSONValue {
    .object([
      "power": .number(reach.power),
      "ratio_for_four_in_five": .optional(reach.ratio),
      "respondents": .integer(reach.respondentCount),
    ])
  }
}
