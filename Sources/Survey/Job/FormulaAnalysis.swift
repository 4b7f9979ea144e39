import Groundwork
import Statistics

/// Scores all outcomes by every formula, on the same people: those who answered both questions.
struct FormulaAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The formulas side by side.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - scores: the scored segments: only their outcomes are compared.
  /// - Returns: the section; refused where fewer than two outcomes are scored.
  func section(
    _ groupings: [Grouping], scores: [SegmentScores]
  ) -> SectionOutcome<FormulaSection> {
    let all = groups(nil, scores)
    guard all[0].outcomes.count > 1 else {
      return .refused(reason: "fewer than two outcomes are scored")
    }
    return .done(FormulaSection(groups: all + groupings.flatMap { groups($0, scores) }))
  }

  // MARK: - Steps

  private func groups(_ grouping: Grouping?, _ scores: [SegmentScores]) -> [FormulaSection.Group] {
    let labels = grouping?.levels ?? ["all"]
    let name = grouping?.name ?? "all"
    let responses = responses
    let tables = tables(grouping, labels.count) { responses.satisfaction[$0] }
    let efforts = self.tables(grouping, labels.count) { responses.job.ratings[.effort($0)] }
    return labels.indices.map { place in
      let segment = scores.first { $0.segmentation == name && $0.segment == labels[place] }
      let scored = (segment?.outcomes ?? []).filter { $0.opportunity != nil }.map(\.outcome)
      var group = FormulaSection.Group(segmentation: name, segment: labels[place])
      let parts = scored.map { FormulaParts(tables[$0][place], study.responses.scale) }
      guard parts.allSatisfy({ $0.weight > 0 }), !parts.isEmpty else { return group }
      let hard = scored.map { outcome in
        efforts[outcome].isEmpty
          ? nil : FormulaParts(efforts[outcome][place], study.responses.scale)
      }
      fill(&group, scored, parts, hard)
      return group
    }
  }

  /// By outcome, then group: importance beside another rating; no group of one that was not asked.
  private func tables(
    _ grouping: Grouping?, _ count: Int, beside other: @Sendable (Int) -> [UInt8]?
  ) -> [[JointTable]] {
    let responses = responses
    return options.workers.map(study.outcomes.count) { outcome in
      guard let second = other(outcome) else { return [] }
      var tally = JointTally(groupCount: count + (grouping == nil ? 0 : 1))
      tally.add(
        0..<responses.respondentCount, first: responses.importance[outcome],
        second: second, groups: grouping?.codes,
        weights: responses.weights)
      return tally.tables
    }
  }

  private func fill(
    _ group: inout FormulaSection.Group, _ outcomes: [Int], _ parts: [FormulaParts],
    _ hard: [FormulaParts?]
  ) {
    let columns: [[Double?]] = FormulaSection.Formula.allCases.map { formula in
      formula == .effort ? hard.map { $0.flatMap(effort) } : values(formula, parts)
    }
    let ranks = columns.map { column in
      column.map { own in
        own.map { own in 1 + column.count { ($0 ?? -.infinity) > own + 1e-9 } }
      }
    }
    // A formula that some outcomes lack gives no order of all.
    let compared = ranks.filter { !$0.contains(nil) }.map { $0.compactMap { $0 } }
    group.outcomes = outcomes.indices.map { place in
      FormulaSection.Outcome(
        outcome: outcomes[place], values: columns.map { $0[place] },
        ranks: ranks.map { $0[place] },
        topCount: compared.count { $0[place] <= FormulaSection.topPlaces })
    }
    // Ranks, so that rounding errors between equal values untie nothing.
    group.concordance = RankConcordance(compared.map { $0.map { Double($0) } })?.w
  }

  /// From importance beside effort, in place of satisfaction; `nil` under the disclosure floor.
  private func effort(_ parts: FormulaParts) -> Double? {
    guard parts.count >= Disclosure.floor, parts.weight > 0 else { return nil }
    let important = 10 * parts.top.important
    return important + max(important - 10 * (1 - parts.top.satisfied), 0)
  }

  private func values(
    _ formula: FormulaSection.Formula, _ parts: [FormulaParts]
  ) -> [Double?] {
    let floored = { (important: Double, satisfied: Double) in
      important + max(important - satisfied, 0)
    }
    switch formula {
    case .floored: return parts.map { floored(10 * $0.top.important, 10 * $0.top.satisfied) }
    case .unfloored: return parts.map { 2 * $0.mean.important - $0.mean.satisfied }
    case .highest:
      return parts.map { floored(10 * $0.highest.important, 10 * $0.highest.satisfied) }
    case .mean: return parts.map { floored($0.stretched.important, $0.stretched.satisfied) }
    case .gap: return parts.map { 10 * ($0.top.important - $0.top.satisfied) }
    case .product: return parts.map { $0.top.important * (1 - $0.top.satisfied) }
    case .rankSum: return rankSums(parts)
    case .unmet: return parts.map { $0.unmet }
    case .effort: return parts.map { _ in nil }
    }
  }

  /// Ranks from 1 for the least, so that most important and least satisfied come to 100.
  private func rankSums(_ parts: [FormulaParts]) -> [Double] {
    func places(_ values: [Double]) -> [Double] {
      values.map { own in
        let (below, equal) = (
          values.count { $0 < own - 1e-9 }, values.count { abs($0 - own) <= 1e-9 }
        )
        return Double(below) + Double(equal + 1) / 2
      }
    }
    let sums = zip(
      places(parts.map(\.top.important)), places(parts.map { 1 - $0.top.satisfied })
    ).map(+)
    let (low, high) = (2.0, 2 * Double(parts.count))
    return sums.map { high > low ? 1 + 99 * ($0 - low) / (high - low) : 100 }
  }
}

