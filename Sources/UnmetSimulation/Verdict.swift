/// What a set of cells says about one acceptance number.
struct Verdict: Sendable {
  /// The number of the bar.
  let number: Int
  let what: String
  let bar: String
  let cells: [Cell]
  let passes: Bool

  /// Each cell must lie within its limits.
  init(_ number: Int, _ what: String, bar: String, cells: [Cell]) {
    let judged = cells.filter { $0.limits != nil }
    (self.number, self.what, self.bar) = (number, what, bar)
    (self.cells, passes) = (judged, !judged.isEmpty && judged.allSatisfy(\.passes))
  }

  /// More than half of the cells must lie below a number: a test of the test.
  init(_ number: Int, _ what: String, mostOf cells: [Cell], below limit: Double) {
    let count = cells.count { $0.value < limit }
    (self.number, self.what, self.cells) = (number, what, cells)
    bar = "most cells < \(fixed(limit, 2)): \(count) of \(cells.count)"
    passes = 2 * count > cells.count
  }
}
