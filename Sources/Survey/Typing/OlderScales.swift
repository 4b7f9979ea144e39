import Tables

/// What there is to say of questions that the study's own people were asked on an older scale.
extension RouteColumns {
  /// How such questions are read: each of them where they are read on the older scale, else that
  /// they are not. Scales that overlap hide a mistake, so that it is told either way.
  func olderScales(_ questions: [TypingModel.Question], _ codes: [[UInt8]]) -> [Finding] {
    let scale = model.reading.scale
    let old = model.outcomes.indices.filter { outcome in
      model.outcomes[outcome].legacy != nil && questions.contains { $0.outcome == outcome }
    }
    guard readsLegacy else {
      return old.isEmpty ? [] : [unread(old.map { model.outcomes[$0].id }, scale)]
    }
    return old.compactMap { outcome in
      let columns = zip(questions, codes).filter { $0.0.outcome == outcome }.map(\.1)
      let item = model.outcomes[outcome]
      return item.legacy.map { LegacyChecks.finding(item.id, $0, scale, columns) }
    }
  }

  /// What can be done where ratings were refused that are on the other scale of their question;
  /// `nil` where they are on neither.
  func scaleFix(_ invalid: InvalidRatings) -> String? {
    let item = model.outcomes.first { [$0.importance, $0.satisfaction].contains(invalid.item) }
    guard let legacy = item?.legacy else { return nil }
    let scale = model.reading.scale
    if readsLegacy {
      let isLabelled = scale.labels.contains { label in
        invalid.places.contains { $0.text == label.text }
      }
      return isLabelled || invalid.areOn(scale.low...scale.high)
        ? "leave --legacy out if people were asked on the model's scale, \(scale.low) to "
          + "\(scale.high)" : nil
    }
    return invalid.areOn(legacy.low...legacy.high)
      ? "add --legacy if people were asked on \(legacy.low) to \(legacy.high), the older scale of "
        + "the study; else type people who were asked on the model's scale" : nil
  }

  // MARK: - Steps

  private func unread(_ outcomes: [String], _ scale: Scale) -> Finding {
    let names = LackingColumns.list(outcomes)
    return Finding(
      .note, kind: "comparability",
      text: "ratings of \(names) are taken to be on \(scale.low)-\(scale.high); those of the "
        + "study are on an older scale: add --legacy if these are too")
  }
}
