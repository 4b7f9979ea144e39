import Groundwork
import Statistics

/// Measures habits of rating, group by group, and whether the opportunities hold among people who
/// rate low, in the middle and high.
struct StyleAnalysis {
  let study: Study
  let responses: Responses
  let habits: RespondentHabits
  let scoring: SegmentScoring

  /// The audit.
  ///
  /// - Parameters:
  ///   - everybody: everybody's scores.
  ///   - clusters: the clusters, when there are some.
  /// - Returns: habits by group, and opportunities in thirds of the people.
  func audit(everybody: SegmentScores, clusters: ClusterResult) -> StyleAudit {
    let all = Grouping(
      name: "all", levels: ["all"],
      codes: [UInt16](repeating: 0, count: responses.respondentCount))
    let groupings = responses.groupings + [clusters.grouping].compactMap { $0 }
    let thirds = thirds(everybody)
    let ranked = everybody.outcomes.filter { $0.rank != nil }
      .sorted { ($0.rank ?? 0, $0.outcome) < ($1.rank ?? 0, $1.outcome) }
    let highest = ranked.prefix(StyleAnalysis.highestCount).map(\.outcome)
    return StyleAudit(
      habits: ([all] + groupings).flatMap(means),
      strengths: groupings.flatMap(strengths) + featureStrength(clusters),
      straightCounts: StyleAudit.Battery.allCases.map(straightCount),
      thirds: thirds, highest: highest,
      moved: highest.filter { outcome in
        thirds.contains { StyleAnalysis.isBelow(outcome, highest.count, in: $0.scores) }
      })
  }

  /// How many of the highest outcomes are looked for in each third.
  private static let highestCount = 5

  // MARK: - Means and shares of variance

  /// In canonical order: the group of each row of positive weight, -1 for none or a group under
  /// the disclosure floor.
  private func groups(_ grouping: Grouping) -> [Int32] {
    var counts = [Int](repeating: 0, count: grouping.levels.count + 1)
    for (row, code) in grouping.codes.enumerated() where responses.weights?[row] != 0 {
      counts[Int(code)] += 1
    }
    return habits.order.map { row in
      let code = Int(grouping.codes[Int(row)])
      let isShown =
        code < grouping.levels.count && counts[code] >= Disclosure.floor
        && responses.weights?[Int(row)] != 0
      return isShown ? Int32(code) : -1
    }
  }

  private func values(_ battery: StyleAudit.Battery, _ measure: RatingHabits.Measure) -> [Double?] {
    let own = habits[battery]
    return habits.order.map { own.value(measure, of: Int($0)) }
  }

  private var weights: [Double]? {
    responses.weights.map { all in habits.order.map { Double(all[Int($0)]) } }
  }

  private func means(_ grouping: Grouping) -> [StyleAudit.Habit] {
    let (groups, weights) = (groups(grouping), weights)
    var found: [[StyleAudit.Habit]] = grouping.levels.map { _ in [] }
    for battery in StyleAudit.Battery.allCases {
      for measure in RatingHabits.Measure.allCases {
        let values = values(battery, measure)
        var tallies = grouping.levels.map { _ in (count: 0, weight: 0.0, sum: 0.0) }
        for (row, group) in groups.enumerated() where group >= 0 {
          guard let value = values[row] else { continue }
          let weight = weights?[row] ?? 1
          tallies[Int(group)].count += 1
          tallies[Int(group)].weight += weight
          tallies[Int(group)].sum += weight * value
        }
        for (level, tally) in tallies.enumerated() where tally.count >= Disclosure.floor {
          found[level].append(
            StyleAudit.Habit(
              segmentation: grouping.name, segment: grouping.levels[level], battery: battery,
              measure: measure, respondentCount: tally.count, mean: tally.sum / tally.weight))
        }
      }
    }
    return found.flatMap { $0 }
  }

  private func strengths(_ grouping: Grouping) -> [StyleAudit.Strength] {
    let groups = groups(grouping)
    return StyleAudit.Battery.allCases.flatMap { battery in
      RatingHabits.Measure.allCases.map { measure in
        strength(grouping.name, battery, measure, values(battery, measure), groups)
      }
    }
  }

