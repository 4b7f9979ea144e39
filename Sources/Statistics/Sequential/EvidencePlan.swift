/// What is claimed of a stream of nightly answers, and how evidence for it is reckoned.
///
/// The figure is the mean of one number, or the larger O of the means of two, A and B (an
/// opportunity score is the larger of importance and 2 importance - satisfaction). With P' the mean
/// of P from the night of the change on, P the mean before, and E(x > y) the evidence of
/// `MixtureEvidence`:
///
/// ```text
/// O rose:   ( min(E(A' > A), E(A' > B)) + min(E(B' > B), E(B' > A)) ) / 2
/// O fell:   min( (E(A' < A) + E(A' < B)) / 2, (E(B' < B) + E(B' < A)) / 2 )
/// changed:  (rose + fell) / 2
/// O > b:    ( E(A' > b) + E(B' > b) ) / 2          O < b:    min( E(A' < b), E(B' < b) )
/// ```
///
/// Each is evidence in the strict sense, a mean of at most 1 wherever its claim is false:
///
/// - If O did not rise, neither A' nor B' is above O, which is A or B: of each pair under a `min`
///   at least one claim is false, and the smaller of two numbers has at most its mean. A mean of
///   such numbers is one. Which part leads need not be known, nor be the same after the change.
/// - If O did not fall, A' or B' is at or above O, hence at or above both A and B: one of the two
///   means under the `min` is over false claims alone.
/// - For a bound b the same with both A and B replaced by b.
///
/// A comparison of a part with itself takes Student's statistic with the variances of both sides
/// pooled, which is exact for normal answers; of A with B each part's own pooled variance.
/// Effective numbers are Kish's, divided by the design effect.
///
/// Source: the formulas of `MixtureEvidence`; Vovk and Wang (2021), E-values: calibration,
/// combination and applications (means of e-values).
public struct EvidencePlan: Sendable, Equatable {
  /// What the claim is about.
  public enum Figure: String, Sendable {
    /// The mean of the first number.
    case single
    /// The larger of the two means.
    case larger
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

  /// What the claim is about.
  public var figure: Figure
  /// What is claimed.
  public var claim: Claim
  /// The effect that is reckoned with, in standard deviations of the first number: root of g.
  public var firstEffect: Double
  /// The same of the second number.
  public var secondEffect: Double
  /// Where numbers are shares of people times a unit: the unit.
  public var shareUnit: Double?
  /// By how much the sampling design makes variances larger, 1 or more.
  public var designEffect: Double
  /// Nights on which a change may begin.
  public var weights: StartWeights

  /// The effective answers on either side under which there is no evidence.
  public static let leastCount = 30.0
  /// The effective answers on either side of the top cut under which there is none.
  public static let leastBesideCut = 10.0

  /// - Parameters:
  ///   - figure: what the claim is about.
  ///   - claim: what is claimed.
  ///   - firstEffect: the effect that is reckoned with, in standard deviations, above 0.
  ///   - secondEffect: that of the second number.
  ///   - shareUnit: the unit where the numbers are shares of people.
  ///   - designEffect: 1 or more.
  ///   - weights: nights on which a change may begin.
  public init(
    figure: Figure, claim: Claim, firstEffect: Double, secondEffect: Double = 1,
    shareUnit: Double? = nil, designEffect: Double = 1, weights: StartWeights
  ) {
    precondition(firstEffect > 0 && secondEffect > 0 && designEffect >= 1, "effects, design")
    (self.figure, self.claim) = (figure, claim)
    (self.firstEffect, self.secondEffect) = (firstEffect, secondEffect)
    (self.shareUnit, self.designEffect) = (shareUnit, designEffect)
    self.weights = weights
  }

  /// The evidence for the claim, if the night between the two were known.
  ///
  /// - Parameters:
  ///   - before: the answers before; a bound does not need them.
  ///   - after: the answers from the night on.
  /// - Returns: 0 or more; 0 where either side is too small.
  public func evidence(before: AnswerSums, after: AnswerSums) -> Double {
    contrasts(before, after)?.evidence(claim) ?? 0
  }

  /// The interval of the change, or of the figure where the claim is about a bound, that holds on
  /// all nights together for a night between the two that is known.
  ///
  /// Of the larger of two means the change is max over P' of min over P of P' - P, and so are its
  /// bounds, each difference at a quarter of the level.
  ///
  /// - Parameters:
  ///   - before: the answers before.
  ///   - after: the answers from the night on.
  ///   - level: how often it may miss.
  /// - Returns: `nil` where either side is too small; bounds may be infinite.
  public func interval(
    before: AnswerSums, after: AnswerSums, level: Double
  ) -> ClosedRange<Double>? {
    contrasts(before, after).map { $0.interval(level).shifted(by: claim.bound ?? 0) }
  }

  /// The figure of some answers.
  public func value(_ sums: AnswerSums) -> Double {
    let side = AnswerSide(sums, designEffect: 1)
    return figure == .single ? side.first : max(side.first, side.second)
  }

  /// Whether answers are enough for evidence.
  public func isEnough(_ sums: AnswerSums) -> Bool {
    isEnough(AnswerSide(sums, designEffect: designEffect))
  }

  // MARK: - Steps

  /// Whether t^2 (nu + 1) / nu may be `least`, without a root: each part is held against itself.
  /// Where both stay below, O cannot have risen, and fell only if each new part is below the other
  /// old one.
  func isWorthwhile(before: AnswerSums, after: AnswerSums, least: Double) -> Bool {
    guard claim.bound == nil else { return true }
    let new = AnswerSide(after, designEffect: designEffect)
    let old = AnswerSide(before, designEffect: designEffect)
    let nu = new.count + old.count - 2
    guard nu > 0 else { return false }
    let factor = new.count * old.count / (new.count + old.count) * (nu + 1)
    let first = new.first - old.first
    let firstSquares = new.count * new.firstSpread + old.count * old.firstSpread
    if first * first * factor >= least * firstSquares { return true }
    guard figure == .larger else { return false }
    let second = new.second - old.second
    let secondSquares = new.count * new.secondSpread + old.count * old.secondSpread
    return second * second * factor >= least * secondSquares
      || (new.first < old.second && new.second < old.first)
  }

  func contrasts(_ before: AnswerSums, _ after: AnswerSums) -> EvidenceContrasts? {
    let new = AnswerSide(after, designEffect: designEffect)
    guard isEnough(new) else { return nil }
    let effects = (firstEffect * firstEffect, secondEffect * secondEffect)
    if let bound = claim.bound {
      return EvidenceContrasts(bound: bound, new, figure, effects: effects)
    }
    let old = AnswerSide(before, designEffect: designEffect)
    return isEnough(old) ? EvidenceContrasts(old, new, figure, effects: effects) : nil
  }

  private func isEnough(_ side: AnswerSide) -> Bool {
    guard side.count >= EvidencePlan.leastCount else { return false }
    guard let unit = shareUnit else { return true }
    let isEnough = hasBothSides(side.first / unit, side.count)
    guard figure == .larger else { return isEnough }
    return isEnough && hasBothSides((2 * side.first - side.second) / unit, side.count)
  }

  private func hasBothSides(_ share: Double, _ count: Double) -> Bool {
    min(share, 1 - share) * count >= EvidencePlan.leastBesideCut * (1 - 1e-9)
  }
}

extension ClosedRange<Double> {
  fileprivate func shifted(by offset: Double) -> ClosedRange<Double> {
    lowerBound + offset...upperBound + offset
  }
}
