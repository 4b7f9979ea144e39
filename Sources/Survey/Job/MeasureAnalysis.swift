import Groundwork
import Statistics

/// Means and medians of the study's measures.
struct MeasureAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// Every measure of everybody and each group.
  ///
  /// - Parameter groupings: declared segmentations, and the clusters.
  /// - Returns: the section; refused without measures.
  func section(_ groupings: [Grouping]) -> SectionOutcome<MeasureSection> {
    guard !study.measures.isEmpty else { return .refused(reason: "the study names no measures") }
    guard let source = MeasureNumbers(study: study, responses: responses) else {
      return .refused(reason: "the sampling design cannot be put in order")
    }
    let clusters = groupings.filter { $0.name == "cluster" }
    let declared = groupings.filter { $0.name != "cluster" }
    let all = declared + [solutions(declared)].compactMap { $0 } + clusters
    let columns = options.workers.map(study.measures.count) { measure in
      figures(source.numbers(of: measure) ?? [], source, all)
    }
    let labels =
      [("all", "all")] + all.flatMap { grouping in grouping.levels.map { (grouping.name, $0) } }
    return .done(
      MeasureSection(
        groups: labels.enumerated().map { place, label in
          MeasureSection.Group(
            segmentation: label.0, segment: label.1, figures: columns.map { $0[place] })
        }))
  }

  // MARK: - Steps

  /// Solutions in use as groups, where the study has them and no segmentation of that column.
  private func solutions(_ declared: [Grouping]) -> Grouping? {
    guard let column = study.solutions?.column.text,
      !study.segmentations.contains(where: { $0.column.text == column }),
      let variable = responses.profile.first(where: { $0.kind == .solution }),
      case .levels(let levels, let codes) = variable.answers,
      !declared.contains(where: { $0.name == "solutions" })
    else { return nil }
    return Grouping(name: "solutions", levels: levels, codes: codes)
  }

  /// By group, everybody first.
  private func figures(
    _ numbers: [Double?], _ source: MeasureNumbers, _ groupings: [Grouping]
  ) -> [MeasureSection.Figure?] {
    var figures = [figure(numbers, source, source.members(nil, 0))]
    for grouping in groupings {
      figures += grouping.levels.indices.map {
        figure(numbers, source, source.members(grouping, $0))
      }
    }
    return figures
  }

  private func figure(
    _ numbers: [Double?], _ source: MeasureNumbers, _ isIn: [Bool]
  ) -> MeasureSection.Figure? {
    let means = DesignMeans(numbers, domains: [isIn], sample: source.sample)
    let own = zip(numbers, isIn).map { $1 ? $0 : nil }
    guard let domain = means.domains[0], domain.count >= Disclosure.floor,
      let median = DesignQuantile(0.5, of: own, sample: source.sample)
    else { return nil }
    let interval = DifferenceTest(
      difference: domain.mean, variance: means.variance(of: 0),
      degreesOfFreedom: Double(domain.degreesOfFreedom)
    ).interval()
    let mean = PeopleMean(
      value: domain.mean, standardError: means.variance(of: 0).squareRoot(), low: interval?.low,
      high: interval?.high, respondentCount: domain.count, effectiveCount: domain.effectiveCount,
      degreesOfFreedom: domain.degreesOfFreedom)
    return MeasureSection.Figure(
      mean: mean, median: median.value, medianLow: median.low, medianHigh: median.high)
  }
}
