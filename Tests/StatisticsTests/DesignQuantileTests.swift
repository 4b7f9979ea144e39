import NumericCore
import Testing

@testable import Statistics

@Suite("Quantiles in designs")
struct DesignQuantileTests {
  private static let rules: [String: DesignQuantile.Rule] = [
    "math": .lowest, "school": .halfway, "hf1": .lowest, "hf2": .halfway,
    "hf4": .between(.type4, tied: .rowOrder), "hf5": .between(.type5, tied: .rowOrder),
    "hf6": .between(.type6, tied: .rowOrder), "hf7": .between(.type7, tied: .rowOrder),
    "hf8": .between(.type8, tied: .rowOrder), "hf9": .between(.type9, tied: .rowOrder),
    "shahvaish": .between(.unscaledShahVaish(unit: 1e13), tied: .rowOrder),
  ]
  private static let types: [PlottingPlaces] = [.type4, .type5, .type6, .type7, .type8, .type9]

  @Test(
    "Quantiles and Woodruff's intervals of R's survey, by every rule that is stored",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("svyquantile"))
  func quantiles(check: ComparisonCheck) throws {
    let (item, id) = (try DesignCase(check.name), check.id)
    let values = try item.numbers(item.reference.argument(id, "var"))
    let shares: [Double] = try item.reference.argument(id, "probs")
    let sample = try Self.sample(item, item.design(id), weights: item.weights(id))
    let stored: [String: Any] = try item.reference.value(id)
    #expect(stored.count >= 3)
    for key in stored.keys.sorted() {
      let rule = try #require(Self.rules[key], "no rule \(key)")
      let found = try shares.map {
        try #require(DesignQuantile($0, of: values, sample: sample, rule: rule))
      }
      func agrees(_ found: [Double], _ field: String) throws -> Bool {
        try item.reference.agrees(found, item.reference.value(id, key, field), id)
      }
      #expect(try agrees(found.map(\.value), "q"), "\(key)")
      #expect(try agrees(found.map { $0.low ?? .nan }, "ci_l"), "\(key)")
      #expect(try agrees(found.map { $0.high ?? .nan }, "ci_u"), "\(key)")
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

  @Test("Hyndman and Fan's definitions 4 to 9 in clusters, with and without ties, as R's survey")
  func places() throws {
    let stored = try DesignReference.load()
    let sample = try stored.sample()
    let tables = [(stored.rows.distinct, stored.places), (stored.rows.tied, stored.tiedPlaces)]
    for (values, expected) in tables {
      #expect(expected.count == 6)
      for (key, wanted) in expected {
        let rule = try #require(Self.rules[key])
        for (place, share) in wanted.shares.enumerated() {
          let found = try #require(
            DesignQuantile(share, of: values.map { $0 }, sample: sample, rule: rule))
          let numbers = [found.value, found.low ?? .nan, found.high ?? .nan]
          let stored = [wanted.values[place], wanted.low[place], wanted.high[place]]
          for (number, wanted) in zip(numbers, stored) {
            // A few roundings of places between 0 and 1, over a weight in a sixtieth of the rows.
            #expect(abs(number - (wanted ?? .nan)) < 1e-12 * number, "\(key) \(share)")
          }
        }
      }
    }
  }

  @Test("Equal weights: the definitions of a simple sample, by hand")
  func simple() throws {
    let sample = try Sample(design: SamplingDesign(rowCount: 5), weights: nil)
    // The place n p + m of Hyndman and Fan for p = 0.3 of five numbers, counted from 1; the numbers
    // are squares, so that each place has a quantile of its own.
    let orders = [1.5, 2, 1.8, 2.2, 0.3 * 16 / 3 + 1.0 / 3, 0.3 * 5.25 + 0.375]
    for (type, order) in zip(Self.types, orders) {
      let found = try #require(
        DesignQuantile(0.3, of: [16, 1, 25, 4, 9], sample: sample, rule: .between(type)))
      let whole = order.rounded(.down)
      let wanted = whole * whole + (order - whole) * (2 * whole + 1)
      #expect(abs(found.value - wanted) < 1e-13, "\(type) \(found.value) \(wanted)")
    }
    // Shah and Vaish: the places of five equal rows are k / 6.
    for (share, wanted) in [(0.3, 1.0), (0.4, 4), (0.1, 1), (0.9, 25)] {
      let found = DesignQuantile(
        share, of: [16, 1, 25, 4, 9], sample: sample, rule: .between(.shahVaish))
      #expect(found?.value == wanted)
    }
  }

  @Test("Rows in another order, weights in another unit: the same, unless ties go by the order")
  func invariance() throws {
    let rows = try DesignReference.load().rows
    let places = Array(rows.tied.indices)
    func quantile(
      _ order: [Int], _ unit: Int64, _ type: PlottingPlaces, _ tied: TiedRows = .alike
    ) throws -> DesignQuantile {
      let sample = try Sample(
        design: SamplingDesign(
          rowCount: order.count, strata: order.map { rows.stratum[$0] },
          units: order.map { rows.unit[$0] }), weights: order.map { unit * rows.weight[$0] })
      return try #require(
        DesignQuantile(
          0.41, of: order.map { rows.tied[$0] }, sample: sample, rule: .between(type, tied: tied)))
    }
    for type in Self.types + [.shahVaish] {
      let first = try quantile(places, 1, type)
      for other in [try quantile(places.reversed(), 1, type), try quantile(places, 7, type)] {
        #expect(abs(other.value - first.value) < 1e-13 * first.value)
        #expect(abs((other.low ?? .nan) - (first.low ?? .nan)) < 1e-12)
        #expect(abs((other.high ?? .nan) - (first.high ?? .nan)) < 1e-12)
      }
    }
    func lowest(_ order: [Int], _ tied: TiedRows) throws -> Double {
      let sample = try Sample(
        design: SamplingDesign(rowCount: 3), weights: order.map { [1, 3, 4][$0] })
      return try #require(
        DesignQuantile(
          0.45, of: order.map { [1, 1, 2][$0] }, sample: sample,
          rule: .between(.type7, tied: tied))
      ).value
    }
    #expect(try lowest([0, 1, 2], .rowOrder) != lowest([1, 0, 2], .rowOrder))
    #expect(try lowest([0, 1, 2], .alike) == lowest([1, 0, 2], .alike))
  }

  @Test("One number, infinite ones and shares beyond all places have numbers of the data")
  func ends() throws {
    func value(_ share: Double, _ values: [Double?], _ type: PlottingPlaces) throws -> Double? {
      let sample = try Sample(design: SamplingDesign(rowCount: values.count), weights: nil)
      return DesignQuantile(share, of: values, sample: sample, rule: .between(type))?.value
    }
    for type in Self.types + [.shahVaish, .unscaledShahVaish(unit: 1)] {
      #expect(try value(0.5, [7, nil], type) == 7)
      #expect(try value(0.01, [3, 1, 2, 1, 1], type) == 1)
      #expect(try value(0.99, [3, 3, 2, 1, 3], type) == 3)
      #expect(try value(0.5, [-.infinity, 4, .infinity, 4, 4], type) == 4)
      #expect(try value(0.5, [nil, nil], type) == nil && value(0.5, [1, .nan], type) == nil)
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
