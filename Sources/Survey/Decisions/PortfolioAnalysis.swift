import Groundwork
import Statistics

/// Searches the sets of outcomes and steps whose repair turns the most people.
struct PortfolioAnalysis {
  let study: Study
  let responses: Responses
  let people: RepairPeople
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// The largest set that is listed, and the largest whose choice is tried on replicates.
  static let listedSize = 10
  static let testedSize = 5
  /// The most replicates, the fewest, and about how many additions they may take together.
  private static let replicateRange = 10...100
  private static let workLimit = 1_500_000_000

  /// The section.
  ///
  /// - Returns: refused where fewer people than the disclosure floor rated what it takes.
  func section() -> SectionOutcome<PortfolioSection> {
    if let reason = study.unknownAttainment { return .refused(reason: reason) }
    let known = people.good.count { $0 >= 0 }
    guard known >= Disclosure.floor, responses.share(people.good) != nil else {
      return .refused(
        reason: "the experience of fewer than \(Disclosure.floor) respondents is known")
    }
    let outcomes = plan(people.coverage(), people.candidates, good: people.good)
    return .done(
      PortfolioSection(
        outcomes: outcomes, keyOutcomes: study.success.isEmpty ? nil : keyOutcomes(),
        steps: steps()))
  }

  // MARK: - Steps

  private func steps() -> SectionOutcome<RepairPlan> {
    let places = study.steps.indices.filter { step in
      study.outcomes.contains { $0.step == study.steps[step].id }
    }
    guard places.count > 1 else {
      return .refused(
        reason: study.steps.isEmpty
          ? "the study names no steps" : "fewer than two steps have outcomes")
    }
    let chain = StepChain(study: study, responses: responses, steps: places)
    var coverage = RepairCoverage(kinds: places.map { _ in 0 })
    for row in chain.passes.indices where chain.passes[row] == 0 {
      let failing = places.indices.filter { chain.success[$0][row] == 0 }
      coverage.add(
        row: Int32(row), felt: failing, lacks: [failing.count, 0], rated: [places.count, 0])
    }
    guard responses.share(chain.passes) != nil else {
      return .refused(
        reason: "every step is known of fewer than \(Disclosure.floor) respondents")
    }
    return .done(plan(coverage, places.map { .step($0) }, good: chain.passes))
  }

  private func keyOutcomes() -> RepairPlan {
    let keys = people.candidates.filter { if case .key = $0 { true } else { false } }
    return plan(people.keyCoverage(), keys, good: people.good)
  }

  private func plan(
    _ coverage: RepairCoverage, _ candidates: [RepairCandidate], good: [Int32]
  ) -> RepairPlan {
    let search = RepairSearch(coverage: coverage)
    let weights = coverage.rows.map { responses.weights?[Int($0)] ?? 1 }
    let sets = search.sets(upTo: candidates.count, weights: weights)
    func rate(after set: [Int]) -> PeopleMean? {
      let turned = coverage.turned(by: set).map { coverage.rows[$0] }
      return responses.share(turned.reduce(into: good) { $0[Int($1)] = 1 })
    }
    var plan = RepairPlan(
      candidates: candidates, now: responses.share(good),
      all: rate(after: Array(candidates.indices)))
    let base = good.indices.reduce(Int64(0)) {
      $0 + (good[$1] >= 0 ? responses.weights?[$1] ?? 1 : 0)
    }
    func share(_ weight: Int64) -> Double { base > 0 ? Double(weight) / Double(base) : 0 }
    plan.exactSize = search.exactSize
    plan.alone = candidates.indices.map { share(coverage.weight(of: [$0], weights)) }
    plan.sets = sets.best.prefix(Self.listedSize).enumerated().map { place, members in
      RepairSet(
        members: members, isExact: place < search.exactSize, rate: rate(after: members),
        gain: share(sets.bestWeights[place]), greedyGain: share(sets.greedyWeights[place]))
    }
    let whole = Double(weights.reduce(0, +)) * (1 - 1e-12)
    func size(reaching share: Double) -> Int? {
      guard whole > 0 else { return nil }
      return sets.bestWeights.firstIndex { Double($0) >= share * whole }.map { $0 + 1 }
    }
    (plan.sizeForHalf, plan.sizeForMost) = (size(reaching: 0.5), size(reaching: 0.9))
    addFrequencies(&plan, search)
    return plan
  }

  /// How often the same sets are chosen when the people are drawn again.
  private func addFrequencies(_ plan: inout RepairPlan, _ search: RepairSearch) {
    let size = min(Self.testedSize, plan.sets.count)
    guard search.coverage.personCount > 0, size > 0 else {
      plan.note = "no repair turns anybody"
      return
    }
    let work = max(1, search.work(upTo: size))
    let wished = min(
      Self.replicateRange.upperBound, max(Self.replicateRange.lowerBound, Self.workLimit / work))
    let drawn = replicates.weights(of: search.coverage.rows, upTo: wished)
    guard !drawn.isEmpty else {
      plan.note = "the sample cannot be drawn again, so no set is tried on replicates"
      return
    }
    plan.replicateCount = drawn.count
    let chosen = options.workers.map(drawn.count) { replicate in
      search.sets(upTo: size, weights: drawn[replicate]).best
    }
    for place in 0..<size {
      let members = plan.sets[place].members
      let count = Double(chosen.count)
      plan.sets[place].frequencies = members.map { member in
        Double(chosen.count { $0[place].contains(member) }) / count
      }
      plan.sets[place].setFrequency = Double(chosen.count { $0[place] == members }) / count
    }
  }
}
