#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What is claimed of a stream of nightly answers, and how evidence for it is reckoned.
///
/// The figure O is the mean of one number, or the larger of the means of two, A and B (an
/// opportunity score is the larger of importance and 2 importance - satisfaction). Numbers take few
/// values, and people are drawn anew each night; nothing else is asked of the answers. With e(...)
/// the evidence about one mean (`NumberSide`), O' the figure from the night of the change on and O
/// the one before:
///
/// ```text
/// O > m:     ( e(A > m) + e(B > m) ) / 2             O < m:   min( e(A < m), e(B < m) )
/// O rose:    the least over all m of  e(O' > m) e(O < m)
/// O fell:    the least over all m of  e(O' < m) e(O > m)
/// changed:   ( rose + fell ) / 2
/// ```
///
/// Each is evidence in the strict sense. If O is not above m, neither A nor B is, and the mean of
/// two such numbers is one; if O is not below m, A or B is not, and the smaller is at most that
/// one. If O' is not above O, some m lies between them, for which both factors are evidence of
/// false claims, and so is their product, for the people of the one are not those of the other; the
/// least over all m is at most the product there. Since this m is a number of the population, the
/// product is a fortune that does not grow in the mean whatever else is known: on a night chosen by
/// looking at all streams the mean of each is at most 1.
///
/// Source: the fortunes of `NumberSide`; the least over a nuisance as in Ramdas, Grünwald, Vovk and
/// Shafer (2023), Game-theoretic statistics and safe anytime-valid inference, section 4.
public struct EvidencePlan: Sendable, Equatable {
  /// A number that people have.
  public struct Number: Sendable, Equatable {
    /// Its values, rising: two or more.
    public let values: [Double]
    /// The change of the mean that is reckoned with, above 0.
    public let change: Double
    /// The standard deviation that is reckoned with, before any data. Evidence holds whatever it
    /// is; it is largest soonest where change and spread are about right.
    public let spread: Double
    /// What is staked, see `NumberSide`.
    let stakes: [Double]

    /// - Parameters:
    ///   - values: rising, two or more.
    ///   - change: the change of the mean that is reckoned with, above 0.
    ///   - spread: the standard deviation that is reckoned with, above 0.
    public init(values: [Double], change: Double, spread: Double) {
      precondition(values.count > 1 && zip(values, values.dropFirst()).allSatisfy(<), "values")
      precondition(change > 0 && spread > 0, "change \(change), spread \(spread)")
      (self.values, self.change, self.spread) = (values, change, spread)
      stakes = NumberSide.stakes(change: change, spread: spread)
    }

    var lowest: Double { values[0] }
    var highest: Double { values[values.count - 1] }
  }

  /// What is claimed.
  public enum Claim: Sendable, Equatable {
    /// The figure is not what it was.
    case change
    /// It is more than it was.
    case rise
    /// It is less than it was.
    case fall
    /// It is above a bound.
    case above(Double)
    /// It is below a bound.
    case below(Double)

    /// The bound; `nil` of claims about a change.
    public var bound: Double? {
      switch self {
      case .above(let bound), .below(let bound): bound
      default: nil
      }
    }
  }

  /// The number whose mean is the figure, or A.
  public var first: Number
  /// B, where the figure is the larger of two means.
  public var second: Number?
  /// What is claimed.
  public var claim: Claim
  /// By how much the sampling design makes variances larger, 1 or more.
  public var designEffect: Double
  /// Nights on which a change may begin.
  public var weights: StartWeights

  /// - Parameters:
  ///   - first: the number whose mean is the figure, or A.
  ///   - second: B, where the figure is the larger of two means.
  ///   - claim: what is claimed.
  ///   - designEffect: 1 or more.
  ///   - weights: nights on which a change may begin.
  public init(
    first: Number, second: Number? = nil, claim: Claim, designEffect: Double = 1,
    weights: StartWeights
  ) {
    precondition(designEffect >= 1, "design effect \(designEffect)")
    (self.first, self.second, self.claim) = (first, second, claim)
    (self.designEffect, self.weights) = (designEffect, weights)
  }

  /// Where the figure can lie.
  public var range: ClosedRange<Double> {
    let other = second ?? first
    return max(first.lowest, other.lowest)...max(first.highest, other.highest)
  }

  /// The figure of some answers.
  public func value(_ sums: AnswerSums) -> Double { FigureSide(self, sums).value }

  /// The means of A and B.
  public func means(_ sums: AnswerSums) -> [Double] {
    let side = FigureSide(self, sums)
    return [side.first, side.second].compactMap { $0?.mean }
  }

