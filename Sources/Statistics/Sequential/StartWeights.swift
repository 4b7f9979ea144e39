#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much of the evidence is laid on each night as the night of a change, before any data.
///
/// Nights 1...H, the horizon, share 7/8; the nights from H 2^(m-1) + 1 to H 2^m share
/// 1 / (8 m (m + 1)), for m = 1, 2, ...: all together at most 1, so the watch never ends. A night
/// counts as 2^(r/2) among those of its share, r being how often 2 divides its number, and is kept
/// until it is 8 2^r nights old: young starts stand close, old ones apart by a quarter of their
/// age at most, about 4 log2 of all nights. What is laid on a night that is no longer kept is lost;
/// the long-lived nights have more of it for that.
///
/// Source: mixtures over the time of a change as in Shin, Ramdas and Rinaldo (2024), E-detectors: a
/// nonparametric framework for sequential change detection; the ruler of starts is ours.
public struct StartWeights: Sendable, Equatable {
  /// H, the nights in which changes are looked for with most of the weight.
  public let horizon: Int
  /// The part that is laid on the first night, which is then kept for ever: for a claim about all
  /// answers. 0 where the first night is one as others are.
  public let firstPart: Double
  private let horizonSum: Double

  private static let partOfHorizon = 7.0 / 8
  private static let life = 8
  /// 2^(r/2).
  private static let powers = (0..<64).map { exp2(Double($0) / 2) }

  /// - Parameters:
  ///   - horizon: 1 or more nights.
  ///   - firstPart: 0 or more and below 1.
  public init(horizon: Int, firstPart: Double = 0) {
    precondition(horizon >= 1 && 0 <= firstPart && firstPart < 1, "\(horizon), \(firstPart)")
    (self.horizon, self.firstPart) = (horizon, firstPart)
    horizonSum = StartWeights.sum(to: horizon)
  }

  /// What is laid on a night, 1 or more.
  public subscript(night: Int) -> Double {
    precondition(night >= 1, "night \(night)")
    let own = (1 - firstPart) * part(night)
    return night == 1 ? firstPart + own : own
  }

  /// Whether a start is still watched on a night.
  public func isKept(_ start: Int, on night: Int) -> Bool {
    night - start <= StartWeights.life << start.trailingZeroBitCount
      || (start == 1 && firstPart > 0)
  }

  // MARK: - Steps

  private func part(_ night: Int) -> Double {
    let own = StartWeights.powers[night.trailingZeroBitCount]
    if night <= horizon { return StartWeights.partOfHorizon * own / horizonSum }
    var (low, epoch) = (horizon, 1)
    while night > 2 * low { (low, epoch) = (2 * low, epoch + 1) }
    let share = (1 - StartWeights.partOfHorizon) / Double(epoch * (epoch + 1))
    return share * own / (StartWeights.sum(to: 2 * low) - StartWeights.sum(to: low))
  }

  /// The sum of 2^(r/2) over the nights 1...n.
  private static func sum(to night: Int) -> Double {
    var (sum, order) = (0.0, 0)
    while night >> order > 0 {
      sum += powers[order] * Double((night >> order) - (night >> (order + 1)))
      order += 1
    }
    return sum
  }
}
