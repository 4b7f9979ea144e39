import Foundation
import Groundwork
import Statistics
import Survey
import Tables
import Testing

@testable import ReportWriters
@testable import Survey

/// The files of the typing tool, and the model read back.
@Suite("Typing papers")
struct TypingPaperTests {
  private var normal: NormalParts {
    NormalParts(
      mean: [3.25, 2.1], covariance: [[1.1, 0.3], [0.3, 1 / 3]], excluded: [], ridge: 0,
      lowest: [1, 1], highest: [5, 5])
  }

  private var training: TrainingMargins {
    TrainingMargins(
      count: 120, counts: [70, 50], mean: 0.7, deviation: 0.1 + 0.2,
      quantiles: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], unsureShare: nil)
  }

  private var model: TypingModel {
    var responses = ResultFixture.study.responses
    responses.scale.labels = [
      ScaleLabel(text: "Very \"important\"", point: 5), ScaleLabel(text: "it's 2", point: 2),
    ]
    responses.missing.append(MissingText(text: "null", reason: .refused))
    responses.respondent = ColumnReference("null", place: ResultFixture.place)
    responses.format.delimiter = UInt8(ascii: "\t")
    responses.format.quoting = Quoting.none
    var gaps = normal
    gaps.lowest = [-4, -3]
    gaps.highest = [4, 2]
    gaps.mean = [0.25, -1e-17]
    return TypingModel(
      study: "Café * & <tests>\n2", job: "Get: it, done", reading: TypingModel.Reading(responses),
      outcomes: ResultFixture.study.outcomes.map { TypingModel.Item($0, on: responses.scale) },
      segments: [
        TypingModel.Segment(label: "1", share: 0.6, count: 70),
        TypingModel.Segment(label: "2", share: 0.4, count: 50),
      ],
      nearest: NearestCenter(
        feature: .centredGap, levelParts: 0, outcomes: [0, 2], normal: gaps, gridBits: 11,
        centers: [[100, -100], [-2_000, 2_000]], training: training),
      golden: GoldenRoute(
        questions: [
          TypingModel.Question(outcome: 1, part: .satisfaction),
          TypingModel.Question(outcome: 0, part: .importance),
        ], coefficients: [[1_500_000, -250_000], [250_000, 1]], constants: [0, -1_250_000],
        normal: normal,
        expected: ExpectedAccuracy(
          count: 120, accuracy: 0.8, standardError: 0.03, kappa: 0.6, recalls: [0.9, 0.7],
          largestShare: 0.6, proportionalChance: 0.52), training: training), goldenReason: "")
  }

  @Test("a model is read back as it was written, whatever its texts hold")
  func roundTrip() throws {
    let text = TypingModelJSON.text(model)
    let read = try TypingModelReader.parse(Array(text.utf8), file: "model.json")
    #expect(read == model)
    #expect(TypingModelJSON.text(read) == text)
    var short = model
    short.golden = nil
    short.goldenReason = "60 people are too few"
    let again = try TypingModelReader.parse(
      Array(TypingModelJSON.text(short).utf8), file: "model.json")
    #expect(again == short)
    for verdict in TypingModel.Verdict.allCases {
      short.verdict = verdict
      short.nearest.heldOutCount = 119
      #expect(
        try TypingModelReader.parse(Array(TypingModelJSON.text(short).utf8), file: "m") == short)
    }
    // It is JSON for others too.
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  /// The model of a study that reads the outcome of the first golden question from 1-10.
  private var older: TypingModel {
    var older = model
    older.outcomes[1].legacy = LegacyScale(low: 1, high: 10).told(on: older.reading.scale)
    return older
  }

  private static let recoding =
    "1-10 read on 1-5: 1-2 as 1, 3-4 as 2, 5-8 as 3, 9-10 as 5"

  @Test("an older scale is read back as it was written, and spoiled ones are refused")
  func olderRoundTrip() throws {
    let text = TypingModelJSON.text(older)
    let read = try TypingModelReader.parse(Array(text.utf8), file: "model.json")
    #expect(read == older && read.hasLegacy && !model.hasLegacy)
    #expect(!TypingModelJSON.text(model).contains("legacy"))
    for (old, new, key) in [
      ("[1, 1, 2, 2, 3, 3, 3, 3, 5, 5]", "[1, 1, 2, 2, 3, 3, 3, 3, 5]", "a list of 10, not of 9"),
      ("[1, 1, 2, 2, 3, 3, 3, 3, 5, 5]", "[1, 1, 2, 2, 3, 3, 3, 3, 5, 6]", "legacy.points[9]"),
      ("\"high\": 10", "\"high\": 1", "legacy.high"),
    ] {
      let spoiled = text.replacingOccurrences(of: old, with: new)
      #expect(spoiled != text, "\(old)")
      let failure = try #require(throws: TypingModelFailure.self) {
        try TypingModelReader.parse(Array(spoiled.utf8), file: "model.json")
      }
      #expect(failure.message.description.contains(key), "\(failure.message.description)")
    }
  }

  @Test("the files of the rule begin with the recoding of questions on an older scale")
  func olderScales() throws {
    let golden = try #require(older.golden)
    let sql = TypingSQL.text(older, golden)
    let formula = TypingFormula.text(older, golden)
    for (text, mark) in [(sql, "-- "), (formula, "")] {
      let lines = text.components(separatedBy: "\n")
      #expect(lines.allSatisfy { mark.isEmpty || $0.count <= 120 || !$0.hasPrefix(mark) })
      let head = lines.prefix { $0.hasPrefix("-- ") || mark.isEmpty && !$0.hasPrefix("How to") }
        .map { $0.dropFirst(mark.count) }.joined(separator: " ")
      #expect(head.contains("in sat_02 (\(Self.recoding)). Recode such ratings so"), "\(head)")
    }
    #expect(sql.contains("\nWITH unmet_answers AS ("))
    let table = TypingDecipher.text(older, golden).components(separatedBy: "\n")
    #expect(table[0].hasPrefix("This rule takes ratings on 1-5. ") && table[0].hasSuffix("\t1\t2"))
    #expect(table[0].contains(Self.recoding))
    let plain = TypingDecipher.text(model, golden).components(separatedBy: "\n")
    #expect(table.dropFirst() == plain.dropFirst())
    for text in [TypingSQL.text(model, golden), TypingFormula.text(model, golden)] {
      #expect(!text.contains("older"))
    }
    let words = OlderScaleWords(older, golden).brief
    #expect(
      words == "Ask on 1-5, also sat_02, which the study has on an older scale, 1-10 (`unmet "
        + "classify --legacy` types people asked so). ")
    #expect(OlderScaleWords(model, golden).brief.isEmpty)
  }

  /// What the people of a weighted study answered; nobody is told of the last outcome.
  private var baseline: TypingBaseline {
    let shares = PointShares(count: 120, effective: 100.5, shares: [0.1, 0.2, 0.3, 0.3, 0.1])
    let gap = PointShares(count: 110, effective: 90, shares: [0, 0, 0, 0, 1, 0, 0, 0, 0])
    let known = AnswerShares(importance: shares, satisfaction: shares, gap: gap)
    let none = AnswerShares(importance: nil, satisfaction: nil, gap: nil)
    let answers = model.outcomes.indices.map { $0 == model.outcomes.count - 1 ? none : known }
    var weighted = training
    weighted.weighing = TrainingMargins.Weighing(effective: 99.25, shares: [0.75, 0.25])
    return TypingBaseline(
      answers: answers, lineVariances: [[0, 1 / 3], [1 / 3, 0]],
      weighted: TypingBaseline.Weighted(answers: answers, nearest: weighted, golden: nil))
  }

  @Test("a model with the study's answers is read back too, and spoiled ones are refused")
  func baselineRoundTrip() throws {
    var full = model
    full.baseline = baseline
    let text = TypingModelJSON.text(full)
    #expect(try TypingModelReader.parse(Array(text.utf8), file: "model.json") == full)
    full.baseline?.weighted = nil
    let plain = try TypingModelReader.parse(
      Array(TypingModelJSON.text(full).utf8), file: "model.json")
    #expect(plain == full)
    for (old, new, key) in [
      ("\"people\": 110", "\"people\": 9", "study_answers.outcomes[0].gap.people"),
      ("[0.1, 0.2, 0.3, 0.3, 0.1]", "[0.1, 0.2, 0.3, 0.3, 0.2]", "importance.shares"),
      ("[0.75, 0.25]", "[0.75]", "a list of 2, not of 1"),
      ("[0, 0.3333333333333333]", "[0, -1]", "study_answers.line_variances"),
      ("\"effective_people\": 99.25", "\"effective_people\": 0", "a number above 0"),
    ] {
      let spoiled = text.replacingOccurrences(of: old, with: new)
      #expect(spoiled != text, "\(old)")
      let failure = try #require(throws: TypingModelFailure.self) {
        try TypingModelReader.parse(Array(spoiled.utf8), file: "model.json")
      }
      #expect(failure.message.description.contains(key), "\(failure.message.description)")
    }
  }

  @Test(
    "a model that is none, of another version, or spoiled, is refused with its place",
    arguments: [
      ("\"unmet-typing\"", "\"other\"", "this is no typing model, found \"other\""),
      ("\"version\": 1", "\"version\": 4", "the model is of another version, found 4"),
      ("\"ridge\": 0", "\"ridge\": \"x\"", "the model's `all_questions.answers.ridge`"),
      ("[1.1, 0.3]", "[1.1, 3]", "the model's `all_questions.answers.covariance`"),
      ("[1.1, 0.3]", "[1.1]", "a list of 2, not of 1"),
      ("[100, -100]", "[100, 99999]", "the model's `all_questions.centers[0][1]`"),
      ("\"grid_bits\": 11", "\"grid_bits\": 40", "the model's `all_questions.grid_bits`"),
      ("\"high\": 5", "\"high\": 50", "the model's `reading.scale.high`"),
      ("\"job\": ", "\"jab\": ", "the model's `job` cannot be used"),
      ("\"schema\": ", "\"schema\": [", "this is no model: "),
      ("[0.3, 0.3333333333333333]", "[0.3, &a 1]", "this is no model: "),
    ])
  func refused(old: String, new: String, words: String) throws {
    let text = TypingModelJSON.text(model).replacingOccurrences(of: old, with: new)
    #expect(text != TypingModelJSON.text(model), "\(old)")
    let failure = try #require(throws: TypingModelFailure.self) {
      try TypingModelReader.parse(Array(text.utf8), file: "model.json")
    }
    let sentence = failure.message.description
    #expect(sentence.hasPrefix("model.json:") && sentence.contains(words), "\(sentence)")
    #expect(failure.exitStatus == .studyFile)
  }

  @Test("a missing model, a directory, an empty file: each with its status")
  func unreadable() throws {
    func status(_ path: String) -> Groundwork.ExitStatus? {
      do throws(TypingModelFailure) {
        _ = try TypingModelReader.read(path: path)
        return nil
      } catch {
        return error.exitStatus
      }
    }
    #expect(status("/nowhere/model.json") == .inputMissing)
    #expect(status("/") == .inputMissing)
    #expect(status("/dev/null") == .studyFile)
  }

  @Test("the spreadsheet's formulas: whole numbers, quotes doubled, columns from B on")
  func formula() throws {
    let text = TypingFormula.text(model, try #require(model.golden))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("  B  sat_02  (satisfaction: ") })
    #expect(
      lines.contains(
        "D2: =IF(AND(COUNT(B2:C2)=2,MIN(B2:C2)>=1,MAX(B2:C2)<=5),0+1500000*B2-250000*C2,\"\")"))
    #expect(
      lines.contains("F2: =IF(COUNT(D2:E2)=2,CHOOSE(MATCH(MAX(D2:E2),D2:E2,0),\"1\",\"2\"),\"\")"))
    #expect(!text.contains("\n2 "))
  }

  @Test("the table for survey platforms: segments as columns, six decimals, constant last")
  func decipher() throws {
    #expect(
      TypingDecipher.text(model, try #require(model.golden)) == """
        \t1\t2
        sat_02\t1.500000\t0.250000
        imp_01\t-0.250000\t0.000001
        Constant\t0.000000\t-1.250000

        """)
  }

  @Test("the query reads texts as the study does, and asks for the id where there is one")
  func query() throws {
    let text = TypingSQL.text(model, try #require(model.golden))
    #expect(text.contains("CAST(CASE CAST(\"sat_02\" AS TEXT) WHEN '1' THEN 1 "))
    #expect(text.contains("WHEN 'Very \"important\"' THEN 5 WHEN 'it''s 2' THEN 2\n"))
    #expect(text.contains("      ELSE CASE RTRIM(CAST(\"sat_02\" AS TEXT), '0') WHEN '1.' THEN 1 "))
    #expect(text.contains("WHEN '5.' THEN 5 END END AS BIGINT) AS q1"))
    #expect(!text.contains("WHEN 'null'"))
    #expect(text.contains("\n    \"null\",\n    0 + (1500000) * q1 + (-250000) * q2 AS s1"))
    #expect(text.contains("WHEN s1 >= s2 THEN '1'\n    WHEN s2 >= s1 THEN '2'\n  END AS segment"))
  }

  @Test("a text with zeros after its point that is declared keeps its meaning in the query")
  func declaredNumbers() throws {
    var declared = model
    declared.reading.missing.append(MissingText(text: "5.00", reason: .refused))
    declared.reading.missing.append(MissingText(text: "2", reason: .refused))
    let text = TypingSQL.text(declared, try #require(declared.golden))
    #expect(text.contains("'0') WHEN '1.' THEN 1 WHEN '3.' THEN 3 WHEN '4.' THEN 4 END END"))
  }

  @Test("typing.csv without few questions says why")
  func withoutQuestions() {
    var short = model
    short.golden = nil
    short.goldenReason = "too few people"
    let section = TypingSection(model: short, steps: [], foldShares: [], heldOut: nil)
    let text = String(decoding: TypingCSV.bytes(section), as: UTF8.self)
    #expect(
      text == """
        kind,segment,assigned,order,column,outcome,part,value,note
        share,1,,,,,,0.6,
        share,2,,,,,,0.4,
        no-golden-questions,,,,,,,,too few people

        """)
    #expect(TypingPapers.papers(section).map(\.name) == ["model.json", "typing.csv"])
  }
}
