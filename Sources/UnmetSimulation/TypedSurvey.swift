import Groundwork
import NumericCore
import Statistics

/// Surveys of four planted segments, each high on two of four blocks of items, that are clustered
/// and typed as the engine does it: one battery, or importance and satisfaction as in the
/// acceptance number of the gap.
struct TypedSurvey: Sendable {
  /// The items of a battery, a multiple of 4.
  let itemCount: Int
  /// How far a block's two levels lie apart, in standard deviations of an item.
  let separation: Double
  /// The share of the variance that all answers of a person have in common.
  let style: Double
  /// Whether satisfaction is asked too, and people are clustered by the gap with its level weighed.
  let hasSatisfaction: Bool
  /// By segment, what its satisfaction is above that of others on every item.
  var levels = [0.0, 0, 0, 0]
  /// The share of answers that are missing.
  var missingShare: Double

  private static let pattern: [[Double]] = [
    [1, 1, -1, -1], [1, -1, 1, -1], [-1, 1, -1, 1], [-1, -1, 1, 1],
  ]
  static let segmentCount = 4

  /// People and their answers: importance of all items, then satisfaction.
  struct People: Sendable {
    var answers: [Int8] = []
    var segments: [Int] = []
    let columnCount: Int

    var matrix: IntegerMatrix {
      IntegerMatrix(rowCount: segments.count, columnCount: columnCount, elements: answers)
    }
  }

  /// Draws people.
  func draw(_ count: Int, _ stream: inout RandomStream) -> People {
    var people = People(columnCount: hasSatisfaction ? 2 * itemCount : itemCount)
    for _ in 0..<count {
      let segment = stream.below(TypedSurvey.segmentCount)
      people.segments.append(segment)
      let common = stream.normal() * style.squareRoot()
      let own = stream.normal() * style.squareRoot()
      let shifts = (0..<itemCount).map { item in
        TypedSurvey.pattern[segment][item * 4 / itemCount] * separation / 2
      }
      // Where both are asked, things are more important than they are satisfied.
      let above = common + (hasSatisfaction ? 0.4 : 0)
      for shift in shifts { people.answers.append(rate(shift + above, &stream)) }
      guard hasSatisfaction else { continue }
      let level = 0.8 * common + 0.6 * own + levels[segment]
      for shift in shifts { people.answers.append(rate(-0.8 * shift + level, &stream)) }
    }
    return people
  }

  /// What people are clustered by before their level is weighed, with the model that fills their
  /// missing answers.
  func features(
    _ people: People, filledBy known: NormalModel? = nil
  ) throws -> (features: ClusterFeatures, model: NormalModel) {
    let answers = hasSatisfaction ? gaps(people) : people.matrix
    let model = try known ?? NormalModel.fit(answers, weights: nil)
    let rows = model.gridMatrix(
      imputing: answers, gridBits: 12, workers: Workers(threadCount: 1))
    let features =
      hasSatisfaction ? ClusterFeatures(centring: rows, gridBits: 11) : ClusterFeatures(rows)
    return (features, model)
  }

  private func gaps(_ people: People) -> IntegerMatrix {
    let answers = people.matrix
    let cells = (0..<answers.rowCount).flatMap { row in
      (0..<itemCount).map { item in
        let pair = (answers[row, item], answers[row, itemCount + item])
        let isKnown = pair.0 != IntegerMatrix.missing && pair.1 != IntegerMatrix.missing
        return isKnown ? pair.0 - pair.1 : IntegerMatrix.missing
      }
    }
    return IntegerMatrix(
      rowCount: answers.rowCount, columnCount: itemCount, elements: cells)
  }

  private func rate(_ shift: Double, _ stream: inout RandomStream) -> Int8 {
    let value = 0.1 + shift + (1 - style).squareRoot() * stream.normal()
    guard missingShare == 0 || stream.uniform() >= missingShare else {
      return IntegerMatrix.missing
    }
    return Int8(RatingPopulation.code(value)) + 1
  }
}

/// One survey, clustered, with the few questions that type its people.
struct TypedFinding: Sendable {
  /// What nested cross-validation says.
  let nested: Double
  /// What the rule says of the people who shaped it.
  let resubstitution: Double
  /// Of new people, the share that gets the segment that all questions would give.
  let truth: Double
  /// Of new people, the share that gets the planted segment, by the few questions and by all.
  let planted: (few: Double, all: Double)

