#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the terminal on the standard error can show.
struct Terminal: Sendable {
  /// Whether a line may be written over: there is a terminal, and not a dumb one.
  let isInteractive: Bool
  /// Whether words may be dimmed: interactive, and NO_COLOR is not set.
  let usesColor: Bool

  /// The terminal of the standard error.
  static var standardError: Terminal {
    Terminal(isTerminal: isatty(STDERR_FILENO) == 1, variable: Terminal.variable)
  }

  /// Whether the standard output is a terminal, where bytes that are no text do harm.
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  init(isTerminal: Bool, variable: (String) -> String?) {
    isInteractive = isTerminal && variable("TERM") != "dumb"
    usesColor = isInteractive && (variable("NO_COLOR") ?? "").isEmpty
  }

  /// A variable of the environment.
  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

/// One line on the standard error that names the step at work, gone when the work is done.
///
/// It shows only on an interactive terminal and never with `--quiet`: a log file gets no progress.
struct ProgressLine: Sendable {
  private let terminal: Terminal
  private let isShown: Bool

  init(isQuiet: Bool, terminal: Terminal = .standardError) {
    self.terminal = terminal
    isShown = terminal.isInteractive && !isQuiet
  }

  /// Shows a step.
  func show(_ step: String) {
    guard isShown else { return }
    let text = terminal.usesColor ? "\u{1b}[2m\(step) ...\u{1b}[0m" : "\(step) ..."
    StandardError.write("\r\u{1b}[K\(text)")
  }

  /// Removes the line.
  func clear() {
    guard isShown else { return }
    StandardError.write("\r\u{1b}[K")
  }
}
