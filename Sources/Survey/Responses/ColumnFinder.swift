import Groundwork
import Tables

/// Finds the columns that a study names among the columns of a table.
struct ColumnFinder {
  let head: TableHead
  private let positions: [String: [Int]]
  /// Names that the study uses where a column serves once: whoever mistypes one does not mean
  /// another of them.
  private let taken: Set<String>
  /// The columns by the names that platforms give them.
  private let platforms: PlatformColumns

  init(_ head: TableHead, study: Study) {
    self.head = head
    taken = Set(study.columnsOfOneUse.map(\.text))
    var positions: [String: [Int]] = [:]
    for column in head.columns { positions[column.name, default: []].append(column.position) }
    self.positions = positions
    let isWhole = study.everyColumn.allSatisfy { positions[$0.text] != nil }
    platforms = isWhole ? PlatformColumns() : PlatformColumns(head, study: study)
  }

  /// The position from 0 of a column.
  ///
  /// A header of the very name wins over the reading of `#12` as a position, and that over the name
  /// that a survey platform makes of it.
  func position(of reference: ColumnReference) throws(SurveyError) -> Int {
    if let found = positions[reference.text] {
      guard found.count == 1 else {
        throw .ambiguousColumn(reference, input: head.inputName, positions: found)
      }
      return found[0]
    }
    if let position = reference.position, position < head.columns.count { return position }
    let matches = platforms.matches(of: reference.text)
    if matches.count > 1 {
      throw .ambiguousColumn(
        reference, input: head.inputName, positions: matches.map(\.position).sorted())
    }
    if let match = matches.first { return match.position }
    throw .missingColumn(
      reference, input: head.inputName,
      nearest: Suggestion.nearest(
        to: reference.text, among: head.columns.map(\.name).filter { !taken.contains($0) }),
      columns: head.columns.map(\.name))
  }

  /// Tells which columns of the study were found by a platform's names alone.
  func findings(_ columns: [ColumnReference]) -> [Finding] {
    let found = columns.filter { positions[$0.text] == nil && $0.position == nil }
      .compactMap { column in platforms.matches(of: column.text).first.map { (column, $0) } }
    return SurveyPlatform.allCases.compactMap { platform in
      let own = found.filter { $0.1.platform == platform }
      guard let (column, match) = own.first else { return nil }
      return Finding(
        .note, kind: "platform-names", count: own.count,
        text: "columns are read by the names that \(platform.name) gives them, such as "
          + "\(head.columns[match.position].name) for \(column.text)")
    }
  }
}

extension Study {
  /// The columns that cannot serve twice: id, weight, ratings, and what the steps and success
  /// outcomes are told by.
  fileprivate var columnsOfOneUse: [ColumnReference] {
    [responses.respondent, weight].compactMap { $0 }
      + outcomes.flatMap { [$0.importance, $0.satisfaction] }
      + (jobColumns + jobRatings).map(\.column)
  }
}
