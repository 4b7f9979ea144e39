import Foundation
import Survey
import Tables
import Testing

@testable import Nightly

@Suite("The archive of runs")
struct RunArchiveTests {
  @Test("runs stand in the order of their starts, -2 before -10, of one second the latest last")
  func order() throws {
    let reports = try Reports()
    let names = [
      "2026-11-20-aaaaaaaa-10", "2026-11-20-aaaaaaaa-2", "2026-11-20-aaaaaaaa",
      "2026-11-19-ffffffff",
    ]
    for run in names { try reports.publish(run) }
    try reports.linkLatest(to: "2026-11-20-aaaaaaaa")
    let archive = try #require(RunArchive(directory: reports.study))
    #expect(
      archive.runs.map(\.name) == [
        "2026-11-19-ffffffff", "2026-11-20-aaaaaaaa-2", "2026-11-20-aaaaaaaa-10",
        "2026-11-20-aaaaaaaa",
      ])
    #expect(archive.runs.map(\.isLatest) == [false, false, false, true])
    #expect(archive.previous?.name == "2026-11-20-aaaaaaaa")
    #expect(archive.skipped.isEmpty)
  }

  @Test("a manifest gives what it has")
  func manifest() throws {
    let reports = try Reports()
    try reports.publish("2026-11-20-aaaaaaaa", scores: [("01", 9), ("02", 12.5)])
    try reports.write("id,text\n1,a\n2,b\n", to: "alerts.csv", in: "2026-11-20-aaaaaaaa")
    let archive = try #require(RunArchive(directory: reports.study))
    let run = archive.detailed(archive.runs[0], count: 5)
    #expect(run.study == "Patching" && run.version == "0.1.0" && run.respondentCount == 600)
    #expect(run.effectiveCount == 512.5 && run.findingCount == 4 && run.clusterCount == 2)
    #expect(run.options == ["scorer": "top-box", "seed": "1"] && run.sections == ["steps": ""])
    #expect(run.alertCount == 2 && run.date == "2026-11-20")
    #expect(run.files == ["alerts.csv", "manifest.json", "opportunities.csv"])
    #expect(run.highest.map(\.outcome) == ["02", "01"])
    #expect(run.highest[0].reading == Reading(12.5, low: 11.5, high: 13.5))
    #expect(run.highest[0].text == "=Text 02")
  }

  @Test("findings count as check lists them: the same of several items is one")
  func findings() throws {
    let reports = try Reports()
    let run = "2026-11-20-aaaaaaaa"
    try reports.publish(run)
    let rows = [
      "note,not-answered,imp_01,3,ratings are missing,",
      "note,not-answered,imp_02,9,ratings are missing,",
      "warning,not-answered,imp_03,9,ratings are missing,", "note,alike,,1,all alike,",
    ]
    try reports.write(
      (["severity,kind,subject,count,text,places"] + rows).joined(separator: "\n") + "\n",
      to: "quality.csv", in: run)
    let archive = try #require(RunArchive(directory: reports.study))
    #expect(archive.runs[0].findingCount == 4, "the manifest counts each item")
    #expect(archive.detailed(archive.runs[0]).findingCount == 3)
  }

  @Test("a run of an older version is shown with what it has")
  func older() throws {
    let reports = try Reports()
    try reports.write("{\"input\": {\"respondents\": 5}}", to: "manifest.json", in: "2024-02-29-a")
    try reports.write(
      "segmentation,outcome,opportunity\nall,01,7\n", to: "opportunities.csv", in: "2024-02-29-a")
    let archive = try #require(RunArchive(directory: reports.study))
    let run = archive.detailed(archive.runs[0])
    #expect(run.started == "2024-02-29" && run.respondentCount == 5)
    #expect(run.findingCount == nil && run.alertCount == nil && run.sections.isEmpty)
    #expect(run.highest == [ScoreReading(outcome: "01", text: "", reading: Reading(7))])
  }

  @Test("what is no run is named and skipped; runs that are being written are not")
  func skipped() throws {
    let reports = try Reports()
    try reports.publish("2026-11-20-aaaaaaaa")
    try reports.write("half", to: "report.txt", in: "2026-11-21-bbbbbbbb")
    try reports.write("{\"a\": ", to: "manifest.json", in: "2026-11-22-cccccccc")
    try reports.write("{}", to: "manifest.json", in: ".unmet-tmp-1-1")
    try Data().write(to: URL(fileURLWithPath: reports.study + "/runs/notes.txt"))
    let archive = try #require(RunArchive(directory: reports.study))
    #expect(archive.runs.map(\.name) == ["2026-11-20-aaaaaaaa"])
    #expect(
      archive.skipped.map(\.sentence) == [
        "Skipped 2026-11-21-bbbbbbbb: it holds no manifest.json.",
        "Skipped 2026-11-22-cccccccc: its manifest.json cannot be read.",
        "Skipped notes.txt: no directory.",
      ])
  }

  @Test("a pipe in the place of a table blocks nobody, and is no table")
  func pipe() throws {
    let reports = try Reports()
    try reports.publish("2026-11-20-aaaaaaaa")
    mkfifo(reports.study + "/runs/2026-11-20-aaaaaaaa/opportunities.csv", 0o600)
    let archive = try #require(RunArchive(directory: reports.study))
    #expect(archive.detailed(archive.runs[0]).highest.isEmpty)
  }

  @Test("without a directory of runs there is no archive")
  func none() throws { #expect(RunArchive(directory: try Reports().path) == nil) }

  @Test("a table's cells lose the apostrophe that guards formulas, and no other")
  func cells() throws {
    let table = try RunTable(
      .bytes(Array("a,b\n'=1,'tis\n'-2.5,nan\n1e3,0x10\n".utf8), name: "x.csv"))
    #expect((0..<3).map { table.text($0, "a") } == ["=1", "-2.5", "1e3"])
    #expect(table.text(0, "b") == "'tis" && table.text(0, "c") == nil)
    #expect((0..<3).map { table.number($0, "a") } == [nil, -2.5, 1000])
    #expect((0..<3).allSatisfy { table.number($0, "b") == nil })
    #expect(try RunTable(.bytes(Array("a,b\n".utf8), name: "x.csv")).rowCount == 0)
  }
}
