import Groundwork

/// Holds the segments that rules of `alerts` name against the segments that people are in: a rule
/// about a segment without anybody would keep silent for ever.
///
/// Where a study declares its segments, a wrong name is refused when the study is read.
enum WatchedSegmentChecks {
  /// The most segments that a finding names.
  private static let nameLimit = 5

  static func findings(_ study: Study, _ groupings: [Grouping]) -> [Finding] {
    (study.alerts?.rules ?? []).compactMap { rule in
      guard case .shareFalls(let segmentation, let segment, _) = rule.kind,
        let grouping = groupings.first(where: { $0.name == segmentation })
      else { return nil }
      let levels = inhabited(grouping)
      guard !levels.contains(where: { ByteText($0) == ByteText(segment) }) else { return nil }
      return Finding(
        .warning, kind: "watched-segment", subject: "alerts.rules[].segment",
        text: text(segment, segmentation, levels), places: ["\(rule.place)"])
    }
  }

  // MARK: - Steps

  /// The segments that people are in, the commonest first.
  private static func inhabited(_ grouping: Grouping) -> [String] {
    var counts = [Int](repeating: 0, count: grouping.levels.count + 1)
    for code in grouping.codes { counts[Int(code)] += 1 }
    return grouping.levels.indices.filter { counts[$0] > 0 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
      .map { grouping.levels[$0] }
  }

  private static func text(_ segment: String, _ name: String, _ levels: [String]) -> String {
    let named = levels.prefix(nameLimit).map { "\"\(GivenAnswers.cut($0))\"" }
    let rest = levels.count - named.count
    let found = named + (rest > 0 ? ["\(rest) more"] : [])
    let fix =
      Suggestion.nearest(to: segment, among: levels).map { "write \"\($0)\" if that is meant" }
      ?? "write one that people are in, or wait until somebody is"
    return "`share-falls` watches \"\(segment)\" of \(name), a segment that nobody is in, found "
      + (found.isEmpty ? "nobody in any" : found.joined(separator: ", ")) + ". Fix: \(fix)"
  }
}
