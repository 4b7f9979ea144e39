// The keys of targets, measures, older scales and interviews, after the table of StudyKeys.swift.

extension StudyKey {
  static let goalKeys: [StudyKey] = targetKeys + measureKeys

  /// What may be said of all outcomes beyond the current survey.
  static let pastKeys: [StudyKey] =
    legacyKeys(
      "outcomes.legacy",
      "The older survey that all ratings come from: its scale, and how it is read on the study's. "
        + "An outcome's own `legacy` comes first.")
    + [
      StudyKey(
        "outcomes.interviews", [.text(.whole(1...1_000_000))],
        "How many interviews were held before the survey.", example: "14")
    ]

  /// The same of one outcome.
  static let pastListKeys: [StudyKey] =
    legacyKeys(
      "outcomes.list[].legacy",
      "The older survey that this outcome's ratings come from: its scale, and how it is read on "
        + "the study's.")
    + [
      StudyKey(
        "outcomes.list[].mentions", [.text(.whole(0...1_000_000))],
        "In how many interviews the outcome came up.", example: "7")
    ]

  private static func legacyKeys(_ path: String, _ summary: String) -> [StudyKey] {
    [
      StudyKey(path, [.mapping], summary, example: "{scale: 1-10, top: 9}"),
      StudyKey(
        "\(path).scale", [.text(.scale)], isRequired: true,
        "What was rated on then, lowest and highest point.", example: "1-10"),
      StudyKey(
        "\(path).top", [.text(.whole(0...999))],
        "Old ratings from here up count as important and as satisfied, with `reversed` from here "
          + "down: these and no others are read as points from `responses.top` up. Without it, the "
          + "two best points.", example: "9"),
      StudyKey(
        "\(path).points", [.named],
        "The point of the study's scale that each old point is read as, all of them. Without it, "
          + "the nearest on the line between the ends, halves away from the middle, kept on its "
          + "side of the cut.", example: "{1: 1, 2: 2, 3: 4, 4: 5}"),
      StudyKey(
        "\(path).points.*", [.text(.whole(0...999))], "A point of the study's scale.",
        example: "1"),
      StudyKey(
        "\(path).reversed", [.text(.truth)], "Whether the lowest old point was the best.",
        example: "true"),
      StudyKey(
        "\(path).note", [.text(.text)], "What else differed; it stands beside the mapping.",
        example: "asked as ease in 2021"),
    ]
  }

  private static let targetKeys: [StudyKey] = [
    StudyKey(
      "targets", [.list],
      "Definitions of done: what figures of outcomes shall become. Each is MET, NOT MET or "
        + "UNPROVEN by one-sided 95 % bounds.",
      example: "[{outcome: 01, metric: satisfaction, at-least: 6}]"),
    StudyKey(
      "targets[]", [.mapping], "One target: one of at-least, at-most and improve-by.",
      example: "{outcome: 01, metric: satisfaction, at-least: 6}"),
    StudyKey(
      "targets[].outcome", [.text(.text)], isRequired: true,
      "The id of an outcome or of a success outcome.", example: "\"01\""),
    StudyKey(
      "targets[].metric", [.text(.choice(Target.Metric.allCases.map(\.rawValue)))],
      isRequired: true,
      "Which figure: importance, satisfaction or opportunity in the scorer's unit (0 to 10, 0 to "
        + "20); of success outcomes also the share that attained it, or whose expectations were "
        + "met.",
      example: "satisfaction"),
    StudyKey(
      "targets[].at-least", [.text(.figure)],
      "So much or more; a share or a percentage for attained and met.", example: "6.5"),
    StudyKey(
      "targets[].at-most", [.text(.figure)], "So much or less.", example: "9"),
    StudyKey(
      "targets[].improve-by", [.text(.figure)],
      "By this part more than the baseline, of satisfaction, attained or met. Without `baseline`, "
        + "`unmet compare` of two waves tells.", example: "20 %"),
    StudyKey(
      "targets[].baseline", [.text(.figure)],
      "The figure that was found before, in the metric's unit; with improve-by.", example: "4.2"),
    StudyKey(
      "targets[].segmentation", [.text(.text)],
      "The segmentation's name as in `segments`. Without it, everybody together.",
      example: "role"),
    StudyKey("targets[].segment", [.text(.text)], "The segment.", example: "Admin"),
  ]

  private static let measureKeys: [StudyKey] = [
    StudyKey(
      "measures", [.list],
      "Figures followed from wave to wave: how much is used, how well the job is performed, how "
        + "much value people derive.",
      example: "[{name: Uses a week, family: usage, column: m_uses}]"),
    StudyKey(
      "measures[]", [.mapping], "One measure: a column of numbers.",
      example: "{name: Uses a week, family: usage, column: m_uses}"),
    StudyKey(
      "measures[].name", [.text(.text)], isRequired: true, "The name in reports.",
      example: "Uses a week"),
    StudyKey(
      "measures[].family", [.text(.choice(Measure.Family.allCases.map(\.rawValue)))],
      isRequired: true, "What is measured.", example: "usage"),
    StudyKey(
      "measures[].column", [.text(.column)], isRequired: true,
      "The column, decimal numbers with a point.", example: "m_uses"),
    StudyKey(
      "measures[].better", [.text(.choice(Measure.Better.allCases.map(\.rawValue)))],
      "Which way is better: higher (the default), or lower as of minutes or costs.",
      example: "lower"),
  ]
}
