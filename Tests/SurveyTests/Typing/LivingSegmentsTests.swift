import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// What becomes of segments: answers that move, weights, and segments formed anew.
@Suite("Living segments")
struct LivingSegmentsTests {
  /// Two planted groups that rate opposite halves high; weights 1, 2 or 3.
  private static func csv(_ count: Int, seed: UInt64 = 5, lift: Double = 0) -> [String] {
    var stream = RandomStream(seed: seed, purpose: "living segments")
    let names = ["a", "b", "c", "d", "e", "f"]
    let header =
      "id,w,"
      + (names.map { "imp_\($0)" } + names.map { "sat_\($0)" })
      .joined(separator: ",")
    return [header]
      + (0..<count).map { row in
        let group = stream.below(2)
        let ratings = (0..<12).map { column -> String in
          let isHigh = (column % 6 % 2 == group) == (column < 6)
          let value =
            3 + (column < 6 ? lift : 0) + (isHigh ? 0.9 : -0.9) + 0.9 * stream.normal()
          return String(Int(min(5, max(1, value.rounded()))))
        }
        return "P\(row),\(1 + stream.below(3))," + ratings.joined(separator: ",")
      }
  }

  private func model(_ lines: [String], weight: String? = nil, clusters: Int = 2) throws
    -> (result: AnalysisResult, model: TypingModel)
  {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d", "e", "f"], weight: weight)
    study.clustering.feature = .centredGap
    study.clustering.clusterCount = clusters
    study.scoring.replicateCount = 100
    let result = try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(lines.joined(separator: "\n") + "\n"),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
    guard case .done(let section) = result.typing else {
      throw SurveyError.noRespondents(input: "\(result.typing)")
    }
    return (result, section.model)
  }

  private func classify(
    _ model: TypingModel, _ lines: [String], _ wishes: Classifier.Wishes = Classifier.Wishes()
  ) throws -> Classification {
    try Classifier.run(
      (model, "model.json"), input: SmallSurvey.input(lines.joined(separator: "\n") + "\n"),
      wishes: wishes, options: AnalysisOptions(workers: Workers(threadCount: 2)))
  }

  private func fields(_ line: String) -> [String] { line.components(separatedBy: ",") }

