import Groundwork
import NumericCore
import Testing

@testable import Survey

@Suite("Tabulations")
struct TabulationTests {
  /// Fifty people of A, forty rating 5 and ten 1; fifty of B, twenty and thirty; twelve of C, nine
  /// of D; one of A and one of D without an answer. Nothing is weighted.
  static let text: String = {
    var records: [String] = []
    for (group, high, low) in [("A", 40, 10), ("B", 20, 30), ("C", 6, 6), ("D", 3, 6)] {
      for place in 0..<high + low {
        let rating = place < high ? 5 : 1
        records.append("\(group)\(place),\(group),\(rating),\(6 - rating)")
      }
    }
    records += ["A99,A,,3", "D99,D,,3"]
    return (["id,group,imp_a,sat_a"] + records).joined(separator: "\n") + "\n"
  }()

  static let study = SmallSurvey.study(outcomes: ["a"], segments: ["group"])

  private func tabulation(
    _ comparison: TabulationPlan.Comparison = .init(), items: [String] = []
  ) throws -> Tabulation {
    let plan = try TabulationPlan(Self.study, items: items, comparison: comparison)
    return try Tabulator.run(
      plan, of: Self.study, input: SmallSurvey.input(Self.text), options: AnalysisOptions())
  }

  @Test("A hand example: shares, standard errors, a letter where the difference is clear")
  func handExample() throws {
    let result = try tabulation()
    #expect(result.columns.map(\.letter) == ["", "A", "B", "C", "D"])
    let block = result.blocks[0]
    let top = try #require(block.rows.first { $0.statistic == .top })
    #expect(top.cells[1]?.value == 0.8 && top.cells[2]?.value == 0.4)
    // p (1 - p) / n times 123 / 122: the whole sample is the design. The tolerance is rounding.
    let error = (0.16 / 50 * 123 / 122).squareRoot()
    #expect(abs((top.cells[1]?.standardError ?? 0) - error) < 1e-15)
    // t = 0.4 / 0.0898 = 4.45 on 98 degrees of freedom.
    #expect(
      top.cells.map { $0?.higherThan } == [[[], []], [[2], [2]], [[], []], [[], []], nil])
    let bottom = try #require(block.rows.first { $0.statistic == .bottom })
    #expect(bottom.cells[2]?.higherThan == [[1], [1]])
    let net = try #require(block.rows.first { $0.statistic == .net })
    #expect(abs((net.cells[1]?.value ?? 0) - 0.6) < 1e-15 && net.cells[1]?.higherThan[1] == [2])
    let mean = try #require(block.rows.first { $0.statistic == .mean })
    #expect(abs((mean.cells[2]?.value ?? 0) - 2.6) < 1e-15)
  }

  @Test("The stricter level is the last, and one level is enough")
  func levels() throws {
    // The difference's p-value is 2.3e-5.
    let result = try tabulation(.init(levels: [0.99999, 0.95]))
    let top = try #require(result.blocks[0].rows.first { $0.statistic == .top })
    #expect(top.cells[1]?.higherThan == [[2], []])
    let one = try tabulation(.init(levels: [0.9]))
    #expect(one.blocks[0].rows[5].cells[1]?.higherThan == [[2]])
  }

  @Test("Fewer than ten answers show nothing, fewer than thirty are not compared")
  func suppression() throws {
    let block = try tabulation().blocks[0]
    #expect(block.bases[4] == nil)
    #expect(block.rows.allSatisfy { $0.cells[4] == nil })
    #expect(block.bases[3]?.respondentCount == 12 && block.bases[3]?.isCompared == false)
    #expect(block.rows.allSatisfy { $0.cells[3]?.higherThan == [[], []] })
    #expect(block.bases[1]?.missingCount == 1 && block.bases[0]?.missingCount == 2)
    #expect(block.bases[0]?.respondentCount == 121 && block.bases[1]?.weight == 50)
  }

  @Test("The adjustment by Holm counts the pairs of the row")
  func holm() {
    let p = [[0, 0.02, 0.03], [0.02, 0, 0.9], [0.03, 0.9, 0]]
    let values: [Double?] = [0.9, 0.5, 0.4]
    let plain = ColumnComparison(comparison: .init(adjustment: .none))
      .higher(values) { p[$0][$1] }
    #expect(plain[0] == [[1, 2], []])
    // 3 x 0.02 is above 0.05.
    let adjusted = ColumnComparison(comparison: .init()).higher(values) { p[$0][$1] }
    #expect(adjusted == [[[], []], [[], []], [[], []]])
    // Without the third column there is one pair.
    let two = ColumnComparison(comparison: .init()).higher([0.9, 0.5, nil]) { p[$0][$1] }
    #expect(two[0] == [[1], []])
  }

  @Test("A segmentation without a group, an item without an answer: tables without figures")
  func nothing() throws {
    let text = "id,group,imp_a,sat_a\n" + (0..<12).map { "r\($0),,,3\n" }.joined()
    let plan = try TabulationPlan(Self.study)
    let result = try Tabulator.run(
      plan, of: Self.study, input: SmallSurvey.input(text), options: AnalysisOptions())
    #expect(result.columns.count == 1 && result.blocks[0].bases == [nil])
    #expect(result.blocks[0].tests.map(\.p) == [nil])
    #expect(result.blocks[1].rows.first { $0.statistic == .mean }?.cells[0]?.value == 3)
    #expect(result.blocks[1].rows[2].cells[0]?.standardError == 0)
  }

  @Test("Letters go on after Z")
  func letters() {
    #expect([0, 25, 26, 27, 52].map(BannerColumn.letter) == ["A", "Z", "AA", "AB", "BA"])
  }

  @Test("Items alone, outcomes with their scores, everything")
  func plans() throws {
    let study = SmallSurvey.study(outcomes: ["a", "b"], segments: ["x", "y, z"])
    func subjects(_ items: [String], _ outcomes: [String]) throws -> [String] {
      try TabulationPlan(study, items: items, outcomes: outcomes).subjects
        .map { "\(study.outcomes[$0.outcome].id) \($0.part.rawValue)" }
    }
    #expect(try subjects([], []).count == 6)
    #expect(try subjects(["sat_a, imp_b"], []) == ["a satisfaction", "b importance"])
    #expect(try subjects(["all"], []).count == 4)
    #expect(
      try subjects(["imp_a"], ["b"])
        == ["a importance", "b importance", "b satisfaction", "b score"])
    #expect(try TabulationPlan(study, segmentations: ["y, z"]).segmentations == [1])
    #expect(try TabulationPlan(study).segmentations == [0, 1])
  }

  @Test("An unknown name is answered with the nearest one")
  func unknown() throws {
    #expect(throws: TabulationFailure.self) {
      try TabulationPlan(Self.study, segmentations: ["groups"])
    }
    do throws(TabulationFailure) {
      _ = try TabulationPlan(Self.study, segmentations: ["groups"])
    } catch {
      #expect(error.exitStatus == .usage)
      #expect(
        error.message.description
          == "--by: the study has no such segmentation, found \"groups\", expected all or one of: "
          + "group. Fix: write \"group\".")
    }
  }

  @Test("A segmentation of too many segments is refused with its name")
  func tooMany() throws {
    let records = (0..<101).map { "r\($0),g\($0),4,3\n" }
    let plan = try TabulationPlan(Self.study)
    let input = SmallSurvey.input("id,group,imp_a,sat_a\n" + records.joined())
    do throws(SurveyError) {
      _ = try Tabulator.run(plan, of: Self.study, input: input, options: AnalysisOptions())
      Issue.record("nothing was refused")
    } catch {
      #expect(error.message.description.contains("found 101 different answers"))
    }
  }

  @Test("A point carries a word of the item, else of its battery, never one of the other battery")
  func labels() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b"])
    let labels = [
      ("Not important", 1), ("Dissatisfied", 1), ("Displeased", 1), ("Fair", 2), ("Content", 3),
      ("Very important", 5), ("Very satisfied", 5),
    ]
    study.responses.scale.labels = labels.map { ScaleLabel(text: $0.0, point: $0.1) }
    // Nobody calls the second outcome unimportant, and all use digits for four.
    let row = "Very important,Displeased,Very important,Dissatisfied"
    let text = "id,imp_a,sat_a,imp_b,sat_b\nx,Not important,Content,4,Very satisfied\n"
    let input = SmallSurvey.input(text + (0..<12).map { "r\($0),\(row)\n" }.joined())
    let result = try Tabulator.run(
      try TabulationPlan(study), of: study, input: input, options: AnalysisOptions())
    let told = result.blocks.map { $0.rows.map(\.label).filter { !$0.isEmpty } }
    #expect(
      told == [
        ["Not important", "Fair", "Very important"],
        ["Displeased", "Fair", "Content", "Very satisfied"], [],
        ["Not important", "Fair", "Very important"],
        ["Dissatisfied", "Fair", "Content", "Very satisfied"], [],
      ])
  }

  @Test("Labels that stand nowhere in the data are shown as they are declared")
  func unusedLabels() throws {
    var study = Self.study
    study.responses.scale.labels = ["Low", "Lowest"].map { ScaleLabel(text: $0, point: 1) }
    let result = try Tabulator.run(
      try TabulationPlan(study), of: study, input: SmallSurvey.input(Self.text),
      options: AnalysisOptions())
    #expect(result.blocks.prefix(2).map { $0.rows[0].label } == ["Low", "Low"])
  }
}
