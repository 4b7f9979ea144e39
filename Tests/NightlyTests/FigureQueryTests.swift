import Groundwork
import Survey
import Testing

@testable import Nightly

@Suite("Figures through the runs")
struct FigureQueryTests {
  private func reports() throws -> Reports {
    let reports = try Reports()
    try reports.publish("2026-11-19-aaaaaaaa", scores: [("15", 11), ("16", 7)])
    try reports.publish("2026-11-20-aaaaaaaa")
    try reports.publish("2026-11-21-aaaaaaaa", scores: [("16", 8), ("15", 12), ("17", 3)])
    return reports
  }

  private func trends(_ figure: String, _ conditions: String...) throws -> FigureTrends {
    let reports = try reports()
    let archive = try #require(RunArchive(directory: reports.study))
    return try FigureQuery(figure: figure, conditions: conditions)
      .trends(of: archive.runs, in: archive)
  }

  @Test("one row is one trend with its interval, and a gap where a run lacks the table")
  func one() throws {
    let trends = try trends("opportunities:opportunity", "outcome=15,segment=all")
    #expect(trends.table == "opportunities.csv" && trends.condition == "outcome 15, segment all")
    #expect(trends.interval == .init(low: "opportunity_low", high: "opportunity_high"))
    #expect(trends.trends.map(\.label) == [""])
    #expect(
      trends.trends[0].points.map(\.reading) == [
        Reading(11, low: 10, high: 12), nil, Reading(12, low: 11, high: 13),
      ])
  }

  @Test("several rows are several trends, named by what tells them apart, newest order first")
  func several() throws {
    let trends = try trends("opportunities.csv:opportunity")
    #expect(trends.trends.map(\.label) == ["outcome 16", "outcome 15", "outcome 17"])
    #expect(trends.trends[2].points.map { $0.reading?.value } == [nil, nil, 3])
    #expect(trends.trends[0].points.map { $0.reading?.value } == [7, nil, 8])
  }

  @Test("the order of rows and columns of a table plays no part")
  func order() throws {
    let reports = try Reports()
    try reports.publish("2026-11-19-aaaaaaaa")
    try reports.write(
      "outcome,segment,value,low,high\n1,a,5,4,6\n2,a,7,6,8\n", to: "t.csv",
      in: "2026-11-19-aaaaaaaa")
    try reports.publish("2026-11-20-aaaaaaaa")
    try reports.write(
      "segment,value,outcome,low,high\na,9,2,8,10\na,6,1,5,7\n", to: "t.csv",
      in: "2026-11-20-aaaaaaaa")
    let archive = try #require(RunArchive(directory: reports.study))
    let trends = try FigureQuery(figure: "t:value", conditions: ["outcome=2"])
      .trends(of: archive.runs, in: archive)
    #expect(
      trends.trends[0].points.map(\.reading) == [
        Reading(7, low: 6, high: 8), Reading(9, low: 8, high: 10),
      ])
  }

  @Test("a figure of a cluster is shown with a note that its label is anybody's")
  func clusters() throws {
    let reports = try Reports()
    for run in ["2026-11-19-aaaaaaaa", "2026-11-20-aaaaaaaa"] {
      try reports.publish(run)
      try reports.write("k,cluster,n,inertia\n2,,,9.5\n2,1,300,\n", to: "clusters.csv", in: run)
      try reports.write(
        "segmentation,segment,n\nrole,1,40\ncluster,1,300\n", to: "segments.csv", in: run)
    }
    let archive = try #require(RunArchive(directory: reports.study))
    func notes(_ figure: String, _ condition: String, last: Int = 2) throws -> [String] {
      try FigureQuery(figure: figure, conditions: [condition])
        .trends(of: Array(archive.runs.suffix(last)), in: archive).notes
    }
    let note = ["Clusters are found anew by every run: the same label may be other people."]
    #expect(try notes("segments:n", "segmentation=cluster") == note)
    #expect(try notes("segments:n", "segment=1") == note)
    #expect(try notes("segments:n", "segmentation=role").isEmpty)
    #expect(try notes("clusters:n", "cluster=1") == note)
    #expect(try notes("clusters:inertia", "cluster=").isEmpty)
    #expect(try notes("segments:n", "segmentation=cluster", last: 1).isEmpty)
  }

  @Test("texts of conditions may hold commas and equals signs")
  func commas() throws {
    let query = try FigureQuery(
      figure: "segments:n", conditions: ["segment=Doctor, senior,segmentation=role", "a=b=c"])
    #expect(
      query.conditions.map { [$0.column, $0.text] } == [
        ["segment", "Doctor, senior"], ["segmentation", "role"], ["a", "b=c"],
      ])
  }

  @Test(
    "what is not there is told with the nearest that is",
    arguments: [
      ("opportunitis:opportunity", "", "write `opportunities.csv` if that is meant"),
      ("opportunities:oportunity", "", "write `opportunity` if that is meant"),
      ("opportunities:opportunity", "outcom=15", "write `outcome` if that is meant"),
      ("opportunities:opportunity", "outcome=99", "write one of `15`, `16`, `17`"),
      ("opportunities:text", "", "holds no number there"),
      ("respondents.csv:weight", "", "people one by one"),
      ("alerts:value", "", "other things in every run, found \"alerts.csv\""),
      ("since:score_now", "", "Fix: write one of `opportunities.csv`"),
      ("opportunities", "", "write it as opportunities.csv:opportunity"),
      ("opportunities:opportunity", "15", "write it as outcome=15,segment=all"),
    ])
  func wrong(figure: String, condition: String, expected: String) throws {
    let error = #expect(throws: HistoryFailure.self) {
      try condition.isEmpty ? trends(figure) : trends(figure, condition)
    }
    let failure = try #require(error)
    #expect(failure.message.description.contains(expected), "\(failure.message)")
    #expect(failure.exitStatus == .usage)
  }

  @Test("low and high without a name are of the value, or of the one figure beside them")
  func intervals() {
    func columns(_ column: String, _ all: [String]) -> FigureTrends.IntervalColumns? {
      RunFigures.intervalColumns(of: column, among: all)
    }
    let bare = FigureTrends.IntervalColumns(low: "low", high: "high")
    #expect(columns("value", ["n", "value", "low", "high"]) == bare)
    #expect(columns("n", ["n", "value", "low", "high"]) == nil)
    #expect(columns("difference", ["difference", "low", "high"]) == bare)
    #expect(columns("difference", ["value", "difference", "low", "high"]) == nil)
    #expect(
      columns(
        "difference", ["value", "difference", "low", "high", "difference_low", "difference_high"])
        == .init(low: "difference_low", high: "difference_high"))
  }
}
