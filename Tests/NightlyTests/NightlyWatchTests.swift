import Foundation
import Groundwork
import ReportWriters
import Survey
import Testing

@testable import Nightly

/// A study with its answers in a directory of its own, and its nights.
private final class RuledStudy {
  let path = NSTemporaryDirectory() + "unmet-watch-" + UUID().uuidString
  private let yaml: String
  private let header: String
  var rows: [String] = []
  private(set) var log: [String] = []

  init(_ yaml: String, header: String) throws {
    (self.yaml, self.header) = (yaml, header)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A night of November 2026.
  func night(_ day: Int, isForced: Bool = false) throws -> StudyReport {
    let text = ([header] + rows).joined(separator: "\n") + "\n"
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: path + "/study.yaml"))
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/responses.csv"))
    let (study, sha256) = try StudyReader.read(path: path + "/study.yaml")
    let settings = NightlySettings(
      version: "1", nowSeconds: Day(year: 2026, month: 11, day: day).number * 86_400 + 7_200,
      quiet: QuietInput(settleSeconds: 0, patienceSeconds: 0), isForced: isForced)
    return try NightlyStudyRun(
      study, studySHA256: sha256, input: path + "/responses.csv", folder: path,
      settings: settings, leftovers: Leftovers(), log: { self.log.append($1) }
    ).report()
  }

  /// The alerts of the latest run, a word each.
  func alerts() throws -> [String] {
    let runs = try RunAlerts.read(reports: path + "/Reports/small")
    return try #require(runs.last).alerts.map(\.text)
  }
}

@Suite("The watch from night to night")
struct NightlyWatchTests {
  @Test("An export that stands still is told once, by a run of its own; a forced run tells nothing")
  func stalled() throws {
    let study = try RuledStudy(
      """
      study: Small
      job: Try things out
      responses: {file: responses.csv, respondent: id, scale: 1-5}
      outcomes: {importance: "imp_{id}", satisfaction: "sat_{id}", list: [{01: One}, {02: Two}]}
      scores: {replicates: 200}
      alerts: {rules: [{when: base-falls, below: 5, nights: 2}]}

      """, header: "id,imp_01,sat_01,imp_02,sat_02")
    func add(_ count: Int) {
      for _ in 0..<count {
        let row = study.rows.count
        study.rows.append(
          "R\(row),\(1 + row % 5),\(5 - row * 3 % 5),\(3 + row % 3),\(1 + row * 7 % 4)")
      }
    }
    func night(_ day: Int, isForced: Bool = false) throws -> String {
      let report = try study.night(day, isForced: isForced)
      return "\(report.state) \(report.alertCount.map(String.init) ?? "-")"
    }
    add(40)
    #expect(try night(1) == "done 0")
    // Younger than two days.
    #expect(try night(2) == "unchanged -" && (try night(2, isForced: true)) == "done 0")
    #expect(!study.log.contains { $0.contains("base-falls") })
    #expect(try night(3) == "done 1")
    #expect(study.log.contains("the answers have not changed; base-falls is told"))
    #expect(try study.alerts().first?.contains("fewer than 5") == true)
    #expect(try night(3, isForced: true) == "done 0" && (try night(4)) == "unchanged -")
    add(10)
    #expect(try night(5) == "done 0" && (try night(6)) == "unchanged -")
    #expect(try night(7) == "done 1" && (try night(8)) == "unchanged -")
  }

  @Test("New respondents are typed by the model of an earlier run, and drift is told")
  func drift() throws {
    let names = ["a", "b", "c", "d", "e", "f"]
    let study = try RuledStudy(
      """
      study: Small
      job: Try things out
      responses: {file: responses.csv, respondent: id, scale: 1-5}
      outcomes:
        importance: "imp_{id}"
        satisfaction: "sat_{id}"
        list: [\(names.map { "{\($0): Text \($0)}" }.joined(separator: ", "))]
      clusters: {on: centred-gap, k: 2}
      scores: {replicates: 200}
      alerts: {rules: [{when: drift}]}

      """,
      header: (["id"] + names.map { "imp_\($0)" } + names.map { "sat_\($0)" })
        .joined(separator: ","))
    /// Two groups that rate opposite halves high, the first with every `rest`-th person alone.
    func add(_ count: Int, every rest: Int) {
      for _ in 0..<count {
        let row = study.rows.count
        let group = row % rest == 0 ? 0 : 1
        let ratings = (0..<12).map { column in
          let isHigh = (column % 6 % 2 == group) == (column < 6)
          let step = StableHash.combine(UInt64(12 * row + column), 7) % 3
          return "\(isHigh ? 5 - step : 1 + step)"
        }
        study.rows.append("P\(row)," + ratings.joined(separator: ","))
      }
    }
    add(200, every: 2)
    let first = try study.night(1)
    #expect(first.alertCount == 0)
    add(210, every: 10)
    #expect(try study.night(2).alertCount == 1)
    #expect(try study.alerts().first?.contains("210 new respondents") == true)
    let ledger = try #require(EarlierWatch(in: study.path + "/Reports/small", inputs: []))
    let model = ledger.model { Issue.record("\($0)") }
    #expect(ledger.run.name != first.run && model?.run == ledger.run.name)
    #expect(ledger.ledger?.drift == nil)
    // A model that cannot be read is told, and no reason to stop.
    try Data("{}".utf8).write(to: URL(fileURLWithPath: ledger.run.path + "/model.json"))
    var warnings: [String] = []
    #expect(ledger.model { warnings.append($0) } == nil && warnings.count == 1)
  }
}
