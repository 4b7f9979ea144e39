import Foundation
import Groundwork
import ReportWriters
import Synchronization
import Testing

@testable import Nightly

/// Texts that closures collect.
final class Lines: Sendable {
  private let texts = Mutex<[String]>([])
  var all: [String] { texts.withLock { $0 } }
  func add(_ text: String) { texts.withLock { $0.append(text) } }
}

@Suite("The processes of a night")
struct StudyCrewTests {
  private func task(_ file: String, _ script: String, timeout: Double? = nil) -> StudyTask {
    var call = ProgramCall("/bin/sh", ["-c", script])
    call.timeout = timeout
    call.grace = 1
    return StudyTask(file: file, study: "S", call: call)
  }

  private func result(_ file: String, exit: Int32 = 0) -> String {
    let report = StudyReport(
      study: "S", file: file, state: exit == 0 ? .done : .failed, exit: exit)
    return "echo '\(report.json.line)'; exit \(exit)"
  }

  private func run(
    _ tasks: [StudyTask], jobs: Int = 2, stop: StopSign = StopSign(), told: Lines = Lines()
  ) -> [StudyReport] {
    var crew = StudyCrew(
      jobCount: jobs, stop: stop, began: { told.add("+" + $0.file) },
      ended: { told.add("-" + $0.file) })
    return crew.reports(of: tasks)
  }

  @Test("Each study has its report, whatever becomes of the others")
  func reports() throws {
    let reports = run([
      task("a", result("a")), task("b", result("b", exit: 65)), task("c", "kill -SEGV $$"),
      task("d", "exit 3"), task("e", "echo nonsense"), task("f", "exec sleep 60", timeout: 0.2),
      task("g", "exit 143"),
    ])
    let exits = Dictionary(uniqueKeysWithValues: reports.map { ($0.file, $0.exit) })
    #expect(
      exits == ["a": 0, "b": 65, "c": 70, "d": 70, "e": 70, "f": 69, "g": 75])
    let crash = try #require(reports.first { $0.file == "c" })
    #expect(crash.state == .failed && crash.message.contains("signal 11"))
    #expect(reports.first { $0.file == "f" }?.message.contains("--timeout") == true)
  }

  @Test("A result that does not fit the exit status is none")
  func contradiction() {
    let reports = run([task("a", result("a").replacing("exit 0", with: "exit 1"))])
    #expect(reports.first?.exit == 70)
  }

  @Test("A program that cannot be started is the failure of that study")
  func missing() {
    let task = StudyTask(file: "a", study: "S", call: ProgramCall("/no/such/program"))
    #expect(run([task]).first?.exit == Groundwork.ExitStatus.unavailable.rawValue)
  }

  @Test("No more run at once than there are jobs")
  func jobs() {
    let told = Lines()
    let tasks = ["a", "b", "c"].map { task($0, "sleep 0.05; " + result($0)) }
    #expect(run(tasks, jobs: 1, told: told).count == 3)
    #expect(told.all == ["+a", "-a", "+b", "-b", "+c", "-c"])
  }

  @Test("A raised sign ends all of them and begins no other; each has a report all the same")
  func stop() throws {
    let stop = StopSign()
    let (told, ended) = (Lines(), Lines())
    let scratch = FileManager.default.temporaryDirectory.appending(path: "crew-\(UUID())").path
    defer { unlink(scratch) }
    var crew = StudyCrew(
      jobCount: 2, stop: stop,
      began: { task in
        told.add(task.file)
        if task.file == "b" { #expect(stop.raise(SIGTERM)) }
      }, ended: { ended.add($0.file) })
    let tasks = [
      task("a", "trap 'echo ended > \(scratch); exit 143' TERM; sleep 60 & wait"),
      task("b", "trap 'exit 0' TERM; " + result("b").replacing("exit 0", with: "sleep 60 & wait")),
      task("c", "exit 0"),
    ]
    let start = Date()
    let reports = stop.watched { crew.reports(of: tasks) }
    #expect(told.all == ["a", "b"] && Date().timeIntervalSince(start) < 10)
    #expect(reports.map(\.file) == ["a", "b", "c"] && ended.all == ["a", "b"])
    for report in [reports[0], reports[2]] {
      #expect(report.state == .waiting && report.exit == 75)
      #expect(report.message.contains("the night was ended before the study was done"))
    }
    #expect(reports[1].state == .done || reports[1].state == .waiting)
    #expect(!stop.raise(SIGINT) && stop.signal == SIGTERM)
  }
}
