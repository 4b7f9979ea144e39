/// Items that look as if they had been asked on a shorter scale than the study's: their top boxes
/// are empty whatever people think.
enum ScaleChecks {
  /// The fewest answers from which an item is judged.
  static let fewestAnswers = 30
  /// The most items that a finding names.
  private static let namedCount = 12

  /// One finding for all such items: no answer reaches the top cut, and none lies above half of
  /// the scale's highest point. Items of an older survey have a scale of their own.
  static func findings(study: Study, responses: Responses) -> [Finding] {
    let scale = study.responses.scale
    var items: [(name: String, highest: Int)] = []
    for (index, outcome) in study.outcomes.enumerated() where outcome.legacy == nil {
      let columns = [
        (outcome.importance.text, responses.importance[index]),
        (outcome.satisfaction.text, responses.satisfaction[index]),
      ]
      items += columns.compactMap { name, codes in
        highest(of: codes, on: scale).map { (name, $0) }
      }
    }
    guard let highest = items.map(\.highest).max() else { return [] }
    let names = items.prefix(namedCount).map(\.name).joined(separator: ", ")
    let more = items.count > namedCount ? " and \(items.count - namedCount) more" : ""
    return [
      Finding(
        .warning, kind: "shorter-scale", subject: names + more, count: items.count,
        text: "no answer above \(highest) on a scale of \(scale.low)-\(scale.high); was it asked "
          + "on \(scale.low)-\(highest)? `responses.scale` and `legacy` say how it was asked")
    ]
  }

  // MARK: - Steps

  /// The highest answer of a column that looks as if it had been asked on a shorter scale. Where
  /// everybody answers the same, nothing tells.
  private static func highest(of codes: [UInt8], on scale: Scale) -> Int? {
    let answers = codes.filter { RatingCode.isAnswered($0) }
    guard answers.count >= fewestAnswers, let last = answers.max(), last != answers.min(),
      let highest = RatingCode.point(last, on: scale)
    else { return nil }
    return highest < scale.top && 2 * highest <= scale.high ? highest : nil
  }
}
