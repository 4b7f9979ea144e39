import Foundation
import NumericCore
import Testing

@testable import Statistics

@Suite("Sampling designs and influence columns")
struct SamplingDesignTests {
  private static let meanCases = [
    ("api-clus1", "cl_fpc"), ("api-clus1", "cl"), ("api-strat", "str_fpc"), ("api-strat", "str"),
    ("api-strat", "wt"), ("mu284-twostage", "two_stage"), ("mu284-twostage", "ultimate_cluster"),
    ("nhanes-chol", "all"), ("gss2016-job-odi", "imp"), ("gss2016-job-odi", "sat"),
  ]
  private static let ratioCases = [
    ("api-clus1", "ratio"), ("api-strat", "ratio.str_fpc"), ("api-strat", "ratio.str"),
  ]
  private static let domainCases = [
    ("api-clus1", "dom.stype.api00"), ("api-clus1", "dom.stype.enroll"),
    ("api-strat", "dom.awards.api00"), ("api-strat", "dom.awards.enroll"),
    ("api-strat", "dom.stype_awards.api00"), ("api-strat", "dom.cname.api00"),
    ("nhanes-chol", "dom.race.HI_CHOL"), ("nhanes-chol", "dom.agecat.HI_CHOL"),
    ("nhanes-chol", "dom.gender.HI_CHOL"), ("gss2016-job-odi", "dom.degf.imp_intjob"),
    ("gss2016-job-odi", "dom.degf.imp_hiinc"),
  ]
  private static let shareCases = [
    ("api-clus1", "prop.big"), ("api-strat", "prop.top.str_fpc"), ("api-strat", "prop.top.wt"),
    ("api-strat", "prop.aw.str_fpc"), ("api-strat", "prop.aw.wt"),
    ("gss2016-job-odi", "prop.imp_secjob_eq5"), ("gss2016-job-odi", "prop.sat_hiinc_ge4"),
    ("nhanes-chol", "prop.hichol"),
  ]

  @Test(
    "Means: values, covariances, t intervals, degrees of freedom and design effects of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: meanCases)
  func means(name: String, prefix: String) throws {
    let (item, id) = (try DesignCase(name), prefix + ".mean")
    let (design, weights) = (try item.design(id), try item.weights(id))
    let names: [String] = try item.reference.argument(id, "vars")
    // R takes the rows that have all the variables.
    let complete = try item.answered(names)
    let means = try names.map { variable in
      try #require(
        LinearEstimate.mean(item.numbers(variable), weights: weights, in: complete))
    }
    let covariance = design.covariance(of: means)
    func agrees(_ found: [Double], _ key: String) throws -> Bool {
      try item.reference.agrees(found, item.reference.value(id, key), id)
    }
    #expect(try agrees(means.map(\.value), "est"))
    #expect(try agrees(covariance.diagonal.map { $0.squareRoot() }, "se"))
    #expect(try item.reference.agrees(covariance.elements, item.matrix(id, "cov"), id))
    let degrees: Int = try item.reference.value(id, "df")
    #expect(design.degreesOfFreedom() == degrees)
    let t = StudentT.quantile(0.975, degreesOfFreedom: Double(degrees))
    let bounds = means.indices.flatMap { index -> [Double] in
      let half = t * covariance[index, index].squareRoot()
      return [means[index].value - half, means[index].value + half]
    }
    #expect(try item.reference.agrees(bounds, item.matrix(id, "ci95_t"), id))
    let effects = try names.indices.map { index in
      try DesignEffect.measured(
        variance: covariance[index, index], values: item.numbers(names[index]),
        weights: weights, in: complete)
    }
    #expect(try agrees(effects.map { $0?.withReplacement ?? .nan }, "deff_srswr"))
    // Where the weights hardly sum up to more than n, the stored one is with replacement too.
    let stored: [Double] = try item.reference.value(id, "deff_srswor")
    let replaced: [Double] = try item.reference.value(id, "deff_srswr")
    if stored != replaced {
      #expect(try agrees(effects.map { $0?.withoutReplacement ?? .nan }, "deff_srswor"))
    }
  }

