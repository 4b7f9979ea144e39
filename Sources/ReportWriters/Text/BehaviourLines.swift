import Survey

/// Do deeds back what people say?
enum BehaviourLines {
  /// The most behaviours and outcomes that are told of.
  private static let (behaviourCount, outcomeCount) = (6, 5)

  static func lines(_ result: AnalysisResult) -> [String] {
    // Without behaviours in the study there is nothing to ask.
    guard case .done(let section) = result.job.behaviours else { return [] }
    let words = BehaviourWords(section, Naming(result.study))
    return ["DO DEEDS BACK WHAT PEOPLE SAY?"]
      + TextLayout.paragraph(words.common(Self.behaviourCount))
      + [words.confirmed(Self.outcomeCount), words.verdicts, words.named, words.refused]
      .filter { !$0.isEmpty }.flatMap { TextLayout.paragraph($0) }
      + TextLayout.paragraph(Self.method)
  }

  private static let method =
    "Compared are people for whom an outcome is important and unsatisfied and the others, habits "
    + "of rating taken out, false findings held to 5 %. Stated only: a difference of "
    + "\(NumberText.decimal(BehaviourSection.smallestDifference * 100, 0)) points is ruled out. "
    + "What goes together need not be cause and effect. behaviours.csv has every pair."
}

/// The sentences on what people do.
private struct BehaviourWords {
  private let section: BehaviourSection
  private let naming: Naming

  init(_ section: BehaviourSection, _ naming: Naming) {
    (self.section, self.naming) = (section, naming)
  }

  /// What is most common.
  func common(_ limit: Int) -> String {
    let shares = section.behaviours.compactMap { behaviour in
      (behaviour.shares.first ?? nil).map { (name(behaviour), $0) }
    }.enumerated().sorted { left, right in
      let (a, b) = (left.element.1.value, right.element.1.value)
      return a == b ? left.offset < right.offset : a > b
    }.prefix(limit).map(\.element)
    guard !shares.isEmpty else { return "Nothing that people do could be told." }
    return "Most common: "
      + Naming.list(shares.map { "\($0.0), \(StepWords.share($0.1))" }) + "."
  }

  /// Which outcomes are backed, the largest difference of each.
  func confirmed(_ limit: Int) -> String {
    let found = section.outcomes.filter { $0.verdict == .confirmed }
    guard !found.isEmpty else { return "No outcome is confirmed by what people do." }
    let told = found.compactMap { outcome -> (text: String, size: Double)? in
      guard let behaviour = outcome.backing.first,
        let pair = section.associations.first(where: {
          $0.outcome == outcome.outcome && $0.behaviour == behaviour
        })
      else { return nil }
      return (
        "\(naming.id(outcome.outcome)) (\(name(section.behaviours[behaviour])), "
          + "\(NumberText.signed(pair.difference * 100, 0)) points, p "
          + "\(NumberText.probability(pair.adjustedP ?? 1)))", pair.difference
      )
    }.enumerated().sorted { left, right in
      let (a, b) = (left.element.size, right.element.size)
      return a == b ? left.offset < right.offset : a > b
    }.prefix(limit).map(\.element.text)
    let rest = found.count - told.count
    let more = rest > 0 ? ", and \(NumberText.counted(rest, "other"))" : ""
    return "Confirmed by deeds: \(told.joined(separator: "; "))\(more)."
  }

  /// What became of the outcomes that people call unmet.
  var verdicts: String {
    let claimed = section.outcomes.filter(\.isClaimed)
    guard !claimed.isEmpty else { return "No outcome is called unmet by half of the people." }
    func ids(_ verdict: BehaviourSection.Verdict) -> [Int] {
      claimed.filter { $0.verdict == verdict }.map(\.outcome)
    }
    func part(_ verdict: BehaviourSection.Verdict) -> String {
      let own = ids(verdict)
      return own.isEmpty ? "none" : naming.ids(own)
    }
    let open = ids(.open)
    let who = open.count > 12 ? "\(open.count) outcomes" : part(.open)
    return
      "Of the \(NumberText.counted(claimed.count, "key outcome")) that people call unmet "
      + "(underserved, or important and unsatisfied for half of them or more): confirmed "
      + "\(part(.confirmed)); stated only \(part(.statedOnly)); contradicted "
      + "\(part(.contradicted)); open, as too few people were asked or too little differs, \(who)."
  }

  /// What became of behaviours that the study holds against outcomes.
  var named: String {
    let judged = section.behaviours.filter { $0.verdict != nil }.map { behaviour in
      "\(name(behaviour)): \(behaviour.verdict?.rawValue ?? "")"
    }
    return judged.isEmpty
      ? "" : "With the outcomes that the study names for them: \(judged.joined(separator: "; "))."
  }

  var refused: String {
    let refused = section.behaviours.filter { !$0.refusal.isEmpty }.map {
      "\(name($0)) (\(Naming.safe($0.refusal)))"
    }
    return refused.isEmpty ? "" : "Not told: \(refused.joined(separator: "; "))."
  }

  private func name(_ behaviour: BehaviourSection.Behaviour) -> String {
    let name = Naming.safe(behaviour.name)
    return switch behaviour.kind {
    case .repeated: "step \(name) again"
    case .noSolution, .ownSolution: "uses \(name)"
    case .gaveUp: name
    case .workaround, .barrier: "\(behaviour.kind.rawValue) \(name)"
    }
  }
}
