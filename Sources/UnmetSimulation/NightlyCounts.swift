import NumericCore
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One outcome's nightly top boxes: exact counts of the four cells of importance by satisfaction.
struct NightlyCounts: Sendable {
  /// The shares of importance and of satisfaction.
  let shares: (importance: Double, satisfaction: Double)
  /// The share of both.
  private let both: Double
  private let important: Binomial
  private let satisfiedOfImportant: Binomial
  private let satisfiedOfOthers: Binomial

  /// - Parameters:
  ///   - importance: the mean of the first normal number.
  ///   - satisfaction: the mean of the second.
  init(importance: Double, satisfaction: Double) {
    let population = RatingPopulation(importance: importance, satisfaction: satisfaction)
    let points = RatingPopulation.pointCount
    func share(_ isIn: (Int, Int) -> Bool) -> Double {
      population.shares.indices.reduce(0) {
        $0 + (isIn($1 / points, $1 % points) ? population.shares[$1] : 0)
      }
    }
    // The two best points of five.
    let first = share { code, _ in code >= 3 }
    let second = share { _, code in code >= 3 }
    both = share { $0 >= 3 && $1 >= 3 }
    shares = (first, second)
    important = Binomial(first)
    satisfiedOfImportant = Binomial(both / first)
    satisfiedOfOthers = Binomial((second - both) / (1 - first))
  }

  /// Importance, and 2 importance - satisfaction, on 0...10.
  var means: (Double, Double) {
    (10 * shares.importance, 20 * shares.importance - 10 * shares.satisfaction)
  }

  /// The shares of both, of satisfaction alone and of importance alone.
  var cells: (both: Double, satisfied: Double, important: Double) {
    (both, shares.satisfaction - both, shares.importance - both)
  }

  /// The sums of the two over people drawn one by one.
  func draw(_ count: Int, _ stream: inout RandomStream) -> AnswerSums {
    let first = important.draw(count, &stream)
    let pairs = satisfiedOfImportant.draw(first, &stream)
    let others = satisfiedOfOthers.draw(count - first, &stream)
    return NightlyCounts.sums(
      Double(count), Double(first), Double(pairs + others), Double(pairs))
  }

  /// The sums that are expected.
  func expected(_ count: Double) -> AnswerSums {
    NightlyCounts.sums(
      count, count * shares.importance, count * shares.satisfaction, count * both)
  }

  /// The sums over so many people of whom some find it important, some are satisfied, some both.
  static func sums(
    _ count: Double, _ important: Double, _ satisfied: Double, _ both: Double
  ) -> AnswerSums {
    AnswerSums(
      count: count,
      weights: [
        count - important, important, satisfied - both, count - important - satisfied + both,
        both, important - both,
      ])
  }
}

/// Binomial numbers by inversion from the likeliest one outwards.
private struct Binomial: Sendable {
  private let odds: Double
  private let share: Double
  private let logarithms: (Double, Double)

  /// Logarithms of the factorials.
  private static let factorials: [Double] = {
    var sum = 0.0
    return [0]
      + (1...20_000).map { number in
        sum += log(Double(number))
        return sum
      }
  }()

  init(_ share: Double) {
    (self.share, odds) = (share, share / (1 - share))
    logarithms = (log(share), log1p(-share))
  }

  func draw(_ count: Int, _ stream: inout RandomStream) -> Int {
    guard count > 0 else { return 0 }
    let mode = min(count, Int(Double(count + 1) * share))
    let table = Binomial.factorials
    let atMode = exp(
      table[count] - table[mode] - table[count - mode] + Double(mode) * logarithms.0
        + Double(count - mode) * logarithms.1)
    var rest = stream.uniform() - atMode
    var (low, high, lower, upper) = (mode, mode, atMode, atMode)
    while rest >= 0, low > 0 || high < count {
      if high < count {
        upper *= Double(count - high) * odds / Double(high + 1)
        high += 1
        rest -= upper
        if rest < 0 { return high }
      }
      if low > 0 {
        lower *= Double(low) / (Double(count - low + 1) * odds)
        low -= 1
        rest -= lower
        if rest < 0 { return low }
      }
    }
    return mode
  }
}
