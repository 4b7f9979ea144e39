/// Which actions move which results: how much the satisfaction with each key outcome has to do with
/// each success outcome, of everybody.
///
/// Key outcomes lead, success outcomes lag. The figures are association, not proof of cause.
public struct DriverSection: Sendable, Equatable {
  /// By success outcome of the study, then the effectiveness index.
  public var results: [Result]
  /// Whether they rest on 200,000 people, those with the smallest hashes of seed and id.
  public var isSampled = false

  /// What is explained.
  public enum Measure: String, Sendable {
    /// The satisfaction rating of a success outcome.
    case rating
    /// Whether a success outcome was attained.
    case attained
    /// The effectiveness index.
    case index
  }

  /// One result and what it goes along with.
  public struct Result: Sendable, Equatable {
    /// The position of the success outcome in the study; `nil` for the effectiveness index.
    public var success: Int?
    /// What of it is explained.
    public var measure: Measure
    /// Why nothing is computed; empty otherwise.
    public var reason = ""
    /// The people whose result is known.
    public var respondentCount: Int?
    /// Kish's effective number of them.
    public var effectiveCount: Double?
    /// The share of the result's variance that all key outcomes explain together, 0...1.
    public var rSquared: Double?
    /// The same less what as many random numbers explain; may be below 0.
    public var adjustedRSquared: Double?
    /// By how much correlations were changed to fit together; 0 where nothing was done.
    public var repair = 0.0
    /// The key outcomes, in the order of the study.
    public var drivers: [Driver] = []
    /// The key outcomes with which everybody is equally satisfied.
    public var leftOut: [Int] = []

    /// A result of which nothing is known yet.
    public init(success: Int?, measure: Measure) {
      (self.success, self.measure) = (success, measure)
    }
  }

  /// One key outcome for one result.
  public struct Driver: Sendable, Equatable {
    /// Its position in the study.
    public var outcome: Int
    /// The people who rated it and whose result is known.
    public var respondentCount: Int
    /// Kish's effective number of them.
    public var effectiveCount: Double
    /// Its relative weight: its part of R², 0...1.
    public var weight: Double
    /// The standard error of the weight.
    public var standardError: Double
    /// The 95 % interval of the weight; `nil` without a degree of freedom.
    public var interval: ClosedRange<Double>?
    /// The weight over R²; shares sum to 1.
    public var share: Double
    /// The 95 % interval of the share; `nil` without a degree of freedom.
    public var shareInterval: ClosedRange<Double>?
    /// 1 where more satisfaction goes with more of the result, the other key outcomes being equal,
    /// -1 where with less, else 0.
    public var sign: Int
    /// Whether the weight is above that of a random number.
    public var isAboveChance: Bool
    /// Its opportunity among everybody; `nil` where it is not scored.
    public var opportunity: Double?
  }
}
