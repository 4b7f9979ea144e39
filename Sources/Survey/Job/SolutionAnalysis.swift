import Groundwork
import NumericCore
import Statistics

/// Scores the people by what they use, and holds the solutions against each other.
struct SolutionAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The solutions, their kinds, and who does without.
  ///
  /// - Returns: the section; refused where the study names no solutions, or where fewer people than
  ///   the disclosure floor told theirs.
  func section() -> SectionOutcome<SolutionSection> {
    guard let plan = study.solutions, let texts = responses.job.texts[.solution] else {
      return .refused(reason: "the study names no solutions")
    }
    let listed = AnswerGroups(study, solutions: plan)
    guard !listed.members.isEmpty else {
      return .refused(reason: "the study lists no solutions")
    }
    let own = listed.grouping(texts, name: "solution", pools: true)
    let kinds = AnswerGroups(study, kindsOf: plan)
      .grouping(texts, name: "kind", pools: true)
    let known = own.codes.indices.count {
      Int(own.codes[$0]) < own.levels.count && responses.weights?[$0] != 0
    }
    guard known >= Disclosure.floor else {
      return .refused(reason: "fewer than \(Disclosure.floor) respondents told what they use")
    }
    let kindOf = SolutionKind.allCases.flatMap { kind in plan.answers(of: kind).map { _ in kind } }
    var solutions = groups(own, kinds: kindOf)
    for place in kindOf.indices {
      solutions[place].isOurs = plan.ours.contains {
        ByteText($0) == ByteText(solutions[place].label)
      }
    }
    let listedKinds = SolutionKind.allCases.filter { !plan.answers(of: $0).isEmpty }
    var section = SolutionSection(
      solutions: solutions, kinds: groups(kinds, kinds: listedKinds),
      potential: SolutionPotential(study: study, responses: responses).potential(kinds))
    SolutionComparisons(study: study, responses: responses, options: options)
      .add(to: &section, own)
    return .done(section)
  }

  // MARK: - Steps

  /// The people of each group; `kinds` of the listed ones.
  private func groups(_ grouping: Grouping, kinds: [SolutionKind]) -> [SolutionSection.Group] {
    let scores = SegmentScoring(study: study, responses: responses, options: options)
      .segments(of: grouping, minimumBase: study.scoring.minimumBase)
    let means = RatingMeans(study: study, responses: responses)
    let outcomes = options.workers.map(study.outcomes.count) { outcome in
      (
        importance: means.means(responses.importance[outcome], in: grouping),
        satisfaction: means.means(responses.satisfaction[outcome], in: grouping)
      )
    }
    let shares = shares(grouping)
    let satisfied = satisfiedShares()
    return grouping.levels.indices.map { place in
      let isShown = scores[place].respondentCount >= Disclosure.floor
      let satisfaction = PeopleNumbers.mean(
        satisfied, range: 0...1, in: grouping, group: place, sample: responses.sample)
      return SolutionSection.Group(
        label: grouping.levels[place], kind: kinds.indices.contains(place) ? kinds[place] : nil,
        share: isShown ? shares[place] : nil,
        satisfaction: satisfaction.flatMap { means.isEnough($0) ? $0 : nil },
        scores: scores[place],
        outcomes: study.outcomes.indices.map { outcome in
          self.outcome(
            outcomes[outcome].importance[place], outcomes[outcome].satisfaction[place],
            scores[place], outcome, means)
        })
    }
  }

  private func outcome(
    _ importance: PeopleMean?, _ satisfaction: PeopleMean?, _ scores: SegmentScores,
    _ outcome: Int, _ means: RatingMeans
  ) -> SolutionSection.Outcome {
    let found = scores.outcomes.indices.contains(outcome) ? scores.outcomes[outcome] : nil
    var result = SolutionSection.Outcome(
      importance: importance, satisfaction: satisfaction,
      score: found?.opportunity == nil ? nil : found)
    switch (importance, satisfaction) {
    case (nil, nil): result.note = means.refusal("rated it")
    case (_, nil): result.note = "importance alone: " + means.refusal("rated satisfaction")
    case (nil, _): result.note = "satisfaction alone: " + means.refusal("rated importance")
    default:
      result.note = result.score?.note ?? means.refusal("answered both questions")
    }
    return result
  }

  private func shares(_ grouping: Grouping) -> [PeopleMean?] {
    let none = grouping.levels.count
    let table = PeopleTable(
      grouping.codes.map { Int($0) < none ? Int32($0) : -1 }, answerCount: none, grouping: nil,
      sample: responses.sample)
    return grouping.levels.indices.map { table.shares(of: [$0])[0] }
  }

  /// By respondent, the share of the rated outcomes that the person is satisfied with.
  private func satisfiedShares() -> [Double?] {
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    var (rated, satisfied) = (
      [Int](repeating: 0, count: responses.respondentCount),
      [Int](repeating: 0, count: responses.respondentCount)
    )
    for codes in responses.satisfaction {
      for row in codes.indices where RatingCode.isAnswered(codes[row]) {
        rated[row] += 1
        satisfied[row] += codes[row] >= top ? 1 : 0
      }
    }
    return zip(satisfied, rated).map { $1 > 0 ? Double($0) / Double($1) : nil }
  }
}

/// Who does without a solution, and who has more than is needed.
struct SolutionPotential {
  let study: Study
  let responses: Responses

  /// The shares of both.
  ///
  /// A person is overserved who is satisfied (top cut) with more outcomes than are important to
  /// that person, by a quarter of those rated on both questions or more: a smaller lead is soon
  /// chance. Who uses nothing is a non-consumer and never overserved.
  ///
  /// - Parameter kinds: people by the kind of what they use.
  /// - Returns: each `nil` under the disclosure floor.
  func potential(_ kinds: Grouping) -> SolutionSection.Potential {
    let nothing = kinds.levels.firstIndex(of: SolutionKind.nothing.rawValue)
    let overserved = overserved()
    let states = kinds.codes.indices.map { row -> Int32 in
      let kind = Int(kinds.codes[row])
      guard kind < kinds.levels.count else { return -1 }
      return kind == nothing ? 0 : overserved[row].map { $0 ? 1 : 2 } ?? -1
    }
    let table = PeopleTable(states, answerCount: 3, grouping: nil, sample: responses.sample)
    let users = PeopleTable(
      states.map { $0 - 1 }, answerCount: 2, grouping: nil, sample: responses.sample)
    let isKnown = nothing != nil
    return SolutionSection.Potential(
      nonConsumers: isKnown ? table.shares(of: [0])[0] : nil,
      overserved: table.shares(of: [1])[0],
      both: isKnown ? table.shares(of: [0, 1])[0] : nil,
      overservedUsers: users.shares(of: [0])[0])
  }

  /// By respondent; `nil` of who rated too few outcomes on both questions.
  private func overserved() -> [Bool?] {
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    let needed = min(SolutionSection.ratedCount, study.outcomes.count)
    var rated = [Int](repeating: 0, count: responses.respondentCount)
    // Outcomes that satisfy less outcomes that are important.
    var lead = rated
    for (importance, satisfaction) in zip(responses.importance, responses.satisfaction) {
      for row in rated.indices
      where RatingCode.isAnswered(importance[row]) && RatingCode.isAnswered(satisfaction[row]) {
        rated[row] += 1
        lead[row] += (satisfaction[row] >= top ? 1 : 0) - (importance[row] >= top ? 1 : 0)
      }
    }
    return zip(rated, lead).map { $0 >= needed ? 4 * $1 >= $0 : nil }
  }
}
