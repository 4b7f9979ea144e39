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

  /// Rounds of single moves until none is worth making, then Lloyd's passes to make sure that
  /// every row is with its nearest center; both again if those changed the clusters.
  mutating func moveSingleRows(_ maximumIterations: Int, _ workers: Workers) {
    let all = rows.allRows
    for _ in 0..<maximumIterations {
      var movedCount = 0
      for _ in 0..<maximumIterations {
        updateCenters()
        kernel.setCenters(centers)
        iterationCount += 1
        let moved = movePromising(
          kernel.movableRows(
            all, weights: rows.weights, clusters: clusters,
            smallestGain: LloydRun.smallestGain))
        movedCount += moved
        if moved == 0 { break }
      }
      let before = gridInertia
      iterate(maximumIterations, workers)
      if hasConverged, movedCount == 0 || gridInertia >= before { return }
    }
  }

  /// Moves the rows one after another, each judged by the centers of that moment.
  private mutating func movePromising(_ candidates: [Int]) -> Int {
    var movedCount = 0
    var distances = [Double](repeating: 0, count: clusterCount)
    for row in candidates {
      let weight = rows.weights[row]
      let source = Int(clusters.labels[row])
      RowDistances.fill(&distances, from: rows.row(row), to: centers)
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
