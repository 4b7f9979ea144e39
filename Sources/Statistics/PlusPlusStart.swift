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
    let total = distances.map { sum($0, weights) } ?? Int128(weights.total)
    guard total > 0 else { return 0 }
    let target = min(Int128(uniform * Double(total)), total - 1)
    var reached: Int128 = 0
    for row in 0..<weights.rowCount {
      let distance = distances.map { Int64($0[row]) } ?? 1
      reached += Int128(weights[row]) * Int128(distance)
      if reached > target { return row }
    }
    return weights.rowCount - 1
  }

  private static func sum(_ distances: [Double], _ weights: WholeWeights) -> Int128 {
    var sum: Int128 = 0
    for row in distances.indices { sum += Int128(weights[row]) * Int128(Int64(distances[row])) }
    return sum
  }
}