  @Test(
    "Totals and their covariances of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: meanCases)
  func totals(name: String, prefix: String) throws {
    let (item, id) = (try DesignCase(name), prefix + ".total")
    let names: [String] = try item.reference.argument(id, "vars")
    let complete = try item.answered(names)
    let (weights, design) = (try item.weights(id), try item.design(id))
    let totals = try names.map {
      LinearEstimate.total(try item.numbers($0), weights: weights, in: complete)
    }
    let covariance = design.covariance(of: totals)
    #expect(try item.reference.agrees(totals.map(\.value), item.reference.value(id, "est"), id))
    #expect(try item.reference.agrees(covariance.elements, item.matrix(id, "cov"), id))
  }

  @Test(
    "Ratios of R's survey", .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ratioCases)
  func ratios(name: String, id: String) throws {
    let item = try DesignCase(name)
    let ratio = try #require(
      LinearEstimate.ratio(
        item.numbers(item.reference.argument(id, "num")),
        item.numbers(item.reference.argument(id, "den")), weights: item.weights(id)))
    let error = try item.design(id).standardError(of: ratio)
    let stored: [Double] = [
      try item.reference.value(id, "est"), try item.reference.value(id, "se"),
    ]
    #expect(try item.reference.agrees([ratio.value, error], stored, id))
  }

  @Test(
    "Domains keep the whole design; pairs of domains keep their covariance",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: domainCases)
  func domains(name: String, id: String) throws {
    let item = try DesignCase(name)
    let (design, weights) = (try item.design(id), try item.weights(id))
    let values = try item.numbers(item.reference.argument(id, "var"))
    let (codes, _) = try item.codes(item.reference.argument(id, "by"))
    let domains = try item.domainRows(id)
    let levels: [String] = try item.reference.value(id, "domains")
    let means = try levels.indices.map { level in
      try #require(
        LinearEstimate.mean(
          values, weights: weights, in: codes.indices.map { codes[$0] == level && domains[$0] }))
    }
    let covariance = design.covariance(of: means)
    #expect(try item.reference.agrees(means.map(\.value), item.reference.value(id, "est"), id))
    #expect(try item.reference.agrees(covariance.elements, item.matrix(id, "cov"), id))
    let pairs = levels.indices.flatMap { a in (a + 1..<max(a + 1, levels.count)).map { (a, $0) } }
    let degrees: Double = try item.reference.value(id, "pairwise", "df")
    let tests = pairs.map { a, b in
      DifferenceTest(
        difference: means[a].value - means[b].value,
        variance: covariance[a, a] + covariance[b, b] - 2 * covariance[a, b],
        degreesOfFreedom: degrees)
    }
    func agrees(_ found: [Double], _ key: String) throws -> Bool {
      try item.reference.agrees(found, item.reference.value(id, "pairwise", key), id)
    }
    #expect(try agrees(tests.map(\.difference), "diff"))
    #expect(try agrees(tests.map(\.standardError), "se"))
    #expect(try agrees(tests.map { $0.p ?? .nan }, "p"))
    let holm = AdjustedPValues.holm(tests.map(\.p)).map { $0 ?? .nan }
    #expect(try agrees(holm, "p_holm"))
  }

  @Test(
    "Shares: standard errors and effective numbers of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: shareCases)
  func shares(name: String, id: String) throws {
    let item = try DesignCase(name)
    let variable: String = try item.reference.argument(id, "var")
    let share = try #require(
      LinearEstimate.mean(item.numbers(variable), weights: item.weights(id)))
    let error = try item.design(id).standardError(of: share)
    let stored: [Double] = [
      try item.reference.value(id, "p"), try item.reference.value(id, "se"),
    ]
    #expect(try item.reference.agrees([share.value, error], stored, id))
    let degrees: Int = try item.reference.value(id, "df")
    let answered = try item.numbers(variable).map { $0 != nil }
    #expect(try item.design(id).degreesOfFreedom(in: answered) == degrees)
  }

  @Test("Units that are alone in their stratum are counted, at both stages")
  func lonelyUnits() throws {
    let one = try SamplingDesign(
      rowCount: 5, strata: [0, 0, 1, 2, 2], units: [1, 2, 3, 4, 4], lonelyUnit: .center)
    #expect(one.lonelyUnitCount == 2)
    let two = try SamplingDesign(
      rowCount: 5, units: [1, 1, 2, 2, 3], populations: [Double](repeating: 6, count: 5),
      secondPopulations: [9, 9, 9, 9, 9], lonelyUnit: .center)
    #expect(two.lonelyUnitCount == 1 && SamplingDesign(rowCount: 3).lonelyUnitCount == 0)
  }

  @Test(
    "Rows outside a domain stay in the design, though strata are left with one unit inside it",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func trap() throws {
    let (item, id) = (try DesignCase("gss2016-job-odi"), "trap.lonely_psu")
    let both = try item.answered(["imp_secjob", "sat_secjob"])
    let mean = try #require(
      LinearEstimate.mean(
        item.numbers("sat_secjob"), weights: item.weights(id), in: both))
    let error = try item.design(id).standardError(of: mean)
    let stored: [Double] = [
      try item.reference.value(id, "est"), try item.reference.value(id, "se"),
    ]
    #expect(try item.reference.agrees([mean.value, error], stored, id))
    // The rows alone: two strata have one unit; refused, or centred as R has it with "adjust".
    let rows = both.indices.filter { both[$0] }
    let (strata, units) = (try item.codes("vstrat").codes, try item.codes("vpsu").codes)
    let values = try item.numbers("sat_secjob")
    let weights = try item.weights(id)
    func alone(_ policy: SamplingStage.LonelyUnit) throws -> SamplingDesign {
      let present = Array(Set(rows.map { strata[$0] })).sorted()
      return try SamplingDesign(
        rowCount: rows.count,
        strata: rows.map { row in Int32(present.firstIndex(of: strata[row]) ?? 0) },
        units: rows.map { Int32(units[$0]) }, lonelyUnit: policy)
    }
    #expect(throws: StatisticsFailure.self) { try alone(.refuse) }
    let wrong = try #require(
      LinearEstimate.mean(rows.map { values[$0] }, weights: rows.map { weights[$0] }))
    let adjusted: Double = try item.reference.value(id, "se_if_rows_deleted_first", "adjust")
    #expect(
      try item.reference.agrees([alone(.center).standardError(of: wrong)], [adjusted], id))
  }
}

