import Survey

/// What whoever types people by the golden questions elsewhere must know where the study's own
/// people were asked some of them on an older scale: the rule takes the model's scale.
struct OlderScaleWords {
  /// Questions that were asked on one older scale and are read alike.
  struct Group {
    let legacy: LegacyScale
    var columns: [String]
  }

  /// The scale that the rule takes.
  let scale: Scale
  /// In the order of the questions; empty where all were asked on the model's scale.
  let groups: [Group]

  init(_ model: TypingModel, _ golden: GoldenRoute) {
    var groups: [Group] = []
    for question in golden.questions {
      guard let legacy = model.outcomes[question.outcome].legacy else { continue }
      let column = Naming.safe(model.column(of: question))
      if let place = groups.firstIndex(where: { $0.legacy == legacy }) {
        groups[place].columns.append(column)
      } else {
        groups.append(Group(legacy: legacy, columns: [column]))
      }
    }
    scale = model.reading.scale
    self.groups = groups
  }

  /// `1-10 read on 1-5: 1-2 as 1, ...`.
  static func reading(_ legacy: LegacyScale, on scale: Scale) -> String {
    "\(legacy.low)-\(legacy.high) read on \(scale.low)-\(scale.high): \(legacy.reading(on: scale))"
  }

  /// Which questions, their older scale and how it is read; empty without such questions.
  var sentence: String {
    let parts = groups.map { group in
      "\(Naming.list(group.columns)) (\(OlderScaleWords.reading(group.legacy, on: scale)))"
    }
    guard !parts.isEmpty else { return "" }
    return
      "This rule takes ratings on \(scale.low)-\(scale.high). The study's own file has ratings "
      + "on an older scale in \(parts.joined(separator: ", and ")). Recode such ratings so before "
      + "they are typed here; `unmet classify --legacy` does it."
  }

  /// The sentence as lines for the head of a file; none without such questions.
  func lines(first: String = "") -> [String] {
    groups.isEmpty ? [] : TextLayout.paragraph(sentence, first: first, rest: first)
  }

  /// The same for a report, shortly, with a blank behind it; empty without such questions.
  var brief: String {
    guard !groups.isEmpty else { return "" }
    let columns = groups.flatMap(\.columns)
    let ranges = groups.map { "\($0.legacy.low)-\($0.legacy.high)" }
    let older = Set(ranges).count == 1 ? "an older scale, \(ranges[0])" : "older scales"
    return "Ask on \(scale.low)-\(scale.high), also \(Naming.list(columns)), which the study has "
      + "on \(older) (`unmet classify --legacy` types people asked so). "
  }
}
