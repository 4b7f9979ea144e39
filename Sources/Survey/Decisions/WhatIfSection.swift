/// What would change if more people were satisfied with one outcome, the others as they are.
///
/// The share that is satisfied is raised to a target by making the same part of all dissatisfied
/// people satisfied: each of them counts as satisfied by that part, so nothing is drawn.
public struct WhatIfSection: Sendable, Equatable {
  /// By key outcome of the study that is scored, then scenario.
  public var rows: [Row]
  /// Why there is no best competitor; empty where there is one.
  public var note = ""

  /// One outcome in one scenario.
  public struct Row: Sendable, Equatable {
    /// The outcome's position in the study.
    public var outcome: Int
    /// What the share is raised to.
    public var scenario: Scenario
    /// Whose users are satisfied most often; `nil` in the scenarios of the own share.
    public var solution: String?
    /// The share of that solution's users who are satisfied, 0...1.
    public var bestShare: Double?
    /// The share satisfied of all who rated their satisfaction, 0...1.
    public var share: Double
    /// The share that is aimed at, 0...1.
    public var target: Double
    /// The part of the dissatisfied who become satisfied, 0...1.
    public var raised: Double
    /// The opportunity now, in the scorer's unit.
    public var score: Double
    /// Its change, 0 or below, with the delta method's standard error: target and share vary too.
    public var change: Estimate
    /// The 95 % interval of the change; `nil` without a degree of freedom.
    public var interval: ClosedRange<Double>?
    /// What is added to the share for whom the outcome's step succeeds; takes `raised` as given, as
    /// the others do. `nil` without a step.
    public var step: PeopleMean?
    /// What is added to the share for whom all steps succeed.
    public var allSteps: PeopleMean?
    /// What is added to the share with a good experience.
    public var experience: PeopleMean?
    /// What to know; empty when there is nothing to say.
    public var note = ""
  }

  /// What satisfaction is raised to.
  public enum Scenario: String, Sendable, CaseIterable {
    /// Twenty percent above the share of the best competing solution's users.
    case best = "best x 1.2"
    /// Twenty percent above the own share.
    case ownByFifth = "own x 1.2"
    /// Thirty percent above the own share.
    case ownByThird = "own x 1.3"

    /// The ratio to the share it starts from.
    public var ratio: Double { self == .ownByThird ? 1.3 : 1.2 }
  }
}
