public import Survey

/// A team that reads an extract of the report.
public enum ReportTeam: String, Sendable, CaseIterable {
  case executive, product, marketing, support, research
  /// The people who get the job done, as a team that speaks for them.
  case executor
  /// The people who decide the purchase.
  case buyer

  /// The role whose scores the team reads; `nil` for everybody's.
  public var role: PerformerRole? {
    switch self {
    case .support: .support
    case .executor: .executor
    case .buyer: .buyer
    default: nil
    }
  }
}

/// The part of the report that concerns one team, in that team's order: whom it is for, the
/// sections, stories and what to do next.
public enum TeamReport {
  /// A section of an extract.
  struct Part {
    var name: String
    var lines: [String]
  }

  /// The extract; lines end with a line feed and are at most 120 columns wide.
  public static func text(_ result: AnalysisResult, for team: ReportTeam) -> String {
    let view = TeamView(result, team)
    let parts = view.parts.filter { !$0.lines.isEmpty }.map(\.lines)
    let missing = view.missing
    let closing =
      missing.isEmpty
      ? [] : [TextLayout.paragraph("Not in this study: \(Naming.list(missing)).", first: "")]
    let sections =
      [view.head] + parts + closing + [view.stories, ActionSection.lines(view.actions)]
    return sections.map { $0.map(TextLayout.trimmed).joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  /// The same as data.
  ///
  /// - Returns: JSON with sorted keys.
  public static func json(_ result: AnalysisResult, for team: ReportTeam) -> String {
    let view = TeamView(result, team)
    return JSONValue.object([
      "actions": .array(
        view.actions.map { .object(["evidence": .text($0.evidence), "text": .text($0.text)]) }),
      "not_in_study": .array(view.missing.map(JSONValue.text)),
      "role": .optional(view.role?.role.rawValue),
      "sections": .array(
        view.parts.filter { !$0.lines.isEmpty }.map {
          .object(["lines": .array($0.lines.map(JSONValue.text)), "name": .text($0.name)])
        }),
      "stories": .array(view.ownStories.map(story)),
      "study": .text(result.study.name),
      "team": .text(team.rawValue),
    ]).document

    func story(_ story: StorySection.Story) -> JSONValue {
      .object([
        "evidence": .text(story.evidence), "high": .optional(story.high),
        "low": .optional(story.low), "outcome": .text(result.study.outcomes[story.outcome].id),
        "role": .text(story.role?.rawValue ?? "everybody"), "score": .number(story.score),
        "text": .text(story.text), "tier": story.tier.map(JSONValue.integer) ?? .null,
      ])
    }
  }
}

/// What one team reads.
struct TeamView {
  let result: AnalysisResult
  let team: ReportTeam
  /// The scores of the team's role, where the study has it.
  let role: RoleScores?

  /// The most stories that are printed.
  private static let storyCount = 10

  init(_ result: AnalysisResult, _ team: ReportTeam) {
    (self.result, self.team) = (result, team)
    role = team.role.flatMap { role in result.decisions.roles.first { $0.role == role } }
  }

  /// Whom it is for, and on whose answers it rests.
  var head: [String] {
    var text = "For \(audience): \(Naming.safe(result.study.name)). "
    text += "The job: \(Naming.safe(result.study.job.text)). "
    if let role {
      text += "Scores are those of the \(role.scores.respondentCount) respondents in the role "
      text += "\(role.role.rawValue)"
      if !role.scores.reason.isEmpty { text += " (\(Naming.safe(role.scores.reason)))" }
      text += "; other sections are of everybody."
    } else {
      let count = NumberText.counted(result.input.respondentCount, "respondent")
      text += "It rests on \(count)"
      text += team.role == nil ? "." : "; the study names nobody of that role (`roles`)."
    }
    return ["FOR \(team.rawValue.uppercased())"] + TextLayout.paragraph(text)
  }

  /// The sections in the team's order; without lines where the study has nothing for them.
  var parts: [TeamReport.Part] {
    let scores = role.map { RoleLines.lines($0, result) } ?? UnderservedSection.lines(result)
    let all: [Name: [String]] = [
      .scores: scores, .formulas: FormulaLines.lines(result),
      .claims: HypothesesSection.lines(result), .steps: StepsSection.lines(result),
      .experience: ExperienceLines.lines(result), .groups: SegmentsSection.lines(result),
      .factors: FactorsSection.lines(result), .clusters: ClustersSection.lines(result),
      .people: PeopleSection.lines(result), .habits: HabitSection.lines(result),
      .roles: RolesSection.lines(result), .solutions: SolutionsSection.lines(result),
      .drivers: DriverLines.lines(result), .behaviours: BehaviourLines.lines(result),
      .circumstances: CircumstanceLines.lines(result), .targets: TargetLines.lines(result),
      .jobParts: RollupsSection.lines(result), .measures: MeasureLines.lines(result),
      .typing: TypingLines.lines(result), .help: HelpSection.lines(result),
      .growth: GrowthLines.lines(result), .data: DataSection.lines(result),
      .method: MethodSection.lines(result), .notDone: NotDoneSection.lines(result),
    ]
    return names.map { TeamReport.Part(name: $0.rawValue, lines: all[$0] ?? []) }
  }

  /// The sections that the study has nothing for.
  var missing: [String] { parts.filter(\.lines.isEmpty).map(\.name) }

  var ownStories: [StorySection.Story] {
    let all = result.decisions.stories.section?.stories ?? []
    return role.map { own in all.filter { $0.role == own.role } } ?? all
  }

  var stories: [String] {
    let title = ["STORIES"]
    if case .refused(let reason) = result.decisions.stories {
      return title + TextLayout.paragraph("None: \(Naming.safe(reason)).")
    }
    let own = ownStories
    guard !own.isEmpty else {
      let reason = role.map { UnderservedRemarks.refusal($0.scores) } ?? "nothing is scored"
      return title + TextLayout.paragraph("None: \(reason).")
    }
    let rest = own.count - Self.storyCount
    return title + own.prefix(Self.storyCount).flatMap(story)
      + (rest > 0 ? TextLayout.paragraph("and \(rest) more in stories.csv") : [])
  }

  var actions: [ActionSection.Action] {
    if let role { return ActionSection.actions(result, role.scores, who: "this role") }
    return result.everyone.map { ActionSection.actions(result, $0, who: nil) } ?? []
  }

  // MARK: - Steps

  /// The sections of the report by their names.
  private enum Name: String {
    case scores, formulas, claims, steps, experience, groups, factors, clusters, people, habits
    case roles, solutions, drivers, behaviours, circumstances, targets, measures
    case typing, data, method
    case jobParts = "parts of the job"
    case help = "what would help most"
    case growth = "growth strategy"
    case notDone = "not done"
  }

  private var names: [Name] {
    switch team {
    case .executive: [.scores, .targets, .roles, .solutions, .experience, .help, .claims, .growth]
    case .product:
      [.scores, .help, .steps, .experience, .drivers, .behaviours, .jobParts, .targets, .claims]
    case .marketing:
      [.groups, .circumstances, .clusters, .people, .solutions, .growth, .typing, .scores]
    case .support: [.scores, .roles, .steps, .behaviours, .experience, .help]
    case .research:
      [
        .data, .method, .notDone, .claims, .scores, .formulas, .measures, .factors, .clusters,
        .habits,
      ]
    case .executor: [.scores, .roles, .steps, .behaviours, .help]
    case .buyer: [.scores, .roles, .solutions, .experience, .help]
    }
  }

  private var audience: String {
    switch team {
    case .executive: "those who decide what is funded"
    case .product: "those who build the solution"
    case .marketing: "those who choose whom to address and what to say"
    case .support: "those who keep the solution running"
    case .research: "those who answer for the figures"
    case .executor: "whoever speaks for the people who get the job done"
    case .buyer: "whoever speaks for the people who decide the purchase"
    }
  }

  private func story(_ story: StorySection.Story) -> [String] {
    var figure = NumberText.decimal(story.score)
    if let low = story.low, let high = story.high {
      figure = NumberText.withInterval(story.score, low, high)
    }
    let tier = story.tier.map { ", tier \($0)" } ?? ""
    return TextLayout.paragraph(
      "\(Naming.safe(story.text)) [\(figure)\(tier); \(Naming.safe(story.evidence))]",
      first: "  - ")
  }
}

/// The highest opportunities of one role.
enum RoleLines {
  private static let listedCount = 10

  static func lines(_ role: RoleScores, _ result: AnalysisResult) -> [String] {
    let title = "WHERE THE ROLE \(role.role.rawValue.uppercased()) IS UNDERSERVED"
    let ranked = role.scores.ranked
    guard !ranked.isEmpty else {
      return [title]
        + TextLayout.paragraph("Not scored: \(UnderservedRemarks.refusal(role.scores)).")
    }
    let naming = Naming(result.study)
    let idWidth = naming.idWidth(ranked.prefix(listedCount).map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(4, .right), .init(idWidth), .init(58 - idWidth), .init(7, .right), .init(7, .right),
      .init(20, .right), .init(8),
    ]
    let head = ["tier", "id", "outcome", "import.", "satisf.", "opportunity", "band"]
    let rows = ranked.prefix(listedCount).map { score in
      [
        score.ranking.map { String($0.tier) } ?? "-", naming.id(score.outcome),
        naming.shortText(score.outcome, 58 - idWidth),
        score.importance.map { NumberText.decimal($0.value) } ?? "-",
        score.satisfaction.map { NumberText.decimal($0.value) } ?? "-", figure(score),
        score.band?.rawValue ?? "",
      ]
    }
    return [title] + TextLayout.table([head] + rows, columns: columns)
      + TextLayout.paragraph(
        "Outcomes of a tier cannot be told from its highest. stories.csv has the highest of each "
          + "role.")
  }

  private static func figure(_ score: OutcomeScore) -> String {
    guard let value = score.opportunity?.value else { return "-" }
    guard let low = score.low, let high = score.high else { return NumberText.decimal(value) }
    return NumberText.withInterval(value, low, high)
  }
}
