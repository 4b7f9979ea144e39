public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Why a night did not do a study, or nothing at all. Cases carry facts; the sentences stand below.
public enum NightlyRunFailure: Failure, Equatable {
  /// What stands in the place of the answers is no plain file.
  case noFile(path: String)
  /// Somebody still writes to the input; how long it was waited for.
  case stillWritten(path: String, seconds: Int)
  /// The input did not change while it was waited for, but is younger than it must be; its age is
  /// below 0 where its date lies in the future.
  case tooFresh(path: String, ageSeconds: Int, settleSeconds: Int)
  /// The input became another file, or was written to, while it was analysed.
  case changedMeanwhile(path: String)
  /// Studies whose reports would go into one directory.
  case sharedSlug(path: String, slug: String, others: [String])
  /// Another night works on the same folder.
  case nightAtWork(folder: String, holder: String)
  /// A study took more time than it was given.
  case tookTooLong(path: String, seconds: Int)
  /// The process of a study broke down.
  case crashed(path: String, ending: String)
  /// Somebody ended the process of a study.
  case endedFromOutside(path: String, signal: Int32)
  /// Somebody ended the night before the study was done.
  case nightEnded(path: String)
  /// A folder in which no study lies.
  case noStudies(folder: String, ignoredCount: Int)
  /// A folder that cannot be looked into.
  case noFolder(path: String, code: Int32)

  /// 75 where somebody else is at work or another night may do it, 70 for what broke down, 69 for
  /// want of time, 78 for studies that get in each other's way, 77 where a right is missing, 66
  /// where nothing lies.
  public var exitStatus: ExitStatus {
    switch self {
    case .nightAtWork, .stillWritten, .tooFresh, .changedMeanwhile, .endedFromOutside, .nightEnded:
      .tryLater
    case .tookTooLong: .unavailable
    case .crashed: .internalFault
    case .sharedSlug: .studyFile
    case .noStudies, .noFile: .inputMissing
    case .noFolder(_, let code): [EACCES, EPERM].contains(code) ? .permission : .inputMissing
    }
  }

  /// What is in the way, and what helps.
  public var message: Message {
    switch self {
    case .noFile(let path):
      Message(
        path, "a night does not read this", found: "a pipe, a device or a directory",
        expected: "a plain file of answers", fix: "have the export write a file")
    case .stillWritten(let path, let seconds):
      Message(
        path, "the file is still being written", found: "changes during \(seconds) s of waiting",
        expected: "a file that rests",
        fix: "run again when it is complete, or wait longer with --patience")
    case .tooFresh(let path, let age, let needed):
      Message(
        path,
        age < 0
          ? "its date lies \(-age) s in the future: it must be watched for \(needed) s"
          : "its date is \(age) s ago, \(needed) s are needed",
        fix: "run again later, wait longer with --patience, or ask for less with --settle")
    case .changedMeanwhile(let path):
      Message(
        path, "the file changed while it was analysed", fix: "wait until it is complete, try again")
    case .sharedSlug(let path, let slug, let others):
      Message(
        path, "its reports would go into the directory of another study",
        found: "Reports/\(slug), which is also that of \(others.joined(separator: " and "))",
        expected: "a name of its own", fix: "change `study` in one of the files")
    case .nightAtWork(let folder, let holder):
      Message(
        folder, "another night works on this folder",
        found: holder.isEmpty ? "a lock that is held" : "a lock held by \(holder)",
        expected: "no other run", fix: "try again when it has ended")
    case .tookTooLong(let path, let seconds):
      Message(
        path, "the study was ended after \(seconds) s", expected: "an analysis within --timeout",
        fix: "give it more time with --timeout, or more threads")
    case .crashed(let path, let ending):
      Message(
        path, "the analysis broke down", found: ending, expected: "a result",
        fix: "look into the log and report this as a fault of unmet; too little memory is another "
          + "cause")
    case .endedFromOutside(let path, let signal):
      Message(
        path, "the analysis was ended by somebody", found: "signal \(signal)",
        fix: "run again")
    case .nightEnded(let path):
      Message(path, "the night was ended before the study was done", fix: "run again")
    case .noStudies(let folder, let ignoredCount):
      Message(
        folder, "there is no study",
        found: "\(ignoredCount) YAML \(ignoredCount == 1 ? "file" : "files") without `study:`",
        expected: "*.yaml with `study:` in it, or study.yaml or *.study.yaml up to 4 levels below",
        fix: "write one with `unmet init responses.csv`, or name another folder")
    case .noFolder(let path, let code):
      Message(
        path, "the folder cannot be read: \(String(cString: strerror(code)).lowercased())",
        fix: "correct the path, or ask for the right to read it")
    }
  }
}