  /// The variances of the means of A and B that evidence reckons with, the design effect aside;
  /// 0 of nobody.
  public func variances(_ sums: AnswerSums) -> [Double] {
    var plan = self
    plan.designEffect = 1
    let side = FigureSide(plan, sums)
    return [side.first, side.second].compactMap { $0 }
      .map { $0.count > 0 ? $0.variance / $0.count : 0 }
  }

  /// The evidence for the claim, if the night between the two were known.
  ///
  /// - Parameters:
  ///   - before: the answers before; a bound does not need them.
  ///   - after: the answers from the night on.
  ///   - least: evidence of a change below this counts as none, which saves most of the time; 1 or
  ///     more, for only from 1 on the least over m is sure to lie near the two figures.
  /// - Returns: 0 or more; 0 where either side is empty, or too small where people count for less
  ///   than one each.
  public func evidence(
    before: AnswerSums, after: AnswerSums, least: Double = 1
  ) -> Double {
    let new = FigureSide(self, after)
    guard new.isEnough else { return 0 }
    switch claim {
    case .above(let bound): return exp(min(new.above(bound), EvidencePlan.largestLogarithm))
    case .below(let bound): return exp(min(new.below(bound), EvidencePlan.largestLogarithm))
    case .change: return moved(before, new, .change, least) / 2
    case .rise, .fall: return moved(before, new, claim, least)
    }
  }

  /// The interval of the change, or of the figure where the claim is about a bound: what there is
  /// less evidence against than twice the level asks for, on either side. It holds on all nights
  /// together for a night between the two that is known, and never leaves what is possible.
  ///
  /// - Parameters:
  ///   - before: the answers before.
  ///   - after: the answers from the night on.
  ///   - level: how often it may miss.
  /// - Returns: `nil` where there is nothing to reckon with.
  public func interval(
    before: AnswerSums, after: AnswerSums, level: Double
  ) -> ClosedRange<Double>? {
    let (new, needed) = (FigureSide(self, after), log(2 / level))
    guard new.isEnough else { return nil }
    if claim.bound != nil {
      return Crossing.interval(around: new.value, in: range) {
        $1 ? new.below($0) >= needed : new.above($0) >= needed
      }
    }
    let old = FigureSide(self, before)
    guard old.isEnough else { return nil }
    let move = FigureMove(old: old, new: new, range: range)
    let width = range.upperBound - range.lowerBound
    return Crossing.interval(around: new.value - old.value, in: -width...width) {
      $1 ? move.fell(by: $0) >= needed : move.rose(by: $0) >= needed
    }
  }

  // MARK: - Steps

  private static let largestLogarithm = 600.0

  /// The evidence of the direction that the estimates tell; that of the other is 1 at most, and
  /// counts as none.
  private func moved(
    _ before: AnswerSums, _ new: FigureSide, _ claim: Claim, _ least: Double
  ) -> Double {
    let old = FigureSide(self, before)
    let isRise = new.value > old.value
    guard old.isEnough, new.value != old.value, claim != (isRise ? .fall : .rise) else { return 0 }
    let move = FigureMove(old: old, new: new, range: range)
    let needed = log(max(1, least))
    guard move.mayReach(needed, isRise: isRise) else { return 0 }
    let found = isRise ? move.rose() : move.fell()
    return found >= needed ? exp(min(found, EvidencePlan.largestLogarithm)) : 0
  }
}

/// Where something begins to be ruled out.
private enum Crossing {
  private static let stepCount = 40

  /// The places around one that is not ruled out, which are not either.
  ///
  /// - Parameters:
  ///   - middle: what is not ruled out.
  ///   - range: what is possible.
  ///   - isRuledOut: whether a place is, seen from below (`true`: it is too high) or from above.
  /// - Returns: from the lowest to the highest.
  static func interval(
    around middle: Double, in range: ClosedRange<Double>, _ isRuledOut: (Double, Bool) -> Bool
  ) -> ClosedRange<Double> {
    let inside = min(max(middle, range.lowerBound), range.upperBound)
    func end(_ limit: Double, isHigh: Bool) -> Double {
      guard isRuledOut(limit, isHigh) else { return limit }
      var (near, far) = (inside, limit)
      for _ in 0..<stepCount {
        let place = (near + far) / 2
        if isRuledOut(place, isHigh) { far = place } else { near = place }
      }
      return far
    }
    return end(range.lowerBound, isHigh: false)...end(range.upperBound, isHigh: true)
  }
}
