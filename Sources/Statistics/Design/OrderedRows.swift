/// The rows that have a number and a weight, the smallest number first, and the stretch of the
/// whole weight that each takes.
struct OrderedRows: Sendable, Equatable {
  /// By place, the number.
  let values: [Double]
  /// By place, the weight before the row.
  let starts: [Double]
  /// By place, the weight up to its end.
  let ends: [Double]

  /// - Parameters:
  ///   - values: by row, infinite ones allowed; `nil` is missing.
  ///   - weights: by row, 0 or more, their sum at most `Sample.weightLimit`; `nil` for equal ones.
  ///     It is `nil` where one is not a number, or all weights are 0.
  ///   - tied: where rows with equal numbers lie.
  init?(_ values: [Double?], weights: [Int64]?, tied: TiedRows) {
    precondition(
      weights.map { $0.count == values.count } ?? true, "weights of \(values.count) values")
    var rows: [(value: Double, row: Int, weight: Int64)] = []
    for (row, value) in values.enumerated() {
      guard let value, (weights?[row] ?? 1) > 0 else { continue }
      guard !value.isNaN else { return nil }
      rows.append((value, row, weights?[row] ?? 1))
    }
    guard !rows.isEmpty else { return nil }
    rows.sort { ($0.value, $0.row) < ($1.value, $1.row) }
    self.values = rows.map(\.value)
    let bounds = OrderedRows.bounds(self.values, rows.map(\.weight), tied)
    (starts, ends) = (bounds.starts, bounds.ends)
  }

  /// The number of rows.
  var count: Int { values.count }

  /// The weight of all rows.
  var total: Double { ends[count - 1] }

  /// The weight of a row.
  func weight(_ place: Int) -> Double { ends[place] - starts[place] }

  /// By number, the mean of the middles of its rows' stretches, as a share of the whole.
  func meanMiddles() -> [Double: Double] {
    var result: [Double: Double] = [:]
    for run in OrderedRows.runs(values) {
      let sum = run.reduce(0) { $0 + (starts[$1] + ends[$1]) / 2 }
      result[values[run.lowerBound]] = sum / Double(run.count) / total
    }
    return result
  }

  // MARK: - Steps

  private static func bounds(
    _ values: [Double], _ weights: [Int64], _ tied: TiedRows
  ) -> (starts: [Double], ends: [Double]) {
    var (starts, ends, sum): ([Double], [Double], Int64) = ([], [], 0)
    for run in runs(values) {
      let (before, whole) = (sum, run.reduce(Int64(0)) { $0 + weights[$1] })
      // Parts are counted from the start of the run, so that rounding does not add up.
      func bound(_ place: Int) -> Double {
        Double(before) + Double(whole) * (Double(place - run.lowerBound) / Double(run.count))
      }
      for place in run {
        starts.append(tied == .alike ? bound(place) : Double(sum))
        sum += weights[place]
        ends.append(tied == .alike ? bound(place + 1) : Double(sum))
      }
    }
    return (starts, ends)
  }

  /// The ranges of equal numbers.
  private static func runs(_ values: [Double]) -> [Range<Int>] {
    var (result, start): ([Range<Int>], Int) = ([], 0)
    for place in 1...values.count where place == values.count || values[place] != values[start] {
      result.append(start..<place)
      start = place
    }
    return result
  }
}
