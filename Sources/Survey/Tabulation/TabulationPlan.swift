import Groundwork

/// What a table is about: one item of an outcome, or the outcome's scores.
public enum TablePart: String, Sendable, CaseIterable {
  case importance
  case satisfaction
  case score
}

/// One table that is wished for.
public struct TableSubject: Sendable, Equatable {
  /// The outcome's position in the study.
  public var outcome: Int
  /// One of its items, or its scores.
  public var part: TablePart

  /// A table of one part of an outcome.
  public init(outcome: Int, part: TablePart) {
    self.outcome = outcome
    self.part = part
  }
}

/// Which tables of a study are made, by which segmentations, and how columns are compared.
public struct TabulationPlan: Sendable, Equatable {
  /// How the p-values of one row within one segmentation are adjusted for their number.
  public enum Adjustment: String, Sendable, CaseIterable {
    /// Against any false letter in the row.
    case holm
    case none
  }

  /// How columns are compared.
  public struct Comparison: Sendable, Equatable {
    /// One or two levels above 0.5 and below 1, ascending: 0.95 and 0.99.
    public var levels: [Double]
    /// The adjustment within a row.
    public var adjustment: Adjustment

    /// - Parameters:
    ///   - levels: one or two different levels above 0.5 and below 1, in any order.
    ///   - adjustment: the adjustment within a row.
    public init(levels: [Double] = [0.95, 0.99], adjustment: Adjustment = .holm) {
      precondition(
        1...2 ~= levels.count && Set(levels).count == levels.count
          && levels.allSatisfy { $0 > 0.5 && $0 < 1 }, "levels \(levels)")
      self.levels = levels.sorted()
      self.adjustment = adjustment
    }
  }

  /// The tables in their order: by outcome in the order of the study, importance, satisfaction,
  /// scores.
  public var subjects: [TableSubject]
  /// The positions of the segmentations in the study, ascending; may be empty.
  public var segmentations: [Int]
  /// How columns are compared.
  public var comparison: Comparison

  /// The effective respondents that a column needs to be compared.
  public static let comparisonBase = 30.0
  /// The most segments of a segmentation that a table shows.
  public static let segmentLimit = 100

  /// Finds what is named in a study.
  ///
  /// A name that holds commas is found when it stands alone; else a text is cut at its commas.
  ///
  /// - Parameters:
  ///   - study: the study.
  ///   - items: columns of ratings, or `all`: each gives the table of that item.
  ///   - outcomes: ids, or `all`: each gives both items and the scores.
  ///   - segmentations: names, or `all`; empty takes all.
  ///   - comparison: how columns are compared.
  /// - Throws: `TabulationFailure.unknownName` with the nearest name. Without any item and outcome
  ///   everything is taken.
  public init(
    _ study: Study, items: [String] = [], outcomes: [String] = [], segmentations: [String] = [],
    comparison: Comparison = Comparison()
  ) throws(TabulationFailure) {
    let columns = study.outcomes.flatMap { [$0.importance.text, $0.satisfaction.text] }
    let isAll = items.isEmpty && outcomes.isEmpty
    let wishedItems = try TabulationPlan.positions(items, among: columns, kind: .item)
    let wishedOutcomes = try TabulationPlan.positions(
      isAll ? ["all"] : outcomes, among: study.outcomes.map(\.id), kind: .outcome)
    self.segmentations = try TabulationPlan.positions(
      segmentations.isEmpty ? ["all"] : segmentations, among: study.segmentations.map(\.name),
      kind: .segmentation
    ).sorted()
    subjects = study.outcomes.indices.flatMap { outcome -> [TableSubject] in
      let isWhole = wishedOutcomes.contains(outcome)
      return TablePart.allCases.enumerated().filter { place, _ in
        isWhole || (place < 2 && wishedItems.contains(2 * outcome + place))
      }.map { TableSubject(outcome: outcome, part: $1) }
    }
    self.comparison = comparison
  }

  // MARK: - Steps

  private static func positions(
    _ texts: [String], among names: [String], kind: TabulationFailure.Kind
  ) throws(TabulationFailure) -> Set<Int> {
    var found: Set<Int> = []
    for text in texts {
      let parts = names.contains(text) ? [text] : text.split(separator: ",").map(trimmed)
      for part in parts {
        if let position = names.firstIndex(of: part) {
          found.insert(position)
        } else if part == "all" {
          found.formUnion(names.indices)
        } else {
          throw .unknownName(
            kind, part, nearest: Suggestion.nearest(to: part, among: names), known: names)
        }
      }
    }
    return found
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
