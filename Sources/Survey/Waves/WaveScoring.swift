import Groundwork
import NumericCore
import Statistics

/// What changed between two waves, by segment, outcome and figure.
///
/// `changes` is the table of contents: everybody, each segment of each segmentation, the segments'
/// shares; then every family of p-values is adjusted.
struct WaveScoring {
  let study: Study
  let waves: LoadedWaves
  let groups: [WaveGroups]
  let options: AnalysisOptions

  func changes() -> [WaveChange] {
    var found = rows(nil)
    for group in groups { found += rows(group) + shares(group) }
    return WaveScoring.adjusted(found)
  }

  // MARK: - Figures of outcomes

  /// A segment of both waves, as groups of each.
  private struct Domain {
    var segmentation: String
    var segment: String
    var codes: (old: Int, new: Int)
    var minimumBase: Double
  }

  /// By outcome, domain and figure; reported by domain first.
  private func rows(_ group: WaveGroups?) -> [WaveChange] {
    let domains = domains(group)
    guard !domains.isEmpty else { return [] }
    let byOutcome = options.workers.map(study.outcomes.count) { outcome in
      rows(outcome, group, domains)
    }
    return domains.indices.flatMap { domain in byOutcome.flatMap { $0[domain] } }
  }

  private func domains(_ group: WaveGroups?) -> [Domain] {
    guard let group else {
      return [
        Domain(
          segmentation: "all", segment: "all", codes: (0, 0),
          minimumBase: Double(Disclosure.floor))
      ]
    }
    return group.levels.indices.compactMap { place in
      guard let old = group.codes[place].old, let new = group.codes[place].new else { return nil }
      return Domain(
        segmentation: group.name, segment: group.levels[place], codes: (old, new),
        minimumBase: study.scoring.minimumBase)
    }
  }

  private func rows(
    _ outcome: Int, _ group: WaveGroups?, _ domains: [Domain]
  ) -> [[WaveChange]] {
    let columns = (
      old: columns(outcome, waves.old.responses, group?.old),
      new: columns(outcome, waves.new.responses, group?.new)
    )
    let codes = (old: domains.map { [$0.codes.old] }, new: domains.map { [$0.codes.new] })
    func covariance(_ rule: PairRule) -> PairCovariance {
      PairCovariance(columns, domains: codes, rule: rule, panel: waves.panel.sample)
    }
    let scores = covariance(scoring.rule)
    let shares = study.scoring.scorer == .topBox ? nil : covariance(shareRule)
    let bases = WaveBases(
      columns, waves, isPaired: study.scoring.base == .paired,
      domains: domains.map(\.codes), isGrouped: group != nil)
    return domains.indices.map { place in
      let figures: [WaveFigure] =
        [.importance, .satisfaction, .gap, .opportunity]
        + (shares == nil ? [] : [.importantShare, .satisfiedShare])
      return figures.map { figure in
        change(
          figure, outcome, domains[place], bases.base(place, of: figure),
          figure.isShare ? shares ?? scores : scores, (place, place + domains.count))
      }
    }
  }

  private func columns(
    _ outcome: Int, _ responses: Responses, _ grouping: Grouping?
  ) -> PairCovariance.Columns {
    PairCovariance.Columns(
      first: responses.importance[outcome], second: responses.satisfaction[outcome],
      groups: grouping?.codes, groupCount: grouping.map { $0.levels.count + 1 } ?? 1)
  }

  private func change(
    _ figure: WaveFigure, _ outcome: Int, _ domain: Domain, _ base: WaveBases.Base,
    _ covariance: PairCovariance, _ places: (old: Int, new: Int)
  ) -> WaveChange {
    var row = WaveChange(
      segmentation: domain.segmentation, segment: domain.segment, outcome: outcome, figure: figure)
    row.note = WaveScoring.refusal(base, minimum: domain.minimumBase)
    guard row.note.isEmpty else { return row }
    let degrees = min(
      covariance.degreesOfFreedom[places.old], covariance.degreesOfFreedom[places.new])
    let isFloored = study.scoring.scorer != .unfloored
    func score(_ place: Int) -> PairScore {
      covariance.score(of: place, degreesOfFreedom: max(0, degrees), isFloored: isFloored)
    }
    let (old, new) = (score(places.old), score(places.new))
    row.old = side(figure, old, base.old)
    row.new = side(figure, new, base.new)
    row.commonCount = waves.panel.hasIDs ? base.commonCount : nil
    guard degrees > 0 else {
      row.note = "no degrees of freedom"
      return row
    }
    let comparison = PairComparison(
      new, places.new, old, places.old, covariance: covariance, degreesOfFreedom: degrees)
    row.test =
      switch figure {
      case .importance, .importantShare: comparison.first
      case .satisfaction, .satisfiedShare: comparison.second
      case .opportunity: comparison.averaged
      case .gap, .segmentShare: WaveScoring.gap(covariance, places, old, new, degrees)
      }
    row.note = caution(row, (old, new), base)
    return row
  }

  private static func gap(
    _ covariance: PairCovariance, _ places: (old: Int, new: Int), _ old: PairScore,
    _ new: PairScore, _ degrees: Int
  ) -> DifferenceTest {
    let terms: PairCombination = [(places.new, 1, -1), (places.old, -1, 1)]
    return DifferenceTest(
      difference: new.gap - old.gap, variance: covariance.covariance(terms, terms),
      degreesOfFreedom: Double(degrees))
  }

