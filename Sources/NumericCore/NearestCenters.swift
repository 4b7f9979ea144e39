internal import COpenBLAS

/// The work of one thread in a k-means pass: the nearest center of each row, exactly.
///
/// For the next worker: rows go through in tiles of 128, because OpenBLAS multiplies such small
/// matrices without packing them, twice as fast. For each tile one product gives
/// `2 x·c - ||c||²`; the nearest center has the largest of these and ties go to the lowest
/// index. All values are whole numbers below 2^53 (see `WholeRows`). The scratch memory is kept
/// between calls: make one of these for each thread, not one for each tile.
public struct NearestCenters: Sendable {
  /// The label of a row that has no cluster yet.
  public static let unassigned = UInt8.max
  /// The largest number of clusters.
  public static let largestClusterCount = 254
  /// How many rows go through one product.
  public static let tileRowCount = 128

  /// The number of centers.
  public let clusterCount: Int
  /// The number of columns.
  public let columnCount: Int

  private var centers: [Double]
  private var centerNorms: [Double]
  private var scores: [Double]
  private var best: [Double]
  private var bestIndex: [Double]
  private var partial: [Double]
  private var tileWeights: [Double]

  /// Makes the scratch memory for passes with this many centers.
  public init(clusterCount: Int, columnCount: Int) {
    precondition(
      clusterCount > 0 && clusterCount <= NearestCenters.largestClusterCount,
      "\(clusterCount) centers")
    self.clusterCount = clusterCount
    self.columnCount = columnCount
    let tile = NearestCenters.tileRowCount
    centers = [Double](repeating: 0, count: clusterCount * columnCount)
    centerNorms = [Double](repeating: 0, count: clusterCount)
    scores = [Double](repeating: 0, count: clusterCount * tile)
    best = [Double](repeating: 0, count: tile)
    bestIndex = [Double](repeating: 0, count: tile)
    tileWeights = [Double](repeating: 0, count: tile)
    partial = [Double](repeating: 0, count: clusterCount * columnCount)
  }

  /// Takes the centers of the next passes.
  ///
  /// - Parameter elements: `[k x p]`, row after row.
  public mutating func setCenters(_ elements: [Int16]) {
    precondition(elements.count == centers.count, "\(elements.count) cells of centers")
    for cluster in 0..<clusterCount {
      var squares = 0.0
      for index in cluster * columnCount..<(cluster + 1) * columnCount {
        let value = Double(elements[index])
        centers[index] = value
        squares += value * value
      }
      centerNorms[cluster] = squares
    }
  }
}

// MARK: - Passes

extension NearestCenters {
  /// Assigns rows to their nearest centers and keeps the clusters' sums up to date.
  ///
  /// Only rows that change their cluster touch the sums, so late passes cost little more than
  /// the products.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - first: the number of the first of them.
  ///   - weights: the weights of all rows, by number.
  ///   - clusters: the clusters before; changed to those after.
  /// - Returns: how many rows changed their cluster.
  public mutating func assign(
    _ rows: WholeRows, first: Int, weights: WholeWeights, clusters: inout RowClusters
  ) -> Int {
    var changedCount = 0
    var start = 0
    while start < rows.rowCount {
      let count = min(NearestCenters.tileRowCount, rows.rowCount - start)
      score(rows, start, count)
      chooseBest(count)
      changedCount += move(rows, start..<start + count, first, weights, &clusters)
      start += count
    }
    return changedCount
  }

  /// The squared distances of each row to its nearest and to its second nearest center.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - body: called for each row in order with the row, its nearest center and both squared
  ///     distances; the second is infinite when there is one center.
  public mutating func forEachNearest(
    _ rows: WholeRows,
    _ body: (_ row: Int, _ center: Int, _ nearest: Double, _ second: Double)
      -> Void
  ) {
    var start = 0
    while start < rows.rowCount {
      let count = min(NearestCenters.tileRowCount, rows.rowCount - start)
      score(rows, start, count)
      for place in 0..<count {
        var top = -Double.infinity
        var next = -Double.infinity
        var center = 0
        for cluster in 0..<clusterCount {
          let value = scores[cluster * count + place] - centerNorms[cluster]
          if value > top {
            next = top
            top = value
            center = cluster
          } else if value > next {
            next = value
          }
        }
        let norm = rows.squaredNorms[start + place]
        body(start + place, center, norm - top, norm - next)
      }
      start += count
    }
  }

  /// The rows that would lower the inertia by joining another cluster, all others staying.
  ///
  /// ```text
  /// min over b of d_b W_b / (W_b + w)  <  (1 - smallestGain) d_a W_a / (W_a - w)
  /// ```
  ///
  /// - Parameters:
  ///   - rows: all rows.
  ///   - weights: their weights.
  ///   - clusters: their clusters, all assigned.
  ///   - smallestGain: a gain below this share does not count.
  /// - Returns: the rows, in order.
  ///
  /// Source: Hartigan and Wong (1979), Algorithm AS 136, the optimal-transfer stage.
  public mutating func movableRows(
    _ rows: WholeRows, weights: WholeWeights, clusters: RowClusters, smallestGain: Double
  ) -> [Int] {
    var found: [Int] = []
    var saved = [Double](repeating: 0, count: NearestCenters.tileRowCount)
    var start = 0
    while start < rows.rowCount {
      let tile = start..<min(rows.rowCount, start + NearestCenters.tileRowCount)
      score(rows, start, tile.count)
      for row in tile {
        best[row - start] = .infinity
        bestIndex[row - start] = Double(clusters.labels[row])
        tileWeights[row - start] = Double(weights[row])
      }
      for cluster in 0..<clusterCount {
        weighMoves(cluster, rows, tile, Double(clusters.sums.weights[cluster]), &saved)
      }
      for row in tile where best[row - start] < saved[row - start] * (1 - smallestGain) {
        found.append(row)
      }
      start = tile.upperBound
    }
    return found
  }
}

