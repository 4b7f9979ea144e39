// The keys of waves, after the table of StudyKeys.swift.

extension StudyKey {
  static let waveKeys: [StudyKey] = [
    StudyKey(
      "waves", [.list],
      "The waves of the study in time order, for `unmet compare`, which takes the last two unless "
        + "told otherwise.",
      example: "[{name: \"2025\", file: wave-2025.csv}, {name: \"2026\", file: responses.csv}]"),
    StudyKey(
      "waves[]", [.mapping], "A wave.", example: "{name: \"2025\", file: wave-2025.csv}"),
    StudyKey(
      "waves[].name", [.text(.text)], isRequired: true, "What it is called.", example: "2025"),
    StudyKey(
      "waves[].file", [.text(.text)], isRequired: true,
      "The file of its answers, relative to the study file.", example: "wave-2025.csv"),
    StudyKey(
      "waves[].study", [.text(.text)],
      "The study file that it was asked by, relative to this one, where wording, columns, scale, "
        + "weights or design differed. Without it, this study.", example: "study-2025.yaml"),
  ]
}
