import NumericCore
public import Statistics

/// Turns the joint importance x satisfaction table of one outcome in one segment into its score.
///
///     top-box, mean:  O = I + max(I - S, 0) = max(I, 2I - S)        I, S in 0...10
///     unfloored:      O = I + (I - S)       = 2I - S                I, S on the raw scale
///
/// The 95 % interval of the floored score is "max2": O is the larger of two linear statistics, so
/// its bounds are the larger of their bounds. It holds its coverage at importance = satisfaction,
/// where bootstrap and delta method fall short.
///
///     [max(I - t se(I), 2I-S - t se(2I-S)), max(I + t se(I), 2I-S + t se(2I-S))]
///
/// `t` has as many degrees of freedom as there are sampling units with a paired respondent, less
/// the strata with one: paired respondents less one where they were drawn one by one.
///
/// Source: Ulwick (2005), What Customers Want, the opportunity algorithm; linearised variances as
/// in `JointMoments`.
public struct OpportunityScoring: Sendable {
  /// The scale of the ratings.
  public let scale: Scale
  /// The scorer and whose answers it takes.
  public let plan: ScoringPlan
  /// The respondents of the whole design.
  public let designCount: Int
  /// How the sample may become larger.
  public let growth: SampleGrowth
  private let values: [Double?]

  /// - Parameters:
  ///   - scale: the scale of the ratings.
  ///   - plan: the scorer and whose answers it takes.
  ///   - designCount: the number of respondents in the analysis, all segments together.
  ///   - growth: how the sample may become larger; `nil` for respondents drawn one by one from a
  ///     large population.
  public init(
    scale: Scale, plan: ScoringPlan, designCount: Int, growth: SampleGrowth? = nil
  ) {
    self.scale = scale
    self.plan = plan
    self.designCount = designCount
    self.growth = growth ?? .simple(rowCount: designCount)
    self.values = OpportunityScoring.values(of: plan.scorer, on: scale)
  }

  /// Scores one outcome.
  ///
  /// - Parameters:
  ///   - table: joint table of the outcome's rating codes in the segment.
  ///   - outcome: the outcome's position in the study.
  ///   - minimumBase: the fewest effective paired respondents that are scored.
  ///   - spread: the design's variances and degrees of freedom; `nil` takes those of respondents
  ///     drawn one by one from the table.
  /// - Returns: the score; with a note and without numbers where the base is too small.
  public func score(
    _ table: JointTable, outcome: Int, minimumBase: Double, spread: PairScore? = nil
  ) -> OutcomeScore {
    let moments = JointMoments(
      table, firstValues: values, secondValues: values, isPaired: plan.base == .paired,
      designCount: designCount)
    var score = OutcomeScore(
      outcome: outcome, importanceCount: moments.firstCount,
      satisfactionCount: moments.secondCount, pairedCount: moments.pairedCount)
    score.effectiveCount = moments.pairedEffectiveCount
    guard moments.pairedCount > 0, let importance = moments.firstMean,
      let satisfaction = moments.secondMean
    else {
      score.note = "no answers"
      return score
    }
    guard isLargeEnough(moments, minimumBase) else {
      score.note =
        "fewer than \(wholeText(minimumBase)) effective respondents answered both questions"
      return score
    }
    let own = PairScore(
      means: (importance, satisfaction),
      variances: (
        spread?.firstVariance ?? moments.firstVariance,
        spread?.secondVariance ?? moments.secondVariance
      ), covariance: spread?.covariance ?? moments.covariance,
      degreesOfFreedom: spread?.degreesOfFreedom ?? moments.pairedCount - 1,
      isFloored: plan.scorer != .unfloored)
    fill(&score, own)
    score.unmetShare = unmetShare(table)
    score.needed = needed(own, table, pairedCount: moments.pairedCount)
    classify(&score)
    if score.note.isEmpty { score.note = caution(own, moments.pairedEffectiveCount) }
    return score
  }

  /// The lowest and the highest opportunity that a scorer can give on a scale.
  static func range(of scorer: Scorer, on scale: Scale) -> ClosedRange<Int> {
    switch scorer {
    case .topBox, .mean: 0...20
    case .unfloored: 2 * scale.low - scale.high...2 * scale.high - scale.low
    }
  }

