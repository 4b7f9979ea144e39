#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One number of the people on one side of a comparison, and the evidence about its mean.
///
/// Somebody who holds that the mean of x is above m stakes at even odds: with the stake l, each
/// answer multiplies the fortune by 1 + l (x - m). As long as no answer lies below `lowest`, a
/// stake of less than 1 / (m - lowest) never ruins; and if the mean is not above m, no answer
/// multiplies the fortune by more than 1 in the mean, whatever the distribution and whatever else
/// is known. The fortune is evidence:
///
/// ```text
/// e(mean > m) = sum over stakes of w_k prod over answers of (1 + l_k (x - m)),   sum of w_k = 1
/// ```
///
/// Nothing is asymptotic where people are drawn anew; it holds for rare answers as for common ones,
/// on each night and on any chosen by looking at whatever there is to be seen. The order of answers
/// does not matter: counts by value are all that is needed. Stakes stand in octaves of the square
/// root of 2 around the best one for the change that is reckoned with, change / spread^2, which
/// costs less than a twentieth of the growth wherever the best one is, and 0.9 of what ruins is the
/// most.
///
/// Weighted answers count as effective ones: counts are shrunken to Kish's effective number, or to
/// that which gives the mean its linearised variance, whichever is less, and divided by the design
/// effect. That is a fair account of the variance, no longer a theorem.
///
/// Source: Waudby-Smith and Ramdas (2024), Estimating means of bounded random variables by betting;
/// Kelly (1956), A new interpretation of information rate.
struct NumberSide {
  let number: EvidencePlan.Number
  /// Weights by value.
  private let weights: ArraySlice<Double>
  /// Effective people by weight.
  private let perWeight: Double
  /// Effective people.
  let count: Double
  let mean: Double
  /// The mean squared deviation.
  let variance: Double
  /// Whether people count for less than one each, so that variances are reckoned, not known.
  let isEffective: Bool

  /// The most of what ruins that is staked.
  private static let most = 0.9
  private static let steps = Array(-10...6)
  /// What is laid on each stake.
  private static let parts: [Double] = {
    let all = steps.map { step in
      let distance = 1.5 + 0.5 * Double(abs(step))
      return 1 / (distance * distance)
    }
    let sum = all.reduce(0, +)
    return all.map { $0 / sum }
  }()

  init(
    _ number: EvidencePlan.Number, weights: ArraySlice<Double>, squares: ArraySlice<Double>,
    designEffect: Double
  ) {
    (self.number, self.weights) = (number, weights)
    let weight = weights.reduce(0, +)
    mean = weight > 0 ? NumberSide.sum(weights, number.values) { $0 } / weight : 0
    let mean = mean
    func spread(_ sums: ArraySlice<Double>) -> Double {
      NumberSide.sum(sums, number.values) { ($0 - mean) * ($0 - mean) }
    }
    let own = spread(weights)
    variance = weight > 0 ? own / weight : 0
    var effective = weight
    if !squares.isEmpty {
      let sum = squares.reduce(0, +)
      effective = sum > 0 ? weight * weight / sum : 0
      let squared = spread(squares)
      if squared > 0 { effective = min(effective, weight * own / squared) }
    }
    count = effective / designEffect
    perWeight = weight > 0 ? count / weight : 0
    isEffective = !squares.isEmpty || designEffect > 1
  }

  /// ln of the evidence that the mean is above a bound within the number's range.
  func above(_ bound: Double) -> Double {
    evidence(room: bound - number.lowest) { 1 + $0 * ($1 - bound) }
  }

  /// ln of the evidence that the mean is below a bound within the number's range.
  func below(_ bound: Double) -> Double {
    evidence(room: number.highest - bound) { 1 + $0 * (bound - $1) }
  }

  /// No `above` is larger: ln(1 + u) is at most u - u^2 / (2 (1 + u)) above 0 and u - u^2 / 2
  /// below.
  func mostAbove(_ bound: Double) -> Double { most(mean - bound, room: number.highest - bound) }

  /// No `below` is larger.
  func mostBelow(_ bound: Double) -> Double { most(bound - mean, room: bound - number.lowest) }

  // MARK: - Steps

  private func evidence(
    room: Double, _ factor: (_ stake: Double, _ value: Double) -> Double
  ) -> Double {
    let largest = room > 0 ? NumberSide.most / room : .infinity
    var logarithms = [Double](repeating: 0, count: number.stakes.count)
    var last = (stake: -1.0, sum: 0.0)
    for (place, wanted) in number.stakes.enumerated() {
      let stake = min(wanted, largest)
      // Stakes that are cut off are one.
      if stake != last.stake {
        let sum = NumberSide.sum(weights, number.values) { log(factor(stake, $0)) }
        last = (stake, perWeight * sum)
      }
      logarithms[place] = last.sum
    }
    let top = logarithms.max() ?? 0
    var sum = 0.0
    for (logarithm, part) in zip(logarithms, NumberSide.parts) {
      sum += part * exp(logarithm - top)
    }
    return top + log(sum)
  }

  /// The sum over values of weight times a function of the value.
  private static func sum(
    _ weights: ArraySlice<Double>, _ values: [Double], _ function: (Double) -> Double
  ) -> Double {
    var sum = 0.0
    var place = weights.startIndex
    for value in values where place < weights.endIndex {
      if weights[place] > 0 { sum += weights[place] * function(value) }
      place += 1
    }
    return sum
  }

  private func most(_ difference: Double, room: Double) -> Double {
    guard difference > 0, count > 0 else { return 0 }
    let (sum, squares) = (count * difference, count * (variance + difference * difference))
    let root = 1 - 2 * sum * room / squares
    guard room > 0, root > 0 else { return .infinity }
    let stake = (1 - root.squareRoot()) / room
    return (stake * sum - stake * stake * squares / 2) / (1 - stake * room)
  }

  /// The stakes around the best one for a change of the mean, rising.
  static func stakes(change: Double, spread: Double) -> [Double] {
    steps.map { change / (spread * spread) * exp2(Double($0) / 2) }
  }
}
