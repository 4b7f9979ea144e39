import Testing

@testable import Statistics

/// Tests of means, ranks and counts on real data, against R and exact arithmetic.
@Suite("Comparisons against the reference cases", .serialized)
struct ComparisonTests {
  @Test(
    "The reference cases hold checks of every comparison",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func coverage() {
    let counts = [
      "welch_t": 8, "paired_t": 1, "mcnemar": 1, "anova": 11, "univariate": 5, "anova_nist": 5,
      "describe": 2, "fisher": 1,
    ]
    for (statistic, count) in counts {
      #expect(ComparisonCheck.all(statistic).count >= count, "\(statistic)")
    }
  }

  @Test(
    "Two groups: Welch, Student, effect sizes and rank sums as R has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("welch_t"))
  func twoGroups(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let groups = try groups(item)
    let test = try #require(WelchTest(groups[0], groups[1]))
    let sides = [test.first, test.second]
    try item.expect(sides.map { Double($0.count) }, "n")
    try item.expect(sides.map(\.mean), "means")
    try item.expect(sides.compactMap(\.standardDeviation), "sds")
    try item.expect(test.unequal.t, "welch_t")
    try item.expect(test.unequal.degreesOfFreedom, "welch_df")
    try item.expect(test.unequal.p, "welch_p")
    let interval = try #require(test.unequal.interval())
    try item.expect([interval.low, interval.high], "welch_ci95")
    try item.expect(test.pooled.t, "pooled_t")
    try item.expect(test.pooled.p, "pooled_p")
    try item.expect(test.cohensD, "cohen_d")
    try item.expect(test.hedgesG, "hedges_g")
    let ranks = try #require(RankSumTest(groups[0], groups[1]))
    try item.expect(ranks.w, "wilcoxon_W")
    try item.expect(ranks.p, "wilcoxon_p_normal_cc")
  }

  @Test(
    "Several groups: Fisher's, Welch's and Kruskal's analyses as R has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("anova"))
  func severalGroups(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let groups = try groups(item)
    let classical = try #require(AnalysisOfVariance(groups))
    try item.expect(classical.groups.map { Double($0.count) }, "n")
    try item.expect(classical.groups.map(\.mean), "means")
    try item.expect(classical.f, "F")
    try item.expect([Double(classical.degreesBetween), Double(classical.degreesWithin)], "df")
    try item.expect(classical.p, "p")
    try item.expect(classical.etaSquared, "eta2")
    try item.expect(classical.omegaSquared, "omega2")
    let welch = try #require(WelchAnalysisOfVariance(groups))
    try item.expect(welch.f, "welch_F")
    try item.expect([Double(welch.degreesBetween), welch.degreesWithin], "welch_df")
    try item.expect(welch.p, "welch_p")
    let kruskal = try #require(KruskalWallisTest(groups))
    try item.expect(kruskal.h, "kruskal_H")
    try item.expect(kruskal.p, "kruskal_p")
    try item.expect(kruskal.epsilonSquared, "epsilon2_kruskal")
  }

  @Test(
    "Pairs: the t test of the mean difference as R has it",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("paired_t"))
  func pairs(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let pairs = zip(try column(item, "a"), try column(item, "b")).compactMap { first, second in
      Double(first).flatMap { first in Double(second).map { (first, $0) } }
    }
    let test = try #require(PairedTest(pairs.map(\.0), pairs.map(\.1))).test
    try item.expect(test.t, "t")
    try item.expect(test.degreesOfFreedom, "df")
    try item.expect(test.p, "p")
    try item.expect(test.difference, "mean_diff")
    let interval = try #require(test.interval())
    try item.expect([interval.low, interval.high], "ci95")
  }

  @Test(
    "Paired shares: McNemar's test as R has it",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("mcnemar"))
  func changes(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let pairs = zip(try answers(item, "a"), try answers(item, "b"))
    let test = try #require(
      McNemarTest(
        onlyFirst: pairs.count { $0 == true && $1 == false },
        onlySecond: pairs.count { $0 == false && $1 == true }))
    try item.expect(test.chiSquare, "chisq")
    try item.expect(test.p, "p")
  }

  @Test(
    "Tables of two times two: Fisher's exact test as R has it",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("fisher"))
  func exact(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let cells = zip(try column(item, "row"), try column(item, "col")).filter {
      !$0.isEmpty && !$1.isEmpty
    }
    let (rows, columns) = (Set(cells.map(\.0)).sorted(), Set(cells.map(\.1)).sorted())
    try #require(rows.count == 2 && columns.count == 2)
    func count(_ row: Int) -> (Int, Int) {
      let chosen = cells.filter { $0.0 == rows[row] }
      return (chosen.count { $0.1 == columns[0] }, chosen.count { $0.1 == columns[1] })
    }
    let test = try #require(FisherExactTest(count(0), count(1)))
    try item.expect(test.p, "p", relative: 1e-5)
    try item.expect(test.oddsRatio, "odds_ratio_cmle", relative: 1e-5)
    // The exact bounds leave 2.5 % in either tail; R's search stops before it reaches them.
    let exact = test.interval()
    #expect(abs(test.upperTail(oddsRatio: exact.low) - 0.025) < 1e-15)
    #expect(abs(test.lowerTail(oddsRatio: exact.high) - 0.025) < 1e-15)
    let published = test.publishedInterval()
    try item.expect([published.low, published.high], "ci95", relative: 1e-5)
    let stored: [Double] = try item.item.value(item.id, "ci95")
    #expect(abs(exact.low - stored[0]) <= 1e-4 * stored[0])
    #expect(abs(exact.high - stored[1]) <= 1e-4 * stored[1])
  }

  @Test(
    "One item: count, mean, spread and shape as R has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("describe"))
  func description(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let moments = try #require(Moments(try column(item, "var").compactMap(Double.init)))
    try item.expect(Double(moments.count), "n")
    try item.expect(moments.mean, "mean")
    try item.expect(moments.standardDeviation, "sd")
    try item.expect(moments.standardError, "se")
    try item.expect(moments.skewness, "skew_g1")
    try item.expect(moments.adjustedSkewness, "skew_G1")
    try item.expect(moments.excessKurtosis, "kurt_g2")
    try item.expect(moments.adjustedExcessKurtosis, "kurt_G2")
  }

  // MARK: - NIST

  @Test(
    "NIST's univariate sets: at least 13 right digits",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("univariate"))
  func univariate(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let values = try item.dataset().flatMap { $0 }
    let moments = try #require(Moments(values))
    try item.expect(Double(moments.count), "n")
    try item.expect(moments.mean, "mean")
    try item.expect(moments.standardDeviation, "sd")
    try item.expect(Moments.lagOneAutocorrelation(values), "lag1_autocorr")
    try expectDigits(item, moments.mean, "mean", certified: "nist_certified_mean")
    try expectDigits(item, moments.standardDeviation, "sd", certified: "nist_certified_sd")
    try expectDigits(item, Moments.lagOneAutocorrelation(values), "lag1_autocorr")
  }

  @Test(
    "NIST's analyses of variance: at least 13 right digits of the numbers as read",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("anova_nist"))
  func analyses(check: ComparisonCheck) throws {
    let item = try ComparisonCase(check)
    let groups = try item.dataset()
    let test = try #require(AnalysisOfVariance(groups))
    try item.expect(Double(groups.count), "groups")
    try item.expect(Double(groups.reduce(0) { $0 + $1.count }), "n")
    try item.expect(test.sumOfSquaresBetween, "ss_between")
    try item.expect(test.sumOfSquaresWithin, "ss_within")
    try item.expect([Double(test.degreesBetween), Double(test.degreesWithin)], "df")
    try item.expect(test.f, "F")
    try item.expect(test.etaSquared, "eta2")
    try item.expect(test.residualStandardDeviation, "resid_sd")
    try item.expect(test.p, "p")
    try expectDigits(item, test.f, "F", certified: "nist_certified_F")
    try expectDigits(item, test.sumOfSquaresBetween, "ss_between")
    try expectDigits(item, test.sumOfSquaresWithin, "ss_within")
  }

  // MARK: - Steps

  private func groups(_ item: ComparisonCase) throws -> [[Double]] {
    try item.groups(
      item.item.argument(item.id, "var"), by: item.item.argument(item.id, "by"),
      labels: item.item.value(item.id, "groups"))
  }

  private func column(_ item: ComparisonCase, _ key: String) throws -> [String] {
    let name: String = try item.item.argument(item.id, key)
    return try #require(item.item.columns[name], "\(name)")
  }

  /// Whether a number is above a limit, from an argument like "Wr_Hnd>19"; `nil` where it is
  /// missing.
  private func answers(_ item: ComparisonCase, _ key: String) throws -> [Bool?] {
    let parts = (try item.item.argument(item.id, key) as String).split(separator: ">")
    let limit = try #require(Double(parts[1]))
    let values = try #require(item.item.columns[String(parts[0])])
    return values.map { Double($0).map { $0 > limit } }
  }

  /// Expects 13 digits of the value stored, exact for the numbers as read, and prints them and
  /// those of the certified value, which belongs to the printed decimals.
  private func expectDigits(
    _ item: ComparisonCase, _ found: Double?, _ key: String, certified: String? = nil
  ) throws {
    let exact = rightDigits(found, try item.item.value(item.id, key))
    let other = try certified.map { rightDigits(found, try item.item.value(item.id, $0)) }
    print("LRE \(item.id) \(key): exact \(exact), certified \(other.map { "\($0)" } ?? "-")")
    #expect(exact >= 13, "\(item.id) \(key)")
  }
}
