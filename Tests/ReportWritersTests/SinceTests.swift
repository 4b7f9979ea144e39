import Foundation
import Survey
import Testing

@testable import ReportWriters

@Suite("Since the last run")
struct SinceTests {
  private var changes: RunChanges {
    var changes = RunChanges(run: "2026-11-21-0a1b2c3d", date: "2026-11-21")
    changes.respondents = .init(588, 600)
    (changes.hasOtherAnswers, changes.hasOtherStudy) = (true, false)
    changes.comparedOutcomeCount = 4
    var own = RunChanges.OutcomeChange(
      segmentation: "all", segment: "all", outcome: "02", text: "Minimize the likelihood")
    own.score = .init(Reading(11.9, low: 11.1, high: 12.7), Reading(12.6, low: 11.8, high: 13.4))
    own.moves = [
      .init("band", .init("solid", "high")), .init("first tier", .init("no", "yes")),
    ]
    var other = own
    (other.segmentation, other.segment) = ("role", "User")
    changes.outcomes = [own, other]
    changes.targets = [
      .init(
        outcome: "01", segmentation: "all", segment: "all", goal: "satisfaction at least 6",
        verdict: .init("unproven", "met"), figure: .init(Reading(5.5), Reading(6.5)))
    ]
    changes.clusters = .init(
      [], [.init(label: "1", respondentCount: 380), .init(label: "2", respondentCount: nil)])
    changes.newFindings = [
      .init(severity: "warning", kind: "k", subject: "imp_01", text: "ratings are alike")
    ]
    changes.sections = [.init("steps", .init("too few people", ""))]
    return changes
  }

  private func lines(_ changes: RunChanges) -> String {
    var result = ResultFixture.result
    result.since = changes
    return SinceSection.lines(result).map(TextLayout.trimmed).joined(separator: "\n")
  }

