import Foundation
import NumericCore
import Testing

@testable import Statistics

private struct EvidenceReference: Decodable {
  struct Case: Decodable {
    let t: Double
    let degrees: Double
    let information: Double
    let evidence: Double
    let above: Double
  }
  struct Critical: Decodable {
    let level: Double
    let degrees: Double
    let information: Double
    let t: Double
  }
  let cases: [Case]
  let critical: [Critical]
}

@Suite("Evidence that may be looked at every night")
struct EvidenceTests {
  @Test("Evidence is the ratio of marginal likelihoods that References/evidence.py integrates")
  func marginalLikelihoods() throws {
    let reference = try reference("evidence", as: EvidenceReference.self)
    for known in reference.cases {
      let found = exp(
        MixtureEvidence.logarithm(
          squaredT: known.t * known.t, degreesOfFreedom: known.degrees,
          information: known.information))
      #expect(abs(found / known.evidence - 1) < 1e-9, "\(known)")
      let above = MixtureEvidence.above(
        t: known.t, degreesOfFreedom: known.degrees, information: known.information)
      // Never above the exact one-sided ratio, and as good where there is evidence.
      #expect(above <= known.above * (1 + 1e-12) && (above > 0) == (known.t > 0), "\(known)")
      if known.above > 20 { #expect(above > 0.98 * known.above) }
    }
    for known in reference.critical {
      let t = MixtureEvidence.criticalT(
        level: known.level, degreesOfFreedom: known.degrees, information: known.information)
      #expect(abs(t / known.t - 1) < 1e-9)
    }
  }

  @Test("Confidence sequences are the values against which there is too little evidence")
  func inverted() {
    for nu in [40.0, 4000, .infinity] {
      let t = MixtureEvidence.criticalT(level: 0.01, degreesOfFreedom: nu, information: 3)
      let logarithm = MixtureEvidence.logarithm(
        squaredT: t * t, degreesOfFreedom: nu, information: 3)
      #expect(abs(logarithm - 4.605170185988092) < 1e-9)
    }
    // Two answers can prove nothing, whatever they are.
    #expect(
      MixtureEvidence.criticalT(level: 1e-6, degreesOfFreedom: 1, information: 1) == .infinity)
    let sequence = NormalSequence(level: 0.05, narrowestAt: 500)
    // By hand: r^2 = (5.9915 + 1.7903 + 1) / 500; h = n r^2.
    #expect(abs(sequence.scale * sequence.scale - 8.781835 / 500) < 1e-6)
    let half = sequence.halfWidth(standardError: 0.1, effectiveCount: 400, level: 0.05)
    let h = 400 * sequence.scale * sequence.scale
    let expected = (2 * (h + 1) / h * (0.5 * 2.083606 + 2.995732)).squareRoot() * 0.1
    #expect(abs(half - expected) < 1e-4)
    #expect(sequence.above(difference: half, standardError: 0.1, effectiveCount: 400) > 30)
    #expect(sequence.above(difference: -half, standardError: 0.1, effectiveCount: 400) == 0)
  }

  @Test("What is laid on the nights is at most 1, and starts stand a quarter of their age apart")
  func weights() {
    for (horizon, first) in [(365, 0.0), (30, 0.5), (1, 0.0)] {
      let weights = StartWeights(horizon: horizon, firstPart: first)
      let sum = (1...horizon).reduce(0) { $0 + weights[$1] }
      #expect(abs(sum - (first + (1 - first) * 7 / 8)) < 1e-12)
      let long = (1...horizon * 64).reduce(0) { $0 + weights[$1] }
      #expect(long > sum && long <= 1)
    }
    let weights = StartWeights(horizon: 365)
    let kept = (1...365).filter { weights.isKept($0, on: 365) }
    #expect(kept.count < 45)
    for age in 8...300 {
      #expect(kept.contains { abs(365 - $0 - age) <= age / 8 + 1 }, "\(age)")
    }
    #expect(StartWeights(horizon: 9, firstPart: 0.5).isKept(1, on: 9000))
    #expect(!weights.isKept(1, on: 9000))
  }

  /// Sums over normal numbers.
  private func normal(_ count: Int, _ mean: Double, _ stream: inout RandomStream) -> AnswerSums {
    var sums = AnswerSums.zero
    for _ in 0..<count {
      let first = mean + 3 * stream.normal()
      sums.add(first, 2 * first - 4 * stream.normal())
    }
    return sums
  }

