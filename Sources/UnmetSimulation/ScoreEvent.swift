import Statistics

/// What may be true of an outcome, and has a probability in the reports.
enum ScoreEvent: String, CaseIterable, Sendable {
  case atLeast10 = "10 or more"
  case atLeast12 = "12 or more"
  case atLeast15 = "15 or more"
  case low = "under 10"
  case solid = "10 to 12"
  case high = "12 to 15"
  case extreme
  case overserved
  case underserved
  case tableStakes = "table stakes"
  case appropriatelyServed = "appropriately served"

  /// Whether it happens too seldom for a bar.
  var isRare: Bool { self == .atLeast15 || self == .extreme }

  /// The engine's probability.
  func probability(_ score: CorrectedScore) -> Double {
    switch self {
    case .atLeast10: score.bands.atLeast10
    case .atLeast12: score.bands.atLeast12
    case .atLeast15: score.bands.atLeast15
    case .low: score.bands.low
    case .solid: score.bands.solid
    case .high: score.bands.high
    case .extreme: score.bands.extreme
    case .overserved: score.zones.overserved
    case .underserved: score.zones.underserved
    case .tableStakes: score.zones.tableStakes
    case .appropriatelyServed: score.zones.appropriatelyServed
    }
  }

  /// Whether it is true.
  func holds(_ outcome: TopBoxOutcome) -> Bool {
    let score = outcome.score
    let isOver = outcome.satisfaction > outcome.importance
    let isStakes =
      !isOver && score < 10 && min(outcome.importance, outcome.satisfaction) >= 7.5
    return switch self {
    case .atLeast10: score >= 10
    case .atLeast12: score >= 12
    case .atLeast15, .extreme: score >= 15
    case .low: score < 10
    case .solid: 10..<12 ~= score
    case .high: 12..<15 ~= score
    case .overserved: isOver
    case .underserved: score >= 10
    case .tableStakes: isStakes
    case .appropriatelyServed: !isOver && score < 10 && !isStakes
    }
  }
}
