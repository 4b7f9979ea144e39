import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Do deeds back what people say")
struct BehaviourAnalysisTests {
  @Test(
    "Every figure equals R's survey package",
    arguments: ["simple", "weights", "strata, units"])
  func references(design: String) throws {
    let section = try Self.section(WhyCase.study(design))
    let cases = try Expected.load().cases.filter { $0.design == design }
    #expect(cases.count == 24 && section.associations.count == 24)
    let names = ["workaround": 0, "barrier": 1, "again": 2, "hand": 3]
    for wanted in cases {
      let behaviour = try #require(names[wanted.behaviour])
      let outcome = try #require("abcdef".firstIndex(of: Character(wanted.outcome)))
      let place = "abcdef".distance(from: "abcdef".startIndex, to: outcome)
      let own = try #require(
        section.associations.first { $0.outcome == place && $0.behaviour == behaviour })
      let plain = try #require(own.plain)
      let adjusted = try #require(own.adjusted)
      let share = try #require(section.behaviours[behaviour].shares[0])
      #expect(own.count == wanted.n && own.unmetCount == wanted.unmet)
      for (found, value) in [
        (share.value, wanted.share), (share.standardError, wanted.shareSE),
        (own.unmetShare, wanted.among), (own.otherShare, wanted.others),
        (plain.estimate.value, wanted.plain), (plain.estimate.standardError, wanted.plainSE),
        (own.plainP, wanted.plainP), (own.oddsRatio, wanted.odds), (own.phi, wanted.phi),
        (adjusted.estimate.value, wanted.adjusted),
        (adjusted.estimate.standardError, wanted.adjustedSE), (own.p, wanted.p),
        (own.bound, wanted.bound),
      ] {
        #expect(abs((found ?? 9) - value) < 1e-9, "\(wanted.behaviour) \(wanted.outcome)")
      }
    }
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBytes() throws {
    let study = try WhyCase.study("strata, units")
    let lines = try String(contentsOf: WhyCase.file("why.csv"), encoding: .utf8)
      .split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let other = try Self.section(
      study, .bytes(Array(turned.utf8), name: "r.csv"),
      AnalysisOptions(workers: Workers(threadCount: 3)))
    #expect(try Self.section(study) == other)
  }

  /// Of `a` a workaround is planted, of `b` one is named that goes with habit alone.
  @Test("A planted workaround is confirmed, one beside an unmet outcome leaves it stated only")
  func planted() throws {
    var counts = (confirmed: 0, stated: 0, open: 0)
    for seed in 0..<Self.seedCount {
      var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d", "e", "f"])
      study.workarounds = ["a", "b"].map { Self.workaround("w\($0)", goingWith: [$0]) }
      let text = Self.habitual(seed, people: 1_500) { unmet, habit, stream in
        [
          stream.uniform() < (unmet[0] ? 0.4 : 0.2) ? 1 : 0,
          stream.uniform() < min(0.9, max(0.02, 0.15 + 0.05 * habit)) ? 1 : 0,
        ]
      }
      let section = try Self.section(study, SmallSurvey.input(text), scored: true)
      #expect(section.outcomes.prefix(2).allSatisfy { $0.isDeclared && $0.isClaimed })
      counts.confirmed += section.outcomes[0].verdict == .confirmed ? 1 : 0
      counts.stated += section.outcomes[1].verdict == .statedOnly ? 1 : 0
      counts.open += section.outcomes[1].verdict == .open ? 1 : 0
      #expect((section.behaviours[0].verdict == .confirmed) == !section.outcomes[0].backing.isEmpty)
    }
    let least = Double(Self.seedCount) * 0.95
    #expect(Double(counts.confirmed) >= least, "\(counts)")
    #expect(Double(counts.stated) >= least, "\(counts)")
  }

