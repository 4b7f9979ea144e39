#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that a test has started.
///
/// Foundation's `Process` learns of the end of a program from a run loop of another thread, and
/// now and then never does; here the test itself waits for it.
final class ChildProcess {
  /// How a program ended.
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// Why a program was not started; the system's error number.
  struct CannotStart: Error {
    let code: Int32
  }

  let identifier: pid_t

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - arguments: the program and its arguments.
  ///   - directory: the directory it runs in.
  ///   - environment: `NAME=value`, all of them.
  ///   - descriptors: what it gets as standard input, output and error.
  ///   - blocked: the signals it is started with blocked; no other is.
  /// - Throws: `CannotStart`.
  init(
    _ arguments: [String], in directory: String, environment: [String], descriptors: [Int32],
    blocked: [Int32] = []
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in blocked { sigaddset(&mask, signal) }
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    // The C library offers a change of directory only to programs that ask for GNU extensions.
    let launcher = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory]
    let words = (launcher + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var started = pid_t()
    let code = posix_spawn(&started, launcher[0], &actions, &attributes, words, variables)
    guard code == 0 else { throw CannotStart(code: code) }
    identifier = started
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the end. Call it once.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
  }
}
