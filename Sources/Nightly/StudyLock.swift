public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The directory of a study's state, Reports/<slug>/.state, held by one run alone.
///
/// No score hangs on what it holds: the lock itself, caches, lists of what was delivered; without
/// the list of who was seen the watch begins anew.
public struct StudyLock: Sendable {
  /// The directory, which its owner alone may enter.
  public let directory: String
  private let lock: RunLock

  /// Makes the directory where it is missing, and takes the lock.
  ///
  /// - Parameters:
  ///   - folder: the folder of the study file.
  ///   - slug: the slug of the study's name.
  ///   - holder: who takes the lock, as `RunLock` wants it.
  ///   - leftovers: remove the directory if the first run of a study ends before it is published.
  /// - Throws: `NightlyFailure.locked` where another run holds the lock, `.noLock` where nothing
  ///   can be created.
  public init(
    beside folder: String, slug: String, holder: String, leftovers: Leftovers
  ) throws(NightlyFailure) {
    let base = FileSystem.join(folder, "Reports/\(slug)")
    directory = "\(base)/.state"
    do throws(NightlyFailure) {
      lock = try StudyLock.taken(directory, holder: holder, leftovers)
    } catch {
      // Somebody else may hold the lock in a directory that was made here a moment ago.
      if case .locked = error { leftovers.forget() } else { leftovers.remove() }
      throw error
    }
  }

  /// Does work under the lock. What the work has left over when it fails is removed while the lock
  /// is still held: the directory of the lock may be among it, and in it then the next run's lock.
  ///
  /// - Parameters:
  ///   - leftovers: what the work leaves over.
  ///   - work: what nobody else may do meanwhile.
  /// - Returns: what the work returns.
  /// - Throws: what the work throws.
  public func holding<Value>(
    _ leftovers: Leftovers, _ work: () throws -> Value
  ) throws -> Value {
    defer { withExtendedLifetime(lock) {} }
    do {
      let value = try work()
      leftovers.forget()
      return value
    } catch {
      leftovers.remove()
      throw error
    }
  }

  /// Who this process is, for others that meet its lock.
  public static func holder(since seconds: Int) -> String {
    "process \(getpid()) since \(Timestamp.text(seconds))"
  }

  // MARK: - Steps

  private static func taken(
    _ directory: String, holder: String, _ leftovers: Leftovers
  ) throws(NightlyFailure) -> RunLock {
    for attempt in 1... {
      try create(directory, leftovers)
      do throws(NightlyFailure) {
        return try RunLock(path: "\(directory)/lock", holder: holder)
      } catch {
        // Another run ended early just now and took the directory with it.
        guard case .noLock(_, let code) = error, code == ENOENT, attempt < 4 else { throw error }
      }
    }
    preconditionFailure("the loop ends by its own")
  }

  private static func create(
    _ directory: String, _ leftovers: Leftovers
  ) throws(NightlyFailure) {
    let base = FileSystem.split(directory).parent
    for path in [FileSystem.split(base).parent, base] {
      let code = leftovers.perform(parent: path) { FileSystem.makeDirectory(path) }
      try check(code, path)
    }
    // Somebody else's directory is not removed: it is remembered by whoever made it.
    let code = leftovers.perform(companion: directory) {
      FileSystem.makeDirectory(directory, permissions: 0o700)
    }
    try check(code, directory)
    guard FileSystem.kind(of: directory) == .directory else {
      throw .noLock(path: directory, code: ENOTDIR)
    }
    try own(directory)
  }

  /// What lies in the directory is believed, so nobody else may write to it. (A file system that
  /// knows no rights leaves them as they are; whoever mounts it says who may write.)
  private static func own(_ directory: String) throws(NightlyFailure) {
    guard let rights = FileRights(of: directory) else { return }
    guard rights.isOwn else { throw .foreignState(path: directory) }
    guard rights.othersMayWrite else { return }
    let code = FileSystem.keepToOwner(directory)
    guard code == 0 else { throw .noLock(path: directory, code: code) }
  }

  private static func check(_ code: Int32, _ path: String) throws(NightlyFailure) {
    guard code == 0 || FileSystem.means(code, .taken) else { throw .noLock(path: path, code: code) }
    if case .other = FileSystem.target(of: path) { throw .noLock(path: path, code: ENOTDIR) }
  }
}

extension RunLock {
  /// Takes the lock of a whole folder, Reports/.nightly.lock in it; Reports is made where it is
  /// missing.
  ///
  /// - Parameters:
  ///   - folder: the folder that a night works on.
  ///   - holder: who takes it.
  ///   - leftovers: takes note of the directory.
  /// - Returns: the lock, held as long as it lives.
  /// - Throws: `NightlyRunFailure.nightAtWork` where another night holds it,
  ///   `NightlyFailure.noLock` where nothing can be created.
  public static func ofFolder(
    _ folder: String, holder: String, leftovers: Leftovers
  ) throws -> RunLock {
    let reports = FileSystem.join(folder, "Reports")
    let code = leftovers.perform(parent: reports) { FileSystem.makeDirectory(reports) }
    guard code == 0 || FileSystem.means(code, .taken) else {
      throw NightlyFailure.noLock(path: reports, code: code)
    }
    do throws(NightlyFailure) {
      return try RunLock(path: "\(reports)/.nightly.lock", holder: holder)
    } catch {
      guard case .locked(_, let other) = error else { throw error }
      throw NightlyRunFailure.nightAtWork(folder: folder, holder: other)
    }
  }
}
