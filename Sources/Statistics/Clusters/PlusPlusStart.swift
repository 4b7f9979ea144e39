internal import NumericCore

/// The first centers of a start, by k-means++.
///
/// Source: Arthur and Vassilvitskii (2007), k-means++: the advantages of careful seeding,
/// section 2.2.
enum PlusPlusStart {
  /// Draws k rows: the first by weight, each next by weight times the squared distance to the
  /// nearest row drawn before. The first rows of a longer draw are those of a shorter one.
  ///
  /// - Returns: the cells of the k rows `[k x p]`.
  static func choose(
    _ clusterCount: Int, of rows: RowSet, stream: inout RandomStream
  ) -> [Int16] {
    let all = rows.allRows
    var scratch: [Double] = []
    return draws(clusterCount, rows.weights, &stream) { nearest, chosen in
      RowDistances.lower(&nearest, byChoosing: chosen, of: all, scratch: &scratch)
    }.flatMap { rows.row($0) }
  }

  /// The same for the few rows of many searches.
  ///
  /// - Returns: k rows.
  static func choose(
    _ clusterCount: Int, of rows: SearchRows, weights: WholeWeights,
    stream: inout RandomStream
  ) -> [Int] {
    var scratch: [Double] = []
    return draws(clusterCount, weights, &stream) { nearest, chosen in
      rows.lower(&nearest, byChoosing: chosen, scratch: &scratch)
    }
  }

  private static func draws(
    _ clusterCount: Int, _ weights: WholeWeights, _ stream: inout RandomStream,
    _ lower: (inout [Double], Int) -> Void
  ) -> [Int] {
    var nearest = [Double](repeating: .infinity, count: weights.rowCount)
    var chosen = [draw(weights, nil, &stream)]
    while chosen.count < clusterCount {
      lower(&nearest, chosen[chosen.count - 1])
      chosen.append(draw(weights, nearest, &stream))
    }
    return chosen
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
