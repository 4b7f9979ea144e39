import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Alerts of a nightly watch")
struct AlertAnalysisTests {
  private typealias People = AlertCase.People
  private static let first = People(count: 600)

  @Test("A planted change is told once, of its outcome, with the night since when; else nothing")
  func change() throws {
    var survey = try AlertCase(rules: "{when: change}")
    let opened = try survey.night(Self.first)
    #expect(opened.alerts.isEmpty && opened.newCount == nil && opened.streamCount == 6)
    #expect(try survey.alerts(4).isEmpty)
    let alerts = try survey.alerts(6, People(a: (0.7, 0.25)))
    #expect(alerts.map(\.outcome) == Array(repeating: "a", count: alerts.count))
    #expect(alerts.contains { $0.segmentation == "all" })
    let alert = try #require(alerts.first)
    #expect([4, 5, 6].map(AlertCase.date).contains(alert.since))
    #expect(alert.name == .change && alert.figure == "opportunity" && alert.id.utf8.count == 16)
    #expect(alert.rule == "opportunity changes by 1" && alert.count >= 30)
    let (before, value) = (try #require(alert.before), try #require(alert.value))
    #expect(abs(before - 8) < 1 && abs(value - 11.5) < 1.5)
    let (low, high) = (try #require(alert.low), try #require(alert.high))
    #expect(low > 0 && low < 3.5 && high > 3.5)
    #expect(try #require(alert.evidence) >= (try #require(alert.needed)))
    #expect(Set(alerts.map(\.id)).count == alerts.count)
    // What was told is the state of things: nothing further happens.
    #expect(try survey.alerts(4, People(a: (0.7, 0.25))).allSatisfy { $0.outcome == "a" })
    #expect(survey.ledger?.toldCount ?? 0 >= alerts.count)
  }

  @Test("A change in one segment is told of that segment")
  func segment() throws {
    var survey = try AlertCase(rules: "{when: change, outcomes: [a], segments: [role]}")
    _ = try survey.night(Self.first)
    let alerts = try survey.alerts(8, People(count: 200, a: (0.7, 0.1), only: "X"))
    let words = alerts.map { "\($0.segmentation) \($0.segment) \($0.night) \($0.evidence ?? 0)" }
    #expect(alerts.map(\.segment) == ["X"] && alerts.map(\.segmentation) == ["role"], "\(words)")
  }

  @Test("Opportunity enters a band and leaves it, each told by its rule alone")
  func bands() throws {
    var survey = try AlertCase(
      rules: "{when: enters, band: 10, segments: none}, {when: leaves, band: 10, segments: none}")
    _ = try survey.night(Self.first)
    #expect(try survey.alerts(3).isEmpty)
    let entered = try survey.alerts(8, People(a: (0.7, 0.1)))
    #expect(entered.map(\.name) == [.enters] && entered[0].outcome == "a")
    #expect(entered[0].before == nil && entered[0].value.map { $0 > 11 } == true)
    #expect(entered[0].low.map { $0 > 10 } == true)
    let left = try survey.alerts(10, People(a: (0.5, 0.6)))
    #expect(left.map(\.name) == [.leaves] && left[0].value.map { $0 < 8 } == true)
  }

  @Test("A target is told when it is met, and once; one that is not met stays silent")
  func targets() throws {
    let targets = """
      targets:
        - {outcome: a, metric: satisfaction, at-least: 5}
        - {outcome: b, metric: satisfaction, at-least: 6}
        - {outcome: b, metric: opportunity, at-most: 9}
      """
    var survey = try AlertCase(rules: "{when: target-met}", extra: targets)
    var alerts = try survey.night(Self.first).alerts
    alerts += try survey.alerts(5)
    #expect(
      alerts.map { "\($0.outcome) \($0.figure)" }.sorted() == [
        "a satisfaction", "b opportunity",
      ])
    #expect(alerts.allSatisfy { $0.name == .targetMet && $0.low != nil })
  }

  @Test("A target that cannot be watched is named on the first night, with the reason")
  func unwatched() throws {
    let targets = """
      targets:
        - {outcome: a, metric: satisfaction, at-least: 5}
        - {outcome: a, metric: satisfaction, improve-by: 20 %}
        - {outcome: b, metric: satisfaction, at-least: 6, segmentation: role, segment: Y}
      """
    var survey = try AlertCase(rules: "{when: target-met}", extra: targets)
    survey.study.segmentations.removeAll()
    #expect(
      try survey.night(Self.first).notes == [
        "the target on satisfaction of a is not watched: it says no `baseline` that it improves on",
        "the target on satisfaction of b, role \"Y\", is not watched: nobody is in its segment",
      ])
    #expect(try survey.night().notes.isEmpty)
  }