  @Test("Where behaviours hang on habits of rating alone, hardly anything is confirmed")
  func nothingPlanted() throws {
    var (confirmed, plain) = (0, 0)
    for seed in 0..<Self.seedCount {
      var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d", "e", "f"])
      study.workarounds = ["a", "b"].map { Self.workaround("w\($0)", goingWith: [$0]) }
      study.workarounds += ["c", "d"].map { Self.workaround("w\($0)", goingWith: []) }
      let text = Self.habitual(1_000 + seed, people: 400, (0.7, -0.4)) { _, habit, stream in
        (0..<4).map { _ in stream.uniform() < min(0.95, max(0.05, 0.4 + 0.2 * habit)) ? 1 : 0 }
      }
      let section = try Self.section(study, SmallSurvey.input(text), scored: true)
      confirmed += section.outcomes.contains { $0.verdict == .confirmed } ? 1 : 0
      plain += section.associations.count { ($0.plainP ?? 1) <= 0.05 }
    }
    // Two families at 5 %, of which half lies on the other side: 5 % on average.
    #expect(confirmed <= Self.seedCount / 10 + 1, "\(confirmed)")
    // With the habit left in, a quarter of the pairs and more go together at 5 %.
    #expect(plain > Self.seedCount * 24 / 4, "\(plain)")
  }

