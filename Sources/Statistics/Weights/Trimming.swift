/// Caps the largest weights and gives what is cut off to the others, so that few people do not
/// decide for many.
///
/// Trimmed weights miss the margins they were fitted to; `calibrate` fits them again, and the two
/// steps take turns until no weight is above the cap.
public struct Trimming: Sendable, Equatable {
  /// By row, the weight after trimming.
  public let weights: [Double]
  /// What no weight was to exceed.
  public let cap: Double
  /// How many rows were cut in the first round.
  public let trimmedCount: Int
  /// Rounds of cutting and giving back.
  public let roundCount: Int
  /// Whether every weight ended at or under the cap, to a millionth.
  public let isWithinCap: Bool

  /// The most rounds.
  public static let roundLimit = 1_000

  /// After so many rounds without progress the cap counts as out of reach.
  private static let patience = 20

  /// Trims to a cap.
  ///
  /// - Parameters:
  ///   - weights: by row, 0 or more, not all 0.
  ///   - cap: above 0.
  ///   - calibrate: fits weights again; without margins, scales those under the cap.
  /// - Throws: what `calibrate` throws.
  public init(
    _ weights: [Double], cap: Double,
    calibrate: ([Double]) throws(StatisticsFailure) -> [Double]
  ) throws(StatisticsFailure) {
    precondition(cap > 0, "a cap of \(cap)")
    try self.init(weights, cap: { _ in cap }, calibrate: calibrate)
  }

  /// Trims to a multiple of the median weight. Trimming moves the median too, so the cap moves
  /// with it: at the end no weight is above so many medians of the weights as they then are.
  ///
  /// - Parameters:
  ///   - weights: by row, 0 or more, not all 0.
  ///   - medians: the multiple, 1 or more.
  ///   - calibrate: as for a fixed cap.
  /// - Throws: what `calibrate` throws.
  public init(
    _ weights: [Double], medians: Double,
    calibrate: ([Double]) throws(StatisticsFailure) -> [Double]
  ) throws(StatisticsFailure) {
    precondition(medians >= 1, "a cap of \(medians) medians")
    try self.init(
      weights, cap: { medians * Trimming.median($0) }, calibrate: calibrate)
  }

  private init(
    _ weights: [Double], cap: ([Double]) -> Double,
    calibrate: ([Double]) throws(StatisticsFailure) -> [Double]
  ) throws(StatisticsFailure) {
    var (current, bound, rounds) = (weights, cap(weights), 0)
    var earlier = Double.infinity
    while rounds < Trimming.roundLimit, Trimming.exceeds(current, bound) {
      current = try calibrate(current.map { min($0, bound) })
      bound = cap(current)
      rounds += 1
      guard rounds % Trimming.patience == 0 else { continue }
      // Margins that the cap contradicts push the same weights up again for ever.
      let excess = (current.max() ?? 0) / bound - 1
      if excess > 0.98 * earlier { break }
      earlier = excess
    }
    self.weights = current
    self.cap = bound
    trimmedCount = weights.count { $0 > bound }
    roundCount = rounds
    isWithinCap = !Trimming.exceeds(current, bound)
  }

  /// The largest cap under which the weights' design effect is at most a target.
  ///
  /// - Parameters:
  ///   - weights: by row, 0 or more, not all 0.
  ///   - target: Kish's effect to end with, above 1.
  ///   - calibrate: as in `init`.
  /// - Returns: the trimming; with a cap at the median weight, below which cutting serves nothing,
  ///   when the target cannot be reached.
  /// - Throws: what `calibrate` throws.
  public static func toDesignEffect(
    _ weights: [Double], target: Double,
    calibrate: ([Double]) throws(StatisticsFailure) -> [Double]
  ) throws(StatisticsFailure) -> Trimming {
    let middle = median(weights)
    var (low, high) = (middle, max(weights.max() ?? middle, middle))
    var best = try Trimming(weights, cap: high, calibrate: calibrate)
    guard effect(best) > target else { return best }
    best = try Trimming(weights, cap: low, calibrate: calibrate)
    // Forty halvings place the cap to twelve digits.
    for _ in 0..<40 {
      let trial = try Trimming(weights, cap: (low + high) / 2, calibrate: calibrate)
      if effect(trial) <= target {
        (best, low) = (trial, trial.cap)
      } else {
        high = trial.cap
      }
    }
    return best
  }

  /// The median of the weights above 0.
  public static func median(_ weights: [Double]) -> Double {
    let sorted = weights.filter { $0 > 0 }.sorted()
    precondition(!sorted.isEmpty, "no weight above 0")
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// Scales the weights under a cap so that the sum is what it was: trimming without margins.
  ///
  /// - Parameters:
  ///   - weights: by row, none above the cap.
  ///   - cap: the cap.
  ///   - total: the sum to reach.
  /// - Returns: by row; all equal to the cap where it leaves no room.
  public static func redistributed(_ weights: [Double], cap: Double, total: Double) -> [Double] {
    let held = weights.filter { $0 >= cap }.reduce(0, +)
    let free = weights.filter { $0 < cap }.reduce(0, +)
    guard free > 0 else { return weights }
    return weights.map { $0 < cap ? $0 * (total - held) / free : $0 }
  }

  // MARK: - Steps

  private static func exceeds(_ weights: [Double], _ cap: Double) -> Bool {
    weights.contains { $0 > cap * (1 + 1e-6) }
  }

  private static func effect(_ trimming: Trimming) -> Double {
    DesignEffect.kish(trimming.weights) ?? 1
  }
}
