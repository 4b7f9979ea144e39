public import Survey

/// The runs of a study as a table for people.
public enum HistoryText {
  /// The table's text; the newest run stands last.
  ///
  /// - Parameters:
  ///   - runs: the runs that are shown, the oldest first.
  ///   - before: the run before the first of them, which its respondents are held against.
  ///   - notes: what to know, a sentence each: directories that were skipped.
  /// - Returns: lines of at most 120 columns.
  public static func text(_ runs: [RunRecord], before: RunRecord?, notes: [String]) -> String {
    let names = runs.map { Naming.safe($0.name) }
    let tops = runs.map { top($0.highest.first) }
    let columns: [TextLayout.Column] = [
      .init(10), .init(max(3, TextLayout.width(of: names, limit: 24))), .init(11, .right),
      .init(8, .right), .init(8, .right), .init(8, .right),
      .init(max(19, TextLayout.width(of: tops, limit: 32))), .init(6, .right), .init(6),
    ]
    let head = [
      "date", "run", "respondents", "more", "findings", "clusters", "highest opportunity", "alerts",
      "",
    ]
    let earlier = [before] + runs.dropLast().map(Optional.some)
    let rows = runs.indices.map { place in
      row(runs[place], name: names[place], top: tops[place], earlier: earlier[place])
    }
    let lines =
      TextLayout.table([head] + rows, columns: columns)
      + notes.flatMap { note in
        TextLayout.paragraph(Naming.safe(note))
      }
    return lines.map(TextLayout.trimmed).joined(separator: "\n") + "\n"
  }

  // MARK: - Steps

  private static func row(
    _ run: RunRecord, name: String, top: String, earlier: RunRecord?
  ) -> [String] {
    [
      Naming.safe(run.date), name, count(run.respondentCount), more(run, than: earlier),
      count(run.findingCount), count(run.clusterCount), top, count(run.alertCount),
      run.isLatest ? "latest" : "",
    ]
  }

  private static func count(_ value: Int?) -> String { value.map(NumberText.count) ?? "-" }

  private static func more(_ run: RunRecord, than earlier: RunRecord?) -> String {
    guard let now = run.respondentCount, let before = earlier?.respondentCount else { return "" }
    return now > before ? "+" + NumberText.count(now - before) : NumberText.count(now - before)
  }

  /// `26 14.7 (14.1 to 15.4)`.
  static func top(_ score: ScoreReading?) -> String {
    guard let score else { return "-" }
    return "\(Naming.safe(score.outcome)) \(figure(score.reading))"
  }

  /// `14.7 (14.1 to 15.4)`.
  static func figure(_ reading: Reading) -> String {
    guard let low = reading.low, let high = reading.high else {
      return NumberText.decimal(reading.value)
    }
    return NumberText.withInterval(reading.value, low, high)
  }
}
