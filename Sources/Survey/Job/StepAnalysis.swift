import Groundwork
import Statistics

/// Finds where in the chain of steps people fail.
struct StepAnalysis {
  let study: Study
  let responses: Responses
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// The most different patterns of success for which the independence gap is computed.
  private static let patternLimit = 1_024

  /// Why there is no chain.
  private static let noOutcome = "no outcome belongs to a step"

  /// The chain of everybody and of each group.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - scores: the scored segments, for the opportunity by step.
  /// - Returns: the section; refused without steps, and where steps have neither outcomes nor
  ///   columns that tell of repeats or giving up.
  func section(
    _ groupings: [Grouping], scores: [SegmentScores]
  ) -> SectionOutcome<StepSection> {
    let rated = study.steps.indices.filter { step in
      study.outcomes.contains { $0.step == study.steps[step].id }
    }
    guard !study.steps.isEmpty else { return .refused(reason: "the study names no steps") }
    let asksBeyond =
      study.chain.abandoned != nil || study.steps.contains { $0.repeats != nil }
    guard !rated.isEmpty || asksBeyond else { return .refused(reason: Self.noOutcome) }
    let chain = StepChain(study: study, responses: responses, steps: rated)
    let people = StepPeople(study: study, responses: responses)
    var groups = self.groups(nil, chain, people)
    for grouping in groupings { groups += self.groups(grouping, chain, people) }
    for index in groups.indices {
      addOpportunities(
        &groups[index],
        scores.first {
          $0.segmentation == groups[index].segmentation && $0.segment == groups[index].segment
        })
    }
    return .done(StepSection(rule: study.chain.rule, groups: groups))
  }

  // MARK: - Steps

  private func groups(
    _ grouping: Grouping?, _ chain: StepChain, _ people: StepPeople
  ) -> [StepSection.Group] {
    let labels = grouping?.levels ?? ["all"]
    var groups = labels.map {
      StepSection.Group(
        segmentation: grouping?.name ?? "all", segment: $0,
        steps: study.steps.map { _ in StepSection.Step() })
    }
    guard !labels.isEmpty else { return [] }
    let all = table(chain.passes, 2, grouping)
    let passRates = all.shares(of: [1])
    for group in groups.indices {
      groups[group].passRate = passRates[group]
      if chain.steps.isEmpty {
        groups[group].reason = Self.noOutcome
      } else if all.count(of: group) < Disclosure.floor {
        groups[group].reason = "every step is known of fewer than \(Disclosure.floor) respondents"
      }
    }
    for step in study.steps.indices {
      let place = chain.steps.firstIndex(of: step)
      let success = place.map { table(chain.success[$0], 2, grouping).shares(of: [1]) }
      let sole = place.map { table(chain.soleBlocked($0), 2, grouping).shares(of: [1]) }
      let again = people.repeats[step].map { table($0.codes, $0.points.count, grouping) }
      let repeats = again.map {
        $0.means(people.repeats[step]?.points ?? [], range: 0...(.infinity))
      }
      let repeated = again.map { $0.shares(of: people.repeats[step]?.above ?? []) }
      let dropOff = people.abandoned.map {
        table($0.map { $0 < Int32(step) ? -1 : $0 == Int32(step) ? 1 : 0 }, 2, grouping)
          .shares(of: [1])
      }
      for group in groups.indices {
        groups[group].steps[step].success = success?[group]
        groups[group].steps[step].soleBlocker = sole?[group]
        groups[group].steps[step].repeats = repeats?[group]
        groups[group].steps[step].repeated = repeated?[group]
        groups[group].steps[step].dropOff = dropOff?[group]
      }
    }
    let gaveUp = people.abandoned.map {
      table($0.map { $0 < 0 ? -1 : $0 < Int32(study.steps.count) ? 1 : 0 }, 2, grouping)
        .shares(of: [1])
    }
    for group in groups.indices {
      groups[group].abandonedShare = gaveUp?[group]
      addGap(&groups[group], chain, grouping, group)
      addWeakest(&groups[group], chain, grouping, group)
    }
    return groups
  }

