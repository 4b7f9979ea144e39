import Foundation
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Papers of the nightly watch")
struct AlertPaperTests {
  static var ledger: AlertLedger {
    var stream = AlertLedger.Stream(
      key: "1: opportunity changes by 1 / 01 / role / \"=null\"\u{202E}",
      total: AnswerSums([
        600, 431.25, 0.1 + 0.2, 1e300, Double.leastNonzeroMagnitude, -1.0 / 3,
        4_503_599_627_370_497,
      ]))
    stream.opening = 2
    stream.isAbove = true
    stream.designEffect = 1.3
    stream.openedAfter = -1
    stream.night = 7
    stream.evidence = 209.6
    stream.starts = [
      EvidenceStream.Start(night: 3, before: AnswerSums([1, 2, 3, 4.5, 5, 6, 7])),
      EvidenceStream.Start(night: 7, before: .zero),
    ]
    var closed = AlertLedger.Stream(key: "2: target met 1", total: .zero)
    closed.isClosed = true
    return AlertLedger(
      digest: "ab12", dates: ["before 2026-01-01", "null"], newCounts: [0, 120], toldCount: 3,
      isDrifting: true, streams: [stream, closed])
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

  static var result: AnalysisResult {
    var result = ResultFixture.result
    result.study.alerts = AlertPlan()
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
      ("\"version\": 1", "\"version\": 2"), ("\"night\": 7", "\"night\": -7"),
      ("\"new\": [0, 120]", "\"new\": [0]"), ("\"design-effect\": 1.3", "\"design-effect\": 0"),
      ("\"starts\"", "\"begins\""), ("\"digest\"", "\"digests\""), ("{", "["),
    ] {
      let bad = text.replacing(piece, with: other)
      #expect(bad != text && AlertLedger(json: Array(bad.utf8)) == nil, "\(piece)")
    }
    #expect(AlertLedger(json: []) == nil)
  }

  @Test("alerts.csv has a row for each alert")
  func csv() throws {
    let text = String(decoding: AlertsCSV.bytes(Self.section, ResultFixture.study), as: UTF8.self)
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
    let text = AlertsJSON.value(Self.section, ResultFixture.study).document
    let document = try #require(JSONDocument(Array(text.utf8)))
    let alerts = try #require(document["alerts"]?.items)
    #expect(alerts.map { $0["id"]?.text } == ["0123456789abcdef", "fedcba9876543210"])
    #expect(alerts[0]["evidence"]?.number == 7100.5 && alerts[1]["evidence"]?.number == nil)
    #expect(alerts[1]["sentence"]?.text == "new respondents fall below 100: 60 new respondents.")
    #expect(document["night"]?.text == nil && document["told"]?.integer == 3)
  }

  @Test("The report tells what is claimed, what is promised and what is closest")
  func report() {
    let text = AlertLines.lines(Self.result).joined(separator: " ")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.hasPrefix(
        "ALERTS ALERT: opportunity of 02 in role \"Sup\\u{1b}port\" has changed from 8.25 to 9.50 "
          + "since 2026-02-03, a change of +0.25 to +2.50 on all nights together; 840 answers, "
          + "evidence 7,101 of 6,000 needed. ALERT: new respondents fall below 100: "), "\(text)")
    #expect(text.contains("240 streams of evidence watched since before 2026-01-01, 3 claims told"))
    #expect(text.contains("at most 5 % of all claims ever told are false in the mean"))
    #expect(
      text.contains(
        "Closest: opportunity changes by 1 of 01 in role \"Support\", evidence 210 of 3,000"))
    #expect(text.hasSuffix("Note: something to note."))
    #expect(TextReport.text(Self.result).contains("\nALERTS\n"))
    #expect(!TextReport.text(ResultFixture.result).contains("ALERTS"))
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
