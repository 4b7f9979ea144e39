import Statistics
import Tables

/// Sums the answers of some respondents for streams: in whole numbers, so that the order of rows
/// does not matter, then in the figure's unit.
struct AlertSums {
  let study: Study
  let responses: Responses
  let rule: PairRule

  init(study: Study, responses: Responses) {
    (self.study, self.responses) = (study, responses)
    rule =
      OpportunityScoring(
        scale: study.responses.scale, plan: study.scoring,
        designCount: responses.respondentCount
      ).rule
  }

  /// What is added to a figure: unfloored scores begin at the scale's lowest point.
  var offset: Double {
    study.scoring.scorer == .unfloored ? Double(study.responses.scale.low) : 0
  }

  /// The numbers of a stream.
  func numbers(_ stream: AlertStream) -> AlertNumbers {
    switch stream.numbers {
    case .outcome(_, let figure):
      let high = (rule.first + rule.second).compactMap { $0 }.max() ?? 1
      let both = -high...2 * high
      guard figure == .opportunity else {
        return AlertNumbers(first: 0...high, factor: rule.factor)
      }
      return study.scoring.scorer == .unfloored
        ? AlertNumbers(first: both, factor: rule.factor)
        : AlertNumbers(first: 0...high, second: both, factor: rule.factor)
    case .membership: return AlertNumbers(first: 0...1, factor: 1)
    case .missing, .target:
      return AlertNumbers(
        first: 0...AlertNumbers.missingSteps,
        factor: 1 / Double(AlertNumbers.missingSteps))
    }
  }

  /// The sums of the rows that are wanted, by stream.
  func sums(_ streams: [AlertStream], rows: [Int]) -> [AnswerSums] {
    streams.map { stream in
      let own = members(stream.group, rows)
      let numbers = numbers(stream)
      switch stream.numbers {
      case .outcome(let outcome, let figure): return ratings(outcome, figure, own, numbers)
      case .membership(let grouping, let level): return membership(grouping, level, own, numbers)
      case .missing: return missing(own, numbers)
      case .target: return .zero
      }
    }
  }

  // MARK: - Steps

  private func members(
    _ group: AlertStream.Group, _ rows: [Int]
  ) -> [Int] {
    guard let place = group.grouping else { return rows }
    let codes = responses.groupings[place].codes
    return rows.filter { codes[$0] == group.level }
  }

  private func ratings(
    _ outcome: Int, _ figure: AlertRule.Figure, _ rows: [Int], _ numbers: AlertNumbers
  ) -> AnswerSums {
    let (first, second) = (responses.importance[outcome], responses.satisfaction[outcome])
    var whole = WholeSums(numbers)
    for row in rows {
      guard let a = rule.first[Int(first[row])], let b = rule.second[Int(second[row])] else {
        continue
      }
      switch figure {
      case .importance: whole.add(a, nil, weight(row))
      case .satisfaction: whole.add(b, nil, weight(row))
      case .opportunity where numbers.second == nil: whole.add(2 * a - b, nil, weight(row))
      case .opportunity: whole.add(a, 2 * a - b, weight(row))
      }
    }
    return whole.sums(unit: unit)
  }

  private func membership(
    _ grouping: Int, _ level: UInt16, _ rows: [Int], _ numbers: AlertNumbers
  ) -> AnswerSums {
    let codes = responses.groupings[grouping].codes
    var whole = WholeSums(numbers)
    for row in rows { whole.add(codes[row] == level ? 1 : 0, nil, weight(row)) }
    return whole.sums(unit: unit)
  }

  private func missing(_ rows: [Int], _ numbers: AlertNumbers) -> AnswerSums {
    let columns = responses.importance + responses.satisfaction
    let steps = numbers.first.upperBound
    var whole = WholeSums(numbers)
    for row in rows {
      let lacking = columns.count { isLacking($0[row]) }
      // To the nearest step; the first one as soon as anything is missing.
      let step = (lacking * steps + columns.count / 2) / columns.count
      whole.add(lacking > 0 ? max(1, step) : 0, nil, weight(row))
    }
    return whole.sums(unit: unit)
  }

  /// Left out or invalid; not what was not asked or does not apply.
  private func isLacking(_ code: UInt8) -> Bool {
    code == MissingReason.notAnswered.rawValue || code == MissingReason.invalid.rawValue
  }

  private func weight(_ row: Int) -> Int64 { responses.weights?[row] ?? 1 }

  /// What a whole unit of weight is in the unit of the weight column.
  private var unit: Double {
    guard responses.weights != nil else { return 1 }
    guard responses.weighting != nil else { return 1 / Double(DecimalColumn.scale) }
    let given = responses.givenWeights.map {
      Double($0.reduce(0, +)) / Double(DecimalColumn.scale)
    }
    return (given ?? Double(responses.respondentCount)) / Double(responses.totalWeight)
  }
}

/// The values of a stream's numbers: whole ones times a factor.
struct AlertNumbers {
  var first: ClosedRange<Int>
  var second: ClosedRange<Int>?
  var factor: Double

  /// A person's part of missing ratings counts in twentieths.
  static let missingSteps = 20

  init(first: ClosedRange<Int>, second: ClosedRange<Int>? = nil, factor: Double) {
    (self.first, self.second, self.factor) = (first, second, factor)
  }

  /// In the figure's unit, rising.
  func values(_ range: ClosedRange<Int>) -> [Double] { range.map { Double($0) * factor } }
}

/// Whole sums, exact in any order.
private struct WholeSums {
  private let numbers: AlertNumbers
  private var count: Int128 = 0
  private var weights: [Int128]
  private var squares: [Int128]
  private var isWeighted = false

  init(_ numbers: AlertNumbers) {
    self.numbers = numbers
    weights = [Int128](repeating: 0, count: numbers.first.count + (numbers.second?.count ?? 0))
    squares = weights
  }

  /// Adds a person; one of weight 0 is nobody.
  mutating func add(_ first: Int, _ second: Int?, _ weight: Int64) {
    guard weight > 0 else { return }
    count += 1
    if weight != 1 { isWeighted = true }
    add(first - numbers.first.lowerBound, Int128(weight))
    if let second, let range = numbers.second {
      add(numbers.first.count + second - range.lowerBound, Int128(weight))
    }
  }

  private mutating func add(_ place: Int, _ weight: Int128) {
    weights[place] += weight
    squares[place] += weight * weight
  }

  func sums(unit: Double) -> AnswerSums {
    AnswerSums(
      count: Double(count), weights: weights.map { Double($0) * unit },
      squares: isWeighted ? squares.map { Double($0) * unit * unit } : [])
  }
}
