internal import NumericCore

/// Clusters around medoids: rows that stand for their cluster as they are.
///
/// Use it for small samples, where a respondent is a better example of a cluster than a mean of
/// answers that nobody gave, and where a few unlike rows must not pull a center.
///
/// ```text
/// minimise Σ_i w_i ||x_i - m(i)||        (distances, not squares)
/// ```
///
/// The first medoids are built one by one, each the row that lowers the sum most; then single
/// swaps of a medoid with another row are made as long as one lowers the sum.
///
/// Source: Kaufman and Rousseeuw (1990), Finding Groups in Data, chapter 2; Schubert and Rousseeuw
/// (2021), Fast and eager k-medoids clustering (all swaps of a row from one pass).
public struct Medoids: Sendable, Equatable {
  /// The largest number of rows: the work grows with their square, as the memory does.
  public static let rowLimit = 5_000

  /// The rows that are medoids, by cluster: the largest cluster by weight first, then the medoid
  /// that comes first.
  public let medoids: [Int]
  /// The cluster of each row: that of its nearest medoid, the lowest at a tie.
  public let partition: Partition
  /// Σ w d, in feature units times weight.
  public let cost: Double
  /// The number of swaps made.
  public let swapCount: Int

  /// Finds clusters.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, at most `rowLimit`, in an order that does not depend on the input's.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - clusterCount: k, 1...min(n, 254).
  /// - Throws: `StatisticsFailure.fewerDistinctRows`, `.tooManyClusters`, `.unusableWeights`.
  /// - Complexity: O(n² p + n² swaps) time, O(n²) memory.
  public init(
    _ rows: GridMatrix, weights: [Int64]?, clusterCount: Int
  ) throws(StatisticsFailure) {
    precondition(rows.rowCount <= Medoids.rowLimit, "medoids of \(rows.rowCount) rows")
    try KMeans.check(rows, clusterCount)
    let whole = try KMeans.usable(weights, rows.rowCount)
    var search = MedoidSearch(
      distances: PairTable(rows) { $2.squareRoot() },
      weights: (0..<rows.rowCount).map { Double(whole[$0]) / whole.unit })
    search.build(clusterCount)
    search.swap()
    let order = search.order()
    medoids = order.map { search.medoids[$0] }
    let ordered = search.ordered(medoids)
    partition = ordered.partition
    cost = ordered.cost
    swapCount = search.swapCount
  }
}

/// The medoids of a search and what they cost.
private struct MedoidSearch {
  let distances: PairTable
  let weights: [Double]
  var medoids: [Int] = []
  var swapCount = 0
  /// By row: the place of the nearest medoid, its distance, and that of the second nearest.
  private var nearest: [Int] = []
  private var least: [Double] = []
  private var second: [Double] = []

  init(distances: PairTable, weights: [Double]) {
    (self.distances, self.weights) = (distances, weights)
  }

  /// A gain below this share of the cost is rounding.
  private static let smallestGain = 1e-12

  /// Adds the medoid that lowers the cost most, again and again.
  mutating func build(_ count: Int) {
    least = [Double](repeating: .infinity, count: weights.count)
    for _ in 0..<count {
      var (best, bestCost) = (-1, Double.infinity)
      for candidate in weights.indices where !medoids.contains(candidate) {
        var cost = 0.0
        for row in weights.indices {
          cost += weights[row] * min(least[row], distances[row, candidate])
        }
        if cost < bestCost || best < 0 { (best, bestCost) = (candidate, cost) }
      }
      medoids.append(best)
      for row in weights.indices { least[row] = min(least[row], distances[row, best]) }
    }
    assign()
  }

  /// Makes the best swap of all until none lowers the cost.
  mutating func swap() {
    while let better = bestSwap() {
      medoids[better.place] = better.row
      swapCount += 1
      assign()
    }
  }

  private var cost: Double { zip(weights, least).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The swap that lowers the cost most.
  private func bestSwap() -> (place: Int, row: Int)? {
    let limit = -MedoidSearch.smallestGain * cost
    var (found, best): ((place: Int, row: Int)?, Double) = (nil, limit)
    let losses = removalLosses()
    for candidate in weights.indices where !medoids.contains(candidate) {
      let changes = changes(adding: candidate, losses)
      for (place, change) in changes.enumerated() where change < best {
        (found, best) = ((place, candidate), change)
      }
    }
    return found
  }

  /// By medoid: what its rows pay when they go to their second nearest.
  private func removalLosses() -> [Double] {
    var losses = [Double](repeating: 0, count: medoids.count)
    for row in weights.indices where medoids.count > 1 {
      losses[nearest[row]] += weights[row] * (second[row] - least[row])
    }
    return losses
  }

  /// By medoid: the change of the cost when the candidate takes its place.
  private func changes(adding candidate: Int, _ losses: [Double]) -> [Double] {
    var (changes, shared) = (losses, 0.0)
    for row in weights.indices {
      let distance = distances[row, candidate]
      if medoids.count == 1 {
        changes[0] += weights[row] * (distance - least[row])
      } else if distance < least[row] {
        shared += weights[row] * (distance - least[row])
        changes[nearest[row]] += weights[row] * (least[row] - second[row])
      } else if distance < second[row] {
        changes[nearest[row]] += weights[row] * (distance - second[row])
      }
    }
    return changes.map { $0 + shared }
  }

  private mutating func assign() {
    nearest = [Int](repeating: 0, count: weights.count)
    least = [Double](repeating: .infinity, count: weights.count)
    second = least
    for row in weights.indices {
      for (place, medoid) in medoids.enumerated() {
        let distance = distances[row, medoid]
        if distance < least[row] {
          (second[row], least[row], nearest[row]) = (least[row], distance, place)
        } else if distance < second[row] {
          second[row] = distance
        }
      }
    }
  }

  /// The places of the medoids by weight of their clusters, then by row.
  func order() -> [Int] {
    var sums = [Double](repeating: 0, count: medoids.count)
    for row in weights.indices { sums[nearest[row]] += weights[row] }
    return medoids.indices.sorted { left, right in
      sums[left] == sums[right] ? medoids[left] < medoids[right] : sums[left] > sums[right]
    }
  }

  /// The clusters of medoids in another order.
  func ordered(_ medoids: [Int]) -> (partition: Partition, cost: Double) {
    var search = self
    search.medoids = medoids
    search.assign()
    return (
      Partition(labels: search.nearest.map { UInt8($0) }, clusterCount: medoids.count),
      search.cost
    )
  }
}
