import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Who is in the clusters")
struct ProfileAnalysisTests {
  private static func patching(
    _ change: (inout Study) -> Void = { _ in }
  ) throws -> AnalysisResult {
    var study = try StudyReader.read(
      path: Places.patching.appendingPathComponent("study.yaml").path
    ).study
    change(&study)
    return try Analysis.run(
      study, studySHA256: "",
      input: .file(path: Places.patching.appendingPathComponent("responses.csv").path),
      options: AnalysisOptions())
  }

  @Test("Every column of the job model is described once, and no clustered item is tested")
  func patchingProfile() throws {
    let result = try Self.patching()
    let section = try #require(result.profile.section)
    // The columns of role, servers and change_window are told as segmentations.
    #expect(
      section.variables.map(\.name) == [
        "role", "estate", "change window", "tool", "budget", "time", "skill", "wa_spreadsheet",
        "wa_weekend",
      ])
    #expect(Set(section.variables.filter(\.isDifferent).map(\.name)).isSuperset(of: ["estate"]))
    for variable in section.variables where variable.refusal.isEmpty {
      #expect(variable.p != nil && variable.adjustedP.map { $0 >= variable.p ?? 1 } ?? false)
      #expect(variable.plainP != nil && (0...1).contains(variable.strength ?? -1))
      for cluster in 0..<4 {
        let shares = variable.rows.filter { $0.cluster == cluster }.compactMap(\.share)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
      }
      for row in variable.rows {
        let (low, high) = (try #require(row.low), try #require(row.high))
        #expect(low <= row.share ?? -1 && row.share ?? 2 <= high)
      }
    }
    #expect(!result.comparisons.contains { $0.segmentation == "cluster" })
    for segment in result.segments where segment.segmentation == "cluster" {
      #expect(segment.outcomes.allSatisfy { $0.gapP == nil && $0.adjustedGapP == nil })
    }
    #expect(!result.notDone.contains { $0.contains("circumstances") || $0.contains("roles") })
    let tree = try #require(section.tree.section)
    #expect(!tree.tellsNothing && tree.accuracy > tree.chance + 2 * tree.accuracyError)
    #expect(tree.leaves.map(\.respondentCount).reduce(0, +) == 600)
    #expect(tree.leaves.allSatisfy { $0.respondentCount >= 30 && $0.share >= 0.05 })
  }

  @Test("Clusters have names of their own, in the words of their strongest outcome")
  func names() throws {
    let clusters = try #require(Self.patching().clusters.section?.clusters)
    let names = clusters.map(\.suggestedName)
    #expect(Set(names).count == 4)
    #expect(names[1].hasPrefix("\"Locate the right patch for each component\" stands out: "))
    #expect(names.contains { $0.contains("over-represented: estate ") && $0.contains("(index ") })
  }

  @Test("A simulated survey has no habit in its row-centred clusters")
  func habits() throws {
    let result = try Self.patching()
    let style = try #require(result.style)
    #expect(style.etaSquared("cluster", .both) ?? 1 < 0.05)
    #expect(
      style.habits.count { $0.segmentation == "all" } == 3 * RatingHabits.Measure.allCases.count)
    #expect(style.thirds.map(\.label) == ["low", "middle", "high"])
    #expect(style.thirds.allSatisfy { ($0.agreement ?? 0) > 0.8 })
    #expect(style.thirds.map(\.scores.respondentCount).reduce(0, +) == 600)
    #expect(style.highest.count == 5)
  }

  @Test("A study that names nothing of people says so in place of a profile")
  func nothingKnown() throws {
    let result = try Self.patching { study in
      (study.segmentations, study.hypotheses) = ([], [])
      (study.roles, study.solutions) = (nil, nil)
      (study.circumstances, study.barriers) = ([], [])
      (study.workarounds, study.activities) = ([], [])
    }
    guard case .refused(let reason) = result.profile else {
      Issue.record("a profile of nothing")
      return
    }
    #expect(reason.hasPrefix("the study names no segments"))
  }

  @Test(
    "Perth parks: clusters of own opportunity are largely level, row-centred ones are not",
    .enabled(if: Places.perth != nil, "the folder of shared samples is absent"),
    arguments: [
      (ClusterFeature.opportunity, 3, 0.55...0.70), (.opportunity, 5, 0.60...0.75),
      (.centredGap, 3, 0...0.17), (.centredGap, 5, 0...0.16),
    ])
  func perthLevel(feature: ClusterFeature, count: Int, range: ClosedRange<Double>) throws {
    let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Perth")
    var study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    (study.clustering.feature, study.clustering.clusterCount) = (feature, count)
    let result = try Analysis.run(
      study, studySHA256: "", input: .file(path: try #require(Places.perth)),
      options: AnalysisOptions())
    let share = try #require(result.style?.etaSquared("cluster", nil))
    #expect(range.contains(share), "\(feature) \(count): \(share)")
    let importance = try #require(result.style?.etaSquared("cluster", .importance))
    #expect(feature == .opportunity ? importance > 0.5 : importance < 0.2)
    let both = try #require(result.style?.etaSquared("cluster", .both))
    #expect((feature == .opportunity ? 0.22...0.32 : 0.05...0.10).contains(both), "\(both)")
  }

  @Test(
    "Perth parks: clusters of own opportunity hang on starts and on who was asked",
    .enabled(if: Places.perth != nil, "the folder of shared samples is absent"),
    arguments: [3, 4, 5])
  func perthStability(count: Int) throws {
    let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Perth")
    var study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    (study.clustering.feature, study.clustering.clusterCount) = (.opportunity, count)
    let result = try Analysis.run(
      study, studySHA256: "", input: .file(path: try #require(Places.perth)),
      options: AnalysisOptions())
    let section = try #require(result.clusters.section)
    // Published for plain starts: .49 to .69, for pairs of resamples .45 to .76. Starts that are
    // carried on by moves of single people agree more.
    let starts = try #require(section.check?.starts?.mean)
    #expect((0.45...0.85).contains(starts), "\(starts)")
    let pairs = try #require(section.search.published?.stability?.agreement)
    #expect((0.43...0.78).contains(pairs), "\(pairs)")
    #expect(section.search.verdict.kind != .natural)
  }
}