  @Test("A segment's share of new respondents and their missing ratings; shares stay shares")
  func inflow() throws {
    let rules =
      "{when: share-falls, segmentation: role, segment: X, below: 20 %}, {when: findings-rise}"
    var survey = try AlertCase(rules: rules)
    _ = try survey.night(Self.first)
    #expect(try survey.alerts(3).isEmpty)
    let fell = try survey.alerts(4, People(x: 0.04))
    #expect(fell.map(\.name) == [.shareFalls])
    // So few people of X leave an interval that would go below 0.
    #expect(fell.first?.low == 0 && fell.first?.high.map { $0 > 0.04 && $0 < 0.2 } == true)
    let missing = try survey.alerts(4, People(missing: 0.3))
    #expect(missing.map(\.name) == [.findingsRise])
    #expect(missing[0].value.map { abs($0 - 0.3) < 0.1 } == true)
  }

  @Test("Bands that are left in silence are told to nobody and lower no limit")
  func silent() throws {
    var survey = try AlertCase(rules: "{when: enters, band: 10, outcomes: [a], segments: none}")
    _ = try survey.night(Self.first)
    #expect(try survey.alerts(8, People(a: (0.7, 0.1))).map(\.name) == [.enters])
    #expect(survey.ledger?.toldCount == 1)
    #expect(try survey.alerts(10, People(a: (0.5, 0.6))).isEmpty)
    #expect(survey.ledger?.toldCount == 1)
    #expect(survey.ledger?.streams.map(\.isAbove) == [false])
  }

  @Test("Neither the order of rows nor that of the file's segments changes what is told")
  func order() throws {
    var survey = try AlertCase(rules: "{when: change}")
    for _ in 0..<3 { _ = try survey.night(People(count: 150)) }
    survey.add(People(a: (0.7, 0.2)))
    let context = NightContext(
      seen: survey.seen, ledger: survey.ledger, date: AlertCase.date(9))
    func section(_ rows: [String]) throws -> AlertSection {
      var turned = survey
      turned.rows = rows
      let responses = try SmallSurvey.load(survey.study, turned.text).responses
      return try #require(AlertCase.analysis(survey.study, responses).section(context).section)
    }
    let given = try section(survey.rows)
    #expect(try section(survey.rows.reversed()) == given)
    #expect(given.newCount == 120 && given.ledger.night == 3)
  }

  @Test("Weighted people count by their effective number, in any order of rows")
  func weights() throws {
    var survey = try AlertCase(rules: "{when: change, segments: none}", extra: "weight: role2")
    survey.study.weight = ColumnReference(
      "imp_b", place: Place(file: "study.yaml", line: 1, byteColumn: 1))
    survey.study.outcomes.removeLast()
    survey.add(People(count: 300, missing: 0))
    let responses = try SmallSurvey.load(survey.study, survey.text).responses
    let context = NightContext(seen: .nobody, ledger: nil, date: "x")
    let section = AlertCase.analysis(survey.study, responses).section(context).section
    let total = try #require(section?.ledger.streams.first?.total)
    // Weights are 5 and 2.
    let heavy = survey.rows.count { $0.split(separator: ",")[4] == "5" }
    let light = 300 - heavy
    #expect(total.count == 300)
    // Importance in two values, then 2 importance - satisfaction in four.
    for places in [0..<2, 2..<6] {
      #expect(total.weights[places].reduce(0, +) == Double(5 * heavy + 2 * light))
      #expect(total.squares[places].reduce(0, +) == Double(25 * heavy + 4 * light))
    }
  }

