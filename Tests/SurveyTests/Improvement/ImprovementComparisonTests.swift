import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Comparisons of a baseline with something new")
struct ImprovementComparisonTests {
  /// One person of a file: the group, and for each outcome importance and satisfaction.
  private typealias Person = (group: String, ratings: [(Int?, Int?)])

  private static func csv(_ people: [Person], prefix: String = "R") -> String {
    let count = people.first?.ratings.count ?? 0
    let names = ["a", "b", "c"].prefix(count)
    let header = ["id", "group"] + names.flatMap { ["imp_\($0)", "sat_\($0)"] }
    let records = people.enumerated().map { row, person in
      let cells = person.ratings.flatMap { [$0.0, $0.1] }.map { $0.map(String.init) ?? "" }
      return (["\(prefix)\(row)", person.group] + cells).joined(separator: ",")
    }
    return ([header.joined(separator: ",")] + records).joined(separator: "\n") + "\n"
  }

  /// People of a group of whom the first `satisfied` are satisfied, by outcome.
  private static func people(
    _ group: String, _ count: Int, satisfied: [Int], important: [Int]? = nil
  ) -> [Person] {
    (0..<count).map { row in
      (
        group,
        satisfied.indices.map { outcome -> (Int?, Int?) in
          (row < (important?[outcome] ?? count) ? 5 : 2, row < satisfied[outcome] ? 4 : 1)
        }
      )
    }
  }

  private static func study(_ outcomes: [String] = ["a", "b"]) -> Study {
    SmallSurvey.study(outcomes: outcomes, segments: ["group"])
  }

  private static func groups(
    _ people: [Person], _ plan: ImprovementPlan = ImprovementPlan(), study: Study = study(),
    baseline: String = "old", new: String = "new"
  ) throws -> ImprovementResult {
    try ImprovementComparison.groups(
      plan, of: study,
      groups: ImprovementGroups(study, by: "group", baseline: baseline, new: new),
      input: SmallSurvey.input(csv(people)), options: AnalysisOptions())
  }

  private static func failure(_ work: () throws -> Void) -> (Groundwork.ExitStatus, String)? {
    do {
      try work()
      return nil
    } catch {
      guard let failure = error as? ImprovementFailure else { return nil }
      return (failure.exitStatus, failure.message.description)
    }
  }

  @Test("A hand example: shares, ratio, closure of the gap, and what is missing")
  func handExample() throws {
    let people =
      Self.people("old", 400, satisfied: [160, 80], important: [360, 80])
      + Self.people("new", 400, satisfied: [240, 84])
    let result = try Self.groups(people)
    let first = result.outcomes[0]
    #expect(first.baseline?.estimate.value == 0.4 && first.new?.estimate.value == 0.6)
    #expect(first.baseline?.respondentCount == 400 && first.baseline?.effectiveCount == 400)
    #expect(first.degreesOfFreedom == 399 && abs((first.test?.ratio ?? 0) - 1.5) < 1e-14)
    #expect(first.claims.map(\.threshold) == [1.2, 1.3])
    #expect(first.claims.map(\.verdict) == [.met, .met])
    // (.6 - .4) / (.9 - .4).
    #expect(abs((first.gapClosure ?? 0) - 0.4) < 1e-14)
    // The whole sample is the design: n / (n - 1) with 800 rows.
    let error = (800.0 / 799 * 0.24 / 400).squareRoot()
    #expect(abs((first.baseline?.estimate.standardError ?? 0) - error) < 1e-15)
    let second = result.outcomes[1]
    #expect(second.claims.map(\.verdict) == [.unproven, .unproven])
    #expect(second.gapClosure == nil && second.claims.allSatisfy { $0.neededCount == nil })
    #expect(abs(second.covariance) < 1e-18)
    // A gap of four points of a hundred is none worth closing, of five it is.
    for (important, isTold) in [(96, false), (100, true)] {
      let near = try Self.groups(
        Self.people("old", 400, satisfied: [80, 80], important: [important, 400])
          + Self.people("new", 400, satisfied: [90, 80]))
      #expect((near.outcomes[0].gapClosure != nil) == isTold)
    }
    // The mean of .4 and .2 rises to that of .6 and .21.
    #expect(abs((result.overall.baseline?.estimate.value ?? 0) - 0.3) < 1e-14)
    #expect(abs((result.overall.new?.estimate.value ?? 0) - 0.405) < 1e-14)
    #expect(abs((result.overall.gapClosure ?? 0) - 0.105 / 0.25) < 1e-12)
  }

