import Foundation
import Groundwork
import Survey
import Tables
import Testing

@testable import Nightly

/// Nights of one small study whose answers grow.
final class WatchedStudy {
  let path = NSTemporaryDirectory() + "unmet-nights-" + UUID().uuidString
  let told = Lines()
  private var day = 1

  var reports: String { path + "/Reports/watched" }

  init(respondent: String = "respondent: id, ") throws {
    _ = FileSystem.makeDirectory(path)
    let yaml = """
      study: Watched
      job: Keep watch
      responses: {file: r.csv, \(respondent)scale: 1-5}
      outcomes: {importance: "imp_{id}", satisfaction: "sat_{id}", list: [{a: Text a}, {b: Text b}]}
      alerts: {rules: [{when: change}]}

      """
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: path + "/study.yaml"))
  }

  deinit { FileSystem.removeTree(path) }

  /// Writes the answers of people by number.
  func answers(_ people: some Sequence<Int>) throws {
    let rows = people.map { person in
      "p\(person),\(1 + person % 5),\(1 + person * 3 % 5),\(1 + person % 4),\(1 + person / 5 % 5)\n"
    }
    let text = "id,imp_a,sat_a,imp_b,sat_b\n" + rows.joined()
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/r.csv"))
  }

  /// The next night; with a clock that is ahead by some days.
  func night(version: String = "1", ahead: Int = 0) throws -> StudyReport {
    let read = try StudyReader.read(path: path + "/study.yaml")
    day += 1
    let settings = NightlySettings(
      version: version, nowSeconds: 1_795_143_600 + (day + ahead) * 86_400,
      quiet: QuietInput(settleSeconds: 0, patienceSeconds: 0))
    return try NightlyStudyRun(
      read.study, studySHA256: read.sha256, input: path + "/r.csv", folder: path,
      settings: settings, leftovers: Leftovers(),
      log: { self.told.add("\($0.rawValue) \($1)") }
    ).report()
  }

  /// What `unmet analyze --incremental` does with the answers that are remembered.
  func byHand() throws {
    let read = try StudyReader.read(path: path + "/study.yaml")
    let memory = AnswerMemory(reports: reports, program: "1", leftovers: Leftovers())
    var options = AnalysisOptions()
    options.answerMemory = memory
    let result = try Analysis.run(
      read.study, studySHA256: read.sha256, input: .file(path: path + "/r.csv"), options: options)
    memory.settle(inputSHA256: result.input.sha256)
  }

  /// New respondents by night, as the newest ledger has them.
  func newCounts(_ run: String) throws -> [Int] {
    let bytes = FileSystem.contents(of: "\(reports)/runs/\(run)/ledger.json", limit: 1 << 24)
    return try #require(AlertLedger(json: bytes ?? [])).newCounts
  }

  var warnings: [String] { told.all.filter { $0.hasPrefix("4 ") } }
}

@Suite("The watch goes on from night to night")
struct WatchedNightsTests {
  @Test("Runs by hand and other versions of the program take no evidence away")
  func goesOn() throws {
    let study = try WatchedStudy()
    try study.answers(0..<40)
    #expect(try study.newCounts(study.night().run) == [0])
    try study.answers(0..<50)
    try study.byHand()
    try study.answers(0..<55)
    let second = try study.night()
    #expect(try study.newCounts(second.run) == [0, 15] && second.message.isEmpty)
    // Some are missing for a night on which another version runs, and come back.
    try study.answers(0..<30)
    #expect(try study.newCounts(study.night(version: "2").run) == [0, 15, 0])
    try study.byHand()
    try study.answers(0..<60)
    let last = try study.night(version: "3")
    #expect(try study.newCounts(last.run) == [0, 15, 0, 5] && last.message.isEmpty)
    #expect(
      study.warnings
        == ["4 at least 25 of 55 respondents of the last run are missing from these answers"])
    #expect(
      FileSystem.names(in: study.reports + "/.state")
        == ["answers.snapshot", "lock", "seen"])
  }

  @Test("A clock that jumped ahead for a night takes no evidence away once it is right again")
  func clock() throws {
    let study = try WatchedStudy()
    try study.answers(0..<40)
    _ = try study.night()
    try study.answers(0..<45)
    let ahead = try study.night(ahead: 40)
    #expect(try study.newCounts(ahead.run) == [0, 5] && ahead.message.isEmpty)
    try study.answers(0..<52)
    let back = try study.night()
    #expect(try study.newCounts(back.run) == [0, 5, 7])
    #expect(back.message.contains("\(ahead.run), is dated after this night: `latest` goes back to"))
    try study.answers(0..<60)
    let next = try study.night()
    #expect(try study.newCounts(next.run) == [0, 5, 7, 8] && next.message.isEmpty)
  }

  @Test("With another column of ids nobody knows who was seen, and nobody counts as new")
  func otherIDs() throws {
    let study = try WatchedStudy()
    try study.answers(0..<40)
    _ = try study.night()
    let path = study.path + "/study.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("respondent: id, ", with: "").utf8)
      .write(to: URL(fileURLWithPath: path))
    try study.answers(0..<44)
    let other = try study.night()
    #expect(other.message.contains("the watch begins anew"))
    #expect(try study.newCounts(other.run) == [0])
  }

  @Test("Without the file the answers remembered tell who was seen, also who is missing")
  func fallsBack() throws {
    let study = try WatchedStudy()
    try study.answers(0..<40)
    _ = try study.night()
    #expect(unlink(study.reports + "/.state/seen") == 0)
    try study.answers(0..<30)
    #expect(try study.newCounts(study.night().run) == [0, 0])
    try study.byHand()
    try study.answers(0..<45)
    #expect(try study.newCounts(study.night(version: "2").run) == [0, 0, 5])
  }

  @Test("Without ids records tell who is new")
  func records() throws {
    let study = try WatchedStudy(respondent: "")
    try study.answers(0..<40)
    _ = try study.night()
    try study.byHand()
    try study.answers((0..<44).reversed())
    #expect(try study.newCounts(study.night(version: "2").run) == [0, 4])
  }

  @Test("Evidence that is lost is a warning of the log and stands in the summary")
  func lost() throws {
    let study = try WatchedStudy()
    try study.answers(0..<40)
    let first = try study.night()
    #expect(unlink(study.reports + "/.state/seen") == 0)
    try study.answers(0..<45)
    let anew = try study.night(version: "2")
    #expect(try study.newCounts(anew.run) == [0])
    #expect(
      anew.message
        == "nobody knows who was seen: the watch begins anew, and its evidence so far is lost")
    #expect(study.warnings == ["4 " + anew.message])
    try study.answers(0..<50)
    #expect(try study.night(version: "2").message.isEmpty)
    let ledger = study.reports + "/latest/ledger.json"
    try Data("no ledger".utf8).write(to: URL(fileURLWithPath: ledger))
    try study.answers(0..<55)
    #expect(try study.night(version: "2").message.hasPrefix("the ledger of the last watched run"))
    #expect(first.message.isEmpty && study.warnings.count == 2)
  }
}
