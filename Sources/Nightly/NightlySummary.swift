import Groundwork
public import ReportWriters

/// What a night did: one report for each study, in the order of their files.
public struct NightlySummary: Sendable, Equatable {
  /// The names of the files that hold the summary of the last night.
  public static let names = ["nightly.txt", "nightly.json"]

  /// One for each study.
  public var reports: [StudyReport]
  /// YAML files that are no studies, and links.
  public var ignoredCount: Int
  /// When the night began, in seconds since 1970.
  public var started: Int
  /// When it ended.
  public var finished: Int
  /// The signal that ended the night; `nil` when it came to its end.
  public var signal: Int32?
  /// The exit status of what was in the way of the archive pages, 0 where nothing was.
  public var pagesExit: Int32 = 0

  /// Takes the parts.
  public init(reports: [StudyReport], ignoredCount: Int, started: Int, finished: Int) {
    self.reports = reports
    self.ignoredCount = ignoredCount
    self.started = started
    self.finished = finished
  }

  /// The exit status of the night: the worst of its studies and pages, or that of the signal.
  public var exitStatus: Int32 {
    signal.map { 128 + $0 } ?? NightlySummary.worst([worst, pagesExit])
  }

  /// The worst exit status of its studies.
  public var worst: Int32 { NightlySummary.worst(reports.map(\.exit)) }

  /// The worst of some exit statuses, by how much somebody has to look into it: first what may
  /// befall every study (a fault of unmet, a disk, a right), then what is wrong with one (its
  /// file, its data, its input), then what another night may mend by itself.
  ///
  /// A status that is not listed is a fault of unmet.
  public static func worst(_ statuses: [Int32]) -> Int32 {
    let known = order.map(\.rawValue)
    let places = statuses.map { known.firstIndex(of: $0) ?? 0 }
    return places.min().map { known[$0] } ?? ExitStatus.success.rawValue
  }

  private static let order: [ExitStatus] = [
    .internalFault, .inputOutput, .cannotCreate, .permission, .studyFile, .data, .inputMissing,
    .unavailable, .tryLater, .success,
  ]

  /// The summary for programs.
  public var json: JSONValue {
    .object([
      "exit": .integer(Int(exitStatus)),
      "finished": .text(Timestamp.text(finished)),
      "ignored": .integer(ignoredCount),
      "started": .text(Timestamp.text(started)),
      "studies": .array(reports.map(\.json)),
      "worst": .integer(Int(worst)),
    ])
  }

  /// The most alerts of a study that the text tells.
  static let alertLimit = 3

  /// The summary for people: a line for each study, and what its first alerts say.
  public var text: String {
    let head = ["state", "respondents", "alerts", "seconds", "run", "study"]
    let rows = [head] + reports.map(NightlySummary.cells)
    let widths = head.indices.dropLast().map { column in
      rows.map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    let alerts = [""] + reports.map(NightlySummary.alerts)
    let lines = zip(rows, alerts).map { NightlySummary.line($0, widths) + $1 }
    return headline + "\n\n" + lines.joined()
  }

  /// The summary as files.
  public var papers: [Paper] {
    let (text, json) = (text, json.document)
    return [
      Paper(name: NightlySummary.names[0]) { Array(text.utf8) },
      Paper(name: NightlySummary.names[1]) { Array(json.utf8) },
    ]
  }

  // MARK: - Steps

  private var headline: String {
    let states = StudyReport.State.allCases.compactMap { state -> String? in
      let count = reports.count { $0.state == state }
      return count == 0 ? nil : "\(count) \(state.rawValue)"
    }
    let ignored =
      ignoredCount == 0
      ? "" : "; \(NumberText.counted(ignoredCount, "other YAML file")) passed over"
    return "\(NumberText.counted(reports.count, "study", plural: "studies")): "
      + states.joined(separator: ", ") + ignored
      + "\n\(Timestamp.text(started)) to \(Timestamp.text(finished)), exit status \(exitStatus)"
      + (signal.map { ": signal \($0) ended the night" } ?? "")
  }

  /// The cells side by side, figures to the right; the last one is as long as it is.
  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, width) in widths.enumerated() {
      let cell = cells[column]
      let blanks = String(repeating: " ", count: width - cell.unicodeScalars.count)
      line += (1...3).contains(column) ? blanks + cell : cell + blanks
      line += "  "
    }
    return line + (cells.last ?? "") + "\n"
  }

  /// The lines under a study: its first alerts, and where the others are.
  private static func alerts(_ report: StudyReport) -> String {
    let shown = report.alerts.prefix(alertLimit)
    var lines = shown.map { "  ALERT: \($0.sentence)" }
    let more = (report.alertCount ?? 0) - shown.count
    if more > 0 {
      lines.append("  and \(NumberText.count(more)) more: unmet alerts \(report.file)")
    }
    return lines.map { Message.escaped($0) + "\n" }.joined()
  }

  private static func cells(_ report: StudyReport) -> [String] {
    let state = report.state.rawValue + (report.exit == 0 ? "" : " \(report.exit)")
    let message = report.message.isEmpty ? "" : "  \(report.message)"
    let cells: [String] = [
      state, report.respondentCount.map { "\($0)" } ?? "-",
      report.alertCount.map { "\($0)" } ?? "-", tenths(report.seconds),
      report.run.isEmpty ? "-" : report.run, report.file + message,
    ]
    return cells.map(Message.escaped)
  }

  private static func tenths(_ seconds: Double) -> String {
    let tenths = Int((max(0, seconds) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
