internal import COpenBLAS

/// One search for centers on few rows: Lloyd's passes and moves of single rows, fast.
///
/// Use it where thousands of searches run over a thousand rows (starts, resamples, reference
/// sets). Sums of rows and centers are `Double`s: sums of unweighted rows are whole and exact,
/// everything else is added in the order of the rows, so a search is a pure function of its rows,
/// its start and the processor kernels; it runs on one thread. What is published is then carried
/// to the end on whole numbers (`NearestCenters`).
///
/// For the next worker: one product of all centers with the columns gives all distances; rows
/// that change touch the sums alone. Scratch memory is kept: use one search for many starts.
public struct CenterSearch: Sendable {
  /// The rows.
  public let rows: SearchRows
  /// The number of centers k.
  public let clusterCount: Int
  /// The cluster of each row; rows without weight follow the nearest center.
  public internal(set) var labels: [UInt8]
  /// The summed weight of each cluster.
  public internal(set) var clusterWeights: [Double]
  /// The number of passes and sweeps so far.
  public internal(set) var passCount = 0

  /// One a row; `nil` for 1 each.
  let weights: [Double]?
  /// Σ w ||x||².
  let squares: Double
  var sums: [Double]
  var means: [Double]
  var meanNorms: [Double]
  var scores: [Double]
  var best: [Double]
  var bestIndex: [Double]
  var saved: [Double]
  var distances: [Double]
  /// Which share of the inertia's terms a row's other cluster may cost more for the row to be
  /// looked at again, see `refine`.
  var nearness = 0.02

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - weights: one a row, 0 or more, or `nil` for 1 each.
  ///   - clusterCount: k, 1 ... 254.
  public init(_ rows: SearchRows, weights: [Double]?, clusterCount: Int) {
    precondition((1...254).contains(clusterCount), "\(clusterCount) centers")
    precondition(weights.map { $0.count == rows.rowCount } ?? true, "weights of other rows")
    (self.rows, self.weights, self.clusterCount) = (rows, weights, clusterCount)
    let (count, width) = (rows.rowCount, clusterCount * rows.columnCount)
    labels = [UInt8](repeating: UInt8.max, count: count)
    clusterWeights = [Double](repeating: 0, count: clusterCount)
    (sums, means) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
    (meanNorms, distances) = (clusterWeights, clusterWeights)
    scores = [Double](repeating: 0, count: clusterCount * count)
    best = [Double](repeating: 0, count: count)
    (bestIndex, saved) = (best, best)
    var total = 0.0
    for row in 0..<count { total += (weights?[row] ?? 1) * rows.squaredNorms[row] }
    squares = total
  }

  /// The weighted within-cluster sum of squares, in squared units of the rows.
  public var inertia: Double {
    var rest = squares
    for cluster in 0..<clusterCount where clusterWeights[cluster] > 0 {
      var square = 0.0
      for place in range(of: cluster) { square += sums[place] * sums[place] }
      rest -= square / clusterWeights[cluster]
    }
    return max(0, rest)
  }

  /// The centers `[k x p]`: the weighted means of the clusters.
  public var centers: [Double] { means }

  /// Starts again from given centers `[k x p]`.
  public mutating func start(centers: [Double]) {
    precondition(centers.count == means.count, "\(centers.count) cells of centers")
    means = centers
    clearClusters()
  }

  /// Starts again from k of the rows.
  public mutating func start(rows chosen: some Collection<Int>) {
    start(centers: chosen.flatMap { rows.row($0) })
  }

  /// Starts again from given clusters.
  public mutating func start(labels given: [UInt8]) {
    precondition(given.count == rows.rowCount, "\(given.count) labels")
    clearClusters()
    for row in given.indices { join(row, Int(given[row])) }
    updateMeans()
  }

  /// The nearest center of each row, the lowest of equals; changes no cluster.
  public mutating func nearest() -> [UInt8] {
    rows.multiply(means, count: clusterCount, into: &scores)
    chooseBest()
    return bestIndex.map { UInt8($0) }
  }

  /// The means of those rows of each cluster that are chosen.
  ///
  /// - Parameter isChosen: asked once for each row, in order.
  /// - Returns: `[k x p]`; a cluster without weight among them keeps its center.
  public func centers(ofRows isChosen: () -> Bool) -> [Double] {
    var half = CenterSearch(rows, weights: weights, clusterCount: clusterCount)
    for row in labels.indices where isChosen() { half.add(row, to: Int(labels[row]), sign: 1) }
    half.means = means
    half.updateMeans()
    return half.means
  }

  /// Lloyd's passes until no row with a weight moves, or no more than `patience` of them.
  ///
  /// - Parameters:
  ///   - limit: the largest number of passes, 1 or more.
  ///   - patience: so many rows may still move.
  ///
  /// Source: Lloyd (1982), Least squares quantization in PCM.
  public mutating func iterate(limit: Int, patience: Int = 0) {
    for _ in 0..<limit {
      let changedCount = pass()
      let wasFilled = fillEmptyClusters()
      updateMeans()
      if changedCount <= patience, !wasFilled { return }
    }
  }
}

// MARK: - Steps

extension CenterSearch {
  func range(of cluster: Int) -> Range<Int> {
    cluster * rows.columnCount..<(cluster + 1) * rows.columnCount
  }

  func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

