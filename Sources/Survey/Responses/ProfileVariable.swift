/// What is known of people beside their ratings: the answers to one question that took no part in
/// the clusters.
public struct ProfileVariable: Sendable, Equatable {
  /// What the study calls the question; the first that names a column counts.
  public enum Kind: String, Sendable, CaseIterable {
    case segment, role, solution, circumstance, barrier, workaround, activity
  }

  /// How the answers are read.
  public enum Answers: Sendable, Equatable {
    /// Positions in `levels` by respondent; `levels.count` stands for no answer.
    case levels([String], codes: [UInt16])
    /// Numbers by respondent; `nil` for no answer.
    case numbers([Double?])
    /// Not used, for a reason.
    case refused(String)
  }

  /// What the study calls it.
  public var kind: Kind
  /// The name in reports.
  public var name: String
  /// The answers.
  public var answers: Answers

  /// A variable; see the members.
  public init(kind: Kind, name: String, answers: Answers) {
    (self.kind, self.name, self.answers) = (kind, name, answers)
  }

  /// The label of the answers that are too rare to stand alone.
  public static let otherAnswers = "other answers"
  /// The most answers that are told apart; a column with more, all of them numbers, is a number.
  public static let levelLimit = 12
}

/// A column that the job model names, as a variable of the profile.
struct ProfilePlan {
  let kind: ProfileVariable.Kind
  let name: String
  let column: ColumnReference
  /// Answers that the study names, in its order.
  var answers: [String] = []
  /// Which choice is meant of a column with several in a cell.
  var choice: String?
}

extension Study {
  /// The columns of the job model that describe people, in the order of the report.
  var profilePlans: [ProfilePlan] {
    var plans: [ProfilePlan] = []
    if let roles {
      plans.append(
        ProfilePlan(
          kind: .role, name: roles.column.text, column: roles.column,
          answers: roles.executor + roles.support + roles.buyer))
    }
    if let solutions {
      plans.append(
        ProfilePlan(
          kind: .solution, name: solutions.column.text, column: solutions.column,
          answers: solutions.provider + solutions.nonProvider + solutions.nothing))
    }
    let named: [(ProfileVariable.Kind, [NamedColumn])] = [
      (.circumstance, circumstances), (.barrier, barriers), (.workaround, workarounds),
      (.activity, activities),
    ]
    for (kind, columns) in named {
      plans += columns.map {
        ProfilePlan(kind: kind, name: $0.name, column: $0.column, choice: $0.answer)
      }
    }
    return plans
  }
}
