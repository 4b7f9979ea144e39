import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Keeps two runs of one study apart.
///
/// The lock is a lock of the system on an open file, so that it goes with the process, whatever
/// ends it: a file that was left behind locks nothing. The file tells who holds it.
public final class RunLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - path: the file of the lock, created when it is missing, for its owner alone; its directory
  ///     must be there. A link is refused.
  ///   - holder: who takes it, one line such as `process 4711 since 2026-11-20T03:00:00Z`.
  /// - Throws: `NightlyFailure.locked` where somebody holds it, `.noLock` where the file cannot be
  ///   opened.
  public init(path: String, holder: String) throws(NightlyFailure) {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let opened = open(path, flags, 0o600)
    guard opened >= 0 else { throw .noLock(path: path, code: errno) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let known = FileSystem.contents(of: path, limit: 4096) ?? []
      close(opened)
      guard code == EWOULDBLOCK else { throw .noLock(path: path, code: code) }
      let words = String(decoding: known.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      throw .locked(path: path, holder: words)
    }
    descriptor = opened
    // What stands in the file is for people; the lock holds without it.
    _ = ftruncate(opened, 0)
    _ = FileSystem.writeOnce(Array("\(holder)\n".utf8)[...], to: opened)
  }

  deinit { close(descriptor) }
}
