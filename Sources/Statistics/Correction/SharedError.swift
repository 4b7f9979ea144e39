public import Groundwork
internal import NumericCore

/// What the errors of the outcomes of one group have in common, because the same people rated
/// them: somebody who ticks high everywhere moves all outcomes at once.
///
/// ```text
/// Y = Σ_j e_j / (20 √(p_j (1 - p_j))),   V_j = Var e_j / (400 p_j (1 - p_j))
/// r = (Var Y - Σ_j V_j) / Σ_{j≠k} √(V_j V_k)
/// ```
///
/// e is the error of a part of a score, p the part over 10: Y is the error of the sum of the
/// outcomes' angles. It is a weighted total over the rows, so that its variance follows from the
/// design, the margins or the replicate weights as that of any estimate.
///
/// Source: as for `AngleScale`; Deville (1999), Variance estimation for complex statistics.
public struct SharedError: Sendable, Equatable {
  /// The mean correlation r of the errors of two outcomes' importance.
  public let first: Double
  /// That of two outcomes' satisfaction.
  public let second: Double
  /// That of one outcome's importance and another's satisfaction.
  public let cross: Double
  /// What the draw from a finite population leaves of variances: 0 where everybody was asked, 1
  /// where the population has no end.
  public let finiteFactor: Double

  /// Errors that have nothing in common, in a population without end.
  public static let none = SharedError(first: 0, second: 0, cross: 0)

  /// - Parameters:
  ///   - first: the mean correlation of errors of importance, -1...1.
  ///   - second: of satisfaction.
  ///   - cross: of one outcome's importance and another's satisfaction.
  ///   - finiteFactor: what a finite population leaves of variances, 0...1.
  public init(first: Double, second: Double, cross: Double, finiteFactor: Double = 1) {
    (self.first, self.second, self.cross) = (first, second, cross)
    self.finiteFactor = finiteFactor
  }

  /// Finds what the errors of groups have in common.
  ///
  /// - Parameters:
  ///   - battery: the columns of J outcomes, all with the same groups.
  ///   - scores: by group, the scores of its J outcomes; empty for groups left out.
  ///   - rule: what the codes are worth.
  ///   - sample: design, weights and calibration of the rows.
  ///   - workers: the threads.
  /// - Returns: by group; `.none` for those left out.
  /// - Complexity: O(rows x (J + groups)).
  public static func groups(
    _ battery: [PairCovariance.Columns], scores: [[PairScore]], rule: PairRule, sample: Sample,
    workers: Workers = Workers(threadCount: 1)
  ) -> [SharedError] {
    precondition(
      scores.allSatisfy { $0.isEmpty || $0.count == battery.count }, "scores of other outcomes")
    let columns = AngleSums(
      battery, scores: scores, rule: rule, sample: sample, workers: workers)
    return workers.map(scores.count) { group in
      guard !scores[group].isEmpty else { return .none }
      let estimates = columns.estimates(of: group)
      return SharedError(
        scores[group], covariance: sample.covariance(of: estimates),
        endless: sample.covariance(of: estimates, in: sample.design.endless))
    }
  }

  // MARK: - Steps

  /// - Parameters:
  ///   - scores: of the group's outcomes.
  ///   - covariance: of the two sums of angles.
  ///   - endless: the same as if the population had no end.
  init(_ scores: [PairScore], covariance: Matrix, endless: Matrix) {
    let slopes = scores.map(AngleSums.slopes)
    let variances = zip(scores, slopes).map {
      $1 * $1 * SIMD2($0.firstVariance, $0.secondVariance)
    }
    let covariances = zip(scores, slopes).map { $1.x * $1.y * $0.covariance }
    func correlation(_ row: Int, _ column: Int, own: [Double]) -> Double {
      let errors = [row, column].map { place in variances.map { max(0, $0[place]).squareRoot() } }
      let same = zip(errors[0], errors[1]).reduce(0) { $0 + $1.0 * $1.1 }
      let pairs = errors[0].reduce(0, +) * errors[1].reduce(0, +) - same
      guard pairs > 1e-18 else { return 0 }
      return SharedError.rounded((covariance[row, column] - own.reduce(0, +)) / pairs)
    }
    first = correlation(0, 0, own: variances.map(\.x))
    second = correlation(1, 1, own: variances.map(\.y))
    cross = correlation(0, 1, own: covariances)
    let (own, whole) = (covariance[0, 0] + covariance[1, 1], endless[0, 0] + endless[1, 1])
    finiteFactor = whole > 0 ? SharedError.rounded(min(1, max(0, own / whole))) : 1
  }

  /// To 2⁻³⁰: sums of fractions depend on the order of the rows in their last bits, and no
  /// result may.
  private static func rounded(_ value: Double) -> Double {
    (value * 1_073_741_824).rounded() / 1_073_741_824
  }
}
