// The keys of replicate weights that stand in the data.

extension StudyKey {
  static let replicateKeys: [StudyKey] = [
    StudyKey(
      "design.replicates", [.mapping],
      "Columns of replicate weights, in place of strata and units; each holds whole weights of all "
        + "respondents, not factors of them. Needs `weight`.",
      example: "{columns: \"rep_{1-80}\", method: brr, fay: 0.5}"),
    StudyKey(
      "design.replicates.columns", [.text(.numbered), .list], isRequired: true,
      "The columns: a name with a range of numbers in braces, zeros in front where the names have "
        + "them (`rep_{01-80}`), or a list of names.", example: "\"rep_{1-80}\""),
    StudyKey("design.replicates.columns[]", [.text(.column)], "A column.", example: "rep_1"),
    StudyKey(
      "design.replicates.method",
      [.text(.choice(ReplicatePlan.Method.allCases.map(\.rawValue)))], isRequired: true,
      "How they were made: half samples (brr, with `fay` where each half keeps a part), a "
        + "jackknife, a bootstrap, or successive differences.", example: "brr"),
    StudyKey(
      "design.replicates.fay", [.text(.share)],
      "Fay's factor: what the reduced half of each sample keeps of its weight; 0 without.",
      example: "0.5"),
    StudyKey(
      "design.replicates.scale", [.text(.number(minimum: 0))],
      "What the sum of the squared deviations is multiplied by, in place of the method's own: "
        + "1 / (R (1 - fay)²), (R - 1) / R, 1 / (R - 1) or 4 / R.", example: "0.05"),
    StudyKey(
      "design.replicates.scales", [.list],
      "What each replicate's squared deviation is multiplied by, as (n - 1) / n in a jackknife "
        + "with strata. The method's own scale is then 1.", example: "[0.5, 0.5, 0.75]"),
    StudyKey(
      "design.replicates.scales[]", [.text(.number(minimum: 0))], "One replicate's.",
      example: "0.5"),
    StudyKey(
      "design.replicates.center",
      [.text(.choice(ReplicatePlan.Center.allCases.map(\.rawValue)))],
      "What deviations are measured from: the mean of the replicates, the default, or the estimate "
        + "under the full weights, the default of successive differences.", example: "estimate"),
    StudyKey(
      "design.replicates.degrees-of-freedom", [.text(.whole(1...1_000_000))],
      "The degrees of freedom that the producer of the data states. Without it, the rank of the "
        + "replicate weights less 1.", example: "32"),
  ]
}
