internal import COpenBLAS

/// Squared distances between rows of whole numbers, exactly.
public enum RowDistances {
  /// Lowers each row's squared distance to the nearest of some chosen rows by one more of them:
  /// the inner step of k-means++.
  ///
  /// - Parameters:
  ///   - nearest: each row's smallest squared distance so far (infinite at first); changed.
  ///   - chosen: the place of the newly chosen row among `rows`.
  ///   - rows: all rows.
  ///   - scratch: memory kept between calls.
  /// - Complexity: O(n p), by BLAS `dgemv` on one thread.
  public static func lower(
    _ nearest: inout [Double], byChoosing chosen: Int, of rows: WholeRows,
    scratch: inout [Double]
  ) {
    let count = rows.rowCount
    let columns = rows.columnCount
    precondition(nearest.count == count, "\(nearest.count) distances of \(count) rows")
    if scratch.count < count { scratch = [Double](repeating: 0, count: count) }
    OpenBLAS.useOneThread()
    rows.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      cblas_dgemv(
        CblasRowMajor, CblasNoTrans, Int32(count), Int32(columns), 2, base, Int32(columns),
        base + chosen * columns, 1, 0, &scratch, 1)
    }
    let norm = rows.squaredNorms[chosen]
    nearest.withUnsafeMutableBufferPointer { nearest in
      rows.squaredNorms.withUnsafeBufferPointer { norms in
        scratch.withUnsafeBufferPointer { products in
          for row in 0..<count {
            let distance = norms[row] + norm - products[row]
            nearest[row] = distance < nearest[row] ? distance : nearest[row]
          }
        }
      }
    }
  }

  /// The squared distances of one row to each of some centers.
  ///
  /// - Parameters:
  ///   - result: k numbers; changed.
  ///   - row: the row's cells.
  ///   - centers: `[k x p]`, row after row.
  public static func fill(
    _ result: inout [Double], from row: ArraySlice<Int16>, to centers: [Int16]
  ) {
    let columns = row.count
    precondition(centers.count == result.count * columns, "\(centers.count) cells of centers")
    row.withUnsafeBufferPointer { row in
      centers.withUnsafeBufferPointer { centers in
        for center in result.indices {
          var sum: Int64 = 0
          for column in 0..<columns {
            let difference = Int32(row[column]) &- Int32(centers[center * columns + column])
            sum &+= Int64(difference) &* Int64(difference)
          }
          result[center] = Double(sum)
        }
      }
    }
  }

  /// For some rows and all after them, the smallest squared distance of two rows in different
  /// groups and the largest in the same group, for many groupings at once. Exact.
  ///
  /// - Parameters:
  ///   - range: the rows.
  ///   - elements: the cells of all n rows, row after row.
  ///   - columnCount: p.
  ///   - labels: by grouping, the group of each row.
  /// - Returns: by grouping; `between` is the largest number where no two groups meet.
  /// - Complexity: O(rows n (p + groupings)).
  public static func extremes(
    _ range: Range<Int>, of elements: [Int16], columnCount: Int, labels: [[UInt8]]
  ) -> [(between: Int64, within: Int64)] {
    let count = elements.count / columnCount
    var squares = [Int64](repeating: 0, count: count)
    var result = labels.map { _ in (between: Int64.max, within: Int64(0)) }
    for row in range {
      fillSquares(&squares, row, elements, columnCount)
      for (place, labels) in labels.enumerated() {
        var (between, within) = result[place]
        let own = labels[row]
        for other in row + 1..<max(row + 1, count) {
          let isSame = labels[other] == own
          within = max(within, isSame ? squares[other] : 0)
          between = min(between, isSame ? Int64.max : squares[other])
        }
        result[place] = (between, within)
      }
    }
    return result
  }

  /// The squared distances of one row to all after it.
  private static func fillSquares(
    _ result: inout [Int64], _ row: Int, _ elements: [Int16], _ columnCount: Int
  ) {
    elements.withUnsafeBufferPointer { cells in
      for other in row + 1..<max(row + 1, result.count) {
        var sum: Int64 = 0
        for column in 0..<columnCount {
          let difference =
            Int32(cells[row * columnCount + column]) &- Int32(cells[other * columnCount + column])
          sum &+= Int64(difference) &* Int64(difference)
        }
        result[other] = sum
      }
    }
  }

  /// For some rows, the sums of their distances to the members of many groups of rows: the work
  /// of silhouettes, for all partitions at once.
  ///
  /// ```text
  /// result[i, g] = Σ_j ||x_i - x_j|| m[j, g]
  /// ```
  ///
  /// - Parameters:
  ///   - rows: the rows i.
  ///   - others: the rows j, n of them.
  ///   - memberships: `[n x g]`: the weight of row j in group g, 0 outside.
  /// - Returns: `[rows x g]`.
  /// - Complexity: O(rows n (p + g)) time, O(128 n) memory.
  public static func sums(
    from rows: WholeRows, to others: WholeRows, memberships: Matrix
  ) -> Matrix {
    let count = others.rowCount
    precondition(memberships.rowCount == count, "\(memberships.rowCount) memberships")
    var result = Matrix(rowCount: rows.rowCount, columnCount: memberships.columnCount)
    var distances = [Double](repeating: 0, count: 128 * count)
    var start = 0
    while start < rows.rowCount {
      let tile = start..<min(start + 128, rows.rowCount)
      fillDistances(&distances, rows, tile, others)
      multiply(distances, tile, memberships, &result)
      start = tile.upperBound
    }
    return result
  }

  // MARK: - Steps

  private static func fillDistances(
    _ distances: inout [Double], _ rows: WholeRows, _ tile: Range<Int>, _ others: WholeRows
  ) {
    let count = others.rowCount
    let columns = rows.columnCount
    OpenBLAS.useOneThread()
    rows.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(tile.count), Int32(count), Int32(columns),
        -2, base + tile.lowerBound * columns, Int32(columns), others.values, Int32(columns), 0,
        &distances, Int32(count))
    }
    distances.withUnsafeMutableBufferPointer { distances in
      others.squaredNorms.withUnsafeBufferPointer { norms in
        for row in tile {
          let norm = rows.squaredNorms[row]
          let offset = (row - tile.lowerBound) * count
          for other in 0..<count {
            let square = distances[offset + other] + norm + norms[other]
            distances[offset + other] = square.squareRoot()
          }
        }
      }
    }
  }

  private static func multiply(
    _ distances: [Double], _ tile: Range<Int>, _ memberships: Matrix, _ result: inout Matrix
  ) {
    let groups = memberships.columnCount
    let count = memberships.rowCount
    result.elements.withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(tile.count), Int32(groups),
        Int32(count), 1, distances, Int32(count), memberships.elements, Int32(groups), 0,
        base + tile.lowerBound * groups, Int32(groups))
    }
  }
}
