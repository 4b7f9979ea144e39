import Groundwork
import NumericCore
import Tables
import Testing

@testable import Survey

@Suite("Drift of segments, told by a nightly watch")
struct AlertDriftTests {
  /// Two planted groups that rate opposite halves of six outcomes high.
  private struct Survey {
    var study: Study
    var rows: [String] = []
    var seen: Set<UInt64> = []
    var ledger: AlertLedger?
    var model: NightContext.Model?
    private var random = RandomStream(seed: 6, purpose: "drift")
    private static let names = ["a", "b", "c", "d", "e", "f"]

    init() {
      study = SmallSurvey.study(outcomes: Survey.names)
      study.clustering.feature = .centredGap
      study.clustering.clusterCount = 2
      study.scoring.replicateCount = 100
      var plan = AlertPlan()
      plan.rules = [AlertRule(.drift, place: Place(file: "study.yaml", line: 1))]
      study.alerts = plan
    }

    var text: String {
      let columns = Survey.names.map { "imp_\($0)" } + Survey.names.map { "sat_\($0)" }
      return (["id," + columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
    }

    /// New respondents, so many of whom of the first group.
    mutating func add(_ count: Int, first share: Double) {
      for _ in 0..<count {
        let group = random.uniform() < share ? 0 : 1
        let ratings = (0..<12).map { column -> String in
          let isHigh = (column % 6 % 2 == group) == (column < 6)
          let value = 3 + (isHigh ? 0.9 : -0.9) + 0.9 * random.normal()
          return String(Int(min(5, max(1, value.rounded()))))
        }
        rows.append("P\(rows.count)," + ratings.joined(separator: ","))
      }
    }

    mutating func night(_ count: Int, first share: Double = 0.5) throws -> AlertSection {
      add(count, first: share)
      let responses = try SmallSurvey.load(study, text).responses
      let context = NightContext(
        seen: .hashes(seen), ledger: ledger, date: "2026-01-01", model: model)
      let section = try #require(AlertCase.analysis(study, responses).section(context).section)
      (seen, ledger) = (Set(responses.ids.hashes), section.ledger)
      return section
    }
  }

  /// The survey with the model of its first 300 people.
  private func begun() throws -> Survey {
    var survey = Survey()
    survey.add(300, first: 0.5)
    let result = try Analysis.run(
      survey.study, studySHA256: "", input: SmallSurvey.input(survey.text),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
    let model = try #require(result.typing.section?.model)
    survey.model = NightContext.Model(run: "first", value: model)
    survey.seen = Set(result.respondents.ids.hashes)
    return survey
  }

  @Test("People are gathered until they are enough; where they are as before nothing is told")
  func calm() throws {
    var survey = try begun()
    let few = try survey.night(150)
    #expect(few.notes.last == "drift is looked at every 200 new respondents: 150 so far")
    #expect(few.ledger.drift?.count == 150 && few.ledger.drift?.run == "first")
    var told = few.alerts
    for _ in 0..<6 { told += try survey.night(110).alerts }
    #expect(told.isEmpty)
    // 150 + 110, then twice two nights of 110, and one more.
    #expect(survey.ledger?.drift?.count == 110)
    // The model of another run has seen others.
    survey.model?.run = "second"
    #expect(try survey.night(30).ledger.drift?.count == 30)
  }

  @Test("Segments that moved are told once by a model; an answer that is not asked is no drift")
  func moved() throws {
    var survey = try begun()
    let alerts = try (0..<3).map { _ in try survey.night(110, first: 0.85).alerts }
    #expect(alerts.map(\.count) == [0, 1, 0])
    let alert = try #require(alerts[1].first)
    #expect(alert.name == .drift && alert.figure == "moved-shares" && alert.count == 220)
    #expect(alert.since == "2026-01-01" && alert.evidence == nil)
    #expect(survey.ledger?.drift?.count == 110)
    survey.study.outcomes.removeLast()
    let lacking = try survey.night(10)
    #expect(lacking.ledger.drift == nil && lacking.notes.count == 1)
    #expect(lacking.notes[0].contains("the study lacks what the model of first needs"))
    survey.model = nil
    #expect(
      try survey.night(10).notes == [
        "drift is not watched: no run up to the last watched one has a model that can be read"
      ])
    let rows = try SmallSurvey.load(survey.study, survey.text).responses
    let first = NightContext(seen: .nobody, ledger: nil, date: "2026-01-01")
    #expect(
      AlertCase.analysis(survey.study, rows).section(first).section?.notes == [
        "drift is watched from the next run on, by the model of this one where it forms segments"
      ])
  }

  @Test("Sums of margins are those of the people, in any order")
  func sums() throws {
    var survey = try begun()
    survey.add(60, first: 0.5)
    let model = try #require(survey.model?.value)
    func sums(_ rows: [String]) throws -> (DriftSums, RoutePlacement.Placed) {
      var turned = survey
      turned.rows = rows
      let responses = try SmallSurvey.load(survey.study, turned.text).responses
      let typing = ModelTyping(
        model: model, study: survey.study, responses: responses,
        workers: Workers(threadCount: 1))
      let placed = try #require(typing.placed(Array(0..<rows.count)))
      var sums = DriftSums(run: "r", counts: [0, 0])
      sums.add(placed)
      return (sums, placed)
    }
    let (own, placed) = try sums(survey.rows)
    #expect(try sums(survey.rows.reversed()).0 == own)
    #expect(own.count == 360 && own.counts[0] == placed.segments.count { $0 == 0 })
    let whole = TypingDrift(placed, model: model, route: .all)
    #expect(own.reasons(model) == whole.reasons)
    #expect(abs(own.margins / 360 - whole.meanMargin) < 1e-9)
  }
}