  @Test("With answers to everything the mean of all has the variance of each person's mean")
  func personMean() throws {
    let people =
      Self.people("old", 60, satisfied: [30, 12]) + Self.people("new", 80, satisfied: [60, 35])
    let result = try Self.groups(people)
    func error(_ count: Int, _ first: Int, _ second: Int) -> Double {
      let means = (0..<count).map { (($0 < first ? 1.0 : 0) + ($0 < second ? 1 : 0)) / 2 }
      let center = means.reduce(0, +) / Double(count)
      let squares = means.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      return (140.0 / 139 * squares).squareRoot() / Double(count)
    }
    let (old, new) = (result.overall.baseline, result.overall.new)
    #expect(abs((old?.estimate.standardError ?? 0) - error(60, 30, 12)) < 1e-14)
    #expect(abs((new?.estimate.standardError ?? 0) - error(80, 60, 35)) < 1e-14)
    #expect(result.overall.degreesOfFreedom == 59 && old?.respondentCount == 60)
  }

  @Test("Sampling units that both groups share give their covariance, and a narrower ratio")
  func sharedUnits() throws {
    // Twelve shops: where the old solution satisfies, the new one does.
    var records = ["id,shop,group,imp_a,sat_a"]
    for row in 0..<240 {
      let shop = row % 12
      let isNew = row / 12 % 2 == 1
      let isSatisfied = row / 24 % 10 < (isNew ? 3 : 2) + shop / 2
      records.append("R\(row),s\(shop),\(isNew ? "new" : "old"),5,\(isSatisfied ? 5 : 1)")
    }
    var study = Self.study(["a"])
    var design = SamplingPlan()
    design.units = DesignScoreTests.column("shop")
    func improvement(_ study: Study) throws -> Improvement {
      try ImprovementComparison.groups(
        ImprovementPlan(), of: study,
        groups: ImprovementGroups(study, by: "group", baseline: "old", new: "new"),
        input: SmallSurvey.input(records.joined(separator: "\n") + "\n"),
        options: AnalysisOptions()
      ).outcomes[0]
    }
    let simple = try improvement(study)
    study.design = design
    let clustered = try improvement(study)
    #expect(clustered.degreesOfFreedom == 11 && clustered.covariance > 0.001)
    #expect(clustered.test?.ratio == simple.test?.ratio)
    let values = try #require(clustered.test).values
    let apart = ImprovementTest(
      .init(
        baseline: values.baseline, new: values.new, baselineVariance: values.baselineVariance,
        newVariance: values.newVariance), degreesOfFreedom: 11)
    #expect(try #require(clustered.test?.low) > (try #require(apart.low)))
  }

  @Test("Table stakes are guarded: held, failed and unproven by the margin; others are not")
  func tableStakes() throws {
    let study = Self.study(["a", "b", "c"])
    let old = Self.people("old", 500, satisfied: [400, 400, 200])
    let new = Self.people("new", 500, satisfied: [420, 300, 260])
    let result = try Self.groups(old + new, study: study)
    #expect(result.outcomes.map { $0.zone == .tableStakes } == [false, false, false])
    // Importance 10 and satisfaction 8 are an opportunity of 12; 9 and 8.4 are table stakes.
    let calm = Self.people(
      "old", 500, satisfied: [420, 420, 200], important: [450, 450, 500])
    let found = try Self.groups(calm + new, study: study)
    #expect(found.outcomes.map { $0.zone == .tableStakes } == [true, true, false])
    #expect(found.tableStakes.compactMap(\.outcome) == [0, 1])
    #expect(found.tableStakes.map { $0.safeguard?.verdict } == [.held, .failed])
    let near = Self.people("new", 500, satisfied: [405, 420, 260])
    let unclear = try Self.groups(calm + near, study: study)
    #expect(unclear.tableStakes.map { $0.safeguard?.verdict } == [.unproven, .held])
    // A mean on 1-5 may lose .05 of its four points.
    let means = try Self.groups(
      calm + near, ImprovementPlan(metric: .mean, margin: 0.05), study: study)
    #expect(means.tableStakes.allSatisfy { $0.safeguard?.margin == 0.2 })
  }

