public import Statistics

/// How far the answers of new people are from those of the study, question by question.
///
/// A question has moved where its stability index is above .25 beyond what chance makes of so few
/// people, both sides have 50 people or more, and the test of homogeneity says p under .01,
/// adjusted for all questions read (Benjamini and Hochberg). The answers have moved where a fifth
/// of the typing questions has.
public struct AnswerDrift: Sendable, Equatable {
  /// What is compared of an outcome.
  public enum Line: String, Sendable, CaseIterable {
    case importance, satisfaction
    /// Importance less satisfaction of those who answered both; it is no question, and has a mean
    /// alone.
    case gap
  }

  /// One line.
  public struct Row: Sendable, Equatable {
    /// The position of the outcome.
    public var outcome: Int
    /// Which of its lines.
    public var line: Line
    /// Whether the question types people by the route that was taken.
    public var isTyping: Bool
    /// The answers in the study; `nil` of fewer than 10 people.
    public var before: PointShares?
    /// The answers now; `nil` of fewer than 10 people.
    public var now: PointShares?
    /// The point that the first share stands for.
    public var lowest: Int
    /// How far they are apart; `nil` where a side is missing.
    public var drift: ShareDrift?
    /// The p of the test of homogeneity, adjusted over the questions; `nil` of gaps.
    public var adjustedP: Double?
    /// Whether the question has moved.
    public var hasMoved: Bool
  }

  /// By outcome that was read: importance, satisfaction, gap.
  public var rows: [Row]

  /// The most that chance leaves of the index without alarm.
  static let leastExcess = 0.25
  static let leastCount = 50
  static let level = 0.01
  /// The share of the typing questions.
  static let leastShare = 0.2

  /// The typing questions that can be compared.
  public var typingCount: Int { rows.count { $0.isTyping && $0.drift != nil } }

  /// Those of them that have moved.
  public var movedCount: Int { rows.count { $0.isTyping && $0.hasMoved } }

  /// Whether it is time to segment again because of the answers.
  public var haveMoved: Bool {
    movedCount > 0 && Double(movedCount) >= Self.leastShare * Double(typingCount)
  }

  /// The questions that can be compared, those that moved most beyond chance first.
  public var byExcess: [Row] {
    rows.indices.filter { rows[$0].line != .gap && rows[$0].drift != nil }
      .sorted { left, right in
        let (a, b) = (rows[left].drift?.excess ?? 0, rows[right].drift?.excess ?? 0)
        return a == b ? left < right : a > b
      }.map { rows[$0] }
  }

  /// Compares people's answers with those of a study.
  ///
  /// - Parameters:
  ///   - before: by outcome, the study's answers.
  ///   - now: the new people's by the same outcomes; `nil` for one of which nothing was read.
  ///   - model: what the outcomes belong to.
  ///   - typing: the questions of the route.
  init(
    before: [AnswerShares], now: [AnswerShares?], model: TypingModel,
    typing: [TypingModel.Question]
  ) {
    let scale = model.reading.scale
    rows = now.enumerated().flatMap { outcome, answers -> [Row] in
      guard let answers else { return [] }
      return Line.allCases.map { line in
        let (old, new) = (before[outcome].shares(line), answers.shares(line))
        return Row(
          outcome: outcome, line: line,
          isTyping: typing.contains {
            $0.outcome == outcome && $0.part.rawValue == line.rawValue
          }, before: old, now: new, lowest: line == .gap ? scale.low - scale.high : scale.low,
          drift: old.flatMap { old in new.flatMap { ShareDrift(from: old, to: $0) } },
          adjustedP: nil, hasMoved: false)
      }
    }
    let adjusted = AdjustedPValues.benjaminiHochberg(
      rows.map { $0.line == .gap ? nil : $0.drift?.p })
    for (place, p) in adjusted.enumerated() {
      rows[place].adjustedP = p
      rows[place].hasMoved = AnswerDrift.hasMoved(rows[place])
    }
  }

  private static func hasMoved(_ row: Row) -> Bool {
    guard let drift = row.drift, let p = row.adjustedP, let before = row.before,
      let now = row.now
    else { return false }
    return drift.excess > leastExcess && p < level && min(before.count, now.count) >= leastCount
  }
}