  private func table(
    _ answers: [Int32], _ answerCount: Int, _ grouping: Grouping?
  ) -> PeopleTable {
    PeopleTable(
      answers, answerCount: answerCount, grouping: grouping, sample: responses.sample)
  }

  /// The share that gets through beside what independent steps would leave; its variance by the
  /// slopes of both in the shares of the patterns of success.
  private func addGap(
    _ group: inout StepSection.Group, _ chain: StepChain, _ grouping: Grouping?, _ place: Int
  ) {
    guard let pass = group.passRate else { return }
    let known = chain.patterns(in: grouping, group: place)
    let rates = chain.success.map { column in rate(of: column, among: known.codes) }
    let product = rates.reduce(1, *)
    group.independentRate = product
    let patterns = known.patterns
    guard patterns.count <= Self.patternLimit else {
      group.gapReason = "not computed: more than \(Self.patternLimit) patterns of success"
      return
    }
    let table = table(known.codes, patterns.count, nil)
    let slopes = rates.indices.map { step in
      rates.indices.reduce(1) { $1 == step ? $0 : $0 * rates[$1] }
    }
    let numbers = patterns.map { pattern in
      (pattern.allSatisfy { $0 == 1 } ? 1 : 0)
        - slopes.indices.reduce(0) { $0 + (pattern[$1] == 1 ? slopes[$1] : 0) }
    }
    let error = table.standardError(of: numbers, in: 0)
    let gap = pass.value - product
    group.independenceGap = Estimate(value: gap, standardError: error)
    let interval = DifferenceTest(
      difference: gap, variance: error * error,
      degreesOfFreedom: Double(pass.degreesOfFreedom)
    ).interval()
    group.gapInterval = interval.map { max(-1, $0.low)...min(1, $0.high) }
  }

  /// The weighted share of successes among the people with a pattern.
  private func rate(of success: [Int32], among codes: [Int32]) -> Double {
    var (through, all) = (Int64(0), Int64(0))
    for row in codes.indices where codes[row] >= 0 {
      let weight = responses.weights?[row] ?? 1
      all += weight
      if success[row] == 1 { through += weight }
    }
    return all > 0 ? Double(through) / Double(all) : 0
  }

  /// Which step is the weakest, and how often it is in the replicates.
  private func addWeakest(
    _ group: inout StepSection.Group, _ chain: StepChain, _ grouping: Grouping?, _ place: Int
  ) {
    let known = group.steps.indices.filter { group.steps[$0].success != nil }
    guard known.count > 1 else { return }
    let rates = known.map { group.steps[$0].success?.value ?? 1 }
    let lowest = rates.min() ?? 0
    for (step, rate) in zip(known, rates) where rate <= lowest + 1e-12 {
      group.steps[step].isWeakest = true
    }
    let degrees = known.map { group.steps[$0].success?.degreesOfFreedom ?? 0 }.min() ?? 0
    let rows = (0..<Int32(responses.respondentCount)).filter { row in
      grouping.map { Int($0.codes[Int(row)]) == place } ?? true
    }
    let replicates = replicates.shares(
      known.compactMap { chain.steps.firstIndex(of: $0) }.map { chain.failures($0) }, rows: rows,
      workers: options.workers)
    guard degrees > 0, replicates.first?.isEmpty == false else { return }
    let summary = RankSummary(
      estimates: rates.map { 1 - $0 }, replicates: replicates, tops: [1],
      degreesOfFreedom: degrees)
    for (step, shares) in zip(known, summary.topShares) {
      group.steps[step].weakestShare = shares[0]
    }
  }

  /// The mean opportunity of each step's outcomes.
  private func addOpportunities(
    _ group: inout StepSection.Group, _ scores: SegmentScores?
  ) {
    for step in study.steps.indices {
      let own = (scores?.outcomes ?? []).filter {
        study.outcomes[$0.outcome].step == study.steps[step].id
      }.compactMap { $0.opportunity?.value }
      group.steps[step].scoredCount = own.count
      if !own.isEmpty {
        group.steps[step].opportunity = own.reduce(0, +) / Double(own.count)
      }
    }
  }
}
