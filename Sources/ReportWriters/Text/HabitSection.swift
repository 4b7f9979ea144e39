import Statistics
import Survey

/// What is a habit of rating: how much of the differences between groups is how people rate,
/// whatever they are asked.
enum HabitSection {
  /// From this share of the level's variance on, clusters are largely a habit.
  private static let notableShare = 0.25
  /// From this rank correlation on, two orders are nearly the same.
  private static let notableAgreement = 0.9

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let style = result.style else { return [] }
    var sentences = clusters(style, result)
    sentences += declared(style, result.study)
    sentences.append(straight(style))
    sentences += thirds(style, Naming(result.study))
    sentences.append("style.csv has all figures.")
    return ["WHAT IS A HABIT OF RATING?"]
      + TextLayout.paragraph(sentences.joined(separator: " "))
  }

  // MARK: - Between groups

  private static func clusters(_ style: StyleAudit, _ result: AnalysisResult) -> [String] {
    guard let section = result.clusters.section, !section.clusters.isEmpty,
      let both = style.etaSquared("cluster", .both)
    else { return [] }
    let feature = FeatureWords.short(section.answerFeature)
    let figures: [(name: String, share: Double?)] = [
      ("importance", style.etaSquared("cluster", .importance)),
      ("satisfaction", style.etaSquared("cluster", .satisfaction)),
      (
        "each person's mean \(feature)",
        style.etaSquared("cluster", nil)
      ),
      ("the share of extreme answers", style.etaSquared("cluster", .both, .extremes)),
    ]
    let parts = figures.compactMap { figure in
      figure.share.map { "\(figure.name) \(NumberText.percent($0))" }
    }
    let levels = figures.prefix(3).compactMap(\.share) + [both]
    let largest = levels.max() ?? both
    let meaning =
      largest >= notableShare
      ? "Much of what separates the segments is how high people rate whatever they are asked, "
        + "which may be a habit and no need."
      : "How high people rate hardly separates the segments."
    return [
      "Of the differences between people in their overall level of rating, "
        + "\(NumberText.percent(both)) lie between the segments ("
        + parts.joined(separator: ", ") + "). \(meaning)"
    ]
  }

  private static func declared(_ style: StyleAudit, _ study: Study) -> [String] {
    let told = study.segmentations.compactMap { plan in
      style.etaSquared(plan.name, .both).map {
        "\(Naming.safe(plan.name)) \(NumberText.percent($0))"
      }
    }
    guard !told.isEmpty else { return [] }
    return ["Between the declared groups lie: \(Naming.list(told)) of that level's differences."]
  }

  private static func straight(_ style: StyleAudit) -> String {
    let counts = style.straightCounts
    guard counts.contains(where: { $0 > 0 }) else {
      return "Nobody gave one and the same answer throughout."
    }
    return "One and the same answer throughout gave "
      + "\(NumberText.counted(counts[0], "person", plural: "people")) to importance, "
      + "\(NumberText.count(counts[1])) to satisfaction, \(NumberText.count(counts[2])) to both."
  }

  // MARK: - Thirds by level

  private static func thirds(_ style: StyleAudit, _ naming: Naming) -> [String] {
    let scored = style.thirds.filter { $0.agreement != nil }
    guard scored.count > 1, !style.highest.isEmpty else { return [] }
    let figures = scored.map { third in
      "\(third.label) \(NumberText.decimal(third.agreement ?? 0, 2))"
    }
    let isStable = scored.allSatisfy { ($0.agreement ?? 0) >= notableAgreement }
    var text = "Among people who rate low, in the middle and high, the opportunities stand in "
    text += isStable ? "nearly the order of everybody's" : "an order of their own"
    text += " (rank correlation with everybody's: \(figures.joined(separator: ", "))). "
    let count = NumberText.word(style.highest.count)
    guard !style.moved.isEmpty else {
      return [text + "The \(count) highest opportunities are the \(count) highest in each third."]
    }
    let moved = style.moved.map { outcome in
      let ranks = scored.map { third in
        third.scores.outcomes.first { $0.outcome == outcome }?.rank.map { String($0) } ?? "-"
      }
      return "\(naming.id(outcome)) (ranks \(ranks.joined(separator: ", ")))"
    }
    return [
      text + "Of the \(count) highest, these leave the \(count) highest in one third or more: "
        + Naming.list(moved)
        + "; a third of the people moves ranks by chance alone."
    ]
  }
}
