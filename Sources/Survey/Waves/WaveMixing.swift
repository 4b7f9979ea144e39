import Groundwork
import Statistics

/// Splits what changed for everybody into who was asked and what they say, by each segmentation.
struct WaveMixing {
  let study: Study
  let waves: LoadedWaves
  let groups: [WaveGroups]
  let options: AnalysisOptions

  /// By segmentation, outcome and figure.
  func mixes() -> [WaveMix] {
    guard let panel = waves.panel.ordered else { return [] }
    return groups.flatMap { group in
      let codes = WaveMixing.pooled(group)
      let own = (
        waves.panel.orders.old.map { codes.old[Int($0)] },
        waves.panel.orders.new.map { codes.new[Int($0)] }
      )
      return options.workers.map(study.outcomes.count) { outcome in
        rows(outcome, group, own, panel)
      }.flatMap { $0 }
    }
  }

  // MARK: - Steps

  /// The codes of both waves, groups of too few people in a wave counted as one with people
  /// without an answer: groups of one or two tell nothing of how much they vary inside, and many
  /// of them make what happened within the groups look surer than it is.
  private static func pooled(_ group: WaveGroups) -> (old: [Int32], new: [Int32]) {
    let (codes, rest) = (group.common, Int32(group.levels.count))
    func counts(_ codes: [Int32]) -> [Int] {
      codes.reduce(into: [Int](repeating: 0, count: Int(rest) + 1)) { $0[Int($1)] += 1 }
    }
    let (old, new) = (counts(codes.old), counts(codes.new))
    let isLarge = zip(old, new).map { min($0, $1) >= Disclosure.floor }
    func pooled(_ codes: [Int32]) -> [Int32] { codes.map { isLarge[Int($0)] ? $0 : rest } }
    return (pooled(codes.old), pooled(codes.new))
  }

  private static let figures: [WaveFigure] = [.importance, .satisfaction, .opportunity]

  private func rows(
    _ outcome: Int, _ group: WaveGroups, _ codes: ([Int32], [Int32]), _ panel: SamplePanel
  ) -> [WaveMix] {
    let old = side(outcome, waves.old.responses, waves.panel.orders.old, codes.0)
    let new = side(outcome, waves.new.responses, waves.panel.orders.new, codes.1)
    let counts = (
      old: WaveMixing.count(old, panel.old.weights), new: WaveMixing.count(new, panel.new.weights)
    )
    var rows = WaveMixing.figures.map { figure in
      WaveMix(segmentation: group.name, outcome: outcome, figure: figure, counts: (0, 0))
    }
    guard min(counts.old, counts.new) >= Disclosure.floor,
      let change = MixChange(
        old: old, new: new, groupCount: group.levels.count + 1, panel: panel,
        isFloored: study.scoring.scorer != .unfloored)
    else {
      for place in rows.indices {
        rows[place].note = "fewer than \(Disclosure.floor) respondents in a wave"
      }
      return rows
    }
    for place in rows.indices { rows[place].counts = counts }
    (rows[0].parts, rows[1].parts, rows[2].parts) = (change.first, change.second, change.score)
    rows[2].gapWeight = change.gapWeight
    return rows
  }

  /// Rows in the order of the ids.
  private func side(
    _ outcome: Int, _ responses: Responses, _ order: [Int32], _ groups: [Int32]
  ) -> MixChange.Side {
    let rule = OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring, designCount: order.count
    ).rule
    let codes = (responses.importance[outcome], responses.satisfaction[outcome])
    func value(_ points: [Int?], _ own: UInt8, _ hasOther: Bool) -> Double? {
      guard hasOther || !rule.isPaired else { return nil }
      return points[Int(own & 15)].map { Double($0) * rule.factor }
    }
    return MixChange.Side(
      groups: groups,
      first: order.map { row in
        let (own, other) = (codes.0[Int(row)], codes.1[Int(row)])
        return value(rule.first, own, RatingCode.isAnswered(other))
      },
      second: order.map { row in
        let (own, other) = (codes.1[Int(row)], codes.0[Int(row)])
        return value(rule.second, own, RatingCode.isAnswered(other))
      })
  }

  private static func count(_ side: MixChange.Side, _ weights: [Int64]?) -> Int {
    side.first.indices.count {
      side.first[$0] != nil && side.second[$0] != nil && (weights?[$0] ?? 1) > 0
    }
  }
}
