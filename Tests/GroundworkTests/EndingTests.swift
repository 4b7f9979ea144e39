import Foundation
import Synchronization
import Testing

@testable import Groundwork

/// How a program that is asked to end does so, and what it leaves.
@Suite("Being asked to end", .serialized)
struct EndingTests {
  @Test("A sign that is raised after the loop's last look is seen all the same")
  func lastLook() {
    let stop = StopSign()
    #expect(stop.watched { 7 } == 7)
    #expect(!stop.raise(SIGHUP), "nobody watches it any more")
    let late = StopSign()
    let done = late.watched {
      #expect(late.raise(SIGTERM))
      return 7
    }
    #expect(done == 7 && late.signal == SIGTERM)
  }

  private static let count = Mutex(0)

  @Test("Every signal is told, not the first alone")
  func everySignal() {
    // Under nohup it would be ignored.
    signal(SIGHUP, SIG_DFL)
    Interruption.watch { number in
      if number != SIGHUP { _exit(128 + number) }
      EndingTests.count.withLock { $0 += 1 }
    }
    for expected in 1...3 {
      kill(getpid(), SIGHUP)
      let deadline = Date(timeIntervalSinceNow: 20)
      while EndingTests.count.withLock({ $0 }) < expected, Date() < deadline { usleep(1000) }
      #expect(EndingTests.count.withLock { $0 } == expected)
    }
  }

  @Test("What is let stay is not removed")
  func forgotten() {
    let path = NSTemporaryDirectory() + "unmet-ending-" + UUID().uuidString
    defer { rmdir(path) }
    let leftovers = Leftovers()
    #expect(leftovers.perform(companion: path) { FileSystem.makeDirectory(path) } == 0)
    leftovers.forget()
    leftovers.remove()
    #expect(FileSystem.kind(of: path) == .directory)
  }

  @Test("Who may write to a file, and which of two was written last")
  func rights() throws {
    let path = NSTemporaryDirectory() + "unmet-rights-" + UUID().uuidString
    defer { FileSystem.removeTree(path) }
    #expect(FileRights(of: path) == nil)
    #expect(FileSystem.makeDirectory(path) == 0)
    chmod(path, 0o755)
    #expect(FileRights(of: path).map { $0.isOwn && !$0.othersMayWrite } == true)
    chmod(path, 0o770)
    #expect(FileRights(of: path)?.othersMayWrite == true)
    #expect(FileSystem.keepToOwner(path) == 0 && FileRights(of: path)?.othersMayWrite == false)
    for (name, seconds) in [("old", 1000.0), ("new", 1000.25)] {
      try Data().write(to: URL(fileURLWithPath: path + "/" + name))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)],
        ofItemAtPath: path + "/" + name)
    }
    #expect(FileSystem.isNewer(path + "/new", than: path + "/old"))
    #expect(!FileSystem.isNewer(path + "/old", than: path + "/new"))
    #expect(!FileSystem.isNewer(path + "/new", than: path + "/new"))
    #expect(!FileSystem.isNewer(path + "/new", than: path + "/none"))
  }
}
