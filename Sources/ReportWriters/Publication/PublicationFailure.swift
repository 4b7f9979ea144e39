public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Why a run cannot be published. Cases carry facts; the sentences stand below.
public enum PublicationFailure: Failure, Equatable {
  /// A file or directory cannot be created; `code` is the system's error number.
  case cannotCreate(path: String, code: Int32)
  /// Something that is not a directory stands where one must be.
  case notADirectory(path: String)
  /// The directory for the run holds files already.
  case notEmpty(path: String)
  /// The directory to be replaced holds a file that no run writes.
  case holdsOtherFiles(path: String, name: String)
  /// The directory to be written is a mount point or cannot be replaced for another reason.
  case cannotReplace(path: String, code: Int32)
  /// A file of that name is there already.
  case exists(path: String)
  /// A directory or a link stands where a file is to be written.
  case notAFile(path: String)
  /// A write, a flush or a close failed.
  case cannotWrite(path: String, code: Int32)
  /// The run is published, but its name may not have reached the disk.
  case notFlushed(run: String, code: Int32)
  /// The run is published, but the link to the latest run does not point at it.
  case notLinked(run: String, latest: String, code: Int32)
  /// `latest` is there and is not a link, so it is somebody else's.
  case latestIsNotALink(path: String)

  /// 77 where a right is missing, 74 where writing failed, else 73.
  public var exitStatus: ExitStatus {
    switch self {
    case .cannotCreate(_, let code), .cannotReplace(_, let code):
      switch code {
      case EACCES, EPERM: .permission
      case ENOSPC, EIO, EFBIG, EDQUOT: .inputOutput
      default: .cannotCreate
      }
    case .cannotWrite, .notFlushed, .notLinked: .inputOutput
    case .notADirectory, .notEmpty, .holdsOtherFiles, .exists, .notAFile, .latestIsNotALink:
      .cannotCreate
    }
  }

  /// What cannot be written, why, and what helps.
  public var message: Message {
    switch self {
    case .cannotCreate(let path, let code):
      Message(
        path, "cannot be created: \(PublicationFailure.text(code))",
        fix: "choose another place for the output, such as --out DIR")
    case .notADirectory(let path):
      Message(
        path, "is in the way of the output", found: "something that is not a directory",
        fix: "choose another place for the output, such as --out DIR")
    case .notEmpty(let path):
      Message(
        path, "the output directory is not empty", expected: "a new or an empty directory",
        fix: "name another directory, or replace an earlier run with --force")
    case .holdsOtherFiles(let path, let name):
      Message(
        path, "the output directory is not a run of unmet", found: "\"\(name)\" in it",
        expected: "nothing but the files of an earlier run",
        fix: "name another directory; --force replaces earlier runs only")
    case .cannotReplace(let path, let code):
      Message(
        path, "the output directory cannot be replaced: \(PublicationFailure.text(code))",
        fix: "name a new directory, or remove this one first")
    case .exists(let path):
      Message(path, "is there already", fix: "name another file, or replace it with --force")
    case .notAFile(let path):
      Message(
        path, "is in the way of the output", found: "a directory, a link or a device",
        fix: "rename it, or name another file")
    case .cannotWrite(let path, let code):
      Message(
        path, "writing failed, nothing was kept: \(PublicationFailure.text(code))",
        fix: "make room on the disk and try again")
    case .notFlushed(let run, let code):
      Message(
        run, "the run is written, but flushing its name failed: \(PublicationFailure.text(code))",
        fix: "look at the disk, and run again if the directory is missing after a restart")
    case .notLinked(let run, let latest, let code):
      Message(
        latest, "the link to the latest run is not renewed: \(PublicationFailure.text(code))",
        found: "the whole run in \(run)", fix: "correct the rights of the directory and run again")
    case .latestIsNotALink(let path):
      Message(
        path, "is in the way of the link to the latest run", found: "a file or directory",
        fix: "rename it")
    }
  }

  private static func text(_ code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
  }
}
