import Foundation
import NumericCore
import Testing

@testable import Statistics

private struct EvidenceReference: Decodable {
  struct Single: Decodable {
    let values: [Double]
    let counts: [Double]
    let bound: Double
    let change: Double
    let spread: Double
    let above: Double
    let below: Double
  }
  struct Move: Decodable {
    let old: [[Double]]
    let new: [[Double]]
    let change: Double
    let spreads: [Double]
    let rose: Double
    let fell: Double
  }
  let singles: [Single]
  let moves: [Move]
}

/// The number of somebody who is in (10) or out (0).
private let share = EvidencePlan.Number(values: [0, 10], change: 1, spread: 4.5)
/// Twice the one less the other of two such.
private let above = EvidencePlan.Number(values: [-10, 0, 10, 20], change: 1, spread: 9.9)

/// Sums of `count` people of whom so many are in.
private func sums(_ count: Double, _ inside: Double) -> AnswerSums {
  AnswerSums(count: count, weights: [count - inside, inside])
}

/// Sums of importance and 2 importance - satisfaction by people who have one, the other, both.
private func pairs(
  _ count: Double, _ important: Double, _ satisfied: Double, _ both: Double
) -> AnswerSums {
  AnswerSums(
    count: count,
    weights: [
      count - important, important, satisfied - both, count - important - satisfied + both, both,
      important - both,
    ])
}

@Suite("Evidence that may be looked at every night")
struct EvidenceTests {
  @Test("Evidence about one mean is the fortune that References/evidence.py multiplies up")
  func fortunes() throws {
    for known in try reference("evidence", as: EvidenceReference.self).singles {
      let number = EvidencePlan.Number(
        values: known.values, change: known.change, spread: known.spread)
      let count = known.counts.reduce(0, +)
      for (claim, expected) in [
        (EvidencePlan.Claim.above(known.bound), known.above), (.below(known.bound), known.below),
      ] {
        let found = EvidencePlan(first: number, claim: claim, weights: StartWeights(horizon: 9))
          .evidence(before: .zero, after: AnswerSums(count: count, weights: known.counts))
        #expect(abs(found / exp(expected) - 1) < 1e-10, "\(known) \(claim)")
      }
    }
  }

  @Test("Evidence of a move is the least over the unknown figure that a fine grid finds")
  func leastOverFigure() throws {
    for known in try reference("evidence", as: EvidenceReference.self).moves {
      func side(_ cells: [[Double]]) -> AnswerSums {
        AnswerSums(count: cells[0].reduce(0, +), weights: cells[0] + cells[1])
      }
      let numbers = zip([[0, 10], [-10, 0, 10, 20]], known.spreads).map {
        EvidencePlan.Number(values: $0, change: known.change, spread: $1)
      }
      for (claim, expected) in [(EvidencePlan.Claim.rise, known.rose), (.fall, known.fell)] {
        let plan = EvidencePlan(
          first: numbers[0], second: numbers[1], claim: claim, weights: StartWeights(horizon: 9))
        let (old, new) = (side(known.old), side(known.new))
        let found = plan.evidence(before: old, after: new)
        let isThatWay = (plan.value(new) > plan.value(old)) == (claim == .rise)
        // The other direction has less than 1, and what is less counts as none.
        #expect(isThatWay || expected <= 0)
        #expect(expected > 0 ? abs(log(found) - expected) < 1e-4 : found == 0)
      }
    }
  }

  @Test("At the bound the mean of the evidence is 1 exactly, for rare answers as for common ones")
  func exactMean() {
    for (bound, count) in [(0.2, 400.0), (5, 60), (9.7, 200)] {
      for claim in [EvidencePlan.Claim.above(bound), .below(bound)] {
        let plan = EvidencePlan(first: share, claim: claim, weights: StartWeights(horizon: 9))
        let mean = (0...Int(count)).reduce(0.0) { sum, inside in
          sum + binomial(inside, Int(count), bound / 10)
            * plan.evidence(before: .zero, after: sums(count, Double(inside)))
        }
        #expect(abs(mean - 1) < 1e-9, "\(bound) \(claim)")
      }
    }
  }

