import Foundation
import NumericCore
import Tables
import Testing

@testable import Survey

@Suite("Simulated surveys")
struct SimulationTests {
  private static func study() throws -> Study {
    try StudyReader.parse(Array(SimulatedStudy.yaml(outcomeCount: 12).utf8), file: "study.yaml")
  }

  @Test("Rows are a function of seed and number: any cut gives the same bytes")
  func cuts() throws {
    let simulator = SurveySimulator(
      study: try Self.study(), design: SimulationDesign(respondentCount: 50))
    let whole = simulator.records(0..<50)
    let parts = (0..<50).flatMap { simulator.records($0..<$0 + 1) }
    #expect(whole == parts)
    let other = SurveySimulator(
      study: try Self.study(), design: SimulationDesign(respondentCount: 50, seed: 2))
    #expect(other.records(0..<50) != whole)
  }

  @Test("Planted shares, missing share and weights come out as designed")
  func shares() throws {
    let design = SimulationDesign(respondentCount: 4000, missingShare: 0.05)
    let simulator = SurveySimulator(study: try Self.study(), design: design)
    var counts = [Int](repeating: 0, count: 4)
    for row in 0..<4000 { counts[simulator.plantedSegment(of: row)] += 1 }
    for (count, share) in zip(counts, design.segmentShares) {
      // Four standard errors of a share of 4,000.
      let tolerance = 4 * (share * (1 - share) / 4000).squareRoot()
      #expect(abs(Double(count) / 4000 - share) < tolerance)
    }
    let text = String(decoding: simulator.records(0..<1000), as: UTF8.self)
    let fields = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(fields.allSatisfy { $0.count == fields[0].count })
    let ratings = fields.flatMap { $0.dropFirst(4) }
    let missing = Double(ratings.count(where: \.isEmpty)) / Double(ratings.count)
    #expect(abs(missing - 0.05) < 0.006)
    let weights = fields.compactMap { Double($0[1]) }
    let mean = weights.reduce(0, +) / Double(weights.count)
    #expect(weights.count == 1000 && weights.allSatisfy { $0 > 0 } && abs(mean - 1.06) < 0.06)
  }

  @Test("A planted segment is high on its own half of the outcomes and low on the other")
  func direction() throws {
    let simulator = SurveySimulator(
      study: try Self.study(),
      design: SimulationDesign(respondentCount: 3000, separation: 1.4, missingShare: 0))
    // Segments 1 and 3 of four have opposite halves.
    var sums = [[Double]](repeating: [Double](repeating: 0, count: 12), count: 4)
    var counts = [Double](repeating: 0, count: 4)
    for row in 0..<3000 {
      let segment = simulator.plantedSegment(of: row)
      let points = simulator.points(of: row)
      counts[segment] += 1
      for outcome in 0..<12 {
        sums[segment][outcome] += Double(points.importance[outcome] - points.satisfaction[outcome])
      }
    }
    for outcome in 0..<6 {
      let (first, third) = (sums[0][outcome] / counts[0], sums[2][outcome] / counts[2])
      #expect(first > third + 1)
    }
    for outcome in 6..<12 {
      let (first, third) = (sums[0][outcome] / counts[0], sums[2][outcome] / counts[2])
      #expect(third > first + 1)
    }
  }

  @Test("The committed patching survey is what the simulator writes today, to the byte")
  func patching() throws {
    let folder = Places.patching
    let study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    let simulator = SurveySimulator(
      study: study, design: SimulationDesign(respondentCount: 600, seed: 2026))
    let committed = try Data(contentsOf: folder.appendingPathComponent("responses.csv"))
    #expect(Data(simulator.header + simulator.records(0..<600)) == committed)
    let planted = Set((0..<600).map { simulator.plantedSegment(of: $0) })
    #expect(planted == [0, 1, 2, 3])
    for segment in 0..<4 {
      #expect((0..<600).count { simulator.plantedSegment(of: $0) == segment } >= 60)
    }
  }

  @Test("A survey simulated for the example of the whole job model has every column that it names")
  func wholeJob() throws {
    let file = Places.root.appendingPathComponent("Datasets/support/study.yaml").path
    let study = try StudyReader.read(path: file).study
    let simulator = SurveySimulator(study: study, design: SimulationDesign(respondentCount: 300))
    let bytes = simulator.header + simulator.records(0..<300)
    let loaded = try ResponseLoader(
      study: study, options: AnalysisOptions(), readsProfile: true
    ).load(.bytes(bytes, name: "r.csv"))
    let job = loaded.responses.job
    let named = study.jobColumns + study.peopleColumns + study.behaviourColumns + study.jobRatings
    #expect(Set(loaded.table.head.columns.map(\.name)).isSuperset(of: named.map(\.column.text)))
    let efforts = study.outcomes.indices.compactMap { job.ratings[.effort($0)] }
    #expect(efforts.count == 20)
    let worst = loaded.findings.filter { ["invalid-rating", "no-answers"].contains($0.kind) }
    #expect(worst.isEmpty, "\(worst)")
  }

  @Test("Who is less satisfied with an outcome finds it harder to get")
  func effort() throws {
    var study = try Self.study()
    for index in study.outcomes.indices {
      let place = study.outcomes[index].place
      study.outcomes[index].effort = ColumnReference("eff_\(index)", place: place)
    }
    let simulator = SurveySimulator(
      study: study, design: SimulationDesign(respondentCount: 2000, missingShare: 0))
    let text = String(decoding: simulator.header + simulator.records(0..<2000), as: UTF8.self)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",") }
    let (sat, eff) = try (
      #require(rows[0].firstIndex(of: "sat_01")), #require(rows[0].firstIndex(of: "eff_0"))
    )
    let pairs = rows.dropFirst().compactMap { row in
      Int(row[sat]).flatMap { first in Int(row[eff]).map { (first, $0) } }
    }
    #expect(pairs.count == 2000 && Set(pairs.map(\.1)) == [1, 2, 3, 4, 5])
    func mean(_ isChosen: (Int) -> Bool) -> Double {
      let chosen = pairs.filter { isChosen($0.0) }.map { Double($0.1) }
      return chosen.reduce(0, +) / Double(chosen.count)
    }
    #expect(mean { $0 <= 2 } > mean { $0 == 3 } + 0.3)
    #expect(mean { $0 == 3 } > mean { $0 >= 4 } + 0.3)
  }
}
