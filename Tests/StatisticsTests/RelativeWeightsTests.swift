import NumericCore
import Testing

@testable import Statistics

@Suite("Relative weights")
struct RelativeWeightsTests {
  @Test("Uncorrelated predictors weigh their squared correlations, which sum to R-squared")
  func uncorrelated() throws {
    let found = try RelativeWeights(matrix([[1, 0, 0.5], [0, 1, -0.3], [0.5, -0.3, 1]]))
    #expect(largestDifference(found.weights, [0.25, 0.09]) < 1e-15)
    #expect(largestDifference(found.coefficients, [0.5, -0.3]) < 1e-15)
    #expect(abs(found.rSquared - 0.34) < 1e-15)
  }

  @Test("Two predictors: half of R-squared each where they are alike, whatever their correlation")
  func alike() throws {
    for correlation in [0.0, 0.4, 0.9] {
      let found = try RelativeWeights(
        matrix([[1, correlation, 0.6], [correlation, 1, 0.6], [0.6, 0.6, 1]]))
      // Of two alike, R-squared is 2 r^2 / (1 + rho).
      #expect(abs(found.rSquared - 0.72 / (1 + correlation)) < 1e-14)
      #expect(largestDifference(found.weights, [found.rSquared / 2, found.rSquared / 2]) < 1e-14)
    }
    #expect(throws: NumericError.self) {
      try RelativeWeights(matrix([[1, 1, 0.6], [1, 1, 0.6], [0.6, 0.6, 1]]))
    }
  }

  @Test("The gradient is the slope of the weights with each correlation")
  func gradient() throws {
    let start = matrix([
      [1, 0.5, -0.2, 0.1, 0.4], [0.5, 1, 0.3, 0.2, 0.3], [-0.2, 0.3, 1, 0.25, 0.1],
      [0.1, 0.2, 0.25, 1, -0.35], [0.4, 0.3, 0.1, -0.35, 1],
    ])
    let fit = try RelativeWeights(start)
    for predictor in 0..<4 {
      let gradient = fit.gradient(of: predictor)
      for row in 0..<5 {
        for column in 0..<row {
          let step = 1e-5
          let slope = try [1.0, -1.0].reduce(0) { sum, sign in
            var moved = start
            moved[row, column] += sign * step
            moved[column, row] += sign * step
            return sum + sign * (try RelativeWeights(moved)).weights[predictor] / (2 * step)
          }
          #expect(abs(gradient[row, column] + gradient[column, row] - slope) < 1e-8)
        }
      }
    }
  }

  @Test("A row's influence is how its weight moves the figure", arguments: [0.0, 0.25])
  func influence(missing: Double) throws {
    var stream = RandomStream(seed: 5, purpose: "influence")
    var columns = [[Double]](repeating: [], count: 4)
    for _ in 0..<60 {
      let common = stream.normal()
      for column in 0..<4 {
        let value = (2 * (common + stream.normal())).rounded()
        columns[column].append(stream.uniform() < missing ? .nan : value)
      }
    }
    let weights = (0..<60).map { _ in 0.5 + stream.uniform() }
    let slopes = try RelativeWeights(AnsweredPairs(columns, weights: weights).correlation)
      .gradient(of: 1)
    let found = AnsweredPairs(columns, weights: weights).influences(of: [slopes])[0]
    for row in [0, 7, 31, 59] {
      let values = try [1e-4, -1e-4].map { step in
        var moved = weights
        moved[row] *= 1 + step
        return try RelativeWeights(AnsweredPairs(columns, weights: moved).correlation).weights[1]
      }
      #expect(abs((values[0] - values[1]) / 2e-4 - found[row]) < 1e-9)
    }
    #expect(abs(found.reduce(0, +)) < 1e-13)
  }
}

@Suite("Drivers of an outcome")
struct DriverModelTests {
  /// People whose outcome goes with the first predictor strongly, the second weakly, the third not.
  private struct Planted {
    var outcome: [Double] = []
    var predictors: [[Double]] = [[], [], []]
    var chance: [Double] = []

    init(_ count: Int, seed: UInt64) {
      var stream = RandomStream(seed: seed, purpose: "planted drivers")
      for _ in 0..<count {
        let drawn = (0..<3).map { _ in stream.normal() }
        let score = 0.6 * drawn[0] + 0.35 * drawn[1] + 0.75 * stream.normal()
        for place in 0..<3 { predictors[place].append(Planted.rating(drawn[place])) }
        outcome.append(Planted.rating(score))
        chance.append(stream.normal())
      }
    }

    func model(_ sample: Sample? = nil) throws -> DriverModel {
      let plain = try Sample(design: SamplingDesign(rowCount: outcome.count), weights: nil)
      return try DriverModel(
        outcome, predictors: predictors, chance: chance, sample: sample ?? plain)
    }

