import Groundwork
import Statistics

/// Ranks circumstances by what they explain of clusters and scores.
struct CircumstanceAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// All circumstances.
  ///
  /// - Parameters:
  ///   - profile: who is in the clusters.
  ///   - clusterCount: the number of clusters; 0 without.
  /// - Returns: the section; refused without circumstances.
  func section(
    _ profile: SectionOutcome<ProfileSection>, clusterCount: Int
  ) -> SectionOutcome<CircumstanceSection> {
    guard !study.circumstances.isEmpty else {
      return .refused(reason: "the study names no circumstances")
    }
    let order = responses.canonicalOrder(seed: study.seed)
    // Sums of numbers run row by row: in an order that hangs on ids alone.
    guard let sample = try? responses.sample.reordered(order) else {
      return .refused(reason: "the sampling design cannot be put in order")
    }
    let scores = CircumstanceScores(study: study, responses: responses)
    let targets = [(CircumstanceSection.Target.unmet, scores.unmet), (.gap, scores.gap)].map {
      CircumstanceTarget(target: $0.0, values: reordered($0.1, order), sample: sample)
    }
    let variables = study.circumstanceVariables(responses.profile)
    let drafts = options.workers.map(variables.count) { place in
      draft(place, variables[place], targets, order)
    }
    var section = CircumstanceSection(circumstances: drafts.map(\.circumstance))
    for (place, target) in targets.enumerated() {
      target.rank(&section.circumstances, drafts.map { $0.shares[place] })
    }
    if let described = profile.section {
      let clusters = CircumstanceClusters(
        profile: described, clusterCount: clusterCount, responses: responses)
      clusters.add(variables, to: &section.circumstances)
    } else if case .refused(let reason) = profile {
      section.clusterRefusal = reason
    }
    return .done(section)
  }

  // MARK: - Steps

  /// A circumstance that is not ranked yet, and what it explains of each target.
  private typealias Draft = (
    circumstance: CircumstanceSection.Circumstance, shares: [ExplainedShare?]
  )

  private func reordered<Value>(_ values: [Value], _ order: [Int32]) -> [Value] {
    order.map { values[Int($0)] }
  }

  private func draft(
    _ place: Int, _ variable: ProfileVariable?, _ targets: [CircumstanceTarget], _ order: [Int32]
  ) -> Draft {
    var own = CircumstanceSection.Circumstance(name: study.circumstances[place].name)
    var shares = [ExplainedShare?](repeating: nil, count: targets.count)
    guard let variable else {
      own.refusal = "its column stands elsewhere in the study under another name"
      return (own, shares)
    }
    switch variable.answers {
    case .refused(let reason): own.refusal = reason
    case .levels(let labels, let codes):
      let groups = reordered(codes, order).map {
        Int($0) < labels.count ? Int32($0) : -1
      }
      for (index, target) in targets.enumerated() {
        shares[index] = target.explain(&own, groups: groups, groupCount: labels.count)
      }
      addLevels(&own, CircumstanceLevels(labels, codes: codes))
    case .numbers(let numbers):
      own.isNumber = true
      let values = reordered(numbers, order)
      for (index, target) in targets.enumerated() {
        shares[index] = target.explain(&own, line: values)
      }
      addLevels(&own, CircumstanceLevels(numbers, weights: responses.weights))
    }
    return (own, shares)
  }

  // MARK: - Level by level

  private func addLevels(
    _ own: inout CircumstanceSection.Circumstance, _ levels: CircumstanceLevels
  ) {
    let grouping = levels.grouping(own.name)
    guard !grouping.levels.isEmpty else { return }
    let segments = SegmentScoring(study: study, responses: responses, options: options)
      .segments(of: grouping, minimumBase: study.scoring.minimumBase)
    own.levels = grouping.levels.indices.map { level(segments[$0]) }
    let comparisons = SegmentTests(study: study, responses: responses, options: options)
      .comparisons(of: segments, in: grouping)
    own.difference = difference(comparisons, grouping.levels)
  }

  private func level(_ segment: SegmentScores) -> CircumstanceSection.Level {
    let top = segment.ranked.first
    var interval: ClosedRange<Double>?
    if let low = top?.low, let high = top?.high { interval = low...high }
    return CircumstanceSection.Level(
      label: segment.segment, respondentCount: segment.respondentCount, top: top?.outcome,
      opportunity: top?.opportunity, interval: interval, reason: segment.reason)
  }

  /// The surest difference: the smallest p-value, then the largest difference.
  private func difference(
    _ comparisons: SegmentationComparisons, _ labels: [String]
  ) -> CircumstanceSection.Difference? {
    let isPaired = !comparisons.pairs.isEmpty
    // Of two levels each stands against the other: one of the two rows says it.
    let family = isPaired ? comparisons.pairs : comparisons.againstRest
    let surest = family.filter { $0.p != nil }.enumerated().min { left, right in
      let (a, b) = (left.element, right.element)
      return (a.p ?? 1, -abs(a.difference.value), left.offset)
        < (b.p ?? 1, -abs(b.difference.value), right.offset)
    }?.element
    guard let surest else { return nil }
    let other = surest.against ?? labels.filter { $0 != surest.segment }.joined(separator: ", ")
    let isHigher = surest.difference.value >= 0
    let sign: Double = isHigher ? 1 : -1
    let ends = [surest.low * sign, surest.high * sign].sorted()
    return CircumstanceSection.Difference(
      outcome: surest.outcome, level: isHigher ? surest.segment : other,
      against: isHigher ? other : surest.segment,
      estimate: Estimate(
        value: surest.difference.value * sign, standardError: surest.difference.standardError),
      interval: ends[0]...ends[1], p: surest.p, adjustedP: surest.adjustedP)
  }
}
