public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Why an alert was not delivered. No message holds a secret, or more of an address than its host.
public enum DeliveryFailure: Failure, Equatable {
  /// A file of alerts is none.
  case badAlerts(path: String)
  /// The list of what was delivered cannot be read, or not written; the system's error number.
  case badState(path: String, code: Int32?)
  /// A secret's file is missing, or no text of one line.
  case noSecret(path: String, found: String)
  /// A secret's file can be read by others; its permission bits.
  case openSecret(path: String, mode: UInt32)
  /// A file takes no line; the system's error number.
  case cannotWrite(path: String, code: Int32)
  /// A program that is needed is not installed.
  case noProgram(name: String, package: String)
  /// A program did not take the alert; what it said first on its standard error is for the log
  /// alone, for nobody knows what it quotes.
  case command(path: String, ending: String, said: String, isTemporary: Bool)
  /// A listener that could not be reached or had no time; better luck later.
  case unreachable(host: String, what: String)
  /// A listener's certificate, or the way to it, is wrong.
  case notTrusted(host: String)
  /// A listener answered with another status than that of success.
  case refused(host: String, status: Int)
  /// An alert that is larger than any listener would take.
  case tooLarge(id: String)

  /// Whether trying again later may help by itself.
  public var isTemporary: Bool { exitStatus == .tryLater }

  /// What a program said; empty where it said nothing.
  public var said: String {
    if case .command(_, _, let said, _) = self { return said }
    return ""
  }

  /// What keeps every alert from a listener, not one alone.
  enum Silence: String {
    case noName = "its name is not known"
    case nobody = "nothing listens there"
    case late = "no answer in time"
  }

  /// Whether a listener's machine could not be reached at all.
  var isUnreachable: Bool {
    if case .unreachable(_, let what) = self { return Silence(rawValue: what) != nil }
    return false
  }

  /// Whether only this one alert was refused.
  var concernsAlert: Bool {
    switch self {
    case .refused(_, let status): [400, 413, 422].contains(status)
    case .tooLarge: true
    default: false
    }
  }

  /// 75 where it may work later by itself; 77, 78 and 69 where somebody must do something.
  public var exitStatus: ExitStatus {
    switch self {
    case .badAlerts, .badState, .cannotWrite: .inputOutput
    case .noSecret: .inputMissing
    case .openSecret: .permission
    case .noProgram, .notTrusted, .tooLarge: .unavailable
    case .command(_, _, _, let isTemporary): isTemporary ? .tryLater : .unavailable
    case .unreachable: .tryLater
    case .refused(_, let status):
      switch status {
      case 408, 409, 425, 429, 500...: .tryLater
      case 300..<400: .studyFile
      case 401, 403, 407: .permission
      default: .unavailable
      }
    }
  }

  /// What is in the way, and what helps.
  public var message: Message {
    switch self {
    case .badAlerts(let path):
      Message(path, "this is no list of alerts", fix: "run `unmet nightly` again")
    case .badState(let path, let code):
      Message(
        path, code.map { "writing failed: \(words($0))" } ?? "this is no list of deliveries",
        fix: code == nil
          ? "delete it: then the alerts of the latest run are sent once more"
          : "make room on the disk and the directory writable")
    case .noSecret(let path, let found):
      Message(
        path, "the secret cannot be read", found: found,
        expected: "a file of one line, or a credential of the service manager",
        fix: "write the secret into it, with `chmod 600`")
    case .openSecret(let path, let mode):
      Message(
        path, "others can read the secret", found: "mode \(String(mode, radix: 8))",
        expected: "mode 600, owned by whoever runs unmet", fix: "`chmod 600` it")
    case .cannotWrite(let path, let code):
      Message(path, "writing failed: \(words(code))", fix: writingFix(code))
    case .noProgram(let name, let package):
      Message(name, "the program is not installed", fix: "`apt-get install \(package)`")
    case .tooLarge(let id):
      Message(
        id, "the alert is too large", expected: "at most \(PublishedAlert.byteLimit) bytes",
        fix: "read it in the run")
    default: channelMessage
    }
  }

  // MARK: - Steps

  private func words(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }

  private var channelMessage: Message {
    switch self {
    case .command(let path, let ending, _, let isTemporary):
      Message(
        path, "the program did not take the alert", found: ending, expected: "status 0",
        fix: isTemporary
          ? "nothing: it is tried again" : "run it by hand with one line of JSON as its input")
    case .unreachable(let host, let what):
      Message(host, "the listener did not answer: \(what)", fix: "nothing: it is tried again")
    case .notTrusted(let host):
      Message(
        host, "the listener cannot prove who it is", found: "a certificate that is not trusted",
        fix: "correct its certificate, or name its authority with `authority:`")
    case .refused(let host, let status):
      Message(
        host, "the listener refused the alert", found: "status \(status)", expected: "200 to 299",
        fix: refusalFix(status))
    default: Message("alerts", "delivery failed", fix: "try again")
    }
  }

  /// To a service the system is read-only but for the files that its unit names.
  private func writingFix(_ code: Int32) -> String {
    code == EROFS
      ? "run `unmet schedule install` again: the sandbox of a scheduled night allows only the "
        + "files that were known, and there, at installation"
      : "make room, or name another file"
  }

  private func refusalFix(_ status: Int) -> String {
    switch status {
    case 300..<400: "write the address it redirects to into `url`; redirects are not followed"
    case 401, 403, 407: "look whether the secret is the listener's"
    case 408, 409, 425, 429, 500...: "nothing: it is tried again"
    default: "look whether `url` is that of a listener for JSON"
    }
  }
}
