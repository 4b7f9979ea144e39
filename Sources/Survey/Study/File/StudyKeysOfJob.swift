// The keys of the wider job model, after the table of StudyKeys.swift.

extension StudyKey {
  static let jobModelKeys: [StudyKey] =
    altitudeKeys + treeKeys + stepKeys + successKeys + experienceKeys + peopleKeys + proposalKeys

  private static let altitudeKeys: [StudyKey] = [
    StudyKey(
      "altitude", [.mapping], "How specific the job is, and the jobs around it.",
      example: "{level: main, parent: Maintain trust in our infrastructure}"),
    StudyKey(
      "altitude.level", [.text(.choice(Job.Level.allCases.map(\.rawValue)))],
      "How specific the job is. Without it: main.", example: "main"),
    StudyKey(
      "altitude.parent", [.text(.text)],
      "The job above, by its id in `jobs` or as a text: why this one is done.",
      example: "Maintain trust in our infrastructure"),
    StudyKey(
      "altitude.narrower", [.list],
      "Narrower jobs, by their ids in `jobs` or as texts: how this one is done.",
      example: "[Automate patching of servers]"),
    StudyKey(
      "altitude.narrower[]", [.text(.text)], "A narrower job.",
      example: "Automate patching of servers"),
    StudyKey(
      "altitude.related", [.list],
      "Other jobs that the same people get done, by their ids in `jobs` or as texts.",
      example: "[Keep an inventory of software]"),
    StudyKey(
      "altitude.related[]", [.text(.text)], "A related job.",
      example: "Keep an inventory of software"),
  ]

  private static let treeKeys: [StudyKey] = [
    StudyKey(
      "jobs", [.named],
      "Other jobs of the tree, under their ids. `job` is the id of the study's own job.",
      example: "{trust: {text: Maintain trust, level: aspirational}, automate: "
        + "{text: Automate patching, parent: job}}"),
    StudyKey(
      "jobs.*", [.mapping], "One job, under its id.",
      example: "{text: Automate patching, parent: job}"),
    StudyKey(
      "jobs.*.text", [.text(.text)], isRequired: true, "What is to be done.",
      example: "Automate patching of servers"),
    StudyKey(
      "jobs.*.level", [.text(.choice(Job.Level.allCases.map(\.rawValue)))],
      "How specific the job is: a rung below its parent's, but functional below functional. "
        + "Without it: the rung below the parent's.",
      example: "functional"),
    StudyKey(
      "jobs.*.parent", [.text(.text)],
      "The job above: an id of `jobs`, or `job` for the study's own.", example: "job"),
    StudyKey(
      "jobs.*.related", [.list],
      "Other jobs that the same people get done: ids of `jobs`, or `job`. One side suffices.",
      example: "[job]"),
    StudyKey("jobs.*.related[]", [.text(.text)], "The id of a job.", example: "job"),
  ]

  private static let stepKeys: [StudyKey] = [
    StudyKey(
      "steps", [.named],
      "The job map: the logical steps in their order, free of solutions. An outcome belongs to "
        + "one step at most.",
      example: "{determine: {text: Determine what must be patched, outcomes: [01]}}"),
    StudyKey(
      "steps.*", [.mapping], "One step, under its id.",
      example: "{text: Determine what must be patched, outcomes: [01]}"),
    StudyKey(
      "steps.*.text", [.text(.text)], isRequired: true, "What the step accomplishes.",
      example: "Determine what must be patched"),
    StudyKey(
      "steps.*.outcomes", [.list], "The ids of the outcomes that belong to the step.",
      example: "[01, 02]"),
    StudyKey(
      "steps.*.outcomes[]", [.text(.text)], "The id of an outcome.", example: "\"01\""),
    StudyKey(
      "steps.*.repeats", [.text(.column)],
      "The column that tells how often the step had to be done again, a whole number.",
      example: "determine_again"),
    StudyKey(
      "chain", [.mapping], "How the steps hang together.",
      example: "{rule: half, abandoned: gave_up_at}"),
    StudyKey(
      "chain.rule", [.text(.choice(ChainPlan.Rule.allCases.map(\.rawValue)))],
      "When a step succeeds for a person: satisfied (top cut) with half of its rated outcomes or "
        + "more (half, the default), or with all of them.", example: "half"),
    StudyKey(
      "chain.abandoned", [.text(.column)],
      "The column that tells at which step the person gave up: the step's id or text.",
      example: "gave_up_at"),
    StudyKey(
      "chain.finished", [.list],
      "The answers of that column that mean the job was finished. Without it, a blank cell does.",
      example: "[Finished]"),
    StudyKey(
      "chain.finished[]", [.text(.text)], "An answer as it stands in the data.",
      example: "Finished"),
  ]

  private static let successKeys: [StudyKey] = [
    StudyKey(
      "success", [.list], "Success outcomes: what the job is done for, attained or not.",
      example: "[{id: s1, text: Our systems pass the audit, importance: s1_imp, "
        + "satisfaction: s1_sat}]"),
    StudyKey(
      "success[]", [.mapping], "One success outcome.",
      example: "{id: s1, text: Our systems pass the audit, importance: s1_imp, "
        + "satisfaction: s1_sat}"),
    StudyKey(
      "success[].id", [.text(.text)], isRequired: true,
      "The permanent id, different from those of all other outcomes.", example: "s1"),
    StudyKey(
      "success[].text", [.text(.text)], isRequired: true, "The outcome statement.",
      example: "Our systems pass the audit"),
    StudyKey(
      "success[].dimension",
      [.text(.choice(SuccessOutcome.Dimension.allCases.map(\.rawValue)))],
      "Functional (the default), emotional, or social: how others see one.",
      example: "functional"),
    StudyKey(
      "success[].aim", [.text(.choice(SuccessOutcome.Aim.allCases.map(\.rawValue)))],
      "Whether it is to be achieved (the default), avoided or resolved.", example: "achieve"),
    StudyKey(
      "success[].importance", [.text(.column)], "The importance column.", example: "s1_imp"),
    StudyKey(
      "success[].satisfaction", [.text(.column)], "The satisfaction column.",
      example: "s1_sat"),
    StudyKey(
      "success[].expectation", [.text(.column)],
      "The column that tells whether expectations were met, exceeded or fell short.",
      example: "s1_exp"),
    StudyKey(
      "success[].expected", [.text(.column)],
      "The column that tells, on the scale of the ratings, what was expected; the satisfaction "
        + "rating beside it tells what came.", example: "s1_wish"),
    StudyKey(
      "success[].happened", [.text(.column)],
      "The column that tells whether what was to be avoided happened.", example: "s1_seen"),
  ]

