import Statistics
import Testing

@testable import ReportWriters
@testable import Survey

@Suite("What to do next")
struct ActionTests {
  private func actions(_ result: AnalysisResult) -> [String] {
    ActionSection.actions(result, result.segments[0], who: nil).map(\.text)
  }

  private static func mean(_ value: Double) -> PeopleMean {
    PeopleMean(
      value: value, standardError: 0.02, low: value - 0.04, high: value + 0.04,
      respondentCount: 500, effectiveCount: 450, degreesOfFreedom: 499)
  }

  // MARK: - Roles

  @Test("A conflict between roles comes second, with both figures, and in the extract of its roles")
  func conflict() throws {
    var result = ResultFixture.result
    #expect(!actions(result).contains { $0.hasPrefix("Settle") })
    result.job.roles = .done(PeoplePaperTests.roles)
    let all = ActionSection.actions(result, result.segments[0], who: nil)
    #expect(
      all[1].text
        == "Settle between executor and buyer: 01 \"Minimize the time it takes to learn that a "
        + "patch is needed\" scores 14.0 (13.2 to 14.8) for executor (underserved) and 4.0 (3.2 to "
        + "4.8) for buyer (overserved); their difference is beyond chance.")
    #expect(all[1].evidence == "roles.csv")
    var own = result.segments[0]
    own.segment = "buyer"
    let buyer = ActionSection.actions(result, own, who: "this role").map(\.text)
    #expect(buyer.contains { $0.hasPrefix("Settle between executor and buyer") })
    own.segment = "support"
    let support = ActionSection.actions(result, own, who: "this role").map(\.text)
    #expect(!support.contains { $0.hasPrefix("Settle") })
  }

  @Test("What a role or group lacks is named as left out, and flagged among the overserved")
  func lacking() throws {
    var result = ResultFixture.result
    for place in [0, 3] {
      result.segments[0].outcomes[place] = ResultFixture.score(place, 4, 7.5, rank: 4)
      result.segments[0].outcomes[place].adjustedGapP = 0.001
    }
    result.segments = [result.segments[0]]
    let plain = try #require(actions(result).first { $0.hasPrefix("Spend no more on 01") })
    #expect(plain.hasSuffix("holds of 04.") && Lacking(result: result).words(0) == nil)
    result.job.roles = .done(PeoplePaperTests.roles)
    let told = try #require(actions(result).first { $0.hasPrefix("Spend no more on 04") })
    #expect(told.hasSuffix(" Not meant, though overserved: 01 (underserved for executor)."))
    let lines = OverservedRemark.lines(result.segments[0], result)
    #expect(lines[1].hasPrefix("    01") && lines[1].hasSuffix("3.5  underserved for executor"))
    #expect(lines[2].hasPrefix("    04") && lines[2].hasSuffix("3.5"))
    result.job.roles = .refused(reason: "none")
    result.segments.append(ResultFixture.segments[1])
    #expect(Lacking(result: result).words(0) == "underserved for role \"Support\"")
  }

  @Test("Who lacks it is more than a point estimate, and never a cluster")
  func lackingIsShown() throws {
    var result = ResultFixture.result
    // Everybody's first outcome is underserved in the cluster too: that is how it was formed.
    result.segments = [ResultFixture.segments[0], ResultFixture.segments[4]]
    #expect(result.segments[1].outcomes[0].zone == .underserved)
    #expect(Lacking(result: result).words(0) == nil)
    // By its figure alone a group does not count, by a proven difference it does.
    result.segments = Array(ResultFixture.segments.prefix(2))
    result.segments[1].outcomes[0].low = 9.5
    #expect(Lacking(result: result).words(0) == "underserved for role \"Support\"")
    result.comparisons[0].againstRest[0].adjustedP = 0.2
    #expect(Lacking(result: result).words(0) == nil)
    // So do roles.
    var roles = PeoplePaperTests.roles
    roles.outcomes[0].scores[0]?.low = 9.5
    result.job.roles = .done(roles)
    #expect(Lacking(result: result).words(0) == "underserved for executor")
    roles.outcomes[0].pairs[0].kind = nil
    result.job.roles = .done(roles)
    #expect(Lacking(result: result).words(0) == nil)
    roles.outcomes[0].scores[0]?.low = 10
    result.job.roles = .done(roles)
    #expect(Lacking(result: result).words(0) == "underserved for executor")
  }

  @Test("Of groups and roles too small to be scored names alone are said")
  func unknown() throws {
    var result = ResultFixture.result
    result.segments[0].outcomes[3].adjustedGapP = 0.001
    let open = "; not known for role \"Buyer\" (too few)."
    let spend = try #require(actions(result).first { $0.hasPrefix("Spend no more on 04") })
    #expect(spend.hasSuffix("more than it matters" + open))
    #expect(actions(result).contains { $0.hasPrefix("Begin with") && $0.hasSuffix(open) })
    result.comparisons = []
    #expect(
      actions(result).contains(
        "For whom to begin is open: no declared groups could be compared" + open))
    var roles = PeoplePaperTests.roles
    roles.roles[1].scores.outcomes = []
    roles.roles[1].scores.status = .refused
    result.job.roles = .done(roles)
    #expect(
      Lacking(result: result).unknown == "not known for buyer and role \"Buyer\" (too few)")
    result.segments = [result.segments[0]]
    #expect(Lacking(result: result).unknown == "not known for buyer (too few)")
    result.job.roles = .done(PeoplePaperTests.roles)
    #expect(Lacking(result: result).unknown == nil)
  }

  // MARK: - With whom to begin

  @Test("The group to begin with is the one that lacks the most beyond the others, in this job")
  func begin() throws {
    var result = ResultFixture.result
    let first = try #require(actions(result).first { $0.hasPrefix("Begin with") })
    #expect(
      first.hasPrefix(
        "Begin with role \"Support\": there 01 \"Minimize the time it takes to learn that a patch "
          + "is needed\" scores 16.6 (15.8 to 17.4), 3.0 (2.0 to 4.0) points more than among the "
          + "others, beyond chance; of groups above 10 with the whole interval no other proven "
          + "difference is larger; chosen as the largest, it is optimistic; not known"))
    // A larger difference where nobody is underserved changes nothing.
    var larger = result.comparisons[0].againstRest[0]
    (larger.outcome, larger.difference.value) = (2, 4.5)
    result.comparisons[0].againstRest.append(larger)
    #expect(actions(result).contains(first))
    // An outcome of another job is no reason to begin with anybody.
    result.study.jobs.append(Job(id: "other", text: "Train", place: ResultFixture.place))
    result.study.outcomes[0].job = "other"
    let none = try #require(actions(result).first { $0.hasPrefix("For whom to begin") })
    #expect(
      none.hasPrefix(
        "For whom to begin is open: no difference in an outcome of this job is proven where a "
          + "group itself is underserved; not known for"))
    result.study.outcomes[0].job = Job.ownID
    result.study.outcomes[3].job = "other"
    #expect(
      actions(result).contains { $0.contains("difference in an outcome of this job is larger") })
    // What roles are in conflict about has an action of its own.
    result.job.roles = .done(PeoplePaperTests.roles)
    #expect(
      actions(result).contains { $0.contains("underserved, conflicts between roles aside; not") })
  }

  @Test("Who scores above 10 with the whole interval comes before a larger difference")
  func beginSurely() throws {
    var result = ResultFixture.result
    var larger = result.comparisons[0].againstRest[0]
    (larger.outcome, larger.difference.value) = (1, 4.5)
    result.comparisons[0].againstRest.append(larger)
    func first() throws -> String {
      try #require(actions(result).first { $0.hasPrefix("Begin with role \"Support\": there ") })
    }
    #expect(try first().contains("there 02"))
    result.segments[1].outcomes[1].low = 9.9
    #expect(try first().contains("there 01"))
    result.segments[1].outcomes[0].low = 9.9
    #expect(try first().contains("there 02"))
    #expect(
      try first().contains(
        "beyond chance, though its score may lie under 10; of underserved groups no other"))
  }

  // MARK: - Sets

  private static func plan(_ candidates: [RepairCandidate], often: Double?) -> RepairPlan {
    var plan = RepairPlan(candidates: candidates, now: mean(0.25), all: mean(0.75))
    plan.sets = [
      RepairSet(
        members: [1], isExact: true, rate: mean(0.5), gain: 0.25, greedyGain: 0.2499,
        frequencies: [0.9], setFrequency: often)
    ]
    plan.alone = candidates.map { _ in 0.25 }
    (plan.sizeForHalf, plan.sizeForMost, plan.exactSize, plan.replicateCount) = (1, 3, 3, 100)
    return plan
  }

  private func result(often: Double?) -> AnalysisResult {
    var result = ResultFixture.result
    result.study.success = [
      SuccessOutcome(
        id: "s1", text: "We pass", dimension: .functional, aim: .achieve,
        place: ResultFixture.place)
    ]
    let keys = (0..<4).map { RepairCandidate.key($0) }
    var all = Self.plan(keys + [.success(0)], often: often)
    all.sets[0].members = [4]
    all.all = Self.mean(0.9)
    result.decisions.portfolio = .done(
      PortfolioSection(
        outcomes: all, keyOutcomes: Self.plan(keys, often: often),
        steps: .refused(reason: "the study names no steps")))
    return result
  }

  @Test("Only key outcomes are planned, with their wording; a choice that is unsure is a candidate")
  func plan() throws {
    let sure = actions(result(often: 0.95))
    #expect(
      sure.contains(
        "Plan 02 \"Minimize the likelihood that a patch breaks ...\": repaired for all to whom "
          + "they matter and results staying as they are, the share with a good experience would "
          + "go from 25 % to 50 % (46 to 54), a limit and no forecast; it is the best choice of "
          + "that size in 95 % of resamples."))
    #expect(actions(result(often: 0.6)).contains { $0.hasPrefix("Plan 02") })
    let unsure = try #require(
      actions(result(often: 0.4)).first { $0.hasPrefix("A candidate to plan is 02") })
    #expect(unsure.hasSuffix("the best choice of that size in 40 % of resamples only."))
    #expect(actions(result(often: nil)).contains { $0.hasPrefix("Plan 02") })
  }

  @Test("Outcomes of another job are marked wherever they are named")
  func otherJob() throws {
    var result = result(often: 0.95)
    #expect(!actions(result).contains { $0.contains("(other job)") })
    result.study.jobs.append(Job(id: "other", text: "Train", place: ResultFixture.place))
    for place in [1, 3] { result.study.outcomes[place].job = "other" }
    result.segments[0].outcomes[3].adjustedGapP = 0.001
    let all = actions(result)
    #expect(all[0].hasPrefix("Fix first 02 \"Minimize the likelihood that a patch breaks"))
    #expect(all[0].contains("\" (other job): its opportunity"))
    #expect(
      all.contains {
        $0.hasPrefix("Plan 02 \"Minimize the likelihood that a patch breaks ...\" (other job): rep")
      })
    #expect(all.contains { $0.hasPrefix("Spend no more on 04") && $0.contains("(other job): it") })
  }

  @Test("Why no set turns anybody is read off what all repairs together would do")
  func noGain() throws {
    func reason(_ all: Double, _ hasResults: Bool) throws -> String {
      var result = result(often: 0.95)
      var section = try #require(result.decisions.portfolio.section)
      section.keyOutcomes?.sets[0].gain = 0
      section.keyOutcomes?.all = Self.mean(all)
      result.decisions.portfolio = .done(section)
      if !hasResults { result.study.success = [] }
      return try #require(actions(result).first { $0.hasPrefix("Expect little") })
    }
    let results = "anybody's experience, for most who have a bad experience lack results too."
    #expect(try reason(0.5, true).hasSuffix(results))
    #expect(try reason(0.75, true).hasSuffix("for people lack more than that."))
    #expect(try reason(0.5, false).hasSuffix("for people lack more than that."))
  }

  @Test("The sets in the report are of key outcomes; that success outcomes are ends is said")
  func sets() throws {
    let lines = HelpSection.lines(result(often: 0.4))
    let text = lines.joined(separator: "\n")
    let flat = lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
    #expect(flat.contains("for 75 % if all key outcomes were repaired and success outcomes stayed"))
    #expect(text.contains("      02  Minimize the likelihood that a patch breaks"))
    #expect(flat.contains("were they repaired too, the experience would be good for 90 %"))
    #expect(flat.contains("falls short by under 0.1 points at 1."))
    #expect(!text.contains("s1") && !text.contains(" 0.0 points"))
    let section = try #require(result(often: 0.4).decisions.portfolio.section)
    let csv = String(
      decoding: PortfolioCSV.bytes(section, result(often: 0.4).study), as: UTF8.self)
    #expect(csv.contains("\nkey outcome,1,02,") && csv.contains("\noutcome,1,s1,"))
  }

  // MARK: - Shares

  @Test("A share's interval is as careful at its ends as the share")
  func shares() {
    #expect(NumberText.percent(0.62, 0.58, 0.66) == "62 % (58 to 66)")
    #expect(NumberText.percent(0.002, 0, 0.004) == "<1 % (0 to <1)")
    #expect(NumberText.percent(0.004, 0.001, 0.008) == "<1 %")
    #expect(NumberText.percent(0.995, 0.98, 1) == ">99 % (98 to 100)")
    #expect(NumberText.percent(0, 0, 0.02) == "0 % (0 to 2)")
  }
}
