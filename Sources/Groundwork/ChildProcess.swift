import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A program that runs.
///
/// Nothing happens behind the caller's back, there is no thread and no signal handler: `poll` does
/// what can be done now (hands over input, takes output, keeps the time) and tells whether the
/// program has ended; `wait` does so until it has. Several programs run at once when each is
/// started, then polled in turn with `ChildProcess.pause` between.
///
/// The program leads a process group of its own: what it started goes with it. It inherits no open
/// file but its three standard ones (and the lifeline), no blocked and no ignored signal.
public final class ChildProcess: Sendable {
  private struct State {
    var input: Int32
    var output: Int32
    var errors: Int32
    var lifeline: Int32
    var sentCount = 0
    var outputCapture = ProgramResult.Capture()
    var errorCapture = ProgramResult.Capture()
    var killTime: ContinuousClock.Instant?
    var isTimedOut = false
    var result: ProgramResult?
  }

  /// The programs that run now.
  private static let running = Mutex<Set<Int32>>([])

  /// The number of the process, which is that of its group too.
  public let identifier: Int32
  private let call: ProgramCall
  private let started: ContinuousClock.Instant
  private let state: Mutex<State>

  /// Runs a program to its end.
  ///
  /// - Throws: `ProgramFailure` when it cannot be started.
  public static func run(_ call: ProgramCall) throws(ProgramFailure) -> ProgramResult {
    try ChildProcess(call).wait()
  }

  /// Starts a program.
  ///
  /// - Throws: `ProgramFailure` when it cannot be started.
  public init(_ call: ProgramCall) throws(ProgramFailure) {
    self.call = call
    var spawn = Spawn()
    defer { spawn.closeChildEnds() }
    let (number, code) = spawn.start(call)
    started = .now
    guard code == 0 else {
      spawn.closeParentEnds()
      throw .cannotStart(path: call.path, code: code)
    }
    identifier = number
    state = Mutex(
      State(
        input: spawn.input.parent, output: spawn.output.parent, errors: spawn.errors.parent,
        lifeline: spawn.lifeline.parent))
    _ = ChildProcess.running.withLock { $0.insert(number) }
  }

  deinit {
    state.withLock { state in
      guard state.result == nil else { return }
      kill(-identifier, SIGKILL)
      finish(&state)
    }
  }

  // MARK: - Following

  /// Does what can be done without waiting; the result, once the program has ended.
  public func poll() -> ProgramResult? {
    state.withLock { state in
      if let result = state.result { return result }
      feed(&state)
      take(&state)
      keepTime(&state)
      if hasEnded() { finish(&state) }
      return state.result
    }
  }

  /// Waits for the end.
  public func wait() -> ProgramResult {
    while true {
      if let result = poll() { return result }
      ChildProcess.pause([self])
    }
  }

  /// Sleeps until one of the programs has something to hand over or to take, 10 ms at most: how
  /// they end is told by no descriptor.
  public static func pause(_ children: [ChildProcess]) {
    var waits: [pollfd] = []
    for child in children {
      child.state.withLock { state in
        for (descriptor, event) in [
          (state.input, POLLOUT), (state.output, POLLIN), (state.errors, POLLIN),
        ] where descriptor >= 0 {
          waits.append(pollfd(fd: descriptor, events: Int16(event), revents: 0))
        }
      }
    }
    #if canImport(Glibc)
      _ = Glibc.poll(&waits, nfds_t(waits.count), 10)
    #else
      _ = Musl.poll(&waits, nfds_t(waits.count), 10)
    #endif
  }

  // MARK: - Ending

  /// Asks the program and what it started to end, and makes it end after the grace of the call.
  public func terminate() {
    state.withLock { state in
      guard state.result == nil, state.killTime == nil else { return }
      kill(-identifier, SIGTERM)
      state.killTime = .now + .seconds(call.grace)
    }
  }

  /// Sends a signal to the program and what it started, unless it has ended.
  public func send(_ signal: Int32) {
    state.withLock { state in
      guard state.result == nil else { return }
      kill(-identifier, signal)
    }
  }

  /// Makes every program end that this process has started, so that none outlives it: for whoever
  /// ends the process at once.
  public static func killAll() {
    running.withLock { for identifier in $0 { kill(-identifier, SIGKILL) } }
  }

  /// Lets go of the lifeline, as the end of this process would.
  func dropLifeline() {
    state.withLock { ChildProcess.close(&$0.lifeline) }
  }

  // MARK: - Steps

  private static func close(_ descriptor: inout Int32) {
    guard descriptor >= 0 else { return }
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Musl.close(descriptor)
    #endif
    descriptor = -1
  }

  /// Hands over what the pipe takes of the input; closes it behind the last byte.
  private func feed(_ state: inout State) {
    while state.input >= 0, state.sentCount < call.input.count {
      let (count, code) = Quiet.write(call.input[state.sentCount...], to: state.input)
      if count >= 0 {
        state.sentCount += count
      } else if code == EAGAIN {
        return
      } else if code != EINTR {
        // The program reads no further, which is its own affair.
        ChildProcess.close(&state.input)
      }
    }
    ChildProcess.close(&state.input)
  }

  private func take(_ state: inout State) {
    take(from: &state.output, into: &state.outputCapture)
    take(from: &state.errors, into: &state.errorCapture)
  }

  /// Takes what is there, at most 4 MiB at once so that time is kept whatever a program writes.
  private func take(from descriptor: inout Int32, into capture: inout ProgramResult.Capture) {
    guard descriptor >= 0 else { return }
    var block = [UInt8](repeating: 0, count: 65_536)
    for _ in 0..<64 {
      let count = FileSystem.readOnce(descriptor, into: &block)
      if count > 0 {
        capture.add(block[..<count], limit: call.outputLimit)
      } else if count == 0 {
        return ChildProcess.close(&descriptor)
      } else if errno != EINTR {
        return errno == EAGAIN ? () : ChildProcess.close(&descriptor)
      }
    }
  }

  private func keepTime(_ state: inout State) {
    let now = ContinuousClock.now
    if let killTime = state.killTime {
      if now >= killTime { kill(-identifier, SIGKILL) }
    } else if let timeout = call.timeout, now >= started + .seconds(timeout) {
      state.isTimedOut = true
      kill(-identifier, SIGTERM)
      state.killTime = now + .seconds(call.grace)
    }
  }

  /// Whether the program has ended; its number stays taken, so that no signal meets another.
  private func hasEnded() -> Bool {
    var information = siginfo_t()
    let code = waitid(
      P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
    return code == 0 ? information.si_signo == SIGCHLD : errno == ECHILD
  }

  /// Ends what the program left running, takes the rest of its output and its status.
  private func finish(_ state: inout State) {
    kill(-identifier, SIGKILL)
    // Before its number can become another's.
    _ = ChildProcess.running.withLock { $0.remove(identifier) }
    take(&state)
    ChildProcess.close(&state.input)
    ChildProcess.close(&state.output)
    ChildProcess.close(&state.errors)
    ChildProcess.close(&state.lifeline)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    state.result = ProgramResult(
      ending: signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal),
      output: state.outputCapture, errors: state.errorCapture,
      seconds: (ContinuousClock.now - started) / .seconds(1), isTimedOut: state.isTimedOut)
  }
}
