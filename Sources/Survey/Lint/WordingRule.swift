/// A rule on the wording of a statement; its code is printed, and never changes its meaning.
///
/// Source: the founding documents on job statements, key outcomes, success outcomes and job logic;
/// docs/statements.md has each rule with an example.
public enum WordingRule: String, Sendable, CaseIterable {
  case jobVerb = "job-verb"
  case jobObject = "job-object"
  case jobClarifier = "job-clarifier"
  case jobSolution = "job-solution"
  case outcomeQuestion = "outcome-question"
  case outcomeWish = "outcome-wish"
  case outcomeDirection = "outcome-direction"
  case outcomeMetric = "outcome-metric"
  case outcomeObject = "outcome-object"
  case outcomeClarifier = "outcome-clarifier"
  case outcomeDirectionDiffers = "outcome-direction-differs"
  case outcomeUnitDiffers = "outcome-unit-differs"
  case outcomeTwoIdeas = "outcome-two-ideas"
  case outcomeTwoObjects = "outcome-two-objects"
  case outcomeVague = "outcome-vague"
  case outcomeSolution = "outcome-solution"
  case outcomeLong = "outcome-long"
  case stepVerb = "step-verb"
  case stepChannel = "step-channel"
  case stepSolution = "step-solution"
  case stepJourney = "step-journey"
  case successDirection = "success-direction"
  case successOccurrence = "success-occurrence"
  case successEmotional = "success-emotional"
  case successSocial = "success-social"
  case successDimension = "success-dimension"
  case successAim = "success-aim"
  case successSolution = "success-solution"
  case statementTwice = "statement-twice"
  case statementSimilar = "statement-similar"

  /// How sure the rule is that something is wrong.
  public enum Strength: String, Sendable {
    /// The statement breaks the form.
    case problem
    /// It may be right; somebody should look.
    case hint
  }

  /// How sure the rule is.
  public var strength: Strength {
    switch self {
    case .jobClarifier, .outcomeClarifier, .outcomeTwoObjects, .outcomeLong, .successOccurrence,
      .statementSimilar:
      .hint
    default: .problem
    }
  }
}

/// One thing about the wording of a statement.
public struct WordingFinding: Sendable, Equatable {
  /// The rule that the statement breaks.
  public var rule: WordingRule
  /// `job`, or the id of the outcome or step.
  public var subject: String
  /// Where the study file has it.
  public var place: Place
  /// The statement as it is.
  public var statement: String
  /// What is wrong, to be read behind the subject: `joins two ideas, ...`.
  public var text: String
  /// A wording that keeps the rule, or a line of the study file such as `aim: avoid`; `nil` where
  /// none can be made.
  public var suggestion: String?
}

/// What a rule remarks on a statement, before it is known where the statement stands.
struct WordingRemark: Equatable {
  var rule: WordingRule
  var text: String
  var suggestion: String?

  init(_ rule: WordingRule, _ text: String, suggestion: String? = nil) {
    self.rule = rule
    self.text = text
    self.suggestion = suggestion
  }
}

/// What the rules on wording found in a study.
public struct WordingReview: Sendable, Equatable {
  /// In the order of the file.
  public var findings: [WordingFinding]
  /// Statements that were read: job, outcomes, steps and success outcomes, but not those that
  /// nobody has worded yet.
  public var statementCount: Int
  /// Statements with a word that is English and hardly anything else.
  public var englishCount: Int
  /// Whether enough statements are English for the rules to mean anything; else only statements
  /// that stand twice are told.
  public var isEnglish: Bool
  /// Findings that the study does not want to hear of (`lint.ignore`).
  public var ignoredCount: Int
}

/// What a study says about the words of its statements.
public struct LintPlan: Sendable, Equatable {
  /// Names of products and companies, which have no place in a statement.
  public var brands: [String] = []
  /// Words for solutions of the trade, which have none either.
  public var solutions: [String] = []
  /// Words for channels, which have no place in a step.
  public var channels: [String] = []
  /// Codes of rules, and ids of outcomes and steps, whose findings are left out.
  public var ignored: [String] = []

  /// A plan; without arguments, the defaults of the study file.
  public init() {}

  /// Whether a finding is left out.
  func ignores(_ finding: WordingFinding) -> Bool {
    ignored.contains(finding.rule.rawValue) || ignored.contains(finding.subject)
  }
}
