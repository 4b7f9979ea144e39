import NumericCore
import Tables

@testable import Statistics
@testable import Survey

/// A result made by hand: four outcomes, two declared groups, two clusters. No method computed
/// it; its numbers are chosen so that every kind of line appears in the papers.
enum ResultFixture {
  static let place = Place(file: "study.yaml", line: 1)

  static var study: Study {
    let texts = [
      "Minimize the time it takes to learn that a patch is needed",
      "Minimize the likelihood that a patch breaks a running service",
      "Increase the number of components that are patched at once",
      "=Minimize the \"cost\" of a patch, in all",
    ]
    let outcomes = texts.enumerated().map { index, text in
      Outcome(
        id: "0\(index + 1)", text: text,
        importance: ColumnReference("imp_0\(index + 1)", place: place),
        satisfaction: ColumnReference("sat_0\(index + 1)", place: place), place: place)
    }
    var study = Study(
      name: "Patch management 2026",
      job: JobStatement(text: "Keep server and network components' software patched"),
      responses: ResponseFile(
        file: "responses.csv", scale: Scale(low: 1, high: 5, top: 4), scalePlace: place),
      outcomes: outcomes, file: "study.yaml")
    study.segmentations = [
      SegmentationPlan(name: "role", column: ColumnReference("role", place: place))
    ]
    study.weight = ColumnReference("weight", place: place)
    return study
  }

  /// A score with intervals 0.8 to each side.
  static func score(
    _ outcome: Int, _ importance: Double, _ satisfaction: Double, rank: Int, error: Double = 0.4
  ) -> OutcomeScore {
    let gap = importance - satisfaction
    let opportunity = importance + max(gap, 0)
    var score = OutcomeScore(
      outcome: outcome, importanceCount: 590, satisfactionCount: 585, pairedCount: 580)
    score.effectiveCount = 431.25
    score.importance = Estimate(value: importance, standardError: error / 2)
    score.satisfaction = Estimate(value: satisfaction, standardError: error / 2)
    score.gap = Estimate(value: gap, standardError: error)
    score.opportunity = Estimate(value: opportunity, standardError: error)
    score.low = opportunity - 2 * error
    score.high = opportunity + 2 * error
    score.rank = rank
    score.degreesOfFreedom = 579
    score.ranking = Ranking(
      interval: max(1, rank - 1)...min(4, rank + 1), simultaneous: 1...4,
      topShares: [0.25, 0.75, 1], tier: 1 + rank / 4)
    score.needed =
      outcome == 1
      ? NeededRespondents(total: nil, further: nil) : NeededRespondents(total: 420, further: 0)
    score.band = Band(opportunity: opportunity)
    score.zone = Zone(
      importance: importance, satisfaction: satisfaction, opportunity: opportunity)
    score.unmetShare = 0.1 + 0.2
    return score
  }

  static var segments: [SegmentScores] {
    var all = SegmentScores(
      segmentation: "all", segment: "all", respondentCount: 600, share: 1, effectiveCount: 431.25)
    all.outcomes = [
      score(0, 8.7, 3.8, rank: 2), score(1, 8.9, 3.1, rank: 1), score(2, 5.2, 4.9, rank: 3),
      score(3, 4.0, 7.5, rank: 4),
    ]
    var support = SegmentScores(
      segmentation: "role", segment: "Support", respondentCount: 98, share: 0.16,
      effectiveCount: 71)
    support.outcomes = [
      score(0, 8.9, 1.2, rank: 1), score(1, 8.0, 4.0, rank: 2), score(2, 5.0, 5.0, rank: 3),
      score(3, 4.1, 7.0, rank: 4),
    ]
    var user = SegmentScores(
      segmentation: "role", segment: "End user", respondentCount: 495, share: 0.83,
      effectiveCount: 360)
    user.outcomes = all.outcomes
    var hidden = SegmentScores(
      segmentation: "role", segment: "Buyer", respondentCount: 7, share: 0.01, effectiveCount: 6)
    hidden.status = .refused
    hidden.reason = "fewer than 10 respondents"
    var first = SegmentScores(
      segmentation: "cluster", segment: "1", respondentCount: 380, share: 0.63,
      effectiveCount: 270)
    first.outcomes = all.outcomes
    return [all, support, user, hidden, first]
  }

  static var factors: FactorSection {
    FactorSection(
      feature: .opportunity, outcomes: [0, 1, 2, 3],
      solution: FactorSolution(
        eigenvalues: [2.1, 0.9, 0.6, 0.4], thresholds: [1.2, 1.1, 0.95, 0.9], factorCount: 1,
        loadings: Matrix(rowCount: 4, columnCount: 1, elements: [0.8, 0.7, 0.6, -0.1]),
        communalities: [0.64, 0.49, 0.36, 0.01], strongestFactors: [0, 0, 0, 0],
        markers: [.init(factor: 0, column: 0, reason: .clear)], hasConverged: true))
  }

  static var comparisons: [SegmentationComparisons] {
    let support = SegmentComparison(
      outcome: 0, segment: "Support", against: nil,
      difference: Estimate(value: 3, standardError: 0.5), low: 2, high: 4, p: 1e-6, needsP: 1e-5,
      adjustedP: 8e-6, adjustedNeedsP: 4e-5)
    var user = support
    user.segment = "End user"
    user.difference.value = -3
    (user.low, user.high) = (-4, -2)
    var other = support
    other.outcome = 1
    (other.p, other.adjustedP) = (0.2, 0.4)
    return [
      SegmentationComparisons(
        segmentation: "role", againstRest: [support, user, other], pairs: [], refusal: "")
    ]
  }

  static var result: AnalysisResult {
    AnalysisResult(
      study: study,
      input: InputSummary(
        name: "responses.csv", byteCount: 12_345, sha256: String(repeating: "a", count: 64),
        studySHA256: String(repeating: "b", count: 64), recordCount: 603, respondentCount: 600,
        effectiveCount: 431.25, respondentColumn: "ResponseId", missingShare: 0.0234,
        evidence: ["The delimiter is a comma."]),
      weighting: nil,
      design: DesignSummary(
        stratumCount: 1, unitCount: 600, hasRowUnits: true, degreesOfFreedom: 599,
        replicateColumnCount: 0),
      segments: segments, comparisons: comparisons, hypotheses: [], factors: .done(factors),
      clusters: .refused(reason: "fewer than two respondents answered"),
      respondents: RespondentResults(
        ids: IdentityColumn(
          bytes: Array("b,=a\"R3".utf8), ends: [2, 5, 7], hashes: [1, 2, 3]),
        order: [1, 2, 0], weights: [1, 0.5, 1.5], givenWeights: [], clusters: [],
        margins: []),
      findings: [
        Finding(
          .warning, kind: "invalid-rating", subject: "imp_01", count: 2,
          text: "ratings outside the scale are taken as missing",
          places: ["responses.csv:4:7", "responses.csv:9:7"]),
        Finding(.note, kind: "blank-lines", count: 1, text: "blank lines were skipped"),
      ],
      notDone: ["success outcomes: the study names none"])
  }
}
