import Foundation
import Groundwork
import Survey
import Testing

@testable import Nightly
@testable import ReportWriters

@Suite("The archive page of a folder")
struct ArchivePageTests {
  private func reports() throws -> Reports {
    let reports = try Reports()
    try reports.publish("2026-11-20-aaaaaaaa", scores: [("15", 11), ("16", 7)])
    try reports.publish("2026-11-21-aaaaaaaa", respondents: 612, scores: [("16", 8), ("15", 12)])
    try reports.write("id,sentence\n1,15 rose\n", to: "alerts.csv", in: "2026-11-21-aaaaaaaa")
    let alerts = #"{"study": "Patching", "alerts": [{"id": "1", "sentence": "15 rose"}]}"#
    try reports.write(alerts, to: "alerts.json", in: "2026-11-21-aaaaaaaa")
    try reports.write("", to: "report.txt", in: "2026-11-21-aaaaaaaa")
    try reports.linkLatest(to: "2026-11-21-aaaaaaaa")
    return reports
  }

  @Test("it holds state, scores, trends, alerts and links, and is written again in its place")
  func page() throws {
    let reports = try reports()
    let path = try ArchivePage.write(root: reports.path)
    #expect(path == reports.path + "/Reports/index.html")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    for text in [
      "Patching", "last run 2026-11-21, 612 respondents, 1 alert", "<li>15 rose</li>",
      "respondents: 600 to 612", "15: 11.0 to 12.0",
      "href=\"patching/runs/2026-11-21-aaaaaaaa/report.txt\"",
      "href=\"patching/runs/2026-11-20-aaaaaaaa/opportunities.csv\"",
    ] { #expect(page.contains(text), "\(text)") }
    #expect(page.ranges(of: "class=\"interval\"").count == 4)
    _ = try ArchivePage.write(root: reports.path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: reports.path + "/Reports").sorted()
        == ["index.html", "patching"])
  }

  @Test("the last nightly is told per study, also of studies without a run")
  func nightly() throws {
    let reports = try reports()
    let summary = """
      {"finished": "2026-11-22T03:10:00Z", "worst": 78, "studies": [
       {"study": "Patching", "file": "study.yaml", "status": "published", "exit": 0,
        "run": "Reports/patching/runs/2026-11-21-aaaaaaaa", "message": ""},
       {"study": "", "file": "bad.yaml", "status": "failed", "exit": 78, "message": "no job"}]}
      """
    try Data(summary.utf8).write(
      to: URL(fileURLWithPath: reports.path + "/Reports/nightly.json"))
    let archive = ArchivePage.archive(in: reports.path + "/Reports")
    #expect(archive.studies.map(\.status?.status) == ["published"])
    #expect(archive.others.map(\.file) == ["bad.yaml"])
    let page = ArchiveHTML.text(archive)
    #expect(page.contains("The last nightly ended 2026-11-22T03:10:00Z, worst exit status 78."))
    #expect(page.contains("<li>bad.yaml: failed, no job</li>"))
  }

  @Test("of two files that say the same name the one with a run is the study, in any order")
  func sameName() throws {
    let reports = try reports()
    let own = """
      {"study": "Patching", "file": "study.yaml", "status": "done", "exit": 0,
       "run": "2026-11-21-aaaaaaaa", "message": ""}
      """
    let broken = """
      {"study": "Patching", "file": "copy.yaml", "status": "failed", "exit": 78, "run": "",
       "message": "no job"}
      """
    for studies in [[own, broken], [broken, own]] {
      let summary = "{\"finished\": \"x\", \"studies\": [\(studies.joined(separator: ","))]}"
      try Data(summary.utf8).write(
        to: URL(fileURLWithPath: reports.path + "/Reports/nightly.json"))
      let archive = ArchivePage.archive(in: reports.path + "/Reports")
      #expect(archive.studies.map(\.status?.status) == ["done"])
      #expect(archive.others.map(\.file) == ["copy.yaml"])
    }
  }

  @Test("studies of further folders stand on the page too, each once, with the way to their runs")
  func folders() throws {
    let (reports, other) = (try reports(), try self.reports())
    try FileManager.default.moveItem(
      atPath: other.path, toPath: reports.path + "/below")
    let below = reports.path + "/below"
    let path = try ArchivePage.write(root: reports.path, folders: [reports.path, below, below])
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page.contains("href=\"../below/Reports/patching/runs/2026-11-21-aaaaaaaa/report.txt\""))
    #expect(page.contains("href=\"patching/runs/2026-11-21-aaaaaaaa/report.txt\""))
    #expect(page.ranges(of: "<section id=").count == 2)
    #expect(page.contains("id=\"study-below-Reports-patching\""))
  }

  @Test("a folder without studies gets a page that says so")
  func empty() throws {
    let reports = try Reports()
    try FileManager.default.removeItem(atPath: reports.study)
    let page = try String(
      contentsOfFile: ArchivePage.write(root: reports.path), encoding: .utf8)
    #expect(page.contains("No study has a run yet."))
  }

  @Test("a summary that is no JSON tells nothing, and the page is written all the same")
  func broken() throws {
    let reports = try reports()
    try Data("{".utf8).write(to: URL(fileURLWithPath: reports.path + "/Reports/nightly.json"))
    let archive = ArchivePage.archive(in: reports.path + "/Reports")
    #expect(archive.nightly.isEmpty && archive.studies.count == 1)
  }
}
