public import Groundwork

/// Which published runs of a study are kept: those that at least one rule keeps. Without rules,
/// all of them.
public struct RetentionRules: Sendable, Equatable {
  /// What a rule keeps of the runs in its period.
  public enum Grain: String, Sendable, CaseIterable {
    /// Every run.
    case all
    /// The last run of each day.
    case daily
    /// The last run of each week, Monday to Sunday.
    case weekly
    /// The last run of each calendar month.
    case monthly
    /// The last run of each calendar year.
    case yearly
  }

  /// How far back a rule reaches.
  public enum Period: Sendable, Equatable {
    case forever
    /// So many days, today the last of them.
    case days(Int)
    /// Since the day so many months ago, which does not belong to it.
    case months(Int)
  }

  /// One rule.
  public struct Rule: Sendable, Equatable {
    /// What it keeps.
    public var grain: Grain
    /// How far back.
    public var period: Period

    /// A rule of two parts.
    public init(_ grain: Grain, _ period: Period) {
      self.grain = grain
      self.period = period
    }
  }

  /// The rules; none keeps everything.
  public var rules: [Rule]

  /// Rules, by default none.
  public init(_ rules: [Rule] = []) { self.rules = rules }
}

extension RetentionRules.Period {
  /// A period as people write it: `30 days`, `1 week`, `6 months`, `2 years`, `forever`.
  public init?(_ text: String) {
    if text == "forever" {
      self = .forever
      return
    }
    let words = text.split(separator: " ")
    guard words.count == 2, StudyText.isDigits(words[0]), let count = Int(words[0]),
      1...9_999 ~= count
    else { return nil }
    switch words[1] {
    case "day", "days": self = .days(count)
    case "week", "weeks": self = .days(7 * count)
    case "month", "months": self = .months(count)
    case "year", "years": self = .months(12 * count)
    default: return nil
    }
  }

  /// Whether a day lies in the period that ends today; a day to come does.
  public func holds(_ day: Day, today: Day) -> Bool {
    switch self {
    case .forever: true
    case .days(let count): day.number > today.number - count
    case .months(let count): day > today.earlier(months: count)
    }
  }
}

extension RetentionRules.Grain {
  /// A number that runs share of which the rule keeps the last; `nil` where it keeps each.
  public func bucket(of day: Day) -> Int? {
    switch self {
    case .all: nil
    case .daily: day.number
    case .weekly: day.week
    case .monthly: day.month
    case .yearly: day.parts.year
    }
  }
}
