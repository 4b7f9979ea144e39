/// Items that look as if they had been asked on a shorter scale than the study's: their top boxes
/// are empty whatever people think.
enum ScaleChecks {
  /// The fewest answers from which an item is judged.
  static let fewestAnswers = 30
  /// The most items that a finding names.
  private static let namedCount = 12

  /// An item and the scale that it seems to have been asked on.
  private struct Item {
    var name: String
    var ends: PairScales.Ends
    /// Its answers, and how many of them lie above that scale.
    var count: Int
    var aboveCount: Int
  }

  /// One finding for all items of a scale, the narrowest scale first. Items of an older survey
  /// have a scale of their own.
  static func findings(study: Study, responses: Responses) -> [Finding] {
    let scale = study.responses.scale
    var items: [Item] = []
    for (index, outcome) in study.outcomes.enumerated() where outcome.legacy == nil {
      let columns = [
        (outcome.importance.text, responses.importance[index]),
        (outcome.satisfaction.text, responses.satisfaction[index]),
      ]
      items += columns.compactMap { item($0, of: $1, on: scale) }
    }
    return Dictionary(grouping: items, by: \.ends)
      .sorted { ($0.key.high, $1.key.low) < ($1.key.high, $0.key.low) }
      .map { finding($1, $0, scale) }
  }

  // MARK: - Steps

  private static func finding(
    _ items: [Item], _ ends: PairScales.Ends, _ scale: Scale
  ) -> Finding {
    let names = items.prefix(namedCount).map(\.name).joined(separator: ", ")
    let more = items.count > namedCount ? " and \(items.count - namedCount) more" : ""
    let aboveCount = items.reduce(0) { $0 + $1.aboveCount }
    let count = items.reduce(0) { $0 + $1.count }
    let slips = aboveCount > 0 ? " but \(aboveCount) of \(count)" : ""
    return Finding(
      .warning, kind: "shorter-scale", subject: names + more, count: items.count,
      text: "no answer\(slips) above \(ends.high) on a scale of \(scale.low)-\(scale.high); was "
        + "it asked on \(ends.low)-\(ends.high)? `responses.scale` and `legacy` say how it was "
        + "asked")
  }

  /// A column whose answers end at the highest point of a usual scale, below the top cut. Where
  /// everybody answers the same, nothing tells.
  private static func item(_ name: String, of codes: [UInt8], on scale: Scale) -> Item? {
    var points = PointCounts()
    for point in codes.compactMap({ RatingCode.point($0, on: scale) }) { points.add(1, of: point) }
    let high = Set(PairScales.usual.map(\.high)).sorted().first { points.hasWall(at: $0) }
    guard points.count >= fewestAnswers, let high, high < scale.top else { return nil }
    guard points.count(where: { $0 < high }) > 0 else { return nil }
    return Item(
      name: name, ends: PairScales.Ends(low: points.reaches(0) ? 0 : 1, high: high),
      count: points.count, aboveCount: points.count { $0 > high })
  }
}
