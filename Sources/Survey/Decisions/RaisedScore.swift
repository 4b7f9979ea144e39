import Statistics

/// The change of an opportunity score when a part of the dissatisfied becomes satisfied.
///
///     S' = S + f G       f = (t - s) / (1 - s)       change = max(I - S', 0) - max(I - S, 0)
///
/// with importance I, satisfaction S and the gain G if everybody were satisfied in the scorer's
/// unit; s is the share satisfied, t the target: m times s, or m times the share p of the users of
/// one solution, at most 1. All are functions of the weighted shares of cells, one a pair of
/// answers and of whether the person uses that solution; the standard error is that of the linear
/// function of them (delta method), the largest of those that a gap near 0 allows.
struct RaisedScore {
  let change: Double
  let standardError: Double
  let share: Double
  let bestShare: Double?
  let target: Double
  let raised: Double

  /// What a cell is worth.
  private struct Cell {
    var importance: Double?
    var satisfaction: Double?
    var gain = 0.0
    var isSatisfied: Bool?
    var usesBest: Bool
  }

  /// - Parameters:
  ///   - importance: rating codes by respondent.
  ///   - satisfaction: rating codes by respondent.
  ///   - isUser: by respondent, whether the person uses the best solution; `nil` raises the own
  ///     share.
  ///   - ratio: m.
  ///   - scoring: the scorer and whose answers it takes.
  ///   - sample: the design.
  ///
  /// It is `nil` where nobody is left to be asked.
  init?(
    _ importance: [UInt8], _ satisfaction: [UInt8], isUser: [Bool]?, ratio: Double,
    scoring: OpportunityScoring, sample: Sample
  ) {
    let top = RatingCode.code(point: scoring.scale.top, on: scoring.scale)
    let (codes, cells) = RaisedScore.cells(importance, satisfaction, isUser, scoring, top)
    let table = PeopleTable(codes, answerCount: cells.count, grouping: nil, sample: sample)
    let weights = table.distribution(of: 0)
    let isPaired = scoring.plan.base == .paired
    func mean(_ value: (Cell) -> Double?) -> LinearMean? { LinearMean(cells.map(value), weights) }
    guard
      let i = mean({ isPaired && $0.satisfaction == nil ? nil : $0.importance }),
      let s = mean({ isPaired && $0.importance == nil ? nil : $0.satisfaction }),
      let g = mean({
        $0.satisfaction == nil || (isPaired && $0.importance == nil) ? nil : $0.gain
      }),
      let share = mean({ $0.isSatisfied.map { $0 ? 1 : 0 } })
    else { return nil }
    let best = isUser.flatMap { _ in mean { $0.usesBest ? $0.isSatisfied.map { $0 ? 1 : 0 } : nil }
    }
    let origin = best ?? share
    let target = min(1, ratio * origin.value)
    let isCapped = ratio * origin.value >= 1
    (self.share, bestShare, self.target) = (share.value, best?.value, target)
    guard share.value < 1, target > share.value else {
      (change, standardError, raised) = (0, 0, 0)
      return
    }
    let rest = 1 - share.value
    let f = (target - share.value) / rest
    raised = f
    let isFloored = scoring.plan.scorer != .unfloored
    func worth(_ gap: Double) -> Double { isFloored ? max(gap, 0) : gap }
    let (gap, later) = (i.value - s.value, i.value - s.value - f * g.value)
    change = worth(later) - worth(gap)
    let slopes = weights.indices.map { cell -> (now: Double, later: Double) in
      let now = i.influence[cell] - s.influence[cell]
      let dTarget = isCapped ? 0 : ratio * origin.influence[cell]
      let df = dTarget / rest - share.influence[cell] * (1 - target) / (rest * rest)
      return (now, now - f * g.influence[cell] - g.value * df)
    }
    func error(_ numbers: [Double]) -> Double { table.standardError(of: numbers, in: 0) }
    // A gap within two standard errors of 0 may lie on either side of the floor.
    func gradients(_ gap: Double, _ numbers: [Double]) -> [Double] {
      guard isFloored else { return [1] }
      return abs(gap) < 2 * error(numbers) ? [0, 1] : [gap > 0 ? 1 : 0]
    }
    let laters = gradients(later, slopes.map(\.later))
    let errors = gradients(gap, slopes.map(\.now)).flatMap { first in
      laters.map { second in error(slopes.map { second * $0.later - first * $0.now }) }
    }
    standardError = errors.max() ?? 0
  }

  // MARK: - Steps

  /// Cells by respondent, -1 for who answered neither question, and what they are worth.
  private static func cells(
    _ importance: [UInt8], _ satisfaction: [UInt8], _ isUser: [Bool]?,
    _ scoring: OpportunityScoring, _ top: UInt8
  ) -> (codes: [Int32], cells: [Cell]) {
    let rule = scoring.rule
    func value(_ code: UInt8) -> Double? { rule.first[Int(code)].map { rule.factor * Double($0) } }
    // Answers worth the same are one: of top boxes there are two, and the missing.
    let low = RatingCode.lowest
    let isTop = scoring.plan.scorer == .topBox
    func folded(_ code: UInt8) -> UInt8 {
      !RatingCode.isAnswered(code) ? 0 : !isTop ? code : code >= top ? top : low
    }
    var places: [Int: Int32] = [:]
    var keys: [Int] = []
    let raw = importance.indices.map { row -> Int in
      let (a, b) = (folded(importance[row]), folded(satisfaction[row]))
      return a == 0 && b == 0 ? -1 : Int(a) << 5 | Int(b) << 1 | (isUser?[row] == true ? 1 : 0)
    }
    for key in Set(raw).sorted() where key >= 0 {
      places[key] = Int32(keys.count)
      keys.append(key)
    }
    let cells = keys.map { key -> Cell in
      let (a, b) = (UInt8(key >> 5), UInt8(key >> 1 & 15))
      let satisfaction = b == 0 ? nil : value(b)
      let gain = b == 0 || b >= top ? 0 : (value(top) ?? 0) - (satisfaction ?? 0)
      return Cell(
        importance: a == 0 ? nil : value(a), satisfaction: satisfaction, gain: gain,
        isSatisfied: b == 0 ? nil : b >= top, usesBest: key & 1 == 1)
    }
    return (raw.map { places[$0] ?? -1 }, cells.isEmpty ? [Cell(usesBest: false)] : cells)
  }
}

/// A mean over some of the cells, and its influence: how it moves with each cell's share.
private struct LinearMean {
  let value: Double
  let influence: [Double]

  /// `nil` where no weight is left.
  init?(_ values: [Double?], _ weights: [Double]) {
    let known = zip(values, weights).filter { $0.0 != nil }
    let base = known.reduce(0) { $0 + $1.1 }
    guard base > 0 else { return nil }
    let mean = known.reduce(0) { $0 + ($1.0 ?? 0) * $1.1 } / base
    value = mean
    influence = values.map { $0.map { ($0 - mean) / base } ?? 0 }
  }
}
