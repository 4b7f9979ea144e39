import Foundation
import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Opportunity scores")
struct OpportunityScoresTests {
  @Test("Every score of the patching study equals an independent computation to 1e-12")
  func patching() throws {
    let study = try StudyReader.read(
      path: Places.patching.appendingPathComponent("study.yaml").path)
    try compare(
      study.study,
      .file(path: Places.patching.appendingPathComponent("responses.csv").path),
      with: Places.root.appendingPathComponent("Tests/SurveyTests/Patching/expected.json"))
  }

  @Test(
    "Every score of the Perth parks survey equals an independent computation to 1e-12",
    .enabled(if: Places.perth != nil, "the folder of shared samples is absent"))
  func perth() throws {
    let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Perth")
    let study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path)
    try compare(
      study.study, .file(path: try #require(Places.perth)),
      with: folder.appendingPathComponent("expected.json"))
  }

  @Test(
    "Perth parks: lake, nature, trees, off-leash dogs, fauna and dog area lead, as published",
    .enabled(if: Places.perth != nil, "the folder of shared samples is absent"))
  func perthLeaders() throws {
    let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Perth")
    let study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions())
      .load(.file(path: try #require(Places.perth)))
    let all = SegmentScoring(
      study: study, responses: loaded.responses, options: AnalysisOptions()
    ).everybody()
    let leaders = all.ranked.prefix(6).map { study.outcomes[$0.outcome].id }
    #expect(leaders == ["10", "11", "22", "16", "15", "05"])
    let lake = try #require(all.ranked.first)
    // The data's page gives two or three decimals.
    #expect(abs((lake.importance?.value ?? 0) - 8.52) < 0.005)
    #expect(abs((lake.satisfaction?.value ?? 0) - 5.80) < 0.005)
    #expect(abs((lake.opportunity?.value ?? 0) - 11.25) < 0.005)
    #expect(abs((lake.opportunity?.standardError ?? 0) - 0.404) < 0.0005)
    #expect(lake.rank == 1 && lake.band == .solid && lake.zone == .underserved)
  }

  // MARK: - Steps

  private func compare(_ study: Study, _ input: TableInput, with file: URL) throws {
    var expected: [String: ExpectedScores.Score] = [:]
    for score in try ExpectedScores.load(file) {
      expected[key(score.scorer, score.base, score.segmentation, score.segment, score.outcome)] =
        score
    }
    let options = AnalysisOptions()
    let responses = try ResponseLoader(study: study, options: options).load(input).responses
    var compared = 0
    for scorer in Scorer.allCases {
      for base in ScoreBase.allCases {
        var variant = study
        variant.scoring = ScoringPlan(scorer: scorer, base: base)
        let scoring = SegmentScoring(study: variant, responses: responses, options: options)
        var segments = [scoring.everybody()]
        for grouping in responses.groupings {
          segments += scoring.segments(of: grouping, minimumBase: 30)
        }
        for segment in segments {
          for score in segment.outcomes where score.opportunity != nil {
            let name = key(
              scorer.rawValue, base.rawValue, segment.segmentation, segment.segment,
              study.outcomes[score.outcome].id)
            guard let reference = expected[name] else { continue }
            compared += 1
            let differences = reference.differences(from: score)
            #expect(differences.isEmpty, "\(name): \(differences)")
          }
        }
      }
    }
    #expect(compared > 6 * study.outcomes.count, "\(compared) scores were compared")
  }

  private func key(_ parts: String...) -> String { parts.joined(separator: "|") }
}
