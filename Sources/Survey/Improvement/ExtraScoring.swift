import Groundwork
import NumericCore
import Statistics

/// Compares both sides in what the study wants to follow beside its outcomes: targets without a
/// baseline of their own, and measures.
struct ExtraScoring {
  let study: Study
  let plan: ImprovementPlan
  let sides: ImprovementSides
  let options: AnalysisOptions

  private typealias Side = ImprovementSides.Side

  /// Targets first, each kind in the order of the study; targets of two waves alone.
  func extras() -> [ImprovementExtra] {
    (sides.isOneSample ? [] : targets()) + measures()
  }

  // MARK: - Targets

  private func targets() -> [ImprovementExtra] {
    let waiting = study.targets.indices.filter { study.targets[$0].ratioOfWaves != nil }
    guard !waiting.isEmpty else { return [] }
    let (old, new) = (figures(sides.baseline), figures(sides.new))
    return waiting.map { place in
      ImprovementExtra(
        subject: .target(place), improvement: improvement(study.targets[place], old, new))
    }
  }

  /// The figures of a wave.
  private func figures(_ side: Side) -> TargetFigures {
    let responses = side.responses
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let segments = responses.groupings.flatMap {
      scoring.segments(of: $0, minimumBase: study.scoring.minimumBase)
    }
    let experience = ExperienceAnalysis(study: study, responses: responses, options: options)
      .section(responses.groupings)
    return TargetFigures(
      study: study, segments: [scoring.everybody()] + segments, experience: experience.section)
  }

  private func improvement(
    _ target: Target, _ old: TargetFigures, _ new: TargetFigures
  ) -> Improvement {
    var outcome: Int?
    if case .key(let index) = target.subject { outcome = index }
    var result = Improvement(outcome: outcome, thresholds: [target.ratioOfWaves ?? 1])
    if study.scoring.scorer == .unfloored, !target.metric.isShare {
      result.note = TargetAnalysis.noZero
      return result
    }
    switch (old.figure(of: target), new.figure(of: target)) {
    case (.none(let reason), _): result.note = "baseline: \(reason)"
    case (_, .none(let reason)): result.note = "new: \(reason)"
    case (.figure(let baseline), .figure(let figure)):
      result.judge(
        ImprovementTest.Values(
          baseline: baseline.value, new: figure.value,
          baselineVariance: baseline.standardError * baseline.standardError,
          newVariance: figure.standardError * figure.standardError),
        bases: (
          (baseline.respondentCount, baseline.effectiveCount),
          (figure.respondentCount, figure.effectiveCount)
        ), degrees: (baseline.degreesOfFreedom, figure.degreesOfFreedom))
      result.note =
        [result.test?.refusal?.rawValue, figure.note, baseline.note].compactMap { $0 }
        .first { !$0.isEmpty } ?? ""
    }
    return result
  }

  // MARK: - Measures

  private func measures() -> [ImprovementExtra] {
    guard !study.measures.isEmpty else { return [] }
    let old = MeasureNumbers(study: study, responses: sides.baseline.responses)
    let new =
      sides.isOneSample ? old : MeasureNumbers(study: study, responses: sides.new.responses)
    return options.workers.map(study.measures.count) { place in
      ImprovementExtra(subject: .measure(place), improvement: improvement(place, old, new))
    }
  }

  private func improvement(
    _ measure: Int, _ old: MeasureNumbers?, _ new: MeasureNumbers?
  ) -> Improvement {
    var result = Improvement(outcome: nil, thresholds: plan.thresholds)
    guard let old, let new else {
      result.note = "the sampling design cannot be put in order"
      return result
    }
    let column = study.measures[measure].column.text
    guard let before = old.numbers(of: measure) else {
      result.note = "the baseline has no column \(column)"
      return result
    }
    guard let after = new.numbers(of: measure) else {
      result.note = "the new wave has no column \(column)"
      return result
    }
    let members = (
      old.members(sides.baseline.grouping, sides.baseline.code),
      new.members(sides.new.grouping, sides.new.code)
    )
    var covariance = 0.0
    var means: [(domain: DesignMeans.Domain?, variance: Double)]
    if sides.isOneSample {
      let both = DesignMeans(before, domains: [members.0, members.1], sample: old.sample)
      means = [0, 1].map { (both.domains[$0], both.variance(of: $0)) }
      covariance = both.covariance[0, 1]
    } else {
      means = [(before, members.0, old), (after, members.1, new)].map { numbers, isIn, source in
        let own = DesignMeans(numbers, domains: [isIn], sample: source.sample)
        return (own.domains[0], own.variance(of: 0))
      }
      covariance = self.covariance((before, old), (after, new))
    }
    fill(&result, means, covariance, study.measures[measure].better == .lower)
    return result
  }

