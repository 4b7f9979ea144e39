public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Why nothing is scheduled, or not all of it.
public enum ScheduleFailure: Failure, Equatable {
  /// No time, or none that cron can tell.
  case badTime(found: String, expected: String)
  /// A time zone that the machine does not know.
  case badZone(String)
  /// A time that one night a year does not have.
  case skippedTime(found: String, zone: String, gap: String)
  /// A path that cannot stand in a unit or a line of cron.
  case badPath(String)
  /// No folder is there.
  case noFolder(String)
  /// Nothing is scheduled for the folder.
  case notScheduled(String)
  /// A file or directory cannot be written or removed; the system's error number.
  case cannotWrite(path: String, code: Int32)
  /// A file of alerts is to lie in a folder that does not exist; where a study file says so.
  case noPlaceForAlerts(folder: String, place: String)
  /// Something that the user whom the job runs as has no right to make.
  case notForOwner(path: String, user: String)
  /// A crontab that holds the beginning of our part and not its end.
  case brokenCrontab(name: String)
  /// A program that is needed is not installed.
  case noProgram(name: String, package: String)
  /// A program of the system refused; what was left to do by hand.
  case refused(program: String, said: String, byHand: String)

  /// 64 for wrong words, 69 where a program is missing, 75 where the system is not ready.
  public var exitStatus: ExitStatus {
    switch self {
    case .badTime, .badZone, .skippedTime, .badPath: .usage
    case .noFolder, .notScheduled: .inputMissing
    case .cannotWrite(_, let code): [EACCES, EPERM].contains(code) ? .permission : .cannotCreate
    case .noPlaceForAlerts: .cannotCreate
    case .notForOwner: .permission
    case .brokenCrontab: .data
    case .noProgram: .unavailable
    case .refused: .tryLater
    }
  }

  /// What is in the way, and what helps.
  public var message: Message {
    switch self {
    case .badTime(let found, let expected):
      Message(
        "--at", "this is no time", found: "\"\(found)\"", expected: expected,
        fix: "write --at 03:00")
    case .badZone(let zone):
      Message(
        "--timezone", "the machine knows no such time zone", found: "\"\(zone)\"",
        expected: "a name such as Europe/Berlin or UTC", fix: "see `timedatectl list-timezones`")
    case .skippedTime(let found, let zone, let gap):
      Message(
        "--at", "one night a year has no such time: clocks go forward in \(zone)",
        found: found, expected: "a time outside \(gap)",
        fix: "choose another time, or --timezone UTC")
    case .badPath(let path):
      Message(
        path, "the path cannot be scheduled",
        found: "a control character, or a blank or "
          + "backslash at its end", fix: "give the folder another name")
    case .noFolder(let path):
      Message(path, "there is no such folder", fix: "name the folder of the studies")
    case .notScheduled(let path):
      Message(
        path, "nothing is scheduled for this folder",
        fix: "look with `unmet schedule list`, with --system or --cron if it was installed so")
    default: systemMessage
    }
  }

  private var systemMessage: Message {
    switch self {
    case .cannotWrite(let path, let code):
      Message(
        path, "writing failed: \(String(cString: strerror(code)).lowercased())",
        fix: "run it as the user who may write there; --system needs root")
    case .noPlaceForAlerts(let folder, let place):
      Message(
        place, "the file of alerts cannot be made", found: "no folder \(folder)",
        expected: "a folder that exists",
        fix: "make the folder, writable for whoever runs the job, or name another file")
    case .notForOwner(let path, let user):
      Message(
        path, "\(user), who owns the folder of studies and whom the job runs as, may not make it",
        fix: "make it by hand and give it to \(user), or name another file")
    case .brokenCrontab(let name):
      Message(
        "crontab", "the part that unmet wrote has a beginning and no end", found: name,
        expected: "both marked lines", fix: "correct it with `crontab -e`")
    case .noProgram(let name, let package):
      Message(name, "the program is not installed", fix: "`apt-get install \(package)`")
    case .refused(let program, let said, let byHand):
      Message(
        program, "the files are written, but the system did not take them up",
        found: said.isEmpty ? nil : said, fix: "once it runs: `\(byHand)`")
    default: Message("schedule", "it failed", fix: "try again")
    }
  }
}
