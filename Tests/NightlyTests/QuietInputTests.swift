import Foundation
import Groundwork
import Synchronization
import Testing

@testable import Nightly

@Suite("Waiting until nobody writes to a file")
struct QuietInputTests {
  /// A machine whose clocks go on by waiting alone.
  private final class Machine: Sendable {
    struct State {
      var steady = 0.0
      var wallStart = 1000
      /// When the file is written next, on the steady clock, and how far its date then lies from
      /// the wall clock.
      var writes: [(at: Double, skew: Int)]
      var facts: FileFacts?
    }

    let state: Mutex<State>

    init(written: Int?, changed: Int? = nil, writes: [(at: Double, skew: Int)] = []) {
      let facts = written.map {
        FileFacts(byteCount: 1, writtenSeconds: $0, changedSeconds: changed)
      }
      state = Mutex(State(writes: writes, facts: facts))
    }

    var world: QuietInput.World {
      QuietInput.World(
        wallSeconds: { self.state.withLock { $0.wallStart + Int($0.steady) } },
        steadySeconds: { self.state.withLock { $0.steady } },
        facts: { _ in self.state.withLock { $0.facts } },
        wait: { seconds in self.state.withLock { Machine.go(&$0, seconds) } })
    }

    private static func go(_ state: inout State, _ seconds: Double) {
      state.steady += seconds
      while let write = state.writes.first, write.at <= state.steady {
        state.writes.removeFirst()
        state.facts = FileFacts(
          byteCount: (state.facts?.byteCount ?? 0) + 1,
          writtenSeconds: state.wallStart + Int(write.at) + write.skew,
          changedSeconds: state.wallStart + Int(write.at))
      }
    }
  }

  /// How long it was waited, and what was told.
  private struct Rest: Equatable {
    var seconds: Double
    var told: [LogPriority] = []
  }

  private func rest(
    _ machine: Machine, settle: Int = 60, patience: Int = 600
  ) throws -> Rest {
    let quiet = QuietInput(
      settleSeconds: settle, patienceSeconds: patience, world: machine.world)
    var told: [LogPriority] = []
    let facts = try quiet.rest(of: "x.csv") { priority, _ in told.append(priority) }
    let now = machine.state.withLock { $0.facts }
    #expect(facts == now)
    return Rest(seconds: machine.state.withLock { $0.steady }, told: told)
  }

  @Test("A file that rests is not waited for, nor is one that is missing")
  func resting() throws {
    #expect(try rest(Machine(written: 940)) == Rest(seconds: 0))
    #expect(try rest(Machine(written: nil)) == Rest(seconds: 0))
    #expect(try rest(Machine(written: 1000), settle: 0) == Rest(seconds: 0))
  }

  @Test("A fresh file is waited for until it is old enough, each write begins the wait anew")
  func fresh() throws {
    #expect(try rest(Machine(written: 990)) == Rest(seconds: 50, told: [.info]))
    let written = Machine(written: 990, writes: [(30, 0), (70, 0)])
    #expect(try rest(written) == Rest(seconds: 130, told: [.info]))
  }

  @Test("A file that is written on and on is given up with status 75")
  func patience() {
    let machine = Machine(written: 1000, writes: (1...100).map { (Double(10 * $0), 0) })
    #expect(throws: NightlyRunFailure.stillWritten(path: "x.csv", seconds: 600)) {
      try rest(machine)
    }
    #expect(NightlyRunFailure.stillWritten(path: "", seconds: 0).exitStatus == .tryLater)
  }

  @Test("A file that is merely young is told by its date, or by what is watched for")
  func young() {
    #expect(
      throws: NightlyRunFailure.tooFresh(path: "x.csv", ageSeconds: 30, settleSeconds: 60)
    ) { try rest(Machine(written: 1000), patience: 30) }
    #expect(
      throws: NightlyRunFailure.tooFresh(path: "x.csv", ageSeconds: -3970, settleSeconds: 60)
    ) { try rest(Machine(written: 5000), patience: 30) }
    func words(_ age: Int) -> String {
      NightlyRunFailure.tooFresh(path: "x.csv", ageSeconds: age, settleSeconds: 60).message
        .description
    }
    #expect(words(30).hasPrefix("x.csv: its date is 30 s ago, 60 s are needed. Fix: run again"))
    #expect(words(-40).contains("its date lies 40 s in the future: it must be watched for 60 s"))
    #expect(
      NightlyRunFailure.tooFresh(path: "", ageSeconds: 0, settleSeconds: 1).exitStatus == .tryLater)
  }

  @Test("A date in the future is told, and the file is watched instead")
  func future() throws {
    #expect(try rest(Machine(written: 5000)) == Rest(seconds: 60, told: [.warning]))
    let written = Machine(written: 5000, writes: [(30, 4000)])
    #expect(try rest(written) == Rest(seconds: 90, told: [.warning]))
  }

  @Test("An old date of a file that was put there just now is not believed at once")
  func oldDate() throws {
    #expect(try rest(Machine(written: 100, changed: 940)) == Rest(seconds: 0))
    #expect(try rest(Machine(written: 100, changed: 999)) == Rest(seconds: 5, told: [.info]))
    #expect(try rest(Machine(written: 100, changed: 1000), settle: 2).seconds == 2)
    // A clock that was set back.
    #expect(try rest(Machine(written: 100, changed: 5000)) == Rest(seconds: 5, told: [.info]))
    // Still being written: each write is seen, whether its date is set back again or not.
    let kept = Machine(written: 100, changed: 1000, writes: [(3, -900), (6, -900)])
    #expect(try rest(kept) == Rest(seconds: 11, told: [.info]))
    #expect(try rest(Machine(written: 100, changed: 1000, writes: [(3, 0)])).seconds == 63)
    let quiet = QuietInput(
      settleSeconds: 60, patienceSeconds: 0, world: Machine(written: 100, changed: 999).world)
    #expect(!quiet.isQuiet("x.csv"))
  }

  @Test("A pipe is refused with status 66, not waited for")
  func pipe() throws {
    let path = NSTemporaryDirectory() + "unmet-pipe-" + UUID().uuidString
    defer { unlink(path) }
    #expect(mkfifo(path, 0o600) == 0)
    let quiet = QuietInput(settleSeconds: 60, patienceSeconds: 600)
    for place in [path, NSTemporaryDirectory()] {
      #expect(throws: NightlyRunFailure.noFile(path: place)) {
        try quiet.rest(of: place) { _, _ in }
      }
    }
    #expect(NightlyRunFailure.noFile(path: path).exitStatus == .inputMissing)
    #expect(try quiet.rest(of: path + "-none") { _, _ in } == nil)
  }
}
