internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Whether a pair score lies at or above a cut, or below it.
///
/// The floored score is the larger of two linear statistics, `first` and `2 first - second`. It
/// reaches the cut when either does: the larger of their two t statistics is held against its own
/// distribution where both lie at the cut, a bivariate t with their correlation. It stays below
/// the cut when both do: the larger of two one-sided p-values.
///
/// ```text
/// P(max(T1, T2) >= t) = P(T >= t) + 1/π ∫ (1 + t²/(ν cos² x))^(-ν/2) dx,   0 <= x <= acos(ρ)/2
/// ```
///
/// A part without a standard error decides nothing: where it may be the score, there is no test.
///
/// Source: the integral is the bivariate t in polar coordinates, split at the bisector of the two
/// half planes; Berger (1982), Multiparameter hypothesis testing, for "both are below".
public struct PairCutTest: Sendable, Equatable {
  /// How often chance alone lifts a score at the cut as high, 0...1; `nil` where nothing can be
  /// said.
  public let atLeastP: Double?
  /// How often chance alone leaves a score at the cut as low, 0...1; `nil` alike.
  public let belowP: Double?

  /// - Parameters:
  ///   - pair: the score.
  ///   - cut: what it is held against, in its unit.
  public init(_ pair: PairScore, cut: Double) {
    let gradients: [PairScore.Gradient] = pair.isFloored ? [.floor, .above] : [.above]
    let known = gradients.filter { pair.standardError($0) > 0 }
    guard pair.degreesOfFreedom > 0, pair.possibleGradients.allSatisfy(known.contains) else {
      (atLeastP, belowP) = (nil, nil)
      return
    }
    let degrees = Double(pair.degreesOfFreedom)
    let t = known.map { gradient in
      (gradient.first * pair.first + gradient.second * pair.second - cut)
        / pair.standardError(gradient)
    }
    let angle = known.count == 2 ? PairCutTest.angle(pair) : 0
    atLeastP = t.max().map { PairCutTest.upper($0, angle: angle, degreesOfFreedom: degrees) }
    belowP = t.max().map { StudentT.upperTail(-$0, degreesOfFreedom: degrees) }
  }

  // MARK: - Steps

  /// Half the arc cosine of the correlation of the two parts.
  private static func angle(_ pair: PairScore) -> Double {
    let covariance = 2 * pair.firstVariance - pair.covariance
    let scale = pair.standardError(.floor) * pair.standardError(.above)
    return acos(min(1, max(-1, covariance / scale))) / 2
  }

  /// P(max(T1, T2) >= t); the limit is mirrored where it lies below 0.
  static func upper(_ t: Double, angle: Double, degreesOfFreedom: Double) -> Double {
    let single = StudentT.upperTail(abs(t), degreesOfFreedom: degreesOfFreedom)
    let further =
      GaussLegendre.integral(from: 0, to: angle) { x in
        exp(-degreesOfFreedom / 2 * log1p(t * t / (degreesOfFreedom * cos(x) * cos(x))))
      } / Double.pi
    return min(1, t >= 0 ? single + further : 1 - single + further)
  }
}
