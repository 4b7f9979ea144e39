import Groundwork
import Statistics

/// Holds proposed solutions against the whole job.
struct ProposalAnalysis {
  let study: Study
  let responses: Responses
  let people: RepairPeople
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// The section.
  ///
  /// - Parameters:
  ///   - everybody: the scores of everybody.
  ///   - roles: the scores within roles.
  /// - Returns: refused where the study proposes nothing.
  func section(
    everybody: SegmentScores, roles: [RoleScores]
  ) -> SectionOutcome<ProposalSection> {
    guard !study.proposals.isEmpty else {
      return .refused(reason: "the study proposes nothing (`proposals`)")
    }
    let success = SuccessScoring(study: study, responses: responses, options: options)
      .scores(nil)[0]
    let scores = Scores(key: everybody.outcomes, success: success)
    let draws = replicateScores(scores)
    return .done(
      ProposalSection(
        coverages: study.proposals.indices.map { coverage($0, scores, roles, draws) }))
  }

  // MARK: - Steps

  /// Scores of key and success outcomes, by the candidates of repairs.
  private struct Scores {
    var byCandidate: [RepairCandidate: OutcomeScore] = [:]

    init(key: [OutcomeScore], success: [OutcomeScore?]) {
      for score in key where score.opportunity != nil {
        byCandidate[.key(score.outcome)] = score
      }
      for (index, score) in success.enumerated() where score?.opportunity != nil {
        byCandidate[.success(index)] = score
      }
    }
  }

  private func coverage(
    _ place: Int, _ scores: Scores, _ roles: [RoleScores], _ draws: [[Double]]
  ) -> ProposalSection.Coverage {
    let proposal = study.proposals[place]
    let served = Set(
      proposal.outcomes.map { RepairCandidate.key($0) }
        + proposal.success.map { RepairCandidate.success($0) })
    var coverage = ProposalSection.Coverage(proposal: place)
    let scored = people.candidates.filter { scores.byCandidate[$0] != nil }
    coverage.scoredCount = scored.count
    coverage.opportunityShare = share(
      scored.compactMap { scores.byCandidate[$0] }, scored.map(served.contains), draws)
    let underserved = scored.filter { scores.byCandidate[$0]?.zone == .underserved }
    coverage.underservedCount = underserved.count
    coverage.underservedServed = underserved.count(where: served.contains)
    coverage.untouchedSteps = study.steps.indices.filter { step in
      let own = study.outcomes.indices.filter { study.outcomes[$0].step == study.steps[step].id }
      return !own.isEmpty && !own.contains { served.contains(.key($0)) }
    }
    coverage.roles = roles.map { role($0, served) }
    coverage.progress = progress(proposal)
    addPeople(&coverage, served, effect: proposal.effect)
    return coverage
  }

