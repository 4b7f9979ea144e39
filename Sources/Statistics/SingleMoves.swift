internal import Groundwork
internal import NumericCore

/// Moves of single rows that lower the inertia where Lloyd's passes have stopped.
///
/// Taking a row of weight w out of a cluster of weight A lowers the inertia by `A w / (A - w) d²`,
/// putting it into a cluster of weight B raises it by `B w / (B + w) d²`. Lloyd compares plain
/// distances and so misses moves out of small clusters.
///
/// Source: Hartigan and Wong (1979), Algorithm AS 136, the optimal-transfer stage.
extension LloydRun {
  /// A gain below this share is not worth a move; it also keeps rounded centers from cycling.
  private static let smallestGain = 1e-9

  /// Alternates single moves and Lloyd's passes until no row moves.
  mutating func moveSingleRows(_ maximumIterations: Int, _ workers: Workers) {
    guard clusterCount > 1 else { return }
    let all = rows.allRows
    for _ in 0..<maximumIterations {
      let before = gridInertia
      let movedCount = movePromising(promisingRows(all))
      guard movedCount > 0 else { return }
      iterate(maximumIterations, workers)
      guard gridInertia < before else { return }
    }
  }

  /// The rows that would move if no other row moved before them.
  private mutating func promisingRows(_ all: WholeRows) -> [Int] {
    var found: [Int] = []
    let labels = clusters.labels
    let sums = clusters.sums
    let weights = rows.weights
    kernel.setCenters(centers)
    kernel.forEachRow(all) { row, distances in
      if LloydRun.target(Int(labels[row]), weights[row], distances, sums) != nil {
        found.append(row)
      }
    }
    return found
  }

  /// Moves the rows one after another, each judged by the centers of that moment.
  private mutating func movePromising(_ candidates: [Int]) -> Int {
    var movedCount = 0
    for row in candidates {
      let weight = rows.weights[row]
      let source = Int(clusters.labels[row])
      let distances = (0..<clusterCount).map { squaredDistance(row, $0) }
      guard let target = LloydRun.target(source, weight, distances, clusters.sums) else {
        continue
      }
      clusters.move(row, cells: rows.row(row), weight: weight, to: target)
      setCenter(source, clusters.sums.roundedMean(of: source))
      setCenter(target, clusters.sums.roundedMean(of: target))
      movedCount += 1
    }
    return movedCount
  }

  private func squaredDistance(_ row: Int, _ cluster: Int) -> Double {
    var sum: Int64 = 0
    for (cell, mean) in zip(rows.row(row), center(cluster)) {
      let difference = Int64(cell) - Int64(mean)
      sum += difference * difference
    }
    return Double(sum)
  }

  /// The cluster that a row should join, or `nil` when it should stay.
  private static func target(
    _ source: Int, _ weight: Int64, _ distances: [Double], _ sums: ClusterSums
  ) -> Int? {
    let rest = sums.weights[source] - weight
    guard weight > 0, rest > 0 else { return nil }
    let saved = distances[source] * Double(sums.weights[source]) / Double(rest)
    var best = saved * (1 - smallestGain)
    var found: Int?
    for cluster in distances.indices where cluster != source {
      let joined = Double(sums.weights[cluster])
      let cost = distances[cluster] * joined / (joined + Double(weight))
      if cost < best {
        best = cost
        found = cluster
      }
    }
    return found
  }
}
