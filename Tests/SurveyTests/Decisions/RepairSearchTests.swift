import Groundwork
import NumericCore
import Testing

@testable import Survey

@Suite("Sets of repairs")
struct RepairSearchTests {
  @Test("The best single, pair and triple are those of trying all, person by person")
  func bruteForce() {
    for seed in 0..<20 {
      let (coverage, weights) = Self.drawn(seed: UInt64(seed), people: 60, candidates: 9)
      let sets = RepairSearch(coverage: coverage).sets(upTo: 9, weights: weights)
      for size in 1...3 {
        let best = Self.subsets(of: 9, size).map { coverage.weight(of: $0, weights) }.max()
        #expect(coverage.weight(of: sets.best[size - 1], weights) == best, "\(seed) \(size)")
      }
      for (set, greedy) in zip(sets.best, sets.greedy) {
        #expect(set == set.sorted() && Set(set).count == set.count)
        #expect(coverage.weight(of: set, weights) >= coverage.weight(of: greedy, weights))
      }
      #expect(coverage.weight(of: sets.best[8], weights) == weights.reduce(0, +))
    }
  }

  @Test("Weights near the limit of a sample do not overflow")
  func largeWeights() {
    let (coverage, small) = Self.drawn(seed: 3, people: 60, candidates: 9)
    let unit = Int64(900_000_000_000_000_000) / small.reduce(0, +)
    let large = small.map { $0 * unit }
    let search = RepairSearch(coverage: coverage)
    #expect(search.sets(upTo: 5, weights: large).best == search.sets(upTo: 5, weights: small).best)
  }

  @Test("Where no single repair turns anybody, the one that raises the index most comes first")
  func plateau() {
    var coverage = RepairCoverage(kinds: [0, 0, 0])
    for row in 0..<6 {
      coverage.add(row: Int32(row), felt: [1, 2], lacks: [2, 0], rated: [4, 0])
    }
    // Who lacks more than all repairs give is nobody's gain.
    coverage.add(row: 6, felt: [0], lacks: [2, 0], rated: [2, 0])
    #expect(coverage.personCount == 6)
    let sets = RepairSearch(coverage: coverage).sets(
      upTo: 3, weights: [Int64](repeating: 1, count: 6))
    #expect(sets.best == [[1], [1, 2], [0, 1, 2]] && sets.greedy[1] == [1, 2])
  }

  @Test("Two outcomes that turn most people together are found, though a third scores highest")
  func plantedPair() throws {
    var found = 0
    var highest = 0
    for seed in 0..<100 {
      let (study, text) = Self.planted(seed: UInt64(seed))
      let options = AnalysisOptions(workers: Workers(threadCount: 1))
      let responses = try ResponseLoader(study: study, options: options, readsProfile: true)
        .load(SmallSurvey.input(text)).responses
      let coverage = RepairPeople(study: study, responses: responses).coverage()
      let weights = [Int64](repeating: 1, count: coverage.personCount)
      let sets = RepairSearch(coverage: coverage).sets(upTo: 2, weights: weights)
      if sets.best[1] == [0, 1] { found += 1 }
      let scores = SegmentScoring(study: study, responses: responses, options: options)
        .everybody()
      if scores.ranked.first?.outcome == 2 { highest += 1 }
    }
    #expect(found >= 95, "found in \(found)")
    #expect(highest >= 95, "the third scores highest in \(highest)")
  }

  // MARK: - Draws

  /// Half of the people are badly served and lack two of six, mostly the first two. Nearly
  /// everybody lacks the third, most of them well served by the others.
  private static func planted(seed: UInt64) -> (Study, String) {
    let ids = ["a", "b", "c", "d", "e", "f"]
    var study = SmallSurvey.study(outcomes: ids)
    study.scoring.replicateCount = 1
    var stream = RandomStream(seed: seed, purpose: "planted portfolio")
    var text = "id," + (ids.map { "imp_\($0)" } + ids.map { "sat_\($0)" }).joined(separator: ",")
    for row in 0..<240 {
      let isBad = stream.uniform() < 0.5
      let chances = isBad ? [0.03, 0.03, 0.12, 0.06, 0.06, 0.9] : [0.9, 0.9, 0.02, 0.9, 0.9, 0.9]
      let important = isBad ? [0.95, 0.95, 0.6, 0.25, 0.25, 0.5] : [0.4, 0.4, 0.98, 0.4, 0.4, 0.5]
      let first = important.map { stream.uniform() < $0 ? "5" : "2" }
      let second = chances.map { stream.uniform() < $0 ? "4" : "2" }
      text += "\nr\(row)," + (first + second).joined(separator: ",")
    }
    return (study, text + "\n")
  }

  private static func drawn(
    seed: UInt64, people: Int, candidates: Int
  ) -> (RepairCoverage, [Int64]) {
    var stream = RandomStream(seed: seed, purpose: "sets of repairs")
    func number(_ count: Int) -> Int { min(count - 1, Int(stream.uniform() * Double(count))) }
    var coverage = RepairCoverage(kinds: (0..<candidates).map { $0 < 6 ? 0 : 1 })
    for row in 0..<people {
      let felt = (0..<candidates).filter { _ in stream.uniform() < 0.5 }
      let lacks = [number(4), number(2)]
      guard lacks != [0, 0] else { continue }
      coverage.add(row: Int32(row), felt: felt, lacks: lacks, rated: [6, 3])
    }
    return (coverage, (0..<coverage.personCount).map { _ in Int64(1 + number(9)) })
  }

  private static func subsets(of count: Int, _ size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    return subsets(of: count, size - 1).flatMap { set in
      ((set.last ?? -1) + 1..<max((set.last ?? -1) + 1, count)).map { set + [$0] }
    }
  }
}
