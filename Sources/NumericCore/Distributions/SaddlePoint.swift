#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The factors in front of gamma and beta integrals, without the cancellation that differences of
/// logarithms of the gamma function suffer for large parameters.
///
/// Source: Loader (2000), Fast and accurate computation of binomial probabilities.
enum SaddlePoint {
  /// `x^a e^-x / Γ(a)`: the density of a gamma variable times `x`.
  struct GammaFront {
    private let shape: Double
    private let constant: Double

    init(_ shape: Double) {
      self.shape = shape
      constant = (shape / (2 * Double.pi)).squareRoot() * exp(-stirlingError(shape))
    }

    func callAsFunction(_ value: Double) -> Double { constant * exp(-deviance(shape, value)) }
  }

  /// `x^a y^b / B(a, b)` with `y = 1 - x`: the density of a beta variable times `x y`.
  struct BetaFront {
    private let a: Double
    private let b: Double
    private let constant: Double

    init(_ a: Double, _ b: Double) {
      (self.a, self.b) = (a, b)
      let root = (a / (2 * Double.pi) * (b / (a + b))).squareRoot()
      constant = root * exp(stirlingError(a + b) - stirlingError(a) - stirlingError(b))
    }

    func callAsFunction(_ point: UnitPoint) -> Double {
      let sum = a + b
      return constant
        * exp(-deviance(a, sum * point.share) - deviance(b, sum * point.complement))
    }
  }

  /// `log Γ(a + 1) - ((a + 1/2) log a - a + log(2π)/2)`: what Stirling's formula leaves.
  ///
  /// Upwards by its recurrence to 16, where the series has full precision.
  static func stirlingError(_ value: Double) -> Double {
    var argument = value
    var steps = 0.0
    while argument < 16 {
      steps += (argument + 0.5) * log1p(1 / argument) - 1
      argument += 1
    }
    let inverse = 1 / (argument * argument)
    let series: InlineArray<6, Double> = [
      1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360,
    ]
    var sum = 0.0
    for index in stride(from: 5, through: 0, by: -1) { sum = sum * inverse + series[index] }
    return steps + sum / argument
  }

  /// `a log(a / m) + m - a`, 0 where they are equal and exact near there.
  static func deviance(_ value: Double, _ mean: Double) -> Double {
    let difference = value - mean
    guard abs(difference) < 0.1 * (value + mean) else {
      return value * log(value / mean) + mean - value
    }
    let ratio = difference / (value + mean)
    let square = ratio * ratio
    var sum = difference * ratio
    var term = 2 * value * ratio
    for step in 1..<1000 {
      term *= square
      let next = sum + term / Double(2 * step + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }
}

/// A number of the unit interval with its distance from 1, both to full precision.
struct UnitPoint {
  var share: Double
  var complement: Double

  /// `first / (first + second)`.
  init(_ first: Double, against second: Double) {
    share = first / (first + second)
    complement = second / (first + second)
  }

  /// A number of the unit interval.
  init(_ share: Double) { (self.share, complement) = (share, 1 - share) }

  /// The number whose odds have this logarithm.
  init(logOdds: Double) {
    share = 1 / (1 + exp(-logOdds))
    complement = 1 / (1 + exp(logOdds))
  }

  /// The point as seen from 1.
  var mirrored: UnitPoint {
    var point = self
    (point.share, point.complement) = (complement, share)
    return point
  }
}
