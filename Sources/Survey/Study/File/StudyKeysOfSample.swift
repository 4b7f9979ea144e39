// The keys of how the respondents were drawn and weighted.

extension StudyKey {
  static let sampleKeys: [StudyKey] = [
    StudyKey(
      "weight", [.text(.column)], "The column with the weight of each respondent.",
      example: "weight"),
    StudyKey(
      "design", [.mapping],
      "How the respondents were drawn. Without it: one by one from a large population.",
      example: "{strata: region, units: store}"),
    StudyKey(
      "design.strata", [.text(.column)], "The column of the strata that were drawn from apart.",
      example: "region"),
    StudyKey(
      "design.units", [.text(.column)],
      "The column of the primary sampling units (stores, schools, households), told apart inside "
        + "each stratum. Without it, every respondent is one.", example: "store"),
    StudyKey(
      "design.population", [.text(.column)],
      "The column with the number of units that the respondent's stratum has in the population: "
        + "what was drawn without replacement varies less.", example: "stores_in_region"),
    StudyKey(
      "design.second-units", [.text(.column)],
      "The column of the units drawn inside each unit. Without it, every respondent is one.",
      example: "household"),
    StudyKey(
      "design.second-population", [.text(.column)],
      "The column with the number of second units that the respondent's unit has. Without it, the "
        + "second stage is left out, which makes intervals a little wider.",
      example: "households_in_store"),
    StudyKey(
      "design.lonely-units", [.text(.choice(["refuse", "center"]))],
      "What to do with a stratum that has a single unit: refuse, the default, or center it at the "
        + "mean of all units, which is conservative.", example: "center"),
    StudyKey(
      "rake", [.mapping], "How the weights are fitted to what is known of the population.",
      example: "{margins: [{column: gender, targets: {Female: 51 %, Male: 49 %}}]}"),
    StudyKey(
      "rake.margins", [.list],
      "Columns whose shares in the population are known. The weights are multiplied until all of "
        + "them are met; respondents without an answer keep their share.",
      example: "[{column: gender, targets: {Female: 51 %, Male: 49 %}}]"),
    StudyKey(
      "rake.margins[]", [.mapping], "One margin.",
      example: "{column: gender, targets: {Female: 51 %, Male: 49 %}}"),
    StudyKey(
      "rake.margins[].column", [.text(.column)], isRequired: true, "The column.",
      example: "gender"),
    StudyKey(
      "rake.margins[].targets", [.named], isRequired: true,
      "The share of each answer in the population; together 100 %.",
      example: "{Female: 51 %, Male: 49 %}"),
    StudyKey(
      "rake.margins[].targets.*", [.text(.share)], "The share of the answer.", example: "51 %"),
    StudyKey(
      "rake.cap", [.text(.number(minimum: 1))],
      "The most that a weight may be, in median weights; what is cut off goes to the others, and "
        + "the margins are met again. Without it, no weight is cut.", example: "5"),
    StudyKey(
      "rake.design-effect", [.text(.number(minimum: 1))],
      "Instead of a cap: weights are cut until their design effect (Kish) is at most this.",
      example: "1.5"),
  ]
}
