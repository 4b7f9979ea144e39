#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Waits for the signals that end a program, so that it can put things in order first.
public enum Interruption {
  private final class Watch: Sendable {
    let signals: [Int32]
    let end: @Sendable (Int32) -> Void

    init(_ signals: [Int32], _ end: @escaping @Sendable (Int32) -> Void) {
      self.signals = signals
      self.end = end
    }
  }

  /// Calls `end` on a thread of its own when a signal of the user or the system arrives: SIGINT,
  /// SIGTERM or SIGHUP. Those that are ignored already (as under nohup) stay ignored.
  ///
  /// Call it before any other thread is started: the signals are blocked in the calling thread
  /// and in those that it starts. `end` runs outside of any signal handler, so it may do what it
  /// likes; it should end the process with status 128 + signal.
  public static func watch(_ end: @escaping @Sendable (Int32) -> Void) {
    let signals = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
    var set = Interruption.set(of: signals)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let context = Unmanaged.passRetained(Watch(signals, end)).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Interruption.wait(Unmanaged<Watch>.fromOpaque(context).takeRetainedValue())
        return nil
      }, context)
    // Without the thread the signals must end the program as they always do.
    if code != 0 { pthread_sigmask(SIG_UNBLOCK, &set, nil) }
  }

  /// Makes writing to a closed pipe or beyond a file size limit an error instead of the end.
  public static func ignoreWriteSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  // MARK: - Steps

  private static func wait(_ watch: Watch) {
    var set = Interruption.set(of: watch.signals)
    var number: Int32 = 0
    while sigwait(&set, &number) != 0 {}
    watch.end(number)
  }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var old = sigaction()
    guard sigaction(number, nil, &old) == 0 else { return false }
    #if canImport(Glibc)
      let handler = old.__sigaction_handler.sa_handler
    #else
      let handler = old.__sa_handler.sa_handler
    #endif
    // The two special handlers are small numbers in the place of an address.
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
