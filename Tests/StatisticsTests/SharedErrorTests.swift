import NumericCore
import Testing

@testable import Statistics

@Suite("What errors of outcomes have in common")
struct SharedErrorTests {
  private static let rule = PairRule(
    first: [0, 1] + Array(repeating: nil, count: 14),
    second: [0, 1] + Array(repeating: nil, count: 14), factor: 10, isPaired: true)

  /// Answers of people with a habit of their own to importance and one to satisfaction.
  private static func battery(
    rowCount: Int, outcomeCount: Int, habit: Double, groups: [UInt16]? = nil
  ) -> [PairCovariance.Columns] {
    var stream = RandomStream(seed: 4, purpose: "shared")
    let habits = (0..<rowCount).map { _ in SIMD2(stream.normal(), stream.normal()) }
    func code(_ habit: Double, _ share: Double, _ mean: Double) -> UInt8 {
      mean + share.squareRoot() * habit + (1 - share).squareRoot() * stream.normal() > 0 ? 1 : 0
    }
    return (0..<outcomeCount).map { outcome in
      let mean = 0.1 * Double(outcome) - 0.2
      return PairCovariance.Columns(
        first: habits.map { code($0.x, habit, mean) },
        second: habits.map { code($0.y, habit / 2, -mean) }, groups: groups,
        groupCount: groups == nil ? 1 : 2)
    }
  }

  private static func scores(
    _ battery: [PairCovariance.Columns], _ sample: Sample, group: Int = 0
  ) -> [PairScore] {
    battery.map {
      PairCovariance(
        $0, domains: [[0], [1]].prefix($0.groupCount).map { $0 }, rule: rule,
        sample: sample
      ).score(of: group)
    }
  }

  private static func shared(
    _ battery: [PairCovariance.Columns], _ sample: Sample
  ) -> SharedError {
    SharedError.groups(
      battery, scores: [scores(battery, sample)], rule: rule, sample: sample)[0]
  }

  @Test("In a simple sample it is the mean correlation of the answers to two outcomes")
  func correlation() throws {
    let battery = SharedErrorTests.battery(rowCount: 400, outcomeCount: 6, habit: 0.5)
    let sample = try Sample(design: SamplingDesign(rowCount: 400), weights: nil)
    let found = SharedErrorTests.shared(battery, sample)
    #expect(abs(found.first - mean(battery.map(\.first), battery.map(\.first))) < 1e-6)
    #expect(abs(found.second - mean(battery.map(\.second), battery.map(\.second))) < 1e-6)
    #expect(abs(found.cross - mean(battery.map(\.first), battery.map(\.second))) < 1e-6)
    #expect(found.first > 0.25 && found.finiteFactor == 1)
  }

  @Test("The order of the rows does not matter, and a refused group is left out")
  func order() throws {
    let groups = (0..<300).map { UInt16($0 % 3 == 0 ? 1 : 0) }
    let weights = (0..<300).map { Int64(1 + $0 % 7) * 1_000_003 }
    let battery = SharedErrorTests.battery(
      rowCount: 300, outcomeCount: 7, habit: 0.4, groups: groups)
    let reversed = battery.map {
      PairCovariance.Columns(
        first: $0.first.reversed(), second: $0.second.reversed(), groups: groups.reversed(),
        groupCount: 2)
    }
    let found = try [(battery, weights), (reversed, weights.reversed())].map { own, weights in
      let sample = try Sample(design: SamplingDesign(rowCount: 300), weights: weights)
      return SharedError.groups(
        own, scores: [SharedErrorTests.scores(own, sample), []], rule: SharedErrorTests.rule,
        sample: sample)
    }
    #expect(found[0] == found[1])
    #expect(found[0][1] == .none && found[0][0].first > 0.1)
  }

  @Test("Of people in units that agree more is in common; a finite population takes its part off")
  func designs() throws {
    let battery = SharedErrorTests.battery(rowCount: 200, outcomeCount: 5, habit: 0.3)
    for (size, factor) in [(400.0, 0.5), (200, 0)] {
      let sample = try Sample(
        design: SamplingDesign(
          rowCount: 200, populations: [Double](repeating: size, count: 200)), weights: nil)
      let found = SharedErrorTests.shared(battery, sample)
      #expect(abs(found.finiteFactor - factor) < 1e-9)
      #expect(factor > 0 ? found.first > 0.1 : found.first == 0)
    }
    // Whole units of people who answer everything alike.
    let answers = (0..<200).map { UInt8($0 / 10 % 2) }
    let alike = battery.map { _ in
      PairCovariance.Columns(first: answers, second: answers, groups: nil, groupCount: 1)
    }
    let units = try Sample(
      design: SamplingDesign(rowCount: 200, units: (0..<200).map { Int32($0 / 10) }),
      weights: nil)
    #expect(abs(SharedErrorTests.shared(alike, units).first - 1) < 1e-6)
  }

  /// The mean correlation of the columns of different outcomes.
  private func mean(_ left: [[UInt8]], _ right: [[UInt8]]) -> Double {
    func covariance(_ a: [UInt8], _ b: [UInt8]) -> Double {
      let means = [a, b].map { $0.reduce(0) { $0 + Double($1) } / Double($0.count) }
      return zip(a, b).reduce(0) { $0 + (Double($1.0) - means[0]) * (Double($1.1) - means[1]) }
    }
    var (sum, count) = (0.0, 0.0)
    for (one, a) in left.enumerated() {
      for (other, b) in right.enumerated() where one != other {
        sum += covariance(a, b) / (covariance(a, a) * covariance(b, b)).squareRoot()
        count += 1
      }
    }
    return sum / count
  }
}
