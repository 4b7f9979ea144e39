import Groundwork
import NumericCore
import Statistics
import Survey
import Tables

/// CSV bytes to one byte a rating, all columns named `imp_...` and `sat_...`; without the digest
/// of the file.
struct DecodeBenchmark {
  var path: String

  func run(_ workers: Workers) throws(TableError) -> String {
    let entries = (0...10).map { (text: String($0), code: UInt8($0 + 5)) } + [(text: "", code: 0)]
    let book = CodeBook(entries: entries, invalidCode: 4)
    let head = try TableReader(.file(path: path)).head
    let plans = head.columns
      .filter { $0.name.hasPrefix("imp_") || $0.name.hasPrefix("sat_") }
      .map { ColumnPlan(position: $0.position, kind: .codes(book)) }
    let byteCount = try decode(plans, workers)
    return Stopwatch.report(
      "decode", amount: Double(byteCount) / 1e9, unit: "GB", threadCount: workers.threadCount
    ) { _ = try? decode(plans, workers) }
  }

  private func decode(_ plans: [ColumnPlan], _ workers: Workers) throws(TableError) -> Int {
    try TableReader(.file(path: path))
      .decode(plans, inputDigest: false, workers: workers).byteCount
  }
}

/// Joint tables of all outcomes over a segmentation of eight groups, weighted.
struct JointBenchmark {
  var rowCount: Int
  var outcomeCount: Int

  func run(_ workers: Workers) -> String {
    var stream = RandomStream(seed: 1, purpose: "benchmark")
    let columns = (0..<2 * outcomeCount).map { _ in
      (0..<rowCount).map { _ in UInt8(stream.next() % 11) + 5 }
    }
    let groups = (0..<rowCount).map { _ in UInt16(stream.next() % 8) }
    let weights = (0..<rowCount).map { _ in Int64(stream.next() % 2_000_000) }
    let (rows, outcomes) = (rowCount, outcomeCount)
    return Stopwatch.report(
      "joint", amount: Double(rows * outcomes) / 1e9, unit: "G pairs",
      threadCount: workers.threadCount
    ) {
      _ = workers.map(outcomes) { outcome in
        var tally = JointTally(groupCount: 8)
        tally.add(
          0..<rows, first: columns[2 * outcome], second: columns[2 * outcome + 1],
          groups: groups, weights: weights)
        return tally.total
      }
    }
  }
}

/// One pass of Lloyd's algorithm over all rows, from given centers.
struct LloydBenchmark {
  var rowCount: Int
  var columnCount: Int
  var clusterCount: Int

  func run(_ workers: Workers) -> String {
    var stream = RandomStream(seed: 1, purpose: "benchmark")
    let cells = (0..<rowCount * columnCount).map { _ in (Int16(stream.next() % 19) - 9) * 2048 }
    let rows = GridMatrix(
      rowCount: rowCount, columnCount: columnCount, elements: cells, gridBits: 11)
    let centers = rows.selecting(rows: 0..<clusterCount)
    return Stopwatch.report(
      "lloyd", amount: Double(rowCount) / 1e6, unit: "M rows", threadCount: workers.threadCount
    ) { _ = KMeans.assign(rows, to: centers, workers: workers) }
  }
}
