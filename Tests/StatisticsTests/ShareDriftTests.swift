import Testing

@testable import Statistics

/// Answers that move, and pairings, held to NumPy and SciPy (`References/drift.py`).
@Suite("Drift of shares")
struct ShareDriftTests {
  struct Reference: Decodable {
    struct Drift: Decodable {
      var points: Int
      var before, now: [[Int64]]
      var effective: [Double]
      var psi, chi_square, p, shift, t_p, low, high: Double
      var df: Int
    }
    struct Pairing: Decodable {
      var costs: [[Int]]
      var pairs: [Int]
      var cost: Int
    }
    var drifts: [Drift]
    var pairings: [Pairing]
  }

  private let item: Reference

  init() throws { item = try reference("drift", as: Reference.self) }

  /// Points, then weights.
  private func shares(_ group: [[Int64]], _ pointCount: Int) -> PointShares {
    var (sums, squares) = ([Int64](repeating: 0, count: pointCount), Int128(0))
    for (point, weight) in zip(group[0], group[1]) {
      sums[Int(point)] += weight
      squares += Int128(weight) * Int128(weight)
    }
    return PointShares(count: group[0].count, sums: sums, squares: squares)
  }

  @Test("The index, its test and the shift of the mean are SciPy's, weighted or not")
  func drifts() throws {
    for expected in item.drifts {
      let (before, now) = (
        shares(expected.before, expected.points), shares(expected.now, expected.points)
      )
      #expect(abs(before.effective - expected.effective[0]) < 1e-10)
      #expect(abs(now.effective - expected.effective[1]) < 1e-10)
      let drift = try #require(ShareDrift(from: before, to: now))
      #expect(abs(drift.psi - expected.psi) < 1e-12)
      #expect(abs(drift.chiSquare - expected.chi_square) < 1e-10 * max(1, expected.chi_square))
      #expect(drift.degreesOfFreedom == expected.df)
      #expect(abs((drift.p ?? .nan) - expected.p) < 1e-11)
      #expect(abs(drift.shift.difference - expected.shift) < 1e-12)
      #expect(abs((drift.shift.p ?? .nan) - expected.t_p) < 1e-10)
      let interval = try #require(drift.shift.interval())
      #expect(abs(interval.low - expected.low) < 1e-10)
      #expect(abs(interval.high - expected.high) < 1e-10)
      let chance = Double(expected.df) * (1 / before.effective + 1 / now.effective)
      #expect(abs(drift.chancePSI - chance) < 1e-14)
    }
  }

  @Test("The same shares have not moved; one point alone, one person and nobody are told")
  func edges() throws {
    let some = PointShares(count: 8, sums: [2, 0, 6], squares: 8)
    let same = try #require(ShareDrift(from: some, to: some))
    #expect(same.psi == 0 && same.chiSquare == 0 && same.p == 1 && same.excess == 0)
    #expect(same.degreesOfFreedom == 1 && same.shift.difference == 0)
    let alone = PointShares(count: 3, sums: [0, 3, 0], squares: 3)
    let point = try #require(ShareDrift(from: alone, to: alone))
    #expect(point.p == nil && point.psi == 0 && point.shift.interval() == nil)
    let person = PointShares(count: 1, sums: [7, 0, 0], squares: 49)
    #expect(person.effective == 1 && person.variance == 0 && person.shares == [1, 0, 0])
    #expect(try #require(ShareDrift(from: some, to: person)).shift.degreesOfFreedom == 0)
    let nobody = PointShares(count: 0, sums: [0, 0, 0], squares: 0)
    #expect(nobody.effective == 0 && nobody.shares == [0, 0, 0])
    #expect(ShareDrift(from: some, to: nobody) == nil)
  }

  @Test("The cheapest pairings are SciPy's, of tables wide and tall")
  func pairings() {
    for expected in item.pairings {
      let found = Assignment.pairs(expected.costs)
      #expect(found.map { $0 ?? -1 } == expected.pairs)
      let cost = zip(expected.costs, found).reduce(0) { sum, pair in
        sum + (pair.1.map { pair.0[$0] } ?? 0)
      }
      #expect(cost == expected.cost)
    }
    #expect(Assignment.pairs([]).isEmpty && Assignment.pairs([[], []]) == [nil, nil])
  }
}
