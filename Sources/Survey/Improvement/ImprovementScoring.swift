import Groundwork
import NumericCore
import Statistics

/// Compares both sides outcome by outcome, and in the mean of all.
struct ImprovementScoring {
  let study: Study
  let plan: ImprovementPlan
  let sides: ImprovementSides
  let options: AnalysisOptions

  /// Under so many effective respondents the bounds are rough.
  static let comfortableBase = 30.0
  /// What is said under so few.
  static let roughBounds =
    "fewer than \(wholeText(comfortableBase)) effective respondents: bounds are rough"
  /// Of a smaller gap, as a part of what the metric can be, a closed share would be noise.
  static let leastGap = 0.05
  /// Under so many effective answers on either side of the top cut the bounds are too narrow, as
  /// those of the opportunity score are.
  static let fewestBesideCut = 10.0

  private typealias Side = ImprovementSides.Side

  /// Every outcome in the order of the study.
  func outcomes() -> [Improvement] {
    options.workers.map(study.outcomes.count) { improvement($0) }
  }

  /// The mean of the outcomes that are compared.
  ///
  /// Its variance is the sum of all covariances of the outcomes' values, over the square of their
  /// number: with answers to all outcomes, that of each person's mean.
  ///
  /// - Parameter outcomes: as `outcomes` returns them.
  /// - Returns: without numbers where nothing is compared.
  func overall(_ outcomes: [Improvement]) -> Improvement {
    var result = Improvement(outcome: nil, thresholds: plan.thresholds)
    let compared = outcomes.filter { $0.test != nil }.compactMap(\.outcome)
    guard !compared.isEmpty else {
      result.note = "no outcome can be compared"
      return result
    }
    let isAnswered = { (side: Side, row: Int) in
      compared.contains { counts(side, $0, row) }
    }
    let count = Double(compared.count)
    let sum = moments(compared)
    fill(
      &result,
      ImprovementTest.Values(
        baseline: mean(compared.map { outcomes[$0].baseline?.estimate.value ?? 0 }),
        new: mean(compared.map { outcomes[$0].new?.estimate.value ?? 0 }),
        baselineVariance: sum[0] / (count * count), newVariance: sum[1] / (count * count),
        covariance: sum[2] / (count * count)),
      bases: bases(isAnswered), degrees: sides.degrees(isAnswered))
    let importance = compared.map { joint($0).means[0] }
    result.gapClosure = closure(result, importance: mean(importance))
    let gaps = compared.compactMap { outcomes[$0].gap }
    if gaps.count == compared.count {
      result.gap = Estimate(
        value: mean(gaps.map(\.value)), standardError: mean(gaps.map(\.standardError)))
    }
    return result
  }

  // MARK: - One outcome

  private func improvement(_ outcome: Int) -> Improvement {
    var result = Improvement(outcome: outcome, thresholds: plan.thresholds)
    let bases = bases { counts($0, outcome, $1) }
    guard min(bases.baseline.count, bases.new.count) >= Disclosure.floor else {
      result.note = "fewer than \(Disclosure.floor) respondents on a side"
      return result
    }
    let found = joint(outcome)
    let values = ImprovementTest.Values(
      baseline: found.means[1], new: found.means[3], baselineVariance: found.matrix[1, 1],
      newVariance: found.matrix[3, 3], covariance: found.matrix[1, 3])
    fill(&result, values, bases: bases, degrees: found.degrees)
    result.gapClosure = closure(result, importance: found.means[0])
    let variance = found.matrix[0, 0] + found.matrix[1, 1] - 2 * found.matrix[0, 1]
    result.gap = Estimate(
      value: found.means[0] - found.means[1], standardError: max(0, variance).squareRoot())
    result.zone = zone(outcome)
    if result.zone == .tableStakes {
      result.safeguard = NonInferiorityTest(
        values, margin: plan.margin * Double(range),
        degreesOfFreedom: Double(result.degreesOfFreedom))
    }
    return result
  }

  private typealias Base = Improvement.Base

  private func fill(
    _ result: inout Improvement, _ values: ImprovementTest.Values,
    bases: (baseline: Base, new: Base), degrees: (baseline: Int, new: Int)
  ) {
    result.judge(values, bases: bases, degrees: degrees)
    result.note =
      result.test?.refusal?.rawValue
      ?? caution(values, bases.baseline.effective, bases.new.effective)
  }

