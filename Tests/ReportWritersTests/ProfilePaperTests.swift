import Foundation
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("People and habits in words and tables")
struct ProfilePaperTests {
  private static func row(_ cluster: Int, _ answer: String, _ share: Double) -> ProfileRow {
    ProfileRow(
      cluster: cluster, answer: answer, count: 120, share: share, shareOfAll: 0.3,
      index: 100 * share / 0.3, residual: 100 * (share - 0.3), low: share - 0.1,
      high: share + 0.1, difference: share - 0.3)
  }

  private static func result(isDifferent: Bool = true) -> AnalysisResult {
    var result = ResultFixture.result
    let clusters = ["1", "2"].map { label in
      ClusterDescription(
        label: label, respondentCount: 300, share: 0.5, effectiveCount: 300,
        center: [1, 0, 0, 0], jaccard: 0.9, suggestedName: "\"Learn\" comes first: strongest at 01")
    }
    result.clusters = .done(
      ClusterSection(
        feature: .centredGap, answerFeature: .centredGap, outcomes: [0, 1, 2, 3],
        respondentCount: 600, trainingCount: 600,
        search: ClusterSearch(candidates: [], chosenCount: 2), clusters: clusters,
        agreementWithOther: 0.9, isForced: false))
    let p = isDifferent ? 0.001 : 0.4
    let variables = [
      VariableProfile(
        kind: .circumstance, name: "estate", refusal: "", respondentCount: 600, strength: 0.42,
        plainP: 1e-9, p: p, adjustedP: p,
        rows: [row(0, "large", 0.5), row(0, "small", 0.5), row(1, "large", 0.1)]),
      VariableProfile(
        kind: .activity, name: "servers", refusal: "", respondentCount: 590, strength: 0.1,
        plainP: 0.5, p: 0.5, adjustedP: 0.5,
        rows: [ProfileRow(cluster: 0, answer: "", count: 300, mean: 12.5, meanOfAll: 10)]),
      VariableProfile(
        kind: .barrier, name: "=note", refusal: "700 different answers: an id or an open question",
        respondentCount: 0, rows: []),
    ]
    let leaves = [
      ClusterTree.Leaf(
        conditions: [
          .init(variable: "estate", answers: ["large", "huge"]),
          .init(variable: "servers", above: 10, upTo: 12.5, includesMissing: true),
        ], respondentCount: 400, share: 0.6, cluster: 0, clusterShare: 0.71),
      ClusterTree.Leaf(
        conditions: [.init(variable: "estate", answers: ["small"])], respondentCount: 200,
        share: 0.4, cluster: 1, clusterShare: 0.8),
    ]
    let tree = ClusterTree(
      leaves: isDifferent ? leaves : [], accuracy: 0.72, accuracyError: 0.02, chance: 0.5)
    result.profile = .done(ProfileSection(variables: variables, tree: .done(tree)))
    let strength = StyleAudit.Strength(
      segmentation: "cluster", battery: .both, measure: .level, respondentCount: 600,
      etaSquared: isDifferent ? 0.02 : 0.6)
    let third = StyleAudit.Third(
      label: "low", highestLevel: 3.25, scores: result.segments[0], agreement: 0.93)
    result.style = StyleAudit(
      habits: [
        StyleAudit.Habit(
          segmentation: "all", segment: "all", battery: .importance, measure: .spread,
          respondentCount: 600, mean: 1.25)
      ], strengths: [strength], straightCounts: [3, 1, 0], thirds: [third, third],
      highest: [1, 0], moved: isDifferent ? [0] : [])
    return result
  }