  /// Served over all; `nil` for a scorer that can fall below 0.
  private func share(_ values: [Double], _ isServed: [Bool]) -> Double? {
    let all = values.reduce(0, +)
    guard study.scoring.scorer != .unfloored, all > 0 else { return nil }
    return zip(values, isServed).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } / all
  }

  /// By scored candidate, the score in each replicate.
  private func replicateScores(_ scores: Scores) -> [[Double]] {
    let scored = people.candidates.filter { scores.byCandidate[$0] != nil }
    let degrees = scored.compactMap { scores.byCandidate[$0]?.degreesOfFreedom }.min() ?? 0
    guard degrees > 0, study.scoring.scorer != .unfloored else { return [] }
    func columns(_ candidate: RepairCandidate) -> ([UInt8], [UInt8])? {
      switch candidate {
      case .key(let index): return (responses.importance[index], responses.satisfaction[index])
      case .success(let index):
        guard let first = responses.job.ratings[.importance(index)],
          let second = responses.job.ratings[.satisfaction(index)]
        else { return nil }
        return (first, second)
      case .step: return nil
      }
    }
    let pairs = scored.compactMap(columns)
    let rule = OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring, designCount: responses.respondentCount
    ).rule
    return replicates.scores(
      pairs.map(\.0), pairs.map(\.1), rule: rule, isFloored: true,
      rows: (0..<Int32(responses.respondentCount)).map { $0 }, workers: options.workers)
  }

  /// The share with its replicates.
  private func share(
    _ scores: [OutcomeScore], _ isServed: [Bool], _ draws: [[Double]]
  ) -> ReplicateMean? {
    let value = share(scores.map { $0.opportunity?.value ?? 0 }, isServed)
    let replicates = (draws.first ?? []).indices.compactMap { draw in
      share(draws.map { $0[draw] }, isServed)
    }
    return value.map {
      ReplicateMean(
        $0, replicates: replicates,
        degreesOfFreedom: scores.map(\.degreesOfFreedom).min() ?? 0, range: 0...1)
    }
  }

  private func role(
    _ role: RoleScores, _ served: Set<RepairCandidate>
  ) -> ProposalSection.RoleCoverage {
    let scores = Scores(key: role.scores.outcomes, success: role.success)
    let scored = people.candidates.filter { scores.byCandidate[$0] != nil }
    var coverage = ProposalSection.RoleCoverage(role: role.role)
    coverage.opportunityShare = share(
      scored.map { scores.byCandidate[$0]?.opportunity?.value ?? 0 }, scored.map(served.contains))
    if coverage.opportunityShare == nil {
      coverage.reason = role.scores.reason.isEmpty ? "no opportunity to share" : role.scores.reason
    }
    return coverage
  }

  private func progress(_ proposal: Proposal) -> [ProposalSection.Progress] {
    var names = proposal.progress
    for name in study.outcomes.flatMap(\.progress) where !names.contains(name) {
      names.append(name)
    }
    return names.map { name in
      let own = study.outcomes.indices.filter { study.outcomes[$0].progress.contains(name) }
      return ProposalSection.Progress(
        name: name, isPromised: proposal.progress.contains(name), outcomeCount: own.count,
        servedCount: own.count(where: proposal.outcomes.contains))
    }
  }

  // MARK: - People

  private func addPeople(
    _ coverage: inout ProposalSection.Coverage, _ served: Set<RepairCandidate>, effect: Double?
  ) {
    let places = people.candidates.indices.filter { served.contains(people.candidates[$0]) }
    let count = responses.respondentCount
    coverage.reached = responses.share(
      (0..<count).map { row in
        let marks = places.map { people.marks[$0][row] }
        return marks.allSatisfy { $0 == .unknown } ? -1 : marks.contains(.unmet) ? 1 : 0
      })
    coverage.experienceNow = responses.share(people.good)
    let repairs = people.coverage()
    coverage.experienceRepaired = responses.share(
      people.good(after: repairs.turned(by: places).map { repairs.rows[$0] }))
    coverage.experienceExpected = effect.flatMap { expected(places, effect: $0) }
  }

  /// Everybody's probability of a good experience when the dissatisfied of each outcome become
  /// satisfied with the probability that the effect takes.
  private func expected(_ places: [Int], effect: Double) -> PeopleMean? {
    let raised = places.map { place -> Double in
      let now =
        responses.share(
          people.marks[place].map { $0 == .unknown ? -1 : $0 == .satisfied ? 1 : 0 })?.value ?? 1
      return now < 1 ? (min(1, effect * now) - now) / (1 - now) : 0
    }
    let chances = people.good.indices.map { row -> Double? in
      guard people.good[row] >= 0 else { return nil }
      return (0...1).reduce(1.0) { product, kind in
        let own = places.indices.filter { index in
          let mark = people.marks[places[index]][row]
          return Int(people.kinds[places[index]]) == kind && mark != .unknown
            && mark != .satisfied
        }
        return product
          * ProposalAnalysis.chance(
            ofAtLeast: people.lacks[kind][row], own.map { raised[$0] })
      }
    }
    return PeopleNumbers.mean(
      chances, range: 0...1, in: nil, group: 0, sample: responses.sample)
  }

  /// The probability that at least so many of independent events happen.
  static func chance(ofAtLeast number: Int, _ chances: [Double]) -> Double {
    guard number > 0 else { return 1 }
    // By number of events so far, the last for "enough".
    var states = [1.0] + [Double](repeating: 0, count: number)
    for chance in chances {
      for state in (0..<number).reversed() {
        states[state + 1] += states[state] * chance
        states[state] *= 1 - chance
      }
    }
    return states[number]
  }
}