  @Test("Small bases, no degrees of freedom, nobody satisfied: a reason, and no number")
  func refusals() throws {
    var people = Self.people("old", 40, satisfied: [0, 20])
    people += Self.people("new", 40, satisfied: [20, 30])
    for row in 9..<40 { people[row].ratings[1].1 = nil }
    let result = try Self.groups(people)
    #expect(result.outcomes[0].note == ImprovementTest.Refusal.noBaseline.rawValue)
    #expect(result.outcomes[0].baseline?.estimate.value == 0)
    #expect(result.outcomes[0].claims.allSatisfy { $0.verdict == nil })
    #expect(result.outcomes[1].note == "fewer than 10 respondents on a side")
    #expect(result.outcomes[1].baseline == nil && result.outcomes[1].new == nil)
    #expect(result.overall.note == ImprovementTest.Refusal.noBaseline.rawValue)
    var none = people
    for row in none.indices { none[row].ratings = [(nil, nil), (nil, nil)] }
    let empty = try Self.groups(none)
    #expect(empty.overall.note == "no outcome can be compared" && empty.overall.test == nil)
    let few = try Self.groups(
      Self.people("old", 24, satisfied: [12, 3]) + Self.people("new", 40, satisfied: [20, 20]))
    #expect(few.outcomes[0].note == "fewer than 30 effective respondents: bounds are rough")
    #expect(few.outcomes[1].note == "few answers beside the cut: bounds too narrow")
    #expect(few.outcomes[1].test?.ratio != nil)
  }

  @Test("A group in one sampling unit has no degrees of freedom")
  func noDegrees() throws {
    var records = ["id,shop,group,imp_a,sat_a"]
    for row in 0..<80 {
      let isNew = row >= 40
      records.append(
        "R\(row),\(isNew ? "s\(row % 8)" : "only"),\(isNew ? "new" : "old"),5,\(1 + row % 5)")
    }
    var study = Self.study(["a"])
    study.design = SamplingPlan()
    study.design?.units = DesignScoreTests.column("shop")
    let result = try ImprovementComparison.groups(
      ImprovementPlan(), of: study,
      groups: ImprovementGroups(study, by: "group", baseline: "old", new: "new"),
      input: SmallSurvey.input(records.joined(separator: "\n") + "\n"), options: AnalysisOptions())
    #expect(result.outcomes[0].note == "no degrees of freedom" && result.overall.test?.low == nil)
  }

