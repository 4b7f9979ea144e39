import Foundation
import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("What to repair, what raised satisfaction brings, what proposals cover")
struct DecisionAnalysisTests {
  @Test("The best sets of up to three repairs are those of References/decide.py", arguments: 0..<2)
  func portfolio(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let section = try #require(try Self.sections(expected.weighted).portfolio.section)
    let steps = try #require(section.steps.section)
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
    for (plan, wanted, names) in [
      (section.outcomes, expected.outcomes, ids), (steps, expected.steps, ["find", "do", "check"]),
    ] {
      #expect(abs((plan.now?.value ?? 2) - wanted.now) < 1e-9)
      #expect(abs((plan.all?.value ?? 2) - wanted.all) < 1e-9)
      #expect(plan.exactSize == 3 && plan.alone.count == names.count)
      for (name, gain) in zip(names, plan.alone) {
        #expect(abs(gain - (wanted.alone[name] ?? 2)) < 1e-9, "\(name)")
      }
      for (set, gain) in zip(plan.sets, wanted.best) {
        #expect(set.isExact && abs(set.gain - gain) < 1e-9)
        #expect(abs((set.rate?.value ?? 2) - wanted.now - gain) < 1e-9)
        #expect(set.greedyGain <= set.gain + 1e-12)
        #expect(set.frequencies.count == set.members.count)
      }
      #expect(plan.replicateCount == 100)
    }
    // All repairs together are the largest set.
    let last = section.outcomes.sets[8]
    #expect(abs((last.rate?.value ?? 2) - expected.outcomes.all) < 1e-9)
  }

  @Test("Sets of key outcomes are the best of all such sets, success outcomes staying as they are")
  func keyOutcomes() throws {
    let study = try Self.study(true)
    let responses = try ResponseLoader(
      study: study, options: AnalysisOptions(), readsProfile: true
    ).load(.file(path: Self.file("decide.csv").path)).responses
    let people = RepairPeople(study: study, responses: responses)
    let section = try #require(try Self.sections(true).portfolio.section)
    let plan = try #require(section.keyOutcomes)
    #expect(section.acting == plan && plan.candidates == (0..<6).map { .key($0) })
    #expect(plan.now == section.outcomes.now && plan.replicateCount == 100)
    let all = people.coverage()
    func gain(_ set: [Int]) -> Double {
      let turned = all.turned(by: set).map { all.rows[$0] }
      return (responses.share(people.good(after: turned))?.value ?? 9) - (plan.now?.value ?? 0)
    }
    for set in plan.sets.prefix(3) {
      let best = (0..<1 << 6).map { bits in (0..<6).filter { bits >> $0 & 1 == 1 } }
        .filter { $0.count == set.members.count }.map(gain).max()
      #expect(abs(set.gain - (best ?? 9)) < 1e-9 && abs(gain(set.members) - set.gain) < 1e-9)
    }
    // Whoever lacks success outcomes is not turned by key outcomes.
    let most = try #require(plan.all?.value)
    #expect(abs(most - (plan.now?.value ?? 0) - gain(Array(0..<6))) < 1e-9)
    #expect(most < (section.outcomes.all?.value ?? 0))
  }

