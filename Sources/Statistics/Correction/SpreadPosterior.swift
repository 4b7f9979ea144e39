#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How far apart true values lie, as far as estimates with known errors tell: not one covariance
/// matrix A but a grid of them with weights.
///
/// Of few or close outcomes the best guess of A is often 0 or far too large, and to shrink by it
/// alone promises too much. On the axes on which the errors have variance 1 and the estimates the
/// variances λ, with f degrees of freedom and every A thought equally likely beforehand,
///
/// ```text
/// A = H diag(1/B - 1) H',   density of B = B^(f/2 - 2) e^(-f λ B / 2),   0 < B <= 1
/// H = L Q,   error = L L',   L⁻¹ total L'⁻¹ = Q diag(λ) Q'
/// ```
///
/// for each axis: B is by how much a distance on it is shrunk.
///
/// Source: Morris (1983), Parametric empirical Bayes inference, section 4; Efron and Morris
/// (1972), Empirical Bayes on vector observations.
struct SpreadPosterior: Sendable {
  /// The grid; the weights sum to 1.
  let nodes: [(weight: Double, covariance: TwoByTwo)]

  /// Nodes of less weight change no digit that is shown.
  private static let leastWeight = 1e-10
  /// Where the logarithm of a density is so far below its largest value it counts as 0.
  private static let depth = 25.0

  /// - Parameters:
  ///   - total: the covariance of the estimates.
  ///   - error: the mean covariance of their errors, positive definite.
  ///   - degreesOfFreedom: f of the total, 4 or more.
  init(total: TwoByTwo, error: TwoByTwo, degreesOfFreedom: Double) {
    let factor = error.choleskyFactor
    let scaled = factor.solve(factor.solve(total).transposed).symmetric
    let (values, vectors) = scaled.eigen
    let axes = factor * vectors
    let second = SpreadPosterior.shrinkages(values.y, degreesOfFreedom)
    let all = SpreadPosterior.shrinkages(values.x, degreesOfFreedom).flatMap { one in
      second.map { other in
        (
          weight: one.weight * other.weight,
          covariance: TwoByTwo(variances: 1 / SIMD2(one.place, other.place) - 1).within(axes)
        )
      }
    }.filter { $0.weight >= SpreadPosterior.leastWeight }
    let sum = all.reduce(0) { $0 + $1.weight }
    nodes = all.map { ($0.weight / sum, $0.covariance) }
  }

  // MARK: - Steps

  /// The factors B of one axis with their weights, which sum to 1.
  static func shrinkages(
    _ value: Double, _ degreesOfFreedom: Double
  ) -> [(place: Double, weight: Double)] {
    let (power, rate) = (degreesOfFreedom / 2 - 2, degreesOfFreedom * max(0, value) / 2)
    func logarithm(_ place: Double) -> Double {
      (power > 0 ? power * log(place) : 0) - rate * place
    }
    let mode = power < rate ? power / rate : 1
    let limit = logarithm(mode) - SpreadPosterior.depth
    let low = edge(from: mode, to: 0) { logarithm($0) < limit }
    let high = edge(from: mode, to: 1) { logarithm($0) < limit }
    let nodes = GaussLegendre.rule.map { node in
      let place = low + (high - low) * (node.place + 1) / 2
      return (place, node.weight * exp(logarithm(place) - limit))
    }
    let sum = nodes.reduce(0) { $0 + $1.1 }
    return nodes.map { ($0.0, $0.1 / sum) }
  }

  /// Where something that is false inside becomes true, by bisection; the end where it does not.
  private static func edge(
    from inside: Double, to end: Double, _ isOutside: (Double) -> Bool
  ) -> Double {
    guard isOutside(end) else { return end }
    var (near, far) = (inside, end)
    for _ in 0..<60 {
      let middle = (near + far) / 2
      if isOutside(middle) { far = middle } else { near = middle }
    }
    return far
  }
}
