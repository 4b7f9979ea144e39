import Groundwork
import NumericCore
import Statistics
import Testing

@testable import Survey

/// Factors of answers of which many are missing.
@Suite("Factors of incomplete answers")
struct MissingFactorTests {
  /// Gaps of independent ratings 1 to 5, each rating missing at random.
  private func gaps(missing share: Double, seed: UInt64) -> IntegerMatrix {
    var stream = RandomStream(seed: seed, purpose: "missing factors")
    let cells = (0..<300 * 20).map { _ in
      let gap = Int8(stream.below(5)) - Int8(stream.below(5))
      let isKnown = stream.uniform() >= share && stream.uniform() >= share
      return isKnown ? gap : IntegerMatrix.missing
    }
    return IntegerMatrix(rowCount: 300, columnCount: 20, elements: cells)
  }

  @Test("Independent outcomes have no factors, however many answers are missing")
  func chance() throws {
    for share in [0, 0.11, 0.15] {
      var (kept, surprises) = (0, 0)
      for seed in 1...5 as ClosedRange<UInt64> {
        let found = try FactorCorrelations.estimate(
          gaps(missing: share, seed: seed), nil, effectiveCount: 300, FactorPlan(),
          workers: Workers())
        let parallel = try ParallelAnalysis.run(
          found.input.correlation, rowCount: found.input.rowCount, seed: 1, workers: Workers())
        kept += parallel.componentCount
        let adequacy = try FactorAdequacy(
          found.input.correlation, rowCount: found.input.rowCount)
        if adequacy.p < 0.001 { surprises += 1 }
        #expect(share == 0 ? found.input.rowCount == 300 : found.input.rowCount < 250)
      }
      // Each set keeps a component by chance in one of twenty.
      #expect(kept <= 2 && surprises == 0, "\(share): \(kept) components, \(surprises) tests")
    }
  }
}