  @Test("Every figure of one outcome raised equals References/decide.py", arguments: 0..<2)
  func whatIf(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let section = try #require(try Self.sections(expected.weighted).whatIf.section)
    #expect(section.rows.count == 6 && section.note.isEmpty)
    for (row, id) in zip(section.rows, ["a", "b", "c", "d", "e", "f"]) {
      let wanted = try #require(expected.raised[id])
      #expect(row.scenario == .best && row.solution == wanted.tool)
      for (own, other) in [
        (row.bestShare, wanted.best), (row.share, wanted.share), (row.target, wanted.target),
        (row.raised, wanted.raised), (row.change.value, wanted.change),
        (row.change.standardError, wanted.se), (row.step?.value, wanted.step),
        (row.allSteps?.value, wanted.allSteps), (row.experience?.value, wanted.experience),
      ] { #expect(abs((own ?? 9) - other) < 1e-9, "\(id)") }
      #expect((row.interval?.lowerBound ?? 0) <= row.change.value)
    }
  }

  @Test("What proposals cover equals References/decide.py", arguments: 0..<2)
  func proposals(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let section = try #require(try Self.sections(expected.weighted).proposals.section)
    let steps = ["find", "do", "check"]
    for (coverage, name) in zip(section.coverages, ["pilot", "watch"]) {
      let wanted = try #require(expected.proposals[name])
      #expect(coverage.scoredCount == 8)
      let own = try #require(coverage.opportunityShare)
      #expect(abs(own.value - wanted.share) < 1e-9)
      // Spread of replicates against linearisation with the slopes on both sides of the floor, for
      // one gap is next to 0; replicates also count the lift that the floor gives them there.
      let error = try #require(own.standardError)
      #expect(0.95 * wanted.shareErrors[0] < error, "\(name): \(error)")
      #expect(error < 1.1 * wanted.shareErrors[1], "\(name): \(error)")
      #expect((own.low ?? 2) < own.value && own.value < (own.high ?? -1))
      #expect(coverage.underservedCount == wanted.underserved)
      #expect(coverage.underservedServed == wanted.served)
      #expect(coverage.untouchedSteps.map { steps[$0] } == wanted.untouched)
      for role in coverage.roles {
        let share = try #require(wanted.roles[role.role.rawValue])
        #expect(abs((role.opportunityShare ?? 2) - share) < 1e-9)
      }
      #expect(coverage.roles.count == 3)
      #expect(abs((coverage.reached?.value ?? 2) - wanted.reached) < 1e-9)
      #expect(abs((coverage.experienceRepaired?.value ?? 2) - wanted.repaired) < 1e-9)
      #expect((coverage.experienceExpected == nil) == (wanted.expected == nil))
      if let share = wanted.expected {
        #expect(abs((coverage.experienceExpected?.value ?? 2) - share) < 1e-9)
      }
    }
    let progress = section.coverages[0].progress
    #expect(progress.map(\.name) == ["whole job", "cheaper"])
    #expect(progress.map(\.servedCount) == [1, 1] && progress.map(\.outcomeCount) == [1, 2])
    #expect(progress.map(\.isPromised) == [true, false])
  }

  @Test("Cells of the growth matrix, with what they rest on", arguments: 0..<2)
  func growth(number: Int) throws {
    let expected = try Expected.load().cases[number].growth
    let all = try #require(
      try Self.sections(number == 1).growth.section?.segments.first { $0.segmentation == "all" })
    #expect(all.underservedCount == expected.under && all.overservedCount == expected.over)
    #expect(abs((all.nothing?.value ?? 2) - expected.nothing) < 1e-9)
    #expect(abs((all.keptBack?.value ?? 2) - expected.kept) < 1e-9)
    #expect(all.cell?.rawValue == expected.cell)
    #expect(abs(all.cellShares.reduce(0, +) - 1) < 1e-12 && (all.certainty ?? 0) > 0.3)
  }

