// The part `design.replicates` of a study file.

extension StudyBuilder {
  mutating func replicates(_ design: StudyCursor, hasWeight: Bool) -> ReplicatePlan? {
    guard let cursor = design["replicates"] else { return nil }
    let others = [
      "strata", "units", "population", "second-units", "second-population", "lonely-units",
    ]
    for key in others where design[key] != nil {
      report(.eitherKey("design.\(key)", "design.replicates"), at: design.place)
    }
    if !hasWeight {
      report(.needsKey(key: "design.replicates", needed: "weight"), at: cursor.place)
    }
    guard let columns = cursor["columns"],
      let method = cursor["method"]?.word(ReplicatePlan.Method.self)
    else { return nil }
    var plan = ReplicatePlan(columns: replicateColumns(columns), method: method)
    addScales(cursor, to: &plan)
    plan.center = cursor["center"]?.word(ReplicatePlan.Center.self)
    plan.degreesOfFreedom = cursor["degrees-of-freedom"].flatMap { StudyText.whole($0.text) }
    return plan
  }

  // MARK: - Steps

  private mutating func replicateColumns(_ cursor: StudyCursor) -> [ColumnReference] {
    if case .text(let text) = cursor.node.content {
      return (StudyText.numbered(text) ?? []).map { ColumnReference($0, place: cursor.place) }
    }
    var lines: [String: Int] = [:]
    let items = cursor.items
    for item in items {
      if let line = lines[item.text] {
        report(
          .repeatedEntry(key: "design.replicates.columns", text: item.text, otherLine: line),
          at: item.place)
      }
      lines[item.text] = lines[item.text] ?? item.place.line
    }
    if items.count == 1 {
      report(.tooFew(key: "design.replicates.columns", found: 1, expected: 2), at: cursor.place)
    }
    return items.map(\.column)
  }

  private mutating func addScales(_ cursor: StudyCursor, to plan: inout ReplicatePlan) {
    if let fay = cursor["fay"] {
      plan.fay = min(StudyText.share(fay.text) ?? 0, 0.999)
      if plan.method != .brr {
        report(
          .needsKey(key: "design.replicates.fay", needed: "method: brr"), at: fay.place)
      }
    }
    plan.scale = cursor["scale"].flatMap { StudyText.number($0.text) }
    if let scale = cursor["scale"], plan.scale == 0 {
      report(
        .wrongText(
          key: "design.replicates.scale", found: scale.text, expected: "a number above 0",
          suggestion: nil, example: nil), at: scale.place)
    }
    guard let scales = cursor["scales"] else { return }
    // A number with a wrong value is told already and missing from the list.
    guard !problems.contains(where: { $0.concernsValue(below: "design.replicates.scales") })
    else { return }
    let numbers = scales.texts.compactMap { StudyText.number($0) }
    guard numbers.count == plan.columns.count else {
      report(
        .otherCount(
          key: "design.replicates.scales", found: scales.items.count,
          expected: plan.columns.count), at: scales.place)
      return
    }
    plan.scales = numbers
  }
}

extension StudyText {
  /// The most columns that a range of numbers may stand for.
  static let numberedLimit = 10_000

  /// The names that `rep_{1-80}` stands for; with zeros in front, as in `rep_{01-80}`, all numbers
  /// have as many digits. `nil` when there is no range, or not of 2 to 10,000 numbers.
  static func numbered(_ text: String) -> [String]? {
    guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}"), open < close
    else { return nil }
    let range = text[text.index(after: open)..<close]
    let ends = range.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ isDigits($0) && $0.utf8.count <= 6 }),
      let low = Int(ends[0]), let high = Int(ends[1]), low < high, high - low < numberedLimit
    else { return nil }
    let width = ends[0].hasPrefix("0") ? ends[0].utf8.count : 1
    let (head, tail) = (text[..<open], text[text.index(after: close)...])
    return (low...high).map { number in
      let digits = String(number)
      return head + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits + tail
    }
  }
}
