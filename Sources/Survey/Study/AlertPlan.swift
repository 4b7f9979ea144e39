/// What the nightly watch tells of, and how sure it must be.
public struct AlertPlan: Sendable, Equatable {
  /// Of all that is ever told, the part that may be false in the mean.
  public var level = 0.05
  /// The nights in which changes are looked for with most of the weight.
  public var horizon = 365
  /// What is told.
  public var rules: [AlertRule] = []

  /// A plan without rules.
  public init() {}
}

/// One thing that the nightly watch tells of.
public struct AlertRule: Sendable, Equatable {
  /// A figure of an outcome.
  public enum Figure: String, Sendable, CaseIterable {
    /// In the scorer's unit.
    case importance, satisfaction, opportunity
  }

  /// What a rule begins with.
  public enum Name: String, Sendable, CaseIterable {
    case change, enters, leaves
    case targetMet = "target-met"
    case shareFalls = "share-falls"
    case baseFalls = "base-falls"
    case findingsRise = "findings-rise"
    case drift
  }

  /// When it tells.
  public enum Kind: Sendable, Equatable {
    /// A figure is not what it was; changes of `by` are told soonest.
    case change(Figure, by: Double)
    /// Opportunity reaches a band from below.
    case enters(band: Double)
    /// Opportunity falls below a band.
    case leaves(band: Double)
    /// A target of the study is met.
    case targetMet
    /// Fewer of the new respondents than so many belong to a segment.
    case shareFalls(segmentation: String, segment: String, below: Double)
    /// There are fewer new respondents than so many in the last nights.
    case baseFalls(below: Int, nights: Int)
    /// New respondents leave out more ratings, or give more invalid ones.
    case findingsRise
    /// The segments do not fit the new respondents any more.
    case drift

    /// What the rule begins with.
    public var name: Name {
      switch self {
      case .change: .change
      case .enters: .enters
      case .leaves: .leaves
      case .targetMet: .targetMet
      case .shareFalls: .shareFalls
      case .baseFalls: .baseFalls
      case .findingsRise: .findingsRise
      case .drift: .drift
      }
    }
  }

  /// Whose figures.
  public enum Groups: Sendable, Equatable {
    /// Everybody together, and every segment.
    case all
    /// Everybody together.
    case everybody
    /// The segments of some segmentations.
    case named([String])
  }

  /// When it tells.
  public var kind: Kind
  /// Positions of the outcomes in the study; `nil` for all.
  public var outcomes: [Int]?
  /// Whose figures.
  public var groups: Groups
  /// Where the study file sets it.
  public var place: Place

  /// A rule about all outcomes and groups unless told otherwise.
  public init(
    _ kind: Kind, outcomes: [Int]? = nil, groups: Groups = .all, place: Place
  ) {
    (self.kind, self.outcomes, self.groups, self.place) = (kind, outcomes, groups, place)
  }
}