  @Test("The rule of thumb: each cell of the matrix")
  func cells() {
    func cell(
      _ under: Double, _ over: Double, _ nothing: Double?, _ kept: Double?
    ) -> GrowthSection.Cell {
      GrowthSection.Cell(underserved: under, overserved: over, nothing: nothing, keptBack: kept)
    }
    #expect(cell(0.2, 0.1, 0.1, 0.9) == .differentiated)
    #expect(cell(0.2, 0.2, nil, nil) == .dominant && cell(0.3, 0, 0.2, nil) == .dominant)
    #expect(cell(0.1, 0.2, nil, 1) == .disruptive && cell(0, 0, 0.2, nil) == .disruptive)
    #expect(cell(0.1, 0.1, 0.1, 0.5) == .discrete && cell(0.1, 0.1, nil, nil) == .sustaining)
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBytes() throws {
    let lines = try String(contentsOf: Self.file("decide.csv"), encoding: .utf8)
      .split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let own = try Self.sections(true)
    let other = try Self.sections(
      true, .bytes(Array(turned.utf8), name: "r.csv"),
      AnalysisOptions(workers: Workers(threadCount: 3)))
    #expect(own.portfolio.section == other.portfolio.section)
    #expect(own.whatIf.section == other.whatIf.section)
    #expect(own.proposals.section == other.proposals.section)
    #expect(own.growth.section == other.growth.section)
    #expect(own.stories.section == other.stories.section && own.roles == other.roles)
  }

  @Test("A story says who, what and why, and names a row of opportunities.csv")
  func stories() throws {
    let stories = try #require(try Self.sections(false).stories.section?.stories)
    #expect(Set(stories.compactMap(\.role)) == [.executor, .support, .buyer])
    let buyer = try #require(stories.first { $0.role == .buyer })
    #expect(buyer.text.hasPrefix("As a manager, I want to minimize the time of "))
    #expect(buyer.text.hasSuffix(" so that I can keep software patched."))
    #expect(buyer.evidence.hasPrefix("opportunities.csv role/Manager/") && !buyer.isEvidenceOfAll)
    let executor = try #require(stories.first { $0.role == .executor })
    #expect(executor.text.hasPrefix("As an admin or operator, I want to "))
    #expect(executor.evidence.hasPrefix("opportunities.csv all/all/") && executor.isEvidenceOfAll)
    #expect(EvidenceID.text("a/b", "50%", "1") == "opportunities.csv a%2Fb/50%25/1")
    #expect(StoryWords.wish("Our systems pass.") == "this: \"Our systems pass\"")
    #expect(StoryWords.lowered("VPN access") == "VPN access")
  }

  @Test("Enough of independent events: by hand")
  func chances() {
    #expect(ProposalAnalysis.chance(ofAtLeast: 0, []) == 1)
    #expect(ProposalAnalysis.chance(ofAtLeast: 1, []) == 0)
    #expect(abs(ProposalAnalysis.chance(ofAtLeast: 1, [0.5, 0.2]) - 0.6) < 1e-15)
    #expect(abs(ProposalAnalysis.chance(ofAtLeast: 2, [0.5, 0.2, 1]) - 0.6) < 1e-15)
  }

  @Test("Without solutions the own share is raised by a fifth and by three tenths")
  func ownShare() throws {
    var study = try Self.study(false)
    study.solutions = nil
    let section = try #require(try Self.sections(study).whatIf.section)
    #expect(section.rows.count == 12 && !section.note.isEmpty)
    #expect(section.rows.prefix(2).map(\.scenario) == [.ownByFifth, .ownByThird])
    for row in section.rows {
      #expect(abs(row.target - min(1, row.scenario.ratio * row.share)) < 1e-12)
      #expect(row.solution == nil && row.bestShare == nil && row.change.value <= 0)
    }
  }

  @Test("Without proposals, and with nobody known, sections say why they are refused")
  func refusals() throws {
    let study = SmallSurvey.study()
    let text = "id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\ny,5,5,1,1\n"
    let sections = try Self.sections(study, SmallSurvey.input(text))
    guard case .refused(let portfolio) = sections.portfolio,
      case .refused(let whatIf) = sections.whatIf,
      case .refused(let proposals) = sections.proposals,
      case .refused(let stories) = sections.stories
    else {
      Issue.record("a section was done")
      return
    }
    #expect(portfolio == "the experience of fewer than 10 respondents is known")
    #expect(whatIf.hasPrefix("nothing is scored: "))
    #expect(proposals == "the study proposes nothing (`proposals`)")
    #expect(stories.hasPrefix("nothing is scored: "))
  }

  @Test("A proposal that names an unknown outcome is told, with the nearest id")
  func problems() {
    let text = StudyCase.shortest + "proposals:\n  pilot: {text: Patch it, outcomes: [01, 03]}\n"
    let sentences = StudyCase.sentences(text)
    #expect(sentences.count == 1)
    #expect(sentences[0].hasPrefix("study.yaml:11:42: `proposals.*.outcomes[]` names nothing in "))
    #expect(sentences[0].contains("found \"03\""))
    let effect = StudyCase.shortest + "proposals: {p: {text: T, outcomes: [01], effect: 0.5}}\n"
    #expect(StudyCase.sentences(effect).count == 1)
    let twice = StudyCase.shortest + "proposals: {p: {text: T, outcomes: [01, 01]}}\n"
    #expect(StudyCase.sentences(twice).count == 1)
  }

  // MARK: - The reference's survey

  private struct Expected: Decodable {
    struct Sets: Decodable {
      let now: Double
      let all: Double
      let best: [Double]
      let alone: [String: Double]
    }
    struct Raised: Decodable {
      let tool: String
      let best, share, target, raised, change, se, step, allSteps, experience: Double
    }
    struct Coverage: Decodable {
      let share, reached, repaired: Double
      let shareErrors: [Double]
      let underserved, served: Int
      let untouched: [String]
      let roles: [String: Double]
      let expected: Double?
    }
    struct Growth: Decodable {
      let under, over: Int
      let nothing, kept: Double
      let cell: String
    }
    struct Case: Decodable {
      let weighted: Bool
      let outcomes: Sets
      let steps: Sets
      let raised: [String: Raised]
      let proposals: [String: Coverage]
      let growth: Growth
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: DecisionAnalysisTests.file("decide.json")))
    }
  }

  private static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps/\(name)")
  }

  private static func sections(
    _ isWeighted: Bool, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> DecisionSections {
    try sections(study(isWeighted), input ?? .file(path: file("decide.csv").path), options)
  }

  static func sections(
    _ study: Study, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> DecisionSections {
    let responses = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input ?? .file(path: file("decide.csv").path)).responses
    let replicates = ReplicateSource(study: study, responses: responses, options: options)
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let ranking = ReplicateRanking(
      study: study, responses: responses, source: replicates, options: options)
    let segments = responses.groupings.flatMap {
      scoring.segments(of: $0, minimumBase: study.scoring.minimumBase)
    }
    return DecisionAnalysis(
      study: study, responses: responses, replicates: replicates, options: options
    ).sections(
      responses.groupings, scores: ranking.ranked(everybody: scoring.everybody()) + segments)
  }

  private static func study(_ isWeighted: Bool) throws -> Study {
    try StudyCase.parse(
      """
      study: Decisions
      job: Keep software patched
      responses: {file: decide.csv, scale: 1-5, top: 4, respondent: id}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list:
          - {id: a, text: Minimize the time of a, progress: [whole job]}
          - {id: b, text: Minimize the time of b, progress: [cheaper]}
          - c: Minimize the time of c
          - {id: d, text: Minimize the time of d, progress: [cheaper]}
          - e: Minimize the time of e
          - f: Minimize the time of f
      steps:
        find: {text: Find it, outcomes: [a, b, c]}
        do: {text: Do it, outcomes: [d, e]}
        check: {text: Check it, outcomes: [f]}
      success:
        - {id: g, text: We pass, importance: imp_g, satisfaction: sat_g}
        - {id: h, text: We are calm, importance: imp_h, satisfaction: sat_h}
        - {id: i, text: A breach, aim: avoid, happened: seen}
      segments: [role]
      roles: {column: role, executor: [Admin, Operator], support: [Service], buyer: [Manager]}
      solutions:
        {column: tool, provider: [Suite, Cloud], non-provider: [Scripts], nothing: [By hand]}
      barriers: {budget: bar}
      scores: {replicates: 200}
      proposals:
        pilot: {text: Patch it all, outcomes: [a, b, g], progress: [whole job], effect: 1.4}
        watch: {text: See it all, outcomes: [d, f]}
      \(isWeighted ? "weight: w" : "")
      """)
  }
}
