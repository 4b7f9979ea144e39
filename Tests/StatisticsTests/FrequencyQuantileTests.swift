import NumericCore
import Testing

@testable import Statistics

@Suite("Quantiles of frequencies")
struct FrequencyQuantileTests {
  private static let rules: [(String, FrequencyQuantile.Rule)] = [
    ("quantile", .listed), ("(i-1)/(n-1)", .fromOne), ("i/(n+1)", .inside),
  ]

  @Test(
    "Weighted quantiles of R's Hmisc, by each rule that is stored",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func stored() throws {
    let item = try DesignCase("api-strat")
    for (name, rule) in Self.rules {
      let id = "hmisc.\(name)"
      let weights = try item.numbers(item.reference.argument(id, "weight")).map { $0 ?? 0 }
      let shares: [Double] = try item.reference.argument(id, "probs")
      let quantile = try #require(
        FrequencyQuantile(
          item.numbers(item.reference.argument(id, "var")),
          weights: weights.map { Int64(($0 * 1e13).rounded()) }, unit: 10_000_000_000_000))
      let found = shares.map { quantile.value($0, rule: rule) }
      #expect(try item.reference.agrees(found, item.reference.value(id), id), "\(found)")
    }
  }

  @Test("Listed: the same as the list of all people by Hyndman and Fan's definition 7")
  func list() throws {
    let (values, counts): ([Double?], [Int64]) = ([4, 1, nil, 9, 2.5, 4], [3, 2, 8, 1, 4, 2])
    let people = zip(values, counts).flatMap { [Double?](repeating: $0, count: Int($1)) }
    let sample = try Sample(design: SamplingDesign(rowCount: people.count), weights: nil)
    let quantile = try #require(FrequencyQuantile(values, weights: counts))
    for share in [0.05, 0.1, 0.37, 0.5, 0.63, 0.9, 0.99] {
      let wanted = try #require(
        DesignQuantile(share, of: people, sample: sample, rule: .between(.type7))
      ).value
      #expect(abs(quantile.value(share, rule: .listed) - wanted) < 1e-13 * wanted)
    }
    #expect(quantile.value(0, rule: .listed) == 1 && quantile.value(1, rule: .listed) == 9)
  }

  @Test("Between different numbers: straight lines, by hand; the unit changes nothing")
  func lines() throws {
    let values: [Double?] = [10, 20, 40]
    for unit: Int64 in [1, 1_000_003] {
      let quantile = try #require(
        FrequencyQuantile(values, weights: [2, 3, 5].map { $0 * unit }, unit: unit))
      // Places 1/9, 4/9 and 1; 2/11, 5/11 and 10/11.
      #expect(abs(quantile.value(0.5, rule: .fromOne) - 22) < 1e-13)
      #expect(abs(quantile.value(0.5, rule: .inside) - 22) < 1e-13)
      #expect(abs(quantile.value(0.3, rule: .inside) - 14.333_333_333_333_334) < 1e-13)
      #expect(quantile.value(0.1, rule: .fromOne) == 10 && quantile.value(0.1, rule: .inside) == 10)
      #expect(quantile.value(1, rule: .fromOne) == 40 && quantile.value(1, rule: .inside) == 40)
    }
  }

  @Test("Nobody, one person and what is no number have no quantile; infinite numbers have")
  func corners() throws {
    #expect(FrequencyQuantile([nil, nil], weights: nil) == nil)
    #expect(FrequencyQuantile([3], weights: nil) == nil)
    #expect(FrequencyQuantile([3, 4], weights: [5, 5], unit: 10) == nil)
    #expect(FrequencyQuantile([1, .nan], weights: nil) == nil)
    let wide = try #require(FrequencyQuantile([-.infinity, 5, .infinity], weights: nil))
    for (_, rule) in Self.rules { #expect(wide.value(0.5, rule: rule) == 5) }
  }
}
