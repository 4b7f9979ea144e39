import Statistics

/// How many people gave each pair of ratings.
struct RatingTable: Sendable {
  let name: String
  /// By importance 1...5, then satisfaction 1...5.
  let counts: [[Int64]]

  /// Importance of a job's trait against how true it is of the own job: General Social Survey 2016
  /// (Smith, Davern, Freese and Morgan, NORC), unweighted; and a small made-up table.
  static let all = [
    RatingTable(
      name: "useful to society, graduates",
      counts: [
        [0, 0, 0, 0, 0], [0, 0, 2, 1, 1], [0, 1, 3, 5, 1],
        [0, 1, 2, 30, 21], [0, 0, 2, 16, 35],
      ]),
    RatingTable(
      name: "interesting job, junior college",
      counts: [
        [0, 0, 0, 0, 0], [0, 0, 1, 1, 0], [0, 1, 1, 2, 0],
        [0, 1, 5, 18, 8], [0, 4, 1, 14, 18],
      ]),
    RatingTable(
      name: "work independently, graduates",
      counts: [
        [0, 0, 0, 0, 0], [0, 0, 1, 3, 0], [2, 0, 3, 10, 10],
        [0, 5, 4, 26, 23], [0, 2, 1, 7, 24],
      ]),
    RatingTable(
      name: "eight people",
      counts: [
        [0, 0, 0, 0, 0], [0, 0, 0, 0, 2], [0, 0, 0, 0, 0],
        [0, 0, 0, 2, 0], [0, 3, 0, 0, 1],
      ]),
  ]

  /// Their joint table; codes are ratings less 1.
  var table: JointTable {
    var table = JointTable()
    for (first, row) in counts.enumerated() {
      for (second, count) in row.enumerated() {
        table.add(count, first: UInt8(first), second: UInt8(second))
      }
    }
    return table
  }

  /// n.
  var rowCount: Int { Int(counts.joined().reduce(0, +)) }
}
