internal import Groundwork
internal import NumericCore

/// The few rows that many searches for centers run over, with their weights.
struct SearchTask: Sendable {
  let rows: SearchRows
  let weights: WholeWeights
  private let plainWeights: [Double]?

  init(_ grid: GridMatrix, _ weights: WholeWeights) {
    self.init(SearchRows(grid.elements, columnCount: grid.columnCount), weights)
  }

  /// Other weights of the same rows cost nothing: resamples are such.
  init(_ rows: SearchRows, _ weights: WholeWeights) {
    (self.rows, self.weights) = (rows, weights)
    plainWeights = weights.values.map { $0.map(Double.init) }
  }

  /// How many rows may still move when a rough start ends.
  private var patience: Int { rows.rowCount / 20 }

  /// The rows with which a start begins, for the largest number of clusters that is wished; the
  /// first k of them begin the same start for k.
  func seeds(
    _ largestCount: Int, start: Int, seed: UInt64, purpose: String
  ) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: purpose, index: UInt64(start))
    return PlusPlusStart.choose(largestCount, of: rows, weights: weights, stream: &stream)
  }

  /// A search that nothing has begun.
  func search(_ clusterCount: Int) -> CenterSearch {
    CenterSearch(rows, weights: plainWeights, clusterCount: clusterCount)
  }

  /// The best of some starts after their rough passes, carried to the end.
  ///
  /// - Parameters:
  ///   - seeds: by start, at least k rows.
  ///   - centers: the centers `[k x p]` of one start more, in front of the others.
  ///   - options: how many clusters, and the largest number of passes.
  /// - Returns: its clusters.
  func best(
    seeds: [[Int]], centers: [Double]? = nil, _ options: KMeans.Options
  ) -> FoundClusters {
    var search = search(options.clusterCount)
    var rough: [FoundClusters] = []
    if let centers {
      search.start(centers: centers)
      search.iterate(limit: options.maximumIterations, patience: patience)
      rough.append(FoundClusters(search))
    }
    for chosen in options.clusterCount == 1 ? Array(seeds.prefix(1)) : seeds {
      search.start(rows: chosen.prefix(options.clusterCount))
      search.iterate(limit: options.maximumIterations, patience: patience)
      rough.append(FoundClusters(search))
    }
    let best = FoundClusters.best(rough)
    if best != rough.count - 1 { search.start(labels: rough[best].labels) }
    search.refine(limit: options.maximumIterations)
    return FoundClusters(search)
  }

  /// One start, its rough passes alone or to the end.
  func run(_ seeds: [Int], _ options: KMeans.Options, toTheEnd: Bool) -> FoundClusters {
    var search = search(options.clusterCount)
    search.start(rows: seeds.prefix(options.clusterCount))
    search.iterate(limit: options.maximumIterations, patience: patience)
    if toTheEnd { search.refine(limit: options.maximumIterations) }
    return FoundClusters(search)
  }

  /// Carries a rough start to the end.
  func finished(_ found: FoundClusters, _ options: KMeans.Options) -> FoundClusters {
    var search = search(options.clusterCount)
    search.start(labels: found.labels)
    search.refine(limit: options.maximumIterations)
    return FoundClusters(search)
  }

  /// The means `[k x p]` of clusters of these rows.
  func centers(of clusters: Partition) -> [Double] {
    var search = search(clusters.clusterCount)
    search.start(labels: clusters.labels)
    return search.centers
  }

  /// The nearest of some centers `[k x p]`, by row.
  func nearest(_ centers: [Double], _ clusterCount: Int) -> [UInt8] {
    var search = search(clusterCount)
    search.start(centers: centers)
    return search.nearest()
  }

  /// The sum of squares about the one mean of all rows.
  var totalInertia: Double {
    var search = search(1)
    search.start(labels: [UInt8](repeating: 0, count: rows.rowCount))
    return search.inertia
  }
}

/// Clusters that a search has found.
struct FoundClusters: Sendable {
  let labels: [UInt8]
  /// In squared grid units times weight units.
  let inertia: Double
  let passCount: Int

  init(_ search: CenterSearch) {
    (labels, inertia, passCount) = (search.labels, search.inertia, search.passCount)
  }

  /// The place of the lowest inertia, the first of equals.
  static func best(_ all: [FoundClusters]) -> Int {
    all.indices.reduce(0) { all[$1].inertia < all[$0].inertia ? $1 : $0 }
  }
}
