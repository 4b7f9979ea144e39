import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// The choice of a few columns that tell groups, and what it promises.
@Suite("Golden questions")
struct GoldenQuestionsTests {
  private let workers = Workers(threadCount: 2)

  /// Five-point answers of four groups, each high on two of four blocks of columns, some missing.
  private struct Draw {
    var answers: [Int8] = []
    var labels: [Int] = []
    var keys: [UInt64] = []

    init(_ count: Int, columns: Int, separation: Double, missing: Double = 0.05, seed: UInt64 = 1) {
      let pattern = [[1.0, 1, -1, -1], [1, -1, 1, -1], [-1, 1, -1, 1], [-1, -1, 1, 1]]
      var stream = RandomStream(seed: seed, purpose: "golden questions")
      for row in 0..<count {
        let group = stream.below(4)
        labels.append(group)
        keys.append(StableHash.hash("respondent \(row)"))
        let style = 0.5 * stream.normal()
        for column in 0..<columns {
          let shift = separation / 2 * pattern[group][column * 4 / columns]
          let value = 3.2 + 1.2 * (shift + style + 0.8 * stream.normal())
          let answer = Int8(min(5, max(1, value.rounded())))
          answers.append(stream.uniform() < missing ? IntegerMatrix.missing : answer)
        }
      }
    }

    func rows(
      order: [Int]? = nil, questions: [Int]? = nil, workers: Workers
    ) throws -> TypingRows {
      let columns = answers.count / labels.count
      let order = order ?? Array(labels.indices)
      let matrix = IntegerMatrix(
        rowCount: labels.count, columnCount: columns, elements: answers)
      return try TypingRows(
        answers: matrix.selecting(rows: order), questions: questions,
        labels: order.map { labels[$0] }, groupCount: 4,
        weights: nil, keys: order.map { keys[$0] }, workers: workers)
    }
  }

  @Test("eight of eighty columns of a thousand people, ten nested folds")
  func eightOfEighty() throws {
    let rows = try Draw(1_000, columns: 80, separation: 1).rows(workers: workers)
    let golden = try GoldenQuestions.choose(
      rows, options: GoldenQuestions.Options(leastGain: -1), seed: 1, workers: workers)
    #expect(golden.columns.count == 8 && Set(golden.columns).count == 8)
    #expect(golden.heldOut.accuracy > 0.6 && golden.heldOut.kappa > 0.45)
    #expect(golden.heldOut.rowCount == 1_000 && golden.heldOut.bins.count == 10)
    #expect(golden.heldOut.calibrationError < 0.06)
  }

  @Test("the same bytes for one thread and four")
  func threads() throws {
    let draw = Draw(300, columns: 16, separation: 1)
    let one = try GoldenQuestions.choose(
      draw.rows(workers: Workers(threadCount: 1)), seed: 3, workers: Workers(threadCount: 1))
    let four = try GoldenQuestions.choose(
      draw.rows(workers: Workers(threadCount: 4)), seed: 3, workers: Workers(threadCount: 4))
    #expect(one == four)
    #expect(one.steps.count >= 2 && one.foldColumns.count == 10)
  }