  private static let experienceKeys: [StudyKey] =
    [
      StudyKey(
        "experience", [.mapping],
        "When an experience is good: acting is efficient and its purpose is attained.",
        example: "{efficiency: 5, effectiveness: 5}"),
      StudyKey(
        "experience.efficiency", [.text(.number(minimum: 0))],
        "From this index on, 0 to 10, acting counts as good: ten times the share of the rated key "
          + "outcomes that the person is satisfied with. Without it: 5.", example: "5"),
      StudyKey(
        "experience.effectiveness", [.text(.number(minimum: 0))],
        "The same of success outcomes. Without it: 5.", example: "5"),
      StudyKey(
        "answers", [.mapping],
        "The answers that mean yes, no, and what became of expectations. Upper and lower case are "
          + "one. A column with words for yes alone beside blanks is a check box: a blank "
          + "means no.",
        example: "{exceeded: [Better than expected]}"),
    ]
    + words("yes", "yes. Without it: yes, y, true, 1, selected, checked", example: "Yes")
    + words("no", "no. Without it: no, n, false, 0, not selected, unchecked", example: "No")
    + words("met", "that expectations were met. Without it: met", example: "As expected")
    + words(
      "exceeded", "that they were exceeded. Without it: exceeded", example: "Better than expected")
    + words("short", "that they were not met. Without it: short", example: "Worse than expected")

  /// A list of words that mean something.
  private static func words(
    _ name: String, _ meaning: String, example: String
  ) -> [StudyKey] {
    [
      StudyKey(
        "answers.\(name)", [.list], "The answers that mean \(meaning).", example: "[\(example)]"),
      StudyKey(
        "answers.\(name)[]", [.text(.text)], "An answer as it stands in the data.",
        example: example),
    ]
  }

  private static let peopleKeys: [StudyKey] =
    [
      StudyKey(
        "roles", [.mapping], "Who performs, supports or buys: the answers of one column.",
        example: "{column: role, executor: [End user], buyer: [Manager]}"),
      StudyKey(
        "roles.column", [.text(.column)], isRequired: true, "The column.", example: "role"),
    ]
    + answers("roles.executor", "people who get the job done", example: "End user")
    + answers("roles.support", "people who support it over its life", example: "Support")
    + answers("roles.buyer", "people who decide the purchase", example: "Manager")
    + roleWeightKeys
    + columns("circumstances", "Circumstances that make the job harder", example: "team_size")
    + [
      StudyKey(
        "barriers", [.named],
        "What keeps people from getting the job done: a name and its column, whose answers are "
          + "words of `answers.yes` and `answers.no` unless `answer` names one of them. A plain "
          + "column is short for `{column: name}`.",
        example: "{budget: bar_budget, time: bar_time}")
    ]
    + barrierKeys
    + columns("workarounds", "What people do to make up", example: "wa_spreadsheet")
    + behaviour("workarounds[]")
    + columns("activities", "What people do, as tactics that differ", example: "act_scan")
    + [
      StudyKey(
        "solutions", [.mapping], "What people use today to get the job done.",
        example: "{column: tool, provider: [Tool A], nothing: [By hand]}"),
      StudyKey(
        "solutions.column", [.text(.column)], isRequired: true, "The column.", example: "tool"),
    ]
    + answers("solutions.provider", "solutions bought from a provider", example: "Tool A")
    + answers(
      "solutions.non-provider", "solutions made by the people themselves",
      example: "Own scripts")
    + answers("solutions.nothing", "using nothing", example: "By hand")
    + answers(
      "solutions.ours",
      "the team's own solutions, each listed under provider or non-provider, to be held against "
        + "the best of the others", example: "Tool A")

  /// A list of answers of the column that the mapping names.
  private static func answers(
    _ path: String, _ meaning: String, example: String
  ) -> [StudyKey] {
    [
      StudyKey(path, [.list], "The answers that mean \(meaning).", example: "[\(example)]"),
      StudyKey(
        "\(path)[]", [.text(.text)], "An answer as it stands in the data.", example: example),
    ]
  }

  /// A list of columns, each with a name of its own if wished.
  private static func columns(
    _ path: String, _ meaning: String, example: String
  ) -> [StudyKey] {
    [
      StudyKey(
        path, [.list],
        "\(meaning): columns of the data. A plain column is short for `{column: name}`.",
        example: "[\(example)]"),
      StudyKey(
        "\(path)[]", [.text(.column), .mapping], "A column, or a column with a name.",
        example: example),
      StudyKey(
        "\(path)[].column", [.text(.column)], isRequired: true, "The column.",
        example: example),
      StudyKey(
        "\(path)[].name", [.text(.text)], "The name in reports; without it, the column's name.",
        example: "Name"),
    ]
  }
}
