/// The job: verb + object of the verb + contextual clarifier.
///
/// The whole statement is always there; the three parts only when the study file gives them.
public struct JobStatement: Sendable, Equatable {
  public var text: String
  public var verb: String?
  public var object: String?
  public var clarifier: String?

  public init(
    text: String, verb: String? = nil, object: String? = nil, clarifier: String? = nil
  ) {
    self.text = text
    self.verb = verb
    self.object = object
    self.clarifier = clarifier
  }
}

/// How specific the job is, and the jobs above, below and beside it.
public struct JobAltitude: Sendable, Equatable {
  public enum Level: String, Sendable, CaseIterable { case aspirational, main, functional }

  public var level: Level
  /// The job that this job serves: why it is done.
  public var parent: String?
  /// Narrower jobs: how it is done.
  public var narrower: [String]
  /// Other jobs that the same people get done.
  public var related: [String]

  public init(
    level: Level = .main, parent: String? = nil, narrower: [String] = [], related: [String] = []
  ) {
    self.level = level
    self.parent = parent
    self.narrower = narrower
    self.related = related
  }
}

/// One step of the job map: a logical objective, free of solutions, that must be accomplished.
public struct JobStep: Sendable, Equatable {
  public var id: String
  public var text: String

  public init(id: String, text: String) {
    self.id = id
    self.text = text
  }
}

/// A key outcome: what people want while they act on a step, rated for importance and
/// satisfaction. Its id is permanent; it is never used again for another outcome.
public struct Outcome: Sendable, Equatable {
  public enum Direction: String, Sendable, CaseIterable { case minimize, increase }

  public var id: String
  public var text: String
  public var importance: ColumnReference
  public var satisfaction: ColumnReference
  /// The id of the job step that the outcome belongs to.
  public var step: String?
  public var direction: Direction?
  /// What is measured: time, likelihood, number, cost.
  public var unit: String?
  /// Kinds of progress the outcome stands for, in the study's own words.
  public var progress: [String]
  /// Where the study file names it.
  public var place: Place

  public init(
    id: String, text: String, importance: ColumnReference, satisfaction: ColumnReference,
    place: Place
  ) {
    self.id = id
    self.text = text
    self.importance = importance
    self.satisfaction = satisfaction
    self.step = nil
    self.direction = nil
    self.unit = nil
    self.progress = []
    self.place = place
  }
}

/// A success outcome: what the job is done for, attained or not once the job is done.
public struct SuccessOutcome: Sendable, Equatable {
  public enum Dimension: String, Sendable, CaseIterable { case functional, emotional, social }
  public enum Aim: String, Sendable, CaseIterable { case achieve, avoid, resolve }

  public var id: String
  public var text: String
  public var dimension: Dimension
  public var aim: Aim
  public var importance: ColumnReference?
  public var satisfaction: ColumnReference?
  /// Whether expectations were met, exceeded or fell short.
  public var expectation: ColumnReference?
  /// Whether what was to be avoided happened.
  public var happened: ColumnReference?
  public var place: Place

  public init(id: String, text: String, dimension: Dimension, aim: Aim, place: Place) {
    self.id = id
    self.text = text
    self.dimension = dimension
    self.aim = aim
    self.place = place
  }
}

/// Who performs the job, supports it over its life, or decides the purchase.
public struct PerformerRoles: Sendable, Equatable {
  public var column: ColumnReference
  public var executor: [String]
  public var support: [String]
  public var buyer: [String]

  public init(column: ColumnReference, executor: [String], support: [String], buyer: [String]) {
    self.column = column
    self.executor = executor
    self.support = support
    self.buyer = buyer
  }
}

/// What people use today to get the job done.
public struct SolutionsInUse: Sendable, Equatable {
  public var column: ColumnReference
  /// Bought from a provider.
  public var provider: [String]
  /// Made by the people themselves.
  public var nonProvider: [String]
  /// Nothing, or by hand.
  public var nothing: [String]

  public init(
    column: ColumnReference, provider: [String], nonProvider: [String], nothing: [String]
  ) {
    self.column = column
    self.provider = provider
    self.nonProvider = nonProvider
    self.nothing = nothing
  }
}

/// A named column: a barrier, a workaround, a circumstance or an activity.
public struct NamedColumn: Sendable, Equatable {
  public var name: String
  public var column: ColumnReference

  public init(name: String, column: ColumnReference) {
    self.name = name
    self.column = column
  }
}
