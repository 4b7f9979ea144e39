import Foundation
import Testing

@testable import ReportWriters
@testable import Survey

@Suite("Drivers and effort on paper")
struct DriverPaperTests {
  @Test("drivers.csv has a row for each key outcome of each result, and one for a refused result")
  func table() {
    let lines = String(decoding: DriversCSV.bytes(Self.section, Self.study), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines[0] == DriversCSV.columns.joined(separator: ","))
    #expect(
      lines.allSatisfy { line in
        // No cell of the fixture but the quoted text of outcome 04 holds a comma.
        line.contains("\"") || line.filter { $0 == "," }.count == DriversCSV.columns.count - 1
      })
    #expect(
      lines[1] == "s1,Our systems pass the audit,rating,01,"
        + "Minimize the time it takes to learn that a patch is needed,"
        + "500,400.5,0.4,0.38,0.2,0.05,0.11,0.31,0.5,0.3,0.7,1,true,")
    #expect(lines[3].hasSuffix(",0.1,0.05,0,0.2,0.25,0.1,0.4,1,false,"))
    #expect(lines[4].hasSuffix(",,,,,,,,,,,,,,everybody is equally satisfied with it"))
    #expect(lines[5] == "s2,A breach,attained,,,,,,,,,,,,,,,,nobody differs in it")
    #expect(lines[6].hasPrefix(",effectiveness,index,01,"))
    #expect(lines[6].hasSuffix(",correlations changed by up to 0.012"))
    #expect(lines.count == 9)
  }

  @Test("The report names the strongest above chance, what goes the other way, and priorities")
  func report() throws {
    let lines = DriverLines.lines(Self.result)
    let text = lines.joined(separator: "\n")
    #expect(lines[0] == "WHICH ACTIONS MOVE WHICH RESULTS?")
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
    #expect(words.contains("association, not proof of cause"))
    #expect(
      words.contains(
        "s1 Our systems pass the audit: key outcomes explain 40 % of the differences between 510 "
          + "people (38 % once chance is taken off); 2 of 3 are above chance."))
    #expect(words.contains("s2 A breach: not computed: nobody differs in it."))
    #expect(words.contains("Effectiveness, all results together: "))
    // The strongest first, under each other.
    let rows = lines.filter { $0.contains(" % (") && !$0.contains("explain") }
    #expect(rows[0].contains("01  Minimize the time") && rows[0].hasSuffix("priority"))
    #expect(rows[0].contains("50 % (30 to 70)") && rows[0].contains("12.4"))
    #expect(rows[1].contains("02  ") && rows[1].hasSuffix("less"))
    #expect(!rows.contains { $0.contains("03  ") })
    #expect(lines.count { $0.hasSuffix("opportunity") } == 1)
    #expect(words.contains("Priority: 01, among the strongest of a result and underserved"))
    #expect(lines.allSatisfy { $0.count <= 120 })
    #expect(TextReport.text(Self.result).contains("WHICH ACTIONS MOVE WHICH RESULTS?"))
    #expect(RunPapers.papers(of: Self.result).map(\.name).contains("drivers.csv"))
    #expect(RunPapers.names.contains("drivers.csv"))
  }

  @Test("Results that nothing moves beyond chance are one sentence")
  func unmoved() throws {
    var result = Self.result
    var section = try #require(result.job.drivers.section)
    for place in section.results.indices {
      for driver in section.results[place].drivers.indices {
        section.results[place].drivers[driver].isAboveChance = false
      }
    }
    result.job.drivers = .done(section)
    let text = DriverLines.lines(result).joined(separator: " ")
    let words = text.split(separator: " ").joined(separator: " ")
    #expect(
      words.contains(
        "No key outcome goes beyond chance with: s1 Our systems pass the audit; Effectiveness, all "
          + "results together. Above chance"))
    #expect(words.contains("s2 A breach: not computed") && !words.contains("explain 40 %"))
    // Where all key outcomes together explain no more than chance, one of them is no finding.
    var weak = Self.result
    var single = try #require(weak.job.drivers.section)
    single.results[0].adjustedRSquared = -0.01
    weak.job.drivers = .done(single)
    let other = DriverLines.lines(weak).joined(separator: " ")
    #expect(!other.contains("s1 Our systems pass the audit: key"))
    #expect(other.contains("beyond chance with: s1"))
  }

  @Test("A refused section says why; without success outcomes there is none")
  func refused() {
    var result = Self.result
    result.job.drivers = .refused(reason: "too few people")
    #expect(DriverLines.lines(result).last == "  Not computed: too few people.")
    #expect(!RunPapers.papers(of: result).map(\.name).contains("drivers.csv"))
    result.study.success = []
    #expect(DriverLines.lines(result).isEmpty)
  }

  @Test("docs/columns.md explains the columns of drivers.csv and formulas.csv")
  func explained() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("docs/columns.md"), encoding: .utf8)
    let start = try #require(text.range(of: "## drivers.csv")).lowerBound
    for column in DriversCSV.columns {
      #expect(text[start...].contains("`\(column)`"), "\(column)")
    }
    for column in FormulasCSV.columns { #expect(text.contains("`\(column)`"), "\(column)") }
    for formula in FormulaSection.Formula.allCases {
      #expect(text.contains("`\(formula.rawValue)`"), "\(formula)")
    }
  }

  @Test("formulas.csv leaves out what was not asked; the report says what is compared")
  func effort() {
    func outcome(_ place: Int, effort: Double?) -> FormulaSection.Outcome {
      FormulaSection.Outcome(
        outcome: place, values: [Double?](repeating: Double(4 - place), count: 8) + [effort],
        ranks: [Int?](repeating: place + 1, count: 8) + [effort.map { _ in 1 }], topCount: 8)
    }
    var group = FormulaSection.Group(segmentation: "all", segment: "all")
    group.concordance = 1
    func words(_ efforts: [Double?]) -> (rows: Int, text: String) {
      group.outcomes = efforts.enumerated().map { outcome($0, effort: $1) }
      var result = Self.result
      let section = FormulaSection(groups: [group])
      result.job.formulas = .done(section)
      let table = String(decoding: FormulasCSV.bytes(section, result.study), as: UTF8.self)
      let text = FormulaLines.lines(result).joined(separator: " ")
        .split(separator: " ").joined(separator: " ")
      return (table.split(separator: "\n").count - 1, text)
    }
    let (none, some, all) = (words([nil, nil]), words([5, nil]), words([5, 5]))
    #expect(none.rows == 16 && some.rows == 17 && all.rows == 18)
    #expect(none.text.contains("Eight formulas") && !none.text.contains("effort"))
    #expect(some.text.contains("Eight formulas"))
    #expect(some.text.contains("How hard it is to get is known of 1 of 2 outcomes"))
    #expect(all.text.contains("Nine formulas") && all.text.contains("and effort)"))
    #expect(!all.text.contains("How hard"))
  }

  // MARK: - Steps

  private static var study: Study {
    var study = ResultFixture.study
    study.success = [("s1", "Our systems pass the audit"), ("s2", "A breach")].map {
      SuccessOutcome(
        id: $0, text: $1, dimension: .functional, aim: .achieve, place: ResultFixture.place)
    }
    return study
  }

  private static var result: AnalysisResult {
    var result = ResultFixture.result
    result.study = study
    result.job.drivers = .done(section)
    return result
  }

  private static var section: DriverSection {
    func driver(
      _ outcome: Int, _ weight: Double, _ ends: (Double, Double), _ shares: [Double], sign: Int,
      isSure: Bool, opportunity: Double
    ) -> DriverSection.Driver {
      DriverSection.Driver(
        outcome: outcome, respondentCount: 500, effectiveCount: 400.5, weight: weight,
        standardError: 0.05, interval: ends.0...ends.1, share: shares[0],
        shareInterval: shares[1]...shares[2], sign: sign, isAboveChance: isSure,
        opportunity: opportunity)
    }
    var audit = DriverSection.Result(success: 0, measure: .rating)
    (audit.respondentCount, audit.effectiveCount) = (510, 410)
    (audit.rSquared, audit.adjustedRSquared) = (0.4, 0.38)
    audit.drivers = [
      driver(0, 0.2, (0.11, 0.31), [0.5, 0.3, 0.7], sign: 1, isSure: true, opportunity: 12.4),
      driver(1, 0.15, (0.06, 0.26), [0.25, 0.1, 0.4], sign: -1, isSure: true, opportunity: 13),
      driver(2, 0.1, (0, 0.2), [0.25, 0.1, 0.4], sign: 1, isSure: false, opportunity: 11),
    ]
    audit.leftOut = [3]
    var breach = DriverSection.Result(success: 1, measure: .attained)
    breach.reason = "nobody differs in it"
    var index = audit
    (index.success, index.measure, index.repair, index.leftOut) = (nil, .index, 0.012, [])
    return DriverSection(results: [audit, breach, index])
  }
}
