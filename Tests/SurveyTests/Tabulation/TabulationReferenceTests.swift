import Foundation
import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Tabulations against an independent computation")
struct TabulationReferenceTests {
  private static let designs = [
    "weights", "strata, units", "two stages", "strata, units, raked", "strata, raked",
  ]

  @Test(
    "Bases, figures, intervals, letters and tests equal References/tabulate.py", arguments: designs)
  func figures(name: String) throws {
    let expected = try Expected.load(name)
    let found = try Self.tabulation(name, .init())
    #expect(expected.items.map(\.item) == found.blocks.map(\.item).filter { !$0.isEmpty })
    let tolerance = Self.tolerance(name)
    for item in expected.items {
      let block = try #require(found.blocks.first { $0.item == item.item })
      #expect(item.columns.map(\.segment) == found.columns.map(\.segment))
      for (place, column) in item.columns.enumerated() {
        #expect(
          column.differences(from: block, at: place, tolerance: tolerance) == [],
          "\(item.item) \(column.segment)")
        #expect(column.letters(\.higher, block, at: place, found.columns) == [])
      }
      for test in block.tests {
        let wanted = try #require(item.tests[test.segmentation])
        #expect(wanted.differences(from: test, tolerance: tolerance) == [], "\(item.item)")
      }
    }
  }

  @Test(
    "Looser levels without adjustment give the same letters, also of scores", arguments: designs)
  func looseLetters(name: String) throws {
    let expected = try Expected.load(name)
    let found = try Self.tabulation(name, .init(levels: [0.8, 0.6], adjustment: .none))
    for item in expected.items {
      let block = try #require(found.blocks.first { $0.item == item.item })
      for (place, column) in item.columns.enumerated() {
        #expect(column.letters(\.loose, block, at: place, found.columns) == [], "\(item.item)")
      }
    }
    for scores in expected.scores {
      let block = try #require(
        found.blocks.first {
          $0.subject.part == .score
            && found.study.outcomes[$0.subject.outcome].id == scores.outcome
        })
      for row in block.rows {
        let wanted = try #require(scores.loose["\(row.statistic)"])
        let own = row.cells.indices.dropFirst().map { found.places(row.cells[$0], of: $0) }
        #expect(own == wanted, "\(scores.outcome) \(row.statistic)")
      }
    }
  }

  @Test("Scores are those of the analysis", arguments: ["weights", "two stages"])
  func scores(name: String) throws {
    let study = try Self.study(name)
    let found = try Self.tabulation(name, .init())
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions())
      .load(DesignScoreTests.input)
    let scoring = SegmentScoring(
      study: study, responses: loaded.responses, options: AnalysisOptions())
    let segments =
      [scoring.everybody()]
      + loaded.responses.groupings.flatMap {
        scoring.segments(of: $0, minimumBase: study.scoring.minimumBase)
      }
    for block in found.blocks where block.subject.part == .score {
      for (place, segment) in segments.enumerated() where !segment.outcomes.isEmpty {
        let score = segment.outcomes[block.subject.outcome]
        let own = [score.importance, score.satisfaction, score.opportunity]
        #expect(block.rows.map { $0.cells[place]?.value } == own.map { $0?.value })
        #expect(block.rows.map { $0.cells[place]?.standardError } == own.map { $0?.standardError })
        #expect(block.rows[2].cells[place]?.low == score.low)
        #expect(block.bases[place]?.respondentCount == score.pairedCount)
      }
    }
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBits() throws {
    let text = try String(
      contentsOf: DesignScoreTests.folder.appendingPathComponent("responses.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    for name in Self.designs {
      let first = try Self.tabulation(name, .init())
      let second = try Self.tabulation(
        name, .init(), .bytes(Array(turned.utf8), name: "r.csv"),
        AnalysisOptions(workers: Workers(threadCount: 3)))
      #expect(first.blocks == second.blocks)
    }
  }

  // MARK: - Steps

  /// Fitted weights are held to a billionth of their mean.
  private static func tolerance(_ name: String) -> Double { name.contains("raked") ? 2e-9 : 1e-10 }

  private static func study(_ name: String) throws -> Study {
    var study = try DesignScoreTests.study(name, scorer: .topBox)
    study.segmentations = ["role", "region"].map {
      SegmentationPlan(name: $0, column: DesignScoreTests.column($0))
    }
    return study
  }

  private static func tabulation(
    _ name: String, _ comparison: TabulationPlan.Comparison,
    _ input: TableInput = DesignScoreTests.input, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> Tabulation {
    let study = try study(name)
    let plan = try TabulationPlan(study, outcomes: ["01,02"], comparison: comparison)
    return try Tabulator.run(plan, of: study, input: input, options: options)
  }
}

extension Tabulation {
  /// By level: the places within their segmentation of the columns that a cell is higher than.
  fileprivate func places(_ cell: TableCell?, of column: Int) -> [[Int]] {
    let start = columns.firstIndex { $0.segmentation == columns[column].segmentation } ?? 0
    return (cell?.higherThan ?? [[], []]).map { $0.map { $0 - start } }
  }
}

/// The numbers that `References/tabulate.py` wrote.
private struct Expected: Decodable {
  struct File: Decodable {
    var designs: [Expected]
  }

  struct Item: Decodable {
    var item: String
    var columns: [Column]
    var tests: [String: Test]
  }

  struct Column: Decodable {
    var segment: String
    var n: Int
    var weight: Double
    var effective: Double
    var missing: Int
    var df: Int
    var rows: [String: Figure]
  }

  struct Figure: Decodable {
    var value: Double
    var se: Double
    var low: Double
    var high: Double
    var higher: [[Int]]
    var loose: [[Int]]
  }

  struct Test: Decodable {
    var f: Double
    var d0: Double
    var d: Double
    var p: Double
    var adjusted: Double
  }

  struct Scores: Decodable {
    var outcome: String
    var loose: [String: [[[Int]]]]
  }

  var design: String
  var items: [Item]
  var scores: [Scores]

  static func load(_ name: String) throws -> Expected {
    let file = DesignScoreTests.folder.appendingPathComponent("tabulate.json")
    let all = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
    return try #require(all.designs.first { $0.design == name })
  }

  /// The names of the numbers that differ by more than the tolerance, of the number or of 1.
  static func differences(
    _ pairs: [(String, Double, Double?)], tolerance: Double
  ) -> [String] {
    pairs.compactMap { name, wanted, found in
      guard let found, abs(found - wanted) <= tolerance * max(1, abs(wanted)) else {
        return "\(name): found \(found.map { "\($0)" } ?? "nothing"), expected \(wanted)"
      }
      return nil
    }
  }
}

extension Expected.Test {
  func differences(from test: TableTest, tolerance: Double) -> [String] {
    Expected.differences(
      [
        ("f", f, test.f), ("d0", d0, test.numeratorDegrees), ("d", d, test.denominatorDegrees),
        ("p", p, test.p), ("adjusted", adjusted, test.adjusted),
      ], tolerance: tolerance)
  }
}

extension Expected.Column {
  func differences(from block: TableBlock, at place: Int, tolerance: Double) -> [String] {
    let base = block.bases[place]
    var pairs: [(String, Double, Double?)] = [
      ("n", Double(n), base.map { Double($0.respondentCount) }), ("weight", weight, base?.weight),
      ("effective", effective, base?.effectiveCount),
      ("missing", Double(missing), base.map { Double($0.missingCount) }),
      ("df", Double(df), base.map { Double($0.degreesOfFreedom) }),
    ]
    for row in block.rows {
      guard let figure = rows[name(row)] else { return ["no \(row.statistic)"] }
      let cell = row.cells[place]
      pairs += [
        ("\(row.statistic)", figure.value, cell?.value),
        ("\(row.statistic) se", figure.se, cell?.standardError),
        ("\(row.statistic) low", figure.low, cell?.low),
        ("\(row.statistic) high", figure.high, cell?.high),
      ]
    }
    return Expected.differences(pairs, tolerance: tolerance)
  }

  /// The rows whose letters differ.
  fileprivate func letters(
    _ wanted: KeyPath<Expected.Figure, [[Int]]>, _ block: TableBlock, at place: Int,
    _ columns: [BannerColumn]
  ) -> [String] {
    let start = columns.firstIndex { $0.segmentation == columns[place].segmentation } ?? 0
    return block.rows.filter { row in
      let own = (row.cells[place]?.higherThan ?? [[], []]).map { $0.map { $0 - start } }
      return own != rows[name(row)]?[keyPath: wanted]
    }.map { "letters of \($0.statistic)" }
  }

  private func name(_ row: TableRow) -> String {
    if case .point(let point) = row.statistic { return "point \(point)" }
    return "\(row.statistic)"
  }
}
