import Groundwork
import NumericCore
import Statistics

/// Looks for factors among the outcomes and for clusters among the respondents.
struct ClusterAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The respondents that the search for k, the factors and the imputation model are computed
  /// from at most. Larger files are represented by the respondents with the smallest hashes of
  /// seed and id, the same ones however the file is ordered; all of them are then assigned.
  static let trainingLimit = 10_000
  /// Lloyd passes over all respondents after the search on the training sample.
  static let polishLimit = 50
  /// Weights below 2^-32 of the largest count as none in the training sample.
  static let weightRangeBits: Int64 = 32

  private let canonicalOrder: [Int32]

  init(study: Study, responses: Responses, options: AnalysisOptions) {
    self.study = study
    self.responses = responses
    self.options = options
    canonicalOrder = responses.canonicalOrder(seed: study.seed)
  }

  // MARK: - Factors

  /// Which outcomes go together, and the marker of each group.
  func factors() -> SectionOutcome<FactorSection> {
    let feature = study.clustering.factorFeature
    let sample = trainingSample(feature, Array(study.outcomes.indices))
    // Random correlations are as noisy as the weights make these: both have as many effective rows.
    let effective = effectiveCount(sample)
    guard effective > Double(max(2, sample.outcomes.count)) else {
      return .refused(
        reason: "\(Int(effective.rounded(.down))) effective respondents are too few for "
          + "\(sample.outcomes.count) outcomes")
    }
    do throws(FactorFailure) {
      return .done(
        try FactorStep(study: study, workers: options.workers).section(
          sample, weights: weights(of: sample.respondents), effectiveCount: effective))
    } catch {
      switch error {
      case .answers(let failure): return .refused(reason: reason(failure, sample.outcomes))
      case .reason(let reason): return .refused(reason: reason)
      }
    }
  }

  /// Why a section is not computed; items have the names of their outcomes.
  private func reason(_ failure: StatisticsFailure, _ outcomes: [Int]) -> String {
    guard case .neverTogether(let first, let second) = failure else { return failure.message.what }
    let ids = [first, second].map { study.outcomes[outcomes[$0]].id }
    return "nobody answered both outcome \(ids[0]) and outcome \(ids[1]), so the data do not tell "
      + "how they go together"
  }

  // MARK: - Clusters

  /// The clusters of all respondents, or the table that says there are none.
  func clusters(factors: FactorSection?) throws(SurveyError) -> ClusterResult {
    if let reason = refusal(factors) { return .refused(reason) }
    let outcomes = clusteredOutcomes(factors)
    guard outcomes.count >= 2 else {
      return .refused("clusters need at least two outcomes that people answered")
    }
    do throws(StatisticsFailure) {
      return try search(trainingSample(study.clustering.answerFeature, outcomes), factors)
    } catch {
      if let count = study.clustering.clusterCount, case .fewerDistinctRows(let found, _) = error {
        throw .tooManyClusters(requested: count, respondents: found)
      }
      return .refused(reason(error, outcomes))
    }
  }

  // MARK: - Steps

  private func search(
    _ sample: FeatureMatrix, _ factors: FactorSection?
  ) throws(StatisticsFailure) -> ClusterResult {
    if let reason = refusal(of: sample) { return .refused(reason) }
    let sampleWeights = weights(of: sample.respondents)
    let model = try NormalModel.fit(sample.matrix, weights: sampleWeights)
    var grid = FeatureGrid(feature: sample.feature, scale: study.responses.scale)
    let filled = grid.filledRows(sample.matrix, model, workers: options.workers)
    grid.transform = try transform(filled, model, grid, factors, weights: sampleWeights)
    guard study.clustering.feature != .factorScores || grid.transform != nil else {
      return .refused("the correlations of the answers cannot be inverted for factor scores")
    }
    let plain = grid.plainRows(filled, workers: options.workers)
    let found = try search(features(plain, grid), sampleWeights)
    let (search, training) = (found.search, found.features.rows)
    grid = grid.levelled(found.features.level)
    let check = try ClusterCheck(
      sample.matrix, weights: sampleWeights, found: found,
      draws: (study.seed, options.workers))
    guard let chosen = search.published else {
      var section = section(search, sample)
      section.check = check
      section.tree = try Dendrogram(training, weights: sampleWeights, clusters: nil)
      return ClusterResult(section: .done(section))
    }
    let formed = try formed(
      chosen, training, answers: sample.matrix, weights: sampleWeights)
    let tree = try Dendrogram(
      training, weights: sampleWeights, clusters: Partition(formed.solution))
    let solution = try everybody(formed.solution, training, sample, (model, grid))
    var section = section(search, sample)
    (section.check, section.tree) = (check, tree)
    section.levelWeight =
      study.clustering.feature == .levelledGap ? found.features.level.value : nil
    section.clusters = describe(solution, sample.outcomes, formed.jaccards)
    section.respondentCount = solution.respondents.count
    section.agreementWithMeans = formed.agreementWithMeans
    section.agreementWithOther = try agreement(
      of: formed.solution, with: other(plain, filled, grid), sampleWeights)
    var result = spread(section, solution)
    result.placement = ClusterPlacement(
      grid: grid, outcomes: sample.outcomes, model: model, centers: solution.solution.centers,
      missing: study.clustering.missing)
    return result
  }

  /// The rows that clusters are held against: plain ones beside centred ones, else centred ones;
  /// beside factor scores those of the answers, for a score has no level.
  private func other(
    _ plain: GridMatrix, _ filled: GridMatrix, _ grid: FeatureGrid
  ) -> GridMatrix {
    if grid.isCentred { return plain }
    guard study.clustering.feature == .factorScores else { return grid.centred(plain) }
    var answers = grid
    answers.transform = nil
    return answers.centred(filled)
  }

  /// The search for k on centred rows goes on to weigh the level where the study asks for it.
  private func search(
    _ features: ClusterFeatures, _ weights: [Int64]?
  ) throws(StatisticsFailure) -> LevelledSearch {
    var parameters = ClusterSearch.Parameters()
    parameters.forcedCount = study.clustering.clusterCount
    guard study.clustering.feature == .levelledGap else {
      let search = try ClusterSearch.run(
        features, weights: weights, parameters: parameters, seed: study.seed,
        workers: options.workers)
      return LevelledSearch(search: search, features: features)
    }
    return try LevelledSearch.run(
      features, weights: weights, parameters: parameters, draws: (study.seed, options.workers))
  }

  /// The outcomes that clusters are formed on: all, markers of factors, or what is factored.
  private func clusteredOutcomes(_ factors: FactorSection?) -> [Int] {
    let outcomes = factors?.outcomes ?? []
    switch study.clustering.feature {
    case .markers:
      return (factors?.solution.markers ?? []).compactMap { $0.column.map { outcomes[$0] } }
        .sorted()
    case .factorScores: return outcomes
    default: return Array(study.outcomes.indices)
    }
  }

  /// The features of the first respondents that can be described, in canonical order.
  ///
  /// Those who weigh nothing, or nothing beside the others, are placed later and shape nothing.
  private func trainingSample(_ feature: ClusterFeature, _ outcomes: [Int]) -> FeatureMatrix {
    let known = FeatureMatrix.describable(
      feature, in: responses, outcomes: outcomes, order: canonicalOrder)
    let least = (responses.weights?.max() ?? 0) >> Self.weightRangeBits
    let weighty = known.lazy.filter { (responses.weights?[Int($0)] ?? 1) > least }
    return FeatureMatrix(
      feature, on: study.responses.scale, of: responses, outcomes: outcomes,
      respondents: Array(weighty.prefix(Self.trainingLimit)), workers: options.workers)
  }

  private func weights(of respondents: [Int32]) -> [Int64]? {
    responses.weights.map { all in respondents.map { all[Int($0)] } }
  }

  /// Kish's effective number of the sampled respondents.
  private func effectiveCount(_ features: FeatureMatrix) -> Double {
    guard let weights = weights(of: features.respondents) else {
      return Double(features.respondents.count)
    }
    let sum = weights.reduce(0.0) { $0 + Double($1) }
    let square = weights.reduce(0.0) { $0 + Double($1) * Double($1) }
    return square > 0 ? sum * sum / square : 0
  }

  private func section(_ search: ClusterSearch, _ sample: FeatureMatrix) -> ClusterSection {
    ClusterSection(
      feature: study.clustering.feature, answerFeature: sample.feature,
      isStandardised: study.clustering.isStandardised, outcomes: sample.outcomes,
      respondentCount: sample.respondents.count, trainingCount: sample.respondents.count,
      search: search, clusters: [], agreementWithOther: nil,
      isForced: study.clustering.clusterCount != nil, missing: study.clustering.missing)
  }

  /// Carries the solution of the training sample over to everybody who can be described: the
  /// same when the sample is everybody, else some passes over all rows from its centers.
  private func everybody(
    _ solution: KMeansSolution, _ training: GridMatrix, _ sample: FeatureMatrix,
    _ filling: (model: NormalModel, grid: FeatureGrid)
  ) throws(StatisticsFailure) -> PlacedRespondents {
    let known = FeatureMatrix.describable(
      sample.feature, in: responses, outcomes: sample.outcomes, order: canonicalOrder)
    guard known.count > sample.respondents.count else {
      return PlacedRespondents(respondents: known, solution: solution)
    }
    options.progress("placing all respondents in clusters")
    if let solution = try placedByAnswers(known, sample, solution) {
      return PlacedRespondents(respondents: known, solution: solution)
    }
    let rows = gridRows(of: known, sample.outcomes, filling)
    if study.clustering.method == .medoids {
      return PlacedRespondents(
        respondents: known,
        solution: try KMeans.place(
          rows, weights: weights(of: known), at: solution.centers, workers: options.workers))
    }
    let polished = try KMeans.polish(
      rows, weights: weights(of: known), centers: solution.centers,
      maximumIterations: Self.polishLimit, workers: options.workers)
    let sampled = Dictionary(
      uniqueKeysWithValues: zip(sample.respondents, solution.assignments))
    return PlacedRespondents(
      respondents: known, solution: polished,
      origins: origins(
        zip(known, polished.assignments).compactMap { respondent, label in
          sampled[respondent].map { (before: Int($0), after: Int(label)) }
        }, clusterCount: polished.clusterCount))
  }

  /// Everybody at the center nearest by the answers given, where clusters were formed of these;
  /// where nobody's answer is missing k-POD is k-means, last passes included.
  private func placedByAnswers(
    _ known: [Int32], _ sample: FeatureMatrix, _ solution: KMeansSolution
  ) throws(StatisticsFailure) -> KMeansSolution? {
    guard study.clustering.missing == .kPOD else { return nil }
    let answers = FeatureMatrix(
      sample.feature, on: study.responses.scale, of: responses, outcomes: sample.outcomes,
      respondents: known, workers: options.workers
    ).matrix
    guard answers.missingCount > 0 else { return nil }
    return try ObservedMeans.place(
      answers, weights: weights(of: known), at: solution.centers, workers: options.workers)
  }

  /// By cluster after the last passes, the cluster of the sample that most of its people were in:
  /// over everybody the sizes may stand in another order.
  private func origins(
    _ pairs: [(before: Int, after: Int)], clusterCount: Int
  ) -> [Int] {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: clusterCount), count: clusterCount)
    for pair in pairs { counts[pair.after][pair.before] += 1 }
    return counts.map { row in row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 } }
  }

  /// The imputed features of many respondents, made a chunk at a time: only the grid itself is
  /// ever held whole.
  private func gridRows(
    of respondents: [Int32], _ outcomes: [Int],
    _ filling: (model: NormalModel, grid: FeatureGrid)
  ) -> GridMatrix {
    let chunkRowCount = 65_536
    var elements: [Int16] = []
    let grid = filling.grid
    let columnCount = grid.transform?.columns.count ?? outcomes.count
    elements.reserveCapacity(respondents.count * columnCount)
    for start in stride(from: 0, to: respondents.count, by: chunkRowCount) {
      let end = min(start + chunkRowCount, respondents.count)
      let chunk = FeatureMatrix(
        grid.feature, on: grid.scale, of: responses, outcomes: outcomes,
        respondents: Array(respondents[start..<end]), workers: options.workers)
      elements += grid.rows(chunk.matrix, filling.model, workers: options.workers).elements
    }
    return GridMatrix(
      rowCount: respondents.count, columnCount: columnCount, elements: elements,
      gridBits: grid.rowBits)
  }

  private func describe(
    _ placed: PlacedRespondents, _ outcomes: [Int], _ jaccards: [Double]
  ) -> [ClusterDescription] {
    let solution = placed.solution
    let total = solution.clusterWeights.reduce(0, +)
    let means = clusterMeans(placed, outcomes)
    var people = [Int](repeating: 0, count: solution.clusterCount)
    for (row, cluster) in zip(placed.respondents, solution.assignments)
    where responses.weights?[Int(row)] != 0 {
      people[Int(cluster)] += 1
    }
    return (0..<solution.clusterCount).map { cluster in
      ClusterDescription(
        label: "\(cluster + 1)", respondentCount: people[cluster],
        share: solution.clusterWeights[cluster] / total,
        effectiveCount: solution.clusterEffectiveSizes[cluster],
        center: means.map { $0[cluster] },
        jaccard: jaccards.isEmpty ? nil : jaccards[placed.origins?[cluster] ?? cluster])
    }
  }

  /// Weighted means of the answers by outcome, then cluster; whole sums, so no order matters.
  private func clusterMeans(_ placed: PlacedRespondents, _ outcomes: [Int]) -> [[Double]] {
    let (responses, feature) = (responses, study.clustering.answerFeature)
    let scale = study.responses.scale
    let clusterCount = placed.solution.clusterCount
    return options.workers.map(outcomes.count) { column in
      let importance = responses.importance[outcomes[column]]
      let satisfaction = responses.satisfaction[outcomes[column]]
      var sums = [Int128](repeating: 0, count: clusterCount)
      var weights = [Int128](repeating: 0, count: clusterCount)
      for (row, respondent) in placed.respondents.enumerated() {
        let person = Int(respondent)
        let value = FeatureMatrix.value(
          feature, on: scale, importance[person], satisfaction[person])
        guard value != IntegerMatrix.missing else { continue }
        let cluster = Int(placed.solution.assignments[row])
        let weight = Int128(responses.weights?[person] ?? 1)
        sums[cluster] += weight * Int128(value)
        weights[cluster] += weight
      }
      return zip(sums, weights).map { $1 > 0 ? Double($0) / Double($1) : 0 }
    }
  }

  // MARK: - Beside the search

  private func features(_ plain: GridMatrix, _ grid: FeatureGrid) -> ClusterFeatures {
    grid.isCentred
      ? ClusterFeatures(centring: plain, gridBits: grid.rowBits) : ClusterFeatures(plain)
  }

  /// How far clusters agree with those of another feature of the same respondents.
  private func agreement(
    of solution: KMeansSolution, with other: GridMatrix, _ weights: [Int64]?
  ) throws(StatisticsFailure) -> Double? {
    guard other.distinctRowCount(upTo: solution.clusterCount) == solution.clusterCount else {
      return nil
    }
    let found = try KMeans.fit(
      other, weights: weights,
      options: KMeans.Options(clusterCount: solution.clusterCount), seed: study.seed,
      workers: options.workers)
    let own = Partition(labels: solution.assignments, clusterCount: solution.clusterCount)
    return own.adjustedRandIndex(
      with: Partition(labels: found.assignments, clusterCount: found.clusterCount))
  }

  /// Puts labels and margins back into the order of the responses.
  private func spread(_ section: ClusterSection, _ placed: PlacedRespondents) -> ClusterResult {
    let none = ClusterResult.unplaced
    var assignments = [UInt8](repeating: none, count: responses.respondentCount)
    var margins = [Double](repeating: 0, count: responses.respondentCount)
    for (row, respondent) in placed.respondents.enumerated() {
      assignments[Int(respondent)] = placed.solution.assignments[row]
      margins[Int(respondent)] = placed.solution.margins[row]
    }
    let count = section.clusters.count
    let grouping = Grouping(
      name: "cluster", levels: section.clusters.map(\.label),
      codes: assignments.map { $0 == none ? UInt16(count) : UInt16($0) })
    return ClusterResult(
      section: .done(section), assignments: assignments, margins: margins, grouping: grouping)
  }
}

/// Respondents in canonical order with the clusters they belong to.
private struct PlacedRespondents {
  var respondents: [Int32]
  var solution: KMeansSolution
  /// By cluster, that of the training sample it grew from; `nil` where they are the same.
  var origins: [Int]?
}

/// The section on clusters and, when there are some, everybody's place in them.
struct ClusterResult {
  /// The label of a respondent of whom no feature is known.
  static let unplaced = UInt8.max

  var section: SectionOutcome<ClusterSection>
  /// By respondent; empty without clusters.
  var assignments: [UInt8] = []
  var margins: [Double] = []
  /// The clusters as one more segmentation; `nil` without clusters.
  var grouping: Grouping?
  /// How further people are placed; `nil` without clusters.
  var placement: ClusterPlacement?

  static func refused(_ reason: String) -> ClusterResult {
    ClusterResult(section: .refused(reason: reason))
  }
}
