import NumericCore
import Testing

@testable import Statistics

@Suite("Quantiles in designs")
struct DesignQuantileTests {
  private static let rules: [String: DesignQuantile.Rule] = [
    "math": .lowest, "school": .halfway, "hf1": .lowest, "hf2": .halfway,
  ]

  @Test(
    "Quantiles and Woodruff's intervals of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: [
      ("api-clus1", "q.api00", ["math", "school"]), ("api-strat", "q.enroll", ["math", "school"]),
      ("api-strat", "q.api00", ["math", "school", "hf1", "hf2"]),
    ])
  func quantiles(name: String, id: String, keys: [String]) throws {
    let item = try DesignCase(name)
    let values = try item.numbers(item.reference.argument(id, "var"))
    let shares: [Double] = try item.reference.argument(id, "probs")
    let sample = try Self.sample(item, item.design(id), weights: item.weights(id))
    for key in keys {
      let rule = try #require(Self.rules[key])
      let found = try shares.map {
        try #require(DesignQuantile($0, of: values, sample: sample, rule: rule))
      }
      func agrees(_ found: [Double], _ field: String) throws -> Bool {
        try item.reference.agrees(found, item.reference.value(id, key, field), id)
      }
      #expect(try agrees(found.map(\.value), "q"))
      #expect(try agrees(found.map { $0.low ?? .nan }, "ci_l"))
      #expect(try agrees(found.map { $0.high ?? .nan }, "ci_u"))
    }
  }

  @Test(
    "The weighted median and fifths of R's laeken",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func weighted() throws {
    let (item, id) = (try DesignCase("api-strat"), "laeken")
    let sample = try Self.sample(
      item, SamplingDesign(rowCount: item.rowCount), weights: item.numbers("pw").map { $0 ?? 0 })
    let found = try [0.5, 0.2, 0.8].map {
      try #require(DesignQuantile($0, of: item.numbers("api00"), sample: sample)).value
    }
    let median: Double = try item.reference.value(id, "median")
    let fifths: [Double] = try item.reference.value(id, "q20_q80")
    #expect(try item.reference.agrees(found, [median] + fifths, id))
  }

  @Test("Shares that are reached exactly, ties and bounds outside the data, as R's survey has them")
  func clusters() throws {
    let stored = try DesignReference.load()
    for (key, expected) in stored.quantiles {
      let isTied = key == "tied"
      let values = (isTied ? stored.rows.tied : stored.rows.distinct).map { Optional($0) }
      let sample = try stored.sample(isWeighted: isTied)
      for (place, share) in expected.shares.enumerated() {
        let found = try #require(
          DesignQuantile(
            share, of: values, sample: sample, rule: key == "lowest" ? .lowest : .halfway))
        #expect(found.value == expected.values[place], "\(key) \(share)")
        #expect(found.low == expected.low[place], "\(key) \(share)")
        #expect(found.high == expected.high[place], "\(key) \(share)")
      }
    }
  }

  @Test("Equal numbers have themselves; one person has no interval; nobody has no quantile")
  func corners() throws {
    func median(_ values: [Double?], _ weights: [Int64]? = nil) throws -> DesignQuantile? {
      DesignQuantile(
        0.5, of: values,
        sample: try Sample(
          design: SamplingDesign(rowCount: values.count), weights: weights))
    }
    let equal = try #require(try median([7, 7, 7, nil]))
    #expect(equal.value == 7 && equal.low == 7 && equal.high == 7)
    let alone = try #require(try median([nil, 4, nil]))
    #expect(alone.value == 4 && alone.low == nil && alone.high == nil)
    #expect(try median([nil, nil]) == nil)
    #expect(try median([1, 2], [0, 0]) == nil)
    #expect(try median([1, .nan]) == nil)
    #expect(try median([1, 2, 3, 4])?.value == 2.5)
    #expect(try median([1, 2, 3, 9], [1, 1, 1, 9])?.value == 9)
    #expect(try median([-.infinity, 1, .infinity])?.value == 1)
    // The first number holds more than the share.
    #expect(try median([5, 6], [3, 1])?.value == 5)
  }

  // MARK: - Steps

  private static func sample(
    _ item: DesignCase, _ design: SamplingDesign, weights: [Double]
  ) throws -> Sample {
    try Sample(design: design, weights: weights.map { Int64(($0 * 1e13).rounded()) })
  }
}
