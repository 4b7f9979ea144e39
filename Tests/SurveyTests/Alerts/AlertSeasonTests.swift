import Statistics
import Testing

@testable import Survey

@Suite("Seasons of nights through the whole watch")
struct AlertSeasonTests {
  private typealias People = AlertCase.People

  private static let nightCount = 25
  private static let rules = """
    {when: change}, {when: change, figure: satisfaction}, {when: enters, band: 10}, \
    {when: leaves, band: 10}, {when: share-falls, segmentation: role, segment: X, below: 50 %}, \
    {when: findings-rise}, {when: target-met}
    """
  private static let targets = """
    targets:
      - {outcome: a, metric: satisfaction, at-least: 4}
      - {outcome: b, metric: opportunity, at-most: 10}
    """
  /// Opportunity is 7 + (7 - 4) = 10 of both outcomes, satisfaction 4, half of the people are X:
  /// bands, targets and the share stand on their bounds, where an alarm is false and likeliest.
  private static func still(_ count: Int) -> People {
    People(count: count, a: (0.7, 0.4), b: (0.7, 0.4), missing: 0.05)
  }

  @Test("Where figures stand on their bounds, evidence by shares is 1 in the mean and rarely told")
  func still() throws {
    var sums: [Double] = []
    var alarmed: [String] = []
    for number in 0..<40 {
      var survey = try season(100 + UInt64(number))
      var alerts = try survey.night(Self.still(200)).alerts
      alerts += try survey.alerts(Self.nightCount, Self.still(40))
      let streams = try #require(survey.ledger?.streams)
      // Four rules of two outcomes in three groups, the share, missing ratings, two targets.
      #expect(streams.count == 28)
      sums.append(streams.reduce(0) { $0 + $1.evidence * $1.share })
      if let alert = alerts.first { alarmed.append("\(number): \(alert.rule)") }
    }
    // At most the level times the shares of first openings, 0.5 x 0.64: 13 of 40.
    #expect(alarmed.count <= 13, "\(alarmed)")
    let mean = sums.reduce(0, +) / 40
    #expect(mean <= 1 && sums.allSatisfy { $0 >= 0 } && mean > 0, "\(sums)")
  }

  @Test("The same seasons are alarmed where satisfaction falls, by its own rules alone")
  func fallen() throws {
    var all: Set<AlertRule.Name> = []
    for number in 0..<4 {
      var survey = try season(100 + UInt64(number))
      _ = try survey.night(Self.still(200))
      var people = Self.still(40)
      people.a.1 = 0.1
      let names = Set(try survey.alerts(Self.nightCount, people).map(\.name))
      #expect(names.contains(.change), "\(names)")
      all.formUnion(names)
    }
    // Where chance put a figure above its bound at first, it does not enter.
    #expect(all.contains(.enters), "\(all)")
    #expect(all.isDisjoint(with: [.leaves, .findingsRise, .targetMet]), "\(all)")
  }

  /// All of the weight lies on the nights of a season, and half of what is told may be false.
  private func season(_ seed: UInt64) throws -> AlertCase {
    var survey = try AlertCase(rules: Self.rules, extra: Self.targets, seed: seed)
    survey.study.alerts?.horizon = Self.nightCount
    survey.study.alerts?.level = 0.5
    return survey
  }

  @Test("The ledger's evidence is that of streams which are given the same counts, on every night")
  func streams() throws {
    var survey = try AlertCase(rules: "{when: change, outcomes: [a]}")
    let number = EvidencePlan.Number(values: [0, 10], change: 1, spread: 4.5)
    let plan = EvidencePlan(
      first: number,
      second: EvidencePlan.Number(values: [-10, 0, 10, 20], change: 1, spread: 9.9),
      claim: .change, weights: StartWeights(horizon: 365))
    var streams: [EvidenceStream] = []
    var largest = 0.0
    for night in 0...Self.nightCount {
      let known = survey.rows.count
      // Satisfaction falls on the 10th night, by too little to be told.
      let people = People(count: 40, a: (0.7, night < 10 ? 0.5 : 0.28))
      let section = try survey.night(night == 0 ? People(count: 300, a: (0.7, 0.5)) : people)
      let counts = ["", "X", "Y"].map { Self.counts(survey.rows[known...], role: $0) }
      guard night > 0 else {
        streams = counts.map { EvidenceStream(plan: plan, reference: $0) }
        continue
      }
      for place in streams.indices { streams[place].add(counts[place]) }
      #expect(section.alerts.isEmpty)
      let own = streams.map { $0.evidence().total }
      #expect(section.ledger.streams.map(\.evidence) == own)
      #expect(section.ledger.streams.map(\.starts) == streams.map(\.starts))
      largest = max(largest, own.max() ?? 0)
    }
    #expect(largest > 1)
  }

  /// Counts of outcome a, over all people or those of a role, from the rows of the file.
  private static func counts(_ rows: ArraySlice<String>, role: String) -> AnswerSums {
    var cells = [Double](repeating: 0, count: 6)
    for row in rows {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      let (importance, satisfaction) = (fields[2], fields[3])
      guard role.isEmpty || fields[1] == role, !importance.isEmpty, !satisfaction.isEmpty else {
        continue
      }
      let (isImportant, isSatisfied) = (importance == "5", satisfaction == "5")
      cells[isImportant ? 1 : 0] += 1
      // 2 importance - satisfaction is -10, 0, 10 or 20.
      cells[2 + (isImportant ? 2 : 0) + (isSatisfied ? 0 : 1)] += 1
    }
    return AnswerSums(count: cells[0] + cells[1], weights: cells)
  }
}
