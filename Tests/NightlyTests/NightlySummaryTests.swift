import Groundwork
import ReportWriters
import Survey
import Testing

@testable import Nightly

@Suite("The summary of a night")
struct NightlySummaryTests {
  private var reports: [StudyReport] {
    var done = StudyReport(study: "Shop", file: "a/study.yaml", state: .done, exit: 0)
    done.run = "2026-11-20-12345678"
    done.seconds = 12.345
    done.respondentCount = 4000
    done.alertCount = 5
    done.alerts = (1...4).map { .init(id: "a\($0)", sentence: "Claim \($0)\u{1b} holds.") }
    var failed = StudyReport(
      study: "", file: "b.yaml", state: .failed, exit: 78, message: "b.yaml:5:3: wrong\u{1b}. Fix.")
    failed.seconds = 0.04
    return [done, failed]
  }

  @Test("A line for each study, columns aligned, nothing that steers a terminal")
  func text() {
    let summary = NightlySummary(
      reports: reports, ignoredCount: 1, started: 1_795_143_600, finished: 1_795_143_613)
    #expect(
      summary.text == """
        2 studies: 1 done, 1 failed; 1 other YAML file passed over
        2026-11-20T03:00:00Z to 2026-11-20T03:00:13Z, exit status 78

        state      respondents  alerts  seconds  run                  study
        done              4000       5     12.3  2026-11-20-12345678  a/study.yaml
          ALERT: Claim 1\\u{1b} holds.
          ALERT: Claim 2\\u{1b} holds.
          ALERT: Claim 3\\u{1b} holds.
          and 2 more: unmet alerts a/study.yaml
        failed 78            -       -      0.0  -                    b.yaml  b.yaml:5:3: \
        wrong\\u{1b}. Fix.

        """)
  }

  @Test("A night that a signal ended says so, and has its exit status")
  func ended() throws {
    var summary = NightlySummary(reports: reports, ignoredCount: 0, started: 0, finished: 1)
    #expect(summary.exitStatus == 78)
    summary.signal = 15
    #expect(summary.exitStatus == 143 && summary.worst == 78)
    #expect(summary.text.contains("exit status 143: signal 15 ended the night\n"))
    let document = try #require(JSONDocument(Array(summary.json.document.utf8)))
    #expect(document["exit"]?.integer == 143 && document["worst"]?.integer == 78)
  }

  @Test("Pages that could not be written count for the night, not for its studies")
  func pages() throws {
    var summary = NightlySummary(reports: [], ignoredCount: 0, started: 0, finished: 1)
    #expect(summary.exitStatus == 0)
    summary.pagesExit = 74
    #expect(summary.exitStatus == 74 && summary.worst == 0)
    let document = try #require(JSONDocument(Array(summary.json.document.utf8)))
    #expect(document["exit"]?.integer == 74 && document["worst"]?.integer == 0)
    summary.reports = reports
    #expect(summary.exitStatus == 74 && summary.worst == 78)
  }

  @Test("The JSON has what the text has, and a report reads back from one line")
  func json() throws {
    let summary = NightlySummary(reports: reports, ignoredCount: 0, started: 0, finished: 1)
    let document = try #require(JSONDocument(Array(summary.json.document.utf8)))
    #expect(document["worst"]?.integer == 78)
    #expect(document["studies"]?.items?.count == 2)
    let told = document["studies"]?.items?.first?["told"]?.items
    #expect(told?.map { $0["id"]?.text } == ["a1", "a2", "a3", "a4"])
    #expect(told?.first?["sentence"]?.text == "Claim 1\u{1b} holds.")
    #expect(document["started"]?.text == "1970-01-01T00:00:00Z")
    for report in reports {
      var rounded = report
      rounded.seconds = (report.seconds * 100).rounded() / 100
      #expect(!report.json.line.contains("\n"))
      #expect(StudyReport(Array(report.json.line.utf8)) == rounded)
    }
    #expect(StudyReport(Array("{\"status\": \"done\"}".utf8)) == nil)
    #expect(StudyReport(Array("Fatal error".utf8)) == nil)
  }

  @Test("Three alerts are told without a line for more, one study is one")
  func threeAlerts() {
    var report = reports[0]
    report.alertCount = 3
    report.alerts.removeLast()
    let text = NightlySummary(reports: [report], ignoredCount: 0, started: 0, finished: 1).text
    #expect(text.hasPrefix("1 study: 1 done\n"))
    #expect(text.contains("ALERT: Claim 3") && !text.contains("more:"))
  }

  @Test("The worst status comes first in the documented order")
  func worst() {
    let order: [Int32] = [70, 74, 73, 77, 78, 65, 66, 69, 75, 0]
    for (index, status) in order.enumerated() {
      #expect(NightlySummary.worst(Array(order[index...].reversed())) == status)
    }
    #expect(NightlySummary.worst([]) == 0)
    #expect(NightlySummary.worst([0, 12]) == 70, "a status that nobody knows is a fault")
  }

  @Test("What dirty data held stays out of the summary")
  func privacy() {
    struct Dirty: Failure {
      var message = Message("r.csv:9:9", "no rating", found: "\"secret\"", fix: "correct it")
      var exitStatus = Groundwork.ExitStatus.data
      var messages: [Message] { [message, message] }
    }
    let report = StudyReport(study: "S", file: "s.yaml", failure: Dirty())
    #expect(report.state == .failed && report.exit == 65)
    #expect(!report.message.contains("secret") && report.message.contains("and 1 more"))
    let waiting = StudyReport(
      study: "S", file: "s.yaml", failure: NightlyFailure.locked(path: "p", holder: "process 7"))
    #expect(waiting.state == .waiting && waiting.message.contains("process 7"))
  }

  @Test("A line of the log is one line in each format, --quiet leaves warnings and errors")
  func log() {
    func lines(_ format: NightlyLog.Format, isQuiet: Bool = false) -> [String] {
      let box = Lines()
      let log = NightlyLog(
        format: format, isQuiet: isQuiet, clock: { 0 }, write: { box.add($0) })
      log.line(.info, study: "s.yaml", "one\ntwo")
      log.line(.error, "x")
      return box.all
    }
    #expect(lines(.journal) == ["<6>s.yaml: one\\u{a}two\n", "<3>x\n"])
    #expect(lines(.journal, isQuiet: true) == ["<3>x\n"])
    #expect(lines(.text)[1] == "1970-01-01T00:00:00Z error: x\n")
    let object = JSONDocument(Array(lines(.json)[0].utf8))
    #expect(object?["study"]?.text == "s.yaml" && object?["priority"]?.text == "info")
  }
}
