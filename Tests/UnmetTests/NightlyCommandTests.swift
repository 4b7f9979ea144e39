import Foundation
import Groundwork
import Nightly
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("unmet nightly")
struct NightlyCommandTests {
  private static let now = "2026-11-20T03:00:00Z"

  /// A folder of small studies, each in a folder of its own.
  private func scratch(_ folders: String...) throws -> Scratch {
    let scratch = try Scratch()
    for folder in folders { try add(folder, to: scratch) }
    return scratch
  }

  private func add(_ folder: String, to scratch: Scratch) throws {
    #expect(try scratch.shell("mkdir -p \(folder)").status == 0)
    try scratch.write(SmallStudy.yaml, to: "\(folder)/study.yaml")
    try scratch.write(SmallStudy.csv(), to: "\(folder)/responses.csv")
  }

  private func nightly(_ scratch: Scratch, _ arguments: String...) throws -> CommandRun {
    try scratch.unmet(
      ["nightly", ".", "--settle", "0", "--now", NightlyCommandTests.now] + arguments)
  }

  /// The studies of Reports/nightly.json.
  private func studies(_ scratch: Scratch) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(
      with: Data(scratch.text("Reports/nightly.json").utf8))
    return try #require((object as? [String: Any])?["studies"] as? [[String: Any]])
  }

  private func states(_ scratch: Scratch) throws -> [String] {
    try studies(scratch).map { "\($0["status"] ?? "") \($0["exit"] ?? "")" }
  }

  private func runs(_ folder: String, _ scratch: Scratch) -> [String] {
    scratch.names("\(folder)/Reports/small/runs")
  }

  // MARK: - What a night does

  @Test("A run by hand was not watched: the night does it again, and knows who is new")
  func byHand() throws {
    let scratch = try scratch("one")
    try scratch.write(
      SmallStudy.yaml + "alerts: {rules: [{when: change}]}\n", to: "one/study.yaml")
    #expect(try nightly(scratch).status == 0)
    let more = SmallStudy.records + ["R40,User,5,1,5,1", "R41,User,5,1,5,1"]
    try scratch.write(SmallStudy.csv(records: more), to: "one/responses.csv")
    #expect(try scratch.unmet("analyze", "one/study.yaml", "--quiet").status == 0)
    let night = ["nightly", ".", "--settle", "0", "--now"]
    #expect(try scratch.unmet(night + ["2099-01-01T03:00:00Z"]).status == 0)
    #expect(try states(scratch) == ["done 0"])
    let alerts = try scratch.text("one/Reports/small/latest/alerts.json")
    #expect(alerts.contains("\"new\": 2,"), "\(alerts)")
    #expect(try scratch.unmet(night + ["2099-01-02T03:00:00Z"]).status == 0)
    #expect(try states(scratch) == ["unchanged 0"])
  }

  @Test("One study that is broken and one that is locked do not stop the third")
  func threeStudies() throws {
    let scratch = try scratch("broken", "good", "locked")
    try scratch.write("study: Broken\nresponses: [\n", to: "broken/study.yaml")
    try scratch.write("services: {}\n", to: "compose.yaml")
    #expect(try scratch.shell("mkdir -p locked/Reports/small/.state").status == 0)
    let lock = try RunLock(
      path: scratch.path + "/locked/Reports/small/.state/lock", holder: "process 4711 since noon")
    let run = try nightly(scratch, "--jobs", "2", "--log", "journal")
    withExtendedLifetime(lock) {}

    #expect(run.status == Status.studyFile.rawValue, "\(run.errors)")
    #expect(run.output == (try scratch.text("Reports/nightly.txt")))
    #expect(run.output.hasPrefix("3 studies: 1 done, 1 failed, 1 waiting; 1 other YAML file"))
    #expect(try states(scratch) == ["failed 78", "done 0", "waiting 75"])
    let good = try studies(scratch)[1]
    #expect(good["respondents"] as? Int == 40 && good["file"] as? String == "good/study.yaml")
    #expect(runs("good", scratch) == [try #require(good["run"] as? String)])
    #expect(scratch.names("good/Reports/small") == [".state", "latest", "runs"])
    let waiting = try #require(try studies(scratch)[2]["message"] as? String)
    #expect(waiting.contains("process 4711 since noon"))
    #expect(run.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("<") }, "\(run.errors)")
    #expect(run.errors.contains("<3>broken/study.yaml: ") && run.errors.contains("<4>locked/"))
    #expect(scratch.names("broken") == ["responses.csv", "study.yaml"])
  }

  @Test("Unchanged answers are skipped; more answers, another study file, --force are not")
  func unchanged() throws {
    let scratch = try scratch("a")
    #expect(try nightly(scratch).status == 0)
    let first = runs("a", scratch)
    #expect(first.count == 1 && first[0].hasPrefix("2026-11-20-"))

    let second = try nightly(scratch)
    #expect(second.status == 0 && second.errors.contains("unchanged"), "\(second.errors)")
    #expect(try states(scratch) == ["unchanged 0"] && runs("a", scratch) == first)

    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records + ["R40,User,5,1,5,1"]), to: "a/responses.csv")
    #expect(try nightly(scratch).status == 0)
    #expect(try states(scratch) == ["done 0"])
    #expect(try studies(scratch)[0]["respondents"] as? Int == 41)
    #expect(runs("a", scratch).count == 2)

    // Yesterday's file once more.
    try scratch.write(SmallStudy.csv(), to: "a/responses.csv")
    let older = try nightly(scratch, "--log", "json")
    #expect(older.status == 0 && older.errors.contains("the same answers as in the run "))
    // One of the 41 is 2.4 %: told, and no warning.
    #expect(
      older.errors.contains("1 of 41 respondents of the last run is missing from these answers"))
    #expect(older.errors.contains(first[0]) && older.errors.contains("{\"priority\": \"warning\""))
    #expect(runs("a", scratch).count == 3)

    let forced = try scratch.unmet(
      "nightly", "a/study.yaml", "--settle", "0", "--force", "--quiet", "--now",
      "2026-11-21T03:00:00Z")
    #expect(forced.status == 0 && forced.output.isEmpty && forced.errors.isEmpty)
    #expect(runs("a", scratch).last?.hasPrefix("2026-11-21-") == true)
    #expect(scratch.exists("a/Reports/nightly.json"))
    // The first run had none before it.
    let others = ["manifest.json", "since.csv", "report.txt"]
    for file in scratch.names("a/Reports/small/latest") where !others.contains(file) {
      let same =
        try scratch.text("a/Reports/small/latest/" + file)
        == scratch.text("a/Reports/small/runs/\(first[0])/\(file)")
      #expect(same, "\(file) differs")
    }
  }

  @Test("A large loss of respondents is a warning, in the log, the summary and the report")
  func loss() throws {
    let scratch = try scratch("a")
    #expect(try nightly(scratch).status == 0)
    // As many as before, but five others.
    let others = (40..<45).map { "R\($0),User,5,1,5,1" }
    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records.dropLast(5) + others), to: "a/responses.csv")
    let run = try nightly(scratch, "--log", "journal")
    let text = "5 of 40 respondents of the last run are missing from these answers"
    #expect(run.status == 0 && run.errors.contains("<4>a/study.yaml: \(text)"), "\(run.errors)")
    #expect(try scratch.text("Reports/nightly.txt").contains(text))
    #expect(try scratch.text("a/Reports/small/latest/report.txt").contains("  WARNING: \(text): "))
  }

  @Test("A run that lost a file is done again, one that lost its link gets it back")
  func mended() throws {
    let scratch = try scratch("a")
    #expect(try nightly(scratch).status == 0)
    let first = runs("a", scratch)
    #expect(try scratch.shell("rm a/Reports/small/latest").status == 0)
    let linked = try nightly(scratch)
    #expect(linked.status == 0 && linked.errors.contains("broken off"), "\(linked.errors)")
    #expect(runs("a", scratch) == first && scratch.exists("a/Reports/small/latest/report.txt"))

    #expect(try scratch.shell("rm a/Reports/small/latest/report.txt").status == 0)
    #expect(try nightly(scratch).status == 0)
    #expect(runs("a", scratch) == first + [first[0] + "-2"])
    #expect(scratch.exists("a/Reports/small/latest/report.txt"))
  }

  @Test("A link that somebody points at an older run is not taken for a publication broken off")
  func pointedBack() throws {
    let scratch = try scratch("a")
    let dates = ["2026-11-20", "2026-11-21", "2026-11-22"]
    func night(_ date: String) throws -> CommandRun {
      try scratch.unmet("nightly", "a", "--settle", "0", "--now", "\(date)T03:00:00Z")
    }
    #expect(try night(dates[0]).status == 0)
    let first = runs("a", scratch)
    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records + ["R40,User,5,1,5,1"]), to: "a/responses.csv")
    #expect(try night(dates[1]).status == 0)
    #expect(try scratch.shell("cd a/Reports/small && ln -sfn runs/\(first[0]) latest").status == 0)
    let third = try night(dates[2])
    #expect(third.status == 0 && !third.errors.contains("broken off"), "\(third.errors)")
    #expect(runs("a", scratch).count == 3)
  }

  @Test("A page that cannot be written is told, worsens the status, and hides nothing of the night")
  func page() throws {
    let scratch = try scratch("a")
    #expect(try scratch.shell("mkdir -p Reports/index.html").status == 0)
    let run = try nightly(scratch)
    #expect(run.status == Status.cannotCreate.rawValue, "\(run.errors)")
    #expect(run.errors.contains("error: Reports/index.html"))
    #expect(run.output.hasPrefix("1 study: 1 done"))
    #expect(run.output == (try scratch.text("Reports/nightly.txt")))
    #expect(scratch.exists("a/Reports/index.html"))
  }

  @Test("Studies whose names look alike are two, and a pipe of answers ends with 66")
  func oddNames() throws {
    let scratch = try Scratch()
    let made = try scratch.shell(
      "printf 'study: One\\n' > \"$(printf 'caf\\303\\251.yaml')\" && "
        + "printf 'study: Two\\n' > \"$(printf 'cafe\\314\\201.yaml')\" && "
        + "mkdir p && mkfifo p/responses.csv")
    #expect(made.status == 0, "\(made.errors)")
    try scratch.write(SmallStudy.yaml, to: "p/study.yaml")
    let run = try nightly(scratch)
    #expect(run.status == Status.studyFile.rawValue, "\(run.errors)")
    #expect(try states(scratch) == ["failed 78", "failed 78", "failed 66"])
    #expect(run.errors.contains("p/responses.csv: a night does not read this"))
    #expect(scratch.names("p") == ["responses.csv", "study.yaml"])
  }

  @Test("A run by hand between two nights takes no evidence of the watch away")
  func watched() throws {
    let scratch = try scratch("a")
    try scratch.write(
      SmallStudy.yaml + "alerts: {rules: [{when: change}]}\n", to: "a/study.yaml")
    func grow(_ count: Int) throws {
      let more = (0..<count).map { "N\($0),User,\(1 + $0 % 5),\(1 + $0 * 3 % 5),3,2" }
      try scratch.write(SmallStudy.csv(records: SmallStudy.records + more), to: "a/responses.csv")
    }
    #expect(try nightly(scratch).status == 0)
    try grow(4)
    #expect(try scratch.unmet("analyze", "a/study.yaml", "--incremental", "--quiet").status == 0)
    try grow(9)
    let run = try nightly(scratch)
    #expect(run.status == 0 && !run.errors.contains("evidence"), "\(run.errors)")
    let ledger = try JSONSerialization.jsonObject(
      with: Data(scratch.text("a/Reports/small/latest/ledger.json").utf8))
    #expect((ledger as? [String: Any])?["new"] as? [Int] == [0, 9])
  }

  @Test("An input that is being written is waited for, then told with 75")
  func stillWritten() throws {
    let scratch = try scratch("a")
    let run = try scratch.unmet("nightly", ".", "--settle", "1h", "--patience", "1")
    #expect(run.status == Status.tryLater.rawValue, "\(run.errors)")
    #expect(run.errors.contains(" s ago, 3600 s are needed"))
    #expect(try states(scratch) == ["waiting 75"])
    #expect(scratch.names("a") == ["responses.csv", "study.yaml"])
  }

  // MARK: - Two at once

  @Test("A second night of the folder, and a second run of the study, are told who is at work")
  func twoAtOnce() throws {
    let scratch = try scratch("a")
    #expect(try scratch.shell("mkdir -p Reports a/Reports/small/.state").status == 0)
    let night = try RunLock(
      path: scratch.path + "/Reports/.nightly.lock", holder: "process 7 since dusk")
    let second = try nightly(scratch)
    #expect(second.status == Status.tryLater.rawValue && second.output.isEmpty)
    #expect(second.messages.count == 1 && second.errors.contains("process 7 since dusk"))
    #expect(!scratch.exists("Reports/nightly.json"))
    withExtendedLifetime(night) {}

    let study = try RunLock(
      path: scratch.path + "/a/Reports/small/.state/lock", holder: "process 8 since dawn")
    let analyze = try scratch.unmet("analyze", "a/study.yaml")
    #expect(analyze.status == Status.tryLater.rawValue && analyze.output.isEmpty)
    #expect(analyze.messages.count == 1 && analyze.errors.contains("process 8 since dawn"))
    #expect(runs("a", scratch).isEmpty)
    withExtendedLifetime(study) {}
  }

  @Test("Studies whose reports would go into one directory are both refused with their names")
  func clash() throws {
    let scratch = try scratch("a")
    try scratch.write(SmallStudy.yaml, to: "a/other.study.yaml")
    let run = try nightly(scratch)
    #expect(run.status == Status.studyFile.rawValue)
    #expect(try states(scratch) == ["failed 78", "failed 78"])
    #expect(run.output.contains("Reports/small, which is also that of a/study.yaml"))
    #expect(!scratch.exists("a/Reports"))
  }

  @Test("A folder without studies, and one that is missing, end with 66 and leave nothing")
  func nothing() throws {
    let scratch = try Scratch()
    try scratch.write("services: {}\n", to: "compose.yaml")
    for folder in [".", "no"] {
      let run = try scratch.unmet("nightly", folder)
      #expect(run.status == Status.inputMissing.rawValue && run.messages.count == 1)
    }
    #expect(!scratch.exists("Reports"))
  }

  // MARK: - Ends

  /// A study whose analysis takes a while, begun.
  private func begun(_ scratch: Scratch) throws -> ChildProcess {
    let made = try scratch.unmet(
      "simulate", "--respondents", "4000", "--outcomes", "30", "--out", "s")
    #expect(made.status == 0)
    let process = try scratch.start(
      Scratch.command, ["nightly", ".", "--settle", "0"], input: nil)
    let deadline = Date(timeIntervalSinceNow: 60)
    while scratch.names(long).isEmpty, Date() < deadline { usleep(2000) }
    #expect(scratch.names(long).contains { $0.hasPrefix(".unmet-tmp-") })
    return process
  }

  private let long = "s/Reports/simulated-survey-of-30-outcomes/runs"

  @Test(
    "A signal ends the night and its studies, leaves nothing half-made, and the summary tells it",
    arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    // The small study comes first and is done; the third is not reached.
    let scratch = try scratch("a", "z")
    let process = try begun(scratch)
    process.send(signal)
    #expect(process.wait() == .exit(128 + signal))
    #expect(scratch.names("s") == ["responses.csv", "study.yaml", "truth.csv"])
    #expect(scratch.names("z") == ["responses.csv", "study.yaml"])
    #expect(
      scratch.names("Reports") == [".nightly.lock", "index.html", "nightly.json", "nightly.txt"])
    #expect(try states(scratch) == ["done 0", "waiting 75", "waiting 75"])
    let summary = try scratch.text("Reports/nightly.txt")
    #expect(summary.hasPrefix("3 studies: 1 done, 2 waiting"))
    #expect(summary.contains("exit status \(128 + signal): signal \(signal) ended the night\n"))
    #expect(summary.contains("z/study.yaml: the night was ended before the study was done"))
    #expect(try scratch.text(".output") == summary)
    #expect(runs("a", scratch).count == 1)
  }

  @Test("A night that is ended while it sends alerts has told by then what it did")
  func endedInDelivery() throws {
    let scratch = try scratch("a")
    try scratch.write(
      SmallStudy.yaml + "deliver: [{to: command, run: [slow], timeout: 60 s}]\n",
      to: "a/study.yaml")
    try scratch.write("#!/bin/sh\necho $$ > new\nmv new began\nexec sleep 60\n", to: "a/slow")
    #expect(try scratch.shell("chmod +x a/slow").status == 0)
    #expect(try nightly(scratch).status == 0)
    try scratch.write(
      "{\"alerts\": [{\"id\": \"a1\", \"text\": \"T\"}]}",
      to: "a/Reports/small/latest/alerts.json")
    #expect(try scratch.shell("rm Reports/nightly.*").status == 0)
    let process = try scratch.start(
      Scratch.command, ["nightly", ".", "--settle", "0", "--now", NightlyCommandTests.now],
      input: nil)
    let deadline = Date(timeIntervalSinceNow: 60)
    while !scratch.exists("a/began"), Date() < deadline { usleep(2000) }
    process.send(SIGTERM)
    #expect(process.wait() == .exit(128 + SIGTERM))
    #expect(try states(scratch) == ["unchanged 0"])
    // The program that was at work goes as well; of a process that has ended nothing can be read.
    let number = try scratch.text("a/began").prefix { $0 != "\n" }
    let isGone = { (FileSystem.contents(of: "/proc/\(number)/cmdline", limit: 999) ?? []).isEmpty }
    for _ in 0..<500 where !isGone() { usleep(10_000) }
    #expect(isGone())
  }

  @Test("When the night is killed, the study it was at ends by itself and leaves nothing")
  func killed() throws {
    let scratch = try Scratch()
    let process = try begun(scratch)
    process.send(SIGKILL)
    #expect(process.wait() == .signal(SIGKILL))
    let deadline = Date(timeIntervalSinceNow: 20)
    while scratch.exists("s/Reports"), Date() < deadline { usleep(10_000) }
    #expect(scratch.names("s") == ["responses.csv", "study.yaml", "truth.csv"])
  }

  @Test("Kills at any moment leave whole runs alone")
  func killCheck() throws {
    let scratch = try Scratch()
    let script = GoldenTests.root.appendingPathComponent("Scripts/kill-check").path
    let run = try scratch.run(
      "/usr/bin/env", ["python3", script, "6", "--program", Scratch.command], input: nil)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("6 kills"))
  }

  @Test(
    "A full disk ends a study with 74 and its old run whole", .enabled(if: Privileges.canMount))
  func diskFull() throws {
    let scratch = try Scratch()
    #expect(try scratch.shell("mkdir disk").status == 0)
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    let run = try scratch.shell(
      """
      unshare -m sh -c '
      mount -t tmpfs -o size=1m tmpfs disk || exit 99
      cp study.yaml responses.csv disk && cd disk
      "$UNMET" nightly . --settle 0 --quiet || exit 98
      before=$(cd Reports/small/latest && cat * | sha256sum)
      head -c 1m /dev/zero > ballast 2> ../ballast
      truncate -s -24k ballast
      "$UNMET" nightly . --settle 0 --quiet --force; status=$?
      [ "$before" = "$(cd Reports/small/latest && cat * | sha256sum)" ] || exit 97
      ls -A Reports/small/runs; exit $status'
      """)
    #expect(run.status == Status.inputOutput.rawValue, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 1, "left on the disk: \(run.output)")
  }

  @Test(
    "Reports that cannot be written are told with 77 before anything is computed",
    .enabled(if: Privileges.canDrop))
  func notPermitted() throws {
    let scratch = try scratch("a")
    let run = try scratch.shell(
      "chmod 755 . a && \(Privileges.nobody) \"$UNMET\" nightly . --settle 0")
    #expect(run.status == Status.permission.rawValue, "\(run.errors)")
    let study = try scratch.shell(
      "mkdir Reports && chmod 777 Reports && "
        + "\(Privileges.nobody) \"$UNMET\" nightly . --settle 0")
    #expect(study.status == Status.permission.rawValue, "\(study.errors)")
    #expect(try states(scratch) == ["failed 77"])
    #expect(scratch.names("a") == ["responses.csv", "study.yaml"])
  }
}