  // MARK: - Steps

  /// How the rating codes become whole points, and what a point is worth.
  var rule: PairRule {
    let points = (0..<16).map { code -> Int? in
      guard let point = RatingCode.point(UInt8(code), on: scale), point <= scale.high else {
        return nil
      }
      return plan.scorer == .topBox ? (point >= scale.top ? 1 : 0) : point - scale.low
    }
    let factor: Double =
      switch plan.scorer {
      case .topBox: 10
      case .mean: 10 / Double(scale.high - scale.low)
      case .unfloored: 1
      }
    return PairRule(first: points, second: points, factor: factor, isPaired: plan.base == .paired)
  }

  /// The value of each of the 16 rating codes under a scorer.
  private static func values(of scorer: Scorer, on scale: Scale) -> [Double?] {
    (0..<16).map { code in
      guard let point = RatingCode.point(UInt8(code), on: scale), point <= scale.high else {
        return nil
      }
      switch scorer {
      case .topBox: return point >= scale.top ? 10 : 0
      case .mean: return 10 * Double(point - scale.low) / Double(scale.high - scale.low)
      case .unfloored: return Double(point)
      }
    }
  }

  private func isLargeEnough(_ moments: JointMoments, _ minimumBase: Double) -> Bool {
    // Equal weights give a whole number that must not fail its own limit by a rounding error.
    moments.pairedEffectiveCount >= minimumBase * (1 - 1e-12)
      && moments.pairedCount >= Disclosure.floor
  }

  private func fill(_ score: inout OutcomeScore, _ own: PairScore) {
    score.importance = Estimate(value: own.first, standardError: own.standardError(.floor))
    score.satisfaction = Estimate(
      value: own.second, standardError: own.secondVariance.squareRoot())
    score.gap = Estimate(value: own.gap, standardError: own.standardError(.gap))
    score.gapP =
      DifferenceTest(
        difference: own.gap, variance: own.standardError(.gap) * own.standardError(.gap),
        degreesOfFreedom: Double(own.degreesOfFreedom)
      ).p
    score.opportunity = Estimate(value: own.value, standardError: own.standardError)
    score.pair = own
    score.degreesOfFreedom = own.degreesOfFreedom
    // At few degrees of freedom the bounds would promise more than the scale has.
    let (lowest, highest) = (range.lowerBound, range.upperBound)
    score.low = own.interval().map { min(highest, max(lowest, $0.low)) }
    score.high = own.interval().map { min(highest, max(lowest, $0.high)) }
  }

  /// What importance and satisfaction can be.
  var meanRange: ClosedRange<Double> {
    plan.scorer == .unfloored ? Double(scale.low)...Double(scale.high) : 0...10
  }

  /// What the score can be.
  var range: ClosedRange<Double> {
    guard plan.scorer == .unfloored else { return 0...20 }
    return Double(2 * scale.low - scale.high)...Double(2 * scale.high - scale.low)
  }

  /// The effective answers on either side of a cut under which the interval is too narrow: with
  /// three of them it holds the score in .80 of surveys, with ten in .93 (docs/coverage.md).
  private static let fewestBesideCut = 10.0

  /// Whether all means that the score may hang on have nearly everybody on one side of the cut.
  private func caution(_ own: PairScore, _ effectiveCount: Double) -> String {
    guard plan.scorer == .topBox else { return "" }
    func isOneSided(_ mean: Double) -> Bool {
      min(mean, 10 - mean) / 10 * effectiveCount < OpportunityScoring.fewestBesideCut - 1e-9
    }
    let isNarrow = own.possibleGradients.contains { gradient in
      isOneSided(own.first) && (gradient == .floor || isOneSided(own.second))
    }
    return isNarrow ? "few answers beside the cut: interval too narrow" : ""
  }

