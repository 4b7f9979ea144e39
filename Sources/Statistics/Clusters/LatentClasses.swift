public import Groundwork
internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Latent classes: groups of respondents within which the answers to different items are
/// independent.
///
/// Use it as the model-based check of clusters: it takes answers as categories, not as distances,
/// leaves missing ones out (missing at random) and compares numbers of classes by a criterion
/// that may well say one.
///
/// ```text
/// P(x) = Σ_g π_g Π_j θ_gj(x_j)                                  over the items answered
/// BIC  = -2 log L + q log n,   q = k - 1 + k Σ_j (c_j - 1)
/// ```
///
/// π and θ are found by expectation and maximisation from several starts. With weights log L is
/// the weighted pseudo likelihood, scaled to Kish's effective number of rows, which is n.
///
/// Source: Goodman (1974), Exploratory latent structure analysis using both identifiable and
/// unidentifiable models; Schwarz (1978) for BIC; Vermunt and Magidson (2007) for weights.
public struct LatentClasses: Sendable, Equatable {
  /// How to search.
  public struct Options: Sendable, Equatable {
    /// The number of classes k, 1...16.
    public var classCount: Int
    /// Random starts beside the start given, 0 or more.
    public var startCount: Int
    /// The largest number of iterations of a start.
    public var maximumIterations: Int
    /// A start ends where the log likelihood of a row rises by less.
    public var tolerance: Double

    /// Options with their defaults.
    public init(
      classCount: Int, startCount: Int = 10, maximumIterations: Int = 2_000,
      tolerance: Double = 1e-10
    ) {
      self.classCount = classCount
      self.startCount = startCount
      self.maximumIterations = maximumIterations
      self.tolerance = tolerance
    }
  }

  /// The largest number of classes.
  public static let largestCount = LatentKernel.laneCount

  /// The classes' shares π of the weight, the largest first; they sum to 1.
  public let shares: [Double]
  /// The categories of each item, ascending: the values that rows of weight have.
  public let categories: [[Int8]]
  /// θ by class, item and category; those of an item sum to 1.
  public let probabilities: [[[Double]]]
  /// The likeliest class of each row, 0 ..< k, the lowest at a tie; a row without an answer is in
  /// the largest.
  public let assignments: [UInt8]
  /// How likely each row's class is, 1/k...1.
  public let certainties: [Double]
  /// log L.
  public let logLikelihood: Double
  /// n, the effective number of rows.
  public let rowCount: Double
  /// q, the number of free parameters.
  public let parameterCount: Int
  /// How clearly rows belong to classes: 1 less the mean entropy of the classes' probabilities
  /// over that of equal ones; 1 for k = 1.
  public let clarity: Double
  /// How many of the starts ended at this likelihood.
  public let startHits: Int
  /// The iterations of the winning start.
  public let iterationCount: Int
  /// Whether the winning start ended before its limit.
  public let hasConverged: Bool

  /// k.
  public var classCount: Int { shares.count }

  /// -2 log L + q log n; smaller is better.
  public var bic: Double { -2 * logLikelihood + Double(parameterCount) * log(rowCount) }

  /// -2 log L + 2 q.
  public var aic: Double { -2 * logLikelihood + 2 * Double(parameterCount) }

  /// Finds classes.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]` categories; missing cells are left out.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - start: a partition of the rows to begin from beside the random ones, such as clusters;
  ///     `nil` without.
  ///   - options: the number of classes, and how hard to search.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the classes of the likeliest start, the first at a tie.
  /// - Throws: `StatisticsFailure.tooManyClusters`, `.unusableWeights`.
  /// - Complexity: O(n p) an iteration.
  ///
  /// Source: as for the type.
  public static func fit(
    _ rows: IntegerMatrix, weights: [Int64]?, start: Partition? = nil, options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> LatentClasses {
    guard options.classCount <= largestCount else {
      throw .tooManyClusters(clusterCount: options.classCount, limit: largestCount)
    }
    precondition(options.classCount > 0, "\(options.classCount) classes")
    let whole = try KMeans.usable(weights, rows.rowCount)
    let kernel = LatentKernel(rows, whole)
    // One class needs no search.
    let randomCount = options.classCount == 1 ? 0 : options.startCount
    let given = start != nil || randomCount == 0 ? 1 : 0
    let runs = draws.workers.map(given + randomCount) { number in
      var run =
        number < given
        ? LatentRun(kernel, from: start, classCount: options.classCount)
        : LatentRun(kernel, classCount: options.classCount, draw: (draws.seed, number - given))
      run.iterate(options)
      return run
    }
    return LatentClasses(runs, kernel, rows)
  }

  // MARK: - Steps

  /// Two starts whose log likelihoods differ by less, a row, ended at the same place.
  private static let sameLikelihood = 1e-6

  private init(_ runs: [LatentRun], _ kernel: LatentKernel, _ rows: IntegerMatrix) {
    var best = runs[0]
    for run in runs.dropFirst() where run.logLikelihood > best.logLikelihood { best = run }
    best.takeCanonicalOrder()
    let count = best.classCount
    shares = best.shares
    categories = kernel.categories
    probabilities = (0..<count).map { number in kernel.probabilities(best.tables, of: number) }
    let places = kernel.places(best)
    assignments = places.assignments
    certainties = places.certainties
    clarity = places.clarity
    logLikelihood = best.logLikelihood
    rowCount = kernel.effectiveCount
    parameterCount =
      count - 1 + count * kernel.categories.reduce(0) { $0 + max(0, $1.count - 1) }
    let margin = LatentClasses.sameLikelihood * kernel.effectiveCount
    startHits = runs.count { best.logLikelihood - $0.logLikelihood <= margin }
    iterationCount = best.iterationCount
    hasConverged = best.hasConverged
  }
}
