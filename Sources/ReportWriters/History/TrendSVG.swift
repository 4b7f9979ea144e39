import Survey

/// Small pictures for the archive page, drawn with lines alone; colours come from the page.
enum TrendSVG {
  private static let size = (width: 220.0, height: 56.0, margin: 6.0)

  /// A figure through the runs: a line, its points, and their intervals.
  ///
  /// - Parameters:
  ///   - trend: the figure.
  ///   - isCount: whether it counts people.
  ///   - title: what it is.
  /// - Returns: the picture.
  static func trend(_ trend: FigureTrend, isCount: Bool, title: String) -> HTML {
    let readings = trend.points.enumerated().compactMap { place, point in
      point.reading.map { (place, $0) }
    }
    let lows = readings.map { $1.low ?? $1.value }
    let highs = readings.map { $1.high ?? $1.value }
    let range = (low: lows.min() ?? 0, high: highs.max() ?? 1)
    let last = max(1, trend.points.count - 1)
    func x(_ place: Int) -> Double {
      guard trend.points.count > 1 else { return size.width / 2 }
      return size.margin + Double(place) / Double(last) * (size.width - 2 * size.margin)
    }
    func y(_ value: Double) -> Double {
      guard range.high > range.low else { return size.height / 2 }
      let share = (value - range.low) / (range.high - range.low)
      return size.height - size.margin - share * (size.height - 2 * size.margin)
    }
    var shapes: [HTML] = readings.compactMap { place, reading in
      guard let low = reading.low, let high = reading.high else { return nil }
      return line("interval", x(place), y(low), x(place), y(high))
    }
    let path = readings.map { "\(number(x($0))),\(number(y($1.value)))" }.joined(separator: " ")
    shapes.append(.tag("polyline", class: "trend", [.init("points", path)], []))
    shapes += readings.map { place, reading in
      .tag(
        "circle", class: "point",
        [
          .init("cx", number(x(place))), .init("cy", number(y(reading.value))), .init("r", "2.5"),
        ], [.leaf("title", "\(trend.points[place].run): \(figure(reading, isCount: isCount))")])
    }
    return picture(size.width, size.height, title: title, shapes)
  }

  /// A reading in words.
  static func figure(_ reading: Reading, isCount: Bool) -> String {
    guard isCount, let count = Int(exactly: reading.value) else {
      return HistoryText.figure(reading)
    }
    return NumberText.count(count)
  }

  /// An interval on a scale of 0 to `end`.
  static func interval(_ reading: Reading, end: Double, title: String) -> HTML {
    let (width, height) = (160.0, 16.0)
    func x(_ value: Double) -> Double { 4 + min(max(value / end, 0), 1) * (width - 8) }
    var shapes = [line("scale", 4, height / 2, width - 4, height / 2)]
    if let low = reading.low, let high = reading.high {
      shapes.append(line("interval wide", x(low), height / 2, x(high), height / 2))
    }
    shapes.append(
      .tag(
        "circle", class: "point",
        [
          .init("cx", number(x(reading.value))), .init("cy", number(height / 2)), .init("r", "4"),
        ], []))
    return picture(width, height, title: title, shapes)
  }

  // MARK: - Steps

  private static func picture(
    _ width: Double, _ height: Double, title: String, _ shapes: [HTML]
  ) -> HTML {
    .tag(
      "svg",
      [
        .init("viewBox", "0 0 \(number(width)) \(number(height))"),
        .init("width", number(width)), .init("height", number(height)), .init("role", "img"),
        .init("aria-label", title),
      ], [.leaf("title", title)] + shapes)
  }

  private static func line(
    _ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double
  ) -> HTML {
    .tag(
      "line", class: style,
      [
        .init("x1", number(x1)), .init("y1", number(y1)), .init("x2", number(x2)),
        .init("y2", number(y2)),
      ], [])
  }

  /// One decimal: finer than a screen's points.
  private static func number(_ value: Double) -> String { NumberText.decimal(value, 1) }
}
