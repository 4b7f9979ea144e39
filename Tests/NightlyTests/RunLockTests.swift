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
