#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Another program that is to be run: no shell reads any of it, so nothing needs quoting.
public struct ProgramCall: Sendable {
  /// What becomes of the program's standard error.
  public enum ErrorOutput: Sendable {
    /// It is captured, as the standard output.
    case captured
    /// It goes where that of this process goes.
    case shared
  }

  /// The program's path; it is looked for nowhere else.
  public var path: String
  /// The arguments behind the program's name.
  public var arguments: [String]
  /// `NAME=value`, all that the program gets.
  public var environment: [String] = []
  /// The directory it runs in; `nil` for that of this process.
  public var directory: String?
  /// What it reads from its standard input.
  public var input: [UInt8] = []
  /// How many bytes of each output are kept; the rest is counted.
  public var outputLimit = 1 << 20
  /// What becomes of its standard error.
  public var errorOutput = ErrorOutput.captured
  /// The seconds after which it is asked to end; `nil` for never.
  public var timeout: Double?
  /// The seconds that it has to end after it was asked to, before it is made to.
  public var grace = 5.0
  /// Whether descriptor 3 of the program is a pipe that ends when this process does, see
  /// `Lifeline`.
  public var hasLifeline = false

  /// A call of a program.
  ///
  /// - Parameters:
  ///   - path: the program's path.
  ///   - arguments: the arguments behind its name.
  public init(_ path: String, _ arguments: [String] = []) {
    self.path = path
    self.arguments = arguments
  }
}

/// What a program that has ended left behind.
public struct ProgramResult: Sendable, Equatable {
  /// How a program ended.
  public enum Ending: Sendable, Equatable {
    /// It ended by itself, with this status.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)
  }

  /// An output of the program.
  public struct Capture: Sendable, Equatable {
    /// What was kept of it: the beginning.
    public var bytes: [UInt8] = []
    /// How many bytes more there were.
    public var droppedByteCount = 0

    /// What was kept, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Keeps bytes as far as there is room.
    mutating func add(_ more: ArraySlice<UInt8>, limit: Int) {
      let kept = more.prefix(max(0, limit - bytes.count))
      bytes += kept
      droppedByteCount += more.count - kept.count
    }
  }

  /// How it ended.
  public var ending: Ending
  /// Its standard output.
  public var output: Capture
  /// Its standard error; empty where that was shared.
  public var errors: Capture
  /// The seconds it took.
  public var seconds: Double
  /// Whether it was ended because its time was over.
  public var isTimedOut: Bool

  /// Whether it ended by itself with status 0.
  public var isSuccess: Bool { ending == .exited(0) && !isTimedOut }
}

/// Why a program was not started.
public enum ProgramFailure: Failure, Equatable {
  /// The program or its directory cannot be used; the system's error number.
  case cannotStart(path: String, code: Int32)

  /// 69 where it is missing, 77 where a right is, else 74.
  public var exitStatus: ExitStatus {
    guard case .cannotStart(_, let code) = self else { return .inputOutput }
    switch code {
    case ENOENT, ENOTDIR: return .unavailable
    case EACCES, EPERM: return .permission
    default: return .inputOutput
    }
  }

  /// What was to be run and what the system says.
  public var message: Message {
    switch self {
    case .cannotStart(let path, let code):
      Message(
        path, "the program cannot be started: \(String(cString: strerror(code)).lowercased())",
        fix: "look whether it is installed and may be run")
    }
  }
}

/// The end of a program whose parent is gone.
///
/// A parent that was killed cannot end its children; so it holds one end of a pipe, the child
/// reads the other, and the system closes the pipe with the parent, whatever ended it.
public enum Lifeline {
  /// The descriptor of the pipe in the child.
  public static let descriptor: Int32 = 3

  /// Calls `end` on a thread of its own when the parent is gone; `end` should end the process.
  ///
  /// - Returns: whether there is such a thread.
  @discardableResult
  public static func follow(
    _ descriptor: Int32 = Lifeline.descriptor, _ end: @escaping @Sendable () -> Void
  ) -> Bool {
    // Programs that this one starts must not hold the pipe.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let context = Unmanaged.passRetained(Watch(descriptor, end)).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Watch>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, context)
    return code == 0
  }

  private final class Watch: Sendable {
    let pipe: Int32
    let end: @Sendable () -> Void

    init(_ pipe: Int32, _ end: @escaping @Sendable () -> Void) {
      self.pipe = pipe
      self.end = end
    }

    func wait() {
      var byte: [UInt8] = [0]
      // Nobody writes: whatever ends the reading ends the wait.
      while FileSystem.readOnce(pipe, into: &byte) != 0 {
        guard errno == EINTR else { return }
      }
      end()
    }
  }
}