  @Test("Where nothing changes the mean is at most 1, over all answers of both sides")
  func exactMeanOfChange() {
    let plan = EvidencePlan(first: share, claim: .change, weights: StartWeights(horizon: 9))
    for share in [0.02, 0.4, 0.95] {
      var mean = 0.0
      for old in 0...60 {
        for new in 0...25 {
          let probability = binomial(old, 60, share) * binomial(new, 25, share)
          // What hardly ever happens adds nothing even at the largest evidence there is.
          guard probability > 1e-18 else { continue }
          mean +=
            probability
            * plan.evidence(before: sums(60, Double(old)), after: sums(25, Double(new)))
        }
      }
      #expect(mean <= 1 && mean > 1e-3, "\(share): \(mean)")
    }
  }

  /// The probability of so many of a number of people.
  private func binomial(_ inside: Int, _ count: Int, _ share: Double) -> Double {
    let (all, some) = (Double(count), Double(inside))
    let ways = lgamma(all + 1) - lgamma(some + 1) - lgamma(all - some + 1)
    return exp(ways + some * log(share) + (all - some) * log1p(-share))
  }

  @Test("The asymptotic sequence is the set of values against which there is too little evidence")
  func inverted() {
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

  /// Sums of importance and 2 importance - satisfaction over top boxes that are drawn.
  private func boxes(
    _ count: Int, _ shares: (Double, Double), _ stream: inout RandomStream
  ) -> AnswerSums {
    var (important, satisfied, both) = (0, 0, 0)
    for _ in 0..<count {
      let (a, b) = (stream.uniform() < shares.0, stream.uniform() < shares.1)
      important += a ? 1 : 0
      satisfied += b ? 1 : 0
      both += a && b ? 1 : 0
    }
    return pairs(
      Double(count), Double(important), Double(satisfied), Double(both))
  }

  private func opportunity(_ claim: EvidencePlan.Claim, horizon: Int) -> EvidencePlan {
    EvidencePlan(
      first: share, second: above, claim: claim, weights: StartWeights(horizon: horizon))
  }

  @Test(
    "Where nothing changes, evidence has a mean of at most 1 on a night chosen by looking",
    arguments: [(0.6, 0.55), (0.97, 0.03), (0.5, 0.5)])
  func valid(shares: (Double, Double)) {
    var stopped: [Double] = []
    for year in 0..<120 {
      var stream = RandomStream(seed: 5, purpose: "stopped \(shares)", index: UInt64(year))
      var evidence = EvidenceStream(
        plan: opportunity(.change, horizon: 30), reference: boxes(40, shares, &stream))
      var last = 0.0
      for _ in 0..<30 {
        evidence.add(boxes(15, shares, &stream))
        last = evidence.evidence().total
        // As soon as it looks good: what tests made for one look cannot bear.
        if last > 1 { break }
      }
      stopped.append(last)
    }
    let mean = stopped.reduce(0, +) / 120
    #expect(mean <= 1 && mean > 1e-4, "\(mean)")
  }

  @Test("A planted change is found, dated and held by its interval; without it nothing is")
  func planted() throws {
    for step in [0.0, 0.25] {
      var stream = RandomStream(seed: 3, purpose: "planted")
      var evidence = EvidenceStream(
        plan: opportunity(.change, horizon: 100), reference: boxes(400, (0.6, 0.5), &stream))
      for night in 1...60 {
        evidence.add(boxes(60, (0.6, night < 41 ? 0.5 : 0.5 - step), &stream))
      }
      let found = evidence.evidence()
      #expect((found.total > 1000) == (step > 0))
      // What is left out as too small was too small.
      let most = evidence.evidence(least: 40).total
      #expect(most <= found.total && found.total - most <= 40)
      guard step > 0, let start = found.start else { continue }
      #expect(abs(start.night - 41) <= 4)
      let interval = try #require(evidence.interval(since: start, level: 0.05))
      #expect(interval.contains(2.5) && interval.lowerBound > 0)
    }
  }

  @Test("Intervals never leave what is possible, and are where evidence is too little")
  func intervals() throws {
    let plan = EvidencePlan(first: share, claim: .change, weights: StartWeights(horizon: 9))
    let few = try #require(
      plan.interval(before: sums(8, 4), after: sums(5, 5), level: 1e-6))
    #expect(few.lowerBound >= -10 && few.upperBound <= 10 && few.upperBound > 9)
    let many = try #require(
      plan.interval(before: sums(4000, 1000), after: sums(900, 405), level: 0.01))
    #expect(many.contains(2) && many.lowerBound > 1 && many.upperBound < 3)
    var bounded = plan
    bounded.claim = .above(2)
    let figure = try #require(
      bounded.interval(before: .zero, after: sums(500, 10), level: 0.05))
    #expect(figure.contains(0.2) && figure.lowerBound >= 0 && figure.upperBound < 0.6)
    bounded.claim = .below(figure.upperBound)
    #expect(
      abs(bounded.evidence(before: .zero, after: sums(500, 10)) / 40 - 1) < 1e-6)
  }

  @Test("Weights and designs make people count for less, and then for nothing below thirty")
  func effective() {
    let plan = EvidencePlan(first: share, claim: .change, weights: StartWeights(horizon: 9))
    let plain = plan.evidence(before: sums(500, 250), after: sums(100, 80))
    #expect(plain > 1000)
    // A tenth of the people weigh nine times as much and are all far off: Kish's number alone
    // would take the mean for surer than it is.
    let informative = AnswerSums(count: 100, weights: [90, 90], squares: [90, 810])
    let kish = EvidencePlan.Number(values: [0, 10], change: 1, spread: 4.5)
    let side = EvidencePlan(first: kish, claim: .change, weights: StartWeights(horizon: 9))
    // Variance by hand: (90 x 25 + 810 x 25) / 180^2.
    #expect(abs(side.variances(informative)[0] - 22500 / 32400) < 1e-12)
    let doubled = AnswerSums(count: 100, weights: [40, 160], squares: [80, 320])
    #expect(
      abs(
        plan.evidence(before: sums(500, 250), after: doubled)
          / plan.evidence(before: sums(500, 250), after: sums(100, 80)) - 1) < 1e-9)
    var heavy = plan
    heavy.designEffect = 5
    let less = heavy.evidence(before: sums(500, 250), after: sums(160, 128))
    #expect(less > 0 && less < plain)
    #expect(heavy.evidence(before: sums(500, 250), after: sums(140, 112)) == 0)
    #expect(plan.evidence(before: .zero, after: sums(140, 112)) == 0)
  }

  @Test("The larger of two means rose, fell or passed a bound as the parts say")
  func larger() {
    func evidence(
      _ claim: EvidencePlan.Claim, _ old: AnswerSums, _ new: AnswerSums
    ) -> Double {
      opportunity(claim, horizon: 9).evidence(before: old, after: new)
    }
    let (satisfied, less, unmet) = (
      pairs(400, 320, 380, 310), pairs(400, 320, 330, 270), pairs(400, 320, 200, 170)
    )
    // Importance leads; satisfaction may move as it likes above it.
    #expect(evidence(.change, satisfied, less) < 1)
    #expect(evidence(.rise, satisfied, unmet) > 100)
    #expect(evidence(.fall, satisfied, unmet) == 0)
    #expect(evidence(.fall, unmet, satisfied) > 100)
    // Importance falls, and the gap holds the figure up no more.
    #expect(evidence(.fall, satisfied, pairs(400, 220, 380, 210)) > 100)
    #expect(evidence(.above(9), .zero, unmet) > 100)
    #expect(evidence(.below(9), .zero, unmet) < 1)
    #expect(evidence(.below(9), .zero, satisfied) > 100)
    let (fall, change) = (evidence(.fall, unmet, satisfied), evidence(.change, unmet, satisfied))
    #expect(change == fall / 2)
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
    let plan = opportunity(.change, horizon: 20)
    var whole = EvidenceStream(plan: plan, reference: boxes(50, (0.5, 0.5), &stream))
    for _ in 0..<12 { whole.add(boxes(20, (0.5, 0.4), &stream)) }
    var again = EvidenceStream(
      plan: plan, night: whole.night, total: whole.total, starts: whole.starts)
    let tonight = boxes(20, (0.5, 0.4), &stream)
    whole.add(tonight)
    again.add(tonight)
    #expect(whole == again && whole.evidence() == again.evidence())
    #expect(AnswerSums(numbers: whole.total.numbers) == whole.total)
    let weighted = AnswerSums(count: 3, weights: [1.5, 2], squares: [1.25, 2])
    #expect(AnswerSums(numbers: weighted.numbers) == weighted)
    #expect(AnswerSums(numbers: [3, 2, 1]) == nil && AnswerSums(numbers: [1, 1, -1]) == nil)
    whole.add(.zero)
    #expect(whole.night == 14 && whole.starts.last?.night == 13)
  }
}
