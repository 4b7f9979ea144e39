import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Waits for the signals that end a program, so that it can put things in order first.
public enum Interruption {
  /// Where the signal handler writes the numbers of signals: the end of a pipe.
  private static let bell = Atomic<Int32>(-1)

  private final class Watch: Sendable {
    let pipe: Int32
    let end: @Sendable (Int32) -> Void

    init(_ pipe: Int32, _ end: @escaping @Sendable (Int32) -> Void) {
      self.pipe = pipe
      self.end = end
    }
  }

  /// Calls `end` on a thread of its own whenever a signal of the user or the system arrives:
  /// SIGINT, SIGTERM or SIGHUP. Those that are ignored already (as under nohup) stay ignored.
  ///
  /// Call it once in a process. `end` runs outside of any signal handler, so it may do what it
  /// likes; it should end the process with status 128 + signal, or see to it that somebody does.
  public static func watch(_ end: @escaping @Sendable (Int32) -> Void) {
    // Handlers, not a blocked mask: a library may have started threads before `main` that take
    // the signals whatever this thread blocks.
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A handler must never wait: not even for a full pipe.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    // Without the thread the signals must end the program as they always do.
    guard start(Watch(ends[0], end)) else { return }
    bell.store(ends[1], ordering: .sequentiallyConsistent)
    for number in signals where !isIgnored(number) { install(number) }
  }

  /// Makes writing to a closed pipe or beyond a file size limit an error instead of the end.
  public static func ignoreWriteSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  // MARK: - Steps

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private static func start(_ watch: Watch) -> Bool {
    let context = Unmanaged.passRetained(watch).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Interruption.wait(Unmanaged<Watch>.fromOpaque(context).takeRetainedValue())
        return nil
      }, context)
    return code == 0
  }

  private static func wait(_ watch: Watch) {
    // Whoever started the program may have left the signals blocked; here at least they arrive.
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    // A loop that watches a `StopSign` may have ended before it saw the first one.
    while true {
      var number: UInt8 = 0
      let count = read(watch.pipe, &number, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return }
      watch.end(Int32(number))
    }
  }

  /// The handler writes the signal's number into the pipe, which is all that a handler may do.
  private static func install(_ number: Int32) {
    var action = sigaction()
    // Reads and writes that a signal breaks off begin again: the thread decides what ends.
    action.sa_flags = SA_RESTART
    let handler: @convention(c) (Int32) -> Void = { number in
      let code = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(Interruption.bell.load(ordering: .sequentiallyConsistent), &byte, 1)
      errno = code
    }
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handler
    #else
      action.__sa_handler.sa_handler = handler
    #endif
    sigaction(number, &action, nil)
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
