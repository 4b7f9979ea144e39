import Statistics

/// What it takes to prove an improvement: worked out before anybody is asked.
public struct WavePlan: Sendable, Equatable {
  /// One wished power and the respondents that it takes.
  public struct Size: Sendable, Equatable {
    /// How often the ratio is proved when it is true.
    public var power: Double
    /// The respondents of each wave; `nil` beyond `WavePlan.most`.
    public var respondentCount: Int?
  }

  /// What a given number of respondents a wave can prove.
  public struct Reach: Sendable, Equatable {
    /// The respondents of each wave.
    public var respondentCount: Int
    /// How often the ratio of the plan is proved.
    public var power: Double
    /// The smallest true ratio that is proved in four of five surveys; `nil` where not even
    /// everybody satisfied would do.
    public var ratio: Double?
  }

  /// The largest number of respondents that is told.
  public static let most = ImprovementSize.most

  /// What is asked.
  public struct Question: Sendable, Equatable {
    /// The share that is satisfied today, above 0 and below 1.
    public var baseline: Double
    /// The ratio that is true, above the threshold, at most 1 / baseline.
    public var ratio: Double
    /// The ratio that is to be proved, above 0.
    public var threshold = 1.2
    /// What weights and clusters multiply variances by, above 0.
    public var designEffect = 1.0
    /// How often the ratio shall be proved, each above 0.05 and below 1.
    public var powers = [0.5, 0.8]
    /// The respondents a wave that there will be, 1 or more; `nil` when that is not known.
    public var respondentCount: Int?

    /// A question with the usual threshold and powers.
    public init(baseline: Double, ratio: Double) {
      (self.baseline, self.ratio) = (baseline, ratio)
    }

    /// The share that the ratio leads to.
    public var newShare: Double { min(1, ratio * baseline) }
  }

  /// What was asked.
  public let question: Question
  /// By wished power, in the order given.
  public let sizes: [Size]
  /// What the given respondents can prove; `nil` where none were given.
  public let reach: Reach?

  /// Answers a question.
  ///
  /// - Parameter question: within the limits that its members name.
  public init(_ question: Question) {
    precondition(
      question.ratio > question.threshold && question.ratio * question.baseline <= 1 + 1e-12,
      "a ratio of \(question.ratio) over \(question.baseline), \(question.threshold) to be proved")
    self.question = question
    let size = ImprovementSize(
      baseline: question.baseline, threshold: question.threshold,
      designEffect: question.designEffect)
    sizes = question.powers.map {
      Size(power: $0, respondentCount: size.respondents(ratio: question.ratio, power: $0))
    }
    reach = question.respondentCount.flatMap { count in
      size.power(ratio: question.ratio, respondents: count).map { power in
        Reach(
          respondentCount: count, power: power,
          ratio: size.ratio(power: ImprovementPlan.power, respondents: count))
      }
    }
  }
}
