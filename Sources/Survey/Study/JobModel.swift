/// The job: verb + object of the verb + contextual clarifier.
///
/// The whole statement is always there; the three parts only when the study file gives them.
public struct JobStatement: Sendable, Equatable {
  /// The whole statement.
  public var text: String
  /// What is done.
  public var verb: String?
  /// What it is done to.
  public var object: String?
  /// Under which circumstances.
  public var clarifier: String?
  /// Where the study file says so.
  public var place: Place?

  /// A statement, with its parts where they are known.
  public init(
    text: String, verb: String? = nil, object: String? = nil, clarifier: String? = nil,
    place: Place? = nil
  ) {
    self.text = text
    self.verb = verb
    self.object = object
    self.clarifier = clarifier
    self.place = place
  }
}

/// One step of the job map: a logical objective, free of solutions, that must be accomplished.
public struct JobStep: Sendable, Equatable {
  /// The id, unique in the study.
  public var id: String
  /// What the step accomplishes.
  public var text: String
  /// The column that tells how often the step had to be done again.
  public var repeats: ColumnReference?
  /// Where the study file names it.
  public var place: Place?

  /// A step.
  public init(
    id: String, text: String, repeats: ColumnReference? = nil, place: Place? = nil
  ) {
    self.id = id
    self.text = text
    self.repeats = repeats
    self.place = place
  }
}

/// How the steps of the job hang together: when a step succeeds, and where people give up.
public struct ChainPlan: Sendable, Equatable {
  /// Which of a step's outcomes a person must be satisfied with for the step to succeed.
  public enum Rule: String, Sendable, CaseIterable {
    /// Half of those the person rated, or more.
    case half
    /// All of those the person rated.
    case all
  }

  /// When a step succeeds.
  public var rule = Rule.half
  /// The column that tells at which step the person gave up, by the step's id or text.
  public var abandoned: ColumnReference?
  /// The answers that mean the job was finished; without any, a blank cell does.
  public var finished: [String] = []

  /// A plan; without arguments, the defaults of the study file.
  public init() {}
}

/// A key outcome: what people want while they act on a step, rated for importance and
/// satisfaction. Its id is permanent; it is never used again for another outcome.
public struct Outcome: Sendable, Equatable {
  /// Whether less or more of it is better.
  public enum Direction: String, Sendable, CaseIterable { case minimize, increase }

  /// The permanent id.
  public var id: String
  /// The outcome statement.
  public var text: String
  /// The column of importance ratings.
  public var importance: ColumnReference
  /// The column of satisfaction ratings.
  public var satisfaction: ColumnReference
  /// The column of effort ratings: how hard it is to get, high for hard.
  public var effort: ColumnReference?
  /// The id of the job step that the outcome belongs to.
  public var step: String?
  /// Whether less or more of it is better, when declared.
  public var direction: Direction?
  /// What is measured: time, likelihood, number, cost.
  public var unit: String?
  /// Kinds of progress the outcome stands for, in the study's own words.
  public var progress: [String]
  /// The id of the job that it belongs to.
  public var job = Job.ownID
  /// How an older survey asked for it; `nil` where it was asked on the study's scale.
  public var legacy: LegacyScale?
  /// In how many interviews it came up, where that was counted.
  public var mentions: Int?
  /// Where the study file names it.
  public var place: Place

  /// An outcome without step, direction, unit and progress.
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
  /// Functional, emotional, or social: how others see one.
  public enum Dimension: String, Sendable, CaseIterable { case functional, emotional, social }
  /// Whether it is to be achieved, avoided or resolved.
  public enum Aim: String, Sendable, CaseIterable { case achieve, avoid, resolve }

  /// The permanent id, different from those of all other outcomes.
  public var id: String
  /// The outcome statement.
  public var text: String
  /// Which side of life it belongs to.
  public var dimension: Dimension
  /// Whether it is to be achieved, avoided or resolved.
  public var aim: Aim
  /// The column of importance ratings.
  public var importance: ColumnReference?
  /// The column of satisfaction ratings.
  public var satisfaction: ColumnReference?
  /// Whether expectations were met, exceeded or fell short.
  public var expectation: ColumnReference?
  /// The column that tells, on the scale of the ratings, what was expected.
  public var expected: ColumnReference?
  /// Whether what was to be avoided happened.
  public var happened: ColumnReference?
  /// Where the study file names it.
  public var place: Place

  /// A success outcome without columns.
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
  /// The column that tells the role.
  public var column: ColumnReference
  /// Answers of those who get the job done.
  public var executor: [String]
  /// Answers of those who support it.
  public var support: [String]
  /// Answers of those who decide the purchase.
  public var buyer: [String]
  /// What the roles count in the joint ranking, 0 or more; a role left out counts 1.
  public var weights: [PerformerRole: Double] = [:]

  /// Roles by the answers of one column.
  public init(column: ColumnReference, executor: [String], support: [String], buyer: [String]) {
    self.column = column
    self.executor = executor
    self.support = support
    self.buyer = buyer
  }
}

/// What people use today to get the job done.
public struct SolutionsInUse: Sendable, Equatable {
  /// The column that tells the solution.
  public var column: ColumnReference
  /// Bought from a provider.
  public var provider: [String]
  /// Made by the people themselves.
  public var nonProvider: [String]
  /// Nothing, or by hand.
  public var nothing: [String]
  /// The answers among these that are the team's own solutions.
  public var ours: [String] = []

  /// Solutions by the answers of one column.
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
  /// The name in reports; the column's name unless the study file says otherwise.
  public var name: String
  /// The column.
  public var column: ColumnReference
  /// Which of several choices in a cell is meant, of a barrier or workaround; `nil` where the
  /// column says yes or no.
  public var answer: String?
  /// The ids of the key outcomes that a barrier or workaround should go with.
  public var outcomes: [String] = []

  /// A column with a name.
  public init(name: String, column: ColumnReference) {
    self.name = name
    self.column = column
  }
}
