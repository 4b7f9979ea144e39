import Groundwork
import Tables

/// Finds the columns that a study names among the columns of a table.
struct ColumnFinder {
  let head: TableHead
  private let positions: [String: [Int]]
  /// Names that the study uses: whoever mistypes one does not mean another of them.
  private let named: Set<String>

  init(_ head: TableHead, study: Study) {
    self.head = head
    named = Set(study.namedColumns.map(\.column.text))
    var positions: [String: [Int]] = [:]
    for column in head.columns { positions[column.name, default: []].append(column.position) }
    self.positions = positions
  }

  /// The position from 0 of a column.
  ///
  /// A header of the very name wins over the reading of `#12` as a position.
  func position(of reference: ColumnReference) throws(SurveyError) -> Int {
    if let found = positions[reference.text] {
      guard found.count == 1 else {
        throw .ambiguousColumn(reference, input: head.inputName, positions: found)
      }
      return found[0]
    }
    if let position = reference.position, position < head.columns.count { return position }
    throw .missingColumn(
      reference, input: head.inputName,
      nearest: Suggestion.nearest(
        to: reference.text, among: head.columns.map(\.name).filter { !named.contains($0) }),
      columnCount: head.columns.count)
  }
}
