import NumericCore

/// Many outcomes answered by the same people, whose answers share a personal level.
struct BatterySurvey: Sendable {
  /// By outcome, the mean of importance on the normal scale.
  let importance: [Double]
  /// By outcome, the mean of satisfaction.
  let satisfaction: [Double]

  var outcomeCount: Int { importance.count }

  /// Importance in equal steps, satisfaction in equal steps dealt out in a fixed order.
  ///
  /// - Parameters:
  ///   - importance: from the first outcome to the last.
  ///   - satisfaction: from the first step to the last.
  ///   - order: by outcome, its step of satisfaction.
  init(importance: (Double, Double), satisfaction: (Double, Double), order: [Int]) {
    func step(_ ends: (Double, Double), _ number: Int) -> Double {
      ends.0 + (ends.1 - ends.0) * Double(number) / Double(order.count - 1)
    }
    self.importance = order.indices.map { step(importance, $0) }
    self.satisfaction = order.map { step(satisfaction, $0) }
  }

  private init(importance: [Double], satisfaction: [Double]) {
    (self.importance, self.satisfaction) = (importance, satisfaction)
  }

  /// The same battery among people for whom some outcomes matter more and satisfy less.
  ///
  /// - Parameters:
  ///   - shift: by how much, on the normal scale.
  ///   - outcomes: which.
  /// - Returns: the other battery.
  func shifted(by shift: Double, in outcomes: [Int]) -> BatterySurvey {
    var (first, second) = (importance, satisfaction)
    for outcome in outcomes {
      first[outcome] += shift
      second[outcome] -= shift
    }
    return BatterySurvey(importance: first, satisfaction: second)
  }

  /// The same battery in one sampling unit, whose people answer a little alike.
  ///
  /// - Parameters:
  ///   - correlation: the unit's share of each answer's latent variance.
  ///   - stream: where the unit's effects come from.
  /// - Returns: the battery with its means moved.
  func inUnit(_ correlation: Double, _ stream: inout RandomStream) -> BatterySurvey {
    let spread = (correlation / (1 - correlation)).squareRoot()
    return BatterySurvey(
      importance: importance.map { $0 + spread * stream.normal() },
      satisfaction: satisfaction.map { $0 + spread * stream.normal() })
  }

  /// By outcome, the true top-box score.
  var truths: [Double] {
    zip(importance, satisfaction).map { first, second in
      let shares = [first, second].map {
        RatingPopulation.itemShares(mean: $0).suffix(2).reduce(0, +)
      }
      return Scorer.score(10 * shares[0], 10 * shares[1])
    }
  }

  /// Adds people to the columns of each outcome.
  ///
  /// A person's level moves importance (0.3 of its variance) and satisfaction (0.2); what is
  /// special to person and outcome has a covariance of 0.2 beside it.
  func draw(_ count: Int, into columns: inout [PairRows], _ stream: inout RandomStream) {
    let (own, levels) = (0.7.squareRoot(), (0.3.squareRoot(), 0.2.squareRoot()))
    let slope = 0.2 / own
    let rest = (0.8 - slope * slope).squareRoot()
    for _ in 0..<count {
      let level = stream.normal()
      for outcome in importance.indices {
        let (a, b) = (stream.normal(), stream.normal())
        columns[outcome].first.append(
          RatingPopulation.code(importance[outcome] + levels.0 * level + own * a))
        columns[outcome].second.append(
          RatingPopulation.code(
            satisfaction[outcome] + levels.1 * level + slope * a + rest * b))
      }
    }
  }
}
