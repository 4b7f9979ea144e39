import ArgumentParser
import Groundwork
import Nightly
import Survey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How a night treats its studies: the options that the command and the processes that it starts
/// have in common.
struct NightlyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How long an input file must have rested.", valueName: "time"))
  var settle = TimeSpan(60, "60 s")

  @Option(
    help: ArgumentHelp("How long to wait for an input that is being written.", valueName: "time"))
  var patience = TimeSpan(600, "10 min")

  @Option(
    help: ArgumentHelp(
      "The moment that runs are named and dated by, such as 2026-11-20T03:00:00Z; now by default.",
      valueName: "moment"))
  var now: Moment?

  @Flag(help: "Analyse what is unchanged, too.")
  var force = false

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  @Flag(
    name: .customLong("no-respondents"),
    help: "Leave out respondents.csv, which holds ids, and dendrogram.csv.")
  var noRespondents = false

  @Option(
    help: ArgumentHelp(
      "How lines of the log are written: journal (priorities as systemd reads them), text or json; "
        + "journal where JOURNAL_STREAM is set, else text.", valueName: "format"))
  var log: NightlyLog.Format?

  @Flag(name: .shortAndLong, help: "Log warnings and errors alone, print no summary.")
  var quiet = false

  @OptionGroup
  var machine: MachineOptions

  /// The format of the log.
  var logFormat: NightlyLog.Format {
    log ?? (getenv("JOURNAL_STREAM") == nil ? .text : .journal)
  }

  /// How inputs are waited for.
  var quietInput: QuietInput {
    QuietInput(settleSeconds: settle.seconds, patienceSeconds: patience.seconds)
  }

  /// The same for the process of one study.
  ///
  /// - Parameters:
  ///   - now: the moment of the night, so that all studies have the same.
  ///   - threadCount: the study's part of the threads.
  /// - Returns: the options as words of a command line.
  func arguments(now: Int, threadCount: Int) -> [String] {
    [
      "--settle", String(settle.seconds), "--patience", String(patience.seconds),
      "--now", Timestamp.text(now), "--log", logFormat.rawValue,
      "--threads", String(threadCount), "--block-rows", String(machine.blockRows),
    ] + (force ? ["--force"] : []) + (strict ? ["--strict"] : [])
      + (noRespondents ? ["--no-respondents"] : []) + (quiet ? ["--quiet"] : [])
  }
}
