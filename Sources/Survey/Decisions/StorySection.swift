/// Outcomes as user stories, each with the row of opportunities.csv that bears it out.
public struct StorySection: Sendable, Equatable {
  /// By role in the order of `PerformerRole`, or everybody's; the highest opportunity first.
  public var stories: [Story]

  /// One story.
  public struct Story: Sendable, Equatable {
    /// Whose; `nil` for everybody together.
    public var role: PerformerRole?
    /// The outcome's position in the study.
    public var outcome: Int
    /// `As a <role>, I want to <outcome> so that I can <job>.`
    public var text: String
    /// The opportunity among these people, in the scorer's unit.
    public var score: Double
    /// Its 95 % interval.
    public var low: Double?
    /// The upper end of that interval.
    public var high: Double?
    /// Its tier among these people; `nil` without replicates.
    public var tier: Int?
    /// How large it is; `nil` where the cuts do not apply.
    public var band: Band?
    /// The row of opportunities.csv: `opportunities.csv all/all/26`.
    public var evidence: String
    /// Whether that row is of everybody though the story is of a role, because the study declares
    /// no segment of the role's people alone.
    public var isEvidenceOfAll: Bool
  }
}
