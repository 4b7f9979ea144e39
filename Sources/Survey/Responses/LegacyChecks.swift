import Tables

/// What there is to say of ratings that come from an older survey.
enum LegacyChecks {
  /// One note for each outcome whose ratings were read from another scale.
  static func findings(study: Study, responses: Responses) -> [Finding] {
    study.outcomes.enumerated().compactMap { index, outcome in
      guard let legacy = outcome.legacy else { return nil }
      let columns = [responses.importance[index], responses.satisfaction[index]]
      return finding(outcome.id, legacy, study.responses.scale, columns)
    }
  }

  /// How the ratings of an outcome were read, and how many there are.
  static func finding(
    _ outcome: String, _ legacy: LegacyScale, _ scale: Scale, _ columns: [[UInt8]]
  ) -> Finding {
    let count = columns.reduce(0) { $0 + $1.count { RatingCode.isAnswered($0) } }
    return Finding(
      .note, kind: "comparability", subject: outcome, count: count,
      text: "ratings of an older survey on \(legacy.low)-\(legacy.high)"
        + (legacy.isReversed ? ", \(legacy.low) the best," : "")
        + " are read on \(scale.low)-\(scale.high): \(legacy.reading(on: scale))"
        + (legacy.note.map { " (\($0))" } ?? ""))
  }
}

extension InvalidRatings {
  /// Whether ratings that were refused are points of another scale: of the first ones any, for a
  /// file may hold slips beside them.
  func areOn(_ points: ClosedRange<Int>) -> Bool {
    places.contains { place in points.contains { String($0) == place.text } }
  }
}

extension Study {
  /// How the ratings of a column were asked for, where that was on an older scale.
  func legacy(ofColumn name: String) -> (scale: LegacyScale, place: Place)? {
    let outcome = outcomes.first { $0.importance.text == name || $0.satisfaction.text == name }
    return outcome.flatMap { outcome in outcome.legacy.map { ($0, outcome.place) } }
  }
}
