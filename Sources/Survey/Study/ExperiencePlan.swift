/// When an experience is good: acting is efficient and its purpose is attained.
public struct ExperiencePlan: Sendable, Equatable {
  /// From this efficiency on, 0...10, acting counts as good.
  public var efficiency = 5.0
  /// From this effectiveness on, 0...10, results count as good.
  public var effectiveness = 5.0

  /// A plan; without arguments, the defaults of the study file.
  public init() {}
}

/// The answers in the data that mean yes, no, and what became of expectations.
///
/// Words are compared without regard to the case of the letters a to z.
public struct AnswerWords: Sendable, Equatable {
  /// Answers that mean yes.
  public var yes = ["yes", "y", "true", "1", "selected", "checked"]
  /// Answers that mean no.
  public var no = ["no", "n", "false", "0", "not selected", "unchecked"]
  /// Expectations were met.
  public var met = ["met"]
  /// Expectations were exceeded.
  public var exceeded = ["exceeded"]
  /// Expectations were not met.
  public var short = ["short"]

  /// The words; without arguments, the defaults of the study file.
  public init() {}
}
