import Foundation
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Papers of the nightly watch")
struct AlertPaperTests {
  static var ledger: AlertLedger {
    var stream = AlertLedger.Stream(
      key: "opportunity changes by 1 / 01 / role (role) / \"=null\"\u{202E}", part: 0.2 / 3,
      total: AnswerSums(
        count: 600, weights: [431.25, 0.1 + 0.2, 1e300],
        squares: [Double.leastNonzeroMagnitude, 1.0 / 3, 4_503_599_627_370_497]))
    stream.opening = 2
    stream.isAbove = true
    stream.designEffect = 1.3
    stream.openedAfter = -1
    stream.night = 7
    stream.evidence = 209.6
    stream.starts = [
      EvidenceStream.Start(night: 3, before: AnswerSums(count: 3, weights: [1, 2, 4.5])),
      EvidenceStream.Start(night: 7, before: .zero),
    ]
    var closed = AlertLedger.Stream(key: "target met 1", part: 0.8, total: .zero)
    closed.isClosed = true
    return AlertLedger(
      digest: "ab12", since: "before 2026-01-01", dates: ["2025-12-01", "null"],
      newCounts: [0, 120], generationCount: 2, toldCount: 3,
      basesBelow: ["new respondents fall below 100"],
      drift: DriftSums(
        run: "2025-12-01-ab", counts: [40, 17], margins: 0.1 + 0.2, squaredMargins: 1.0 / 3),
      streams: [stream, closed])
  }

  static var section: AlertSection {
    var change = Alert(
      id: "0123456789abcdef", rule: "opportunity changes by 1", name: .change,
      since: "2026-02-03", night: "2026-02-10", count: 840)
    (change.outcome, change.segmentation, change.segment) = ("02", "role", "Sup\u{1B}port")
    (change.figure, change.before, change.value) = ("opportunity", 8.25, 9.5)
    (change.low, change.high, change.evidence, change.needed) = (0.25, 2.5, 7100.5, 6000)
    var base = Alert(
      id: "fedcba9876543210", rule: "new respondents fall below 100", name: .baseFalls,
      since: "2026-02-10", night: "2026-02-10", count: 60)
    (base.figure, base.value) = ("new respondents", 60)
    let near = WatchedStream(
      rule: "opportunity changes by 1", outcome: "01", segmentation: "role", segment: "Support",
      evidence: 209.6, needed: 3000)
    return AlertSection(
      alerts: [change, base], ledger: ledger, newCount: 60, streamCount: 240, nearest: [near],
      notes: ["something to note"])
  }

  /// A rule of each kind.
  static var rules: [AlertRule] {
    let kinds: [AlertRule.Kind] = [
      .change(.opportunity, by: 1), .enters(band: 12), .leaves(band: 12.5), .targetMet,
      .shareFalls(segmentation: "role", segment: "User", below: 0.2),
      .baseFalls(below: 100, nights: 1), .baseFalls(below: 300, nights: 7), .findingsRise, .drift,
    ]
    return kinds.map { AlertRule($0, place: ResultFixture.place) }
  }

  static var study: Study {
    var study = ResultFixture.study
    var plan = AlertPlan()
    plan.rules = rules
    study.alerts = plan
    return study
  }

  static var result: AnalysisResult {
    var result = ResultFixture.result
    result.study = study
    result.alerts = .done(section)
    return result
  }

  @Test("A ledger reads back as it was written, to the last digit")
  func roundTrip() throws {
    let text = LedgerJSON.value(Self.ledger).document
    #expect(AlertLedger(json: Array(text.utf8)) == Self.ledger)
    #expect(text.utf8.allSatisfy { $0 < 128 })
  }

