/// The evidence for one claim, night after night, without knowing on which night a change came.
///
/// For each night j that may be the one, evidence e_j is reckoned as if it were
/// (`EvidencePlan.evidence`), and is 1 before it. The evidence of the stream is the sum of e_j
/// times what was laid on j (`StartWeights`), at most 1 together: where nothing ever changes, its
/// mean is at most 1 on any night and on a night chosen by looking, so it ever reaches 1/a with
/// probability a at most. Only sums up to each start are kept.
///
/// Source: Shin, Ramdas and Rinaldo (2024), E-detectors; Ville (1939), Étude critique de la notion
/// de collectif.
public struct EvidenceStream: Sendable, Equatable {
  /// A night on which the change may have come.
  public struct Start: Sendable, Equatable {
    /// Its number.
    public let night: Int
    /// The answers before it.
    public let before: AnswerSums

    /// A start as it was kept.
    public init(night: Int, before: AnswerSums) { (self.night, self.before) = (night, before) }
  }

  /// What a stream says tonight.
  public struct Evidence: Sendable, Equatable {
    /// The evidence, 0 or more.
    public let total: Double
    /// The night that carries most of it; `nil` where there is none.
    public let start: Start?

    /// Evidence that was reckoned.
    public init(total: Double, start: Start?) { (self.total, self.start) = (total, start) }
  }

  /// The claim.
  public let plan: EvidencePlan
  /// Nights so far.
  public private(set) var night: Int
  /// All answers so far, those before the first night among them.
  public private(set) var total: AnswerSums
  /// The nights on which the change may have come, in order.
  public private(set) var starts: [Start]

  /// Opens a stream.
  ///
  /// - Parameters:
  ///   - plan: the claim.
  ///   - reference: the answers before the first night.
  public init(plan: EvidencePlan, reference: AnswerSums) {
    self.init(plan: plan, night: 0, total: reference, starts: [])
  }

  /// Goes on with a stream as it was kept.
  public init(plan: EvidencePlan, night: Int, total: AnswerSums, starts: [Start]) {
    (self.plan, self.night, self.total, self.starts) = (plan, night, total, starts)
  }

  /// Adds the answers of a night; on one without answers nothing can have been seen to begin.
  public mutating func add(_ tonight: AnswerSums) {
    night += 1
    if tonight.count > 0 {
      starts.append(Start(night: night, before: total))
      total += tonight
    }
    let (weights, night) = (plan.weights, night)
    starts.removeAll { !weights.isKept($0.night, on: night) }
  }

  /// The evidence so far.
  ///
  /// - Parameter least: evidence of a start below this counts as none, which saves most of the
  ///   time; whatever it is, the evidence that is left is evidence.
  /// - Returns: all together, and the night that carries most of it.
  public func evidence(least: Double = 1) -> Evidence {
    var (sum, best) = (0.0, 0.0)
    var start: Start?
    for place in starts {
      let own =
        plan.weights[place.night]
        * plan.evidence(before: place.before, after: total - place.before, least: least)
      sum += own
      if own > best { (best, start) = (own, place) }
    }
    return Evidence(total: sum, start: start)
  }

  /// The interval of the change since a start, or of the figure since then: `EvidencePlan.interval`
  /// at the level times what was laid on that night, so that it holds for any start chosen by
  /// looking.
  public func interval(since start: Start, level: Double) -> ClosedRange<Double>? {
    plan.interval(
      before: start.before, after: total - start.before, level: level * plan.weights[start.night])
  }
}
