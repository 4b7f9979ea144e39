import ArgumentParser
import Groundwork
import Nightly
import ReportWriters
import Survey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `unmet nightly`: every study of a folder, as a timer starts it.
struct NightlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightly",
    abstract: "Analyse every study of a folder whose answers have changed.",
    discussion: """
      Examples:
        unmet nightly .
        unmet nightly . --jobs 2 --json | jq -s 'last.exit'
        unmet nightly study.yaml --force --now 2026-11-20T03:00:00Z
        unmet nightly . --settle 5min --patience 1h --log journal --quiet

      The studies are the YAML files of the folder with a `study:` in them, and files named \
      study.yaml, study.yml or *.study.yaml up to 4 levels below; links and folders named Reports \
      are not entered. Each is analysed as by `unmet analyze`, in a process of its own, when its \
      answers rest; where answers, study file, options and version are those of the latest run, it \
      is skipped. One that fails stops no other.

      The summary goes to the standard output and to Reports/nightly.txt and nightly.json of the \
      folder, the log to the standard error. The exit status is the worst of all studies: 70, 74, \
      73, 77, 78, 65, 66, 69, 75, 0, the worst first. docs/nightly.md tells everything.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The folder with the studies, or one study file.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Studies that are analysed at once; they share the threads.", valueName: "n"))
  var jobs = 1

  @Option(
    help: ArgumentHelp("End a study that takes longer; 0 for never.", valueName: "time"))
  var timeout = TimeSpan(21_600, "6 h")

  @Flag(help: "Print the summary as JSON; alerts that go to stdout come before it, a line each.")
  var json = false

  @OptionGroup
  var options: NightlyOptions

  func validate() throws {
    if folder.isEmpty {
      throw Misuse.error(
        "FOLDER", "this is no folder", found: "\"\"", expected: "a folder with studies",
        fix: "name one, such as `.`")
    }
    if !(1...64).contains(jobs) {
      throw Misuse.error(
        "--jobs", "this is no number of studies at once", found: "\(jobs)", expected: "1 to 64",
        fix: "leave --jobs out, or take the number of processors")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: options.quiet)
    let stop = StopSign()
    try CleanRun.perform(progress, stop: stop) { try run($0, progress, stop) }
  }

  // MARK: - Steps

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine, _ stop: StopSign) throws {
    let began = SystemClock.steadySeconds
    let now = options.now?.seconds ?? SystemClock.wallSeconds
    let found = try StudyFinder.find(folder)
    let lock = try RunLock.ofFolder(
      found.folder, holder: StudyLock.holder(since: SystemClock.wallSeconds), leftovers: leftovers)
    defer { withExtendedLifetime(lock) {} }
    // A place that cannot be written is known before anything is computed.
    let files = try summaryFiles(found, leftovers)

    let log = self.log(progress)
    for path in found.unreadable { log.line(.warning, "\(path): the folder cannot be read") }
    for wrong in found.misnamed {
      let names = wrong.count == 1 ? "1 name is" : "\(wrong.count) names are"
      log.line(
        .warning, "\(wrong.folder): \(names) no UTF-8 and passed over, first \"\(wrong.first)\"")
    }
    let night = StudyNight(options: options, jobs: jobs, timeout: timeout, now: now)
    let reports = night.reports(of: found, stop: stop, log: log, progress: progress)
    var summary = NightlySummary(
      reports: reports, ignoredCount: found.ignoredCount, started: now, finished: now)
    summary.signal = stop.signal
    summary.finished = now + Int((SystemClock.steadySeconds - began).rounded(.up))
    // Before alerts are sent, which may take a while: whatever becomes of the night then, what it
    // did is told.
    let told = publish(summary, log) { files }
    if let signal = summary.signal { end(found, summary, signal, leftovers, log) }

    progress.show("delivering alerts")
    var delivery = NightDelivery(log: log)
    summary.reports = reports.map { delivery.delivered($0) }
    summary.finished = now + Int((SystemClock.steadySeconds - began).rounded(.up))
    var written = publish(summary, log) { try summaryFiles(found, leftovers) }
    // The pages tell of the summary, and it of them where they could not be written.
    summary.pagesExit = NightlySummary.worst(writePages(of: found, leftovers, log))
    if summary.pagesExit != 0 {
      written = publish(summary, log) { try summaryFiles(found, leftovers) }
    }
    progress.clear()
    if !options.quiet { try StandardOutput.write(text(summary)) }
    let worst = NightlySummary.worst([summary.exitStatus, told, written])
    if worst != 0 { throw QuietEnd(status: worst) }
  }

  private func text(_ summary: NightlySummary) -> String {
    json ? summary.json.document : summary.text
  }

  private func summaryFiles(
    _ found: FoundStudies, _ leftovers: Leftovers
  ) throws -> FileSet {
    try FileSet(
      directory: FileSystem.join(found.folder, "Reports"), names: NightlySummary.names,
      replaceable: Set(NightlySummary.names), leftovers: leftovers)
  }

  /// Writes the summary's files; 0 or the exit status of what was in the way.
  private func publish(
    _ summary: NightlySummary, _ log: NightlyLog, _ files: () throws -> FileSet
  ) -> Int32 {
    status(log) {
      var files = try files()
      for paper in summary.papers { try files.write(paper) }
      _ = try files.publish()
    }
  }

  /// Ends a night that a signal ended, once its summary is written: alerts wait for the next one.
  private func end(
    _ found: FoundStudies, _ summary: NightlySummary, _ signal: Int32, _ leftovers: Leftovers,
    _ log: NightlyLog
  ) -> Never {
    log.line(.warning, "signal \(signal) ended the night")
    // The page may be an older one, and nobody may read the standard output any more: the status
    // tells why the night ended all the same.
    _ = writePages(of: found, leftovers, log)
    if !options.quiet { try? StandardOutput.write(text(summary)) }
    leftovers.remove { _exit(128 + signal) }
  }

  /// The pages of all studies: one in each folder of reports, that of the folder itself first.
  ///
  /// - Returns: for each page 0, or the exit status of what was in the way.
  private func writePages(
    of found: FoundStudies, _ leftovers: Leftovers, _ log: NightlyLog
  ) -> [Int32] {
    var seen: Set<ByteText> = []
    let folders = found.paths.map { StudyFiles(studyPath: $0).directory }
    var statuses: [Int32] = []
    for (place, folder) in ([found.folder] + folders).enumerated()
    where seen.insert(ByteText(FileSystem.realPath(folder) ?? folder)).inserted {
      guard FileSystem.kind(of: FileSystem.join(folder, "Reports")) == .directory else { continue }
      let written = status(log) {
        try ArchivePage.write(
          root: folder, folders: place == 0 ? folders : [], leftovers: leftovers)
      }
      statuses.append(written)
    }
    return statuses
  }

  /// Takes a step after all studies have ended; 0 or its exit status. What goes wrong here is told
  /// and hides nothing of the night.
  private func status(_ log: NightlyLog, _ step: () throws -> Void) -> Int32 {
    do {
      try step()
      return 0
    } catch let failure as any Failure {
      for message in failure.messages { log.line(.error, message.description) }
      return failure.exitStatus.rawValue
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private func log(_ progress: ProgressLine) -> NightlyLog {
    NightlyLog(format: options.logFormat, isQuiet: options.quiet) { line in
      progress.clear()
      StandardError.write(line)
    }
  }
}