  private func strength(
    _ segmentation: String, _ battery: StyleAudit.Battery?, _ measure: RatingHabits.Measure,
    _ values: [Double?], _ groups: [Int32]
  ) -> StyleAudit.Strength {
    let count = groups.indices.count { groups[$0] >= 0 && values[$0] != nil }
    return StyleAudit.Strength(
      segmentation: segmentation, battery: battery, measure: measure, respondentCount: count,
      etaSquared: VarianceShare.etaSquared(
        values, groups: groups, groupCount: Int(groups.max() ?? 0) + 1, weights: weights))
  }

  /// Of each person's mean over what was clustered, before it was centred.
  private func featureStrength(_ clusters: ClusterResult) -> [StyleAudit.Strength] {
    guard let grouping = clusters.grouping, let section = clusters.section.section else {
      return []
    }
    let values = habits.order.map { row -> Double? in
      var (sum, count) = (0, 0)
      for outcome in section.outcomes {
        let value = FeatureMatrix.value(
          section.answerFeature, on: study.responses.scale,
          responses.importance[outcome][Int(row)],
          responses.satisfaction[outcome][Int(row)])
        guard value != IntegerMatrix.missing else { continue }
        sum += Int(value)
        count += 1
      }
      return count > 0 ? Double(sum) / Double(count) : nil
    }
    return [strength(grouping.name, nil, .level, values, groups(grouping))]
  }

  private func straightCount(_ battery: StyleAudit.Battery) -> Int {
    (0..<responses.respondentCount).count {
      responses.weights?[$0] != 0 && habits[battery].isStraight($0)
    }
  }

  // MARK: - Thirds by level

  private func thirds(_ everybody: SegmentScores) -> [StyleAudit.Third] {
    let levels = habits.both.values(.level)
    let codes = thirdOfRow(levels)
    let grouping = Grouping(name: "level", levels: ["low", "middle", "high"], codes: codes)
    let scores = scoring.segments(of: grouping, minimumBase: study.scoring.minimumBase)
    return grouping.levels.enumerated().compactMap { place, label in
      guard let own = scores.first(where: { $0.segment == label }) else { return nil }
      let highest = levels.indices.filter { Int(codes[$0]) == place }.compactMap { levels[$0] }
        .max()
      return StyleAudit.Third(
        label: label, highestLevel: own.outcomes.isEmpty ? nil : highest, scores: own,
        agreement: StyleAnalysis.agreement(own, everybody))
    }
  }

  /// Thirds of the weight; people of one level stay together, in the third of their middle.
  private func thirdOfRow(_ levels: [Double?]) -> [UInt16] {
    var weightOfLevel: [Double: Int64] = [:]
    for (row, level) in levels.enumerated() {
      if let level { weightOfLevel[level, default: 0] += responses.weights?[row] ?? 1 }
    }
    let total = weightOfLevel.values.reduce(Int128(0)) { $0 + Int128($1) }
    var (third, before): ([Double: UInt16], Int128) = ([:], 0)
    for level in weightOfLevel.keys.sorted() {
      let own = Int128(weightOfLevel[level] ?? 0)
      third[level] = UInt16(min(2, 3 * (2 * before + own) / max(1, 2 * total)))
      before += own
    }
    return levels.map { $0.flatMap { third[$0] } ?? 3 }
  }

  /// Spearman's correlation over the outcomes that both have scores of.
  private static func agreement(_ some: SegmentScores, _ all: SegmentScores) -> Double? {
    let pairs = some.outcomes.compactMap { own -> (Double, Double)? in
      guard let left = own.opportunity?.value,
        let right = all.outcomes.first(where: { $0.outcome == own.outcome })?.opportunity?.value
      else { return nil }
      return (left, right)
    }
    guard pairs.count > 2 else { return nil }
    return RankCorrelation.spearman(pairs.map(\.0), pairs.map(\.1))
  }

  /// Whether a third has scores and an outcome is not among its highest.
  private static func isBelow(_ outcome: Int, _ count: Int, in scores: SegmentScores) -> Bool {
    guard let rank = scores.outcomes.first(where: { $0.outcome == outcome })?.rank else {
      return false
    }
    return rank > count
  }
}
