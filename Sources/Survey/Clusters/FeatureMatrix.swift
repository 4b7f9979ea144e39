import Groundwork
import Statistics

/// What each respondent is described by for clustering and factoring: one small whole number an
/// outcome, missing where an answer that it needs is missing.
struct FeatureMatrix: Sendable {
  /// Respondents by row, in the order asked for; outcomes by column.
  var matrix: IntegerMatrix
  /// The positions in the study of the outcomes, by column.
  var outcomes: [Int]
  /// The respondents by row.
  var respondents: [Int32]
  /// What the answers were turned into.
  var feature: ClusterFeature

  /// - Parameters:
  ///   - feature: `markers`, `centredGap` and `levelledGap` stand for the gap: which outcomes are
  ///     markers is `outcomes`, and rows are centred once missing answers are filled in.
  ///   - scale: what was rated on.
  ///   - responses: the answers.
  ///   - outcomes: the outcomes that take part.
  ///   - respondents: which respondents, in which order.
  ///   - workers: the threads; they change nothing.
  init(
    _ feature: ClusterFeature, on scale: Scale, of responses: Responses, outcomes: [Int],
    respondents: [Int32], workers: Workers
  ) {
    let columnCount = outcomes.count
    let blocks = workers.mapRanges(of: respondents.count, size: 8192) { rows in
      var block = [Int8](repeating: IntegerMatrix.missing, count: rows.count * columnCount)
      for (column, outcome) in outcomes.enumerated() {
        let importance = responses.importance[outcome]
        let satisfaction = responses.satisfaction[outcome]
        for (offset, row) in rows.enumerated() {
          let respondent = Int(respondents[row])
          block[offset * columnCount + column] = FeatureMatrix.value(
            feature, on: scale, importance[respondent], satisfaction[respondent])
        }
      }
      return block
    }
    var elements: [Int8] = []
    elements.reserveCapacity(respondents.count * columnCount)
    for block in blocks { elements += block }
    matrix = IntegerMatrix(
      rowCount: respondents.count, columnCount: columnCount, elements: elements)
    self.outcomes = outcomes
    self.respondents = respondents
    self.feature = feature
  }

  /// The respondents of whom at least one feature is known: the others cannot be placed.
  static func describable(
    _ feature: ClusterFeature, in responses: Responses, outcomes: [Int], order: [Int32]
  ) -> [Int32] {
    var isKnown = [Bool](repeating: false, count: responses.respondentCount)
    for outcome in outcomes {
      let importance = responses.importance[outcome]
      let satisfaction = responses.satisfaction[outcome]
      for row in isKnown.indices where RatingCode.isAnswered(importance[row]) {
        if feature == .importance || RatingCode.isAnswered(satisfaction[row]) {
          isKnown[row] = true
        }
      }
    }
    return order.filter { isKnown[Int($0)] }
  }

  /// Codes count from the scale's low point, so a difference of codes is a difference of points.
  ///
  /// An unmet need is known only where both questions were answered, though a low importance alone
  /// would settle it: else those who leave questions out would seem to lack nothing.
  static func value(
    _ feature: ClusterFeature, on scale: Scale, _ importance: UInt8, _ satisfaction: UInt8
  ) -> Int8 {
    guard RatingCode.isAnswered(importance) else { return IntegerMatrix.missing }
    let wanted = Int8(importance - RatingCode.lowest)
    if feature == .importance { return wanted }
    guard RatingCode.isAnswered(satisfaction) else { return IntegerMatrix.missing }
    let gap = wanted - Int8(satisfaction - RatingCode.lowest)
    if feature == .unmet {
      let cut = RatingCode.code(point: scale.top, on: scale)
      return importance >= cut && satisfaction < cut ? 1 : 0
    }
    return feature == .opportunity ? wanted + max(gap, 0) : gap
  }
}
