import Statistics

/// Reads what the study's people answered.
struct BaselineReader {
  let parts: RouteReader

  private var pointCount: Int { parts.scale.pointCount }

  func baseline(_ cursor: ModelCursor) throws(TypingModelFailure) -> TypingBaseline {
    let list = try cursor.member("line_variances")
    var variances: [[Double]] = []
    for item in try list.items(parts.segmentCount) {
      variances.append(try item.numbers(parts.segmentCount))
    }
    guard variances.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else {
      throw list.wrong("variances, 0 or more")
    }
    return TypingBaseline(
      answers: try answers(cursor.member("outcomes")), lineVariances: variances,
      weighted: try cursor.optional("weighted").map { weighted throws(TypingModelFailure) in
        TypingBaseline.Weighted(
          answers: try answers(weighted.member("outcomes")),
          nearest: try parts.margins(weighted.member("all_questions")),
          golden: try weighted.optional("golden_questions").map {
            golden throws(TypingModelFailure) in try parts.margins(golden)
          })
      })
  }

  private func answers(_ cursor: ModelCursor) throws(TypingModelFailure) -> [AnswerShares] {
    var answers: [AnswerShares] = []
    for item in try cursor.items(parts.outcomeCount) {
      answers.append(
        AnswerShares(
          importance: try shares(item, "importance", pointCount),
          satisfaction: try shares(item, "satisfaction", pointCount),
          gap: try shares(item, "gap", 2 * pointCount - 1)))
    }
    return answers
  }

  private func shares(
    _ cursor: ModelCursor, _ key: String, _ count: Int
  ) throws(TypingModelFailure) -> PointShares? {
    guard let shares = try cursor.optional(key) else { return nil }
    return PointShares(
      count: try shares.member("people").whole(Disclosure.floor...Int(Int32.max)),
      effective: try shares.member("effective_people").positive(),
      shares: try shares.member("shares").shares(count))
  }
}
