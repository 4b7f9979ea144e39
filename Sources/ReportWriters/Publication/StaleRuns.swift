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

  /// Removes those in a directory that nobody works on any more.
  ///
  /// The lock decides: a process id says nothing about another machine or container that writes
  /// to the same directory. A fresh one is left alone, because its run may be about to lock it,
  /// unless its process is gone. Removing too little is safe: a later run removes the rest.
  ///
  /// - Parameters:
  ///   - directory: where to look.
  ///   - isExclusive: whether the caller holds a lock that lets nobody else publish there: then
  ///     what nobody works on is stale however fresh it is.
  static func sweep(_ directory: String, isExclusive: Bool = false) {
    for name in FileSystem.names(in: directory) ?? [] where name.hasPrefix(prefix) {
      let path = "\(directory)/\(name)"
      guard let process = process(of: name), let age = FileSystem.age(of: path) else { continue }
      let isStale =
        switch StagingLock.state(of: path) {
        case .held: false
        case .free: isExclusive || age > 60 || isGone(process)
        // No lock to ask (a link, or a file system without locks).
        case .unknown: (isExclusive || age > 86_400) && isGone(process)
        }
      if isStale { FileSystem.removeTree(path) }
    }
  }

  private static func process(of name: String) -> pid_t? {
    name.dropFirst(prefix.count).split(separator: "-").first.flatMap { pid_t($0) }
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

  /// What can be said of the lock of a directory.
  enum State { case held, free, unknown }

  /// Looks whether somebody holds the lock of a directory.
  static func state(of directory: String) -> State {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return .unknown }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .free }
    return errno == EWOULDBLOCK ? .held : .unknown
  }
}
