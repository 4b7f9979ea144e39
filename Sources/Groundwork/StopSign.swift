import Synchronization

/// Tells a loop that works on that a signal wants the program to end: the thread that waits for
/// signals raises it, the loop looks at it between two steps.
public final class StopSign: Sendable {
  private struct State {
    var signal: Int32?
    var isWatched = false
  }

  private let state = Mutex(State())

  /// Nothing wants the program to end yet.
  public init() {}

  /// Asks for the end, on behalf of a signal. The first one counts.
  ///
  /// - Returns: whether a loop watches the sign and will bring about the end.
  public func raise(_ signal: Int32) -> Bool {
    state.withLock { state in
      if state.signal == nil { state.signal = signal }
      return state.isWatched
    }
  }

  /// The signal that asked for the end; `nil` as long as none did.
  public var signal: Int32? { state.withLock { $0.signal } }

  /// Runs a loop that watches the sign. Whoever raised it meanwhile, were it after the loop had
  /// looked at it for the last time, counts on the caller to bring about the end: `signal` tells.
  ///
  /// - Returns: what the loop returns.
  public func watched<Value>(_ loop: () throws -> Value) rethrows -> Value {
    state.withLock { $0.isWatched = true }
    defer { state.withLock { $0.isWatched = false } }
    return try loop()
  }
}
