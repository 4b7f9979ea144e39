import Foundation
import Testing

@testable import Groundwork

@Suite("Moments, facts of files, the own program")
struct SystemClockTests {
  @Test("A moment is written and read in universal time, to the second")
  func timestamps() {
    for (seconds, text) in [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (1_795_143_599, "2026-11-20T02:59:59Z"),
    ] {
      #expect(Timestamp.text(seconds) == text)
      #expect(Timestamp.seconds(text) == seconds)
    }
  }

  @Test(
    "What is no moment is refused",
    arguments: [
      "", "2026-11-20", "2026-02-30T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20 03:00:00Z",
      "2026-11-20T03:00:00+01:00", "2026-11-20T03:00:0xZ", "2026-11-20T03:00:00z",
    ])
  func wrongTimestamps(text: String) {
    #expect(Timestamp.seconds(text) == nil)
  }

  @Test("The steady clock goes on by what is waited")
  func steady() {
    let start = SystemClock.steadySeconds
    SystemClock.wait(seconds: 0.05)
    #expect(SystemClock.steadySeconds - start >= 0.05)
  }

  @Test("A file's facts change when it is written to, and its digest is that of its bytes")
  func facts() throws {
    let path = NSTemporaryDirectory() + "unmet-facts-" + UUID().uuidString
    defer { unlink(path) }
    #expect(FileFacts(of: path) == nil && FileSystem.digest(of: path) == nil)
    try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
    let facts = try #require(FileFacts(of: path))
    #expect(facts.byteCount == 3 && facts == FileFacts(of: path))
    var digest = SHA256()
    digest.update(Array("abc".utf8))
    #expect(FileSystem.digest(of: path) == digest.hexDigest)
    // Another file of the same length and date.
    let moved = path + "-2"
    try Data("abd".utf8).write(to: URL(fileURLWithPath: moved))
    _ = FileSystem.move(moved, to: path)
    #expect(facts != FileFacts(of: path))
    #expect(FileFacts(of: NSTemporaryDirectory()) == nil)
  }

  @Test("The own program is a file that may be run, with the variables it was started with")
  func ownProgram() {
    #expect(access(OwnProgram.path, X_OK) == 0)
    let path = OwnProgram.environment.first { $0.hasPrefix("PATH=") }
    #expect(path == "PATH=" + (ProcessInfo.processInfo.environment["PATH"] ?? ""))
  }
}