// MARK: - Steps

extension NearestCenters {
  /// Fills `scores` `[k x count]` with `2 c·x`.
  private mutating func score(_ rows: WholeRows, _ start: Int, _ count: Int) {
    precondition(rows.columnCount == columnCount, "rows of \(rows.columnCount) columns")
    OpenBLAS.useOneThread()
    let columns = Int32(columnCount)
    rows.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(clusterCount), Int32(count), columns, 2,
        centers, columns, base + start * columnCount, columns, 0, &scores, Int32(count))
    }
  }

  /// Fills `bestIndex` with each row's nearest center, center by center so that the inner loop
  /// runs over rows and becomes vector instructions.
  private mutating func chooseBest(_ count: Int) {
    for cluster in 0..<clusterCount {
      let norm = centerNorms[cluster]
      let index = Double(cluster)
      let offset = cluster * count
      let isFirst = cluster == 0
      scores.withUnsafeBufferPointer { scores in
        best.withUnsafeMutableBufferPointer { best in
          bestIndex.withUnsafeMutableBufferPointer { bestIndex in
            for place in 0..<count {
              let value = scores[offset + place] - norm
              let former = isFirst ? -Double.infinity : best[place]
              let isBetter = value > former
              best[place] = isBetter ? value : former
              bestIndex[place] = isBetter ? index : bestIndex[place]
            }
          }
        }
      }
    }
  }

  /// For one cluster: what its own rows save by leaving, and what others cost by joining.
  private mutating func weighMoves(
    _ cluster: Int, _ rows: WholeRows, _ tile: Range<Int>, _ clusterWeight: Double,
    _ saved: inout [Double]
  ) {
    let count = tile.count
    let offset = cluster * count
    let norm = centerNorms[cluster]
    let index = Double(cluster)
    let norms = rows.squaredNorms[tile]
    saved.withUnsafeMutableBufferPointer { saved in
      best.withUnsafeMutableBufferPointer { best in
        scores.withUnsafeBufferPointer { scores in
          norms.withUnsafeBufferPointer { norms in
            tileWeights.withUnsafeBufferPointer { weights in
              bestIndex.withUnsafeBufferPointer { own in
                for place in 0..<count {
                  let distance = norms[place] + norm - scores[offset + place]
                  let isOwn = own[place] == index
                  let change = isOwn ? -weights[place] : weights[place]
                  let cost = distance * clusterWeight / (clusterWeight + change)
                  let lowest = cost < best[place] ? cost : best[place]
                  saved[place] = isOwn ? cost : saved[place]
                  best[place] = isOwn ? best[place] : lowest
                }
              }
            }
          }
        }
      }
    }
  }

  /// Moves the rows of one tile whose nearest center has changed; returns how many.
  ///
  /// Sums of a tile are held in `Double`s and stay exact below 2^53; then they are added as
  /// integers.
  private mutating func move(
    _ rows: WholeRows, _ tile: Range<Int>, _ first: Int, _ weights: WholeWeights,
    _ clusters: inout RowClusters
  ) -> Int {
    let exactMoves = max(1, Int((Int64(1) << 52) / (weights.maximum << 15)))
    var changedCount = 0
    var pendingCount = 0
    for row in tile {
      let cluster = UInt8(bestIndex[row - tile.lowerBound])
      let place = first + row - clusters.firstRow
      let former = clusters.labels[place]
      guard cluster != former else { continue }
      clusters.labels[place] = cluster
      let weight = weights[first + row]
      let source = former == NearestCenters.unassigned ? nil : Int(former)
      addToPartial(rows, row, Double(weight), source, Int(cluster))
      clusters.sums.weights[Int(cluster)] += weight
      clusters.sums.counts[Int(cluster)] += 1
      if let source {
        clusters.sums.weights[source] -= weight
        clusters.sums.counts[source] -= 1
      }
      changedCount += 1
      pendingCount += 1
      if pendingCount >= exactMoves {
        flush(&clusters.sums)
        pendingCount = 0
      }
    }
    if pendingCount > 0 { flush(&clusters.sums) }
    return changedCount
  }

  private mutating func addToPartial(
    _ rows: WholeRows, _ row: Int, _ weight: Double, _ source: Int?, _ target: Int
  ) {
    let columnCount = columnCount
    rows.values.withUnsafeBufferPointer { values in
      partial.withUnsafeMutableBufferPointer { partial in
        let cells = row * columnCount
        let targetCells = target * columnCount
        for column in 0..<columnCount {
          partial[targetCells + column] += weight * values[cells + column]
        }
        guard let source else { return }
        let sourceCells = source * columnCount
        for column in 0..<columnCount {
          partial[sourceCells + column] -= weight * values[cells + column]
        }
      }
    }
  }

  private mutating func flush(_ sums: inout ClusterSums) {
    for index in partial.indices {
      sums.sums[index] += Int64(partial[index])
      partial[index] = 0
    }
  }
}
