import NumericCore
import Testing

@testable import Statistics

@Suite("Rank tests in designs")
struct DesignRankTests {
  /// With F of R's svyglm on the ranks that do not depend on the order of the rows.
  private static let cases = [
    ("api-strat", "svyrank", 3.249_164_846_180_183_2),
    ("api-strat", "svyrank2", 2.087_777_544_435_07 * 2.087_777_544_435_07),
    ("gss2016-job-odi", "svyrank.imp_hiinc_degf", 25.883_912_472_322_07),
  ]

  @Test(
    "Ranks of R's survey: its t and F; its ranks are those of no order, on average",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: cases)
  func ranks(name: String, id: String, f: Double) throws {
    let item = try DesignCase(name)
    let by = try item.codes(item.reference.argument(id, "by"))
    let groups = by.codes.map { Int32($0) }
    let weights = try item.weights(id).map { Int64(($0 * 1e13).rounded()) }
    let sample = try Sample(design: item.design(id), weights: weights)
    let values = try zip(item.numbers(item.reference.argument(id, "var")), groups).map {
      $1 < 0 ? nil : $0
    }
    func inOrder(_ values: [Double?], _ weights: [Int64]) throws -> [Double?] {
      try #require(DesignRankTest.ranks(values, weights: weights, tied: .rowOrder))
    }
    let forward = try inOrder(values, weights)
    let backward = try Array(inOrder(values.reversed(), weights.reversed()).reversed())
    let own = try #require(DesignRankTest.ranks(values, weights: weights))
    for row in values.indices where values[row] != nil {
      let middle = ((forward[row] ?? .nan) + (backward[row] ?? .nan)) / 2
      #expect(abs((own[row] ?? .nan) - middle) < 1e-12)
    }
    let usual = try #require(
      DesignRankTest(values, groups: groups, groupCount: by.levels.count, sample: sample))
    #expect(abs(usual.f - f) < 1e-12 * f, "\(usual.f)")
    let test = try #require(
      DesignRankTest(
        values, groups: groups, groupCount: by.levels.count, sample: sample, tied: .rowOrder))
    let (found, keys) = Self.stored(test)
    let stored: [Double] = try keys.map { try item.reference.value(id, $0) }
    #expect(try item.reference.agrees(found, stored, id), "\(found) \(stored)")
  }

  @Test(
    "Strata of clusters: means, Wald statistic and p of R's survey, by ranks and normal scores",
    arguments: [
      ("two", true), ("three", true), ("tiedTwo", false), ("tiedThree", false),
      ("normalThree", true),
    ])
  func clusters(key: String, isWeighted: Bool) throws {
    let stored = try DesignReference.load()
    let sample = try stored.sample(isWeighted: isWeighted)
    let values = (isWeighted ? stored.rows.distinct : stored.rows.tied).map { Optional($0) }
    let isTwo = key.lowercased().hasSuffix("two")
    let ranks = try #require(DesignRankTest.ranks(values, weights: sample.weights))
    let scores = key.hasPrefix("normal") ? ranks.map { $0.map { Normal.quantile($0) } } : ranks
    let test = try #require(
      DesignRankTest(
        scores: scores, groups: isTwo ? stored.rows.two : stored.rows.three,
        groupCount: isTwo ? 2 : 3, sample: sample))
    let expected = try #require(stored.ranks[key])
    let found = test.means + [test.wald, test.p]
    for (found, wanted) in zip(found, expected.means + [expected.wald, expected.p]) {
      // R's normal quantiles have 15 digits.
      #expect(abs(found - wanted) < 1e-12 * abs(wanted), "\(found) \(wanted)")
    }
  }

  @Test("Equal weights and no ties: the ranks of a simple sample, less a half")
  func simple() throws {
    let values: [Double?] = [3, -.infinity, 7, 5, .infinity]
    #expect(
      DesignRankTest.ranks(values, weights: nil) == [0.3, 0.1, 0.7, 0.5, 0.9])
    // Rows of weight 0 stand nowhere; equal ones share their weight.
    #expect(
      DesignRankTest.ranks([1, 1, 2, nil, 2], weights: [1, 3, 0, 5, 4])
        == [0.25, 0.25, 0.75, nil, 0.75])
    // In their order tied rows of weight 1 and 3 have the places 0.5 and 2.5 of 8 to begin with.
    #expect(
      DesignRankTest.ranks([1, 1, 2, nil, 2], weights: [1, 3, 0, 5, 4], tied: .rowOrder)
        == [0.1875, 0.1875, 0.75, nil, 0.75])
    #expect(
      DesignRankTest.ranks([1, 1, 2], weights: [3, 1, 4], tied: .rowOrder)
        == [0.3125, 0.3125, 0.75])
    #expect(DesignRankTest.ranks([1, .nan], weights: nil, tied: .rowOrder) == nil)
  }

  @Test("The order of the rows, the unit of the weights and rising numbers change nothing")
  func invariance() throws {
    let rows = try DesignReference.load().rows
    func test(_ order: [Int], _ unit: Int64, _ value: (Double) -> Double) throws -> Double {
      let sample = try Sample(
        design: SamplingDesign(
          rowCount: order.count, strata: order.map { rows.stratum[$0] },
          units: order.map { rows.unit[$0] }), weights: order.map { unit * rows.weight[$0] })
      return try #require(
        DesignRankTest(
          order.map { value(rows.tied[$0]) }, groups: order.map { rows.three[$0] }, groupCount: 3,
          sample: sample)
      ).wald
    }
    let places = Array(rows.tied.indices)
    let wald = try test(places, 1) { $0 }
    let others = try [
      test(places.reversed(), 1) { $0 }, test(places.sorted { $0 % 7 < $1 % 7 }, 1) { $0 },
      test(places, 1_000_003) { $0 }, test(places, 1) { $0 * $0 * $0 - 1e6 },
    ]
    #expect(others.allSatisfy { abs($0 - wald) < 1e-12 * wald })
  }

  @Test("An empty group, equal numbers, no number, and too few units give no test")
  func corners() throws {
    func test(
      _ values: [Double?], _ groups: [Int32], _ count: Int = 2, _ weights: [Int64]? = nil
    ) throws -> DesignRankTest? {
      let sample = try Sample(
        design: SamplingDesign(rowCount: values.count), weights: weights)
      return DesignRankTest(values, groups: groups, groupCount: count, sample: sample)
    }
    #expect(try test([1, 2, 3, 4], [0, 1, 0, 1]) != nil)
    #expect(try test([1, 2, 3, 4], [0, 0, 0, 0]) == nil)
    #expect(try test([1, 2, 3, 4], [0, 1, 0, 1], 3) == nil)
    #expect(try test([1, 2, 3, nil], [0, 0, 0, 1]) == nil)
    #expect(try test([1, 2, 3, 4], [0, 0, 0, 1], 2, [1, 1, 1, 0]) == nil)
    #expect(try test([2, 2, 2, 2], [0, 1, 0, 1]) == nil)
    #expect(try test([0.1, 0.1, 0.7, 0.7], [0, 0, 1, 1]) == nil)
    #expect(try test([nil, nil, nil, nil], [0, 1, 0, 1]) == nil)
    #expect(try test([1, .nan, 3, 4], [0, 1, 0, 1]) == nil)
    // Two people leave no degree of freedom.
    #expect(try test([1, 2], [0, 1]) == nil)
    // A row in no group takes no part, not even in the ranks.
    let four = try test([1, 2, 3, 4, 2.5], [0, 1, 0, 1, -1])
    #expect(four?.means == [0.375, 0.625])
  }

  @Test("For two groups the t test of the difference is the whole test")
  func pair() throws {
    let stored = try DesignReference.load()
    let test = try #require(
      DesignRankTest(
        stored.rows.tied.map { $0 }, groups: stored.rows.two, groupCount: 2,
        sample: stored.sample()))
    let difference = test.difference(1, less: 0)
    let t = try #require(difference.t)
    #expect(abs(t * t - test.f) < 1e-13 * test.f)
    #expect(abs((difference.p ?? .nan) - test.p) < 1e-13)
  }

  @Test("Calibrated weights: the covariance of whole scores is that of the table of the groups")
  func calibrated() throws {
    let rows = try DesignReference.load().rows
    let margin = rows.tied.indices.map { Int32($0 * 3 % 4 / 2) }
    let sample = try Sample(
      design: SamplingDesign(rowCount: margin.count, strata: rows.stratum, units: rows.unit),
      weights: rows.weight,
      calibration: Sample.Calibration(
        cells: MarginCells(margins: [margin], categoryCounts: [2]), weightsBefore: nil))
    let test = try #require(
      DesignRankTest(
        scores: rows.tied.map { $0 }, groups: rows.three, groupCount: 3, sample: sample))
    let table = DesignTable(
      cells: zip(rows.tied, rows.three).map { Int32($0) * 3 + $1 }, answerCount: 7, groupCount: 3,
      sample: sample)
    let means = table.means(Array(0..<7))
    #expect(largestDifference(test.means, means.values.map { $0 ?? .nan }) < 1e-13)
    #expect(
      largestDifference(test.covariance.elements, means.covariance.elements) < 1e-13)
  }

  // MARK: - Steps

  /// What is stored of a test. With more than two groups R names the numerator's degrees a
  /// statistic and the Wald statistic degrees.
  private static func stored(_ test: DesignRankTest) -> (found: [Double], keys: [String]) {
    guard test.means.count == 2 else {
      return ([Double(test.numeratorDegrees), test.wald, test.p], ["stat", "df", "p"])
    }
    let difference = test.difference(1, less: 0)
    return (
      [
        difference.difference, difference.t ?? .nan, difference.degreesOfFreedom,
        difference.p ?? .nan,
      ], ["diff", "t", "df", "p"]
    )
  }
}