  /// - Parameters:
  ///   - survey: the population.
  ///   - count: the people who are clustered.
  ///   - questionCount: of how many outcomes the ratings may be chosen.
  ///   - takesSingleRatings: counts ratings instead of outcomes.
  ///   - stream: the draws.
  /// - Throws: what clustering and the choice throw.
  init(
    _ survey: TypedSurvey, count: Int, questionCount: Int, takesSingleRatings: Bool = false,
    _ stream: inout RandomStream
  ) throws {
    let workers = Workers(threadCount: 1)
    let people = survey.draw(count, &stream)
    let known = try survey.features(people)
    let (clusters, features) = try TypedFinding.clusters(
      known.features, isLevelled: survey.hasSatisfaction, seed: stream.next())
    let labels = clusters.assignments.map { Int($0) }
    let rows = try TypingRows(
      answers: people.matrix,
      questions: takesSingleRatings
        ? nil : (0..<people.columnCount).map { $0 % survey.itemCount },
      labels: labels,
      regrouping: Regrouping(
        features.rows, weights: nil, labels: labels, clusterCount: TypedSurvey.segmentCount,
        seed: 1),
      groupCount: TypedSurvey.segmentCount, weights: nil,
      keys: (0..<count).map { _ in stream.next() }, workers: workers)
    let golden = try GoldenQuestions.choose(
      rows, options: GoldenQuestions.Options(maximumCount: questionCount, leastGain: -1),
      seed: 1, workers: workers)
    nested = golden.heldOut.accuracy
    resubstitution = TypedFinding.share(TypedFinding.types(people, golden), labels)
    let fresh = survey.draw(5_000, &stream)
    let all = try TypedFinding.placed(
      survey.features(fresh, filledBy: known.model).features.plain, features, clusters)
    let few = TypedFinding.types(fresh, golden)
    truth = TypedFinding.share(few, all)
    // Which cluster stands for which planted segment: the commonest one of its people.
    let names = (0..<TypedSurvey.segmentCount).map { cluster in
      let counts = (0..<TypedSurvey.segmentCount).map { segment in
        all.indices.count { all[$0] == cluster && fresh.segments[$0] == segment }
      }
      return counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    }
    planted = (
      TypedFinding.share(few.map { names[$0] }, fresh.segments),
      TypedFinding.share(all.map { names[$0] }, fresh.segments)
    )
  }

  /// The share of people of whom ratings of as many outcomes of each block would tell the planted
  /// segment if everything were known: the discriminant of very many people.
  static func known(
    _ survey: TypedSurvey, questionCount: Int, takesSingleRatings: Bool,
    _ stream: inout RandomStream
  ) throws -> Double {
    let blocks = survey.itemCount / 4
    let outcomes = (0..<questionCount).map { $0 % 4 * blocks + $0 / 4 }
    let columns =
      takesSingleRatings ? outcomes : outcomes + outcomes.map { $0 + survey.itemCount }
    func cells(_ people: TypedSurvey.People) -> Matrix {
      let chosen = people.matrix.selecting(columns: columns)
      return Matrix(
        rowCount: chosen.rowCount, columnCount: columns.count,
        elements: chosen.elements.map { Double($0) })
    }
    let many = survey.draw(50_000, &stream)
    let rule = try DiscriminantFit(
      cells(many), labels: many.segments, groupCount: TypedSurvey.segmentCount
    ).rule
    let fresh = survey.draw(50_000, &stream)
    return share(rule.assign(cells(fresh)), fresh.segments)
  }

  // MARK: - Steps

  /// Clusters, and what they were formed on.
  private static func clusters(
    _ known: ClusterFeatures, isLevelled: Bool, seed: UInt64
  ) throws -> (KMeansSolution, ClusterFeatures) {
    let workers = Workers(threadCount: 1)
    let options = KMeans.Options(clusterCount: TypedSurvey.segmentCount, restartCount: 15)
    let first = try KMeans.fit(
      known.rows, weights: nil, options: options, seed: seed, workers: workers)
    guard isLevelled else { return (first, known) }
    let features = try LevelledSearch.levelled(
      known, from: Partition(first), weights: nil, draws: (seed: seed, workers: workers))
    let solution = try KMeans.fit(
      features.rows, weights: nil, options: options, seed: seed, workers: workers)
    return (solution, features)
  }

  /// The clusters whose centers are nearest to new people.
  private static func placed(
    _ plain: GridMatrix, _ features: ClusterFeatures, _ clusters: KMeansSolution
  ) -> [Int] {
    let rows =
      features.level == .full
      ? plain : plain.levelled(features.level, gridBits: clusters.centers.gridBits)
    return KMeans.assign(rows, to: clusters.centers, workers: Workers(threadCount: 1))
      .assignments.map { Int($0) }
  }

  private static func types(_ people: TypedSurvey.People, _ golden: GoldenQuestions) -> [Int] {
    let rows = golden.model.gridMatrix(
      imputing: people.matrix.selecting(columns: golden.columns), gridBits: 12,
      workers: Workers(threadCount: 1))
    return golden.rule.assign(rows).map(\.group)
  }

  private static func share(_ found: [Int], _ expected: [Int]) -> Double {
    Double(zip(found, expected).count { $0 == $1 }) / Double(expected.count)
  }
}
