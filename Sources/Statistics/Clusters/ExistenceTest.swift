public import Groundwork
internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether k clusters are tighter than those of one population with the same items.
///
/// Use it at the number of clusters that was chosen, beside the clusters: they always look
/// different from each other, this says whether that means anything. Reference sets come from
/// `CopulaNull`, take the same preparation and are clustered with exactly the effort that the
/// statistic of the given rows gets (not with that of their published clusters).
///
/// ```text
/// T = log(W_k / W_1),   p = (1 + #{b: T_b <= T}) / (B + 1)
/// ```
///
/// Source: Tibshirani, Walther and Hastie (2001), Estimating the number of clusters in a data set
/// via the gap statistic, for log W; Liu, Hayes, Nobel and Marron (2008), Statistical
/// significance of clustering, for reference data from one population; Davison and Hinkley
/// (1997), Bootstrap Methods and their Application, section 4.2.1, for p.
public struct ExistenceTest: Sendable, Equatable {
  /// How to compare.
  public struct Options: Sendable, Equatable {
    /// The number of reference sets B; 199 or more for reports.
    public var setCount = 199
    /// The number of k-means starts of each set and of the given rows; the best after a few
    /// passes is finished.
    public var restartCount = 3
    /// How many of the sets are resampled twice, for the null distribution of stability.
    public var resampledSetCount = 49
    /// The largest number of passes of a start.
    public var maximumIterations = 300

    /// Options with the defaults.
    public init() {}
  }

  /// A number of the given rows and the same number of the reference sets.
  public struct Comparison: Sendable, Equatable {
    /// That of the given rows.
    public let observed: Double
    /// Those of the sets, ascending.
    public let reference: [Double]

    /// The mean of the sets, `nil` without any.
    public var mean: Double? {
      reference.isEmpty ? nil : reference.reduce(0, +) / Double(reference.count)
    }
    /// The number below which a share of the sets lies, the lower of two; `nil` without sets.
    public func quantile(_ share: Double) -> Double? {
      guard !reference.isEmpty else { return nil }
      let place = Int((share * Double(reference.count)).rounded(.up)) - 1
      return reference[min(max(place, 0), reference.count - 1)]
    }
    /// `(1 + #{reference <= observed}) / (B + 1)`; `nil` without sets.
    public var lowerP: Double? {
      reference.isEmpty
        ? nil
        : Double(1 + reference.count { $0 <= observed }) / Double(reference.count + 1)
    }
    /// `(1 + #{reference >= observed}) / (B + 1)`; `nil` without sets.
    public var upperP: Double? {
      reference.isEmpty
        ? nil
        : Double(1 + reference.count { $0 >= observed }) / Double(reference.count + 1)
    }
  }

  /// The number of clusters k.
  public let clusterCount: Int
  /// log(W_k / W_1): small where clusters are tight.
  public let tightness: Comparison
  /// The adjusted Rand index of one pair of resamples on all rows.
  public let stability: Comparison
  /// The largest difference of an item's means in two clusters, in standard deviations within
  /// clusters; on the plain rows.
  public let largestDifference: Comparison
  /// The largest share of an item's variance that lies between clusters; on the plain rows.
  public let largestShare: Comparison
  /// See `CopulaNull.largestDeviation`.
  public let largestDeviation: Double

  /// The probability of clusters as tight as these, or tighter, in one population; `nil` where no
  /// reference set could be clustered. It errs to the large side: the sets are drawn with the
  /// correlations of the sample, whose chance part then counts twice.
  public var pValue: Double? { tightness.lowerP }

  /// Compares.
  ///
  /// - Parameters:
  ///   - features: the rows, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - clusters: the published ones, for the differences between them.
  ///   - agreement: the adjusted Rand index of one pair of resamples, where it is known.
  ///   - options: how to compare.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the test, with the null distributions of what else is asked for.
  /// - Throws: `StatisticsFailure.unusableWeights`, `.noVariance`.
  ///
  /// Source: as for the type.
  public static func run(
    _ features: ClusterFeatures, weights: [Int64]?, clusters: Partition, agreement: Double?,
    options: Options, draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> ExistenceTest {
    let whole = try KMeans.usable(weights, features.plain.rowCount)
    let null = try CopulaNull(of: features.plain, weights: weights)
    let bench = ReferenceBench(
      features: features, weights: whole, null: null, clusterCount: clusters.clusterCount,
      options: options, seed: draws.seed)
    var observed = bench.measured(
      features.plain, features.rows, clusters: clusters, set: nil,
      isResampled: agreement == nil && options.resampledSetCount > 0)
    if let agreement { observed.stability = agreement }
    let found = draws.workers.map(options.setCount) { bench.measuredSet($0) }
    func compared(_ value: (SetMeasures) -> Double) -> Comparison {
      Comparison(
        observed: value(observed),
        reference: found.map(value).filter { !$0.isNaN }.sorted())
    }
    return ExistenceTest(
      clusterCount: clusters.clusterCount, tightness: compared { $0.tightness },
      stability: compared { $0.stability },
      largestDifference: compared { $0.differences.largestDifference },
      largestShare: compared { $0.differences.largestShare },
      largestDeviation: null.largestDeviation)
  }
}

/// What is measured of the given rows and of each reference set.
private struct SetMeasures: Sendable {
  var tightness: Double
  /// Not a number where it was not measured.
  var stability: Double
  var differences: ItemDifferences
}

/// Makes and measures reference sets.
private struct ReferenceBench: Sendable {
  let features: ClusterFeatures
  let weights: WholeWeights
  let null: CopulaNull
  let clusterCount: Int
  let options: ExistenceTest.Options
  let seed: UInt64

  func measuredSet(_ number: Int) -> SetMeasures {
    let plain = null.draw(number, seed: seed)
    return measured(
      plain, features.prepared(plain), clusters: nil, set: number,
      isResampled: number < options.resampledSetCount)
  }

  /// - Parameters:
  ///   - plain: the rows before they are prepared.
  ///   - rows: the same after.
  ///   - clusters: those whose differences count; `nil` for those found here.
  ///   - set: the number of the set; `nil` for the given rows.
  ///   - isResampled: whether stability is measured by one pair of resamples.
  /// - Returns: what is compared.
  func measured(
    _ plain: GridMatrix, _ rows: GridMatrix, clusters: Partition?, set: Int?, isResampled: Bool
  ) -> SetMeasures {
    let task = SearchTask(rows, weights)
    let name = set.map { "existence set \($0)" } ?? "existence"
    let seeds = (0..<options.restartCount).map {
      task.seeds(clusterCount, start: $0, seed: seed, purpose: name)
    }
    let found = task.best(
      seeds: seeds,
      KMeans.Options(clusterCount: clusterCount, maximumIterations: options.maximumIterations))
    let own = Partition(labels: found.labels, clusterCount: clusterCount)
    return SetMeasures(
      tightness: log(found.inertia / task.totalInertia),
      stability: isResampled ? agreement(task, own, set) : .nan,
      differences: ItemDifferences(of: plain, clusters: clusters ?? own, weights))
  }

  private func agreement(_ task: SearchTask, _ clusters: Partition, _ set: Int?) -> Double {
    let resampling = Resampling(
      task, [clusters],
      ClusterStability.Options(
        restartCount: options.restartCount, maximumIterations: options.maximumIterations),
      StableHash.combine(seed, UInt64(1 + (set ?? -1))))
    let (first, second) = (resampling.found(0), resampling.found(1))
    return first.partitions[0].adjustedRandIndex(with: second.partitions[0])
  }
}
