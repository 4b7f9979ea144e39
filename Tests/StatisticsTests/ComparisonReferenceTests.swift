import Testing

@testable import Statistics

/// Tests of means, ranks and counts against exact arithmetic (References/comparisons.py).
@Suite("Comparisons against references")
struct ComparisonReferenceTests {
  struct File: Decodable {
    struct Difference: Decodable {
      let t: Double
      let degrees: Double
      let p: Double
      let interval: [Double]
    }
    struct TwoGroups: Decodable {
      let first: [Double]
      let second: [Double]
      let unequal: Difference
      let pooled: Difference
      let d: Double
      let g: Double
      let w: Double
      let z: Double
      let rank_p: Double
    }
    struct Pairs: Decodable {
      let first: [Double]
      let second: [Double]
      let test: Difference
    }
    struct Classical: Decodable {
      let between: Double
      let within: Double
      let f: Double
      let p: Double
      let eta: Double
      let omega: Double
      let residual: Double
    }
    struct SeveralGroups: Decodable {
      let groups: [[Double]]
      let classical: Classical
      let welch_f: Double
      let welch_degrees: Double
      let welch_p: Double
      let h: Double
      let h_p: Double
      let epsilon: Double
    }
    struct Changes: Decodable {
      struct Row: Decodable {
        let chi: Double
        let p: Double
      }
      let b: Int
      let c: Int
      let plain: Row
      let corrected: Row
    }
    struct Fisher: Decodable {
      let table: [Int]
      let p: Double
      let odds: Double?
      let low: Double
      let high: Double?
    }
    struct Shape: Decodable {
      let mean: Double
      let sd: Double
      let se: Double
      let lag: Double
      let skew: Double
      let adjusted_skew: Double?
      let kurtosis: Double
      let adjusted_kurtosis: Double?
    }
    struct Numbers: Decodable {
      let values: [Double]
      let result: Shape
    }
    struct Alternating: Decodable {
      let base: Int
      let result: Shape
    }
    struct SimonLesage: Decodable {
      let base: Int
      let count: Int
      let result: Classical
    }
    let two_groups: [TwoGroups]
    let pairs: [Pairs]
    let several_groups: [SeveralGroups]
    let mcnemar: [Changes]
    let fisher: [Fisher]
    let moments: [Numbers]
    let alternating: [Alternating]
    let simon_lesage: [SimonLesage]
  }

  private let file: File

  init() throws { file = try reference("comparisons", as: File.self) }

  @Test("Two groups: t tests, effect sizes and rank sums, also with nine equal leading digits")
  func twoGroups() throws {
    #expect(file.two_groups.count == 6)
    for (place, row) in file.two_groups.enumerated() {
      let test = try #require(WelchTest(row.first, row.second))
      try expect(test.unequal, row.unequal, "Welch \(place)")
      try expect(test.pooled, row.pooled, "Student \(place)")
      expect(test.cohensD, row.d, "d \(place)")
      expect(test.hedgesG, row.g, "g \(place)")
      let ranks = try #require(RankSumTest(row.first, row.second))
      expect(ranks.w, row.w, "W \(place)")
      expect(ranks.z, row.z, "z \(place)")
      expect(ranks.p, row.rank_p, "rank p \(place)")
    }
  }

  @Test("Two groups: exchanged, they differ by the sign alone")
  func exchange() throws {
    for row in file.two_groups {
      let test = try #require(WelchTest(row.first, row.second))
      let other = try #require(WelchTest(row.second, row.first))
      #expect(other.difference == -test.difference)
      expect(other.unequal.p, test.unequal.p, "p")
      expect(other.hedgesG, test.hedgesG.map { -$0 }, "g")
      let ranks = try #require(RankSumTest(row.first, row.second))
      let otherRanks = try #require(RankSumTest(row.second, row.first))
      #expect(ranks.w + otherRanks.w == Double(row.first.count * row.second.count))
      #expect(ranks.z == -otherRanks.z && ranks.p == otherRanks.p)
    }
  }

