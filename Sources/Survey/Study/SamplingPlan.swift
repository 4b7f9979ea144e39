public import Statistics

/// How the respondents were drawn: the columns that tell their strata and sampling units.
public struct SamplingPlan: Sendable, Equatable {
  /// The strata; `nil` for one.
  public var strata: ColumnReference?
  /// The primary sampling units, told apart inside each stratum; `nil` makes every respondent one.
  public var units: ColumnReference?
  /// How many units the respondent's stratum has in the population; `nil` for many.
  public var population: ColumnReference?
  /// The units drawn inside each unit; `nil` makes every respondent one.
  public var secondUnits: ColumnReference?
  /// How many second units the respondent's unit has; `nil` leaves the second stage out.
  public var secondPopulation: ColumnReference?
  /// What to do with a stratum that has a single unit.
  public var lonelyUnits: SamplingStage.LonelyUnit
  /// Replicate weights in place of all columns above.
  public var replicates: ReplicatePlan?

  /// A plan without strata and units.
  public init() {
    lonelyUnits = .refuse
  }

  /// The columns it names, with what for.
  var columns: [(use: String, column: ColumnReference)] {
    [
      ("strata", strata), ("sampling units", units), ("population", population),
      ("second sampling units", secondUnits), ("second population", secondPopulation),
    ].compactMap { use, column in column.map { (use, $0) } }
  }
}

/// How weights are fitted to what is known of the population.
public struct RakingPlan: Sendable, Equatable {
  /// Known shares of the population by the answers of one column.
  public struct Margin: Sendable, Equatable {
    /// The column whose answers are the categories.
    public var column: ColumnReference
    /// The categories as they stand in the data, with their shares; the shares sum to 1.
    public var targets: [Target]

    /// A margin of a column.
    public init(column: ColumnReference, targets: [Target]) {
      self.column = column
      self.targets = targets
    }
  }

  /// One category and its known share.
  public struct Target: Sendable, Equatable {
    /// The answer as it stands in the data.
    public var answer: String
    /// Its share of the population, above 0, at most 1.
    public var share: Double

    /// A category with its share.
    public init(answer: String, share: Double) {
      self.answer = answer
      self.share = share
    }
  }

  /// The most that a weight may be.
  public enum Limit: Sendable, Equatable {
    /// A multiple of the median weight.
    case medians(Double)
    /// Kish's design effect that the weights may reach.
    case designEffect(Double)
  }

  /// The margins; may be empty when weights are only trimmed.
  public var margins: [Margin]
  /// How weights are trimmed; `nil` leaves them.
  public var limit: Limit?

  /// A plan to fit weights to margins.
  public init(margins: [Margin], limit: Limit? = nil) {
    self.margins = margins
    self.limit = limit
  }
}
