public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Why something that is done every night cannot be done now. Cases carry facts; the sentences
/// stand below.
public enum NightlyFailure: Failure, Equatable {
  /// Another run works on the same study; `holder` says who, as far as is known.
  case locked(path: String, holder: String)
  /// The file of the lock cannot be opened or locked; `code` is the system's error number.
  case noLock(path: String, code: Int32)
  /// The directory of the lock belongs to another user, who may have put anything into it.
  case foreignState(path: String)

  /// 75 where somebody else is at work, 77 where a right is missing, 74 for a full disk, else 73.
  public var exitStatus: ExitStatus {
    switch self {
    case .locked: .tryLater
    case .foreignState: .permission
    case .noLock(_, let code):
      switch code {
      case EACCES, EPERM: .permission
      case ENOSPC, EIO, EDQUOT: .inputOutput
      default: .cannotCreate
      }
    }
  }

  /// What is in the way, and what helps.
  public var message: Message {
    switch self {
    case .locked(let path, let holder):
      Message(
        path, "another run works on this study",
        found: holder.isEmpty ? "a lock that is held" : "a lock held by \(holder)",
        expected: "no other run", fix: "try again when it has ended")
    case .foreignState(let path):
      Message(
        path, "the directory belongs to another user", expected: "one of the user who runs unmet",
        fix: "run it as that user, or remove the directory: no score hangs on it, but the watch of "
          + "`alerts` begins anew")
    case .noLock(let path, let code):
      Message(
        path, "the lock cannot be taken: \(String(cString: strerror(code)))",
        fix: "make the directory writable for whoever runs unmet")
    }
  }
}