  @Test("Pairs: the t test of the mean difference")
  func pairs() throws {
    #expect(file.pairs.count == 2)
    for row in file.pairs {
      try expect(try #require(PairedTest(row.first, row.second)).test, row.test, "pairs")
    }
  }

  @Test("Several groups: Fisher's, Welch's and Kruskal's analyses, ties and leading digits too")
  func severalGroups() throws {
    #expect(file.several_groups.count == 4)
    for (place, row) in file.several_groups.enumerated() {
      try expect(try #require(AnalysisOfVariance(row.groups)), row.classical, "\(place)")
      let welch = try #require(WelchAnalysisOfVariance(row.groups))
      #expect(welch.degreesBetween == row.groups.count - 1)
      expect(welch.f, row.welch_f, "Welch F \(place)")
      expect(welch.degreesWithin, row.welch_degrees, "Welch df \(place)")
      expect(welch.p, row.welch_p, "Welch p \(place)")
      let kruskal = try #require(KruskalWallisTest(row.groups))
      #expect(kruskal.degreesOfFreedom == row.groups.count - 1)
      expect(kruskal.h, row.h, "H \(place)")
      expect(kruskal.p, row.h_p, "H p \(place)")
      expect(kruskal.epsilonSquared, row.epsilon, "epsilon \(place)")
    }
  }

  @Test("Two groups by several: F is t², Welch's too")
  func twoAsSeveral() throws {
    for row in file.two_groups where Set(row.second).count > 1 {
      let (test, groups) = (
        try #require(WelchTest(row.first, row.second)), [row.first, row.second]
      )
      expect(AnalysisOfVariance(groups)?.f, test.pooled.t.map { $0 * $0 }, "F", floor: 1e-28)
      let welch = try #require(WelchAnalysisOfVariance(groups))
      expect(welch.f, test.unequal.t.map { $0 * $0 }, "Welch F", floor: 1e-28)
      expect(welch.degreesWithin, test.unequal.degreesOfFreedom, "Welch df")
    }
  }

  @Test("Paired shares: McNemar's test with and without continuity correction")
  func changes() throws {
    #expect(file.mcnemar.count == 5)
    for row in file.mcnemar {
      for (isCorrected, stored) in [(false, row.plain), (true, row.corrected)] {
        let test = try #require(
          McNemarTest(onlyFirst: row.b, onlySecond: row.c, isCorrected: isCorrected))
        expect(test.chiSquare, stored.chi, "chi-square \(row.b) \(row.c)")
        expect(test.p, stored.p, "p \(row.b) \(row.c)")
      }
    }
  }

  @Test("Fisher's exact test: the probability, the odds ratio and its bounds")
  func exact() throws {
    #expect(file.fisher.count == 6)
    for row in file.fisher {
      let cells = row.table
      let test = try #require(FisherExactTest((cells[0], cells[1]), (cells[2], cells[3])))
      expect(test.p, row.p, "p \(cells)")
      expect(test.oddsRatio, row.odds ?? .infinity, "odds ratio \(cells)")
      let interval = test.interval()
      expect(interval.low, row.low, "low \(cells)")
      expect(interval.high, row.high ?? .infinity, "high \(cells)")
    }
  }

  @Test("Moments: of skewed, few, cancelling and tiny numbers")
  func moments() throws {
    #expect(file.moments.count == 7)
    for row in file.moments { try expect(row.values, row.result, "\(row.values.prefix(3))") }
  }

  @Test("Moments: 13 digits of numbers that differ in their last digits only, as in NIST's sets")
  func alternating() throws {
    #expect(file.alternating.count == 3)
    for row in file.alternating {
      let values = [2] + (0..<1000).map { $0 % 2 == 0 ? 1 : 3 }
      let read = try values.map { try #require(Double("\(row.base).\($0)")) }
      try expect(read, row.result, "\(row.base)")
      let moments = try #require(Moments(read))
      let digits = (
        rightDigits(moments.mean, row.result.mean),
        rightDigits(moments.standardDeviation, row.result.sd)
      )
      print("LRE alternating \(row.base): mean \(digits.0), sd \(digits.1)")
      #expect(digits.0 >= 13 && digits.1 >= 13)
    }
  }

  @Test("Analysis of variance: 13 digits in all nine of Simon and Lesage's sets")
  func simonLesage() throws {
    #expect(file.simon_lesage.count == 9)
    for row in file.simon_lesage {
      let groups = try [4, 3, 5, 3, 5, 3, 5, 3, 5].map { level in
        try (0..<row.count).map { place in
          let tenth = place == 0 ? level : level + (place % 2 == 1 ? -1 : 1)
          return try #require(Double("\(row.base).\(tenth)"))
        }
      }
      let test = try #require(AnalysisOfVariance(groups))
      try expect(test, row.result, "\(row.base) \(row.count)")
      let digits = rightDigits(test.f, row.result.f)
      print("LRE Simon-Lesage \(row.base), \(row.count) a group: F \(digits)")
      #expect(digits >= 13)
    }
  }

  // MARK: - Steps

  /// 12 digits, or a difference that is nearly nothing.
  private func expect(_ found: Double?, _ expected: Double?, _ what: String, floor: Double = 1e-300)
  {
    guard let found, let expected else {
      #expect((found == nil) == (expected == nil), "\(what)")
      return
    }
    #expect(
      found == expected || abs(found - expected) <= 1e-12 * abs(expected) + floor,
      "\(what): \(found), expected \(expected)")
  }

  private func expect(_ found: DifferenceTest, _ row: File.Difference, _ what: String) throws {
    expect(found.t, row.t, "\(what) t")
    expect(found.degreesOfFreedom, row.degrees, "\(what) df")
    expect(found.p, row.p, "\(what) p")
    let interval = try #require(found.interval())
    expect(interval.low, row.interval[0], "\(what) low")
    expect(interval.high, row.interval[1], "\(what) high")
  }

  private func expect(_ found: AnalysisOfVariance, _ row: File.Classical, _ what: String) throws {
    expect(found.sumOfSquaresBetween, row.between, "between \(what)")
    expect(found.sumOfSquaresWithin, row.within, "within \(what)")
    expect(found.f, row.f, "F \(what)")
    expect(found.p, row.p, "p \(what)")
    expect(found.etaSquared, row.eta, "eta \(what)")
    expect(found.omegaSquared, row.omega, "omega \(what)")
    expect(found.residualStandardDeviation, row.residual, "residual \(what)")
  }

  private func expect(_ values: [Double], _ row: File.Shape, _ what: String) throws {
    let moments = try #require(Moments(values))
    expect(moments.mean, row.mean, "mean \(what)")
    expect(moments.standardDeviation, row.sd, "sd \(what)")
    expect(moments.standardError, row.se, "se \(what)")
    // These cancel: what is left of sums of numbers around 1.
    let lag = Moments.lagOneAutocorrelation(values)
    expect(lag, row.lag, "lag \(what)", floor: 1e-15)
    expect(moments.skewness, row.skew, "skew \(what)", floor: 1e-14)
    expect(moments.adjustedSkewness, row.adjusted_skew, "G1 \(what)", floor: 1e-14)
    expect(moments.excessKurtosis, row.kurtosis, "kurtosis \(what)", floor: 1e-14)
    expect(moments.adjustedExcessKurtosis, row.adjusted_kurtosis, "G2 \(what)", floor: 1e-14)
  }
}
