import Statistics

extension BehaviourSection {
  /// Adjusts the p-values: the pairs that the study names are one family, all others another.
  mutating func adjust() {
    for isDeclared in [true, false] {
      let family = associations.indices.filter { associations[$0].isDeclared == isDeclared }
      let adjusted = AdjustedPValues.benjaminiHochberg(family.map { associations[$0].p })
      for (index, p) in zip(family, adjusted) { associations[index].adjustedP = p }
    }
  }

  /// Says what became of each outcome and of each behaviour that the study holds against outcomes.
  mutating func judge(_ study: Study, _ everybody: SegmentScores?) {
    outcomes = study.outcomes.indices.map { outcome in
      let all = associations.filter { $0.outcome == outcome }
      let isDeclared = behaviours.contains { $0.outcomes.contains(outcome) }
      let own = isDeclared ? all.filter(\.isDeclared) : all
      let score = everybody?.outcomes.first { $0.outcome == outcome }
      let isClaimed =
        score?.zone == .underserved
        || (score?.unmetShare ?? 0) >= BehaviourSection.claimedShare
      // A named behaviour that could not be read leaves the claim open.
      let isComplete =
        !isDeclared
        || own.count == behaviours.count { $0.outcomes.contains(outcome) }
      return Outcome(
        outcome: outcome, isClaimed: isClaimed, isDeclared: isDeclared,
        verdict: BehaviourSection.verdict(
          own, isComplete: isComplete, otherwise: isClaimed ? .statedOnly : .notClaimed),
        backing: BehaviourSection.found(own, sign: 1).map(\.behaviour),
        against: BehaviourSection.found(own, sign: -1).map(\.behaviour))
    }
    for index in behaviours.indices where !behaviours[index].outcomes.isEmpty {
      let own = associations.filter { $0.behaviour == index && $0.isDeclared }
      behaviours[index].verdict = BehaviourSection.verdict(
        own, isComplete: !own.isEmpty, otherwise: .unrelated)
    }
  }

  // MARK: - Steps

  /// - Parameters:
  ///   - own: the associations that the verdict rests on.
  ///   - isComplete: whether nothing else should be among them.
  ///   - otherwise: what to say where all of them rule out a difference worth a word.
  /// - Returns: what became of the claim.
  private static func verdict(
    _ own: [Association], isComplete: Bool, otherwise: Verdict
  ) -> Verdict {
    if !found(own, sign: 1).isEmpty { return .confirmed }
    if !found(own, sign: -1).isEmpty { return .contradicted }
    return isComplete && !own.isEmpty && own.allSatisfy(\.isRuledOut) ? otherwise : .open
  }

  /// What is certain, in one direction, the largest difference first.
  private static func found(_ own: [Association], sign: Double) -> [Association] {
    own.enumerated().filter { $0.element.isFound && $0.element.difference * sign > 0 }
      .sorted { left, right in
        let (a, b) = (abs(left.element.difference), abs(right.element.difference))
        return a == b ? left.offset < right.offset : a > b
      }.map(\.element)
  }
}
