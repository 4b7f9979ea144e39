import Groundwork
import Statistics

/// Describes clusters by what is known of people beside their ratings.
///
/// Tests are made only of what was not clustered, and with habits of rating taken out of both
/// sides: clusters share habits with whatever else shares them, and a plain test would find that.
struct ProfileAnalysis {
  let study: Study
  let responses: Responses
  let habits: RespondentHabits
  let options: AnalysisOptions
  /// By respondent, the cluster; `ClusterResult.unplaced` for none.
  private let assignments: [UInt8]
  private let clusterCount: Int
  private let order: [Int32]

  init(
    study: Study, responses: Responses, clusters: ClusterResult, habits: RespondentHabits,
    options: AnalysisOptions
  ) {
    (self.study, self.responses, self.habits) = (study, responses, habits)
    self.options = options
    assignments = clusters.assignments
    clusterCount = clusters.section.section?.clusters.count ?? 0
    order = habits.order
  }

  /// The profile of all variables, and the tree; refused without clusters.
  func section() -> SectionOutcome<ProfileSection> {
    guard clusterCount > 1, !assignments.isEmpty else {
      return .refused(reason: "there are no clusters to describe")
    }
    guard !responses.profile.isEmpty else {
      return .refused(
        reason: "the study names no segments, roles, circumstances, barriers, workarounds, "
          + "activities or solutions")
    }
    // Sums of numbers run row by row: in an order that hangs on ids alone.
    guard let sample = try? responses.sample.reordered(order) else {
      return .refused(reason: "the sampling design cannot be put in order")
    }
    let groups = clusterOfRow
    let covariates = habits.covariates
    var variables = options.workers.map(responses.profile.count) { position in
      profile(responses.profile[position], groups, covariates, sample)
    }
    let adjusted = AdjustedPValues.benjaminiHochberg(variables.map(\.p))
    for position in variables.indices { variables[position].adjustedP = adjusted[position] }
    let tree = ClusterTreeGrowth(
      variables: responses.profile, classes: assignments.map { Int32($0 == none ? -1 : Int($0)) },
      classCount: clusterCount, responses: responses, seed: study.seed)
    return .done(ProfileSection(variables: variables, tree: tree.outcome()))
  }

  // MARK: - Steps

  private var none: UInt8 { ClusterResult.unplaced }

  /// By row in canonical order.
  private var clusterOfRow: [Int32] {
    order.map { row in
      let cluster = assignments[Int(row)]
      return cluster == none ? -1 : Int32(cluster)
    }
  }

  private func profile(
    _ variable: ProfileVariable, _ groups: [Int32], _ covariates: [[Double]], _ sample: Sample
  ) -> VariableProfile {
    var result = VariableProfile(
      kind: variable.kind, name: variable.name, refusal: "", respondentCount: 0, rows: [])
    switch variable.answers {
    case .refused(let reason): result.refusal = reason
    case .levels(let levels, let codes):
      let answers = order.map { row in
        Int(codes[Int(row)]) < levels.count ? Int32(codes[Int(row)]) : -1
      }
      fill(&result, levels, answers, groups, sample)
      result.p = p(.answers(answers, count: levels.count), groups, covariates, sample)
    case .numbers(let numbers):
      let values = order.map { numbers[Int($0)] }
      fill(&result, values, groups, sample)
      result.plainP = p(.numbers(values), groups, [], sample)
      result.p = p(.numbers(values), groups, covariates, sample)
    }
    return result
  }

  private func p(
    _ variable: PartialAssociation.Variable, _ groups: [Int32], _ covariates: [[Double]],
    _ sample: Sample
  ) -> Double? {
    PartialAssociation(
      variable, groups: groups, groupCount: clusterCount, covariates: covariates, sample: sample)?
      .p
  }

  private func fill(
    _ result: inout VariableProfile, _ levels: [String], _ answers: [Int32], _ groups: [Int32],
    _ sample: Sample
  ) {
    let profile = AnswerProfile(
      answers: answers, answerCount: levels.count, groups: groups, groupCount: clusterCount,
      sample: sample)
    result.respondentCount = profile.count
    result.strength = profile.cramersV
    result.plainP = profile.association?.p
    for (cluster, cells) in profile.cells.enumerated()
    where profile.counts[cluster] >= Disclosure.floor {
      result.rows += zip(levels, cells).map { level, cell in
        ProfileRow(
          cluster: cluster, answer: level, count: cell.count, share: cell.share,
          shareOfAll: cell.shareOfAll, index: cell.index, residual: cell.residual,
          low: cell.interval?.low, high: cell.interval?.high, difference: cell.difference)
      }
    }
  }

  private func fill(
    _ result: inout VariableProfile, _ numbers: [Double?], _ groups: [Int32], _ sample: Sample
  ) {
    let profile = NumberProfile(
      numbers: numbers, groups: groups, groupCount: clusterCount, sample: sample)
    result.respondentCount = profile.count
    result.strength = profile.strength
    for (cluster, cell) in profile.cells.enumerated() {
      guard let cell, cell.count >= Disclosure.floor else { continue }
      result.rows.append(
        ProfileRow(
          cluster: cluster, answer: "", count: cell.count, mean: cell.mean,
          meanOfAll: profile.mean, low: cell.low, high: cell.high, difference: cell.difference))
    }
  }
}
