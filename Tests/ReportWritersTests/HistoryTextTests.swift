import Survey
import Testing

@testable import ReportWriters

@Suite("The history of runs in words")
struct HistoryTextTests {
  private var runs: [RunRecord] {
    var first = RunRecord(name: "2026-11-20-0a1b2c3d", started: "2026-11-20T02:00:00Z")
    (first.respondentCount, first.findingCount, first.clusterCount) = (1200, 3, 2)
    first.highest = [
      ScoreReading(
        outcome: "26", text: "Minimize it", reading: Reading(14.71, low: 14.06, high: 15.36))
    ]
    var second = first
    (second.name, second.started) = ("2026-11-21-ffffffff", "2026-11-21T02:00:00Z")
    (second.respondentCount, second.alertCount, second.isLatest) = (1212, 1, true)
    second.highest[0].outcome = "15"
    let old = RunRecord(name: "2025-01-01-00000000", started: "2025-01-01")
    return [old, first, second]
  }

  @Test("a row for each run, the newest last, what an old run lacks a dash")
  func table() {
    let text = HistoryText.text(runs, before: nil, notes: ["Skipped half: no manifest."])
    #expect(
      text == """
          date        run                  respondents      more  findings  clusters  hi\
        ghest opportunity     alerts
          2025-01-01  2025-01-01-00000000            -                   -         -  - \
                                   -
          2026-11-20  2026-11-20-0a1b2c3d        1,200                   3         2  26\
         14.7 (14.1 to 15.4)       -
          2026-11-21  2026-11-21-ffffffff        1,212       +12         3         2  15\
         14.7 (14.1 to 15.4)       1  latest
          Skipped half: no manifest.

        """)
  }

  @Test("CSV and JSON tell the same runs")
  func machines() {
    let csv = String(decoding: HistoryTables.csv(Array(runs[1...]), before: runs[0]), as: UTF8.self)
    #expect(
      csv == """
        run,started,latest,respondents,respondents_more,records,effective_n,findings,clusters,\
        outcome,opportunity,opportunity_low,opportunity_high,alerts,version
        2026-11-20-0a1b2c3d,2026-11-20T02:00:00Z,false,1200,,,,3,2,26,14.71,14.06,15.36,,
        2026-11-21-ffffffff,2026-11-21T02:00:00Z,true,1212,12,,,3,2,15,14.71,14.06,15.36,1,

        """)
    let json = HistoryTables.json(runs, before: nil, notes: ["n"])
    #expect(json.contains("\"respondents_more\": 12"))
    #expect(json.contains("\"notes\": [\n    \"n\"\n  ]"))
  }

  private func trends(_ trends: [FigureTrend], interval: Bool = true) -> FigureTrends {
    FigureTrends(
      table: "opportunities.csv", column: "opportunity",
      interval: interval ? .init(low: "opportunity_low", high: "opportunity_high") : nil,
      condition: "outcome 15", trends: trends, notes: [])
  }

  private func trend(_ label: String, _ values: [Double?], width: Double? = 1) -> FigureTrend {
    FigureTrend(
      label: label,
      points: values.enumerated().map { place, value in
        .init(
          run: "2026-11-2\(place)-0a1b2c3d", date: "2026-11-2\(place)",
          reading: value.map { value in
            Reading(value, low: width.map { value - $0 }, high: width.map { value + $0 })
          })
      })
  }

  @Test("one figure: a picture with its interval for each run, the axis below, 80 columns")
  func pictures() {
    let text = TrendText.text(trends([trend("", [12.5, nil, 13.5, 12])]))
    #expect(
      text
        == """
        opportunities.csv: opportunity, outcome 15

          run                     value  interval
          2026-11-20-0a1b2c3d     12.50     11.50    ├─────●─────┤       13.50
          2026-11-21-0a1b2c3d  not in this run
          2026-11-22-0a1b2c3d     13.50     12.50          ├─────●─────┤ 14.50
          2026-11-23-0a1b2c3d     12.00     11.00 ├─────●─────┤          13.00
                                                  11.00            14.50
          interval: opportunity_low to opportunity_high

        """)
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 80 })
  }

  @Test("notes stand under the table and in the JSON")
  func notes() {
    var noted = trends([trend("", [12.5, 13.5])])
    noted.notes = ["Clusters are found anew."]
    #expect(TrendText.text(noted).hasSuffix("\n  Clusters are found anew.\n"))
    #expect(HistoryTables.json(noted).contains("\"Clusters are found anew.\""))
  }

  @Test("several figures: a line each from its lowest to its highest, and what is not shown")
  func lines() {
    let several = trends([trend("outcome 15", [1, 2, nil, 9]), trend("outcome 16", [5, 5, 5, 5])])
    #expect(
      TrendText.text(several) == """
        opportunities.csv: opportunity, outcome 15

          figure         first      last    change  runs
          outcome 15         1         9        +8  ▁▂ █
          outcome 16         5         5         0  ▄▄▄▄
          Each line from its lowest ▁ to its highest █, a run a column, blank where a
          run has none; a change of two readings is no test. Name one figure with
          --where to see its intervals.

        """)
    let many = (1...30).map { trend("outcome \($0)", [1, 2]) }
    let text = TrendText.text(trends(many))
    #expect(text.contains("10 more figures are not\n  shown"))
    #expect(!text.contains("outcome 21 "))
  }

  @Test("names from the disk cannot steer the terminal")
  func hostile() {
    var run = RunRecord(name: "a\u{1b}[2J", started: "2026-11-20")
    run.highest = [ScoreReading(outcome: "\u{202e}x", text: "", reading: Reading(1))]
    let text = HistoryText.text([run], before: nil, notes: ["\u{7}"])
    #expect(!text.unicodeScalars.contains { ["\u{1b}", "\u{202e}", "\u{7}"].contains($0) })
    #expect(text.contains("\\u{202e}x"))
  }
}
