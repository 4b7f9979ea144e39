import Groundwork
import Statistics

/// Where the replicates of a run come from: respondents or units drawn again, or weights in the
/// data. Drawn once, they serve everything that is read off replicates.
///
/// The draws hang on seed and respondent (or sampling unit), so that one respondent counts alike
/// in all figures and segments, and in every run.
struct ReplicateSource {
  private let kind: Kind

  private enum Kind {
    case resampling(ReplicateWeights)
    case normal(NormalReplicates)
  }

  init(study: Study, responses: Responses, options: AnalysisOptions) {
    let count = study.scoring.replicateCount
    if !responses.sample.canBeDrawnAgain {
      kind = .normal(NormalReplicates(responses.sample, count: count, seed: study.seed))
    } else {
      kind = .resampling(
        ReplicateWeights(
          responses.sample, keys: responses.replicateKeys, count: count, seed: study.seed,
          workers: options.workers))
    }
  }

  /// How many replicates could not be fitted to the margins of the weights.
  var unfittedCount: Int {
    guard case .resampling(let weights) = kind else { return 0 }
    return weights.unfittedCount
  }

  /// The weights of some respondents in the first replicates, for what no sum gives.
  ///
  /// - Parameters:
  ///   - rows: the respondents.
  ///   - limit: how many replicates at most.
  /// - Returns: by replicate, then row, whole numbers of 0 or more; none where the sample cannot be
  ///   drawn again.
  func weights(of rows: [Int32], upTo limit: Int) -> [[Int64]] {
    guard case .resampling(let weights) = kind else { return [] }
    return weights.first(limit, of: rows)
  }

  /// The scores `first + max(first - second, 0)` of pairs of coded columns in each replicate.
  ///
  /// - Parameters:
  ///   - first: by pair, codes 0...15 by respondent.
  ///   - second: by pair, codes 0...15 by respondent.
  ///   - rule: what the codes are worth.
  ///   - isFloored: whether a gap below 0 counts as 0.
  ///   - rows: the respondents of the domain.
  ///   - workers: the threads.
  /// - Returns: by pair, then replicate; replicates in which a pair lost all its respondents are
  ///   left out of all.
  func scores(
    _ first: [[UInt8]], _ second: [[UInt8]], rule: PairRule, isFloored: Bool, rows: [Int32],
    workers: Workers
  ) -> [[Double]] {
    switch kind {
    case .normal(let replicates):
      return replicates.scores(
        rows: rows, first: first, second: second, rule: rule, isFloored: isFloored,
        workers: workers)
    case .resampling(let weights):
      return ReplicateMeans(
        rows: rows, first: first, second: second, rule: rule, weights: weights, workers: workers
      ).scores(isFloored: isFloored)
    }
  }

  /// The shares of people with a mark in each replicate.
  ///
  /// - Parameters:
  ///   - marks: by column, then respondent; `nil` is nobody known.
  ///   - rows: the respondents of the domain.
  ///   - workers: the threads.
  /// - Returns: by column, then replicate, 0...1; as `scores`.
  func shares(_ marks: [[Bool?]], rows: [Int32], workers: Workers) -> [[Double]] {
    let codes = marks.map { column in column.map { UInt8($0.map { $0 ? 2 : 1 } ?? 0) } }
    let points = [nil, 0, 1] + [Int?](repeating: nil, count: 13)
    let rule = PairRule(first: points, second: points, factor: 1, isPaired: true)
    return scores(codes, codes, rule: rule, isFloored: true, rows: rows, workers: workers)
  }
}