  private mutating func clearClusters() {
    passCount = 0
    for place in sums.indices { sums[place] = 0 }
    for cluster in clusterWeights.indices { clusterWeights[cluster] = 0 }
    for row in labels.indices { labels[row] = UInt8.max }
    updateNorms()
  }

  private mutating func updateNorms() {
    for cluster in 0..<clusterCount {
      var square = 0.0
      for place in range(of: cluster) { square += means[place] * means[place] }
      meanNorms[cluster] = square
    }
  }

  /// The means of clusters with a weight; others keep their center.
  private mutating func updateMeans() {
    for cluster in 0..<clusterCount where clusterWeights[cluster] > 0 {
      updateMean(of: cluster)
    }
  }

  mutating func updateMean(of cluster: Int) {
    let scale = 1 / clusterWeights[cluster]
    let range = range(of: cluster)
    means.withUnsafeMutableBufferPointer { means in
      sums.withUnsafeBufferPointer { sums in
        for place in range { means[place] = sums[place] * scale }
      }
    }
    var square = (0.0, 0.0)
    var place = range.lowerBound
    while place + 1 < range.upperBound {
      square.0 += means[place] * means[place]
      square.1 += means[place + 1] * means[place + 1]
      place += 2
    }
    if place < range.upperBound { square.0 += means[place] * means[place] }
    meanNorms[cluster] = square.0 + square.1
  }

  /// Adds a row to a cluster's sums, `sign` 1, or takes it away, -1.
  mutating func add(_ row: Int, to cluster: Int, sign: Double) {
    let weight = weight(row) * sign
    clusterWeights[cluster] += weight
    guard weight != 0 else { return }
    let columns = rows.columnCount
    rows.byRow.withUnsafeBufferPointer { cells in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let from = cells.baseAddress, let to = sums.baseAddress else { return }
        let (source, target) = (from + row * columns, to + cluster * columns)
        for column in 0..<columns { target[column] += weight * source[column] }
      }
    }
  }

  mutating func join(_ row: Int, _ cluster: Int) {
    if labels[row] != UInt8.max { add(row, to: Int(labels[row]), sign: -1) }
    add(row, to: cluster, sign: 1)
    labels[row] = UInt8(cluster)
  }

  /// Gives each row to its nearest center; how many rows with a weight have moved.
  private mutating func pass() -> Int {
    passCount += 1
    rows.multiply(means, count: clusterCount, into: &scores)
    chooseBest()
    var changedCount = 0
    for row in labels.indices {
      let cluster = UInt8(bestIndex[row])
      guard cluster != labels[row] else { continue }
      if weight(row) > 0 { changedCount += 1 }
      join(row, Int(cluster))
    }
    return changedCount
  }

  /// Fills `bestIndex` with each row's nearest center, the lowest of equals, and `best` with
  /// ||m||² - 2 m·x of it; center by center, so that the inner loop becomes vector instructions.
  private mutating func chooseBest() {
    let count = rows.rowCount
    for row in 0..<count { (best[row], bestIndex[row]) = (.infinity, 0) }
    scores.withUnsafeBufferPointer { scores in
      best.withUnsafeMutableBufferPointer { best in
        bestIndex.withUnsafeMutableBufferPointer { bestIndex in
          guard let base = scores.baseAddress, let best = best.baseAddress,
            let bestIndex = bestIndex.baseAddress
          else { return }
          for cluster in 0..<clusterCount {
            CenterSearch.lower(
              best, bestIndex, base + cluster * count, (meanNorms[cluster], Double(cluster)), count)
          }
        }
      }
    }
  }

  private static func lower(
    _ best: UnsafeMutablePointer<Double>, _ bestIndex: UnsafeMutablePointer<Double>,
    _ products: UnsafePointer<Double>, _ center: (norm: Double, index: Double), _ count: Int
  ) {
    let (norm, index) = center
    var row = 0
    while row &+ 4 <= count {
      let at = row
      let products = UnsafeRawPointer(products + at).loadUnaligned(as: SIMD4<Double>.self)
      let value = norm - (products + products)
      let former = UnsafeRawPointer(best + at).loadUnaligned(as: SIMD4<Double>.self)
      let formerIndex = UnsafeRawPointer(bestIndex + at).loadUnaligned(as: SIMD4<Double>.self)
      let isBetter = value .< former
      UnsafeMutableRawPointer(best + at).storeBytes(
        of: former.replacing(with: value, where: isBetter), as: SIMD4<Double>.self)
      UnsafeMutableRawPointer(bestIndex + at).storeBytes(
        of: formerIndex.replacing(with: index, where: isBetter), as: SIMD4<Double>.self)
      row = row &+ 4
    }
    while row < count {
      let value = norm - (products[row] + products[row])
      if value < best[row] { (best[row], bestIndex[row]) = (value, index) }
      row = row &+ 1
    }
  }

  /// Moves the row farthest from its center into each cluster without weight; whether it did.
  private mutating func fillEmptyClusters() -> Bool {
    var isFilled = false
    for cluster in 0..<clusterCount where clusterWeights[cluster] <= 0 {
      var found: Int?
      var largest = 0.0
      for row in labels.indices where weight(row) > 0 {
        let distance = best[row] + rows.squaredNorms[row]
        if distance > largest, clusterWeights[Int(labels[row])] > weight(row) {
          (found, largest) = (row, distance)
        }
      }
      guard let row = found else { break }
      join(row, cluster)
      best[row] = -rows.squaredNorms[row]
      isFilled = true
    }
    return isFilled
  }
}
