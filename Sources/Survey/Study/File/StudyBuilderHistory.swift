// The part `history` of a study file.

extension StudyBuilder {
  /// Which runs are kept, in the order of the grains.
  func retention(_ cursor: StudyCursor?) -> RetentionRules {
    guard let keep = cursor?["keep"] else { return RetentionRules() }
    return RetentionRules(
      RetentionRules.Grain.allCases.compactMap { grain in
        keep[grain.rawValue].flatMap { RetentionRules.Period($0.text) }
          .map { RetentionRules.Rule(grain, $0) }
      })
  }
}
