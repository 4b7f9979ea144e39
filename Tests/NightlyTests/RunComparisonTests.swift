import Groundwork
import Tables
import Testing

@testable import Nightly
@testable import Survey

@Suite("What changed from one run to the next")
struct RunComparisonTests {
  private static let opportunities = [
    "segmentation,segment,outcome,text,opportunity,opportunity_low,opportunity_high,band,zone,tier",
    "all,all,01,First,12.2,11,13,high,underserved,1", "all,all,02,Second,9,8,10,low,table stakes,2",
    "all,all,03,Third,8,7,9,low,table stakes,2", "role,User,01,First,10,8,12,solid,underserved,1",
    "cluster,1,01,First,10,8,12,solid,underserved,1",
  ]
  private static let later = [
    "segmentation,segment,outcome,text,opportunity,opportunity_low,opportunity_high,band,zone,tier",
    "all,all,01,First,11.8,11,12.6,solid,underserved,1",
    "all,all,02,Second,12.5,11,14,high,table stakes,1", "all,all,04,Fourth,5,4,6,low,,2",
    "role,User,01,First,15,13,17,extreme,underserved,1",
    "cluster,1,01,First,19,18,20,extreme,underserved,1",
  ]

  private func side(
    _ name: String, _ tables: [String: [String]], _ fill: (inout RunRecord) -> Void = { _ in }
  ) -> RunSide {
    var record = RunRecord(name: name, started: name.prefix(10) + "T02:00:00Z")
    fill(&record)
    return RunSide(record) { table in
      guard let lines = tables[table] else { return .table(nil) }
      let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
      do throws(TableError) {
        return .table(try RunTable(.bytes(bytes, name: table)))
      } catch {
        return .unreadable(error.message.what)
      }
    }
  }

  private func tables(
    _ scores: [String], findings: [String] = [], clusters: [String] = [], targets: [String]? = nil
  ) -> [String: [String]] {
    var tables = [
      "opportunities.csv": scores,
      "quality.csv": ["severity,kind,subject,count,text,places"] + findings,
      "clusters.csv": ["k,cluster,n"] + clusters,
    ]
    tables["targets.csv"] = targets.map {
      ["outcome,segmentation,segment,metric,goal,value,low,high,verdict"] + $0
    }
    return tables
  }

  private func changes(
    _ before: [String: [String]], _ now: [String: [String]]
  ) -> RunChanges {
    RunComparison.changes(from: side("2026-11-20-a", before), to: side("2026-11-21-b", now))
  }

