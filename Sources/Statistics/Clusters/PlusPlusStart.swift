internal import NumericCore

/// The first centers of a start, by k-means++.
///
/// Source: Arthur and Vassilvitskii (2007), k-means++: the advantages of careful seeding,
/// section 2.2.
enum PlusPlusStart {
  /// Draws k rows: the first by weight, each next by weight times the squared distance to the
  /// nearest row drawn before.
  ///
  /// - Returns: the cells of the k rows `[k x p]`.
  static func choose(
    _ clusterCount: Int, of rows: RowSet, stream: inout RandomStream
  ) -> [Int16] {
    let all = rows.allRows
    var nearest = [Double](repeating: .infinity, count: rows.rowCount)
    var scratch: [Double] = []
    var centers: [Int16] = []
    var chosen = draw(rows.weights, nil, &stream)
    for number in 1...clusterCount {
      centers.append(contentsOf: rows.row(chosen))
      guard number < clusterCount else { break }
      RowDistances.lower(&nearest, byChoosing: chosen, of: all, scratch: &scratch)
      chosen = draw(rows.weights, nearest, &stream)
    }
    return centers
  }

  /// Draws a row with probability proportional to `weight * distance`, summed exactly.
  private static func draw(
    _ weights: WholeWeights, _ distances: [Double]?, _ stream: inout RandomStream
  ) -> Int {
    let uniform = stream.uniform()
    let largest = (distances?.max() ?? 1) * Double(weights.maximum) * Double(weights.rowCount)
    return largest < 0x1p62
      ? draw(weights, distances, uniform) : drawWide(weights, distances, uniform)
  }

  /// All sums fit 64 bits, as they nearly always do.
  private static func draw(
    _ weights: WholeWeights, _ distances: [Double]?, _ uniform: Double
  ) -> Int {
    func share(_ row: Int) -> Int64 {
      weights[row] &* (distances.map { Int64($0[row]) } ?? 1)
    }
    var total: Int64 = 0
    for row in 0..<weights.rowCount { total &+= share(row) }
    guard total > 0 else { return 0 }
    let target = min(Int64(uniform * Double(total)), total - 1)
    var reached: Int64 = 0
    for row in 0..<weights.rowCount {
      reached &+= share(row)
      if reached > target { return row }
    }
    return weights.rowCount - 1
  }

  /// The same in 128 bits.
  static func drawWide(
    _ weights: WholeWeights, _ distances: [Double]?, _ uniform: Double
  ) -> Int {
    func share(_ row: Int) -> Int128 {
      Int128(weights[row]) * Int128(distances.map { Int64($0[row]) } ?? 1)
    }
    var total: Int128 = 0
    for row in 0..<weights.rowCount { total += share(row) }
    guard total > 0 else { return 0 }
    let target = min(Int128(uniform * total.real), total - 1)
    var reached: Int128 = 0
    for row in 0..<weights.rowCount {
      reached += share(row)
      if reached > target { return row }
    }
    return weights.rowCount - 1
  }
}
