import Foundation
import Groundwork
import Testing

@testable import Nightly

@Suite("A lock keeps two runs of one study apart")
struct RunLockTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "nightly-lock-\(UUID())").path

  @Test("the second run is told who holds the lock, and gets it once the first has ended")
  func secondRun() throws {
    defer { unlink(path) }
    var first: RunLock? = try RunLock(path: path, holder: "process 1 since noon")
    #expect(throws: NightlyFailure.locked(path: path, holder: "process 1 since noon")) {
      try RunLock(path: path, holder: "process 2")
    }
    withExtendedLifetime(first) {}
    first = nil
    _ = try RunLock(path: path, holder: "process 2")
    #expect(FileSystem.contents(of: path, limit: 100) == Array("process 2\n".utf8))
  }

  @Test("a file left behind by a dead run locks nothing, and is for its owner alone")
  func staleFile() throws {
    defer { unlink(path) }
    _ = try RunLock(path: path, holder: "a run that was killed")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(throws: Never.self) { try RunLock(path: path, holder: "the next") }
  }

  @Test("a lock whose file was removed keeps nobody out of the name, and nobody is fooled by it")
  func removedFile() throws {
    defer { unlink(path) }
    let first = try RunLock(path: path, holder: "the first")
    unlink(path)
    let second = try RunLock(path: path, holder: "the second")
    #expect(throws: NightlyFailure.locked(path: path, holder: "the second")) {
      try RunLock(path: path, holder: "the third")
    }
    withExtendedLifetime((first, second)) {}
  }

  @Test("the directory of a study is its owner's, goes with a first run that fails, else stays")
  func studyLock() throws {
    let folder = path + "-folder"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { FileSystem.removeTree(folder) }
    let leftovers = Leftovers()
    let lock = try StudyLock(beside: folder, slug: "s", holder: "one", leftovers: leftovers)
    var status = stat()
    #expect(stat(lock.directory, &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(
      throws: NightlyFailure.locked(path: folder + "/Reports/s/.state/lock", holder: "one")
    ) {
      try StudyLock(beside: folder, slug: "s", holder: "two", leftovers: Leftovers())
    }
    leftovers.remove()
    #expect(FileSystem.kind(of: folder + "/Reports") == nil)
    let next = try StudyLock(beside: folder, slug: "s", holder: "three", leftovers: leftovers)
    // Whatever is published, the directory belongs to it.
    #expect(leftovers.publish(tree: "a run") { 0 } == 0)
    leftovers.remove()
    #expect(FileSystem.kind(of: next.directory + "/lock") == .file)
    withExtendedLifetime(lock) {}
  }

  @Test("what fails under the lock is cleared away before the lock goes, what succeeds stays")
  func holding() throws {
    let folder = path + "-held"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { FileSystem.removeTree(folder) }
    struct Fault: Error {}
    let leftovers = Leftovers()
    let first = try StudyLock(beside: folder, slug: "s", holder: "one", leftovers: leftovers)
    #expect(throws: Fault.self) { try first.holding(leftovers) { throw Fault() } }
    #expect(FileSystem.kind(of: folder + "/Reports") == nil)
    // The next run's directory is nothing that the one before may still remove.
    let next = try StudyLock(beside: folder, slug: "s", holder: "two", leftovers: Leftovers())
    leftovers.remove()
    #expect(FileSystem.kind(of: next.directory + "/lock") == .file)
    FileSystem.removeTree(folder + "/Reports")
    let last = try StudyLock(beside: folder, slug: "s", holder: "three", leftovers: leftovers)
    #expect(try last.holding(leftovers) { 3 } == 3)
    leftovers.remove()
    #expect(FileSystem.kind(of: last.directory + "/lock") == .file)
    withExtendedLifetime((first, next, last)) {}
  }

  @Test("whoever comes second removes nothing of a directory that the first one locked")
  func comesSecond() throws {
    let folder = path + "-second"
    let state = folder + "/Reports/s/.state"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    defer { FileSystem.removeTree(folder) }
    let lock = try RunLock(path: state + "/lock", holder: "first")
    // As if this one had made the directory a moment before the other took the lock in it.
    let leftovers = Leftovers()
    _ = leftovers.perform(companion: state) { 0 }
    #expect(throws: NightlyFailure.locked(path: state + "/lock", holder: "first")) {
      try StudyLock(beside: folder, slug: "s", holder: "second", leftovers: leftovers)
    }
    leftovers.remove()
    #expect(FileSystem.kind(of: state + "/lock") == .file)
    withExtendedLifetime(lock) {}
  }

  @Test("a directory that others may write to becomes its owner's, a foreign one is refused")
  func rights() throws {
    let folder = path + "-rights"
    let state = folder + "/Reports/s/.state"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    defer { FileSystem.removeTree(folder) }
    chmod(state, 0o777)
    _ = try StudyLock(beside: folder, slug: "s", holder: "", leftovers: Leftovers())
    #expect(FileRights(of: state)?.othersMayWrite == false)
    #expect(NightlyFailure.foreignState(path: state).exitStatus == .permission)
    // Only root can give a directory away.
    guard geteuid() == 0, chown(state, 65_534, 65_534) == 0 else { return }
    #expect(throws: NightlyFailure.foreignState(path: state)) {
      try StudyLock(beside: folder, slug: "s", holder: "", leftovers: Leftovers())
    }
  }

  @Test("the lock of a folder says that a night is at work")
  func folderLock() throws {
    let folder = path + "-night"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { FileSystem.removeTree(folder) }
    let first = try RunLock.ofFolder(folder, holder: "one", leftovers: Leftovers())
    #expect(throws: NightlyRunFailure.nightAtWork(folder: folder, holder: "one")) {
      try RunLock.ofFolder(folder, holder: "two", leftovers: Leftovers())
    }
    withExtendedLifetime(first) {}
  }

  @Test("a link in the place of the lock is refused")
  func link() {
    defer { unlink(path) }
    symlink("/dev/null", path)
    #expect(throws: NightlyFailure.noLock(path: path, code: ELOOP)) {
      try RunLock(path: path, holder: "")
    }
  }

  @Test("held is status 75, a missing directory 73")
  func statuses() {
    #expect(NightlyFailure.locked(path: "a", holder: "").exitStatus == .tryLater)
    #expect(NightlyFailure.noLock(path: "a", code: ENOENT).exitStatus == .cannotCreate)
    #expect(NightlyFailure.noLock(path: "a", code: EACCES).exitStatus == .permission)
  }
}
