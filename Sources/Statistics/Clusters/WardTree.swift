internal import NumericCore

/// A tree of merges of the rows, for dendrograms of small samples.
///
/// Use it to look at how clusters lie inside each other. Each merge joins the two groups whose
/// joining raises the within-group sum of squares the least:
///
/// ```text
/// rise(A, B) = w_A w_B / (w_A + w_B) ||mean_A - mean_B||²,   height = √(2 rise)
/// ```
///
/// so that two single rows of weight 1 join at the height of their distance.
///
/// Source: Ward (1963), Hierarchical grouping to optimize an objective function; Murtagh and
/// Legendre (2014), Ward's hierarchical agglomerative clustering method (the height of ward.D2);
/// Murtagh (1983) for chains of nearest neighbours.
public struct WardTree: Sendable, Equatable {
  /// One merge.
  public struct Merge: Sendable, Equatable {
    /// The group joined, named by its first row.
    public let first: Int
    /// The other group, named by its first row, which comes later.
    public let second: Int
    /// √(2 rise) in feature units.
    public let height: Double
  }

  /// The largest number of rows: the work grows with their square, as the memory does.
  public static let rowLimit = 5_000

  /// The number of rows.
  public let rowCount: Int
  /// n - 1 merges, the lowest first; equal heights in the order of their first rows.
  public let merges: [Merge]

  /// Joins rows until one group is left.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, 1...`rowLimit` of them, in an order that does not depend on the input's.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: O(n² + n² p / 2) time, O(n²) memory.
  public init(_ rows: GridMatrix, weights: [Int64]?) throws(StatisticsFailure) {
    precondition((1...WardTree.rowLimit).contains(rows.rowCount), "a tree of \(rows.rowCount) rows")
    let whole = try KMeans.usable(weights, rows.rowCount)
    var rises = PairTable(rows) { first, second, square in
      let (a, b) = (Double(whole[first]), Double(whole[second]))
      return a + b > 0 ? a * b / (a + b) / whole.unit * square : 0
    }
    rowCount = rows.rowCount
    merges = WardTree.merges(&rises, weights: (0..<rows.rowCount).map { Double(whole[$0]) })
  }

  /// The groups that are left when the tree is cut.
  ///
  /// - Parameter count: how many groups, 1...min(n, 255).
  /// - Returns: groups in the order of their first rows.
  public func partition(into count: Int) -> Partition {
    precondition((1...min(rowCount, 255)).contains(count), "\(count) groups of \(rowCount) rows")
    var group = Array(0..<rowCount)
    for merge in merges.prefix(rowCount - count) { group[merge.second] = merge.first }
    // A merge names a group by its first row, which always comes before: one pass resolves all.
    for row in group.indices { group[row] = group[group[row]] }
    let names = group.indices.filter { group[$0] == $0 }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, UInt8($0)) })
    return Partition(labels: group.map { places[$0] ?? 0 }, clusterCount: count)
  }

  // MARK: - Steps

  /// Follows nearest neighbours until two groups are each other's, and joins them.
  private static func merges(_ rises: inout PairTable, weights: [Double]) -> [Merge] {
    var weights = weights
    var active = Array(weights.indices)
    var found: [Merge] = []
    var chain: [Int] = []
    while active.count > 1 {
      if chain.isEmpty { chain.append(active[0]) }
      let last = chain[chain.count - 1]
      let previous = chain.count > 1 ? chain[chain.count - 2] : nil
      let next = nearest(to: last, preferring: previous, active, rises)
      guard next == previous else {
        chain.append(next)
        continue
      }
      chain.removeLast(2)
      let (first, second) = (min(last, next), max(last, next))
      found.append(
        Merge(first: first, second: second, height: (2 * rises[first, second]).squareRoot()))
      join(first, second, active, &rises, weights)
      weights[first] += weights[second]
      active.removeAll { $0 == second }
    }
    return found.sorted { ($0.height, $0.first, $0.second) < ($1.height, $1.first, $1.second) }
  }

  /// The nearest group; at a tie the one before in the chain, so that chains end.
  private static func nearest(
    to group: Int, preferring previous: Int?, _ active: [Int], _ rises: PairTable
  ) -> Int {
    var best = previous ?? -1
    var least = previous.map { rises[group, $0] } ?? .infinity
    for other in active where other != group {
      let rise = rises[group, other]
      if rise < least || best < 0 { (best, least) = (other, rise) }
    }
    return best
  }

  /// Lance and Williams' update of the rises to the joined group.
  private static func join(
    _ first: Int, _ second: Int, _ active: [Int], _ rises: inout PairTable, _ weights: [Double]
  ) {
    let between = rises[first, second]
    let (a, b) = (weights[first], weights[second])
    for other in active where other != first && other != second {
      let c = weights[other]
      let sum = a + b + c
      guard sum > 0 else { continue }
      let rise =
        ((a + c) * rises[other, first] + (b + c) * rises[other, second] - c * between) / sum
      rises[other, first] = max(0, rise)
    }
  }
}

/// One number for each pair of different rows.
struct PairTable: Sendable {
  private let rowCount: Int
  private var elements: [Double]

  /// Fills it from the squared Euclidean distances of rows, in squared feature units.
  init(_ rows: GridMatrix, _ value: (Int, Int, Double) -> Double) {
    rowCount = rows.rowCount
    elements = [Double](repeating: 0, count: rowCount * rowCount)
    let step = Double(1 << rows.gridBits)
    var distances = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      RowDistances.fill(&distances, from: rows.row(row), to: rows.elements)
      for other in 0..<row {
        self[row, other] = value(row, other, distances[other] / (step * step))
      }
    }
  }

  /// The number of a pair, in either order.
  subscript(first: Int, second: Int) -> Double {
    get { elements[first * rowCount + second] }
    set {
      elements[first * rowCount + second] = newValue
      elements[second * rowCount + first] = newValue
    }
  }
}
