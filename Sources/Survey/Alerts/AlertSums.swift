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

  /// The sums of the rows that are wanted, by stream.
  func sums(_ streams: [AlertStream], rows: [Int]) -> [AnswerSums] {
    streams.map { stream in
      let own = members(stream.group, rows, of: stream.numbers)
      switch stream.numbers {
      case .outcome(let outcome, let figure): return ratings(outcome, figure, own)
      case .membership(let grouping, let level): return membership(grouping, level, own)
      case .missing: return missing(own)
      case .target: return .zero
      }
    }
  }

  // MARK: - Steps

  private func members(
    _ group: AlertStream.Group, _ rows: [Int], of numbers: AlertStream.Numbers
  ) -> [Int] {
    guard let place = group.grouping else { return rows }
    let codes = responses.groupings[place].codes
    return rows.filter { codes[$0] == group.level }
  }

  private func ratings(
    _ outcome: Int, _ figure: AlertRule.Figure, _ rows: [Int]
  ) -> AnswerSums {
    let (first, second) = (responses.importance[outcome], responses.satisfaction[outcome])
    let isUnfloored = study.scoring.scorer == .unfloored
    var whole = WholeSums()
    for row in rows {
      guard let a = rule.first[Int(first[row])], let b = rule.second[Int(second[row])] else {
        continue
      }
      switch figure {
      case .importance: whole.add(a, 0, weight(row))
      case .satisfaction: whole.add(b, 0, weight(row))
      case .opportunity: whole.add(isUnfloored ? 2 * a - b : a, 2 * a - b, weight(row))
      }
    }
    return whole.sums(unit: unit, factor: rule.factor)
  }

  private func membership(_ grouping: Int, _ level: UInt16, _ rows: [Int]) -> AnswerSums {
    let codes = responses.groupings[grouping].codes
    var whole = WholeSums()
    for row in rows { whole.add(codes[row] == level ? 1 : 0, 0, weight(row)) }
    return whole.sums(unit: unit, factor: 1)
  }

  private func missing(_ rows: [Int]) -> AnswerSums {
    let columns = responses.importance + responses.satisfaction
    var whole = WholeSums()
    for row in rows {
      whole.add(columns.count { isLacking($0[row]) }, 0, weight(row))
    }
    return whole.sums(unit: unit, factor: 1 / Double(columns.count))
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

/// Whole sums, exact in any order.
private struct WholeSums {
  private var count: Int128 = 0
  private var weight: Int128 = 0
  private var squares: Int128 = 0
  private var numbers: (Int128, Int128, Int128, Int128) = (0, 0, 0, 0)

  /// Adds a person; one of weight 0 is nobody.
  mutating func add(_ first: Int, _ second: Int, _ weight: Int64) {
    guard weight > 0 else { return }
    let (w, a, b) = (Int128(weight), Int128(first), Int128(second))
    count += 1
    self.weight += w
    squares += w * w
    numbers.0 += w * a
    numbers.1 += w * a * a
    numbers.2 += w * b
    numbers.3 += w * b * b
  }

  func sums(unit: Double, factor: Double) -> AnswerSums {
    AnswerSums([
      Double(count), Double(weight) * unit, Double(squares) * unit * unit,
      Double(numbers.0) * unit * factor, Double(numbers.1) * unit * factor * factor,
      Double(numbers.2) * unit * factor, Double(numbers.3) * unit * factor * factor,
    ])
  }
}