  private func text(_ lines: [String]) -> String {
    lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  @Test("profile.csv has a row for each variable, and for each answer in each cluster")
  func profile() {
    let lines = String(decoding: ProfileCSV.bytes(Self.result()), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines.count == 1 + 3 + 3 + 1)
    #expect(lines[1] == "circumstance,estate,,,600,,,,,,,,,,0.42,1e-09,0.001,0.001,")
    #expect(lines[2].hasPrefix("circumstance,estate,1,large,120,0.5,0.3,166.6"))
    #expect(lines[6].hasPrefix("activity,servers,1,,300,,,,,12.5,10,"))
    #expect(lines[7].hasPrefix("barrier,'=note,,,,"))
    for line in lines { #expect(line.count { $0 == "," } == ProfileCSV.columns.count - 1) }
    let refused = String(decoding: ProfileCSV.bytes(ResultFixture.result), as: UTF8.self)
    #expect(refused.hasSuffix(",there are no clusters to describe\n"))
  }

  @Test("style.csv has means, shares of variance, straight lines and thirds")
  func style() {
    let lines = String(decoding: StyleCSV.bytes(Self.result()), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines[1] == "mean,all,all,importance,spread,,600,1.25,")
    #expect(lines[2] == "eta-squared,cluster,,both,level,,600,0.02,")
    #expect(lines[3] == "straight,all,all,importance,run,,3,,")
    #expect(lines[6] == "third,level,low,both,highest,,600,3.25,")
    #expect(lines[8].hasPrefix("opportunity,level,low,,,01,580,13."))
    for line in lines { #expect(line.count { $0 == "," } == StyleCSV.columns.count - 1) }
  }

  @Test("What differs is told with strength and p, who is over-represented, and the tree")
  func people() {
    let words = text(PeopleSection.lines(Self.result()))
    #expect(words.contains("The segments differ in estate (strength 0.42, p .001)."))
    #expect(words.contains("Not beyond chance: activity servers."))
    #expect(words.contains("1  more often estate large (50 %, everybody 30 %, index 167)"))
    #expect(
      words.contains(
        "Of people with estate large or huge and activity servers above 10 and up to 12.5 or no "
          + "answer, 71 % are in segment 1 (400 people)."))
    #expect(words.contains("guessed right for 72 % of those left out"))
    #expect(words.contains("Not described: barrier =note (700 different answers"))
    let alike = text(PeopleSection.lines(Self.result(isDifferent: false)))
    #expect(alike.contains("none differs between the segments beyond chance and habits of rating"))
    #expect(alike.contains("Nothing known about people predicts the segment"))
    #expect(PeopleSection.lines(ResultFixture.result).isEmpty)
  }

  @Test("What people do or lack is told with what it is, in every sentence")
  func labels() {
    var result = Self.result()
    guard case .done(var profile) = result.profile else {
      Issue.record("no profile")
      return
    }
    profile.variables[0].kind = .barrier
    result.profile = .done(profile)
    let words = text(PeopleSection.lines(result))
    #expect(words.contains("The segments differ in barrier estate (strength 0.42, p .001)."))
    #expect(words.contains("1  more often barrier estate large (50 %"))
    #expect(words.contains("Of people with barrier estate large or huge and activity servers"))
  }

  @Test("Habits of rating are told by their share, with what it means")
  func habits() {
    let words = text(HabitSection.lines(Self.result()))
    #expect(words.contains("2 % lie between the segments"))
    #expect(words.contains("hardly separates the segments"))
    #expect(words.contains("gave 3 people to importance, 1 to satisfaction, 0 to both"))
    #expect(words.contains("these leave the two highest in one third or more: 01 (ranks 2, 2)"))
    let much = text(HabitSection.lines(Self.result(isDifferent: false)))
    #expect(much.contains("which may be a habit and no need"))
    #expect(much.contains("The two highest opportunities are the two highest in each third."))
    #expect(HabitSection.lines(ResultFixture.result).isEmpty)
  }

  @Test("A cluster's suggested name stands in the report and in clusters.csv")
  func names() {
    let words = text(ClustersSection.lines(Self.result()))
    #expect(words.contains("\"Learn\" comes first: strongest at 01"))
    let table = String(decoding: ClustersCSV.bytes(Self.result()), as: UTF8.self)
    #expect(table.contains(",0.9,\"\"\"Learn\"\" comes first: strongest at 01\",\n"))
  }
}