  /// Sums of importance and 2 importance - satisfaction over top boxes.
  private func boxes(
    _ count: Int, _ shares: (Double, Double), _ stream: inout RandomStream
  ) -> AnswerSums {
    var sums = AnswerSums.zero
    for _ in 0..<count {
      let a = stream.uniform() < shares.0 ? 10.0 : 0
      sums.add(a, 2 * a - (stream.uniform() < shares.1 ? 10 : 0))
    }
    return sums
  }

  @Test(
    "Where nothing changes, evidence has a mean of at most 1 on a night chosen by looking",
    arguments: [true, false], [EvidencePlan.Figure.single, .larger])
  func valid(isNormal: Bool, figure: EvidencePlan.Figure) {
    var stopped: [Double] = []
    for year in 0..<400 {
      var stream = RandomStream(seed: 5, purpose: "stopped \(isNormal)", index: UInt64(year))
      func draw(_ count: Int) -> AnswerSums {
        isNormal ? normal(count, 2, &stream) : boxes(count, (0.6, 0.55), &stream)
      }
      let plan = EvidencePlan(
        figure: figure, claim: .change, firstEffect: 0.3, secondEffect: 0.2,
        weights: StartWeights(horizon: 30))
      var evidence = EvidenceStream(plan: plan, reference: draw(40))
      var last = 0.0
      for _ in 0..<30 {
        evidence.add(draw(15))
        last = evidence.evidence().total
        // As soon as it looks good: what tests made for one look cannot bear.
        if last > 2 { break }
      }
      stopped.append(last)
    }
    let mean = stopped.reduce(0, +) / 400
    let square = stopped.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    #expect(mean <= 1 + 3 * (square / 400).squareRoot())
    #expect(mean > 0.1)
  }

  @Test("A planted change is found, dated and held by its interval; without it nothing is")
  func planted() throws {
    for step in [0.0, 0.25] {
      var stream = RandomStream(seed: 3, purpose: "planted")
      let plan = EvidencePlan(
        figure: .larger, claim: .change, firstEffect: 0.3, secondEffect: 0.15, shareUnit: 10,
        weights: StartWeights(horizon: 100))
      var evidence = EvidenceStream(
        plan: plan, reference: boxes(400, (0.6, 0.5), &stream))
      for night in 1...60 {
        evidence.add(boxes(60, (0.6, night < 41 ? 0.5 : 0.5 - step), &stream))
      }
      let found = evidence.evidence()
      #expect((found.total > 1000) == (step > 0))
      #expect(evidence.mayReach(max(2.1, found.total)) || found.total < 2.1)
      guard step > 0, let start = found.start else { continue }
      #expect(abs(start.night - 41) <= 4)
      let interval = try #require(evidence.interval(since: start, level: 0.05))
      #expect(interval.contains(2.5) && interval.lowerBound > 0)
    }
  }

  @Test("Either side needs enough answers, and enough on both sides of the cut")
  func enough() {
    func sums(_ count: Int, _ share: Double) -> AnswerSums {
      let tops = Double(count) * share
      return AnswerSums([
        Double(count), Double(count), Double(count), 10 * tops, 100 * tops, 10 * tops, 100 * tops,
      ])
    }
    let plan = EvidencePlan(
      figure: .single, claim: .change, firstEffect: 0.2, shareUnit: 10,
      weights: StartWeights(horizon: 9))
    #expect(plan.evidence(before: sums(500, 0.5), after: sums(200, 0.8)) > 1000)
    #expect(plan.evidence(before: sums(29, 0.5), after: sums(200, 0.8)) == 0)
    #expect(plan.evidence(before: sums(500, 0.5), after: sums(29, 0.9)) == 0)
    #expect(plan.evidence(before: sums(500, 0.01), after: sums(200, 0.8)) == 0)
    var heavy = plan
    heavy.designEffect = 5
    #expect(heavy.evidence(before: sums(500, 0.5), after: sums(140, 0.8)) == 0)
    // Against a bound only one side is needed, and the side of the estimate tells.
    for claim in [EvidencePlan.Claim.above(6), .below(9)] {
      var bounded = plan
      bounded.claim = claim
      #expect(bounded.evidence(before: .zero, after: sums(400, 0.8)) > 100)
    }
    var above = plan
    above.claim = .above(8.5)
    #expect(above.evidence(before: .zero, after: sums(400, 0.8)) == 0)
  }

