internal import NumericCore

/// Who the groups are by one classification: of each answer in each group its share, how far that
/// is from everybody's, and how sure it is, in a sample of any design.
///
/// It describes; whether answers and groups depend on each other is `PartialAssociation`'s and
/// `AssociationTest`'s to say.
///
/// Source: as named at the members; Haberman (1973), The analysis of residuals in cross-classified
/// tables, for the adjusted residual.
public struct AnswerProfile: Sendable {
  /// One answer in one group.
  public struct Cell: Sendable, Equatable {
    /// Rows of positive weight in the group that gave the answer.
    public var count: Int
    /// Their weighted share of the group's answers, 0...1.
    public var share: Double
    /// The 95 % interval of that share, Korn and Graubard's; `nil` without a degree of freedom.
    public var interval: ShareInterval?
    /// The weighted share of the answer in all groups together, 0...1.
    public var shareOfAll: Double
    /// 100 times the share over that of all; `nil` where nobody gave the answer.
    public var index: Double?
    /// (O - E) over its standard error under independence, in the design: beyond ±2 the answer is
    /// given more or less often than by chance. `nil` where the error is 0.
    public var residual: Double?
    /// The standardised difference of the share from that of the other groups together.
    public var difference: Double?
  }

  /// By group, then answer; empty for a group without weight.
  public let cells: [[Cell]]
  /// By group, the rows of positive weight with an answer.
  public let counts: [Int]
  /// All of them.
  public let count: Int
  /// Cramér's V of the weighted shares, 0 (independent) to 1; `nil` with fewer than two groups or
  /// answers.
  ///
  /// Source: Cramér (1946), Mathematical Methods of Statistics, section 21.9.
  public let cramersV: Double?
  /// Rao and Scott's second-order test; `nil` where it cannot be done.
  public let association: AssociationTest?

  /// - Parameters:
  ///   - answers: by row, `0..<answerCount`; below 0 for none.
  ///   - answerCount: 1 or more.
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none.
  ///   - groupCount: 1 or more.
  ///   - sample: design and weights of the rows.
  /// - Complexity: O(n + units (answers groups)²); sums are of whole numbers, so that no order of
  ///   the rows matters.
  public init(
    answers: [Int32], answerCount: Int, groups: [Int32], groupCount: Int, sample: Sample
  ) {
    precondition(answers.count == groups.count, "\(answers.count) answers, \(groups.count) groups")
    let table = DesignTable(
      cells: zip(answers, groups).map { answer, group in
        answer < 0 || group < 0 ? -1 : answer * Int32(groupCount) + group
      }, answerCount: answerCount, groupCount: groupCount, sample: sample)
    let shares = TableShares(table)
    counts = (0..<groupCount).map { table.count(of: $0) }
    count = counts.reduce(0, +)
    cramersV = shares.cramersV
    association = table.association(of: Array(0..<groupCount))
    var cells = [[Cell]](repeating: [], count: groupCount)
    for answer in 0..<answerCount {
      let means = table.means((0..<answerCount).map { $0 == answer ? 1 : 0 })
      for group in 0..<groupCount {
        guard let share = means.values[group] else { continue }
        cells[group].append(
          Cell(
            count: table.counts[answer * groupCount + group], share: share,
            interval: AnswerProfile.interval(share, means.covariance[group, group], table, group),
            shareOfAll: shares.answers[answer], index: shares.index(answer, group),
            residual: shares.residual(answer, group), difference: shares.difference(answer, group)))
      }
    }
    self.cells = cells
  }

  private static func interval(
    _ share: Double, _ variance: Double, _ table: DesignTable, _ group: Int
  ) -> ShareInterval? {
    let (count, degrees) = (
      table.count(of: group), table.degrees.degreesOfFreedom(of: [group])
    )
    guard count > 1, degrees > 0 else { return nil }
    return ShareInterval.kornGraubard(
      share: share, standardError: max(0, variance).squareRoot(), count: count,
      degreesOfFreedom: Double(degrees), effectiveCount: table.effectiveCount(of: group))
  }
}

