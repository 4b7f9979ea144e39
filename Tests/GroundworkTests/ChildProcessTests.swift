import Foundation
import Testing

@testable import Groundwork

@Suite("Other programs are run")
struct ChildProcessTests {
  private func shell(_ line: String) -> ProgramCall { ProgramCall("/bin/sh", ["-c", line]) }

  /// Whether a process is there, a zombie not counted.
  private func isRunning(_ number: Int32) -> Bool {
    guard let status = FileSystem.contents(of: "/proc/\(number)/stat", limit: 4096) else {
      return false
    }
    return !String(decoding: status, as: UTF8.self).contains(") Z ")
  }

  private func waitUntil(_ condition: () -> Bool) -> Bool {
    for _ in 0..<500 {
      if condition() { return true }
      usleep(10_000)
    }
    return false
  }

  @Test("status, output and errors come back; arguments and environment arrive as they are")
  func outputs() throws {
    var call = ProgramCall(
      "/bin/sh", ["-c", "printf '%s|' \"$@\"; echo \"$A\" >&2; exit 7", "sh", "a b", "$A;*", ""])
    call.environment = ["A=x 'y'"]
    let result = try ChildProcess.run(call)
    #expect(result.ending == .exited(7) && !result.isSuccess && !result.isTimedOut)
    #expect(result.output.text == "a b|$A;*||")
    #expect(result.errors.text == "x 'y'\n")
    #expect(result.seconds >= 0 && result.seconds < 60)
  }

  @Test("more than a pipe holds goes in and comes back, and what is too much is counted")
  func large() throws {
    var call = ProgramCall("/bin/cat")
    call.input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    call.outputLimit = 4_000_000
    let whole = try ChildProcess.run(call)
    #expect(whole.isSuccess && whole.output.bytes == call.input)
    #expect(whole.output.droppedByteCount == 0)
    call.outputLimit = 1000
    let cut = try ChildProcess.run(call)
    #expect(cut.output.bytes == Array(call.input[..<1000]))
    #expect(cut.output.droppedByteCount == 2_999_000)
  }

  @Test("a program that reads nothing of its input ends neither this process nor the wait")
  func unreadInput() throws {
    var call = shell("exec 0<&-; echo done")
    call.input = [UInt8](repeating: 65, count: 1_000_000)
    let result = try ChildProcess.run(call)
    #expect(result.isSuccess && result.output.text == "done\n")
  }

  @Test("it runs where it is told, with no open file but the standard ones")
  func surroundings() throws {
    // A file that says of itself that programs may inherit it.
    let held = fcntl(STDIN_FILENO, F_DUPFD, 200)
    defer { close(held) }
    #expect(held >= 200 && fcntl(held, F_GETFD) == 0)
    var call = shell("pwd; for n in 0 1 2 \(held); do [ ! -e /proc/$$/fd/$n ] || echo $n; done")
    call.directory = "/usr"
    #expect(try ChildProcess.run(call).output.text == "/usr\n0\n1\n2\n")
  }

  @Test("when the time is over it is asked to end, then made to; what it started goes too")
  func timeout() throws {
    var call = shell("trap '' TERM; sleep 300 & echo $!; wait; sleep 300")
    call.timeout = 0.2
    call.grace = 0.3
    let result = try ChildProcess.run(call)
    #expect(result.isTimedOut && result.ending == .signalled(SIGKILL))
    #expect(result.seconds >= 0.5 && result.seconds < 60)
    let below = try #require(Int32(result.output.text.split(separator: "\n").first ?? ""))
    #expect(waitUntil { !isRunning(below) })
  }

  @Test("what a program leaves running in its group ends with it")
  func leftRunning() throws {
    let result = try ChildProcess.run(shell("sleep 300 & echo $!"))
    let below = try #require(Int32(result.output.text.split(separator: "\n").first ?? ""))
    #expect(result.isSuccess && result.seconds < 60)
    #expect(waitUntil { !isRunning(below) })
  }

  @Test("several run at once; one can be ended early, and one that is let go does not stay")
  func several() throws {
    let calls = ["sleep 0.3; echo 1", "echo 2", "sleep 300"].map(shell)
    let children = try calls.map { try ChildProcess($0) }
    #expect(children[2].poll() == nil)
    children[2].terminate()
    var results: [ProgramResult?] = [nil, nil, nil]
    while results.contains(nil) {
      results = children.map { $0.poll() }
      ChildProcess.pause(children)
    }
    #expect(results.map { $0?.ending } == [.exited(0), .exited(0), .signalled(SIGTERM)])
    #expect(results[0]?.output.text == "1\n" && results[1]?.output.text == "2\n")
    // A second call returns the same, and a signal then goes nowhere.
    children[0].send(SIGKILL)
    #expect(children[0].poll() == results[0])

    var forgotten: ChildProcess? = try ChildProcess(shell("sleep 300"))
    let number = try #require(forgotten?.identifier)
    #expect(isRunning(number))
    forgotten = nil
    #expect(!isRunning(number))
  }

  @Test("the lifeline ends when the parent lets go of it, and no other program holds it")
  func lifeline() throws {
    var call = shell("cat <&3; echo gone")
    call.hasLifeline = true
    let child = try ChildProcess(call)
    let bystander = try ChildProcess(shell("sleep 300"))
    usleep(50_000)
    #expect(child.poll() == nil)
    child.dropLifeline()
    #expect(child.wait().output.text == "gone\n")
    bystander.terminate()
  }

  @Test("who follows a lifeline is told when it ends, not before")
  func following() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let marker = NSTemporaryDirectory() + "unmet-lifeline-\(UUID())"
    defer { unlink(marker) }
    #expect(Lifeline.follow(ends[0]) { _ = FileSystem.makeDirectory(marker) })
    defer { rmdir(marker) }
    usleep(50_000)
    #expect(FileSystem.kind(of: marker) == nil)
    close(ends[1])
    #expect(waitUntil { FileSystem.kind(of: marker) == .directory })
  }

  @Test("a program that is not there is status 69, one that may not be run 77")
  func missing() {
    #expect(throws: ProgramFailure.cannotStart(path: "/usr/none", code: ENOENT)) {
      try ChildProcess.run(ProgramCall("/usr/none"))
    }
    var call = shell("true")
    call.directory = "/usr/none"
    #expect(throws: ProgramFailure.cannotStart(path: "/bin/sh", code: ENOENT)) {
      try ChildProcess.run(call)
    }
    #expect(ProgramFailure.cannotStart(path: "a", code: ENOENT).exitStatus == .unavailable)
    #expect(ProgramFailure.cannotStart(path: "a", code: EACCES).exitStatus == .permission)
    #expect(ProgramFailure.cannotStart(path: "a", code: EMFILE).exitStatus == .inputOutput)
  }
}
