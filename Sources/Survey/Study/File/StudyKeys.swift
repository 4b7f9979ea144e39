// The table of the study file's keys. To add a key: one entry here, one question for it in the
// reader; the schema, the reference and the check for unknown keys follow.

import Tables

extension StudyKey {
  static let topKeys: [StudyKey] = [
    StudyKey(
      "study", [.text(.text)], isRequired: true,
      "The study's title, as it stands on the report.", example: "Patch management 2026"),
    StudyKey(
      "job", [.text(.text), .mapping], isRequired: true,
      "The job that people want to get done: verb, object of the verb, contextual clarifier.",
      example: "Keep server and network components' software patched"),
    StudyKey(
      "job.text", [.text(.text)],
      "The whole job statement; made of the three parts when it is left out.",
      example: "Keep software patched"),
    StudyKey("job.verb", [.text(.text)], "What is done.", example: "Keep patched"),
    StudyKey("job.object", [.text(.text)], "What it is done to.", example: "software"),
    StudyKey(
      "job.clarifier", [.text(.text)], "Under which circumstances.",
      example: "on servers and network components"),
  ]

  static let responseKeys: [StudyKey] = [
    StudyKey(
      "responses", [.mapping], isRequired: true, "The answers, and how to read them.",
      example: "{file: responses.csv, scale: 1-5}"),
    StudyKey(
      "responses.file", [.text(.text)], isRequired: true,
      "The file of the answers, relative to the study file.", example: "responses.csv"),
    StudyKey(
      "responses.respondent", [.text(.column)],
      "The column that tells respondents apart. Random draws hang on it; without it, on each "
        + "record's own content.", example: "ResponseId"),
    StudyKey(
      "responses.scale", [.text(.scale)], isRequired: true,
      "What importance and satisfaction were rated on, lowest and highest point.",
      example: "1-5"),
    StudyKey(
      "responses.top", [.text(.whole(0...999))],
      "Ratings from here up count as important and as satisfied. Without it, the two highest "
        + "points.", example: "4"),
    StudyKey(
      "responses.labels", [.named],
      "Texts in the data that stand for points of the scale.",
      example: "{Not at all important: 1, Extremely important: 5}"),
    StudyKey(
      "responses.labels.*", [.text(.whole(0...999))], "The point that the text stands for.",
      example: "5"),
    StudyKey(
      "responses.missing", [.list],
      "Texts that mean \"not answered\". A blank cell always does, unless another list has it.",
      example: "[N/A, -99]"),
    StudyKey(
      "responses.missing[]", [.text(.answer)], "A text as it stands in the data.", example: "N/A"),
    StudyKey(
      "responses.not-asked", [.list], "Texts that mean \"this question was not put\".",
      example: "[Not shown]"),
    StudyKey(
      "responses.not-asked[]", [.text(.answer)], "A text as it stands in the data.",
      example: "Not shown"),
    StudyKey(
      "responses.does-not-apply", [.list], "Texts that mean \"this does not apply to me\".",
      example: "[Does not apply to me]"),
    StudyKey(
      "responses.does-not-apply[]", [.text(.answer)], "A text as it stands in the data.",
      example: "Does not apply to me"),
    StudyKey(
      "responses.refused", [.list], "Texts that mean \"I do not want to say\".",
      example: "[Prefer not to say]"),
    StudyKey(
      "responses.refused[]", [.text(.answer)], "A text as it stands in the data.",
      example: "Prefer not to say"),
    StudyKey(
      "responses.duplicates", [.text(.choice(["refuse", "first", "last"]))],
      "What to do when two records carry the same respondent id. Without it: refuse.",
      example: "first"),
    StudyKey(
      "responses.reject-limit", [.text(.share)],
      "The share of an item's answers that may be invalid before the run is refused. "
        + "Without it: 1 %.", example: "1 %"),
    StudyKey(
      "responses.delimiter", [.text(.choice(["comma", "semicolon", "tab", "pipe"]))],
      "What stands between the fields. Without it, it is detected.", example: "semicolon"),
    StudyKey(
      "responses.header-rows", [.text(.whole(0...9))],
      "How many rows of headers the file has; 0 names the columns by position alone. Without it, "
        + "they are detected.", example: "1"),
    StudyKey(
      "responses.encoding", [.text(.choice(TextEncoding.allCases.map(\.rawValue)))],
      "The character encoding. Without it: UTF-8, or UTF-16 with a byte order mark.",
      example: "utf-8"),
  ]

