internal import Groundwork
internal import NumericCore

/// The rows of one clustering task: widened once when they are few, block by block when many.
struct RowSet: Sendable {
  /// Up to this many cells the rows are widened once and kept (8 bytes a cell).
  static let cachedCellLimit = 1 << 22
  /// The number of rows of a block that one thread takes at a time.
  static let blockRowCount = 16_384

  let weights: WholeWeights
  let rowCount: Int
  let columnCount: Int
  let gridBits: Int
  private let source: [Int16]
  private let cached: WholeRows?
  /// Σ w ||x||², exactly.
  let squares: Int128

  var isCached: Bool { cached != nil }

  init(_ rows: GridMatrix, _ weights: WholeWeights, mayCache: Bool = true) {
    self.weights = weights
    rowCount = rows.rowCount
    columnCount = rows.columnCount
    gridBits = rows.gridBits
    source = rows.elements
    if mayCache, rows.elements.count <= RowSet.cachedCellLimit {
      var widened = WholeRows(columnCount: rows.columnCount)
      widened.load(rows.elements, rows: 0..<rows.rowCount)
      cached = widened
      squares = RowSet.squares(widened, 0, weights)
    } else {
      cached = nil
      squares = RowSet.squares(rows, weights)
    }
  }

  /// One Lloyd pass; returns how many rows changed their cluster.
  func assign(
    _ clusters: inout RowClusters, _ kernel: inout NearestCenters, _ workers: Workers
  ) -> Int {
    if let cached {
      return kernel.assign(cached, first: 0, weights: weights, clusters: &clusters)
    }
    let before = clusters
    let prepared = kernel
    let pieces = workers.mapRanges(of: rowCount, size: RowSet.blockRowCount) { range in
      var kernel = prepared
      var piece = RowClusters(
        rows: range, labels: before.labels[range], shapeOf: before.sums)
      var changedCount = 0
      forEachTile(range) { tile, rows in
        changedCount += kernel.assign(
          rows, first: tile.lowerBound, weights: weights, clusters: &piece)
      }
      return (piece, changedCount)
    }
    clusters.merge(pieces.map { $0.0 })
    return pieces.reduce(0) { $0 + $1.1 }
  }

  /// The nearest of given centers and the margin to the second nearest.
  func nearest(
    _ centers: [Int16], _ clusterCount: Int, _ workers: Workers
  ) -> (assignments: [UInt8], margins: [Double]) {
    let scale = Double(1 << gridBits)
    var prepared = NearestCenters(clusterCount: clusterCount, columnCount: columnCount)
    prepared.setCenters(centers)
    let start = prepared
    let pieces = workers.mapRanges(of: rowCount, size: RowSet.blockRowCount) { range in
      var kernel = start
      var labels: [UInt8] = []
      var margins: [Double] = []
      labels.reserveCapacity(range.count)
      margins.reserveCapacity(range.count)
      forEachTile(range) { _, rows in
        kernel.forEachNearest(rows) { _, center, nearest, second in
          labels.append(UInt8(center))
          margins.append(
            clusterCount == 1 ? .nan : (second.squareRoot() - nearest.squareRoot()) / scale)
        }
      }
      return (labels, margins)
    }
    return (pieces.flatMap { $0.0 }, pieces.flatMap { $0.1 })
  }

  /// All rows at once; only for row sets that fit the cache.
  var allRows: WholeRows {
    if let cached { return cached }
    var widened = WholeRows(columnCount: columnCount)
    widened.load(source, rows: 0..<rowCount)
    return widened
  }

  /// Hands out a range of rows in tiles that share one buffer.
  func forEachTile(_ range: Range<Int>, _ body: (Range<Int>, WholeRows) -> Void) {
    var buffer = WholeRows(columnCount: columnCount)
    var start = range.lowerBound
    while start < range.upperBound {
      let tile = start..<min(range.upperBound, start + NearestCenters.tileRowCount)
      buffer.load(source, rows: tile)
      body(tile, buffer)
      start = tile.upperBound
    }
  }

  /// The cells of one row.
  func row(_ row: Int) -> ArraySlice<Int16> {
    source[row * columnCount..<(row + 1) * columnCount]
  }

  // MARK: - Steps

  private static func squares(
    _ rows: WholeRows, _ first: Int, _ weights: WholeWeights
  ) -> Int128 {
    var sum: Int128 = 0
    for row in 0..<rows.rowCount {
      sum += Int128(Int64(rows.squaredNorms[row])) * Int128(weights[first + row])
    }
    return sum
  }

  private static func squares(_ rows: GridMatrix, _ weights: WholeWeights) -> Int128 {
    var sum: Int128 = 0
    var buffer = WholeRows(columnCount: rows.columnCount)
    var start = 0
    while start < rows.rowCount {
      let tile = start..<min(rows.rowCount, start + 4096)
      buffer.load(rows.elements, rows: tile)
      sum += squares(buffer, start, weights)
      start = tile.upperBound
    }
    return sum
  }
}
