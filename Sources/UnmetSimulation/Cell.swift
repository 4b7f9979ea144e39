/// Between which numbers a measured one must lie.
struct Limits: Sendable {
  var low: Double?
  var high: Double?
  /// By how many of its Monte Carlo standard errors it may lie outside.
  var errors = 0.0

  /// What 95 % intervals must cover.
  static let coverage = Limits(low: 0.93, high: 0.97)

  /// Whether a number lies near one of the two.
  func isNear(_ value: Double, within distance: Double) -> Bool {
    [low, high].contains { limit in limit.map { abs($0 - value) <= distance } ?? false }
  }
}

/// One measured number.
struct Cell: Sendable {
  let value: Double
  /// Its Monte Carlo standard error; 0 where nothing is simulated.
  let error: Double
  /// The surveys behind it; 0 where nothing is simulated.
  let surveyCount: Int
  /// Its bar; `nil` for numbers that are shown beside.
  let limits: Limits?
  /// By how many standard errors the bar gives way because surveys are few.
  let slack: Double

  /// A number that was not simulated.
  init(exact value: Double, limits: Limits?) {
    (self.value, error, surveyCount, self.limits, slack) = (value, 0, 0, limits, 0)
  }

  /// A simulated number; see the members.
  init(value: Double, error: Double, surveyCount: Int, limits: Limits?, slack: Double) {
    (self.value, self.error, self.surveyCount) = (value, error, surveyCount)
    (self.limits, self.slack) = (limits, slack)
  }

  /// Whether it lies within its limits; `true` without any.
  var passes: Bool {
    let isHigh = limits?.low.map { value >= $0 - margin(at: $0) } ?? true
    let isLow = limits?.high.map { value <= $0 + margin(at: $0) } ?? true
    return isHigh && isLow
  }

  private func margin(at limit: Double) -> Double {
    guard let limits, surveyCount > 0 else { return 0 }
    let expected = (limit * (1 - limit) / Double(surveyCount)).squareRoot()
    return limits.errors * error + slack * max(error, expected)
  }
}