extension DesignCase {
  /// The rows of a check that names a domain in words, "X answered".
  func domainRows(_ id: String) throws -> [Bool] {
    guard let words: String = try? reference.argument(id, "domain"),
      let name = words.split(separator: " ").first, reference.columns[String(name)] != nil
    else { return [Bool](repeating: true, count: rowCount) }
    return try answered([String(name)])
  }
}

@Suite("Tests and replicates in any design")
struct DesignTestTests {
  private static let differenceCases = [
    ("api-clus1", "t.sch_wide"), ("api-strat", "t.awards"), ("api-strat", "t.yr_rnd"),
    ("nhanes-chol", "t.gender"), ("gss2016-job-odi", "svyt.imp_hlpsoc"),
  ]
  private static let jackknifeCases = [
    ("api-clus1", "jk1"), ("api-strat", "jkn"), ("api-strat", "jk1"), ("mu284-twostage", "jk1"),
    ("nhanes-chol", "jkn"),
  ]

  @Test(
    "Two domains: the design-based t test of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: differenceCases)
  func differences(name: String, id: String) throws {
    let item = try DesignCase(name)
    let (design, weights) = (try item.design(id), try item.weights(id))
    let values = try item.numbers(item.reference.argument(id, "var"))
    let codes = try item.codes(item.reference.argument(id, "by")).codes
    let means = try (0...1).map { level in
      try #require(
        LinearEstimate.mean(values, weights: weights, in: codes.map { $0 == level }))
    }
    let difference = means[1] - means[0]
    let taking = codes.indices.map { codes[$0] >= 0 && values[$0] != nil }
    let test = DifferenceTest(
      difference: difference.value, variance: design.covariance(of: [difference])[0, 0],
      degreesOfFreedom: Double(design.degreesOfFreedom(in: taking) - 1))
    let stored: [Double] = try ["diff", "t", "df", "p"].map {
      try item.reference.value(id, $0)
    }
    let found = [
      test.difference, try #require(test.t), test.degreesOfFreedom, try #require(test.p),
    ]
    #expect(try item.reference.agrees(found, stored, id))
  }

