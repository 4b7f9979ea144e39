/// The regularised incomplete gamma functions, which are the tails of the gamma distribution.
struct IncompleteGamma {
  /// The density of the logarithm.
  let front: SaddlePoint.GammaFront
  private let shape: Double

  init(_ shape: Double) {
    precondition(shape > 0 && shape < .infinity, "a gamma distribution of shape \(shape)")
    self.shape = shape
    front = SaddlePoint.GammaFront(shape)
  }

  /// `P(a, x)`, to full relative precision also where it is tiny.
  func lower(at value: Double) -> Double {
    guard value > 0 else { return 0 }
    return value <= shape + 1 ? below(value) : max(0, 1 - above(value))
  }

  /// `Q(a, x) = 1 - P(a, x)`, to full relative precision also where it is tiny.
  func upper(at value: Double) -> Double {
    guard value > 0 else { return 1 }
    return value <= shape + 1 ? max(0, 1 - below(value)) : above(value)
  }

  // MARK: - Steps

  /// The lower tail below the mean.
  ///
  /// ```text
  /// P(a, x) = x^a e^-x / Γ(a) * (1/a) (1 + x/(a+1) + x²/((a+1)(a+2)) + ...)
  /// ```
  ///
  /// Source: Abramowitz and Stegun (1964), 6.5.29.
  private func below(_ value: Double) -> Double {
    let termCount = min(
      36 / max(1 - value / (shape + 1), 1e-9), 40 + 9 * shape.squareRoot())
    guard termCount < 1_000 else { return integral(value, isUpper: false) }
    var sum = 1.0
    var term = 1.0
    var divisor = shape
    while term > 1e-17 * sum {
      divisor += 1
      term *= value / divisor
      sum += term
    }
    return front(value) / shape * sum
  }

  /// The upper tail above the mean.
  private func above(_ value: Double) -> Double {
    value < .infinity ? integral(value, isUpper: true) : 0
  }

  private func integral(_ value: Double, isUpper: Bool) -> Double {
    let deviation = max(shape, 1).squareRoot()
    return TailIntegral.sum(
      from: value, isUpper: isUpper,
      width: { place in
        let rise = (shape - 1) / place - 1
        let decay = max(0, isUpper ? -rise : rise)
        return min(2 / (1 / deviation + decay), place / 2)
      },
      density: { front($0) / $0 })
  }
}
