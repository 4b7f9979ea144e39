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
    descriptor = try RunLock.locked(path)
    // What stands in the file is for people; the lock holds without it.
    _ = ftruncate(descriptor, 0)
    _ = FileSystem.writeOnce(Array("\(holder)\n".utf8)[...], to: descriptor)
  }

  deinit { close(descriptor) }

  // MARK: - Steps

  /// The open file, locked, which still bears the name: whoever held it before may have removed it
  /// meanwhile, and a lock on a file without a name keeps nobody out.
  private static func locked(_ path: String) throws(NightlyFailure) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw .noLock(path: path, code: errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        let known = FileSystem.contents(of: path, limit: 4096) ?? []
        close(descriptor)
        guard code == EWOULDBLOCK else { throw .noLock(path: path, code: code) }
        let words = String(decoding: known.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        throw .locked(path: path, holder: words)
      }
      if bears(path, descriptor) { return descriptor }
      close(descriptor)
    }
  }

  private static func bears(_ path: String, _ descriptor: Int32) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }
}