  @Test("a row's fold hangs on its key, never on its place")
  func folds() {
    let draw = Draw(200, columns: 4, separation: 1)
    let order = Array((0..<200).reversed())
    let plain = Folds.spread(keys: draw.keys, labels: draw.labels, count: 10, seed: 7)
    let turned = Folds.spread(
      keys: order.map { draw.keys[$0] }, labels: order.map { draw.labels[$0] }, count: 10, seed: 7)
    #expect(order.map { plain[$0] } == turned)
    for fold in 0..<10 { #expect(plain.count { $0 == fold } == 20) }
    #expect(plain != Folds.spread(keys: draw.keys, labels: draw.labels, count: 10, seed: 8))
  }

  @Test("nothing to tell: the held-out accuracy is chance, though the choice finds something")
  func noGroups() throws {
    let draw = Draw(400, columns: 40, separation: 0)
    let golden = try GoldenQuestions.choose(
      draw.rows(workers: workers), options: GoldenQuestions.Options(leastGain: -1), seed: 1,
      workers: workers)
    let heldOut = golden.heldOut
    #expect(heldOut.accuracy < heldOut.largestShare + 3 * heldOut.standardError)
    #expect(abs(heldOut.kappa) < 0.08)
    // Chosen and judged on the same rows, the same columns look better than they are.
    #expect(golden.steps.last?.accuracy ?? 0 > heldOut.accuracy + 0.02)
  }

  @Test("the list ends where two more columns add less than a point")
  func stopping() throws {
    let draw = Draw(600, columns: 12, separation: 1.6, missing: 0)
    let rows = try draw.rows(workers: workers)
    let all = try GoldenQuestions.choose(
      rows, options: GoldenQuestions.Options(maximumCount: 12, leastGain: -1), seed: 1,
      workers: workers)
    let short = try GoldenQuestions.choose(
      rows, options: GoldenQuestions.Options(maximumCount: 12), seed: 1, workers: workers)
    #expect(all.steps.count == 12)
    #expect(short.columns == Array(all.columns.prefix(short.steps.count)))
    let last = short.steps.count - 1
    for step in all.steps[(last + 1)...].prefix(2) {
      #expect(step.accuracy - all.steps[last].accuracy < 0.01)
    }
  }

  @Test("columns of one question count once: of three questions all six columns, of no other")
  func pairs() throws {
    let questions = (0..<24).map { $0 % 12 }
    let rows = try Draw(500, columns: 24, separation: 1)
      .rows(questions: questions, workers: workers)
    let options = GoldenQuestions.Options(maximumCount: 3, leastGain: -1)
    let golden = try GoldenQuestions.choose(rows, options: options, seed: 1, workers: workers)
    #expect(golden.columns.count == 6)
    #expect(Set(golden.columns.map { questions[$0] }).count == 3)
    for columns in golden.foldColumns {
      #expect(columns.count == 6 && Set(columns.map { questions[$0] }).count == 3)
    }
    let single = try Draw(500, columns: 24, separation: 1).rows(workers: workers)
    let three = try GoldenQuestions.choose(single, options: options, seed: 1, workers: workers)
    #expect(three.columns.count == 3 && Array(golden.columns.prefix(1)) == [three.columns[0]])
    #expect(golden.heldOut.accuracy > three.heldOut.accuracy)
  }

  @Test("with one proposal the columns are those of lambda alone")
  func lambdaAlone() throws {
    let draw = Draw(300, columns: 10, separation: 1, missing: 0)
    let rows = try draw.rows(workers: workers)
    let golden = try GoldenQuestions.choose(
      rows,
      options: GoldenQuestions.Options(maximumCount: 4, leastGain: -1, proposalCount: 1), seed: 1,
      workers: workers)
    let matrix = Matrix(
      rowCount: 300, columnCount: 10, elements: draw.answers.map { Double($0) })
    let sums = LabelledSums(
      matrix, chosen: Array(0..<300), labels: draw.labels, groupCount: 4,
      origin: [Double](repeating: 3, count: 10))
    #expect(golden.columns == WilksSteps.choose(sums, count: 4).map(\.column))
    let whole = WholeDiscriminant(try sums.discriminant(golden.columns, isSteady: true))
    for (own, other) in zip(golden.rule.coefficients.joined(), whole.coefficients.joined()) {
      #expect(abs(own - other) <= 1)
    }
  }

  @Test("groups formed anew without a fold keep the numbers of those they have most in common with")
  func regrouping() throws {
    let rows = GridMatrix(plantedRows(120, 6, seed: 2))
    let solution = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 3), seed: 1, workers: workers)
    // The same clusters under other numbers.
    let labels = solution.assignments.map { (Int($0) + 1) % 3 }
    let regrouping = Regrouping(rows, weights: nil, labels: labels, clusterCount: 3, seed: 1)
    let all = try #require(regrouping.labels(outside: Array(0..<120)))
    #expect(zip(all, labels).count { $0 == $1 } >= 118)
    let outside = try #require(regrouping.labels(outside: Array(0..<100)))
    #expect(outside.count == 120)
    #expect(zip(outside, labels).count { $0 == $1 } >= 105)
    #expect(regrouping.labels(outside: [0, 1]) == nil)
  }

  @Test("whole scores are exact: answers on any grid give the same groups and margins")
  func wholeScores() {
    let rule = WholeDiscriminant(
      coefficients: [[1_500_000, -250_000], [250_000, 1_000_000]], constants: [0, -1_250_000])
    let answers = integers([1, 1, 5, 1, 1, 5], columns: 2)
    let fine = rule.assign(GridMatrix(answers))
    let whole = rule.assign(
      GridMatrix(rowCount: 3, columnCount: 2, elements: [1, 1, 5, 1, 1, 5], gridBits: 0))
    #expect(fine == whole)
    #expect(whole.map(\.group) == [0, 0, 1] && whole[0].margin == 1.25)
    #expect(rule.scores([5, 1], gridBits: 0) == [7_250_000, 1_000_000])
    // A tie goes to the lower group.
    let tie = WholeDiscriminant(coefficients: [[7], [7]], constants: [3, 3])
    let one = tie.assign(GridMatrix(rowCount: 1, columnCount: 1, elements: [2], gridBits: 0))
    #expect(one[0].group == 0 && one[0].second == 1 && one[0].probabilities == [0.5, 0.5])
  }

  @Test("a model of some columns fills what is missing from these alone")
  func modelParts() throws {
    let draw = Draw(300, columns: 6, separation: 1)
    let model = try NormalModel.fit(
      IntegerMatrix(rowCount: 300, columnCount: 6, elements: draw.answers), weights: nil)
    let part = model.selecting(columns: [4, 1])
    #expect(part.mean == [model.mean[4], model.mean[1]])
    let filled = part.gridMatrix(
      imputing: integers([5, nil, nil, nil], columns: 2), workers: workers)
    let slope = model.covariance[1, 4] / model.covariance[4, 4]
    let expected = model.mean[1] + slope * (5 - model.mean[4])
    #expect(abs(filled.value(0, 1) - expected) < 1e-3)
    #expect(abs(filled.value(1, 0) - model.mean[4]) < 1e-3)
    let again = NormalModel(
      mean: model.mean, covariance: model.covariance, excluded: model.excludedColumns,
      ridge: model.ridge, ranges: model.ranges)
    let rows = IntegerMatrix(rowCount: 300, columnCount: 6, elements: draw.answers)
    #expect(
      again.gridMatrix(imputing: rows, workers: workers)
        == model.gridMatrix(imputing: rows, workers: workers))
  }

  @Test("accuracy by hand: shares, kappa, chance, recall, Brier's score")
  func accuracy() {
    let rows = [(0, 0, 0.9), (0, 0, 0.7), (0, 1, 0.4), (1, 1, 0.2)].map { actual, assigned, p in
      TypingAccuracy.Outcome(actual: actual, assigned: assigned, probabilities: [p, 1 - p])
    }
    let nobody = TypingAccuracy.Outcome(
      actual: 1, assigned: 0, probabilities: [1, 0], weight: 0)
    let result = TypingAccuracy(rows + [nobody], groupCount: 2)
    // Where all are right, no share is larger than 1 by rounding.
    let right = (0..<200).map { row in
      TypingAccuracy.Outcome(actual: row % 2, assigned: row % 2, probabilities: [0.5, 0.5])
    }
    let all = TypingAccuracy(right, groupCount: 2)
    #expect(all.accuracy == 1 && all.standardError == 0 && all.kappa == 1)
    #expect(result.rowCount == 4 && result.accuracy == 0.75)
    #expect(result.confusion == [[0.5, 0.25], [0, 0.25]])
    // Chance .75 * .5 + .25 * .5 = .5.
    #expect(abs(result.kappa - 0.5) < 1e-12)
    #expect(result.recalls == [0.5 / 0.75, 1] && result.precisions == [1, 0.5])
    #expect(result.largestShare == 0.75 && result.proportionalChance == 0.625)
    // Twice the squared misses .1, .3, .6 and .2, over 4.
    #expect(abs(result.brier - 0.25) < 1e-12)
    #expect(result.bins.isEmpty && result.groupCounts == [3, 1])
  }
}
