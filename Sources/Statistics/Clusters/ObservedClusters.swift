public import Groundwork
internal import NumericCore

extension ObservedMeans {
  /// Rows a thread takes at a time.
  private static let blockRowCount = 4_096

  /// The squared distances of a row's answers to centers.
  ///
  /// - Parameters:
  ///   - row: p cells; missing ones count for nothing.
  ///   - centers: `[k x p]`.
  /// - Returns: k whole numbers, in squared grid steps.
  public static func distances(of row: ArraySlice<Int8>, to centers: GridMatrix) -> [Int] {
    let (columnCount, first) = (centers.columnCount, row.startIndex)
    var distances = [Int](repeating: 0, count: centers.rowCount)
    for column in 0..<columnCount where row[first + column] != IntegerMatrix.missing {
      let cell = Int(row[first + column]) << centers.gridBits
      for center in distances.indices {
        let difference = cell - Int(centers.elements[center * columnCount + column])
        distances[center] += difference * difference
      }
    }
    return distances
  }

  /// Assigns rows to given centers by the answers given alone.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`; a row without any answer goes to the first center.
  ///   - centers: `[k x p]`.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the nearest center of each row, the lowest at a tie, and the margin to the second
  ///   nearest as in `KMeansSolution.margins`, over the answered columns. Without missing cells
  ///   the same as `KMeans.assign`.
  /// - Complexity: O(n p k).
  ///
  /// Source: Chi, Chi and Baraniuk (2016), k-POD: a method for k-means clustering of missing data.
  public static func assign(
    _ rows: IntegerMatrix, to centers: GridMatrix, workers: Workers
  ) -> (assignments: [UInt8], margins: [Double]) {
    let scale = Double(1 << centers.gridBits)
    let pieces = workers.mapRanges(of: rows.rowCount, size: blockRowCount) { range in
      range.map { row -> (label: UInt8, margin: Double) in
        let distances = distances(of: rows.row(row), to: centers)
        var (label, nearest, second) = (0, distances[0], Int.max)
        for (center, distance) in distances.enumerated().dropFirst() {
          if distance < nearest {
            (label, nearest, second) = (center, distance, nearest)
          } else if distance < second {
            second = distance
          }
        }
        guard distances.count > 1 else { return (0, .nan) }
        let margin = Double(second).squareRoot() - Double(nearest).squareRoot()
        return (UInt8(label), margin / scale)
      }
    }
    return (pieces.flatMap { $0.map(\.label) }, pieces.flatMap { $0.map(\.margin) })
  }

  /// Rows with their missing cells at the center that is nearest by their answers.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - centers: `[k x p]`.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: `[n x p]`, on the grid of the centers.
  public static func filled(
    _ rows: IntegerMatrix, at centers: GridMatrix, workers: Workers
  ) -> GridMatrix {
    let labels = assign(rows, to: centers, workers: workers).assignments
    return fill(rows, centers.gridBits) { row, column in
      centers.elements[Int(labels[row]) * centers.columnCount + column]
    }
  }

  /// Clusters about given centers by the answers given alone; no center moves, all keep their
  /// order.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - centers: `[k x p]`.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: each row as by `assign`; inertias are those of the answers about the centers given.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: O(n p k).
  public static func place(
    _ rows: IntegerMatrix, weights: [Int64]?, at centers: GridMatrix, workers: Workers
  ) throws(StatisticsFailure) -> KMeansSolution {
    // Filled so, a row lies as near its center as by its answers, and no nearer any other one.
    var solution = try KMeans.place(
      filled(rows, at: centers, workers: workers), weights: weights, at: centers, workers: workers)
    solution.margins = assign(rows, to: centers, workers: workers).margins
    return solution
  }
}

extension ObservedMeans.Solution {
  /// The starts of each resample, all of them cold: by k-means++, none at the centers found.
  private static let resampleStartCount = 3

  /// Whether the clusters come back when the rows are drawn again.
  ///
  /// Rows are drawn as for k-means and clustered by `ObservedMeans.fit` from three cold starts;
  /// Jaccard similarities are taken on the different rows drawn, agreements on all rows, each at
  /// the center nearest by its answers.
  ///
  /// - Parameters:
  ///   - answers: `[n x p]`, those that were clustered.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - resampleCount: 1 or more; 100 for reports.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the stability of the clusters. A resample that cannot be clustered counts for
  ///   nothing.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: as three starts of `ObservedMeans.fit`, once a resample.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability, section 3 (bootstrap).
  public func stability(
    of answers: IntegerMatrix, weights: [Int64]?, resampleCount: Int = 100,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> ClusterStability {
    let options = KMeans.Options(
      clusterCount: solution.clusterCount,
      restartCount: ObservedMeans.Solution.resampleStartCount)
    let alone = Workers(threadCount: 1)
    return try ClusterStability.redrawn(
      rows, weights: weights, Partition(solution), resampleCount: resampleCount, draws: draws
    ) { number, drawn, weights in
      var stream = RandomStream(
        seed: draws.seed, purpose: "k-POD resample", index: UInt64(number))
      let found = try? ObservedMeans.fit(
        answers.selecting(rows: drawn), weights: weights, options: options,
        gridBits: rows.gridBits, draws: (stream.next(), alone))
      return found.map {
        ObservedMeans.assign(answers, to: $0.solution.centers, workers: alone).assignments
      }
    }
  }
}
