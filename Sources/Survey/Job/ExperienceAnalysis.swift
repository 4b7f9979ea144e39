import Groundwork
import Statistics

/// Holds action against purpose: efficiency from key outcomes, effectiveness from success outcomes.
struct ExperienceAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// Both indices, the quadrants and the success outcomes of everybody and each group.
  ///
  /// - Parameter groupings: declared segmentations, and the clusters.
  /// - Returns: the section; refused without success outcomes.
  func section(_ groupings: [Grouping]) -> SectionOutcome<ExperienceSection> {
    guard !study.success.isEmpty else {
      return .refused(reason: "the study names no success outcomes")
    }
    let people = ExperiencePeople(study: study, responses: responses)
    let scoring = SuccessScoring(study: study, responses: responses, options: options)
    var groups = self.groups(nil, people, scoring)
    for grouping in groupings { groups += self.groups(grouping, people, scoring) }
    return .done(ExperienceSection(plan: study.experience, groups: groups))
  }

  // MARK: - Steps

  private func groups(
    _ grouping: Grouping?, _ people: ExperiencePeople, _ scoring: SuccessScoring
  ) -> [ExperienceSection.Group] {
    let labels = grouping?.levels ?? ["all"]
    guard !labels.isEmpty else { return [] }
    let scores = scoring.scores(grouping)
    let quadrants = quadrants(people, grouping)
    let outcomes = study.success.indices.map { outcome($0, people, grouping) }
    let families = families()
    let shares = families.map { people.attainedShare($0.outcomes) }
    return labels.indices.map { place in
      var group = ExperienceSection.Group(
        segmentation: grouping?.name ?? "all", segment: labels[place])
      group.efficiency = index(people.efficiency, grouping, place)
      group.effectiveness = index(people.effectiveness, grouping, place)
      group.quadrants = quadrants.map { $0[place] }
      group.dependence = ExperienceAnalysis.phi(group.quadrants.map { $0?.value })
      group.outcomes = outcomes.enumerated().map { number, groups in
        var outcome = groups[place]
        outcome.score = scores[place][number]
        return outcome
      }
      group.rollups = zip(families, shares).map { family, shares in
        let own = family.outcomes.compactMap { group.outcomes[$0].score?.opportunity?.value }
        return ExperienceSection.Rollup(
          kind: family.kind, label: family.label, outcomeCount: family.outcomes.count,
          attained: PeopleNumbers.mean(
            shares, range: 0...1, in: grouping, group: place, sample: responses.sample),
          opportunity: own.isEmpty ? nil : own.reduce(0, +) / Double(own.count))
      }
      return group
    }
  }

  /// Success outcomes by dimension, then by aim.
  private func families() -> [(kind: String, label: String, outcomes: [Int])] {
    let dimensions = SuccessOutcome.Dimension.allCases.map { dimension in
      (
        kind: "dimension", label: dimension.rawValue,
        outcomes: study.success.indices.filter { study.success[$0].dimension == dimension }
      )
    }
    let aims = SuccessOutcome.Aim.allCases.map { aim in
      (
        kind: "aim", label: aim.rawValue,
        outcomes: study.success.indices.filter { study.success[$0].aim == aim }
      )
    }
    return (dimensions + aims).filter { !$0.outcomes.isEmpty }
  }

  private func index(
    _ numbers: [Double?], _ grouping: Grouping?, _ place: Int
  ) -> PeopleMean? {
    PeopleNumbers.mean(
      numbers, range: 0...10, in: grouping, group: place, sample: responses.sample)
  }

  /// By quadrant, then group.
  private func quadrants(
    _ people: ExperiencePeople, _ grouping: Grouping?
  ) -> [[PeopleMean?]] {
    let plan = study.experience
    let table = table(
      people.efficiency.indices.map { row in
        guard let acting = people.efficiency[row], let result = people.effectiveness[row] else {
          return nil
        }
        return (reaches(acting, plan.efficiency) ? 0 : 2)
          + (reaches(result, plan.effectiveness) ? 0 : 1)
      }, 4, grouping)
    // In the order of the cases: both, efficient only, effective only, neither.
    return (0..<4).map { table.shares(of: [$0]) }
  }

  /// By group.
  private func outcome(
    _ index: Int, _ people: ExperiencePeople, _ grouping: Grouping?
  ) -> [ExperienceSection.Outcome] {
    func share(_ marks: [Bool?]?) -> [PeopleMean?]? {
      marks.map { table($0.map { $0.map { $0 ? 1 : 0 } }, 2, grouping).shares(of: [1]) }
    }
    let attained = share(people.attained[index])
    let expectations = people.expectations[index]
    let met = share(expectations?.map { $0.map { $0 != .short } })
    let exceeded = share(expectations?.map { $0.map { $0 == .exceeded } })
    let hazard = share(people.happened[index])
    let differences = people.differences[index]
    let width = study.responses.scale.high - study.responses.scale.low
    let points = (0...2 * width).map { $0 - width }
    let surprise = differences.map {
      table($0.map { $0.map { $0 + width } }, points.count, grouping)
    }
    let range = 0...Double(width)
    let short = surprise?.means(points.map { max(0, -$0) }, range: range)
    let above = surprise?.means(points.map { max(0, $0) }, range: range)
    return (0..<(grouping?.levels.count ?? 1)).map { group in
      ExperienceSection.Outcome(
        attained: attained?[group], metRate: met?[group], exceededRate: exceeded?[group],
        shortfall: short?[group], excess: above?[group], hazardRate: hazard?[group])
    }
  }

  private func table(
    _ answers: [Int?], _ answerCount: Int, _ grouping: Grouping?
  ) -> PeopleTable {
    PeopleTable(
      answers.map { Int32($0 ?? -1) }, answerCount: answerCount, grouping: grouping,
      sample: responses.sample)
  }

  /// The correlation of two marks from the shares of the four quadrants.
  private static func phi(_ shares: [Double?]) -> Double? {
    let known = shares.compactMap { $0 }
    guard known.count == 4 else { return nil }
    let (acting, result) = (known[0] + known[1], known[0] + known[2])
    let spread = acting * (1 - acting) * result * (1 - result)
    guard spread > 1e-12 else { return nil }
    return (known[0] * known[3] - known[1] * known[2]) / spread.squareRoot()
  }

  /// Whether an index reaches a threshold, rounding errors of the division aside.
  private func reaches(_ index: Double, _ threshold: Double) -> Bool {
    index >= threshold - 1e-9
  }
}