  @Test("Of another level the evidence begins anew, the report says so; counts go on")
  func otherLevel() throws {
    var survey = try AlertCase(rules: "{when: change}, {when: base-falls, below: 100, nights: 3}")
    _ = try survey.night(Self.first)
    _ = try survey.night()
    let calm = try survey.night(People(count: 20))
    #expect(calm.notes.isEmpty && calm.ledger.night == 2)
    survey.study.alerts?.level = 0.1
    let section = try survey.night(People(count: 20))
    #expect(
      section.notes == [
        "level, horizon, scorer, scale, weights or design are not those of the ledger: the watch "
          + "begins anew, and its evidence so far is lost"
      ] && section.lostEvidence == section.notes[0])
    #expect(section.ledger.since == "before \(AlertCase.date(3))")
    #expect(section.ledger.dates == (0...3).map(AlertCase.date))
    #expect(section.ledger.newCounts == [0, 120, 20, 20])
    #expect(section.newCount == 20 && section.ledger.digest != calm.ledger.digest)
    let stream = section.ledger.streams[0]
    #expect(stream.night == 1 && stream.openedAfter == 2 && stream.starts[0].before.count > 700)
    #expect(try survey.night(People(count: 20)).alerts.map(\.name) == [.baseFalls])
  }

  @Test("Without its ledger, or without knowing who was seen, the watch begins anew and says why")
  func lost() throws {
    var survey = try AlertCase(rules: "{when: change}")
    #expect(try survey.night(Self.first).lostEvidence == nil)
    #expect(try survey.night().lostEvidence == nil)
    var unread = survey
    unread.ledger = nil
    let anew = try unread.night()
    #expect(
      anew.lostEvidence == "the ledger of the last watched run cannot be read: the watch begins "
        + "anew, and its evidence so far is lost")
    #expect(anew.notes == [anew.lostEvidence] && anew.newCount == 120)
    #expect(try unread.night().lostEvidence == nil)
    survey.seen = .unknown
    let unseen = try survey.night()
    #expect(
      unseen.lostEvidence
        == "nobody knows who was seen: the watch begins anew, and its evidence so far is lost")
    #expect(unseen.newCount == nil && unseen.ledger.night == 0)
  }

  @Test("Without a night nothing is told; of an input that was seen nobody is new")
  func nights() throws {
    var survey = try AlertCase(rules: "{when: change}")
    survey.add(Self.first)
    let responses = try SmallSurvey.load(survey.study, survey.text).responses
    guard case .refused(let reason) = AlertCase.analysis(survey.study, responses).section(nil)
    else {
      Issue.record("told without a night")
      return
    }
    #expect(reason == "alerts are told by nightly runs, which know who is new")
    let context = NightContext(seen: .input(sha256: "ab"), ledger: nil, date: "x")
    let same = context.resolved(nil, inputSHA256: "ab", count: responses.respondentCount)
    #expect(same.newRows(responses.ids) == Array(repeating: false, count: 600))
    let other = context.resolved(nil, inputSHA256: "cd", count: responses.respondentCount)
    #expect(other.newRows(responses.ids) == nil)
  }

  @Test("A run of the whole analysis tells the same as the watch alone")
  func wholeRun() throws {
    var survey = try AlertCase(rules: "{when: change}")
    survey.add(People(count: 150))
    let result = try Analysis.run(
      survey.study, studySHA256: "", input: SmallSurvey.input(survey.text),
      options: AnalysisOptions(),
      night: NightContext(seen: .nobody, ledger: nil, date: "night 0"))
    let rows = try SmallSurvey.load(survey.study, survey.text).responses
    let alone = AlertCase.analysis(survey.study, rows)
      .section(NightContext(seen: .nobody, ledger: nil, date: "night 0"))
    #expect(result.alerts.section == alone.section)
    #expect(result.alerts.section?.streamCount == 6)
  }
}
