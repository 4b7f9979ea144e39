import ArgumentParser
import Groundwork
import Nightly
import ReportWriters
import Survey
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `unmet nightly-study`: one study of a night, in a process that `unmet nightly` starts.
///
/// The result goes to the standard output as one line of JSON, the log to the standard error. The
/// process ends with the one that started it.
struct NightlyStudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightly-study", abstract: "One study of a night; `nightly` calls it.",
    shouldDisplay: false)

  @Argument(help: "The study file.")
  var study: String

  @OptionGroup
  var options: NightlyOptions

  func run() throws {
    try CleanRun.perform { leftovers in
      Lifeline.follow { leftovers.remove { _exit(128 + SIGHUP) } }
      let report = report(leftovers)
      try StandardOutput.write(report.json.line + "\n")
      if report.exit != 0 { throw QuietEnd(status: report.exit) }
    }
  }

  // MARK: - Steps

  private func report(_ leftovers: Leftovers) -> StudyReport {
    let log = NightlyLog(
      format: options.logFormat, isQuiet: options.quiet, write: { StandardError.write($0) })
    var name = ""
    do {
      let read = try StudyReader.read(path: study)
      name = read.study.name
      let files = StudyFiles(studyPath: study)
      guard case .file(path: let input) = try files.input(of: read.study, data: nil) else {
        preconditionFailure("\(study): its answers are no file")
      }
      return try NightlyStudyRun(
        read.study, studySHA256: read.sha256, input: input, folder: files.directory,
        settings: settings, leftovers: leftovers,
        log: { log.line($0, study: study, $1) }
      ).report()
    } catch let failure as any Failure {
      if name.isEmpty { name = StudyReader.name(path: study) ?? "" }
      let report = StudyReport(study: name, file: study, failure: failure)
      // What stands in the report is told by whoever reads it.
      for message in failure.messages where message.description != report.message {
        log.line(report.state == .waiting ? .warning : .error, study: study, message.description)
      }
      return report
    } catch {
      preconditionFailure("\(study): \(error)")
    }
  }

  private var settings: NightlySettings {
    NightlySettings(
      version: Version.text, nowSeconds: options.now?.seconds ?? SystemClock.wallSeconds,
      quiet: options.quietInput, isForced: options.force,
      includesRespondents: !options.noRespondents,
      options: options.machine.options(
        isStrict: options.strict, progress: ProgressLine(isQuiet: true)))
  }
}

/// The end with a status about which everything is said already.
struct QuietEnd: Failure {
  let status: Int32

  var exitStatus: Groundwork.ExitStatus {
    Groundwork.ExitStatus(rawValue: status) ?? .internalFault
  }
  var message: Message { Message("unmet", "not everything was done", fix: "see the summary") }
  var messages: [Message] { [] }
}