  @Test("Groups that do not exist, are the same or too small, and files that are the same")
  func failures() throws {
    let people =
      Self.people("old", 40, satisfied: [10, 20]) + Self.people("new", 40, satisfied: [20, 30])
      + Self.people("few", 9, satisfied: [3, 3])
    let unknown = Self.failure { _ = try Self.groups(people, baseline: "odl") }
    #expect(
      unknown?.1 == "--baseline: segmentation \"group\" has no such group, found \"odl\", "
        + "expected one of: new, old. Fix: write \"old\".")
    #expect(unknown?.0 == .usage)
    let same = Self.failure { _ = try Self.groups(people, baseline: "new") }
    #expect(same?.0 == .usage && same?.1.contains("are the same group, found \"new\"") == true)
    let few = Self.failure { _ = try Self.groups(people, new: "few") }
    #expect(few?.0 == .data && few?.1.contains("fewer than 10 respondents in \"few\"") == true)
    let by = Self.failure {
      _ = try ImprovementGroups(Self.study(), by: "grup", baseline: "old", new: "new")
    }
    #expect(
      by?.1.hasSuffix("found \"grup\", expected one of: group. Fix: write \"group\".") == true)
    let input = SmallSurvey.input(Self.csv(people))
    let copy = TableInput.bytes(Array(Self.csv(people).utf8), name: "copy.csv")
    let twice = Self.failure {
      _ = try ImprovementComparison.waves(
        ImprovementPlan(), of: Self.study(), baseline: input, new: copy,
        options: AnalysisOptions())
    }
    #expect(twice?.0 == .usage && twice?.1.contains("a copy of \"r.csv\"") == true)
    let missing = Self.failure {
      _ = try ImprovementComparison.waves(
        ImprovementPlan(), of: Self.study(["a", "b", "c"]), baseline: input, new: copy,
        options: AnalysisOptions())
    }
    #expect(missing?.0 == .studyFile && missing?.1.contains("imp_c") == true)
  }

  @Test("Waves may lack the columns of segments; ids in both are counted")
  func waves() throws {
    func wave(_ satisfied: [Int], _ prefix: String) -> TableInput {
      let text = Self.csv(Self.people("x", 50, satisfied: satisfied), prefix: prefix)
      return .bytes(
        Array(text.replacing("group", with: "elsewhere").utf8), name: "wave \(satisfied[0])")
    }
    let result = try ImprovementComparison.waves(
      ImprovementPlan(thresholds: [1.3, 1.2, 1.2]), of: Self.study(),
      baseline: wave([20, 20], "R"), new: wave([26, 20], "S"), options: AnalysisOptions())
    #expect(result.commonIDCount == 0 && result.plan.thresholds == [1.2, 1.3])
    #expect(result.outcomes[0].claims.map(\.verdict) == [.unproven, .unproven])
    let needed = try #require(result.outcomes[0].claims[0].neededCount)
    // The plan's 2,339 times n / (n - 1).
    #expect(abs(needed - Int(2_338.3 * 50 / 49)) <= 2)
    #expect(result.baseline.label == "wave 20" && result.new.respondentCount == 50)
    // The same people: who was satisfied still is, and six more.
    let panel = try ImprovementComparison.waves(
      ImprovementPlan(), of: Self.study(), baseline: wave([20, 20], "R"),
      new: wave([26, 20], "R"), options: AnalysisOptions())
    let first = panel.outcomes[0]
    #expect(panel.commonIDCount == 50 && first.test?.ratio == result.outcomes[0].test?.ratio)
    #expect(abs(first.covariance - 0.4 * 0.48 / 49) < 1e-15)
    #expect(try #require(first.test?.low) > (try #require(result.outcomes[0].test?.low)))
    // Nobody's satisfaction with the second changed: the ratio of 1 is certain.
    #expect(abs(panel.outcomes[1].test?.logStandardError ?? 1) < 1e-7)
  }

  @Test(
    "Solutions and roles of the job model are segmentations, unless declared ones have the name")
  func jobModel() throws {
    var study = Self.study()
    let place = Place(file: "study.yaml", line: 7, byteColumn: 3)
    study.solutions = SolutionsInUse(
      column: ColumnReference("tool", place: place), provider: ["A"], nonProvider: [], nothing: [])
    let groups = try ImprovementGroups(study, by: "solutions", baseline: "A", new: "B")
    #expect(groups.segmentation.column.text == "tool" && groups.segmentation.name == "solutions")
    study.segmentations[0].name = "solutions"
    let declared = try ImprovementGroups(study, by: "solutions", baseline: "A", new: "B")
    #expect(declared.segmentation.column.text == "group")
  }

  @Test("The mean is less the low end: a scale that begins at 1 has a true zero")
  func means() throws {
    let people =
      Self.people("old", 100, satisfied: [50, 50]) + Self.people("new", 100, satisfied: [80, 60])
    let result = try Self.groups(people, ImprovementPlan(metric: .mean))
    // Half rate 4, three points above 1; half rate 1, none.
    #expect(abs((result.outcomes[0].baseline?.estimate.value ?? 0) - 1.5) < 1e-14)
    #expect(abs((result.outcomes[0].test?.ratio ?? 0) - 1.6) < 1e-14)
    #expect(abs((result.outcomes[0].gapClosure ?? 0) - 0.9 / 2.5) < 1e-14)
  }

  @Test("What people who answered one question alone say counts where the study says so")
  func available() throws {
    var people =
      Self.people("old", 60, satisfied: [30, 30]) + Self.people("new", 60, satisfied: [40, 40])
    for row in 0..<20 { people[row].ratings[0].0 = nil }
    let paired = try Self.groups(people)
    #expect(paired.outcomes[0].baseline?.respondentCount == 40)
    #expect(paired.outcomes[0].baseline?.estimate.value == 0.25)
    var study = Self.study()
    study.scoring.base = .available
    let available = try Self.groups(people, study: study)
    #expect(available.outcomes[0].baseline?.respondentCount == 60)
    #expect(available.outcomes[0].baseline?.estimate.value == 0.5)
    #expect(available.overall.baseline?.estimate.value == 0.5)
  }
}
