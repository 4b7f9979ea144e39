#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The descriptors and attributes with which a program is started.
struct Spawn {
  /// A pipe between this process and the program; -1 for an end that is not there.
  struct Pipe {
    var parent: Int32 = -1
    var child: Int32 = -1

    static let none = Pipe()

    /// Makes a pipe; the error number when there is none.
    mutating func open(parentReads: Bool) -> Int32 {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return errno }
      // Away from the numbers that the program gets, so that no copy overwrites another.
      let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
      let code = errno
      for end in ends { close(end) }
      (parent, child) = parentReads ? (moved[0], moved[1]) : (moved[1], moved[0])
      guard moved.allSatisfy({ $0 >= 0 }) else { return code }
      _ = fcntl(parent, F_SETFL, O_NONBLOCK)
      return 0
    }
  }

  private(set) var input = Pipe.none
  private(set) var output = Pipe.none
  private(set) var errors = Pipe.none
  private(set) var lifeline = Pipe.none

  /// Starts the program: its number, and 0 or the error number.
  mutating func start(_ call: ProgramCall) -> (number: Int32, code: Int32) {
    let code = open(call)
    guard code == 0 else { return (-1, code) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let prepared = prepare(&actions, call)
    guard prepared == 0 else { return (-1, prepared) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    prepare(&attributes)

    let words = ([call.path] + call.arguments).map { strdup($0) } + [nil]
    let variables = call.environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var number = pid_t()
    let started = posix_spawn(&number, call.path, &actions, &attributes, words, variables)
    return (number, started)
  }

  /// Closes what belongs to the program: it has it now, or never will.
  mutating func closeChildEnds() {
    for end in [input.child, output.child, errors.child, lifeline.child] where end >= 0 {
      close(end)
    }
  }

  /// Closes the ends of this process, when there is no program at the other.
  mutating func closeParentEnds() {
    for end in [input.parent, output.parent, errors.parent, lifeline.parent] where end >= 0 {
      close(end)
    }
  }

  // MARK: - Steps

  private mutating func open(_ call: ProgramCall) -> Int32 {
    var code = input.open(parentReads: false)
    if code == 0 { code = output.open(parentReads: true) }
    if code == 0, call.errorOutput == .captured { code = errors.open(parentReads: true) }
    if code == 0, call.hasLifeline { code = lifeline.open(parentReads: false) }
    return code
  }

  private func prepare(
    _ actions: inout posix_spawn_file_actions_t, _ call: ProgramCall
  ) -> Int32 {
    posix_spawn_file_actions_adddup2(&actions, input.child, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output.child, STDOUT_FILENO)
    if errors.child >= 0 {
      posix_spawn_file_actions_adddup2(&actions, errors.child, STDERR_FILENO)
    }
    var firstClosed = STDERR_FILENO + 1
    if lifeline.child >= 0 {
      posix_spawn_file_actions_adddup2(&actions, lifeline.child, Lifeline.descriptor)
      firstClosed = Lifeline.descriptor + 1
    }
    if let directory = call.directory {
      let code = Spawn.addChange(&actions, directory)
      guard code == 0 else { return code }
    }
    Spawn.addClosing(&actions, firstClosed)
    return 0
  }

  /// A group of its own, no signal blocked, those that this process ignores at their default.
  private func prepare(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  // MARK: - Calls that are declared only to programs that ask for GNU extensions

  private typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>

  private static func addChange(
    _ actions: inout posix_spawn_file_actions_t, _ directory: String
  ) -> Int32 {
    typealias Change = @convention(c) (Actions, UnsafePointer<CChar>) -> CInt
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else { return ENOSYS }
    return unsafeBitCast(symbol, to: Change.self)(&actions, directory)
  }

  /// Everything else is closed. Where the C library cannot say so, the mark close-on-exec that
  /// each file of this program bears does it.
  private static func addClosing(_ actions: inout posix_spawn_file_actions_t, _ first: Int32) {
    typealias CloseFrom = @convention(c) (Actions, CInt) -> CInt
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
    _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, first)
  }
}

/// Writing to a pipe whose reader may be gone: an error, never the end of this process.
enum Quiet {
  /// The number of bytes taken, or -1 and the error number.
  static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32
  ) -> (count: Int, code: Int32) {
    var pipe = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    var pending = sigset_t()
    sigpending(&pending)
    let wasPending = sigismember(&pending, SIGPIPE) == 1
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let count = FileSystem.writeOnce(bytes, to: descriptor)
    let code = errno
    if count < 0, code == EPIPE, !wasPending {
      // The signal that was raised is taken back before it is let in again.
      var none = timespec()
      while sigtimedwait(&pipe, nil, &none) < 0, errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return (count, code)
  }
}
