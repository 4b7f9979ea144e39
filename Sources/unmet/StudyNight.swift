import Groundwork
import Nightly
import ReportWriters
import Survey
import Tables

/// The studies of one night, as tasks for processes.
struct StudyNight {
  /// What is known of a study before its process is started.
  private struct Known {
    var path: String
    var name = ""
    var slug: String?
    /// Whether its answers rest; those that are being written come last, so that nobody waits
    /// for them.
    var isQuiet = true
  }

  let options: NightlyOptions
  let jobs: Int
  let timeout: TimeSpan
  let now: Int

  /// Does the studies, until a signal ends the night.
  ///
  /// - Returns: the reports in the order of the files.
  func reports(
    of found: FoundStudies, stop: StopSign, log: NightlyLog, progress: ProgressLine
  ) -> [StudyReport] {
    let known = found.paths.map { look(at: $0) }
    // By bytes: to a `String` two files are one whose names differ by how an "é" is written.
    let slugs = known.compactMap { study in study.slug.map { (ByteText(study.path), $0) } }
    let clashes = StudyClashes.failures(Dictionary(slugs) { first, _ in first })
    let refused = known.compactMap { study in
      clashes[ByteText(study.path)].map {
        StudyReport(study: study.name, file: study.path, failure: $0)
      }
    }
    for report in refused { tell(report, log) }

    let free = known.filter { clashes[ByteText($0.path)] == nil }
    let ordered = free.filter(\.isQuiet) + free.filter { !$0.isQuiet }
    let tasks = ordered.map { study in
      StudyTask(
        file: study.path, study: study.name, call: call(study.path, taskCount: ordered.count))
    }
    var beganCount = 0
    var crew = StudyCrew(
      jobCount: jobs, stop: stop,
      began: { task in
        beganCount += 1
        progress.show("\(beganCount) of \(tasks.count): \(Message.escaped(task.file))")
      }, ended: { tell($0, log) })
    let done = stop.watched { crew.reports(of: tasks) }
    return (refused + done).sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
  }

  // MARK: - Steps

  /// A study that cannot be read is told by its own process.
  private func look(at path: String) -> Known {
    var known = Known(path: path)
    guard let study = try? StudyReader.read(path: path).study else {
      known.name = StudyReader.name(path: path) ?? ""
      return known
    }
    known.name = study.name
    known.slug = Slug.of(study.name)
    if case .file(path: let input)? = try? StudyFiles(studyPath: path).input(of: study, data: nil) {
      known.isQuiet = options.quietInput.isQuiet(input)
    }
    return known
  }

  private func call(_ path: String, taskCount: Int) -> ProgramCall {
    let threads = options.machine.threads ?? Workers.processorCount
    let share = max(1, threads / min(jobs, taskCount))
    var call = ProgramCall(
      OwnProgram.path,
      ["nightly-study"] + options.arguments(now: now, threadCount: share) + ["--", path])
    call.environment = OwnProgram.environment
    call.errorOutput = .shared
    call.hasLifeline = true
    call.grace = 10
    call.timeout = timeout.seconds == 0 ? nil : Double(timeout.seconds)
    return call
  }

  /// What a study's own process has not told.
  private func tell(_ report: StudyReport, _ log: NightlyLog) {
    switch report.state {
    case .done, .unchanged:
      let count = report.respondentCount.map { ", \($0) respondents" } ?? ""
      let text = report.message.isEmpty ? "" : ": \(report.message)"
      log.line(.info, study: report.file, "\(report.state.rawValue)\(text)\(count), \(report.run)")
    case .failed, .waiting:
      log.line(
        report.state == .waiting ? .warning : .error, study: report.file,
        "\(report.state.rawValue), exit status \(report.exit): \(report.message)")
    }
  }
}