  private func caution(
    _ values: ImprovementTest.Values, _ baseline: Double, _ new: Double
  ) -> String {
    func isOneSided(_ share: Double, _ count: Double) -> Bool {
      min(share, 1 - share) * count < Self.fewestBesideCut - 1e-9
    }
    if plan.metric == .satisfaction,
      isOneSided(values.baseline, baseline) || isOneSided(values.new, new)
    {
      return "few answers beside the cut: bounds too narrow"
    }
    return min(baseline, new) < Self.comfortableBase * (1 - 1e-12)
      ? Self.roughBounds : ""
  }

  private func closure(_ result: Improvement, importance: Double) -> Double? {
    guard let old = result.baseline?.estimate.value, let new = result.new?.estimate.value,
      importance - old >= Self.leastGap * Double(range) - 1e-9
    else { return nil }
    return (new - old) / (importance - old)
  }

  /// Where the outcome stands in the baseline; by top boxes where the scorer has no zones.
  private func zone(_ outcome: Int) -> Zone? {
    let side = sides.baseline
    var tally = JointTally(groupCount: side.groupCount)
    tally.add(
      0..<side.responses.respondentCount, first: side.responses.importance[outcome],
      second: side.responses.satisfaction[outcome], groups: side.grouping?.codes,
      weights: side.responses.weights)
    var scoring = study.scoring
    if scoring.scorer == .unfloored { scoring.scorer = .topBox }
    return OpportunityScoring(
      scale: study.responses.scale, plan: scoring,
      designCount: side.responses.respondentCount
    ).score(tally.tables[side.code], outcome: outcome, minimumBase: 0).zone
  }

  // MARK: - Columns and points

  /// What the metric can be at most.
  private var range: Int {
    let scale = study.responses.scale
    return plan.metric == .satisfaction ? 1 : scale.high - scale.low
  }

  /// The points of the 16 codes.
  private var points: [Int?] {
    let scale = study.responses.scale
    return (0..<16).map { code in
      guard let point = RatingCode.point(UInt8(code), on: scale), point <= scale.high else {
        return nil
      }
      return plan.metric == .satisfaction ? (point >= scale.top ? 1 : 0) : point - scale.low
    }
  }

  private var isPaired: Bool { study.scoring.base == .paired }

  private func rule(isPaired: Bool) -> PairRule {
    PairRule(first: points, second: points, factor: 1, isPaired: isPaired)
  }

  /// Importance and satisfaction of an outcome.
  private func joint(_ outcome: Int) -> ImprovementSides.Joint {
    func columns(_ side: Side) -> ([UInt8], [UInt8]) {
      (side.responses.importance[outcome], side.responses.satisfaction[outcome])
    }
    return sides.joint(
      rule(isPaired: isPaired), (columns(sides.baseline), columns(sides.new)))
  }

  /// Whether the satisfaction that a row gave counts.
  private func counts(_ side: Side, _ outcome: Int, _ row: Int) -> Bool {
    RatingCode.isAnswered(side.responses.satisfaction[outcome][row])
      && (!isPaired || RatingCode.isAnswered(side.responses.importance[outcome][row]))
  }

  private func bases(
    _ isAnswered: (Side, Int) -> Bool
  ) -> (baseline: Base, new: Base) {
    (
      sides.baseline.base { isAnswered(sides.baseline, $0) },
      sides.new.base { isAnswered(sides.new, $0) }
    )
  }

  // MARK: - All outcomes

  /// The sums over all pairs of outcomes of the covariances: of the baseline, of what is new, and
  /// between both.
  private func moments(_ compared: [Int]) -> [Double] {
    let old = compared.map { satisfaction(sides.baseline, $0) }
    let new = compared.map { satisfaction(sides.new, $0) }
    let rule = rule(isPaired: false)
    let rows = options.workers.map(compared.count) { one -> [Double] in
      var sum = [0.0, 0.0, 0.0]
      for other in one..<compared.count {
        let matrix = sides.joint(
          rule, ((old[one], old[other]), (new[one], new[other]))
        ).matrix
        let isSame = one == other
        sum[0] += isSame ? matrix[0, 0] : 2 * matrix[0, 1]
        sum[1] += isSame ? matrix[2, 2] : 2 * matrix[2, 3]
        sum[2] += isSame ? matrix[0, 2] : matrix[0, 3] + matrix[1, 2]
      }
      return sum
    }
    return (0..<3).map { part in rows.reduce(0) { $0 + $1[part] } }
  }

  /// The satisfaction of a side, missing where it does not count.
  private func satisfaction(_ side: Side, _ outcome: Int) -> [UInt8] {
    let codes = side.responses.satisfaction[outcome]
    guard isPaired else { return codes }
    return codes.indices.map { counts(side, outcome, $0) ? codes[$0] : 0 }
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