/// The weighted shares of a table of answers by groups.
private struct TableShares {
  private let table: DesignTable
  /// By cell, answer after answer.
  private let cells: [Double]
  /// By answer and by group.
  let answers: [Double]
  private let groups: [Double]
  private let total: Double
  private let count: Double

  init(_ table: DesignTable) {
    self.table = table
    let total = table.weights.reduce(0) { $0 + Double($1) }
    cells = table.weights.map { total > 0 ? Double($0) / total : 0 }
    let (own, groupCount) = (cells, table.groupCount)
    answers = (0..<table.answerCount).map { answer in
      (0..<groupCount).reduce(0) { $0 + own[answer * groupCount + $1] }
    }
    groups = (0..<groupCount).map { group in
      (0..<table.answerCount).reduce(0) { $0 + own[$1 * groupCount + group] }
    }
    self.total = total
    count = Double(table.counts.reduce(0, +))
  }

  private func cell(_ answer: Int, _ group: Int) -> Double {
    cells[answer * table.groupCount + group]
  }

  func index(_ answer: Int, _ group: Int) -> Double? {
    let expected = answers[answer] * groups[group]
    return expected > 0 ? 100 * cell(answer, group) / expected : nil
  }

  func difference(_ answer: Int, _ group: Int) -> Double? {
    let others = 1 - groups[group]
    guard groups[group] > 0, others > 1e-12 else { return nil }
    return StandardisedDifference.ofShares(
      cell(answer, group) / groups[group],
      min(1, max(0, (answers[answer] - cell(answer, group)) / others)))
  }

  var cramersV: Double? {
    let filled = (answers.count { $0 > 0 }, groups.count { $0 > 0 })
    guard min(filled.0, filled.1) > 1 else { return nil }
    var sum = 0.0
    for answer in answers.indices where answers[answer] > 0 {
      for group in groups.indices where groups[group] > 0 {
        let expected = answers[answer] * groups[group]
        sum += (cell(answer, group) - expected) * (cell(answer, group) - expected) / expected
      }
    }
    return min(1, (sum / Double(min(filled.0, filled.1) - 1)).squareRoot())
  }

  /// (p_ag - p_a p_g) / √(p_a(1 - p_a) p_g(1 - p_g)/n · deff), with the design effect of the
  /// numerator: of rows drawn one by one with equal weights it is 1, and this is Haberman's.
  func residual(_ answer: Int, _ group: Int) -> Double? {
    let (a, g) = (answers[answer], groups[group])
    let interaction = cell(answer, group) - a * g
    let independent = a * (1 - a) * g * (1 - g)
    guard count > 1, independent > 1e-15 else { return nil }
    let influences = influences(answer, group, interaction)
    var simple = 0.0
    for (share, influence) in zip(cells, influences) { simple += share * influence * influence }
    simple /= count - 1
    guard simple > 0 else { return nil }
    let effect = max(0, variance(influences)) / simple
    guard effect > 0 else { return nil }
    return interaction / (independent / count * effect).squareRoot()
  }

  /// By cell, the influence of one of its rows on p_ag - p_a p_g, times the sum of weights.
  private func influences(_ answer: Int, _ group: Int, _ interaction: Double) -> [Double] {
    cells.indices.map { index in
      let (row, column) = (index / table.groupCount, index % table.groupCount)
      let first = (row == answer ? 1 : 0) - answers[answer]
      let second = (column == group ? 1 : 0) - groups[group]
      return first * second - interaction
    }
  }

  /// The design variance of a linear function of the cells' weights, over total².
  private func variance(_ slopes: [Double]) -> Double {
    var sum = 0.0
    for row in slopes.indices where slopes[row] != 0 {
      for column in slopes.indices {
        sum += slopes[row] * table.covariance[row, column] * slopes[column]
      }
    }
    return sum / (total * total)
  }
}