  /// The covariance of two waves' means of all people, from the units in both.
  private func covariance(
    _ before: (numbers: [Double?], source: MeasureNumbers),
    _ after: (numbers: [Double?], source: MeasureNumbers)
  ) -> Double {
    guard let panel = sides.panel, !panel.pairs.isEmpty else { return 0 }
    func places(_ order: [Int32]) -> [Int32] {
      var places = [Int32](repeating: 0, count: order.count)
      for (place, row) in order.enumerated() { places[Int(row)] = Int32(place) }
      return places
    }
    func estimate(_ numbers: [Double?], _ sample: Sample) -> LinearEstimate? {
      let weights = numbers.indices.map { Double(sample.weights?[$0] ?? 1) }
      return LinearEstimate.mean(numbers, weights: weights)
    }
    let (old, new) = (places(before.source.order), places(after.source.order))
    guard let left = estimate(before.numbers, before.source.sample),
      let right = estimate(after.numbers, after.source.sample)
    else { return 0 }
    return SamplePanel(
      old: before.source.sample, new: after.source.sample,
      common: panel.pairs.map { .init(old: old[Int($0.old)], new: new[Int($0.new)]) }
    ).covariance(old: [left], new: [right])[0, 1]
  }

  private func fill(
    _ result: inout Improvement, _ means: [(domain: DesignMeans.Domain?, variance: Double)],
    _ covariance: Double, _ isInverse: Bool
  ) {
    guard let old = means[0].domain, let new = means[1].domain,
      min(old.count, new.count) >= Disclosure.floor
    else {
      result.note = "fewer than \(Disclosure.floor) respondents on a side"
      return
    }
    result.judge(
      ImprovementTest.Values(
        baseline: old.mean, new: new.mean, baselineVariance: means[0].variance,
        newVariance: means[1].variance, covariance: covariance),
      bases: ((old.count, old.effectiveCount), (new.count, new.effectiveCount)),
      degrees: (old.degreesOfFreedom, new.degreesOfFreedom), isInverse: isInverse)
    if min(old.mean, new.mean) <= 0 {
      result.note = "a mean is not above 0: there is no ratio"
    } else if let refusal = result.test?.refusal {
      result.note = refusal.rawValue
    } else if min(old.effectiveCount, new.effectiveCount)
      < ImprovementScoring.comfortableBase * (1 - 1e-12)
    {
      result.note = ImprovementScoring.roughBounds
    }
  }
}

extension Improvement {
  /// People and Kish's effective number of them.
  typealias Base = (count: Int, effective: Double)

  /// Fills in both sides, the ratio, and what is proved of each threshold.
  ///
  /// - Parameters:
  ///   - values: both values with their variances.
  ///   - bases: whom they rest on.
  ///   - degrees: the degrees of freedom of each.
  ///   - isInverse: whether less is better: the ratio is baseline / new then.
  mutating func judge(
    _ values: ImprovementTest.Values, bases: (baseline: Base, new: Base),
    degrees: (baseline: Int, new: Int), isInverse: Bool = false
  ) {
    func side(_ base: Base, _ value: Double, _ variance: Double) -> Improvement.Side {
      Improvement.Side(
        respondentCount: base.count, effectiveCount: base.effective,
        estimate: Estimate(value: value, standardError: max(0, variance).squareRoot()))
    }
    baseline = side(bases.baseline, values.baseline, values.baselineVariance)
    new = side(bases.new, values.new, values.newVariance)
    covariance = values.covariance
    // The smaller side decides how well the variance is known, as in `SegmentTests`.
    degreesOfFreedom = max(0, min(degrees.baseline, degrees.new))
    var counts = (baseline: bases.baseline.count, new: bases.new.count)
    var own = values
    if isInverse {
      (own.baseline, own.new) = (values.new, values.baseline)
      (own.baselineVariance, own.newVariance) = (values.newVariance, values.baselineVariance)
      counts = (counts.new, counts.baseline)
    }
    let test = ImprovementTest(own, degreesOfFreedom: Double(degreesOfFreedom))
    self.test = test
    claims = claims.map(\.threshold).map { threshold in
      let verdict = test.verdict(at: threshold)
      let needed =
        verdict == .unproven
        ? test.neededCount(threshold: threshold, power: ImprovementPlan.power, counts: counts) : nil
      return Claim(threshold: threshold, verdict: verdict, neededCount: needed)
    }
  }
}
