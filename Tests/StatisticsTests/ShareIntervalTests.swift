import Testing

@testable import Statistics

@Suite("Intervals for shares and adjusted p-values")
struct ShareIntervalTests {
  private static let designCases = [
    ("api-clus1", "prop.big"), ("api-strat", "prop.top.str_fpc"), ("api-strat", "prop.top.wt"),
    ("api-strat", "prop.aw.str_fpc"), ("api-strat", "prop.aw.wt"),
    ("gss2016-job-odi", "prop.imp_secjob_eq5"), ("gss2016-job-odi", "prop.sat_hiinc_ge4"),
    ("nhanes-chol", "prop.hichol"),
  ]
  private static let simpleCases = [
    ("bfi", "top2.A1"), ("bfi", "top2.N4"), ("bfi", "top2.O5"), ("mass-survey", "prop.left"),
    ("mass-survey", "prop.zero"), ("mass-survey", "prop.all"), ("mass-survey", "prop.small"),
  ]
  private static let familyCases = [
    ("bfi", "padj.gender25"), ("mass-survey", "padj.sex"), ("mass-survey", "padj.ties"),
  ]

  @Test(
    "Designs: all intervals, Wilson's of an effective number, as R's survey has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: designCases)
  func designs(name: String, id: String) throws {
    let item = try ReferenceCase(name)
    let (share, error): (Double, Double) = (try item.value(id, "p"), try item.value(id, "se"))
    let (count, degrees): (Int, Double) = (try item.value(id, "n"), try item.value(id, "df"))
    let worth: Double = try item.value(id, "n_eff")
    func agrees(_ interval: ShareInterval, _ key: String) throws -> Bool {
      try item.agrees([interval.low, interval.high], item.value(id, key), id)
    }
    let logit = try #require(
      ShareInterval.logit(share: share, standardError: error, degreesOfFreedom: degrees))
    #expect(try agrees(logit, "logit"))
    #expect(try agrees(logit, "xlogit"))
    let angle = try #require(
      ShareInterval.angle(share: share, standardError: error, degreesOfFreedom: degrees))
    #expect(try agrees(angle, "asin"))
    let mean = try #require(
      DifferenceTest(difference: share, variance: error * error, degreesOfFreedom: degrees)
        .interval())
    #expect(try item.agrees([mean.low, mean.high], item.value(id, "mean"), id))
    let exact = ShareInterval.kornGraubard(
      share: share, standardError: error, count: count, degreesOfFreedom: degrees,
      effectiveCount: 0)
    #expect(try agrees(exact, "korn_graubard"))
    #expect(try agrees(exact, "beta"))
    #expect(try agrees(ShareInterval.wilson(share: share, count: worth), "wilson_neff"))
  }

  @Test(
    "Simple samples: Wilson, Clopper and Pearson, at the ends too",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: simpleCases)
  func simple(name: String, id: String) throws {
    let item = try ReferenceCase(name)
    let (successes, count): (Double, Double) = (
      try item.argument(id, "x"), try item.argument(id, "n")
    )
    let wilson = ShareInterval.wilson(share: successes / count, count: count)
    #expect(try item.agrees([wilson.low, wilson.high], item.value(id, "wilson"), id))
    let exact = ShareInterval.clopperPearson(successes: successes, count: count)
    #expect(try item.agrees([exact.low, exact.high], item.value(id, "clopper_pearson"), id))
  }

  @Test("A share of 0 or 1 has no logit or angle, an exact interval by the worth of its weights")
  func ends() {
    for share in [0.0, 1] {
      #expect(
        ShareInterval.logit(share: share, standardError: 0, degreesOfFreedom: 9) == nil)
      #expect(
        ShareInterval.angle(share: share, standardError: 0, degreesOfFreedom: 9) == nil)
      let interval = ShareInterval.kornGraubard(
        share: share, standardError: 0, count: 25, degreesOfFreedom: 24, effectiveCount: 25)
      #expect(interval == ShareInterval.clopperPearson(successes: 25 * share, count: 25))
    }
    let noise = ShareInterval.kornGraubard(
      share: 0.7, standardError: 1e-18, count: 25, degreesOfFreedom: 24, effectiveCount: 25)
    #expect(noise == ShareInterval.clopperPearson(successes: 17.5, count: 25))
    let wide = ShareInterval.logit(
      share: 0.01, standardError: 0.02, degreesOfFreedom: 1, level: 0.999)
    #expect(wide == ShareInterval(low: 0, high: 1))
    let round = ShareInterval.angle(
      share: 0.01, standardError: 0.02, degreesOfFreedom: 1, level: 0.999)
    #expect(round == ShareInterval(low: 0, high: 1))
    #expect(AdjustedPValues.benjaminiHochberg([0.05, 0.05, 0.05]) == [0.05, 0.05, 0.05])
    // 1 - .025^(1/25), the bound that needs no table.
    let bound = ShareInterval.clopperPearson(successes: 0, count: 25)
    #expect(bound.low == 0 && abs(bound.high - 0.137_185_171_530_712_5) < 1e-14)
  }

  @Test(
    "Benjamini-Hochberg and Holm, with ties and missing values, as R's p.adjust has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: familyCases)
  func families(name: String, id: String) throws {
    let item = try ReferenceCase(name)
    let given: [Any] = try item.argument(id, "p")
    let values = given.map { $0 as? Double }
    func agrees(_ found: [Double?], _ key: String) throws -> Bool {
      let stored: [Any] = try item.value(id, key)
      let expected = stored.map { $0 as? Double }
      #expect(found.map { $0 == nil } == expected.map { $0 == nil })
      return try item.agrees(found.compactMap { $0 }, expected.compactMap { $0 }, id)
    }
    #expect(try agrees(AdjustedPValues.benjaminiHochberg(values), "BH"))
    #expect(try agrees(AdjustedPValues.holm(values), "holm"))
  }

  @Test("Adjusting keeps the order, and a family of one is left as it is")
  func order() {
    let values: [Double?] = [0.04, nil, 0.01, 0.03]
    #expect(AdjustedPValues.holm(values) == [0.06, nil, 0.03, 0.06])
    let discovery = AdjustedPValues.benjaminiHochberg(values).compactMap { $0 }
    #expect(zip(discovery, [0.04, 0.03, 0.04]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(AdjustedPValues.holm([0.2]) == [0.2])
    #expect(AdjustedPValues.benjaminiHochberg([]) == [])
  }
}
