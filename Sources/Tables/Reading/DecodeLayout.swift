/// How fields are told apart.
struct Dialect: Sendable, Equatable {
  var delimiter: UInt8
  var quoting: Quoting
}

/// What every piece of a table needs to know in order to be decoded.
struct DecodeLayout: Sendable {
  let dialect: Dialect
  let recordByteLimit: Int
  /// The number of fields of a record, the phantom column among them.
  let fieldCount: Int
  let hasPhantomColumn: Bool
  let plans: [ColumnPlan]
  /// The positions that have no plan, the phantom column left out.
  let skippedPositions: [Int]
  let wantsRecordDigests: Bool

  init(head: TableHead, recordByteLimit: Int, plans: [ColumnPlan], recordDigests: Bool) {
    for plan in plans {
      precondition(
        head.columns.indices.contains(plan.position),
        "plan for column \(plan.position) of \(head.columns.count)")
    }
    dialect = Dialect(delimiter: head.delimiter, quoting: head.quoting)
    self.recordByteLimit = recordByteLimit
    fieldCount = head.fieldCount
    hasPhantomColumn = head.hasPhantomColumn
    self.plans = plans
    let planned = Set(plans.map(\.position))
    skippedPositions = head.columns.indices.filter { !planned.contains($0) }
    wantsRecordDigests = recordDigests
  }
}
