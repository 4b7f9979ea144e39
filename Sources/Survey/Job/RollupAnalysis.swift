import Groundwork
import Statistics

/// Rolls opportunity up by part of the job.
///
/// The mean of a part's published scores is taken again in every replicate (`ReplicateMean`);
/// Student's interval has the fewest degrees of freedom of the part's outcomes.
struct RollupAnalysis {
  let study: Study
  let responses: Responses
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// Respondents from which one group keeps all threads busy; smaller ones share them.
  private static let largeCount = 50_000

  /// All parts in every group.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - scores: the scored segments.
  ///   - experience: the scored success outcomes; `nil` without.
  /// - Returns: the section; refused where the study names no parts or nobody is scored.
  func section(
    _ groupings: [Grouping], scores: [SegmentScores], experience: ExperienceSection?
  ) -> SectionOutcome<RollupSection> {
    let parts = study.rollupParts
    guard !parts.isEmpty else {
      return .refused(
        reason: "the study names no steps, other jobs, kinds of progress, directions, units or "
          + "success outcomes")
    }
    guard scores.contains(where: { !$0.outcomes.isEmpty }) else {
      return .refused(reason: "nothing is scored")
    }
    let domains: [(grouping: Grouping?, place: Int)] =
      [(nil, 0)] + groupings.flatMap { own in own.levels.indices.map { (own, $0) } }
    let isLarge = responses.respondentCount >= RollupAnalysis.largeCount
    let outer = isLarge ? Workers(threadCount: 1) : options.workers
    let inner = isLarge ? options.workers : Workers(threadCount: 1)
    var groups = outer.map(domains.count) { number in
      group(domains[number], parts, scores, experience, inner)
    }
    let relations = JobRelations(study: study, responses: responses)
    for number in groups.indices {
      groups[number].related = relations.pairs(
        in: domains[number].grouping, group: domains[number].place)
    }
    return .done(RollupSection(parts: parts, groups: groups))
  }

  // MARK: - Steps

  /// Scores of one group, key outcomes or success outcomes.
  private struct Battery {
    /// The scored outcomes, in the order of the study.
    var scores: [OutcomeScore]
    /// By scored outcome, then replicate.
    var replicates: [[Double]]
    /// The sum of all scores; `nil` where it is no measure: 0, or of scores that can be below 0.
    var total: Double?
    /// The same in every replicate.
    var totals: [Double]

    init(_ scores: [OutcomeScore], _ replicates: [[Double]], isFloored: Bool) {
      (self.scores, self.replicates) = (scores, replicates)
      let sum = scores.reduce(0) { $0 + ($1.opportunity?.value ?? 0) }
      total = isFloored && sum > 0 ? sum : nil
      totals = Battery.sums(replicates)
    }

    /// By replicate, the sum over some columns.
    static func sums(_ columns: [[Double]]) -> [Double] {
      guard var sums = columns.first else { return [] }
      for column in columns.dropFirst() {
        for index in sums.indices { sums[index] += column[index] }
      }
      return sums
    }
  }

  private func group(
    _ domain: (grouping: Grouping?, place: Int), _ parts: [RollupSection.Part],
    _ scores: [SegmentScores], _ experience: ExperienceSection?, _ workers: Workers
  ) -> RollupSection.Group {
    let name = domain.grouping?.name ?? "all"
    let label = domain.grouping?.levels[domain.place] ?? "all"
    var group = RollupSection.Group(segmentation: name, segment: label)
    let segment = scores.first { $0.segmentation == name && $0.segment == label }
    if segment?.status == .refused { group.reason = segment?.reason ?? "" }
    let key = (segment?.outcomes ?? []).filter { $0.opportunity != nil }
    let attained = experience?.groups.first { $0.segmentation == name && $0.segment == label }
    let success = (attained?.outcomes ?? []).enumerated().compactMap { index, own in
      own.score.map { score in
        var score = score
        score.outcome = index
        return score
      }
    }
    let batteries = batteries(key, success, in: domain, workers)
    group.figures = parts.map { figure($0, $0.isOfSuccess ? batteries.success : batteries.key) }
    return group
  }

  /// The replicates of all scored outcomes at once.
  private func batteries(
    _ key: [OutcomeScore], _ success: [OutcomeScore],
    in domain: (grouping: Grouping?, place: Int), _ workers: Workers
  ) -> (key: Battery, success: Battery) {
    let ratings = responses.job.ratings
    let rated = success.filter {
      ratings[.importance($0.outcome)] != nil && ratings[.satisfaction($0.outcome)] != nil
    }
    let isFloored = study.scoring.scorer != .unfloored
    let rows = (0..<Int32(responses.respondentCount)).filter { row in
      domain.grouping.map { Int($0.codes[Int(row)]) == domain.place } ?? true
    }
    let rule = OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring, designCount: responses.respondentCount
    ).rule
    let columns = replicates.scores(
      key.map { responses.importance[$0.outcome] }
        + rated.compactMap { ratings[.importance($0.outcome)] },
      key.map { responses.satisfaction[$0.outcome] }
        + rated.compactMap { ratings[.satisfaction($0.outcome)] },
      rule: rule, isFloored: isFloored, rows: rows, workers: workers)
    // Pairs without a base leave no replicates at all.
    let known = columns.count == key.count + rated.count ? columns : []
    return (
      Battery(key, Array(known.prefix(key.count)), isFloored: isFloored),
      Battery(rated, Array(known.dropFirst(key.count)), isFloored: isFloored)
    )
  }

  private func figure(_ part: RollupSection.Part, _ battery: Battery) -> RollupSection.Figure {
    var figure = RollupSection.Figure()
    let own = Set(part.outcomes)
    let places = battery.scores.indices.filter { own.contains(battery.scores[$0].outcome) }
    figure.scoredCount = places.count
    guard !places.isEmpty else { return figure }
    let values = places.map { battery.scores[$0].opportunity?.value ?? 0 }
    let sum = values.reduce(0, +)
    let count = Double(values.count)
    let degrees = places.map { battery.scores[$0].degreesOfFreedom }.min() ?? 0
    let sums = Battery.sums(
      places.compactMap { battery.replicates.isEmpty ? nil : battery.replicates[$0] })
    figure.opportunity = ReplicateMean(
      sum / count, replicates: sums.map { $0 / count }, degreesOfFreedom: degrees, range: range)
    let best = places.indices.reduce(0) { values[$1] > values[$0] + 1e-9 ? $1 : $0 }
    figure.highest = battery.scores[places[best]].outcome
    figure.highestOpportunity = values[best]
    let bands = places.map { battery.scores[$0].band }
    figure.underservedCount =
      bands.contains(nil) ? nil : bands.count { $0.map { $0 != .low } ?? false }
    if let total = battery.total {
      let all = battery.scores.map(\.degreesOfFreedom).min() ?? 0
      let ratios = zip(sums, battery.totals).compactMap { $1 > 0 ? $0 / $1 : nil }
      figure.share = ReplicateMean(
        sum / total, replicates: ratios, degreesOfFreedom: all, range: 0...1)
    }
    return figure
  }

  /// What a score, and so a mean of scores, can be.
  private var range: ClosedRange<Double> {
    let range = OpportunityScoring.range(of: study.scoring.scorer, on: study.responses.scale)
    return Double(range.lowerBound)...Double(range.upperBound)
  }
}
