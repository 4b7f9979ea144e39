import Statistics

/// What interviews brought up beside what the survey found.
public struct InterviewSection: Sendable, Equatable {
  /// Kendall's tau-b between mentions and opportunity, -1...1; `nil` where either is the same for
  /// all, or there are fewer than three outcomes with both.
  public var agreement: Double?
  /// The outcomes with both.
  public var outcomeCount: Int
  /// From so many mentions on an outcome counts as often mentioned.
  public var oftenFrom: Int
  /// Outcomes often mentioned and not underserved, the most mentioned first; `nil` where the
  /// scorer has no zones.
  public var mentionedNotUnderserved: [Int]?
  /// Outcomes underserved and never mentioned, the highest opportunity first; `nil` alike.
  public var underservedNotMentioned: [Int]?
}

/// Holds the interviews against everybody's scores.
enum InterviewAnalysis {
  /// An outcome is often mentioned that came up in this part of the interviews.
  static let oftenShare = 0.5

  static func section(
    _ study: Study, everybody: SegmentScores?
  ) -> SectionOutcome<InterviewSection> {
    guard study.outcomes.contains(where: { $0.mentions != nil }) else {
      return .refused(reason: "the study tells no mentions in interviews")
    }
    let scored = (everybody?.outcomes ?? []).compactMap { score -> Row? in
      guard let mentions = study.outcomes[score.outcome].mentions,
        let value = score.opportunity?.value
      else { return nil }
      return Row(outcome: score.outcome, mentions: mentions, opportunity: value, zone: score.zone)
    }
    guard !scored.isEmpty else {
      return .refused(reason: "no outcome with mentions in interviews is scored")
    }
    let often = self.often(study) ?? 1
    let hasZones = scored.allSatisfy { $0.zone != nil }
    let loud = scored.filter { $0.mentions >= often && $0.zone != .underserved }
      .sorted { ($1.mentions, $0.outcome) < ($0.mentions, $1.outcome) }
    let silent = scored.filter { $0.mentions == 0 && $0.zone == .underserved }
      .sorted { ($1.opportunity, $0.outcome) < ($0.opportunity, $1.outcome) }
    return .done(
      InterviewSection(
        agreement: scored.count < 3
          ? nil
          : RankCorrelation.kendall(
            scored.map { Double($0.mentions) }, scored.map(\.opportunity)),
        outcomeCount: scored.count, oftenFrom: often,
        mentionedNotUnderserved: hasZones ? loud.map(\.outcome) : nil,
        underservedNotMentioned: hasZones ? silent.map(\.outcome) : nil))
  }

  /// From so many mentions on an outcome counts as often mentioned: half of the interviews, or of
  /// the most mentions where their number is not told; `nil` without mentions.
  static func often(_ study: Study) -> Int? {
    guard let largest = study.outcomes.compactMap(\.mentions).max() else { return nil }
    let most = study.interviewCount ?? largest
    return max(1, Int((oftenShare * Double(most)).rounded(.up)))
  }

  private struct Row {
    var outcome: Int
    var mentions: Int
    var opportunity: Double
    var zone: Zone?
  }
}
