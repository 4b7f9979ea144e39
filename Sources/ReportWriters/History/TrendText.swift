public import Survey

/// Figures through the runs of a study, as a table with small pictures in at most 80 columns.
public enum TrendText {
  /// The columns that an interval takes.
  private static let pictureWidth = 22
  /// The most runs that a line of many draws.
  private static let sparkCount = 20
  /// The most trends that are shown.
  public static let trendLimit = 20
  private static let lineWidth = 80

  /// The text: one figure with a picture for each run, several with a line for each figure.
  public static func text(_ trends: FigureTrends) -> String {
    let title = "\(Naming.safe(trends.table)): \(Naming.safe(trends.column))"
    let head = trends.condition.isEmpty ? title : "\(title), \(Naming.safe(trends.condition))"
    let body =
      trends.trends.count == 1 ? pictures(trends.trends[0], trends) : sparklines(trends)
    let lines =
      wrapped(head, indent: "") + [""] + body
      + trends.notes.flatMap { wrapped(Naming.safe($0), indent: "  ") }
    return lines.map(TextLayout.trimmed).joined(separator: "\n") + "\n"
  }

  // MARK: - One figure

  private static func pictures(_ trend: FigureTrend, _ trends: FigureTrends) -> [String] {
    let readings = trend.readings
    let picture = IntervalPicture(
      holding: readings.map { ($0.low ?? $0.value, $0.high ?? $0.value) }, width: pictureWidth)
    let places = places(readings)
    let names = trend.points.map { TextLayout.shortened(Naming.safe($0.run), width: 22) }
    let nameWidth = max(3, TextLayout.width(of: names, limit: 22))
    let rows = zip(names, trend.points).map { name, point -> String in
      let name = TextLayout.left(name, nameWidth)
      guard let reading = point.reading else { return "  \(name)  not in this run" }
      return "  \(name)  " + drawn(reading, picture, places)
    }
    var head = "  \(TextLayout.left("run", nameWidth))  \(TextLayout.right("value", 8))"
    if trends.interval != nil { head += "  " + TextLayout.right("interval", 8) }
    let margin = String(repeating: " ", count: 2 + nameWidth + 2 + 8 + 2 + 8 + 1)
    var lines = [head] + rows
    lines.append(margin + axis(picture, places))
    if let interval = trends.interval {
      lines.append("  interval: \(Naming.safe(interval.low)) to \(Naming.safe(interval.high))")
    }
    return lines
  }

  private static func drawn(
    _ reading: Reading, _ picture: IntervalPicture, _ places: Int
  ) -> String {
    func number(_ value: Double?) -> String {
      TextLayout.right(value.map { NumberText.decimal($0, places) } ?? "", 8)
    }
    let (low, high) = (reading.low ?? reading.value, reading.high ?? reading.value)
    let image = picture.drawn(low: low, value: reading.value, high: high)
    let end = reading.high.map { NumberText.decimal($0, places) } ?? ""
    return "\(number(reading.value))  \(number(reading.low)) \(image) \(end)"
  }

  /// The values at both edges of the pictures.
  private static func axis(_ picture: IntervalPicture, _ places: Int) -> String {
    let ends = [picture.range.lowerBound, picture.range.upperBound]
      .map { NumberText.decimal($0, places) }
    guard ends[0] != ends[1] else {
      let blanks = String(repeating: " ", count: max(0, (pictureWidth - 1) / 2 - 1))
      return blanks + ends[0]
    }
    return ends[0]
      + TextLayout.right(ends[1], max(0, pictureWidth - DisplayWidth.of(ends[0])))
  }

  /// As many decimals as tell figures apart: none of counts, three of shares.
  private static func places(_ readings: [Reading]) -> Int {
    let numbers = readings.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    if numbers.allSatisfy({ $0 == $0.rounded() }) { return 0 }
    let largest = numbers.map(\.magnitude).max() ?? 0
    return largest < 2 ? 3 : largest < 100 ? 2 : 1
  }

  // MARK: - Several figures

  private static func sparklines(_ trends: FigureTrends) -> [String] {
    let shown = trends.trends.prefix(trendLimit)
    let labels = shown.map { Naming.safe($0.label) }
    let labelWidth = max(6, TextLayout.width(of: labels, limit: 26))
    let columns: [TextLayout.Column] = [
      .init(labelWidth), .init(8, .right), .init(8, .right), .init(8, .right),
      .init(sparkCount, .drawing),
    ]
    let rows = zip(labels, shown).map { label, trend -> [String] in
      let readings = trend.readings
      let places = places(readings)
      guard let first = readings.first?.value, let last = readings.last?.value else {
        return [label, "-", "-", "-", ""]
      }
      return [
        label, NumberText.decimal(first, places), NumberText.decimal(last, places),
        NumberText.signed(last - first, places), sparkline(trend),
      ]
    }
    return TextLayout.table(
      [["figure", "first", "last", "change", "runs"]] + rows, columns: columns)
      + wrapped(remark(trends), indent: "  ")
  }

  private static func remark(_ trends: FigureTrends) -> String {
    var sentences = [
      "Each line from its lowest ▁ to its highest █, a run a column, blank where a run has none; "
        + "a change of two readings is no test."
    ]
    if let count = trends.trends.first?.points.count, count > sparkCount {
      sentences.append("Drawn are the last \(sparkCount) of \(NumberText.count(count)) runs.")
    }
    if trends.trends.count > trendLimit {
      let more = NumberText.count(trends.trends.count - trendLimit)
      sentences.append("\(more) more figures are not shown: narrow them with --where.")
    } else if trends.interval != nil {
      sentences.append("Name one figure with --where to see its intervals.")
    }
    return sentences.joined(separator: " ")
  }

  private static func sparkline(_ trend: FigureTrend) -> String {
    let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    let values = trend.readings.map(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return String(
      trend.points.suffix(sparkCount).map { point -> Character in
        guard let value = point.reading?.value else { return " " }
        guard high > low else { return bars[3] }
        return bars[min(7, Int((value - low) / (high - low) * 8))]
      })
  }

  private static func wrapped(_ text: String, indent: String) -> [String] {
    TextLayout.wrapped(text, width: lineWidth - indent.count).map { indent + $0 }
  }
}
