#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A figure of the people on one side of a comparison: the mean of a number, or the larger of the
/// means of two. All evidence is in natural logarithms.
struct FigureSide {
  let first: NumberSide
  let second: NumberSide?
  let value: Double

  /// The effective people who are needed where weights or a design make people count for less:
  /// with fewer, variances are not known well enough.
  static let leastEffective = 30.0

  init(_ plan: EvidencePlan, _ sums: AnswerSums) {
    let length = plan.first.values.count
    func side(_ number: EvidencePlan.Number, _ range: Range<Int>) -> NumberSide {
      NumberSide(
        number, weights: sums.weights.isEmpty ? [] : sums.weights[range],
        squares: sums.squares.isEmpty ? [] : sums.squares[range], designEffect: plan.designEffect)
    }
    first = side(plan.first, 0..<length)
    second = plan.second.map { side($0, length..<(length + $0.values.count)) }
    value = max(first.mean, second?.mean ?? first.mean)
  }

  /// Effective people.
  var count: Double { first.count }

  var isEnough: Bool {
    first.isEffective ? first.count >= FigureSide.leastEffective : first.count > 0
  }

  /// That the figure is above a bound: the mean of both parts' evidence, for if it is not, neither
  /// part is.
  func above(_ bound: Double) -> Double {
    guard let second else { return first.above(bound) }
    let (a, b) = (first.above(bound), second.above(bound))
    return max(a, b) + log1p(exp(-abs(a - b))) - log(2)
  }

  /// That the figure is below a bound: the smaller of both parts' evidence, for if it is not, one
  /// of the parts is not.
  func below(_ bound: Double) -> Double {
    let own = first.below(bound)
    return second.map { min(own, $0.below(bound)) } ?? own
  }

  /// No `above` is larger.
  func mostAbove(_ bound: Double) -> Double {
    max(first.mostAbove(bound), second?.mostAbove(bound) ?? 0)
  }

  /// No `below` is larger.
  func mostBelow(_ bound: Double) -> Double {
    min(first.mostBelow(bound), second?.mostBelow(bound) ?? .infinity)
  }
}

/// How a figure moved between two groups of people.
struct FigureMove {
  let old: FigureSide
  let new: FigureSide
  /// Where the figure can lie.
  let range: ClosedRange<Double>

  /// Looks at the change a scan of as many places, then narrows down as often.
  private static let scanCount = 8
  private static let narrowCount = 16

  /// ln of the evidence that the figure rose by more than a shift, see `EvidencePlan`.
  func rose(by shift: Double = 0) -> Double {
    least(shift) { new.above($0 + shift) + old.below($0) }
  }

  /// ln of the evidence that it rose by less than a shift, or fell by more than its opposite.
  func fell(by shift: Double = 0) -> Double {
    least(shift) { new.below($0 + shift) + old.above($0) }
  }

  /// Whether the evidence of a rise (of a fall otherwise) may be as large as a logarithm: told
  /// from one place between the two figures, where it is at most what it is there.
  func mayReach(_ logarithm: Double, isRise: Bool) -> Bool {
    let place = (old.count * old.value + new.count * new.value) / (old.count + new.count)
    let most =
      isRise
      ? new.mostAbove(place) + old.mostBelow(place) : new.mostBelow(place) + old.mostAbove(place)
    guard most >= logarithm else { return false }
    let exact =
      isRise ? new.above(place) + old.below(place) : new.below(place) + old.above(place)
    return exact >= logarithm
  }

  /// The least of a function of the old figure over all places where it can lie, shifted ones too.
  /// It falls towards the one side and rises towards the other: as far from both figures as they
  /// are apart it is larger than between them.
  private func least(_ shift: Double, _ evidence: (Double) -> Double) -> Double {
    let (a, b) = (old.value, new.value - shift)
    let reach = abs(a - b) + 1e-3 * (range.upperBound - range.lowerBound)
    var low = max(range.lowerBound, range.lowerBound - shift, min(a, b) - reach)
    var high = min(range.upperBound, range.upperBound - shift, max(a, b) + reach)
    guard low < high else { return evidence(min(max(a, range.lowerBound), range.upperBound)) }
    let step = (high - low) / Double(FigureMove.scanCount)
    let scan = (0...FigureMove.scanCount).map { evidence(low + Double($0) * step) }
    let best = scan.indices.min { scan[$0] < scan[$1] } ?? 0
    (low, high) = (low + Double(max(0, best - 1)) * step, min(high, low + Double(best + 1) * step))
    return min(scan[best], narrowed(low, high, evidence))
  }

  /// The golden section.
  private func narrowed(
    _ from: Double, _ to: Double, _ evidence: (Double) -> Double
  ) -> Double {
    let part = 0.6180339887498949
    var (low, high) = (from, to)
    var (left, right) = (high - part * (high - low), low + part * (high - low))
    var (atLeft, atRight) = (evidence(left), evidence(right))
    for _ in 0..<FigureMove.narrowCount {
      if atLeft < atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - part * (high - low)
        atLeft = evidence(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + part * (high - low)
        atRight = evidence(right)
      }
    }
    return min(atLeft, atRight)
  }
}
