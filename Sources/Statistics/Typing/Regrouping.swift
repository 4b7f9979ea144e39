import Groundwork

/// Groups the rows outside a fold anew, so that the fold's rows have no part in the groups that
/// they are judged by.
///
/// Use it to judge a typing tool of clusters. Clusters are shaped by all rows together: a row that
/// is held out of the rule alone still lies where its cluster was put for its sake, and rules
/// reproduce such labels more often than those of new rows. With 200 rows, 20 columns and four
/// clusters the promise is 5 points too high; grouped anew without each fold, it is right.
public struct Regrouping: Sendable {
  private let rows: GridMatrix
  private let weights: [Int64]?
  private let labels: [Int]
  private let clusterCount: Int
  private let seed: UInt64
  private let isAroundMedoids: Bool
  private let answers: IntegerMatrix?

  /// Takes what was clustered.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, the rows that were clustered.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - labels: the clusters of all rows, whose numbers the new groups are given.
  ///   - clusterCount: k.
  ///   - seed: the seed of the starts.
  ///   - isAroundMedoids: whether the clusters have medoids instead of means.
  ///   - answers: of the rows, where clusters were formed by `ObservedMeans`, as they are then
  ///     again; else `nil`.
  public init(
    _ rows: GridMatrix, weights: [Int64]?, labels: [Int], clusterCount: Int, seed: UInt64,
    isAroundMedoids: Bool = false, answers: IntegerMatrix? = nil
  ) {
    self.rows = rows
    self.weights = weights
    self.labels = labels
    self.clusterCount = clusterCount
    self.seed = seed
    self.isAroundMedoids = isAroundMedoids
    self.answers = answers
  }

  /// Clusters some rows and places all.
  ///
  /// - Parameter outside: the rows that are clustered, ascending.
  /// - Returns: by row, the cluster or, of the other rows, the nearest center; numbered like the
  ///   clusters of all rows that they have most in common with. `nil` where the rows cannot be
  ///   clustered.
  /// - Complexity: O(n p k) a pass, ten starts of which two are finished, all of those on answers.
  ///
  /// Source: Tibshirani and Walther (2005), Cluster validation by prediction strength (held-out
  /// rows are placed by the clusters of the others).
  public func labels(outside: [Int]) -> [Int]? {
    guard let centers = centers(outside) else { return nil }
    let alone = Workers(threadCount: 1)
    let found =
      answers.map { ObservedMeans.assign($0, to: centers, workers: alone).assignments }
      ?? KMeans.assign(rows, to: centers, workers: alone).assignments
    let names = names(found)
    return found.map { names[Int($0)] }
  }

  /// The centers of the clusters of some rows: means, of all or of answers, or medoids.
  private func centers(_ outside: [Int]) -> GridMatrix? {
    let sample = rows.selecting(rows: outside)
    let own = weights.map { all in outside.map { all[$0] } }
    if isAroundMedoids {
      let found = try? Medoids(sample, weights: own, clusterCount: clusterCount)
      return found.map { sample.selecting(rows: $0.medoids) }
    }
    if let answers {
      let found = try? ObservedMeans.fit(
        answers.selecting(rows: outside), weights: own,
        options: KMeans.Options(clusterCount: clusterCount, restartCount: 10),
        gridBits: rows.gridBits, draws: (seed, Workers(threadCount: 1)))
      return found?.solution.centers
    }
    let options = KMeans.Options(
      clusterCount: clusterCount, restartCount: 10, finishedStartCount: 2, shakeCount: 8)
    let solution = try? KMeans.fit(
      sample, weights: own, options: options, seed: seed, workers: Workers(threadCount: 1))
    return solution?.centers
  }

  /// By new group, the cluster of all rows it stands for: pairs with the most rows in common are
  /// joined first.
  private func names(_ found: [UInt8]) -> [Int] {
    var counts = [Int](repeating: 0, count: clusterCount * clusterCount)
    for (own, known) in zip(found, labels) { counts[Int(own) * clusterCount + known] += 1 }
    var names = [Int](repeating: -1, count: clusterCount)
    var isTaken = [Bool](repeating: false, count: clusterCount)
    let order = counts.indices.sorted {
      counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1]
    }
    for pair in order {
      let (own, known) = (pair / clusterCount, pair % clusterCount)
      guard names[own] < 0, !isTaken[known] else { continue }
      names[own] = known
      isTaken[known] = true
    }
    return names
  }
}