  @Test("Too few people leave a claim open")
  func refusals() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d"])
    study.workarounds = [
      Self.workaround("wa", goingWith: ["a"]), Self.workaround("wc", goingWith: ["b"]),
    ]
    var stream = RandomStream(seed: 3, purpose: "few people")
    var text = "id,imp_a,imp_b,imp_c,imp_d,sat_a,sat_b,sat_c,sat_d,wa,wc\n"
    for row in 0..<80 {
      let ratings = (0..<8).map { _ in String(1 + stream.below(5)) }
      let words = [stream.uniform() < 0.3 ? "1" : "0", row < 5 ? "yes" : "no"]
      text += (["r\(row)"] + ratings + words).joined(separator: ",") + "\n"
    }
    let section = try Self.section(study, SmallSurvey.input(text), scored: true)
    #expect(section.behaviours[0].refusal.isEmpty)
    #expect(section.behaviours[1].refusal == "fewer than 10 people with it")
    #expect(section.outcomes[0].verdict == .open && section.outcomes[1].verdict == .open)
    #expect(section.behaviours[0].verdict == .open && section.behaviours[1].verdict == .open)
    let bare = SmallSurvey.study()
    let outcome = try Self.outcome(
      bare, SmallSurvey.input("id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\n"))
    guard case .refused(let reason) = outcome else {
      Issue.record("a section of nothing")
      return
    }
    #expect(reason.hasPrefix("the study names no workarounds"))
  }

  @Test("Who calls it unmet does it less often: contradicted; a name without effect: unrelated")
  func contradicted() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d", "e", "f"])
    study.workarounds = [
      Self.workaround("wa", goingWith: ["a"]), Self.workaround("wb", goingWith: ["c"]),
    ]
    let text = Self.habitual(5, people: 6_000) { unmet, _, stream in
      [stream.uniform() < (unmet[0] ? 0.1 : 0.4) ? 1 : 0, stream.uniform() < 0.2 ? 1 : 0]
    }
    let section = try Self.section(study, SmallSurvey.input(text), scored: true)
    #expect(section.outcomes[0].verdict == .contradicted && section.outcomes[0].against == [0])
    #expect(section.behaviours.map(\.verdict) == [.contradicted, .unrelated])
    // Outcome c is not called unmet by half of the people.
    #expect(
      section.outcomes[2].verdict == (section.outcomes[2].isClaimed ? .statedOnly : .notClaimed))
  }

  @Test("A difference that is certain and small neither confirms nor contradicts")
  func trifle() {
    let study = SmallSurvey.study(outcomes: ["a"])
    func verdict(_ difference: Double, error: Double) -> BehaviourSection.Verdict? {
      var pair = BehaviourSection.Association(
        outcome: 0, behaviour: 0, isDeclared: true, count: 9_000, unmetCount: 4_000)
      let test = DifferenceTest(
        difference: difference, variance: error * error, degreesOfFreedom: 8_988)
      pair.adjusted = .init(estimate: Estimate(value: difference, standardError: error))
      (pair.p, pair.bound) = (test.p, test.interval(level: 0.9)?.high)
      var section = BehaviourSection(
        groups: [],
        behaviours: [.init(kind: .workaround, name: "w", outcomes: [0], refusal: "")],
        associations: [pair], outcomes: [])
      section.adjust()
      section.judge(study, nil)
      return section.behaviours[0].verdict
    }
    #expect(verdict(0.03, error: 0.01) == .unrelated && verdict(-0.03, error: 0.01) == .unrelated)
    #expect(
      verdict(0.09, error: 0.01) == .confirmed && verdict(-0.09, error: 0.01) == .contradicted)
    #expect(verdict(0.03, error: 0.1) == .open && verdict(-0.3, error: 0.2) == .unrelated)
  }

  // MARK: - Steps

  private static let seedCount = 20

  private static func workaround(_ name: String, goingWith outcomes: [String]) -> NamedColumn {
    var column = NamedColumn(
      name: name, column: ColumnReference(name, place: Place(file: "study.yaml", line: 9)))
    column.outcomes = outcomes
    return column
  }

  /// People with a habit that pulls all importance and all satisfaction ratings; `a` and `b` are
  /// called unmet by most, the others by fewer.
  private static func habitual(
    _ seed: Int, people: Int, _ pulls: (Double, Double) = (0.5, -0.2),
    marks: ([Bool], Double, inout RandomStream) -> [Int]
  ) -> String {
    var stream = RandomStream(seed: UInt64(seed), purpose: "deeds and words")
    let letters = ["a", "b", "c", "d", "e", "f"]
    var lines: [String] = []
    for person in 0..<people {
      let habit = stream.normal()
      func rating(_ center: Double, _ pull: Double) -> Int {
        let value = center + pull * habit + 1.1 * stream.normal()
        return min(5, max(1, Int(value.rounded())))
      }
      let importance = letters.indices.map { rating($0 < 2 ? 4.6 : 3.6, pulls.0) }
      let satisfaction = letters.indices.map { rating($0 < 2 ? 2.3 : 3.2, pulls.1) }
      let unmet = letters.indices.map { importance[$0] >= 4 && satisfaction[$0] < 4 }
      let own = importance + satisfaction + marks(unmet, habit, &stream)
      lines.append("r\(person)," + own.map(String.init).joined(separator: ","))
    }
    let markCount = (lines.first?.split(separator: ",").count ?? 0) - 13
    let names = ["wa", "wb", "wc", "wd"].prefix(markCount)
    let head = ["id"] + letters.map { "imp_\($0)" } + letters.map { "sat_\($0)" } + names
    return head.joined(separator: ",") + "\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func outcome(
    _ study: Study, _ input: TableInput, _ options: AnalysisOptions = AnalysisOptions(),
    scored: Bool = false
  ) throws -> SectionOutcome<BehaviourSection> {
    let responses = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input).responses
    let everybody =
      scored
      ? SegmentScoring(study: study, responses: responses, options: options).everybody() : nil
    return BehaviourAnalysis(study: study, responses: responses, options: options)
      .section(responses.groupings, everybody: everybody)
  }

  private static func section(
    _ study: Study, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions(),
    scored: Bool = false
  ) throws -> BehaviourSection {
    try #require(
      outcome(
        study, input ?? .file(path: WhyCase.file("why.csv").path), options, scored: scored
      ).section)
  }

  /// What `References/behaviours.R` wrote.
  struct Expected: Decodable {
    struct Case: Decodable {
      let design, outcome, behaviour: String
      let n, unmet: Int
      let share, shareSE, others, among, plain, plainSE, plainP, odds, phi: Double
      let adjusted, adjustedSE, p, bound: Double
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: WhyCase.file("behaviours.json")))
    }
  }
}

/// The study of the people that `References/circumstances.py` drew.
enum WhyCase {
  static func study(_ design: String) throws -> Study {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    return try StudyCase.parse(
      """
      study: Why
      job: Get it done
      responses: {file: why.csv, scale: 1-5, top: 4, respondent: id}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
      steps:
        find: {text: Find it, outcomes: [a, b, c], repeats: again}
      segments: [role]
      circumstances: [estate, team]
      barriers: {budget: {column: bars, answer: budget, outcomes: [b]}}
      workarounds: [{column: wa, name: Sheet, outcomes: [a, c]}]
      solutions: {column: tool, provider: [Suite, Scripts], nothing: [By hand]}

      """ + weight + plan)
  }

  static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }
}
