import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Profiles of groups")
struct ProfileTests {
  /// What `References/profiles.py` wrote.
  struct Reference: Decodable {
    struct Test: Decodable { var chi_square, f, d0, d, p: Double }
    struct Split: Decodable {
      var counts: [[Int]]
      var ordered: Bool
      var gain: Double
    }
    var answers, groups: [Int32]
    var numbers: [Double]
    var weights: [Int64]
    var covariates: [[Double]]
    var residuals, weighted_shares, weighted_differences, weighted_index: [[Double]]
    var cramers_v, eta_squared, weighted_eta_squared, pearson: Double
    var answers_alone, answers_adjusted, numbers_weighted: Test
    var splits: [Split]
  }

  private let item: Reference
  private let plain: Sample
  private let weighted: Sample

  init() throws {
    item = try reference("profiles", as: Reference.self)
    let design = SamplingDesign(rowCount: item.answers.count)
    plain = try Sample(design: design, weights: nil)
    weighted = try Sample(design: design, weights: item.weights)
  }

  private func profile(_ sample: Sample) -> AnswerProfile {
    AnswerProfile(
      answers: item.answers, answerCount: 4, groups: item.groups, groupCount: 3, sample: sample)
  }

  @Test("Adjusted residuals and Cramér's V of equal weights are SciPy's and Haberman's")
  func residuals() throws {
    let profile = profile(plain)
    // Sums of fewer than 1,000 terms in double precision.
    #expect(
      largestDifference(
        profile.cells.flatMap { $0.map { $0.residual ?? .nan } }, item.residuals.flatMap { $0 })
        < 1e-11)
    #expect(abs((profile.cramersV ?? 0) - item.cramers_v) < 1e-13)
    let p = try #require(profile.association?.p)
    #expect(p > 0 && p < 0.05)
  }

  @Test("Weighted shares, indices and standardised differences are NumPy's")
  func weightedShares() {
    let cells = profile(weighted).cells
    func all(_ value: (AnswerProfile.Cell) -> Double?) -> [Double] {
      cells.flatMap { $0.map { value($0) ?? .nan } }
    }
    #expect(largestDifference(all(\.share), item.weighted_shares.flatMap { $0 }) < 1e-14)
    #expect(largestDifference(all(\.index), item.weighted_index.flatMap { $0 }) < 1e-11)
    #expect(
      largestDifference(all(\.difference), item.weighted_differences.flatMap { $0 }) < 1e-13)
    for cell in cells.flatMap({ $0 }) {
      #expect(cell.interval.map { $0.low < cell.share && cell.share < $0.high } ?? false)
    }
  }

  @Test("A correlation ratio is NumPy's, with and without weights")
  func etaSquared() throws {
    let numbers = item.numbers.map { Optional($0) }
    let equal = VarianceShare.etaSquared(
      numbers, groups: item.groups, groupCount: 3, weights: nil)
    let own = VarianceShare.etaSquared(
      numbers, groups: item.groups, groupCount: 3, weights: item.weights.map { Double($0) })
    #expect(abs((equal ?? 0) - item.eta_squared) < 1e-13)
    #expect(abs((own ?? 0) - item.weighted_eta_squared) < 1e-13)
    let profile = NumberProfile(
      numbers: numbers, groups: item.groups, groupCount: 3, sample: weighted)
    #expect(abs((profile.strength ?? 0) - item.weighted_eta_squared.squareRoot()) < 1e-13)
    #expect(profile.count == numbers.count && profile.cells.allSatisfy { $0?.low != nil })
    #expect(
      VarianceShare.etaSquared([1, 1, 1], groups: [0, 1, 1], groupCount: 2, weights: nil) == nil)
    #expect(
      VarianceShare.etaSquared([1, 2, nil], groups: [0, 1, 1], groupCount: 2, weights: nil) == 1)
  }

  @Test("The test with covariates is n times Pillai's trace, corrected, as NumPy has it")
  func partial() throws {
    let answers = PartialAssociation.Variable.answers(item.answers, count: 4)
    let numbers = PartialAssociation.Variable.numbers(item.numbers.map { $0 })
    let cases: [(PartialAssociation.Variable, [[Double]], Sample, Reference.Test)] = [
      (answers, [], plain, item.answers_alone),
      (answers, item.covariates, plain, item.answers_adjusted),
      (numbers, item.covariates, weighted, item.numbers_weighted),
    ]
    for (variable, covariates, sample, expected) in cases {
      let found = try #require(
        PartialAssociation(
          variable, groups: item.groups, groupCount: 3, covariates: covariates, sample: sample))
      let pairs = [
        (found.chiSquare, expected.chi_square), (found.f, expected.f),
        (found.numeratorDegrees, expected.d0), (found.denominatorDegrees, expected.d),
        (found.p, expected.p),
      ]
      for (own, other) in pairs { #expect(abs(own - other) < 1e-10 * max(1, abs(other))) }
    }
    let alone = try #require(
      PartialAssociation(answers, groups: item.groups, groupCount: 3, sample: plain))
    #expect(abs(alone.chiSquare - item.pearson) < 1e-10)
  }

  @Test("A covariate that says the same as the groups, or a constant answer, leaves no test")
  func noTest() {
    let answers = PartialAssociation.Variable.answers(item.answers, count: 4)
    let copies = (0..<3).map { group in item.groups.map { Double($0 == group ? 1 : 0) } }
    #expect(
      PartialAssociation(
        answers, groups: item.groups, groupCount: 3, covariates: copies, sample: plain) == nil)
    let same = PartialAssociation.Variable.answers(item.answers.map { _ in 2 }, count: 4)
    #expect(PartialAssociation(same, groups: item.groups, groupCount: 3, sample: plain) == nil)
  }

  @Test("A sample in another order has the same variances, whatever its design")
  func reordered() throws {
    let count = item.answers.count
    let design = try SamplingDesign(
      rowCount: count, strata: (0..<count).map { Int32($0 % 4) },
      units: (0..<count).map { Int32($0 / 8) },
      populations: (0..<count).map { Double(40 + $0 % 4) })
    let margins = MarginCells(margins: [item.answers], categoryCounts: [4])
    let calibration = Sample.Calibration(cells: margins, weightsBefore: item.weights)
    let order = (0..<Int32(count)).map { ($0 * 77) % Int32(count) }
    for sample in [
      try Sample(design: design, weights: item.weights, calibration: calibration), weighted,
    ] {
      let moved = try sample.reordered(order)
      let here = PartialAssociation(
        .numbers(item.numbers.map { $0 }), groups: item.groups, groupCount: 3, sample: sample)
      let there = PartialAssociation(
        .numbers(order.map { item.numbers[Int($0)] }), groups: order.map { item.groups[Int($0)] },
        groupCount: 3, sample: moved)
      let (first, second) = (try #require(here), try #require(there))
      #expect(abs(first.f - second.f) < 1e-9 * first.f)
      #expect(first.denominatorDegrees.rounded() == second.denominatorDegrees.rounded())
    }
  }

  @Test("Habits of three rows, worked out by hand")
  func habits() {
    let columns: [[UInt8]] = [[5, 7, 0], [5, 9, 0], [9, 0, 0], [9, 9, 6]]
    let habits = RatingHabits(
      columns: columns, lowestCode: 5, points: 1...5, rowCount: 3, workers: Workers())
    #expect(habits.values(.level) == [3, 1 + 10.0 / 3, 2])
    #expect(abs((habits.value(.spread, of: 0) ?? 0) - (16.0 / 3).squareRoot()) < 1e-15)
    #expect(habits.value(.spread, of: 2) == nil)
    #expect(habits.values(.extremes) == [1, 2.0 / 3, 0])
    // The missing answer of the second row is passed over.
    #expect(habits.values(.run) == [2, 2, 1])
    #expect(!habits.isStraight(0, least: 2) && !habits.isStraight(2, least: 2))
    #expect(habits.reordered([2, 0, 1]).values(.level) == [2, 3, 1 + 10.0 / 3])
    #expect(RankCorrelation.spearman([1, 2, 3, 3], [2, 4, 9, 9]) == 1)
    #expect(RankCorrelation.spearman([1, 2, 3], [5, 5, 5]) == nil)
    let covariates = HabitCovariates.columns(all: habits, batteries: [habits, habits])
    #expect(covariates.count == 11 && covariates.allSatisfy { $0.count == 3 })
  }
}
