// The keys of the part `lint`, on the wording of statements.

extension StudyKey {
  static let lintKeys: [StudyKey] =
    [
      StudyKey(
        "lint", [.mapping],
        "What `unmet check` should know about the wording of statements; no result hangs on it. "
          + "The rules are in docs/statements.md.",
        example: "{brands: [Acme], ignore: [outcome-clarifier, 02]}")
    ]
    + words(
      "brands",
      "Names of products and companies, which have no place in a statement. A single "
        + "word with a capital is found only so written.", example: "Acme")
    + words(
      "solutions",
      "Words for solutions of the trade, which have none either, beside the built-in "
        + "ones and the answers under `solutions`.", example: "ticket system")
    + words(
      "channels", "Words for channels, which have no place in a step.", example: "service desk")
    + [
      StudyKey(
        "lint.ignore", [.list],
        "Findings to leave out: codes of rules, ids of outcomes and steps, or `job`.",
        example: "[outcome-clarifier, 02]"),
      StudyKey(
        "lint.ignore[]", [.text(.text)], "A code, an id, or `job`.", example: "outcome-clarifier"),
    ]

  private static func words(_ name: String, _ meaning: String, example: String) -> [StudyKey] {
    [
      StudyKey("lint.\(name)", [.list], meaning, example: "[\(example)]"),
      StudyKey("lint.\(name)[]", [.text(.text)], "A word or a few words.", example: example),
    ]
  }
}
