public import Groundwork
internal import NumericCore

/// Solutions for several numbers of clusters of the same rows.
extension KMeans {
  /// Finds clusters for each of some numbers of clusters: the same as `fit` for each, faster.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - clusterCounts: the numbers of clusters k, each 1 ... 254.
  ///   - options: how hard to search; its `clusterCount` is not used.
  ///   - seed: the seed of the starts.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: a solution for each of the numbers, in their order.
  /// - Throws: `StatisticsFailure.fewerDistinctRows`, `.tooManyClusters`, `.unusableWeights`.
  /// - Complexity: O(n p k) a pass, by BLAS.
  ///
  /// Source: Lloyd (1982); Arthur and Vassilvitskii (2007); Hartigan and Wong (1979).
  public static func fits(
    _ rows: GridMatrix, weights: [Int64]?, clusterCounts: [Int], options: Options, seed: UInt64,
    workers: Workers
  ) throws(StatisticsFailure) -> [KMeansSolution] {
    for count in clusterCounts { try check(rows, count) }
    let rowSet = RowSet(rows, try usable(weights, rows.rowCount))
    let all = clusterCounts.map { count in
      var own = options
      own.clusterCount = count
      return own
    }
    guard rowSet.isCached else {
      return all.map { options in
        let runs = LloydRun.runs(rowSet, options, seed: seed, workers: workers)
        let best = LloydRun.best(of: runs)
        let hits = runs.count { $0.gridInertia == best.gridInertia }
        return solution(best, hits: hits, rowSet, options, workers)
      }
    }
    let search = ManyFits(task: SearchTask(rows, rowSet.weights), options: all, seed: seed)
    let found = search.found(workers)
    return workers.map(all.count) { place in
      var run = LloydRun(rowSet, found[place].clusters, clusterCount: all[place].clusterCount)
      let one = Workers(threadCount: 1)
      run.finish(options.maximumIterations, one)
      return solution(run, hits: found[place].hits, rowSet, all[place], one)
    }
  }
}

/// The searches of `KMeans.fits`.
private struct ManyFits: Sendable {
  let task: SearchTask
  /// One a number of clusters.
  let options: [KMeans.Options]
  let seed: UInt64

  /// By number of clusters the best of all starts, shaken, and how many starts found the best
  /// before it was shaken.
  func found(_ workers: Workers) -> [(clusters: FoundClusters, hits: Int)] {
    let starts = starts(workers)
    let chains = starts.map { Array($0.prefix(SearchTask.chainCount)) }
    let jobs = options.indices.flatMap { place in
      chains[place].indices.map { (place: place, chain: $0) }
    }
    let ends = workers.map(jobs.count) { job in
      let (place, chain) = jobs[job]
      guard options[place].clusterCount > 1 else { return chains[place][chain] }
      return task.shaken(
        chains[place][chain], chain: (chain, chains[place].count), options[place], seed: seed)
    }
    return options.indices.map { place in
      let own = zip(jobs, ends).filter { $0.0.place == place }.map { $0.1 }
      let lowest = starts[place][0].inertia
      return (
        own[FoundClusters.best(own)],
        starts[place].count { $0.inertia <= lowest * (1 + 1e-12) }
      )
    }
  }

  /// By number of clusters, the finished starts from the lowest inertia upwards.
  private func starts(_ workers: Workers) -> [[FoundClusters]] {
    let largest = options.map(\.clusterCount).max() ?? 1
    let restartCount = options.map(\.restartCount).max() ?? 1
    let seeds = workers.map(restartCount) { start in
      task.seeds(largest, start: start, seed: seed, purpose: KMeans.startPurpose)
    }
    let jobs = options.indices.flatMap { place in
      (0..<(options[place].clusterCount == 1 ? 1 : options[place].restartCount)).map {
        (place: place, start: $0)
      }
    }
    let begun = workers.map(jobs.count) { job in
      let own = options[jobs[job].place]
      return task.run(seeds[jobs[job].start], own, toTheEnd: own.finishedStartCount == nil)
    }
    return options.indices.map { place in
      let own = zip(jobs, begun).filter { $0.0.place == place }.map { $0.1 }
      return finished(own, options[place], workers)
    }
  }

  private func finished(
    _ begun: [FoundClusters], _ options: KMeans.Options, _ workers: Workers
  ) -> [FoundClusters] {
    func sorted(_ all: [FoundClusters]) -> [FoundClusters] {
      all.indices.sorted { (all[$0].inertia, $0) < (all[$1].inertia, $1) }.map { all[$0] }
    }
    guard let count = options.finishedStartCount else { return sorted(begun) }
    let promising = Array(sorted(begun).prefix(max(1, count)))
    return sorted(workers.map(promising.count) { task.finished(promising[$0], options) })
  }
}
