import Groundwork
import Statistics

/// Raises the satisfaction with one outcome after the other and tells what changes.
struct WhatIfAnalysis {
  let study: Study
  let responses: Responses
  let people: RepairPeople
  let options: AnalysisOptions

  /// The section.
  ///
  /// - Parameter everybody: the scores of everybody.
  /// - Returns: refused where nothing is scored.
  func section(everybody: SegmentScores) -> SectionOutcome<WhatIfSection> {
    let scored = everybody.outcomes.filter { $0.opportunity != nil }
    guard !scored.isEmpty else {
      let reason = everybody.reason.isEmpty ? "no outcome has an answer" : everybody.reason
      return .refused(reason: "nothing is scored: \(reason)")
    }
    let solutions = DecisionColumns(study: study, responses: responses).solutions
    let chain = StepChain(study: study, responses: responses, steps: ratedSteps)
    let rows = options.workers.map(scored.count) { place in
      self.rows(scored[place], solutions, chain)
    }
    var section = WhatIfSection(rows: rows.flatMap { $0 })
    if solutions == nil {
      section.note = "the study names no competing solutions (`solutions`)"
    }
    return .done(section)
  }

  // MARK: - Steps

  private var ratedSteps: [Int] {
    study.steps.indices.filter { step in
      study.outcomes.contains { $0.step == study.steps[step].id }
    }
  }

  private func rows(
    _ score: OutcomeScore, _ solutions: Grouping?, _ chain: StepChain
  ) -> [WhatIfSection.Row] {
    let pivots = pivots(score.outcome, chain)
    let own: [WhatIfSection.Scenario] = [.ownByFifth, .ownByThird]
    guard let solutions else { return own.compactMap { row(score, $0, nil, pivots) } }
    let best = self.best(score.outcome, solutions)
    if let best { return [row(score, .best, (solutions, best), pivots)].compactMap { $0 } }
    let note =
      "no solution has \(wholeText(study.scoring.minimumBase)) effective users who rated it"
    return own.compactMap { scenario in
      var row = row(score, scenario, nil, pivots)
      if row?.note.isEmpty == true { row?.note = note }
      return row
    }
  }

  /// The solution whose users are satisfied most often, of those with the base of a segment.
  private func best(_ outcome: Int, _ solutions: Grouping) -> Int? {
    let satisfied = satisfied(outcome)
    let table = PeopleTable(
      satisfied, answerCount: 2, grouping: solutions, sample: responses.sample)
    let shares = table.shares(of: [1]).map { share in
      share.flatMap {
        $0.effectiveCount >= study.scoring.minimumBase * (1 - 1e-12) ? $0.value : nil
      }
    }
    return shares.indices.filter { shares[$0] != nil }.max {
      (shares[$0] ?? 0, -$0) < (shares[$1] ?? 0, -$1)
    }
  }

  /// By respondent: 1 satisfied, 0 not, -1 not rated.
  private func satisfied(_ outcome: Int) -> [Int32] {
    people.marks[outcome].map { $0 == .unknown ? -1 : $0 == .satisfied ? 1 : 0 }
  }

  private func row(
    _ score: OutcomeScore, _ scenario: WhatIfSection.Scenario, _ best: (Grouping, Int)?,
    _ pivots: Pivots
  ) -> WhatIfSection.Row? {
    let outcome = score.outcome
    let isUser = best.map { solutions, level in solutions.codes.map { Int($0) == level } }
    guard
      let raised = RaisedScore(
        responses.importance[outcome], responses.satisfaction[outcome], isUser: isUser,
        ratio: scenario.ratio,
        scoring: OpportunityScoring(
          scale: study.responses.scale, plan: study.scoring,
          designCount: responses.respondentCount), sample: responses.sample),
      let now = score.opportunity?.value
    else { return nil }
    var row = WhatIfSection.Row(
      outcome: outcome, scenario: scenario, solution: best.map { $0.0.levels[$0.1] },
      bestShare: raised.bestShare, share: raised.share, target: max(raised.target, raised.share),
      raised: raised.raised, score: now,
      change: Estimate(value: raised.change, standardError: raised.standardError))
    row.interval = interval(row.change, score.degreesOfFreedom)
    row.step = pivots.step?.scaled(by: raised.raised)
    row.allSteps = pivots.allSteps?.scaled(by: raised.raised)
    row.experience = pivots.experience?.scaled(by: raised.raised)
    if raised.raised == 0 {
      row.note =
        raised.share >= 1 ? "everybody is satisfied" : "people are satisfied as often already"
      row.interval = nil
    } else if raised.target >= 1 {
      row.note = "the target is everybody"
    }
    return row
  }

  /// The interval of a change: opportunity never rises when satisfaction does.
  private func interval(_ change: Estimate, _ degrees: Int) -> ClosedRange<Double>? {
    guard degrees > 0 else { return nil }
    let interval = DifferenceTest(
      difference: change.value, variance: change.standardError * change.standardError,
      degreesOfFreedom: Double(degrees)
    ).interval()
    return interval.map { min($0.low, 0)...min($0.high, 0) }
  }

  // MARK: - People who hang on one outcome

  /// The shares of people whom satisfaction with this outcome alone would turn.
  private struct Pivots {
    var step: PeopleMean?
    var allSteps: PeopleMean?
    var experience: PeopleMean?
  }

  private func pivots(_ outcome: Int, _ chain: StepChain) -> Pivots {
    let dissatisfied = people.marks[outcome].map { $0 == .unimportant || $0 == .unmet }
    let experience = people.good.indices.map { row -> Int32 in
      guard people.good[row] >= 0 else { return -1 }
      let hangs = people.lacks[0][row] == 1 && people.lacks[1][row] == 0
      return people.good[row] == 0 && hangs && dissatisfied[row] ? 1 : 0
    }
    var pivots = Pivots(experience: responses.share(experience))
    guard let step = study.steps.firstIndex(where: { $0.id == study.outcomes[outcome].step }),
      let link = chain.steps.firstIndex(of: step)
    else { return pivots }
    let turned = turned(outcome, step: step, dissatisfied)
    pivots.step = responses.share(
      turned.indices.map { chain.success[link][$0] < 0 ? -1 : turned[$0] ? 1 : 0 })
    let sole = chain.soleBlocked(link)
    pivots.allSteps = responses.share(
      turned.indices.map { sole[$0] < 0 ? -1 : turned[$0] && sole[$0] == 1 ? 1 : 0 })
    return pivots
  }

  /// By respondent: whether the step fails, and succeeds with one satisfied answer more.
  private func turned(_ outcome: Int, step: Int, _ dissatisfied: [Bool]) -> [Bool] {
    let own = study.outcomes.indices.filter { study.outcomes[$0].step == study.steps[step].id }
    return dissatisfied.indices.map { row in
      guard dissatisfied[row] else { return false }
      let answered = own.count { people.marks[$0][row] != .unknown }
      let satisfied = own.count { people.marks[$0][row] == .satisfied }
      func succeeds(_ number: Int) -> Bool {
        study.chain.rule == .half ? 2 * number >= answered : number == answered
      }
      return !succeeds(satisfied) && succeeds(satisfied + 1)
    }
  }
}
