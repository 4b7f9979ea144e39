import Groundwork

/// Two groups of one survey: a baseline and something new.
public struct ImprovementGroups: Sendable, Equatable {
  /// The column whose answers are the groups, or make them up.
  public let segmentation: SegmentationPlan
  /// The group that is the baseline.
  public let baseline: String
  /// The group that is new.
  public let new: String
  /// The groups that several answers make up, in order; empty where each answer is one.
  let unions: [Union]

  /// A group of answers.
  struct Union: Sendable, Equatable {
    var label: String
    var answers: [String]
  }

  /// Finds the segmentation in a study.
  ///
  /// - Parameters:
  ///   - study: the study.
  ///   - name: the name of a declared segmentation or its column's; where the study has them
  ///     `roles` (executor, support, buyer), `solutions` (its answers), `solutions.kind` (provider,
  ///     non-provider, nothing), or the columns of both (their answers).
  ///   - baseline: the group that is the baseline.
  ///   - new: the group that is new.
  /// - Throws: `ImprovementFailure.unknownSegmentation`, `.sameGroup`.
  public init(
    _ study: Study, by name: String, baseline: String, new: String
  ) throws(ImprovementFailure) {
    let named = ImprovementGroups.named(study)
    let columns = ImprovementGroups.columns(study)
    guard let found = (named + columns).first(where: { $0.plan.name == name }) else {
      var known: [String] = []
      for choice in named + columns where !known.contains(choice.plan.name) {
        known.append(choice.plan.name)
      }
      throw .unknownSegmentation(name, known: known)
    }
    guard baseline != new else { throw .sameGroup(new) }
    (segmentation, unions, self.baseline, self.new) = (found.plan, found.unions, baseline, new)
  }

  /// The groups of the answers: what unions make of them.
  func grouping(_ answers: Grouping) -> Grouping {
    ImprovementGroups.grouping(answers, unions: unions)
  }

  static func grouping(_ answers: Grouping, unions: [Union]) -> Grouping {
    guard !unions.isEmpty else { return answers }
    let none = UInt16(unions.count)
    let codes = answers.levels.map { level in
      unions.firstIndex { $0.answers.contains { ByteText($0) == ByteText(level) } }
        .map { UInt16($0) } ?? none
    }
    return Grouping(
      name: answers.name, levels: unions.map(\.label),
      codes: answers.codes.map { codes.indices.contains(Int($0)) ? codes[Int($0)] : none })
  }

  // MARK: - Steps

  typealias Choice = (plan: SegmentationPlan, unions: [Union])

  /// By name: the declared segmentations, then those of the job model.
  private static func named(_ study: Study) -> [Choice] {
    study.segmentations.map { ($0, []) } + ofJobModel(study)
  }

  /// The groups that the job model forms: roles, solutions, kinds of solutions.
  static func ofJobModel(_ study: Study) -> [Choice] {
    var choices: [Choice] = []
    if let roles = study.roles {
      choices.append(
        choice(
          "roles", roles.column, PerformerRole.allCases.map { ($0.rawValue, roles.answers(of: $0)) }
        ))
    }
    if let solutions = study.solutions {
      choices.append((SegmentationPlan(name: "solutions", column: solutions.column), []))
      choices.append(
        choice(
          "solutions.kind", solutions.column,
          SolutionKind.allCases.map { ($0.rawValue, solutions.answers(of: $0)) }))
    }
    return choices
  }

  /// By column.
  private static func columns(_ study: Study) -> [Choice] {
    let declared = study.segmentations.map {
      SegmentationPlan(name: $0.column.text, column: $0.column, levels: $0.levels)
    }
    let others = [study.roles?.column, study.solutions?.column].compactMap { $0 }
      .map { SegmentationPlan(name: $0.text, column: $0) }
    return (declared + others).map { ($0, []) }
  }

  private static func choice(
    _ name: String, _ column: ColumnReference, _ groups: [(label: String, answers: [String])]
  ) -> Choice {
    let named = groups.filter { !$0.answers.isEmpty }
    return (
      SegmentationPlan(name: name, column: column, levels: named.flatMap(\.answers)),
      named.map { Union(label: $0.label, answers: $0.answers) }
    )
  }
}