  @Test("The larger of two means rose, fell or passed a bound as the parts say")
  func larger() {
    func sums(_ a: Double, _ b: Double) -> AnswerSums {
      // 400 people, standard deviation 4 each.
      AnswerSums([400, 400, 400, 400 * a, 400 * (a * a + 16), 400 * b, 400 * (b * b + 16)])
    }
    func evidence(
      _ claim: EvidencePlan.Claim, _ old: (Double, Double), _ new: (Double, Double)
    ) -> Double {
      EvidencePlan(
        figure: .larger, claim: claim, firstEffect: 0.25, secondEffect: 0.25,
        weights: StartWeights(horizon: 9)
      ).evidence(before: sums(old.0, old.1), after: sums(new.0, new.1))
    }
    // The part that does not lead may move as it likes below the other.
    #expect(evidence(.change, (8, 4), (8, 6)) < 1)
    #expect(evidence(.rise, (8, 4), (8, 9.5)) > 100)
    #expect(evidence(.fall, (8, 4), (8, 9.5)) == 0)
    // The leader falls, and the other part holds the figure up.
    #expect(evidence(.fall, (8, 8), (6, 8)) < 1)
    #expect(evidence(.fall, (8, 8), (6, 6)) > 100)
    #expect(evidence(.above(8), (0, 0), (5, 9.5)) > 100)
    #expect(evidence(.below(8), (0, 0), (5, 9.5)) == 0)
    #expect(evidence(.below(8), (0, 0), (5, 6)) > 100)
    let fall = evidence(.fall, (8, 8), (6, 6)), rise = evidence(.rise, (8, 8), (6, 6))
    #expect(evidence(.change, (8, 8), (6, 6)) == (fall + rise) / 2)
  }

  @Test("The ledger tells as many claims as their evidence carries, and falls by what was told")
  func ledger() {
    // Four claims at level .1: one needs 10, two need 5 each in share times evidence.
    #expect(DiscoveryLedger.told([9, 4, 1, 1], toldCount: 0, level: 0.1) == [])
    #expect(DiscoveryLedger.told([1, 10, 1, 4], toldCount: 0, level: 0.1) == [1])
    #expect(DiscoveryLedger.told([5, 1, 6, 1], toldCount: 0, level: 0.1) == [0, 2])
    #expect(DiscoveryLedger.told([3, 1, 3, 3.5], toldCount: 0, level: 0.1) == [])
    #expect(DiscoveryLedger.told([3, 1, 3, 3.5], toldCount: 1, level: 0.1) == [0, 2, 3])
    #expect(DiscoveryLedger.needed(share: 0.8 / 240, toldCount: 0, level: 0.05) == 6000)
  }

  @Test("All shares ever given out are at most the whole level, however many come up later")
  func shares() {
    var sum = 0.0
    for generation in 0..<300 {
      let count = 1 + generation * 7 % 13
      let own = (0..<60).reduce(0) {
        $0 + DiscoveryLedger.share(opening: $1, of: count, generation: generation)
      }
      let part = DiscoveryLedger.part(ofGeneration: generation)
      #expect(abs(own * Double(count) - part) < 1e-15)
      sum += own * Double(count)
    }
    #expect(sum <= 1 && sum > 0.999)
    #expect(DiscoveryLedger.share(opening: 0, of: 240, generation: 0) == 0.8 / 240 * 0.8)
    #expect(DiscoveryLedger.part(ofGeneration: 0) == 0.8)
  }

  @Test("Limits are round where they are: no digits of shares of shares are left")
  func needed() {
    for count in 1...500 {
      let share = DiscoveryLedger.share(opening: 0, of: count, generation: 0)
      #expect(
        DiscoveryLedger.needed(share: share, toldCount: 0, level: 0.05) == 31.25 * Double(count))
    }
    #expect(DiscoveryLedger.needed(share: 0.3, toldCount: 6, level: 0.5) == 0.952380952381)
  }

  @Test("Kept and taken up again, a stream goes on as if it had not stopped")
  func kept() {
    var stream = RandomStream(seed: 8, purpose: "kept")
    let plan = EvidencePlan(
      figure: .larger, claim: .change, firstEffect: 0.2, weights: StartWeights(horizon: 20))
    var whole = EvidenceStream(plan: plan, reference: normal(50, 1, &stream))
    for _ in 0..<12 { whole.add(normal(20, 1, &stream)) }
    var again = EvidenceStream(
      plan: plan, night: whole.night, total: whole.total, starts: whole.starts)
    let tonight = normal(20, 1, &stream)
    whole.add(tonight)
    again.add(tonight)
    #expect(whole == again && whole.evidence() == again.evidence())
    whole.add(.zero)
    #expect(whole.night == 14 && whole.starts.last?.night == 13)
  }
}
