import Groundwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why the standard output did not take everything.
enum OutputFailure: Failure, Equatable {
  /// The reader has gone.
  case brokenPipe
  /// Writing failed; the system's error number.
  case cannotWrite(code: Int32)

  var exitStatus: ExitStatus { .inputOutput }

  var message: Message {
    switch self {
    case .brokenPipe: Message("standard output", "nobody reads it", fix: "nothing")
    case .cannotWrite(let code):
      Message(
        "standard output", "writing failed: \(String(cString: strerror(code)).lowercased())",
        fix: "make room on the disk and try again")
    }
  }
}

/// The three descriptors that every program expects to be open.
enum StandardDescriptors {
  /// Opens the null device in the place of each that is closed: else the first file that is
  /// opened would take its number, and messages would be written into it.
  static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      #if canImport(Glibc)
        _ = Glibc.open("/dev/null", O_RDWR)
      #else
        _ = Musl.open("/dev/null", O_RDWR)
      #endif
    }
  }
}

/// The standard output. Every write is checked: a full disk or a closed pipe is never silent.
enum StandardOutput {
  static func write(_ text: String) throws(OutputFailure) {
    try write(Array(text.utf8))
  }

  static func write(_ bytes: [UInt8]) throws(OutputFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = FileSystem.writeOnce(rest, to: STDOUT_FILENO)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else {
        try recover(errno)
      }
    }
  }

  /// Closes the output: some file systems tell only then that the disk is full.
  static func finish() throws(OutputFailure) {
    guard close(STDOUT_FILENO) != 0 else { return }
    // Nothing was open in the first place: then nothing was lost.
    guard errno != EBADF else { return }
    throw .cannotWrite(code: errno)
  }

  /// Waits or tries again where that helps.
  private static func recover(_ code: Int32) throws(OutputFailure) {
    switch code {
    case EINTR: return
    case EAGAIN:
      var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
      poll(&descriptor, 1, -1)
    case EPIPE: throw .brokenPipe
    default: throw .cannotWrite(code: code)
    }
  }
}

/// The standard error, for messages and progress. Nobody can be told that it does not work.
enum StandardError {
  static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = FileSystem.writeOnce(rest, to: STDERR_FILENO)
      guard count > 0 || (count < 0 && errno == EINTR) else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