  static let outcomeKeys: [StudyKey] = [
    StudyKey(
      "outcomes", [.mapping], isRequired: true,
      "The desired outcomes, each rated for importance and for satisfaction.",
      example: "{importance: \"imp_{id}\", satisfaction: \"sat_{id}\", list: [{01: Text}]}"),
    StudyKey(
      "outcomes.importance", [.text(.pattern)],
      "The names of the importance columns, {id} standing for the outcome's id.",
      example: "imp_{id}"),
    StudyKey(
      "outcomes.satisfaction", [.text(.pattern)],
      "The names of the satisfaction columns, {id} standing for the outcome's id.",
      example: "sat_{id}"),
    StudyKey(
      "outcomes.effort", [.text(.pattern)],
      "The names of the columns that tell how hard each outcome is to get, on the scale of the "
        + "ratings, high for hard; {id} stands for the outcome's id.", example: "eff_{id}"),
  ]

  /// What stands behind the keys of all outcomes: one outcome after the other.
  static let outcomeListKeys: [StudyKey] = [
    StudyKey(
      "outcomes.list", [.list], isRequired: true, "The outcomes, in the order of the reports.",
      example: "[{01: Minimize the time it takes to learn that a patch is needed}]"),
    StudyKey(
      "outcomes.list[]", [.pair, .mapping], "One outcome: id and text, or all its fields.",
      example: "{01: Minimize the time it takes to learn that a patch is needed}"),
    StudyKey(
      "outcomes.list[].id", [.text(.text)], isRequired: true,
      "The permanent id; never used again for another outcome.", example: "\"01\""),
    StudyKey(
      "outcomes.list[].text", [.text(.text)], isRequired: true, "The outcome statement.",
      example: "Minimize the time it takes to learn that a patch is needed"),
    StudyKey(
      "outcomes.list[].importance", [.text(.column)],
      "The importance column, where it does not follow the common pattern.",
      example: "Q5_1"),
    StudyKey(
      "outcomes.list[].satisfaction", [.text(.column)],
      "The satisfaction column, where it does not follow the common pattern.",
      example: "Q6_1"),
    StudyKey(
      "outcomes.list[].effort", [.text(.column)],
      "The effort column, where it does not follow the common pattern.", example: "Q7_1"),
    StudyKey(
      "outcomes.list[].direction",
      [.text(.choice(Outcome.Direction.allCases.map(\.rawValue)))],
      "Whether less or more of it is better.", example: "minimize"),
    StudyKey(
      "outcomes.list[].unit", [.text(.text)],
      "What is measured: time, likelihood, number, cost.", example: "time"),
    StudyKey(
      "outcomes.list[].progress", [.list],
      "The kinds of progress that the outcome stands for, in the study's own words.",
      example: "[whole job, more cheaply]"),
    StudyKey(
      "outcomes.list[].progress[]", [.text(.text)], "One kind of progress.",
      example: "whole job"),
    StudyKey(
      "outcomes.list[].job", [.text(.text)],
      "The id in `jobs` of the job that the outcome belongs to. Without it, the study's own.",
      example: "automate"),
  ]

