import NumericCore
import Testing

@testable import Statistics

@Suite("Correlations in any design")
struct DesignCorrelationTests {
  /// Pairs of uniform numbers that share a part.
  private static func pairs(_ count: Int) -> (first: [Double?], second: [Double?]) {
    var stream = RandomStream(seed: 5, purpose: "correlated pairs")
    let shared = (0..<count).map { _ in stream.uniform() }
    return (
      shared.map { $0 + stream.uniform() }, shared.map { $0 + stream.uniform() }
    )
  }

  @Test("Jackknife weights give the linearised error within 2 %, and the same correlation")
  func jackknife() throws {
    let count = 300
    let (first, second) = Self.pairs(count)
    let simple = try Sample(design: SamplingDesign(rowCount: count), weights: nil)
    let linear = try #require(DesignCorrelation(first, second, sample: simple))
    let columns = (0..<count).map { left in
      (0..<count).map { $0 == left ? Int64(0) : Int64(count) }
    }
    let weights = [Int64](repeating: Int64(count - 1), count: count)
    let sample = Sample(
      weights: weights,
      replicates: SampleReplicates(
        columns: columns, variance: .jackknife(count: count), weights: weights))
    let again = try #require(DesignCorrelation(first, second, sample: sample))
    #expect(abs(again.value - linear.value) < 1e-12)
    #expect(abs(again.standardError / linear.standardError - 1) < 0.02)
    // Halves of equal spread are shared: the truth is one half.
    #expect(abs(linear.value - 0.5) < 4 * linear.standardError)
  }

  @Test("What does not vary has no correlation, and what is the same has no error")
  func edges() throws {
    let (first, _) = Self.pairs(40)
    let sample = try Sample(design: SamplingDesign(rowCount: 40), weights: nil)
    let flat = [Double?](repeating: 0.1, count: 40)
    #expect(DesignCorrelation(first, flat, sample: sample) == nil)
    let same = try #require(DesignCorrelation(first, first, sample: sample))
    #expect(abs(same.value - 1) < 1e-12 && same.standardError < 1e-12)
    #expect(same.interval().map { $0.low == same.value && $0.high == same.value } == true)
    let two = first.enumerated().map { $0.offset < 1 ? $0.element : nil }
    #expect(DesignCorrelation(two, first, sample: sample) == nil)
  }
}