  @Test("the study's own answers have not moved, and are those of the file")
  func ownAnswers() throws {
    let lines = Self.csv(300)
    let model = try model(lines).model
    let drift = try #require(try classify(model, lines).drift.answers)
    #expect(drift.rows.count == 18 && drift.typingCount == 12 && drift.movedCount == 0)
    for row in drift.rows {
      #expect(row.before == row.now && row.drift?.psi == 0 && row.drift?.shift.difference == 0)
    }
    #expect(drift.byExcess.count == 12 && !drift.haveMoved)
    let ones = lines.dropFirst().filter { fields($0)[2] == "1" }.count
    let gaps = lines.dropFirst().map { line in
      (Double(fields(line)[2]) ?? .nan) - (Double(fields(line)[8]) ?? .nan)
    }
    let (first, gap) = (try #require(drift.rows[0].before), try #require(drift.rows[2].before))
    #expect(first.count == 300 && first.effective == 300)
    #expect(first.shares[0] == Double(ones) / 300)
    #expect(abs(gap.mean + Double(drift.rows[2].lowest) - gaps.reduce(0, +) / 300) < 1e-12)
    #expect(drift.rows[2].lowest == -4 && drift.rows[2].adjustedP == nil)
  }

  @Test("all importance a point higher: half of the questions moved, and that is a reason")
  func movedAnswers() throws {
    let model = try model(Self.csv(300)).model
    let found = try classify(model, Self.csv(200, seed: 6, lift: 1))
    let drift = try #require(found.drift.answers)
    #expect(drift.movedCount == 6 && drift.haveMoved)
    #expect(found.drift.reasons.contains(.movedAnswers))
    for row in drift.rows {
      #expect(row.hasMoved == (row.line == .importance))
      let shift = try #require(row.drift?.shift)
      let interval = try #require(shift.interval())
      #expect((interval.low > 0) == (row.line != .satisfaction))
    }
    // Nothing but chance, and few people.
    let same = try classify(model, Self.csv(200, seed: 7))
    #expect(same.drift.answers?.movedCount == 0 && same.drift.reasons.isEmpty)
    let few = try classify(model, Array(Self.csv(41, seed: 6, lift: 1)))
    #expect(few.drift.answers?.movedCount == 0)
    let nobody = try classify(model, Array(Self.csv(8, seed: 6, lift: 1)))
    #expect(nobody.drift.answers?.rows.allSatisfy { $0.now == nil && $0.drift == nil } == true)
  }

  @Test("by the golden questions, the others are compared where that is wished")
  func allQuestions() throws {
    let lines = Self.csv(300)
    let model = try model(lines).model
    let golden = try #require(model.golden).questions
    let some = try classify(model, lines, Classifier.Wishes(questions: .golden))
    let all = try classify(
      model, lines, Classifier.Wishes(questions: .golden, readsAllQuestions: true))
    #expect(some.segments == all.segments && some.columns == all.columns)
    #expect(some.drift.answers?.typingCount == golden.count)
    #expect(all.drift.answers?.typingCount == golden.count)
    #expect(some.drift.answers?.byExcess.count == golden.count)
    #expect(all.drift.answers?.byExcess.count == 12)
  }

  @Test("weights: the study's own people by their weights have the weighted shares of the study")
  func weights() throws {
    var lines = Self.csv(300)
    lines[1] = lines[1].replacingOccurrences(of: "P0,1,", with: "P0,0,")
      .replacingOccurrences(of: "P0,2,", with: "P0,0,")
      .replacingOccurrences(of: "P0,3,", with: "P0,0,")
    let (result, model) = try model(lines, weight: "w")
    let found = try classify(model, lines, Classifier.Wishes(weight: "w"))
    let weighted = try #require(model.baseline?.weighted)
    #expect(found.drift.count == 299 && found.drift.reasons.isEmpty)
    let weights = lines.dropFirst().map { Double(fields($0)[1]) ?? .nan }
    let total = weights.reduce(0, +)
    let effective = total * total / weights.reduce(0) { $0 + $1 * $1 }
    #expect(abs(found.drift.effectiveCount - effective) < 1e-9)
    for (segment, share) in found.drift.shares.enumerated() {
      let own = zip(weights, result.respondents.clusters).reduce(0.0) {
        $0 + (Int($1.1) == segment ? $1.0 : 0)
      }
      #expect(abs(share.share - own / total) < 1e-12 && share.training == share.share)
      #expect(abs(share.share - model.segments[segment].share) < 1e-12)
      let wilson = ShareInterval.wilson(share: own / total, count: effective)
      #expect(abs(share.low - wilson.low) < 1e-9 && abs(share.high - wilson.high) < 1e-9)
    }
    let answers = try #require(found.drift.answers)
    #expect(answers.rows.allSatisfy { $0.before == $0.now })
    #expect(answers.rows[0].now == weighted.answers[0].importance)
    #expect(abs((answers.rows[0].now?.effective ?? 0) - effective) < 1e-9)
    // Unweighted stays what it was, and so do segments.
    let plain = try classify(model, lines)
    #expect(plain.segments == found.segments && plain.weights == nil)
    #expect(plain.drift.effectiveCount == 300)
    let golden = try classify(model, lines, Classifier.Wishes(questions: .golden, weight: "w"))
    #expect(golden.drift.shares.map(\.training) == weighted.golden?.segmentShares)
  }

  @Test(
    "weights that are none are refused, with the place",
    arguments: [
      ("-1", "is negative in 1 row"), ("x", "is not a number in 1 row"), ("", "is blank in 1 row"),
      ("0", "sum to 0"),
    ])
  func badWeights(text: String, words: String) throws {
    let lines = Self.csv(300)
    let model = try model(lines).model
    let spoiled = lines.prefix(2).map { line in
      line.hasPrefix("id")
        ? line : (["P0", text] + fields(line).dropFirst(2)).joined(separator: ",")
    }
    let failure = try #require(throws: SurveyError.self) {
      try classify(model, spoiled, Classifier.Wishes(weight: "w"))
    }
    #expect(failure.exitStatus == .data && failure.message.description.contains(words))
    let missing = try #require(throws: AnswersFailure.self) {
      try classify(model, lines, Classifier.Wishes(weight: "v"))
    }
    #expect(missing.exitStatus == .data)
    #expect(missing.message.description.hasPrefix("--weight: r.csv has no column \"v\""))
    let rating = try #require(throws: AnswersFailure.self) {
      try classify(model, lines, Classifier.Wishes(weight: "imp_a"))
    }
    #expect(rating.exitStatus == .usage)
  }

  @Test("a model without the study's answers types as before, and cannot tell their drift")
  func olderModel() throws {
    let lines = Self.csv(300)
    var model = try model(lines).model
    let now = try classify(model, lines)
    model.baseline = nil
    let old = try classify(model, lines)
    #expect(old.segments == now.segments && old.margins == now.margins)
    #expect(old.confidences.isEmpty && old.drift.answers == nil && old.drift.reasons.isEmpty)
    let failure = try #require(throws: TypingModelFailure.self) {
      try classify(model, lines, Classifier.Wishes(readsAllQuestions: true))
    }
    #expect(failure.exitStatus == .usage)
    let weighted = try classify(model, lines, Classifier.Wishes(weight: "w"))
    #expect(weighted.drift.shares[0].training == now.drift.shares[0].training)
  }

  @Test("confidence by all questions: more than half against the next, 1 far away, by the formula")
  func confidence() throws {
    let lines = Self.csv(300)
    let model = try model(lines, clusters: 3).model
    let found = try classify(model, lines)
    #expect(found.confidences.count == 300)
    #expect(found.confidences.allSatisfy { $0 > 1.0 / 3 && $0 <= 1 })
    let order = found.margins.indices.sorted { found.margins[$0] < found.margins[$1] }
    #expect(found.confidences[order[0]] < 0.6 && found.confidences[order[299]] > 0.9)
    let variances = try #require(model.baseline).lineVariances
    for a in 0..<3 {
      #expect(variances[a][a] == 0)
      for b in 0..<3 where b != a { #expect(variances[a][b] > 0.05 && variances[a][b] < 3) }
    }
    // Centers (0, 0), (2, 0) and (0, 4) of grid 0, s² of 1, 2 and 3.
    var small = model
    small.nearest.gridBits = 0
    small.baseline?.lineVariances = [[0, 1, 2], [1, 0, 3], [2, 3, 0]]
    let value = try #require(small.confidence(0, [1, 3, 9]))
    #expect(abs(value - 1 / (1 + exp(-1) + exp(-2))) < 1e-15)
    small.baseline?.lineVariances[0] = [0, 0, 0]
    #expect(small.confidence(0, [1, 3, 9]) == 1 && small.confidence(0, [1, 1, 9]) == 0.5)
  }

  @Test("the scatter along the line between two centers is that of the projections")
  func lineVariances() {
    let rows = GridMatrix(
      rowCount: 4, columnCount: 2, elements: [2, 0, -2, 4, 10, 4, 6, 0], gridBits: 1)
    let centers = GridMatrix(rowCount: 2, columnCount: 2, elements: [0, 2, 8, 2], gridBits: 1)
    // Along the first axis every person lies 1 from the own center.
    #expect(
      BaselineBuilder.lineVariances(rows, labels: [0, 0, 1, 1], weights: nil, centers: centers)
        == [[0, 1], [1, 0]])
    let skewed = GridMatrix(rowCount: 2, columnCount: 2, elements: [0, 2, 8, 8], gridBits: 1)
    // The line is (4, 3) / 5.
    let found = BaselineBuilder.lineVariances(
      rows, labels: [0, 0, 1, 1], weights: [1, 1, 1, 1], centers: skewed)
    let steps = [(1.0, -1.0), (-1.0, 1.0), (1.0, -2.0), (-1.0, -4.0)]
    let expected = steps.map { pow((4 * $0.0 + 3 * $0.1) / 5, 2) }.reduce(0, +) / 4
    #expect(abs(found[0][1] - expected) < 1e-12 && found[0][1] == found[1][0])
  }

  @Test("segments formed anew from the same people are found again, whatever their labels")
  func sameSegments() throws {
    let lines = Self.csv(300)
    let model = try model(lines).model
    var turned = model
    turned.nearest.centers.reverse()
    turned.baseline?.lineVariances.reverse()
    let (old, new) = (try classify(model, lines), try classify(turned, lines))
    let same = try SegmentTransition(from: old, to: new, file: "new.json")
    #expect(same.matches == [1, 0] && same.basis == .profiles && same.commonOutcomeCount == 6)
    #expect(same.distances == [0, 0] && same.stayShare == 1 && same.adjustedRand == 1)
    #expect(same.counts[0][0] == 0 && same.shares == [[0, 1], [1, 0]] && same.count == 300)
  }

  @Test("more segments anew: one old segment is split, and the table counts its people")
  func splitSegments() throws {
    let lines = Self.csv(400)
    let (two, three) = (try model(lines).model, try model(lines, clusters: 3).model)
    let wishes = Classifier.Wishes(weight: "w")
    let (old, new) = (try classify(two, lines, wishes), try classify(three, lines, wishes))
    let found = try SegmentTransition(from: old, to: new, file: "new.json")
    #expect(Set(found.matches.compactMap { $0 }).count == 2 && found.oldLabels.count == 2)
    for a in 0..<2 {
      for b in 0..<3 {
        let people = old.segments.indices.filter {
          Int(old.segments[$0]) == a && Int(new.segments[$0]) == b
        }
        #expect(found.counts[a][b] == people.count)
      }
      #expect(abs(found.shares[a].reduce(0, +) - 1) < 1e-12)
    }
    #expect(found.stayShare > 0.4 && found.stayShare < 1 && found.effectiveCount < 400)
    let back = try SegmentTransition(from: new, to: old, file: "old.json")
    #expect(back.matches.count { $0 == nil } == 1 && back.adjustedRand == found.adjustedRand)
    #expect(abs(back.stayShare - found.stayShare) < 1e-12)
  }

  @Test("models without a common measure are matched by their people, other ids are refused")
  func otherMeasure() throws {
    let lines = Self.csv(300)
    let model = try model(lines).model
    var other = model
    other.nearest.feature = .importance
    other.nearest.gridBits = FeatureGrid(feature: .importance, scale: other.reading.scale).rowBits
    #expect(ProfileMatch(model, other) == nil)
    var (old, new) = (try classify(model, lines), try classify(model, lines))
    new.model = other
    let found = try SegmentTransition(from: old, to: new, file: "new.json")
    #expect(found.basis == .people && found.matches == [0, 1] && found.distances == [nil, nil])
    // Fewer outcomes: both centers lose their own mean over the common ones.
    var fewer = model
    fewer.nearest.outcomes = [0, 1, 2, 3]
    fewer.nearest.centers = model.nearest.centers.map { Array($0.prefix(4)) }
    #expect(ProfileMatch(model, fewer)?.distances == [0, 0])
    old.idColumn = "name"
    #expect(throws: TypingModelFailure.otherPeople(file: "new.json", old: "name", new: "id")) {
      try SegmentTransition(from: old, to: new, file: "new.json")
    }
  }
}
