import Groundwork
import Statistics
import Tables

/// People who were held out of the centers that they are measured to, fold by fold.
private struct HeldOutPeople {
  var people: [Int]
  /// `nil` where centers cannot be formed without some of them.
  var margins: [Double]?
}

/// Makes the typing tool of a study whose respondents have been put in clusters.
struct TypingAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The fewest people of a study, and of each of its clusters, that questions are chosen from:
  /// with fewer, what ten folds say of an accuracy is too rough to be worth a line.
  static let leastPeople = 100
  static let leastOfCluster = 20

  /// The typing tool, or why there is none.
  func typing(by result: ClusterResult) -> SectionOutcome<TypingSection> {
    guard let section = result.section.section, let placement = result.placement else {
      return .refused(reason: "there are no segments to type people into")
    }
    let floor = Disclosure.floor
    if let small = section.clusters.first(where: { $0.respondentCount < floor }) {
      return .refused(
        reason: "segment \(small.label) has fewer than \(floor) people, of whom nothing is shown")
    }
    let chosen = chosen(result)
    let heldOut = heldOut(placement, result, chosen)
    var model = model(section, placement, result, heldOut)
    model.baseline = baseline(section, placement, result, heldOut)
    let choice = choice(section, placement, result, chosen)
    guard case .done(let golden) = choice else {
      if case .refused(let reason) = choice { model.goldenReason = reason }
      return .done(TypingSection(model: model, steps: [], foldShares: [], heldOut: nil))
    }
    model.golden = route(golden)
    if let weights = responses.weights {
      model.baseline?.weighted?.golden = training(golden, weights: chosen.map { weights[$0] })
    }
    let shares = golden.columns.map { column in
      Double(golden.foldColumns.count { $0.contains(column) }) / Double(golden.foldColumns.count)
    }
    return .done(
      TypingSection(
        model: model, steps: golden.steps, foldShares: shares, heldOut: golden.heldOut))
  }

  // MARK: - All questions

  private func model(
    _ section: ClusterSection, _ placement: ClusterPlacement, _ result: ClusterResult,
    _ heldOut: HeldOutPeople
  ) -> TypingModel {
    TypingModel(
      study: study.name, job: study.job.text, reading: TypingModel.Reading(study.responses),
      outcomes: study.outcomes.map { TypingModel.Item($0, on: study.responses.scale) },
      segments: section.clusters.map {
        TypingModel.Segment(label: $0.label, share: $0.share, count: $0.respondentCount)
      }, nearest: nearest(section, placement, result, heldOut), golden: nil, goldenReason: "",
      verdict: TypingModel.Verdict(rawValue: section.search.verdict.kind.rawValue))
  }

  private func nearest(
    _ section: ClusterSection, _ placement: ClusterPlacement, _ result: ClusterResult,
    _ heldOut: HeldOutPeople
  ) -> NearestCenter {
    let centers = placement.centers
    return NearestCenter(
      feature: placement.grid.feature, levelParts: placement.grid.level.parts,
      outcomes: placement.outcomes,
      normal: NormalParts(placement.model), missing: placement.missing,
      transform: placement.grid.transform,
      gridBits: centers.gridBits,
      centers: (0..<centers.rowCount).map { centers.row($0).map { Int($0) } },
      training: training(section, result, heldOut, weights: nil),
      heldOutCount: heldOut.margins?.count)
  }

  /// How many people each center has, and how people lie to centers formed without them.
  private func training(
    _ section: ClusterSection, _ result: ClusterResult, _ heldOut: HeldOutPeople,
    weights: [Int64]?
  ) -> TrainingMargins {
    let people = result.assignments.indices.filter { row in
      result.assignments[row] != ClusterResult.unplaced && responses.weights?[row] != 0
    }
    let everybody = TrainingMargins(
      people.map { result.margins[$0] }, segments: people.map { Int(result.assignments[$0]) },
      segmentCount: section.clusters.count,
      weights: weights.map { all in people.map { all[$0] } })
    guard let margins = heldOut.margins else { return everybody }
    return everybody.withMargins(
      of: TrainingMargins(
        margins, segments: heldOut.people.map { Int(result.assignments[$0]) },
        segmentCount: section.clusters.count,
        weights: weights.map { all in heldOut.people.map { all[$0] } }))
  }

  /// The margins of the chosen people to centers that were formed without them: passes over the
  /// other folds from the published centers, or their medoids.
  private func heldOut(
    _ placement: ClusterPlacement, _ result: ClusterResult, _ chosen: [Int]
  ) -> HeldOutPeople {
    let (rows, answers) = rows(placement, chosen)
    let isAroundMedoids = study.clustering.method == .medoids
    let weights = responses.weights.map { all in chosen.map { all[$0] } }
    let margins = HeldOutMargins.margins(
      rows, answers: answers, labels: chosen.map { Int(result.assignments[$0]) },
      keys: chosen.map { responses.ids.hashes[$0] }, seed: study.seed, workers: options.workers
    ) { outside in
      let sample = rows.selecting(rows: outside)
      let own = weights.map { all in outside.map { all[$0] } }
      if isAroundMedoids {
        let count = placement.centers.rowCount
        let found = try? Medoids(sample, weights: own, clusterCount: count)
        return found.map { sample.selecting(rows: $0.medoids) }
      }
      if let answers {
        return try? ObservedMeans.polish(
          answers.selecting(rows: outside), weights: own, centers: placement.centers,
          maximumIterations: ClusterAnalysis.polishLimit
        ).solution.centers
      }
      return try? KMeans.polish(
        sample, weights: own, centers: placement.centers,
        maximumIterations: ClusterAnalysis.polishLimit, workers: Workers(threadCount: 1)
      ).centers
    }
    return HeldOutPeople(people: chosen, margins: margins)
  }

  // MARK: - What new people are held against

  private func baseline(
    _ section: ClusterSection, _ placement: ClusterPlacement, _ result: ClusterResult,
    _ heldOut: HeldOutPeople
  ) -> TypingBaseline {
    let chosen = heldOut.people
    let (rows, known) = rows(placement, chosen)
    let builder = BaselineBuilder(study: study, responses: responses, workers: options.workers)
    return TypingBaseline(
      answers: builder.answers(isWeighted: false),
      lineVariances: BaselineBuilder.lineVariances(
        rows, answers: known, labels: chosen.map { Int(result.assignments[$0]) },
        weights: responses.weights.map { all in chosen.map { all[$0] } },
        centers: placement.centers),
      weighted: responses.weights.map { weights in
        TypingBaseline.Weighted(
          answers: builder.answers(isWeighted: true),
          nearest: training(section, result, heldOut, weights: weights), golden: nil)
      })
  }

  /// The rows of some people as they were clustered, and where missing answers had no say, the
  /// answers.
  private func rows(
    _ placement: ClusterPlacement, _ people: [Int]
  ) -> (filled: GridMatrix, answers: IntegerMatrix?) {
    let features = FeatureMatrix(
      placement.grid.feature, on: placement.grid.scale, of: responses,
      outcomes: placement.outcomes, respondents: people.map { Int32($0) }, workers: options.workers)
    guard placement.missing == .kPOD else {
      return (
        placement.grid.rows(features.matrix, placement.model, workers: options.workers), nil
      )
    }
    let answers = features.matrix
    return (
      ObservedMeans.filled(answers, at: placement.centers, workers: options.workers), answers
    )
  }

  // MARK: - A few questions

  /// The people that the clusters were searched on, or as many of a larger file: the same ones
  /// however it is ordered.
  private func chosen(_ result: ClusterResult) -> [Int] {
    let least = (responses.weights?.max() ?? 0) >> ClusterAnalysis.weightRangeBits
    let people = responses.canonicalOrder(seed: study.seed).lazy.map { Int($0) }
      .filter { row in
        result.assignments[row] != ClusterResult.unplaced
          && (responses.weights?[row] ?? 1) > least
      }
    return Array(people.prefix(ClusterAnalysis.trainingLimit))
  }

  /// The columns: every importance and satisfaction rating, raw; an outcome is one question.
  private func choice(
    _ section: ClusterSection, _ placement: ClusterPlacement, _ result: ClusterResult,
    _ chosen: [Int]
  ) -> SectionOutcome<GoldenQuestions> {
    let labels = chosen.map { Int(result.assignments[$0]) }
    let counts = section.clusters.indices.map { cluster in labels.count { $0 == cluster } }
    let smallest = counts.min() ?? 0
    guard chosen.count >= Self.leastPeople, smallest >= Self.leastOfCluster else {
      return .refused(
        reason: "\(chosen.count) people, \(smallest) in the smallest segment, are too few to "
          + "choose questions from (\(Self.leastPeople) and \(Self.leastOfCluster))")
    }
    let weights = responses.weights.map { all in chosen.map { all[$0] } }
    let (filled, known) = rows(placement, chosen)
    let regrouping = Regrouping(
      filled, weights: weights, labels: labels, clusterCount: counts.count, seed: study.seed,
      isAroundMedoids: study.clustering.method == .medoids, answers: known)
    do throws(StatisticsFailure) {
      let rows = try TypingRows(
        answers: answers(of: chosen),
        questions: (0..<2 * study.outcomes.count).map { question($0).outcome },
        labels: labels, regrouping: regrouping,
        groupCount: counts.count, weights: weights,
        keys: chosen.map { responses.ids.hashes[$0] }, workers: options.workers)
      return .done(
        try GoldenQuestions.choose(
          rows,
          options: GoldenQuestions.Options(maximumCount: study.clustering.questionCount),
          seed: study.seed, workers: options.workers))
    } catch {
      return .refused(reason: reason(error))
    }
  }

  /// The raw answers in points: importance of all outcomes, then satisfaction.
  private func answers(of people: [Int]) -> IntegerMatrix {
    let columns = responses.importance + responses.satisfaction
    let scale = study.responses.scale
    let cells = people.flatMap { person in
      columns.map { codes in
        RatingCode.point(codes[person], on: scale).map(Int8.init) ?? IntegerMatrix.missing
      }
    }
    return IntegerMatrix(rowCount: people.count, columnCount: columns.count, elements: cells)
  }

  private func question(_ column: Int) -> TypingModel.Question {
    let count = study.outcomes.count
    return TypingModel.Question(
      outcome: column % count, part: column < count ? .importance : .satisfaction)
  }

  private func route(_ golden: GoldenQuestions) -> GoldenRoute {
    GoldenRoute(
      questions: golden.columns.map(question), coefficients: golden.rule.coefficients,
      constants: golden.rule.constants, normal: NormalParts(golden.model),
      expected: ExpectedAccuracy(golden.heldOut),
      training: training(golden, weights: nil))
  }

  /// How held-out people lie by the few questions, in the order of the rows.
  private func training(_ golden: GoldenQuestions, weights: [Int64]?) -> TrainingMargins {
    TrainingMargins(
      golden.assignments.map(\.margin), segments: golden.assignments.map(\.group),
      segmentCount: golden.rule.groupCount,
      probabilities: golden.assignments.map { $0.probabilities[$0.group] }, weights: weights)
  }

  private func reason(_ failure: StatisticsFailure) -> String {
    guard case .neverTogether(let first, let second) = failure else { return failure.message.what }
    let names = [first, second].map { column in
      let question = question(column)
      return "\(question.part.rawValue) of outcome \(study.outcomes[question.outcome].id)"
    }
    return "nobody answered both \(names[0]) and \(names[1]), so the data do not tell how they go "
      + "together"
  }
}
