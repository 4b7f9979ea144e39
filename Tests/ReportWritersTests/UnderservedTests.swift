import Testing

@testable import ReportWriters
@testable import Survey

@Suite("How sure the list of opportunities is")
struct UnderservedTests {
  /// Everybody's section in one line, of outcomes with these tiers and joint ranks.
  private func section(
    _ ranks: [(tier: Int, ClosedRange<Int>, topFive: Double)], replicateColumns: Int = 0
  ) -> String {
    var result = ResultFixture.result
    result.design.replicateColumnCount = replicateColumns
    result.segments[0].outcomes = ranks.enumerated().map { index, rank in
      var score = ResultFixture.score(
        index % 4, 9 - Double(index) / 2, 3, rank: min(4, index + 1))
      score.rank = index + 1
      score.ranking = Ranking(
        interval: 1...ranks.count, simultaneous: rank.1, topShares: [0, rank.topFive, 1],
        tier: rank.tier)
      return score
    }
    return UnderservedSection.lines(result).joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
  }

  @Test("Each tier is told by what it is above or below, and no more")
  func tiers() {
    let told = section([(1, 1...1, 1), (2, 2...4, 1), (2, 2...4, 1), (3, 4...4, 1)])
    #expect(told.contains("tier 1: above all below it"))
    #expect(told.contains("tier 2: none of these can be told from the highest of them"))
    #expect(told.contains("tier 3: below all above it"))
    let doubtful = section([(1, 1...2, 1), (2, 2...3, 1), (3, 2...3, 1)])
    #expect(doubtful.contains("tier 1: above the highest of tier 2"))
    #expect(doubtful.contains("tier 2: above the highest of tier 3"))
    #expect(doubtful.contains("tier 3: below the highest of tier 2"))
    let one = section([(1, 1...2, 1), (1, 1...2, 1)])
    #expect(one.contains("tier 1, the only one: none of these can be told from the highest"))
    #expect(one.contains("tiers are the more careful"))
  }

  @Test("The outcomes that are surely or possibly among the five highest are named")
  func topFive() {
    let shares = [1, 0.99, 0.91, 0.9, 0.6, 0.02].map { (1, 1...6, $0) }
    #expect(
      section(shares).contains(
        "Among the five highest in more than 90 % of bootstrap replicates: 01, 02 and 03; in 10 to "
          + "90 %: 04 (90 %) and 01 (60 %)."))
    #expect(!section(Array(shares.prefix(5))).contains("Among the five highest"))
  }

  @Test("With replicate weights in the data the ranks come from draws")
  func draws() {
    let ranks = [(1, 1...2, 1.0), (1, 1...2, 1.0)]
    #expect(section(ranks).contains("in 90 % of bootstrap replicates."))
    let drawn = section(ranks, replicateColumns: 80)
    #expect(drawn.contains("in 90 % of draws.") && !drawn.contains("bootstrap"))
  }

  @Test("Who is still needed stands in a table with wordings")
  func needed() {
    let text = UnderservedSection.lines(ResultFixture.result).joined(separator: "\n")
    #expect(text.contains("02  Minimize the likelihood that a patch breaks a running service"))
    #expect(text.contains("over 100,000 more"))
  }

  @Test("The most overserved outcomes stand with their wording, the others by id")
  func overserved() {
    var result = ResultFixture.result
    result.segments[0].outcomes = (0..<8).map { index in
      var score = ResultFixture.score(
        index % 4, 4, 5 + Double(index) / 2, rank: 1, error: index == 0 ? 2 : 0.4)
      score.zone = .overserved
      return score
    }
    result.segments = [result.segments[0]]
    let lines = OverservedRemark.lines(result.segments[0], result)
    #expect(lines[0].contains("they satisfy than they matter; \"not certain\" where"))
    #expect(lines[1].hasPrefix("    04  =Minimize the \"cost\" of a patch, in all"))
    #expect(lines[1].hasSuffix("4.5") && lines[6].hasSuffix("2.0"))
    #expect(lines[7] == "    and 2 more: 02; not certain: 01")
    #expect(lines.count == 8)
    result.segments[0].outcomes = [result.segments[0].outcomes[0]]
    let one = OverservedRemark.lines(result.segments[0], result)
    #expect(one.count == 2 && one[1].hasSuffix("1.0  not certain"))
  }

  @Test("The summary for programs has tiers and the share among the five highest")
  func json() {
    let text = RunSummary.text(ResultFixture.result, directory: "d", files: [])
    #expect(text.contains("\"p_top5\": 0.75") && text.contains("\"tier\": 2"))
  }
}
