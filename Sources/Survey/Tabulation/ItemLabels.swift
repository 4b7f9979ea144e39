import Groundwork
import Tables

/// Which texts stand in each column of ratings, by outcome; empty where they were not read.
struct RatingTexts: Sendable {
  var importance: [Set<ByteText>] = []
  var satisfaction: [Set<ByteText>] = []

  init() {}

  init(_ table: DecodedTable, _ assignment: ColumnAssignment) {
    let texts = assignment.labelled.map { index -> Set<ByteText> in
      guard case .summary(let summary) = table.columns[index] else { return [] }
      return Set(summary.levels.map { ByteText($0.text) })
    }
    importance = Array(texts.prefix(assignment.importance.count))
    satisfaction = Array(texts.dropFirst(assignment.importance.count))
  }
}

/// The label that each point of the scale carries in the table of an item.
///
/// The study declares all labels in one list, yet importance and satisfaction often have words of
/// their own for the same points. What stands in the data tells them apart: the first declared
/// label of the point that occurs in the item, else in its battery, else in neither battery. A
/// point whose words all belong to the other battery has no label.
struct ItemLabels {
  private let scale: Scale
  private let texts: RatingTexts
  private let importance: Set<ByteText>
  private let satisfaction: Set<ByteText>

  init(_ scale: Scale, _ texts: RatingTexts) {
    (self.scale, self.texts) = (scale, texts)
    importance = texts.importance.reduce(into: []) { $0.formUnion($1) }
    satisfaction = texts.satisfaction.reduce(into: []) { $0.formUnion($1) }
  }

  /// The label of a row in the table of an item; empty for rows that are no point.
  func label(_ statistic: TableStatistic, of subject: TableSubject) -> String {
    guard case .point(let point) = statistic else { return "" }
    let isImportance = subject.part == .importance
    let items = isImportance ? texts.importance : texts.satisfaction
    let (own, other) =
      isImportance ? (importance, satisfaction) : (satisfaction, importance)
    let item = items.indices.contains(subject.outcome) ? items[subject.outcome] : []
    let declared = scale.labels.filter { $0.point == point }.map { ByteText($0.text) }
    let label =
      declared.first { item.contains($0) } ?? declared.first { own.contains($0) }
      ?? declared.first { !other.contains($0) }
    return label?.text ?? ""
  }
}
