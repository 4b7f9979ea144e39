// The keys of the part `history`, on which published runs are kept.

extension StudyKey {
  static let historyKeys: [StudyKey] =
    [
      StudyKey(
        "history", [.mapping],
        "What becomes of published runs; no result hangs on it. See docs/history.md.",
        example: "{keep: {all: 30 days, weekly: 12 weeks, monthly: forever}}"),
      StudyKey(
        "history.keep", [.mapping],
        "Which runs are kept: each that at least one line keeps, and always the latest; the others "
          + "are removed after a run was published. Without it: all of them.",
        example: "{all: 30 days, weekly: 12 weeks, monthly: forever}"),
    ]
    + RetentionRules.Grain.allCases.map { grain in
      StudyKey(
        "history.keep.\(grain.rawValue)", [.text(.period)], meaning(of: grain),
        example: grain == .monthly ? "forever" : "30 days")
    }

  private static func meaning(of grain: RetentionRules.Grain) -> String {
    switch grain {
    case .all: "How long every run is kept."
    case .daily: "How long the last run of each day is kept, days in universal time."
    case .weekly: "How long the last run of each week is kept, Monday to Sunday."
    case .monthly: "How long the last run of each calendar month is kept."
    case .yearly: "How long the last run of each calendar year is kept."
    }
  }
}
