import Statistics
import Testing

@testable import Survey

@Suite("Bands, zones and refusals")
struct ClassificationTests {
  private static let scale = Scale(low: 1, high: 5, top: 4)

  /// A table of pairs of points with a number of respondents each.
  private static func table(
    _ pairs: [(importance: Int, satisfaction: Int, count: Int)], on scale: Scale = scale
  ) -> JointTable {
    var (first, second): ([UInt8], [UInt8]) = ([], [])
    for pair in pairs {
      let importance = RatingCode.code(point: pair.importance, on: scale)
      let satisfaction = RatingCode.code(point: pair.satisfaction, on: scale)
      first += [UInt8](repeating: importance, count: pair.count)
      second += [UInt8](repeating: satisfaction, count: pair.count)
    }
    var tally = JointTally(groupCount: 1)
    tally.add(0..<first.count, first: first, second: second, groups: nil, weights: nil)
    return tally.total
  }

  private static func score(
    _ table: JointTable, _ scorer: Scorer = .topBox, on scale: Scale = scale,
    minimumBase: Double = 30
  ) -> OutcomeScore {
    OpportunityScoring(
      scale: scale, plan: ScoringPlan(scorer: scorer), designCount: 100
    ).score(table, outcome: 0, minimumBase: minimumBase)
  }

  @Test(
    "The cuts 10, 12 and 15 belong to the upper band",
    arguments: [
      (9.99, Band.low), (10, .solid), (11.99, .solid), (12, .high), (14.99, .high),
      (15, .extreme), (20, .extreme),
    ])
  func bands(opportunity: Double, band: Band) {
    #expect(Band(opportunity: opportunity) == band)
  }

  @Test(
    "The first zone that holds wins: overserved, underserved, table stakes, appropriate",
    arguments: [
      (8.0, 8.5, Zone.overserved), (8.0, 4.0, .underserved), (8.0, 7.6, .tableStakes),
      (6.0, 5.0, .appropriatelyServed), (10.0, 10.0, .underserved),
      (7.4, 7.4, .appropriatelyServed),
    ])
  func zones(importance: Double, satisfaction: Double, zone: Zone) {
    let opportunity = importance + max(importance - satisfaction, 0)
    #expect(
      Zone(importance: importance, satisfaction: satisfaction, opportunity: opportunity) == zone)
  }

  @Test("Eight and three on 1-10 ratings give 13 unfloored, as the founding document has it")
  func unfloored() throws {
    let ten = Scale(low: 1, high: 10, top: 9)
    let score = Self.score(Self.table([(8, 3, 40)], on: ten), .unfloored, on: ten)
    #expect(score.opportunity?.value == 13)
    #expect(score.band == .solid && score.zone == nil)
    let below = Self.score(Self.table([(3, 8, 40)], on: ten), .unfloored, on: ten)
    #expect(below.opportunity?.value == -2)
    let five = Self.score(Self.table([(5, 2, 40)]), .unfloored)
    #expect(five.opportunity?.value == 8 && five.band == nil && !five.note.isEmpty)
  }

  @Test("A gap below zero is floored, and the interval is max2")
  func floored() throws {
    let score = Self.score(Self.table([(5, 5, 30), (2, 5, 30), (2, 2, 20), (5, 1, 20)]))
    let (importance, satisfaction) = (5.0, 6.0)
    #expect(score.importance?.value == importance && score.satisfaction?.value == satisfaction)
    #expect(score.opportunity?.value == importance)
    #expect(score.opportunity?.standardError == score.importance?.standardError)
    #expect(score.unmetShare == 0.2)
    let low = try #require(score.low)
    let high = try #require(score.high)
    // The upper branch 2I - S = 4 has the larger error and may reach above the lower branch.
    #expect(low < importance && importance < high)
    let t = 1.984216951586404  // quantile .975 of Student's t with 99 degrees of freedom (SciPy)
    let error = try #require(score.importance?.standardError)
    #expect(abs(low - (importance - t * error)) < 1e-9)
  }

  @Test("Nobody answered: no number and the reason, never 0")
  func empty() {
    var tally = JointTally(groupCount: 1)
    tally.add(
      0..<50, first: [UInt8](repeating: 0, count: 50),
      second: [UInt8](repeating: 9, count: 50), groups: nil, weights: nil)
    let score = Self.score(tally.total)
    #expect(score.opportunity == nil && score.band == nil && score.unmetShare == nil)
    #expect(score.note == "no answers" && score.satisfactionCount == 50)
  }

  @Test("Twenty-nine respondents are not scored, thirty are")
  func minimumBase() {
    #expect(Self.score(Self.table([(5, 2, 29)])).opportunity == nil)
    #expect(Self.score(Self.table([(5, 2, 30)])).opportunity?.value == 20)
    // A lower declared minimum never passes the disclosure floor.
    #expect(Self.score(Self.table([(5, 2, 9)]), minimumBase: 1).opportunity == nil)
  }
}
