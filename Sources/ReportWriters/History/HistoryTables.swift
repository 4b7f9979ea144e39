public import Survey
import Tables

/// The runs of a study, and trends of figures, for programs.
public enum HistoryTables {
  /// The columns of the runs.
  static let runColumns = [
    "run", "started", "latest", "respondents", "respondents_more", "records", "effective_n",
    "findings", "clusters", "outcome", "opportunity", "opportunity_low", "opportunity_high",
    "alerts", "version",
  ]
  /// The columns of trends.
  static let trendColumns = ["run", "started", "figure", "value", "low", "high"]

  /// The runs as CSV, the oldest first.
  public static func csv(_ runs: [RunRecord], before: RunRecord?) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(runColumns)
    let earlier = [before] + runs.dropLast().map(Optional.some)
    for (run, before) in zip(runs, earlier) {
      writer.text(run.name)
      writer.text(run.started)
      writer.boolean(run.isLatest)
      writer.integer(run.respondentCount)
      writer.integer(more(run, than: before))
      writer.integer(run.recordCount)
      writer.finite(run.effectiveCount)
      writer.integer(run.findingCount)
      writer.integer(run.clusterCount)
      let top = run.highest.first
      writer.text(top?.outcome ?? "")
      for number in [top?.reading.value, top?.reading.low, top?.reading.high] {
        writer.finite(number)
      }
      writer.integer(run.alertCount)
      writer.text(run.version ?? "")
      writer.endRecord()
    }
    return writer.bytes
  }

  /// The runs as JSON, the oldest first.
  public static func json(_ runs: [RunRecord], before: RunRecord?, notes: [String]) -> String {
    let earlier = [before] + runs.dropLast().map(Optional.some)
    return JSONValue.object([
      "notes": .array(notes.map(JSONValue.text)),
      "runs": .array(zip(runs, earlier).map { object($0, before: $1) }),
    ]).document
  }

  /// Trends as CSV, a row for each run of each trend.
  public static func csv(_ trends: FigureTrends) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(trendColumns)
    for trend in trends.trends {
      for point in trend.points {
        writer.text(point.run)
        writer.text(point.date)
        writer.text(trend.label)
        writer.finite(point.reading?.value)
        writer.finite(point.reading?.low)
        writer.finite(point.reading?.high)
        writer.endRecord()
      }
    }
    return writer.bytes
  }

  /// Trends as JSON.
  public static func json(_ trends: FigureTrends) -> String {
    JSONValue.object([
      "column": .text(trends.column), "notes": .array(trends.notes.map(JSONValue.text)),
      "table": .text(trends.table), "trends": .array(trends.trends.map(object)),
      "where": .text(trends.condition),
    ]).document
  }

  // MARK: - Steps

  private static func more(_ run: RunRecord, than earlier: RunRecord?) -> Int? {
    guard let now = run.respondentCount, let before = earlier?.respondentCount else { return nil }
    return now - before
  }

  private static func integer(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }

  private static func object(_ run: RunRecord, before: RunRecord?) -> JSONValue {
    .object([
      "alerts": integer(run.alertCount), "clusters": integer(run.clusterCount),
      "effective_respondents": .optional(run.effectiveCount),
      "findings": integer(run.findingCount),
      "highest": .array(run.highest.map(object)), "latest": .boolean(run.isLatest),
      "records": integer(run.recordCount), "respondents": integer(run.respondentCount),
      "respondents_more": integer(more(run, than: before)), "run": .text(run.name),
      "started": .text(run.started), "version": .optional(run.version),
    ])
  }

  private static func object(_ score: ScoreReading) -> JSONValue {
    .object([
      "high": .optional(score.reading.high), "low": .optional(score.reading.low),
      "opportunity": .number(score.reading.value), "outcome": .text(score.outcome),
      "text": .text(score.text),
    ])
  }

  private static func object(_ trend: FigureTrend) -> JSONValue {
    .object([
      "figure": .text(trend.label),
      "points": .array(
        trend.points.map { point in
          .object([
            "high": .optional(point.reading?.high), "low": .optional(point.reading?.low),
            "run": .text(point.run), "started": .text(point.date),
            "value": .optional(point.reading?.value),
          ])
        }),
    ])
  }
}
