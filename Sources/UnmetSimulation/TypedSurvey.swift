import Groundwork
import NumericCore
import Statistics

/// Surveys of four planted segments, each high on two of four blocks of items, that are clustered
/// and typed as the engine does it.
struct TypedSurvey: Sendable {
  /// The items of a battery, a multiple of 4.
  let itemCount: Int
  /// How far a block's two levels lie apart, in standard deviations of an item.
  let separation: Double
  /// The share of the variance that all answers of a person have in common.
  let style: Double
  /// Whether satisfaction is asked too, and people are clustered by the centred gap.
  let hasSatisfaction: Bool
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
      for shift in shifts { people.answers.append(rate(shift + common, &stream)) }
      guard hasSatisfaction else { continue }
      for shift in shifts {
        people.answers.append(rate(-0.8 * shift + 0.8 * common + 0.6 * own, &stream))
      }
    }
    return people
  }

  /// The rows that people are clustered by, with the model that fills their missing answers.
  func features(
    _ people: People, filledBy known: NormalModel? = nil
  ) throws -> (rows: GridMatrix, model: NormalModel) {
    let workers = Workers(threadCount: 1)
    let answers = people.matrix
    guard hasSatisfaction else {
      let model = try known ?? NormalModel.fit(answers, weights: nil)
      return (model.gridMatrix(imputing: answers, gridBits: 12, workers: workers), model)
    }
    let cells = (0..<answers.rowCount).flatMap { row in
      (0..<itemCount).map { item in
        let pair = (answers[row, item], answers[row, itemCount + item])
        let isKnown = pair.0 != IntegerMatrix.missing && pair.1 != IntegerMatrix.missing
        return isKnown ? pair.0 - pair.1 : IntegerMatrix.missing
      }
    }
    let gaps = IntegerMatrix(
      rowCount: answers.rowCount, columnCount: itemCount, elements: cells)
    let model = try known ?? NormalModel.fit(gaps, weights: nil)
    let rows = model.gridMatrix(imputing: gaps, gridBits: 12, workers: workers)
    return (rows.centeredByRow(gridBits: 11), model)
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
    let clusters = try KMeans.fit(
      known.rows, weights: nil,
      options: KMeans.Options(clusterCount: TypedSurvey.segmentCount, restartCount: 15),
      seed: stream.next(), workers: workers)
    let labels = clusters.assignments.map { Int($0) }
    let rows = try TypingRows(
      answers: people.matrix,
      questions: takesSingleRatings
        ? nil : (0..<people.columnCount).map { $0 % survey.itemCount },
      labels: labels,
      regrouping: Regrouping(
        known.rows, weights: nil, labels: labels, clusterCount: TypedSurvey.segmentCount, seed: 1),
      groupCount: TypedSurvey.segmentCount, weights: nil,
      keys: (0..<count).map { _ in stream.next() }, workers: workers)
    let golden = try GoldenQuestions.choose(
      rows, options: GoldenQuestions.Options(maximumCount: questionCount, leastGain: -1),
      seed: 1, workers: workers)
    nested = golden.heldOut.accuracy
    resubstitution = TypedFinding.share(TypedFinding.types(people, golden), labels)
    let fresh = survey.draw(5_000, &stream)
    let features = try survey.features(fresh, filledBy: known.model)
    let all = KMeans.assign(features.rows, to: clusters.centers, workers: workers)
      .assignments.map { Int($0) }
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
  static func bound(
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
