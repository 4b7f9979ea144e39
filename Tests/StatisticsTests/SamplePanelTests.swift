import NumericCore
import Testing

@testable import Statistics

@Suite("Two samples of one population")
struct SamplePanelTests {
  private let values: ([Double], [Double]) = ([1, 4, 2, 8, 5, 7], [2, 4, 3, 9, 5, 5])

  /// The variance of the difference of two means of six, each of a population of twelve.
  private func variance(_ common: Int, population: Double?) throws -> Double {
    func sample() throws -> Sample {
      try Sample(
        design: SamplingDesign(
          rowCount: 6, populations: population.map { [Double](repeating: $0, count: 6) }),
        weights: nil)
    }
    let pairs = (0..<Int32(common)).map { SamplePanel.Pair(old: $0, new: $0) }
    let panel = try SamplePanel(old: sample(), new: sample(), common: pairs).ofFinitePopulations
    func mean(_ values: [Double]) throws -> [LinearEstimate] {
      [try #require(LinearEstimate.mean(values, weights: [Double](repeating: 1, count: 6)))]
    }
    let matrix = panel.covariance(old: try mean(values.0), new: try mean(values.1))
    return matrix[0, 0] + matrix[1, 1] - 2 * matrix[0, 1]
  }

  @Test("Of a finite population the part that was drawn counts where everybody is in both alone")
  func finite() throws {
    for common in [0, 3, 5] {
      #expect(
        try abs(variance(common, population: 12) - variance(common, population: nil)) < 1e-12)
    }
    // Half of twelve were drawn, and asked again.
    #expect(try abs(variance(6, population: 12) - variance(6, population: nil) / 2) < 1e-12)
  }
}