  @Test("what went in, what moved with both readings, and that it is no test")
  func section() {
    #expect(
      lines(changes) == """
        SINCE THE LAST RUN (2026-11-21, run 2026-11-21-0a1b2c3d)
          600 respondents, 12 more than then (588). The file of answers changed; the study file \
        did not
          change.
          Outcomes of everybody that entered or left a band, a zone or the first tier, or moved \
        far within
          them, the largest change first, opportunity then -> now (intervals in since.csv):
            02  Minimize the likelihood             11.9 -> 12.6 (+0.7)   solid -> high; entered
                                                                          the first tier
          In since.csv: 1 of single segments.
          These are differences of two readings, mostly of the same people, and no test: a \
        score near a cut
          goes over it by chance, and one of three moves by its error. Alerts and `unmet \
        compare` test.
          Target on 01 (satisfaction at least 6): unproven -> met.
          Clusters: none then, 2 (380 and under 10 people) now. Their labels need not name the \
        same people:
          `unmet classify --against` tells who went where.
          New finding, warning: imp_01: ratings are alike.
          The section on steps is done now; then: too few people.
        """)
  }

  @Test("nothing moved is said in one line, and so is what cannot be read")
  func nothing() {
    var changes = RunChanges(run: "r", date: "2026-11-21")
    changes.respondents = .init(600, 600)
    (changes.hasOtherAnswers, changes.hasOtherStudy) = (false, nil)
    changes.comparedOutcomeCount = 4
    #expect(
      lines(changes) == """
        SINCE THE LAST RUN (2026-11-21, run r)
          600 respondents, as many as then. The file of answers did not change; the study file: \
        not known.
          No outcome of everybody entered or left a band, a zone or the first tier; none moved \
        within them
          by half a point and more than the standard error of two separate samples.
        """)
    var unread = RunChanges(run: "r", date: "2026-11-21")
    unread.problems = ["Nothing can be compared: it holds no manifest.json."]
    #expect(
      lines(unread).contains("  Nothing can be compared: it holds no manifest.json."))
  }

  @Test("a move of less than half a point and its standard error is counted, not spelled out")
  func small() {
    var changes = self.changes
    // 0.5 of the standard error; a difference of 0.5 points is told all the same, and so is one
    // of 0.2 points that is larger than its error.
    let readings = [(11.9, 12.2, 0.8), (11.5, 12, 0.8), (11.9, 12.1, 0.1)]
    changes.outcomes = readings.enumerated().map { place, reading in
      var outcome = changes.outcomes[0]
      outcome.outcome = "0\(place + 1)"
      let (before, now, half) = reading
      outcome.score = .init(
        Reading(before, low: before - half, high: before + half),
        Reading(now, low: now - half, high: now + half))
      return outcome
    }
    #expect(changes.outcomes.map(\.isSmall) == [true, false, false])
    #expect(changes.outcomes[2].size > changes.outcomes[1].size)
    let text = lines(changes)
    #expect(text.contains("    02  Minimize") && text.contains("    03  Minimize"))
    #expect(!text.contains("    01  "))
    #expect(text.contains("... and 1 smaller change in since.csv, each by less than half a point"))
    let table = String(decoding: SinceCSV.bytes(changes), as: UTF8.self)
    #expect(table.contains("outcome,all,all,01,"))
    changes.outcomes.removeLast(2)
    let tail =
      "zone or the first tier by more than a small change; none moved within them by half a point "
      + "and more than the standard error of two separate samples. ... and 1"
    #expect(lines(changes).replacing("\n  ", with: " ").contains(tail))
    // Without a figure in one of the runs, and without intervals.
    changes.outcomes[0].score.before = nil
    #expect(!changes.outcomes[0].isSmall)
    changes.outcomes[0].score = .init(Reading(11.9), Reading(12.2))
    #expect(changes.outcomes[0].isSmall)
  }

  @Test("a figure that moved far within its band is told as such")
  func far() {
    var changes = self.changes
    changes.outcomes.removeLast()
    changes.outcomes[0].score = .init(
      Reading(7.5, low: 6.9, high: 8.1), Reading(9.2, low: 8.6, high: 9.8))
    changes.outcomes[0].moves = [.init("opportunity", .init("7.5", "9.2"))]
    #expect(changes.outcomes[0].isLarge)
    #expect(lines(changes).contains("7.5 -> 9.2 (+1.7)     same band and zone"))
    changes.outcomes[0].score = .init(
      Reading(7.5, low: 6, high: 9), Reading(8.1, low: 6, high: 9))
    #expect(!changes.outcomes[0].isLarge && !changes.outcomes[0].isSmall)
  }

  @Test("no line of the section is wider than 100 columns")
  func width() {
    var changes = self.changes
    changes.outcomes[0].outcome = "outcome-of-a-long-name"
    changes.outcomes[0].text = String(repeating: "Minimize the likelihood ", count: 9)
    changes.outcomes[0].moves.append(.init("zone", .init("table stakes", "underserved")))
    changes.problems = [String(repeating: "nothing can be compared ", count: 9)]
    for line in lines(changes).split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= 100, "\(line)")
    }
  }

  @Test("respondents that are missing are told, a twentieth or more as a warning")
  func loss() throws {
    func told(_ count: Int, isExact: Bool = true) -> String {
      var changes = self.changes
      changes.loss = RunChanges.Loss(count, of: 2800, isExact: isExact)
      return lines(changes)
    }
    #expect(
      told(1240).contains(
        "\n  WARNING: 1,240 of 2,800 respondents of the last run are missing from these answers"))
    #expect(told(140).contains("WARNING: 140 of"))
    #expect(told(139).contains("\n  139 of 2,800 respondents of the last run are missing from"))
    #expect(told(1).contains("\n  1 of 2,800 respondents of the last run is missing from"))
    #expect(told(5, isExact: false).contains("\n  At least 5 of 2,800 respondents"))
    #expect(!told(0).contains("missing"))
    var changes = self.changes
    changes.loss = RunChanges.Loss(1240, of: 2800, isExact: true)
    #expect(
      String(decoding: SinceCSV.bytes(changes), as: UTF8.self).contains(
        "\nrun,,,,missing,,1240,,,,,,,\"1,240 of 2,800 respondents of the last run are missing "))
  }

  @Test("the section is the first under the head, and only there when there was a run")
  func place() throws {
    #expect(!TextReport.text(ResultFixture.result).contains("SINCE"))
    var result = ResultFixture.result
    result.since = changes
    let headings = TextReport.text(result).split(separator: "\n").filter {
      $0.first?.isUppercase == true && $0.prefix(5).uppercased() == $0.prefix(5)
    }
    #expect(headings.first?.hasPrefix("SINCE THE LAST RUN") == true)
    #expect(RunPapers.papers(of: result).map(\.name).contains("since.csv"))
    #expect(!RunPapers.papers(of: ResultFixture.result).map(\.name).contains("since.csv"))
    #expect(RunPapers.names.contains("since.csv"))
  }

  @Test("since.csv has a row for each thing and what changed of it")
  func table() {
    let text = String(decoding: SinceCSV.bytes(changes), as: UTF8.self)
    #expect(
      text == """
        kind,segmentation,segment,subject,what,before,now,score_before,low_before,high_before,\
        score_now,low_now,high_now,text
        run,,,2026-11-21-0a1b2c3d,started,2026-11-21,,,,,,,,
        run,,,,respondents,588,600,,,,,,,
        run,,,,answers,,changed,,,,,,,
        run,,,,study file,,same,,,,,,,
        outcome,all,all,02,band,solid,high,11.9,11.1,12.7,12.6,11.8,13.4,Minimize the likelihood
        outcome,all,all,02,first tier,no,yes,11.9,11.1,12.7,12.6,11.8,13.4,Minimize the likelihood
        outcome,role,User,02,band,solid,high,11.9,11.1,12.7,12.6,11.8,13.4,Minimize the likelihood
        outcome,role,User,02,first tier,no,yes,11.9,11.1,12.7,12.6,11.8,13.4,Minimize the likelihood
        target,all,all,01,verdict,unproven,met,5.5,,,6.5,,,satisfaction at least 6
        clusters,,,,number,0,2,,,,,,,
        clusters,,,1,people,,380,,,,,,,
        clusters,,,2,people,,,,,,,,,
        finding,,,imp_01,k,absent,present,,,,,,,ratings are alike
        section,,,steps,state,refused,done,,,,,,,too few people

        """)
  }

  @Test("docs/columns.md explains every column of since.csv and of history --csv")
  func explained() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/columns.md"), encoding: .utf8)
    let columns =
      SinceCSV.columns + HistoryTables.runColumns + HistoryTables.trendColumns
    for column in columns { #expect(page.contains("`\(column)`"), "\(column)") }
  }

  @Test("the files that hold people are those that only the owner may read")
  func privateFiles() {
    let isPrivate = Set(RunPapers.papers(of: ResultFixture.result).filter(\.isPrivate).map(\.name))
    #expect(isPrivate.isSubset(of: RunPapers.privateNames) && !isPrivate.isEmpty)
    #expect(RunPapers.privateNames.isSubset(of: RunPapers.names))
  }
}
