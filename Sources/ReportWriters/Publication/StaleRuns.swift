import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Finds the temporary directories of runs that were killed before they could remove them.
enum StaleRuns {
  /// How temporary names begin; the process id follows.
  static let prefix = ".unmet-tmp-"

  /// How the temporary names of this process begin.
  static var name: String { "\(prefix)\(getpid())" }

  /// Removes those in a directory whose process is gone and that nobody holds locked.
  ///
  /// A process id that another program has taken over meanwhile keeps its directory until a later
  /// run: removing too little is safe. The lock speaks for processes of another machine or
  /// container that writes to the same directory.
  static func sweep(_ directory: String) {
    for name in FileSystem.names(in: directory) ?? [] {
      let path = "\(directory)/\(name)"
      guard let process = process(of: name), isGone(process), !StagingLock.isHeld(path) else {
        continue
      }
      FileSystem.removeTree(path)
    }
  }

  private static func process(of name: String) -> pid_t? {
    guard name.hasPrefix(prefix) else { return nil }
    return name.dropFirst(prefix.count).split(separator: "-").first.flatMap { pid_t($0) }
  }

  private static func isGone(_ process: pid_t) -> Bool {
    process > 0 && kill(process, 0) != 0 && errno == ESRCH
  }
}

/// Keeps a directory locked as long as a run works in it; the system drops the lock with the
/// process, whatever ends it.
final class StagingLock: Sendable {
  private let descriptor: Int32

  init(directory: String) {
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { _ = flock(descriptor, LOCK_EX | LOCK_NB) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether somebody holds the lock of a directory.
  static func isHeld(_ directory: String) -> Bool {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