  @Test(
    "Jackknives made from a design, as R's survey makes them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: jackknifeCases)
  func jackknives(name: String, id: String) throws {
    let item = try DesignCase(name)
    let (design, weights) = (try item.design(id), try item.weights(id))
    let names: [String] = try item.reference.argument(id, "vars")
    let complete = try item.answered(names)
    let (factors, variance) = design.jackknife()
    let units = design.stages[0].units
    let errors = try names.map { name in
      let values = try item.numbers(name)
      let replicates = try factors.map { factor in
        try #require(
          LinearEstimate.mean(
            values, weights: weights.indices.map { weights[$0] * factor[Int(units[$0])] },
            in: complete)
        ).value
      }
      return variance.covariance(replicates, replicates, estimates: (0, 0)).squareRoot()
    }
    #expect(try item.reference.agrees(errors, item.reference.value(id, "se"), id))
    #expect(try factors.count == item.reference.value(id, "R"))
  }

  @Test(
    "Replicate weights that come with the data, and a jackknifed ratio",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func given() throws {
    let (item, id) = (try DesignCase("nhanes-chol"), "raowu")
    let table = try SharedFolder.table("cases/open/nhanes-chol/repw_psu.csv")
    let strata = try #require(table["SDMVSTRA"])
    let keys = zip(strata, table["SDMVPSU"] ?? []).map { "\($0) \($1)" }
    let places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    let own = try zip(item.texts("SDMVSTRA"), item.texts("SDMVPSU")).map {
      try #require(places["\($0 ?? "") \($1 ?? "")"])
    }
    let (values, weights) = (try item.numbers("HI_CHOL"), try item.weights(id))
    let replicates = try (1...100).map { number in
      let factors = try #require(table["r\(number)"]).map { Double($0) ?? 0 }
      return try #require(
        LinearEstimate.mean(values, weights: weights.indices.map { weights[$0] * factors[own[$0]] })
      ).value
    }
    #expect(
      try item.reference.agrees(replicates, item.reference.value(id, "replicates"), id))
    let variance = ReplicateVariance.bootstrap(count: 100)
    let error = variance.covariance(replicates, replicates, estimates: (0, 0)).squareRoot()
    let stored: Double = try item.reference.value(id, "se_divisor_R_minus_1")
    #expect(try item.reference.agrees([error], [stored], id))
  }

  @Test(
    "A jackknifed ratio", .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func ratio() throws {
    let (item, id) = (try DesignCase("api-strat"), "as.JKn")
    let (design, weights) = (try item.design(id), try item.weights(id))
    let (factors, variance) = design.jackknife()
    let units = design.stages[0].units
    let (top, bottom) = (try item.numbers("api_stu"), try item.numbers("enroll"))
    let replicates = try factors.map { factor in
      try #require(
        LinearEstimate.ratio(
          top, bottom, weights: weights.indices.map { weights[$0] * factor[Int(units[$0])] })
      ).value
    }
    let error = variance.covariance(replicates, replicates, estimates: (0, 0)).squareRoot()
    let stored: Double = try item.reference.value(id, "ratio_se")
    #expect(try item.reference.agrees([error], [stored], id))
  }

  @Test("Half samples: Fay's method is divided by what it keeps")
  func halves() {
    let replicates = [1.0, 3, 2, 6]
    let plain = ReplicateVariance.balanced(count: 4)
    // Mean 3; squares 4 + 0 + 1 + 9 = 14.
    #expect(plain.covariance(replicates, replicates, estimates: (0, 0)) == 3.5)
    let fay = ReplicateVariance.balanced(count: 4, fay: 0.5, center: .estimate)
    // From 2: squares 1 + 1 + 0 + 16 = 18, over 4 · 0.25.
    #expect(fay.covariance(replicates, replicates, estimates: (2, 2)) == 18)
  }
}
