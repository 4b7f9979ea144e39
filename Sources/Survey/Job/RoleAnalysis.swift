import Groundwork
import NumericCore
import Statistics

/// Scores each role like a segment and holds the roles against each other.
struct RoleAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The roles side by side.
  ///
  /// - Returns: the section; refused where the study names no roles or none can be scored.
  func section() -> SectionOutcome<RoleSection> {
    guard let plan = study.roles, let texts = responses.job.texts[.role] else {
      return .refused(reason: "the study names no roles")
    }
    let groups = AnswerGroups(study, roles: plan)
    guard !groups.members.isEmpty else {
      return .refused(reason: "the study names no answers of roles")
    }
    let grouping = groups.grouping(texts, name: "role", pools: false)
    let segments = scoring.segments(of: grouping, minimumBase: study.scoring.minimumBase)
    let shares = shares(grouping)
    let roles = PerformerRole.allCases.filter { !plan.answers(of: $0).isEmpty }.enumerated()
      .map { place, role in
        RoleSection.Role(
          role: role, weight: plan.weight(of: role),
          share: segments[place].respondentCount < Disclosure.floor ? nil : shares[place],
          scores: segments[place])
      }
    guard roles.contains(where: \.isScored) else {
      let reasons = roles.map {
        "\($0.role.rawValue) ("
          + ($0.scores.reason.isEmpty ? "no outcome answered enough" : $0.scores.reason) + ")"
      }
      return .refused(reason: "no role is scored: " + reasons.joined(separator: ", "))
    }
    var section = RoleSection(roles: roles)
    section.outcomes = options.workers.map(study.outcomes.count) {
      outcome($0, roles, grouping)
    }
    adjust(&section)
    judge(&section)
    addOrders(&section)
    return .done(section)
  }

  // MARK: - One outcome

  private var scoring: SegmentScoring {
    SegmentScoring(study: study, responses: responses, options: options)
  }

  /// By role, its share of the people whose role is known.
  private func shares(_ grouping: Grouping) -> [PeopleMean?] {
    let none = Int32(grouping.levels.count)
    let table = PeopleTable(
      grouping.codes.map { Int32($0) == none ? -1 : Int32($0) },
      answerCount: grouping.levels.count, grouping: nil, sample: responses.sample)
    return grouping.levels.indices.map { table.shares(of: [$0])[0] }
  }

  private func outcome(
    _ outcome: Int, _ roles: [RoleSection.Role], _ grouping: Grouping
  ) -> RoleSection.Outcome {
    let scores = roles.map { role -> OutcomeScore? in
      guard role.scores.outcomes.indices.contains(outcome) else { return nil }
      let score = role.scores.outcomes[outcome]
      return score.opportunity == nil ? nil : score
    }
    let (first, second) = (responses.importance[outcome], responses.satisfaction[outcome])
    let isPaired = study.scoring.base == .paired
    let means = RatingMeans(study: study, responses: responses)
    func shown(_ means: [PeopleMean?]) -> [PeopleMean?] {
      zip(means, scores).map { $1 == nil ? nil : $0 }
    }
    var result = RoleSection.Outcome(
      scores: scores,
      importance: shown(means.means(first, both: isPaired ? second : nil, in: grouping)),
      satisfaction: shown(means.means(second, both: isPaired ? first : nil, in: grouping)))
    let own = roles.indices.filter { scores[$0] != nil }
    guard !own.isEmpty else { return result }
    let differences = GroupDifferences(
      (first, second), groups: own, of: grouping, rule: scoring.scoring.rule,
      isFloored: study.scoring.scorer != .unfloored, sample: responses.sample)
    for left in own.indices {
      for right in own.indices.dropFirst(left + 1) {
        result.pairs.append(
          RoleSection.Pair(
            left: own[left], right: own[right],
            opportunity: differences.opportunity(left, right),
            importance: differences.first(left, right),
            satisfaction: differences.second(left, right)))
      }
    }
    if own.count == roles.count(where: \.isScored) {
      addJoint(&result, own.map { roles[$0].weight }, differences)
    }
    return result
  }

  /// The weighted mean of the roles' opportunities, with the largest error of all gradients that
  /// may hold.
  private func addJoint(
    _ result: inout RoleSection.Outcome, _ weights: [Double], _ differences: GroupDifferences
  ) {
    let total = weights.reduce(0, +)
    let counting = weights.indices.filter { weights[$0] > 0 }
    guard total > 0 else { return }
    let scores = weights.indices.map { differences.score($0) }
    let value = counting.reduce(0) { $0 + weights[$1] / total * scores[$1].value }
    var combinations: [PairCombination] = [[]]
    for place in counting {
      combinations = combinations.flatMap { combination in
        scores[place].possibleGradients.map { gradient in
          let weight = weights[place] / total
          return combination
            + [(place, weight * gradient.first, weight * gradient.second)]
        }
      }
    }
    let variance = combinations.map { differences.covariance.covariance($0, $0) }.max() ?? 0
    let degrees = counting.map { differences.covariance.degreesOfFreedom[$0] }.min() ?? 0
    let test = DifferenceTest(
      difference: value, variance: variance, degreesOfFreedom: Double(degrees))
    let range = scoring.scoring.range
    result.joint = Estimate(value: value, standardError: test.standardError)
    result.low = test.interval().map { max(range.lowerBound, $0.low) }
    result.high = test.interval().map { min(range.upperBound, $0.high) }
  }

  // MARK: - All outcomes

  /// Three families: each over all outcomes and pairs.
  private func adjust(_ section: inout RoleSection) {
    let parts: [WritableKeyPath<RoleSection.Pair, GroupDifference?>] = [
      \.opportunity, \.importance, \.satisfaction,
    ]
    for part in parts {
      let values = section.outcomes.flatMap { $0.pairs.map { $0[keyPath: part]?.p } }
      var adjusted = AdjustedPValues.benjaminiHochberg(values)[...]
      for outcome in section.outcomes.indices {
        for pair in section.outcomes[outcome].pairs.indices {
          let value = adjusted.removeFirst()
          section.outcomes[outcome].pairs[pair][keyPath: part]?.adjustedP = value
        }
      }
    }
  }

  private func judge(_ section: inout RoleSection) {
    let scoredCount = section.roles.count(where: \.isScored)
    let range = scoring.scoring.meanRange
    let middle = (range.lowerBound + range.upperBound) / 2
    for place in section.outcomes.indices {
      var outcome = section.outcomes[place]
      for pair in outcome.pairs.indices {
        let sides = (
          outcome.scores[outcome.pairs[pair].left], outcome.scores[outcome.pairs[pair].right]
        )
        if isFinding(outcome.pairs[pair].opportunity) {
          outcome.pairs[pair].kind = kind(sides.0?.zone, sides.1?.zone)
        }
        let matters = [sides.0, sides.1].map { ($0?.importance?.value ?? 0) >= middle - 1e-9 }
        outcome.pairs[pair].isImportanceConflict =
          matters[0] != matters[1] && isFinding(outcome.pairs[pair].importance)
      }
      let zones = outcome.scores.compactMap { $0?.zone }
      let isShared =
        scoredCount > 1 && zones.count == scoredCount && zones.allSatisfy { $0 == .underserved }
      outcome.kind =
        [.conflict, .oneSided].first { kind in outcome.pairs.contains { $0.kind == kind } }
        ?? (isShared ? .agreement : nil)
      section.outcomes[place] = outcome
    }
  }

  private func isFinding(_ difference: GroupDifference?) -> Bool {
    (difference?.adjustedP ?? 1) <= RoleSection.level
  }

  private func kind(_ left: Zone?, _ right: Zone?) -> RoleSection.Kind? {
    guard let left, let right, (left == .underserved) != (right == .underserved) else {
      return nil
    }
    return left == .overserved || right == .overserved ? .conflict : .oneSided
  }

  /// The joint ranks, and how far the roles' own orders agree.
  private func addOrders(_ section: inout RoleSection) {
    let joint = section.outcomes.compactMap { $0.joint?.value }
    for place in section.outcomes.indices {
      guard let own = section.outcomes[place].joint?.value else { continue }
      section.outcomes[place].rank = 1 + joint.count { $0 > own + 1e-9 }
    }
    let scored = section.roles.indices.filter { section.roles[$0].isScored }
    let common = section.outcomes.filter { outcome in
      scored.allSatisfy { outcome.scores[$0] != nil }
    }
    guard scored.count > 1, common.count > 2 else { return }
    // Ranks, so that rounding errors between equal values untie nothing.
    let orders = scored.map { role in
      let values = common.compactMap { $0.scores[role]?.opportunity?.value }
      return values.map { own in Double(values.count { $0 > own + 1e-9 }) }
    }
    section.concordance = RankConcordance(orders)?.w
    section.agreements = scored.indices.flatMap { left in
      scored.indices.dropFirst(left + 1).map { right in
        RoleSection.Agreement(
          left: scored[left], right: scored[right],
          tau: RankCorrelation.kendall(orders[left], orders[right]))
      }
    }
  }
}
