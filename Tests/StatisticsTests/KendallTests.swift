import Testing

@testable import Statistics

@Suite("Kendall's tau")
struct KendallTests {
  @Test("One order gives 1, the opposite -1, ties are taken out as SciPy does")
  func values() throws {
    #expect(RankCorrelation.kendall([1, 2, 3], [10, 20, 30]) == 1)
    #expect(RankCorrelation.kendall([1, 2, 3], [3, 2, 1]) == -1)
    // scipy.stats.kendalltau([1, 2, 2, 4, 5, 5], [2, 1, 3, 3, 6, 4])
    let tied = try #require(RankCorrelation.kendall([1, 2, 2, 4, 5, 5], [2, 1, 3, 3, 6, 4]))
    #expect(abs(tied - 0.7412493166611012) < 1e-14)
  }

  @Test("A constant, a missing number or a single thing has none")
  func none() {
    #expect(RankCorrelation.kendall([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankCorrelation.kendall([1, .nan], [1, 2]) == nil)
    #expect(RankCorrelation.kendall([1], [1]) == nil)
  }
}