  static let analysisKeys: [StudyKey] = [
    StudyKey(
      "segments", [.list],
      "Groups to score: columns whose answers divide the respondents. Clusters are added.",
      example: "[role, company_size]"),
    StudyKey(
      "segments[]", [.text(.column), .mapping], "A column, or a column with name and levels.",
      example: "role"),
    StudyKey(
      "segments[].column", [.text(.column)], isRequired: true, "The column.", example: "Q12"),
    StudyKey(
      "segments[].name", [.text(.text)], "The name in reports; without it, the column's name.",
      example: "Role"),
    StudyKey(
      "segments[].levels", [.list],
      "The groups in their order; answers that are not named form no group. Without it, what "
        + "the data hold.", example: "[Admin, Auditor]"),
    StudyKey(
      "segments[].levels[]", [.text(.text)], "An answer as it stands in the data.",
      example: "Admin"),
    StudyKey(
      "scores", [.mapping], "How opportunity is scored.", example: "{scorer: mean}"),
    StudyKey(
      "scores.scorer", [.text(.choice(Scorer.allCases.map(\.rawValue)))],
      "The formula: top-box shares (the default), rescaled means, or the unfloored sum on raw "
        + "ratings.", example: "top-box"),
    StudyKey(
      "scores.base", [.text(.choice(ScoreBase.allCases.map(\.rawValue)))],
      "Whose answers count: those who answered both questions of the outcome (the default), or "
        + "all answers available to each.", example: "paired"),
    StudyKey(
      "scores.minimum", [.text(.number(minimum: 10))],
      "The fewest effective respondents for which a segment is scored. Without it: 30.",
      example: "50"),
    StudyKey(
      "scores.replicates", [.text(.whole(200...20_000))],
      "How many bootstrap replicates rank intervals and tiers rest on. Without it: 1000.",
      example: "2000"),
    StudyKey(
      "hypotheses", [.list],
      "What is claimed before the data are seen; tested apart from what is found by looking.",
      example: "[{outcome: 02, at-least: 12}]"),
    StudyKey(
      "hypotheses[]", [.mapping], "One claim on the opportunity of an outcome.",
      example: "{outcome: 02, at-least: 12}"),
    StudyKey(
      "hypotheses[].outcome", [.text(.text)], isRequired: true, "The outcome's id.",
      example: "\"02\""),
    StudyKey(
      "hypotheses[].segmentation", [.text(.text)],
      "The segmentation's name as in `segments`. Without it, everybody together.",
      example: "role"),
    StudyKey(
      "hypotheses[].segment", [.text(.text)], "The segment.", example: "Admin"),
    StudyKey(
      "hypotheses[].at-least", [.text(.number(minimum: 0))],
      "The opportunity is this number of points or more.", example: "12"),
    StudyKey(
      "hypotheses[].below", [.text(.number(minimum: 0))],
      "The opportunity is under this number of points.", example: "10"),
    StudyKey(
      "hypotheses[].than-others", [.text(.choice(["higher", "lower", "different"]))],
      "How the segment's opportunity stands to that of all others with an answer.",
      example: "higher"),
    StudyKey(
      "clusters", [.mapping], "How respondents are clustered.",
      example: "{on: levelled-gap, k: auto}"),
    StudyKey(
      "clusters.on", [.text(.choice(ClusterFeature.allCases.map(\.rawValue)))],
      "What respondents are compared by. Without it: levelled-gap, importance minus "
        + "satisfaction, the respondent's own mean of it counting as far as it tells clusters "
        + "apart; centred-gap leaves that mean out, gap keeps it. unmet: 1 where the outcome is "
        + "important and not satisfied (top cut), else 0. factor-scores: the regression scores of "
        + "the factors of `factors.on`, two or more.",
      example: "levelled-gap"),
    StudyKey(
      "clusters.k", [.text(.automaticOr(ClusteringPlan.clusterCounts))],
      "The number of clusters; auto, the default, lets their stability decide (2 to 8).",
      example: "auto"),
    StudyKey(
      "clusters.questions", [.text(.whole(1...20))],
      "At most so many outcomes, each with the one or the two ratings that help, tell new "
        + "people's segment. Without it: 8.",
      example: "8"),
    StudyKey(
      "clusters.method", [.text(.choice(ClusterMethod.allCases.map(\.rawValue)))],
      "What the published clusters are formed around: means (k-means, the default), or medoids, "
        + "respondents who stand for their cluster, of at most 5000 respondents. Their number and "
        + "the verdict are found by k-means always. With many outcomes medoids find segments less "
        + "well than means.", example: "medoids"),
    StudyKey(
      "clusters.missing", [.text(.choice(MissingAnswers.allCases.map(\.rawValue)))],
      "What becomes of missing answers when the published clusters are formed. Without it: em, "
        + "each is filled with what the person's other answers let expect. k-pod: clusters are "
        + "formed of the answers given alone, and people belong to the center nearest by their "
        + "answers; for `on: gap`, opportunity, importance, unmet or markers, not standardised, "
        + "with `method: k-means`. The number of clusters and the verdict are found on filled "
        + "answers always.",
      example: "k-pod"),
    StudyKey(
      "clusters.standardise", [.text(.truth)],
      "Whether each outcome is divided by its standard deviation, before rows are centred. "
        + "Without it: false. Items of one common scale are better left as they are: dividing "
        + "gives an outcome on which people hardly differ the same say as any other.",
      example: "true"),
    StudyKey(
      "factors", [.mapping], "How outcomes are grouped into factors.",
      example: "{on: opportunity}"),
    StudyKey(
      "factors.on", [.text(.choice(["gap", "opportunity", "importance"]))],
      "What the correlations are computed from. Without it: opportunity.",
      example: "opportunity"),
    StudyKey(
      "factors.correlation", [.text(.choice(FactorPlan.Correlation.allCases.map(\.rawValue)))],
      "How they are estimated, weighted in any case. Without it: em, maximum likelihood of normal "
        + "answers of which some are missing. pairwise takes the people who answered both "
        + "outcomes; polychoric takes few ordered answers (13 different values at most) for steps "
        + "of normal numbers; both are repaired where they are not positive definite.",
      example: "polychoric"),
    StudyKey(
      "factors.extraction", [.text(.choice(FactorPlan.Extraction.allCases.map(\.rawValue)))],
      "How factors are taken from the correlations. Without it: principal-components; the others "
        + "model what outcomes have in common and tell how well the model fits.",
      example: "minres"),
    StudyKey(
      "factors.rotation", [.text(.choice(FactorPlan.Rotation.allCases.map(\.rawValue)))],
      "How they are turned to be read. Without it: varimax. After promax and oblimin factors may "
        + "correlate.",
      example: "oblimin"),
    StudyKey(
      "factors.count", [.text(.automaticOr(1...20))],
      "The number of factors; auto, the default, takes that of parallel analysis on the "
        + "eigenvalues of the correlations.",
      example: "auto"),
    StudyKey(
      "seed", [.text(.seed)], "Every random draw hangs on it. Without it: 1.", example: "1"),
  ]
}