  @Test("What is no ledger of this version is none")
  func foreign() {
    let text = LedgerJSON.value(Self.ledger).document
    for (piece, other) in [
      ("\"version\": 2", "\"version\": 1"), ("\"night\": 7", "\"night\": -7"),
      ("\"new\": [0, 120]", "\"new\": [0]"), ("\"design-effect\": 1.3", "\"design-effect\": 0"),
      ("\"part\": 0.8", "\"part\": 1.8"), ("\"told\": 3", "\"told\": -3"),
      ("\"generations\": 2", "\"generations\": null"), ("\"bases-below\"", "\"bases\""),
      ("\"starts\"", "\"begins\""), ("\"digest\"", "\"digests\""), ("{", "["),
    ] {
      let bad = text.replacing(piece, with: other)
      #expect(bad != text && AlertLedger(json: Array(bad.utf8)) == nil, "\(piece)")
    }
    #expect(AlertLedger(json: []) == nil)
    var without = Self.ledger
    without.drift = nil
    let bytes = Array(LedgerJSON.value(without).document.utf8)
    #expect(AlertLedger(json: bytes) == without)
  }

  @Test("alerts.csv has a row for each alert")
  func csv() throws {
    let text = String(decoding: AlertsCSV.bytes(Self.section, Self.study), as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .newlines) }
    #expect(lines.count == 3)
    #expect(lines[0] == AlertsCSV.columns.joined(separator: ","))
    #expect(lines[1].hasPrefix("0123456789abcdef,opportunity changes by 1,02,Minimize the likel"))
    #expect(
      lines[1].hasSuffix(
        ",opportunity,8.25,9.5,0.25,2.5,7100.5,6000,2026-02-03,2026-02-10,840"))
    #expect(
      lines[2]
        == "fedcba9876543210,new respondents fall below 100,,,all,all,new respondents,,60,,,,,"
        + "2026-02-10,2026-02-10,60")
  }

  @Test("alerts.json holds the same, with a sentence each")
  func json() throws {
    let text = AlertsJSON.value(Self.section, Self.study).document
    let document = try #require(JSONDocument(Array(text.utf8)))
    let alerts = try #require(document["alerts"]?.items)
    #expect(alerts.map { $0["id"]?.text } == ["0123456789abcdef", "fedcba9876543210"])
    #expect(alerts[0]["evidence"]?.number == 7100.5 && alerts[1]["evidence"]?.number == nil)
    #expect(alerts[1]["sentence"]?.text == "New respondents tonight: 60, fewer than 100.")
    #expect(document["night"]?.text == nil && document["told"]?.integer == 3)
  }

  @Test("The report tells what is claimed, what is promised and what is closest")
  func report() {
    let text = AlertLines.lines(Self.result).joined(separator: " ")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.hasPrefix(
        "ALERTS ALERT: Opportunity of 02 (Minimize the likelihood that a patch breaks a running "
          + "service) in role \"Sup\\u{1b}port\" changed: 9.50 among the 840 people who answered "
          + "since 2026-02-03, before: 8.25 (change +0.25 to +2.50; evidence 7,101 of 6,000 "
          + "needed). ALERT: New respondents tonight: 60, fewer than 100. "), "\(text)")
    #expect(
      text.contains(
        "240 streams of evidence watched from the start (before 2026-01-01), 3 claims told"))
    #expect(text.contains("at most 5 % of all claims ever told are false in the mean"))
    #expect(
      text.contains(
        "Closest: opportunity changes by 1: 01 in role \"Support\", evidence 210 of 3,000"))
    #expect(text.hasSuffix("Note: something to note."))
    #expect(TextReport.text(Self.result).contains("\nALERTS\n"))
    #expect(!TextReport.text(ResultFixture.result).contains("ALERTS"))
  }

  /// An alert of the rule of a kind, as the watch fills it in.
  private func alert(
    _ place: Int, _ figure: String, _ value: Double?, of outcome: String = "",
    since: String = "2026-02-03", count: Int = 450
  ) -> Alert {
    let rule = Self.rules[place]
    var alert = Alert(
      id: "", rule: rule.text(in: Self.study), name: rule.kind.name, since: since,
      night: "2026-02-10", count: count)
    (alert.outcome, alert.figure) = (outcome, figure)
    alert.value = value
    return alert
  }

  private func sentence(_ alert: Alert) -> String {
    AlertWords(Self.section, Self.study).sentence(alert)
  }

  @Test("Each kind of alert says in one English sentence of whom its figure is")
  func sentences() {
    let new = "among the 450 people who answered since 2026-02-03"
    #expect(
      sentence(alert(1, "opportunity", 13.1, of: "02"))
        == "Opportunity of 02 has risen above 12: 13.10 \(new).")
    var left = alert(2, "opportunity", 10.3, of: "02")
    (left.low, left.high, left.evidence, left.needed) = (9.5, 11, 80.4, 20)
    #expect(
      sentence(left) == "Opportunity of 02 is no longer above 12.5: 10.30 \(new) (interval 9.50 to "
        + "11.00; evidence 80 of 20 needed).")
    var share = alert(4, "share", 0.123)
    (share.segmentation, share.segment) = ("role", "User")
    (share.low, share.high) = (0.09, 0.16)
    #expect(
      sentence(share) == "Under 20 % of new respondents are in role \"User\": 12.3 % of the 450 "
        + "people who answered since 2026-02-03 (interval 9.0 % to 16.0 %).")
    #expect(
      sentence(alert(6, "new respondents", 60, count: 60))
        == "New respondents in the last 7 nights: 60, fewer than 300.")
    var rise = alert(7, "missing", 0.08, count: 1)
    (rise.before, rise.low, rise.high) = (0.03, 0.01, 0.09)
    #expect(
      sentence(rise) == "The share of missing and invalid ratings rose: 8.0 % among the 1 person "
        + "who answered since 2026-02-03, before: 3.0 % (change +1.0 % to +9.0 %).")
    #expect(
      sentence(alert(8, "smaller-margins moved-shares", nil, count: 120))
        == "The segments do not fit 120 new respondents any more (people lie nearer the borders "
        + "than those of the study; a share has moved by ten points or more): time to segment "
        + "again.")
  }

  @Test("A target is told with its goal, and one that all answers meet as from the start")
  func targets() {
    var study = Self.study
    func target(_ value: Double) -> Target {
      Target(
        subject: .key(1), metric: .satisfaction, goal: .atLeast(value),
        place: ResultFixture.place)
    }
    study.targets = [target(6)]
    let met = alert(
      3, "satisfaction", 6.4, of: "02", since: "before 2026-01-01", count: 2800)
    func sentence() -> String { AlertWords(Self.section, study).sentence(met) }
    #expect(
      sentence() == "Satisfaction of 02 meets its target, at least 6: 6.40 among the 2,800 people "
        + "from the start (before 2026-01-01).")
    // Which of two it is nobody can tell from the figure.
    study.targets.append(target(5))
    #expect(sentence().hasPrefix("Satisfaction of 02 meets its target: 6.40 among"))
    // The first night of a watch that began with everybody is the start too.
    var section = Self.section
    section.ledger.since = "2026-01-01"
    var first = met
    first.since = "2026-01-01"
    #expect(
      AlertWords(section, study).sentence(first).hasSuffix("from the start (2026-01-01)."))
  }

  @Test("A night's papers are written, the ledger for its owner alone and never left out")
  func papers() {
    let papers = RunPapers.papers(of: Self.result, includesRespondents: false)
    #expect(Set(AlertPapers.names).isSubset(of: Set(papers.map(\.name))))
    #expect(papers.filter(\.isPrivate).map(\.name) == ["ledger.json"])
    #expect(Set(AlertPapers.names).isSubset(of: RunPapers.names))
    let plain = RunPapers.papers(of: ResultFixture.result).map(\.name)
    #expect(Set(plain).isDisjoint(with: AlertPapers.names))
  }
}
