import Foundation
import Groundwork
import Testing

@testable import Nightly

/// A cron of its own, which sees none of the machine's tables, runs a line that `unmet schedule`
/// writes. It takes up to two minutes, since cron looks at the clock once a minute, and needs root
/// for a mount namespace: without that right, or without cron, it has nothing to run.
@Suite("A real cron starts what is scheduled")
struct CronDaemonTests {
  /// What hides the machine's own tables, sessions and daemon from this one.
  private static let launcher = """
    mount --bind cron.d /etc/cron.d && mount --bind crontab /etc/crontab \
    && mount --bind tables /var/spool/cron/crontabs && mount -t tmpfs tmpfs /run \
    && touch ready && exec cron -f
    """

  static let canRun =
    geteuid() == 0
    && ["cron", "unshare", "mount", "flock"].allSatisfy {
      ProgramSearch.find($0, path: nil) != nil
    }

  /// The line for the next minute that is not about to begin.
  private func table(_ scratch: Scratch) throws -> String {
    let soon = time(nil) + 65
    var (moment, parts) = (soon, tm())
    localtime_r(&moment, &parts)
    let clock = "\(parts.tm_hour):\(parts.tm_min < 10 ? "0" : "")\(parts.tm_min)"
    let plan = SchedulePlan(
      try ScheduledFolder(scratch.path), program: Scratch.command,
      time: try ScheduleTime(at: clock))
    return try #require(ScheduleCron(plan: plan).file)
  }

  @Test(
    "the report of a small study appears at the next minute",
    .enabled(if: CronDaemonTests.canRun, "needs root, and the programs cron, unshare and flock"))
  func nextMinute() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    // A night waits until its input rests.
    #expect(try scratch.shell("touch -d '1 hour ago' responses.csv").status == 0)
    #expect(try scratch.shell("mkdir cron.d tables && touch crontab").status == 0)
    try scratch.write(try table(scratch), to: "cron.d/unmet-nightly-test")
    chmod(scratch.path + "/cron.d/unmet-nightly-test", 0o644)

    let unshare = try #require(ProgramSearch.find("unshare", path: nil))
    var call = ProgramCall(unshare, ["--mount", "sh", "-c", Self.launcher])
    call.environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    call.directory = scratch.path
    let cron = try Groundwork.ChildProcess(call)
    defer { cron.send(SIGKILL) }
    for _ in 0..<1800 where !scratch.exists("Reports/small/latest/report.txt") {
      if let ended = cron.poll() {
        // Where namespaces are forbidden, even to root, there is no cron to try.
        #expect(!scratch.exists("ready"), "\(ended.errors.text)")
        return
      }
      usleep(100_000)
    }
    #expect(try scratch.text("Reports/small/latest/report.txt").contains("Small"))
  }
}
