/// The regularised incomplete beta function, which is the lower tail of the beta distribution.
struct IncompleteBeta {
  /// The density of the log odds.
  let front: SaddlePoint.BetaFront
  private let a: Double
  private let b: Double

  init(_ a: Double, _ b: Double) {
    precondition(
      a > 0 && b > 0 && a + b < .infinity, "a beta distribution of parameters \(a), \(b)")
    (self.a, self.b) = (a, b)
    front = SaddlePoint.BetaFront(a, b)
  }

  /// `I_x(a, b)`, to full relative precision also where it is tiny.
  func lower(at point: UnitPoint) -> Double {
    guard point.share > 0 else { return 0 }
    guard point.complement > 0 else { return 1 }
    if point.share * (a + b + 2) <= a + 1 || isShort(at: point) { return min(1, below(point)) }
    return max(0, 1 - mirrored.below(point.mirrored))
  }

  /// `1 - I_x(a, b)`, to full relative precision also where it is tiny.
  func upper(at point: UnitPoint) -> Double { mirrored.lower(at: point.mirrored) }

  // MARK: - Steps

  /// Whether the series of the lower tail, all of whose terms are positive, ends within about a
  /// hundred terms also above the mean: so it is for the middle of Student's t.
  private func isShort(at point: UnitPoint) -> Bool {
    point.share * (a + b) <= 30 && point.share <= 0.5
  }

  /// The distribution of the distance from 1.
  private var mirrored: IncompleteBeta { IncompleteBeta(b, a) }

  /// The lower tail, below the mean or where its series is short.
  ///
  /// ```text
  /// I_x(a, b) = x^a y^b / B(a, b) * (1/a) (1 + (a+b)/(a+1) x + (a+b)(a+b+1)/((a+1)(a+2)) x² + ...)
  /// ```
  ///
  /// Source: Abramowitz and Stegun (1964), 26.5.4.
  private func below(_ point: UnitPoint) -> Double {
    let (x, y) = (point.share, point.complement)
    let first = x * (a + b) / (a + 1)
    let termCount = min(
      36 / max(1 - max(first, x), 1e-9), 9 * ((a + 1) / y).squareRoot() + 40 / y)
    guard termCount < 1_000 || isShort(at: point) else { return integral(y) }
    var sum = 1.0
    var term = 1.0
    var step = 0.0
    while term > 1e-17 * sum {
      term *= x * ((a + b + step) / (a + 1 + step))
      sum += term
      step += 1
    }
    return front(point) / a * sum
  }

  /// The lower tail by integration over the complement, which keeps its precision near `x = 1`.
  private func integral(_ complement: Double) -> Double {
    let sum = a + b
    let deviation = (a / sum * (b / sum) / (sum + 1)).squareRoot()
    return TailIntegral.sum(
      from: complement, isUpper: true,
      width: { y in
        let x = 1 - y
        let decay = max(0, (a - 1) / x - (b - 1) / y)
        return min(2 / (1 / deviation + decay), y / 2, x / 2)
      },
      density: { y in
        let point = UnitPoint(y).mirrored
        return front(point) / (point.share * y)
      })
  }
}
