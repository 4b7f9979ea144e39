internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Probabilities of two standard normal numbers with a given correlation.
///
/// ```text
/// Φ2(h, k) = Φ(h) Φ(k) + 1/(2π) ∫ exp(-(h² + k² - 2 h k sin t) / (2 cos² t)) dt,  t = 0...asin ρ
/// ```
///
/// With the angle u = π/2 - t the exponent is (h - k)² / (2 sin² u) + h k / (1 + cos u), smooth on
/// each panel from u to 2u however close ρ is to 1: 24 points a panel leave errors of 1e-15.
///
/// Source: Plackett (1954), A reduction formula for normal multivariate integrals; Drezner and
/// Wesolowsky (1990), On the computation of the bivariate normal integral (the angle).
struct BivariateNormal {
  /// The correlation ρ, above -1 and below 1.
  let correlation: Double
  /// By point of the rule: weight / 2π, 1 / (2 sin² u) and 1 / (1 + cos u).
  private let nodes: [(weight: Double, steep: Double, flat: Double)]

  /// Prepares the integral for one correlation.
  init(correlation: Double) {
    precondition(abs(correlation) < 1, "a correlation of \(correlation)")
    self.correlation = correlation
    let size = abs(correlation)
    let end = atan2(((1 - size) * (1 + size)).squareRoot(), size)
    var nodes: [(Double, Double, Double)] = []
    var start = end
    while size > 0, start < Double.pi / 2 {
      let stop = min(Double.pi / 2, 2 * start)
      let half = (stop - start) / 2
      for (place, weight) in GaussLegendre.rule {
        let angle = start + half * (place + 1)
        let sine = sin(angle)
        nodes.append(
          (weight * half / (2 * Double.pi), 1 / (2 * sine * sine), 1 / (1 + cos(angle))))
      }
      start = stop
    }
    self.nodes = nodes
  }

  /// The probability of both numbers at or below limits; these may be infinite.
  func cumulative(_ first: Double, _ second: Double) -> Double {
    Normal.cumulative(first) * Normal.cumulative(second) + excess(first, second)
  }

  /// What correlation adds to the probability that independent numbers would have.
  func excess(_ first: Double, _ second: Double) -> Double {
    guard first.isFinite, second.isFinite else { return 0 }
    let sign: Double = correlation < 0 ? -1 : 1
    let difference = first - sign * second
    let (square, product) = (difference * difference, sign * first * second)
    return sign * nodes.reduce(0) { $0 + $1.weight * exp(-square * $1.steep - product * $1.flat) }
  }

  /// The density; also the derivative of `cumulative` with respect to ρ.
  ///
  /// Source: Plackett (1954), equation 3.
  func density(_ first: Double, _ second: Double) -> Double {
    guard first.isFinite, second.isFinite else { return 0 }
    let rest = (1 - correlation) * (1 + correlation)
    let difference = first - correlation * second
    return exp(-(difference * difference / rest + second * second) / 2)
      / (2 * Double.pi * rest.squareRoot())
  }

  /// By row and column, the probabilities of the rectangles between thresholds, and their
  /// derivatives with respect to ρ.
  ///
  /// - Parameters:
  ///   - rows: ascending thresholds of the first number.
  ///   - columns: of the second.
  /// - Returns: `[rows + 1]` x `[columns + 1]` cells, row after row.
  func cells(
    _ rows: [Double], _ columns: [Double]
  ) -> (probabilities: [Double], slopes: [Double]) {
    let (rowShares, columnShares) = (BivariateNormal.shares(rows), BivariateNormal.shares(columns))
    let width = columns.count + 2
    var (corners, densities) = ([Double](), [Double]())
    for row in [-.infinity] + rows + [.infinity] {
      for column in [-.infinity] + columns + [.infinity] {
        corners.append(excess(row, column))
        densities.append(density(row, column))
      }
    }
    func rectangle(_ values: [Double], _ row: Int, _ column: Int) -> Double {
      let upper = (row + 1) * width + column
      let lower = row * width + column
      return (values[upper + 1] - values[upper]) - (values[lower + 1] - values[lower])
    }
    var (probabilities, slopes) = ([Double](), [Double]())
    for row in rowShares.indices {
      for column in columnShares.indices {
        probabilities.append(
          rowShares[row] * columnShares[column] + rectangle(corners, row, column))
        slopes.append(rectangle(densities, row, column))
      }
    }
    return (probabilities, slopes)
  }

  /// The probabilities between ascending thresholds.
  static func shares(_ thresholds: [Double]) -> [Double] {
    zip([-.infinity] + thresholds, thresholds + [.infinity]).map { low, high in
      low > 0
        ? Normal.upperTail(low) - Normal.upperTail(high)
        : Normal.cumulative(high) - Normal.cumulative(low)
    }
  }
}