  private func side(
    _ figure: WaveFigure, _ score: PairScore, _ base: WaveBases.Side
  ) -> WaveChange.Side {
    var estimate =
      switch figure {
      case .importance, .importantShare:
        Estimate(value: score.first, standardError: score.standardError(.floor))
      case .satisfaction, .satisfiedShare:
        Estimate(
          value: score.second,
          standardError: max(0, score.secondVariance).squareRoot())
      case .gap: Estimate(value: score.gap, standardError: score.standardError(.gap))
      case .opportunity, .segmentShare:
        Estimate(value: score.value, standardError: score.standardError)
      }
    // Points are counted from the scale's low end; unfloored figures are on the raw scale.
    if study.scoring.scorer == .unfloored, !figure.isShare, figure != .gap {
      estimate.value += Double(study.responses.scale.low)
    }
    return WaveChange.Side(
      count: base.count, effectiveCount: base.effectiveCount, estimate: estimate)
  }

  // MARK: - What is not told, and cautions

  private static func refusal(_ base: WaveBases.Base, minimum: Double) -> String {
    if min(base.old.count, base.new.count) < Disclosure.floor {
      return "fewer than \(Disclosure.floor) respondents in a wave"
    }
    return min(base.old.effectiveCount, base.new.effectiveCount) < minimum * (1 - 1e-12)
      ? "fewer than \(wholeText(minimum)) effective respondents in a wave" : ""
  }

  private func caution(
    _ row: WaveChange, _ scores: (old: PairScore, new: PairScore), _ base: WaveBases.Base
  ) -> String {
    let isOfShares = study.scoring.scorer == .topBox || row.figure.isShare
    let factor = row.figure.isShare ? 1 : scoring.rule.factor
    func isOneSided(_ mean: Double, _ count: Double) -> Bool {
      let share = mean / factor
      return min(share, 1 - share) * count < ImprovementScoring.fewestBesideCut - 1e-9
    }
    func isOneSided(_ score: PairScore, _ count: Double) -> Bool {
      switch row.figure {
      case .importance, .importantShare: isOneSided(score.first, count)
      case .satisfaction, .satisfiedShare: isOneSided(score.second, count)
      default: isOneSided(score.first, count) || isOneSided(score.second, count)
      }
    }
    if isOfShares,
      isOneSided(scores.old, base.old.effectiveCount)
        || isOneSided(scores.new, base.new.effectiveCount)
    {
      return "few answers beside the cut: intervals too narrow"
    }
    return min(base.old.effectiveCount, base.new.effectiveCount)
      < ImprovementScoring.comfortableBase * (1 - 1e-12)
      ? "fewer than \(wholeText(ImprovementScoring.comfortableBase)) effective respondents: "
        + "intervals are rough" : ""
  }

  var scoring: OpportunityScoring {
    OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring,
      designCount: waves.new.responses.respondentCount)
  }

  /// Shares at or above the top cut, 0...1.
  private var shareRule: PairRule {
    var plan = study.scoring
    plan.scorer = .topBox
    let rule = OpportunityScoring(
      scale: study.responses.scale, plan: plan,
      designCount: waves.new.responses.respondentCount
    ).rule
    return PairRule(
      first: rule.first, second: rule.second, factor: 1, isPaired: rule.isPaired)
  }

  // MARK: - Shares of segments

  private func shares(_ group: WaveGroups) -> [WaveChange] {
    guard let panel = waves.panel.ordered else { return [] }
    let codes = group.common
    let found = ShareChange.all(
      old: waves.panel.orders.old.map { codes.old[Int($0)] },
      new: waves.panel.orders.new.map { codes.new[Int($0)] },
      groupCount: group.levels.count + 1, panel: panel)
    guard let found else { return [] }
    return group.levels.indices.compactMap { place in
      guard group.codes[place].old != nil, group.codes[place].new != nil else { return nil }
      return WaveScoring.share(
        found[place], segmentation: group.name, segment: group.levels[place],
        commonCount: waves.panel.hasIDs ? waves.panel.people.count : nil)
    }
  }

  /// A share's row; nothing is shown of a segment under the disclosure floor.
  static func share(
    _ found: ShareChange, segmentation: String, segment: String, commonCount: Int?
  ) -> WaveChange {
    var row = WaveChange(
      segmentation: segmentation, segment: segment, outcome: nil, figure: .segmentShare)
    guard min(found.old.count, found.new.count) >= Disclosure.floor else {
      row.note = "fewer than \(Disclosure.floor) respondents in a wave"
      return row
    }
    func side(_ side: ShareChange.Side, _ error: Double) -> WaveChange.Side {
      WaveChange.Side(
        count: side.count, effectiveCount: side.effectiveCount,
        estimate: Estimate(value: side.share, standardError: error))
    }
    row.old = side(found.old, found.oldError)
    row.new = side(found.new, found.newError)
    row.test = found.change
    row.commonCount = commonCount
    if min(found.old.share * found.old.effectiveCount, found.new.share * found.new.effectiveCount)
      < ImprovementScoring.comfortableBase
    {
      row.note =
        "fewer than \(wholeText(ImprovementScoring.comfortableBase)) effective respondents in the "
        + "segment: the interval is rough"
    }
    return row
  }

  // MARK: - Families

  private static func adjusted(_ rows: [WaveChange]) -> [WaveChange] {
    struct Family: Hashable {
      var segmentation: String
      var segment: String
      var figure: WaveFigure
    }
    let families = Dictionary(grouping: rows.indices) { index in
      let row = rows[index]
      return Family(
        segmentation: row.segmentation, segment: row.outcome == nil ? "" : row.segment,
        figure: row.figure)
    }
    var result = rows
    for places in families.values {
      let own = places.sorted()
      let adjusted = AdjustedPValues.benjaminiHochberg(own.map { rows[$0].test?.p })
      for (place, value) in zip(own, adjusted) { result[place].adjustedP = value }
    }
    return result
  }
}
