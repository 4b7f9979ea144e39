public import Groundwork
import ReportWriters

/// How much a line of the log matters, by the numbers of syslog.
public enum LogPriority: Int, Sendable {
  case error = 3
  case warning = 4
  case info = 6

  /// The word for it.
  var word: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .info: "info"
    }
  }
}

/// The lines that tell what a night did, for the standard error.
///
/// Every line is one line, whatever stands in it: control characters are escaped.
public struct NightlyLog: Sendable {
  /// How a line is written.
  public enum Format: String, Sendable, CaseIterable {
    /// With a priority before it, as the journal of systemd reads it (sd-daemon(3)); the journal
    /// adds the time.
    case journal
    /// With the time before it, for people.
    case text
    /// One JSON object a line.
    case json
  }

  private let format: Format
  private let isQuiet: Bool
  private let clock: @Sendable () -> Int
  private let write: @Sendable (String) -> Void

  /// - Parameters:
  ///   - format: how lines are written.
  ///   - isQuiet: leaves out what is neither a warning nor an error.
  ///   - clock: the seconds since 1970 that a line bears.
  ///   - write: takes a line with its line feed.
  public init(
    format: Format, isQuiet: Bool,
    clock: @escaping @Sendable () -> Int = { SystemClock.wallSeconds },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.format = format
    self.isQuiet = isQuiet
    self.clock = clock
    self.write = write
  }

  /// Writes a line.
  ///
  /// - Parameters:
  ///   - priority: how much it matters.
  ///   - study: the study file that it is about; empty for the whole night.
  ///   - text: one sentence or several.
  public func line(_ priority: LogPriority, study: String = "", _ text: String) {
    guard !isQuiet || priority != .info else { return }
    write(rendered(priority, study, text) + "\n")
  }

  private func rendered(_ priority: LogPriority, _ study: String, _ text: String) -> String {
    let words = Message.escaped(study.isEmpty ? text : "\(study): \(text)")
    switch format {
    case .journal: return "<\(priority.rawValue)>\(words)"
    case .text: return "\(Timestamp.text(clock())) \(priority.word): \(words)"
    case .json:
      return JSONValue.object([
        "priority": .text(priority.word), "study": .text(study), "text": .text(text),
        "time": .text(Timestamp.text(clock())),
      ]).line
    }
  }
}
