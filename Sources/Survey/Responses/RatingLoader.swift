import Groundwork
import Tables

/// Columns of ratings alone, with the ids of who gave them.
struct LoadedRatings: Sendable {
  var head: TableHead
  var ids: IdentityColumn
  /// By respondent: the number of the record among those of the file, from 1; empty where too many
  /// records were left out to know it.
  var records: [Int]
  /// By wished column, then respondent: rating codes.
  var codes: [[UInt8]]
  /// By respondent, in millionths; `nil` where no weights were wished.
  var weights: [Int64]?
  var findings: [Finding]
}

extension ResponseLoader {
  /// Reads some columns of ratings, by the rules of the study for records, ratings and ids.
  ///
  /// - Parameters:
  ///   - input: the responses.
  ///   - weight: the column of weights, if there is one.
  ///   - choose: names the columns once it is known which there are.
  /// - Returns: the ratings, repeated respondents settled.
  /// - Throws: what `load` throws of columns, records, ratings, weights and ids.
  func loadRatings(
    _ input: TableInput, weight: ColumnReference? = nil,
    choose: (ColumnFinder) throws(SurveyError) -> [ColumnReference]
  ) throws(SurveyError) -> LoadedRatings {
    let reader = try open(input)
    let finder = ColumnFinder(reader.head, study: study)
    let (book, older) = (CodeBook(study: study), olderBooks())
    var plans: [ColumnPlan] = []
    var names: [(position: Int, name: String)] = []
    let columns = try choose(finder)
    for column in columns {
      names.append((plans.count, column.text))
      plans.append(
        ColumnPlan(
          position: try finder.position(of: column), kind: .codes(older[column.text] ?? book)))
    }
    let weightPlace = plans.count
    if let weight {
      let position = try finder.position(of: weight)
      if let rating = plans.firstIndex(where: { $0.position == position }) {
        throw .columnUsedTwice(weight, first: columns[rating])
      }
      plans.append(ColumnPlan(position: position, kind: .decimal))
    }
    var respondent: Int?
    if let column = study.responses.respondent {
      let position = try finder.position(of: column)
      if let first = plans.firstIndex(where: { $0.position == position }) {
        throw .columnUsedTwice(column, first: (columns + (weight.map { [$0] } ?? []))[first])
      }
      respondent = plans.count
      plans.append(ColumnPlan(position: position, kind: .identity))
    }
    let table = try decode(reader, plans)
    guard table.rowCount > 0 else { throw .noRespondents(input: table.head.inputName) }
    var findings = try checkRecords(table)
    findings += try checkRatings(table, names)
    let weights = try weights(table, weightPlace, weight)
    let ids = try identities(table, respondent, &findings)
    let kept = try keptRows(ids, table, &findings)
    let records = ResponseLoader.records(table)
    return LoadedRatings(
      head: table.head, ids: kept.map { ids.selecting($0) } ?? ids,
      records: records.isEmpty ? [] : kept.map { rows in rows.map { records[$0] } } ?? records,
      codes: names.map { codes(table, $0.position, kept) },
      weights: weights.map { all in kept.map { rows in rows.map { all[$0] } } ?? all },
      findings: findings)
  }

  // MARK: - Steps

  /// By column, the codes of ratings that were asked on an older scale.
  private func olderBooks() -> [String: CodeBook] {
    var books: [String: CodeBook] = [:]
    for outcome in study.outcomes {
      guard let book = outcome.legacy.map({ CodeBook(study: study, legacy: $0) }) else { continue }
      for column in [outcome.importance, outcome.satisfaction] { books[column.text] = book }
    }
    return books
  }

  /// By row, the number of its record: those left out are counted too.
  private static func records(_ table: DecodedTable) -> [Int] {
    let rejected = table.rejectedRecords
    guard rejected.records.count == rejected.count else { return [] }
    var (next, place) = (0, 0)
    return (0..<table.rowCount).map { _ in
      next += 1
      while place < rejected.count, rejected.records[place] == next {
        (next, place) = (next + 1, place + 1)
      }
      return next
    }
  }

  private func decode(
    _ reader: TableReader, _ plans: [ColumnPlan]
  ) throws(SurveyError) -> DecodedTable {
    do throws(TableError) {
      return try reader.decode(
        plans, recordDigests: study.responses.respondent == nil, workers: options.workers)
    } catch {
      throw .table(error)
    }
  }

  private func weights(
    _ table: DecodedTable, _ position: Int, _ column: ColumnReference?
  ) throws(SurveyError) -> [Int64]? {
    guard let column, case .decimal(let numbers) = table.columns[position] else { return nil }
    return try ResponseLoader.weights(numbers, name: column.text, input: table.head.inputName)
  }

  private func codes(_ table: DecodedTable, _ position: Int, _ kept: [Int]?) -> [UInt8] {
    guard case .codes(let column) = table.columns[position] else { return [] }
    return kept.map { rows in rows.map { column.codes[$0] } } ?? column.codes
  }
}