/// What the formulas are made of, of the people who answered both questions of an outcome.
struct FormulaParts {
  typealias Pair = (important: Double, satisfied: Double)

  /// How many of them weigh anything.
  private(set) var count = 0
  /// The weight of these people.
  private(set) var weight = 0.0
  /// Shares at or above the top cut.
  private(set) var top: Pair = (0, 0)
  /// Shares of the highest point.
  private(set) var highest: Pair = (0, 0)
  /// Means on the raw scale.
  private(set) var mean: Pair = (0, 0)
  /// Means on the scale stretched to 0...10.
  private(set) var stretched: Pair = (0, 0)
  /// The share to whom it is important and who are not satisfied.
  private(set) var unmet = 0.0

  init(_ table: JointTable, _ scale: Scale) {
    var (all, unmetSum) = (Int64(0), Int64(0))
    var sums = (top: (Int64(0), Int64(0)), highest: (Int64(0), Int64(0)))
    var points = (Int128(0), Int128(0))
    for important in scale.low...scale.high {
      for satisfied in scale.low...scale.high {
        let cell = table[
          RatingCode.code(point: important, on: scale), RatingCode.code(point: satisfied, on: scale)
        ]
        let own = cell.weight
        count += Int(cell.count)
        all += own
        if important >= scale.top { sums.top.0 += own }
        if satisfied >= scale.top { sums.top.1 += own }
        if important == scale.high { sums.highest.0 += own }
        if satisfied == scale.high { sums.highest.1 += own }
        if important >= scale.top, satisfied < scale.top { unmetSum += own }
        points.0 += Int128(own) * Int128(important)
        points.1 += Int128(own) * Int128(satisfied)
      }
    }
    weight = Double(all)
    guard all > 0 else { return }
    top = (Double(sums.top.0) / weight, Double(sums.top.1) / weight)
    highest = (Double(sums.highest.0) / weight, Double(sums.highest.1) / weight)
    mean = (Double(points.0) / weight, Double(points.1) / weight)
    let width = Double(scale.high - scale.low)
    stretched = (
      10 * (mean.important - Double(scale.low)) / width,
      10 * (mean.satisfied - Double(scale.low)) / width
    )
    unmet = Double(unmetSum) / weight
  }
}
