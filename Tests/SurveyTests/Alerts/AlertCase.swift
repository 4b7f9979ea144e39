import Groundwork
import NumericCore
import Tables

@testable import Survey

/// A survey of two outcomes that grows by new respondents every night, and its watch.
struct AlertCase {
  /// How people answer on a night.
  struct People {
    var count = 120
    /// The share that finds outcome `a` important, and the share that is satisfied with it.
    var a = (0.7, 0.6)
    /// The same of outcome `b`.
    var b = (0.6, 0.5)
    /// The share of role X; the others are Y.
    var x = 0.5
    /// The share of ratings that is left out.
    var missing = 0.02
    /// The segment whose answers change: `nil` for all.
    var only: String?
  }

  var study: Study
  var rows: [String] = []
  var seen: NightContext.Seen = .nobody
  var ledger: AlertLedger?
  var weighted = false
  private var random = RandomStream(seed: 11, purpose: "nights")
  private(set) var nights = 0
  /// Days of the calendar since the first night.
  private(set) var day = -1

  init(rules: String, extra: String = "", seed: UInt64 = 11) throws {
    study = try AlertCase.study(rules, extra)
    random = RandomStream(seed: seed, purpose: "nights")
  }

  private static func study(_ rules: String, _ extra: String) throws -> Study {
    try StudyCase.parse(
      """
      study: Watched
      job: Keep watch
      responses: {file: r.csv, scale: 1-5, respondent: id}
      outcomes: {importance: "imp_{id}", satisfaction: "sat_{id}", list: [{a: Text a}, {b: Text b}]}
      segments: [{column: role, levels: [X, Y]}]
      alerts: {rules: [\(rules)]}
      \(extra)

      """)
  }

  /// The date of a day since the first night.
  static func date(_ day: Int) -> String {
    Day(number: Day(year: 2026, month: 1, day: 1).number + day).description
  }

  /// The study file's rules are others from now on.
  mutating func edit(_ rules: String) throws {
    study.alerts = try AlertCase.study(rules, "").alerts
  }

  var text: String { "id,role,imp_a,sat_a,imp_b,sat_b\n" + rows.joined(separator: "\n") + "\n" }

  /// New respondents come in.
  mutating func add(_ people: People) {
    for number in 0..<people.count {
      let role = random.uniform() < people.x ? "X" : "Y"
      let usual = People()
      let a = people.only.map { $0 == role } ?? true ? people.a : usual.a
      let shares = [a.0, a.1, people.b.0, people.b.1]
      let cells = shares.map { share in
        let isLeftOut = random.uniform() < people.missing
        let rating = random.uniform() < share ? "5" : "2"
        return isLeftOut ? "" : rating
      }
      rows.append("n\(nights)-\(number),\(role)," + cells.joined(separator: ","))
    }
  }

  /// One night, some days after the one before: new respondents, then the watch.
  mutating func night(
    _ people: People = People(), after days: Int = 1
  ) throws -> AlertSection {
    add(people)
    day += days
    let responses = try SmallSurvey.load(study, text).responses
    let context = NightContext(seen: seen, ledger: ledger, date: AlertCase.date(day))
    let outcome = AlertCase.analysis(study, responses).section(context)
    guard case .done(let section) = outcome else {
      throw Refusal()
    }
    nights += 1
    (ledger, seen) = (section.ledger, .hashes(Set(responses.ids.hashes)))
    return section
  }

  struct Refusal: Error {}

  /// The alerts of several nights.
  mutating func alerts(_ nights: Int, _ people: People = People()) throws -> [Alert] {
    try (0..<nights).flatMap { _ in try night(people).alerts }
  }

  /// The watch alone: no variance of a design is needed for people who came one by one.
  static func analysis(_ study: Study, _ responses: Responses) -> AlertAnalysis {
    AlertAnalysis(study: study, responses: responses, scores: [], targets: nil)
  }
}