  @Test("outcomes that moved, with both readings; clusters' scores are not compared")
  func outcomes() {
    let changes = changes(tables(Self.opportunities), tables(Self.later))
    #expect(changes.comparedOutcomeCount == 2 && changes.problems.isEmpty)
    #expect(
      changes.outcomes.map { "\($0.segmentation) \($0.outcome)" }
        == ["all 03", "all 04", "all 02", "all 01", "role 01"])
    let second = changes.outcomes[2]
    #expect(second.score == .init(Reading(9, low: 8, high: 10), Reading(12.5, low: 11, high: 14)))
    #expect(
      second.moves == [
        .init("band", .init("low", "high")), .init("first tier", .init("no", "yes")),
      ])
    #expect(changes.outcomes[0].moves == [.init("study", .init("yes", "no"))])
    #expect(changes.outcomes[1].moves == [.init("study", .init("no", "yes"))])
  }

  @Test("the order of rows plays no part, and the same two runs give the same changes")
  func order() {
    let own = changes(tables(Self.opportunities), tables(Self.later))
    func turned(_ lines: [String]) -> [String] { [lines[0]] + lines.dropFirst().reversed() }
    let other = changes(tables(turned(Self.opportunities)), tables(turned(Self.later)))
    #expect(own == other)
    #expect(own == changes(tables(Self.opportunities), tables(Self.later)))
  }

  @Test("a run and itself differ in nothing")
  func same() {
    let all = tables(
      Self.opportunities, findings: ["note,k,s,1,t,"], clusters: ["2,1,300", "2,2,"],
      targets: ["01,all,all,satisfaction,at least 6,5,4,6,unproven"])
    let changes = changes(all, all)
    #expect(changes.outcomes.isEmpty && changes.targets.isEmpty && changes.clusters == nil)
    #expect(changes.newFindings.isEmpty && changes.goneFindings.isEmpty)
  }

  @Test("targets by verdict, clusters by size, findings by kind and subject")
  func others() {
    let before = tables(
      Self.opportunities, findings: ["note,not-answered,a,1,x,", "warning,old,b,1,gone,"],
      clusters: ["2,,", "2,1,300", "2,2,290"],
      targets: [
        "01,all,all,satisfaction,at least 6,5,4,6,unproven",
        "02,all,all,satisfaction,at least 6,5,4,6,met",
      ])
    let now = tables(
      Self.opportunities, findings: ["note,not-answered,a,7,y,", "warning,new,c,1,came,"],
      clusters: ["3,1,200", "3,2,200", "3,3,"],
      targets: [
        "02,all,all,satisfaction,at least 6,5,4,6,met",
        "01,all,all,satisfaction,at least 6,7,6,8,met",
      ])
    let changes = changes(before, now)
    #expect(changes.targets.map(\.outcome) == ["01"])
    #expect(changes.targets[0].verdict == .init("unproven", "met"))
    #expect(changes.targets[0].figure.now == Reading(7, low: 6, high: 8))
    #expect(changes.clusters?.before?.map(\.respondentCount) == [300, 290])
    #expect(changes.clusters?.now?.map(\.respondentCount) == [200, 200, nil])
    #expect(changes.newFindings.map(\.text) == ["came"])
    #expect(changes.goneFindings.map(\.text) == ["gone"])
  }

  @Test("facts, options that both know, and sections done or refused anew")
  func facts() {
    let before = side("2026-11-20-a", tables(Self.opportunities)) { run in
      (run.respondentCount, run.inputSHA256, run.studySHA256) = (588, "i", "s")
      (run.version, run.options) = ("0.1.0", ["seed": "1", "scorer": "mean"])
      run.sections = ["steps": "too few", "roles": "", "typing": "a"]
    }
    let now = side("", tables(Self.opportunities)) { run in
      (run.respondentCount, run.inputSHA256) = (600, "j")
      (run.version, run.options) = ("0.2.0", ["seed": "1", "scorer": "top-box", "new": "x"])
      run.sections = ["steps": "", "roles": "no", "typing": "b", "new": ""]
    }
    let changes = RunComparison.changes(from: before, to: now)
    #expect(changes.respondents == .init(588, 600))
    #expect(changes.hasOtherAnswers == true && changes.hasOtherStudy == nil)
    #expect(changes.version == .init("0.1.0", "0.2.0"))
    #expect(changes.options == [.init("scorer", .init("mean", "top-box"))])
    #expect(
      changes.sections == [.init("roles", .init("", "no")), .init("steps", .init("too few", ""))])
  }

  @Test("who is missing is known one by one of remembered answers, else by count")
  func loss() {
    var previous = RunRecord(name: "r", started: "2026-11-20")
    (previous.respondentCount, previous.inputSHA256) = (2800, "i")
    var seen = SeenRespondents(isNew: [], earlierSHA256: "i", earlierCount: 2810)
    func loss(now: Int) -> RunChanges.Loss? { RunComparison.loss(previous, seen, now: now) }
    #expect(loss(now: 2800) == nil)
    seen.missingCount = 1240
    #expect(loss(now: 3000) == RunChanges.Loss(1240, of: 2800, isExact: true))
    seen.earlierSHA256 = "another run's"
    #expect(loss(now: 3000) == nil)
    #expect(loss(now: 2700) == RunChanges.Loss(100, of: 2800, isExact: false))
    #expect(RunComparison.loss(previous, nil, now: 2799)?.isLarge == false)
    #expect(loss(now: 2660)?.isLarge == true && loss(now: 2661)?.isLarge == false)
    previous.respondentCount = nil
    #expect(loss(now: 1) == nil)
  }

  @Test("what cannot be read is named, and the rest is compared")
  func unreadable() {
    var before = tables(Self.opportunities, findings: ["note,k,s,1,t,"])
    before["clusters.csv"] = nil
    before["opportunities.csv"] = ["a,b", "\"x,1"]
    let changes = changes(before, tables(Self.later))
    #expect(changes.comparedOutcomeCount == nil && changes.outcomes.isEmpty)
    #expect(changes.goneFindings.count == 1)
    #expect(changes.problems.count == 2)
    #expect(
      changes.problems[0].hasPrefix("opportunities.csv of the earlier run cannot be read: "))
    #expect(changes.problems[1] == "The earlier run has no clusters.csv to compare with.")
  }
}