  /// How many respondents the score needs; `nil` where bands do not apply, and where it is more
  /// sampling units that are needed.
  private func needed(
    _ own: PairScore, _ table: JointTable, pairedCount: Int
  ) -> NeededRespondents? {
    guard own.isFloored, pairedCount > 1, let interval = own.interval(),
      growth.hasRowUnits || own.degreesOfFreedom >= NeededCount.leastDegreesOfFreedom,
      let moments = PairMoments(table, rule: rule)
    else { return nil }
    // A segment is taken to be drawn as thickly as everybody.
    let drawn = growth.population.map { Double(growth.rowCount) / $0 } ?? 0
    let total = NeededCount.count(
      moments, designEffect: designEffect(own, moments, pairedCount, drawn: drawn),
      degreesOfFreedom: growth.hasRowUnits ? nil : own.degreesOfFreedom,
      population: drawn > 0 ? Double(pairedCount) / drawn : nil)
    let isClear = Band(opportunity: interval.low) == Band(opportunity: interval.high)
    return NeededRespondents(
      total: total, further: isClear ? 0 : total.map { max(0, $0 - pairedCount) })
  }

  /// What the design costs the linear statistic that decides at every cut, but for the share of
  /// the population that was drawn.
  private func designEffect(
    _ own: PairScore, _ moments: PairMoments, _ pairedCount: Int, drawn: Double
  ) -> Double {
    let simple = moments.aboveVariance / Double(pairedCount - 1) * (1 - drawn)
    let measured = own.standardError(.above) * own.standardError(.above)
    return simple > 0 && measured > 0 ? measured / simple : 1
  }

  /// The weighted share of pairs that are important and not satisfied.
  private func unmetShare(_ table: JointTable) -> Double? {
    let top = RatingCode.code(point: scale.top, on: scale)
    let codes = RatingCode.lowest..<RatingCode.lowest + UInt8(scale.pointCount)
    var unmet: Int64 = 0
    var all: Int64 = 0
    for importance in codes {
      for satisfaction in codes {
        let weight = table[importance, satisfaction].weight
        all += weight
        if importance >= top, satisfaction < top { unmet += weight }
      }
    }
    return all > 0 ? Double(unmet) / Double(all) : nil
  }

  /// Band and zone, by cuts that hold for scores made of two parts of 0...10.
  private func classify(_ score: inout OutcomeScore) {
    guard let importance = score.importance?.value, let satisfaction = score.satisfaction?.value,
      let opportunity = score.opportunity?.value
    else { return }
    if plan.scorer == .unfloored {
      guard scale.high == 10 else {
        score.note = "bands and zones need a 1-10 or 0-10 scale with the unfloored scorer"
        return
      }
      // Only the cut of 10 is published for this formula ("10 and up is of high value").
      score.band = reaches(opportunity, 10) ? .solid : .low
      return
    }
    score.band = Band(opportunity: opportunity)
    score.zone = Zone(
      importance: importance, satisfaction: satisfaction, opportunity: opportunity)
  }
}

extension Band {
  /// The band of an opportunity of 0...20; the cuts 10, 12 and 15 belong to the upper band.
  public init(opportunity: Double) {
    self =
      reaches(opportunity, 15)
      ? .extreme : reaches(opportunity, 12) ? .high : reaches(opportunity, 10) ? .solid : .low
  }
}

extension Zone {
  /// The first zone that holds: overserved when satisfaction is above importance, underserved
  /// from an opportunity of 10, table stakes when both reach 7.5, else appropriately served.
  public init(importance: Double, satisfaction: Double, opportunity: Double) {
    if !reaches(importance, satisfaction) {
      self = .overserved
    } else if reaches(opportunity, 10) {
      self = .underserved
    } else if reaches(importance, 7.5), reaches(satisfaction, 7.5) {
      self = .tableStakes
    } else {
      self = .appropriatelyServed
    }
  }
}

/// The smallest groups that may be shown.
public enum Disclosure {
  /// Respondents of positive weight under which nothing is shown of a group; no study file lowers
  /// it.
  public static let floor = 10
}

/// Whether a score reaches a cut, rounding errors of the division aside: 7 of 10 is 7.
private func reaches(_ value: Double, _ cut: Double) -> Bool { value >= cut - 1e-9 }

/// A limit as people write it: without decimals when it is whole.
func wholeText(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}