    private static func rating(_ score: Double) -> Double {
      min(5, max(1, (3 + 1.2 * score).rounded()))
    }
  }

  @Test("Strong, weak and none are told in order in 95 of 100 samples of 400")
  func planted() throws {
    var (order, flags) = (0, 0)
    for seed in 1...100 {
      let found = try Planted(400, seed: UInt64(seed)).model()
      let weights = found.drivers.map(\.weight)
      if weights[0] > weights[1], weights[1] > weights[2] { order += 1 }
      if found.drivers.map(\.isAboveChance) == [true, true, false] { flags += 1 }
      #expect(found.drivers[0].coefficient > 0 && found.drivers[1].coefficient > 0)
      #expect(abs(weights.reduce(0, +) - found.rSquared) < 1e-12)
      #expect(abs(found.drivers.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    }
    #expect(order >= 95, "\(order)")
    #expect(flags >= 95, "\(flags)")
  }

  @Test("Jackknife weights in the data give nearly the linearised errors")
  func replicates() throws {
    let planted = Planted(150, seed: 3)
    let design = SamplingDesign(rowCount: 150)
    let (factors, variance) = design.jackknife()
    let unit = 149_000_000.0
    let weights = [Int64](repeating: Int64(unit), count: 150)
    let sample = Sample(
      weights: weights,
      replicates: SampleReplicates(
        columns: factors.map { $0.map { Int64(($0 * unit).rounded()) } }, variance: variance,
        weights: weights))
    let (own, plain) = (try planted.model(sample), try planted.model())
    for (left, right) in zip(own.drivers, plain.drivers) {
      #expect(abs(left.weight - right.weight) < 1e-12)
      // The linear influences under weights of one row less: the same but for rounded weights.
      #expect(abs(left.standardError / right.standardError - 1) < 1e-4)
    }
  }

  @Test("Rows of weight 0 are nobody, and constant predictors are left out")
  func nobody() throws {
    var planted = Planted(200, seed: 8)
    let before = try planted.model()
    planted.outcome += [1, 5]
    planted.chance += [0, 0]
    for place in 0..<3 { planted.predictors[place] += [5, 1] }
    planted.predictors.insert([Double](repeating: 4, count: 202), at: 1)
    let weights = [Int64](repeating: 1_000_000, count: 200) + [0, 0]
    let sample = try Sample(design: SamplingDesign(rowCount: 202), weights: weights)
    let after = try planted.model(sample)
    #expect(after.leftOut == [1] && after.drivers.map(\.predictor) == [0, 2, 3])
    #expect(after.count == 200 && after.degreesOfFreedom == 199)
    #expect(
      largestDifference(after.drivers.map(\.weight), before.drivers.map(\.weight)) < 1e-14)
  }

  @Test("What cannot be told is refused with the reason")
  func refusals() throws {
    var planted = Planted(200, seed: 9)
    planted.predictors[2] = planted.predictors[2].enumerated().map { $0 < 50 ? $1 : .nan }
    #expect(
      throws: DriverModel.Refusal.fewRows(first: 3, second: 2, effectiveCount: 50, needed: 60)
    ) { try planted.model() }
    planted.outcome = planted.outcome.map { _ in 3 }
    #expect(throws: DriverModel.Refusal.constantOutcome) { try planted.model() }
    planted = Planted(200, seed: 9)
    planted.predictors = planted.predictors.map { $0.map { _ in 2 } }
    #expect(throws: DriverModel.Refusal.noPredictor) { try planted.model() }
  }

  @Test("Pairs of different people that contradict each other are refused")
  func contradiction() throws {
    var stream = RandomStream(seed: 2, purpose: "contradiction")
    var planted = Planted(300, seed: 10)
    for row in 0..<300 {
      let value = Double(1 + stream.below(5))
      let answers: [[Double]] = [
        [value, value, .nan], [.nan, value, value], [value, .nan, 6 - value],
      ]
      for place in 0..<3 { planted.predictors[place][row] = answers[row / 100][place] }
    }
    do {
      _ = try planted.model()
      Issue.record("the model was made")
    } catch let refusal as DriverModel.Refusal {
      guard case .contradiction(let change) = refusal else {
        Issue.record("\(refusal)")
        return
      }
      // Two correlations of 1 and one of -1: the nearest that fit are near 1/2 and -1/2.
      #expect(change > 0.4)
    }
  }

  @Test("A predictor twice: the correlations are nudged, and both halves weigh the same")
  func twice() throws {
    var planted = Planted(200, seed: 11)
    planted.predictors[2] = planted.predictors[0]
    let found = try planted.model()
    #expect(found.repair > 0 && found.repair < 0.001)
    #expect(abs(found.drivers[0].weight - found.drivers[2].weight) < 1e-9)
    #expect(found.drivers[0].isAboveChance)
  }
}
