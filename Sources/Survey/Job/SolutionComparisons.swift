import Groundwork
import Statistics

/// Which solution serves people best, outcome by outcome.
///
/// The best of several looks better than it is: it was chosen for what it shows. Intervals and
/// p-values are those of all pairs among which the one shown was chosen (Bonferroni), so they hold
/// whichever it is; the figure itself stays optimistic.
struct SolutionComparisons {
  let study: Study
  /// Whether satisfaction has a true zero, so that its ratios mean something.
  private var hasZero: Bool { study.scoring.scorer != .unfloored }
  let responses: Responses
  let options: AnalysisOptions

  /// Adds the comparisons, or why there are none.
  func add(to section: inout SolutionSection, _ grouping: Grouping) {
    let ours = section.solutions.indices.filter { section.solutions[$0].isOurs }
    let groups = section.solutions
    let found = options.workers.map(study.outcomes.count) { outcome in
      ours.isEmpty
        ? [extremes(outcome, groups, grouping)].compactMap { $0 }
        : ours.compactMap { best($0, outcome, groups, grouping) }
    }
    section.comparisons =
      ours.isEmpty
      ? found.flatMap { $0 } : ours.flatMap { own in found.joined().filter { $0.solution == own } }
    section.pairCount = section.comparisons.reduce(0) { $0 + $1.pairCount }
    for place in section.comparisons.indices {
      section.comparisons[place].gap.adjustedP = section.comparisons[place].gap.p.map {
        min(1, $0 * Double(section.pairCount))
      }
    }
    if section.comparisons.isEmpty {
      section.refusal =
        ours.isEmpty
        ? "fewer than two solutions have enough people who rated the same outcome"
        : "no solution of the team's own, or none beside it, has enough people who rated an outcome"
    }
  }

  // MARK: - Steps

  /// The solutions that may be named: those listed whose people rated the outcome.
  private func candidates(
    _ outcome: Int, _ groups: [SolutionSection.Group]
  ) -> [(place: Int, value: Double)] {
    groups.indices.compactMap { place in
      guard groups[place].kind != nil,
        let value = groups[place].outcomes[outcome].satisfaction?.value
      else { return nil }
      return (place, value)
    }
  }

  /// An own solution against the best of the others.
  private func best(
    _ own: Int, _ outcome: Int, _ groups: [SolutionSection.Group], _ grouping: Grouping
  ) -> SolutionSection.Comparison? {
    let all = candidates(outcome, groups)
    let others = all.filter { !groups[$0.place].isOurs }
    guard let value = all.first(where: { $0.place == own })?.value,
      let best = SolutionComparisons.first(others, by: >)
    else { return nil }
    return comparison(
      (own, value), (best.place, best.value), outcome, grouping, pairCount: others.count,
      ratio: hasZero && value > 0 ? best.value / value : nil)
  }

  /// The best against the worst.
  private func extremes(
    _ outcome: Int, _ groups: [SolutionSection.Group], _ grouping: Grouping
  ) -> SolutionSection.Comparison? {
    let all = candidates(outcome, groups)
    guard all.count > 1, let best = SolutionComparisons.first(all, by: >) else { return nil }
    let others = all.filter { $0.place != best.place }
    guard let worst = SolutionComparisons.first(others, by: <) else { return nil }
    return comparison(
      best, worst, outcome, grouping, pairCount: all.count * (all.count - 1) / 2,
      ratio: hasZero && worst.value > 0 ? best.value / worst.value : nil)
  }

  /// The one that comes first; of equal ones, rounding errors aside, the one listed first.
  private static func first(
    _ candidates: [(place: Int, value: Double)], by isBefore: (Double, Double) -> Bool
  ) -> (place: Int, value: Double)? {
    guard var found = candidates.first else { return nil }
    for other in candidates.dropFirst()
    where abs(other.value - found.value) > 1e-9 && isBefore(other.value, found.value) {
      found = other
    }
    return found
  }

  private func comparison(
    _ left: (place: Int, value: Double), _ right: (place: Int, value: Double), _ outcome: Int,
    _ grouping: Grouping, pairCount: Int, ratio: Double?
  ) -> SolutionSection.Comparison? {
    let codes = responses.satisfaction[outcome]
    let scoring = OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring, designCount: responses.respondentCount)
    let rule = PairRule(
      first: scoring.rule.second, second: scoring.rule.second, factor: scoring.rule.factor,
      isPaired: false)
    let differences = GroupDifferences(
      (codes, codes), groups: [left.place, right.place], of: grouping, rule: rule,
      isFloored: false, sample: responses.sample)
    guard let gap = differences.first(0, 1, level: 1 - 0.05 / Double(pairCount)) else { return nil }
    return SolutionSection.Comparison(
      outcome: outcome, solution: left.place, against: right.place, gap: gap, ratio: ratio,
      pairCount: pairCount)
  }
}
