import Statistics
import Testing

@Suite("Joint tables")
struct JointTableTests {
  /// Two small columns of codes with group and weight, made by a fixed rule.
  private static let rowCount = 500
  private static let first: [UInt8] = codes { $0 * 7 + $0 / 11 }
  private static let second: [UInt8] = codes { $0 * 5 + $0 / 3 }
  private static let groups: [UInt16] = (0..<rowCount).map { row in UInt16(row * row % 3) }
  private static let weights = (0..<rowCount).map { row -> Int64 in
    Int64(250_000 + row * 7919 % 1_700_000)
  }

  private static func codes(_ rule: (Int) -> Int) -> [UInt8] {
    (0..<rowCount).map { row in UInt8(rule(row) % 16) }
  }

  @Test("A table holds counts, weights and squared weights of each pair of codes")
  func handExample() {
    var tally = JointTally(groupCount: 2)
    tally.add(
      0..<4, first: [5, 5, 9, 5], second: [6, 6, 0, 6], groups: [0, 0, 1, 1],
      weights: [2, 3, 10, 7])
    let tables = tally.tables
    #expect(tables[0][5, 6].count == 2)
    #expect(tables[0][5, 6].weight == 5)
    #expect(tables[0][5, 6].squaredWeight == 13)
    #expect(tables[1][9, 0].weight == 10)
    #expect(tables[1][5, 6].squaredWeight == 49)
    #expect(tally.total[5, 6].weight == 12)
  }

  @Test("Any cut into blocks, in any order, gives the same tables", arguments: [1, 7, 64, 4096])
  func cuts(blockSize: Int) {
    func tally(_ ranges: [Range<Int>]) -> [JointTable] {
      var tally = JointTally(groupCount: 3)
      for rows in ranges {
        tally.add(
          rows, first: Self.first, second: Self.second, groups: Self.groups,
          weights: Self.weights)
      }
      return tally.tables
    }
    let whole = tally([0..<Self.rowCount])
    let blocks = stride(from: 0, to: Self.rowCount, by: blockSize).map {
      $0..<min($0 + blockSize, Self.rowCount)
    }
    #expect(tally(blocks) == whole)
    #expect(tally(blocks.reversed()) == whole)
  }

  @Test("Merging tables of parts gives the table of the whole")
  func merge() {
    func table(_ rows: Range<Int>) -> JointTable {
      var tally = JointTally(groupCount: 1)
      tally.add(rows, first: Self.first, second: Self.second, groups: nil, weights: Self.weights)
      return tally.total
    }
    var merged = table(0..<123)
    merged.merge(table(123..<500))
    #expect(merged == table(0..<500))
  }

  @Test("Without weights every row counts as one")
  func unweighted() {
    var plain = JointTally(groupCount: 3)
    plain.add(0..<500, first: Self.first, second: Self.second, groups: Self.groups, weights: nil)
    var ones = JointTally(groupCount: 3)
    ones.add(
      0..<500, first: Self.first, second: Self.second, groups: Self.groups,
      weights: [Int64](repeating: 1, count: 500))
    #expect(plain.tables == ones.tables)
    var single = JointTally(groupCount: 1)
    single.add(0..<500, first: Self.first, second: Self.second, groups: nil, weights: nil)
    #expect(single.total == plain.total)
  }
}

@Suite("Joint moments")
struct JointMomentsTests {
  /// Codes 5...9 are the points 1...5; 0 is missing.
  private static let points: [Double?] = (0..<16).map {
    (5...9).contains($0) ? Double($0 - 4) : nil
  }

  private static func table(
    _ first: [UInt8], _ second: [UInt8], weights: [Int64]? = nil
  ) -> JointTable {
    var tally = JointTally(groupCount: 1)
    tally.add(0..<first.count, first: first, second: second, groups: nil, weights: weights)
    return tally.total
  }

  @Test("Four people by hand: means, variances with n/(n - 1), covariance")
  func handExample() throws {
    // Points 1 2 3 4 and 2 2 4 4: means 2.5 and 3, sums of squares 5 and 4, of products 4.
    let moments = JointMoments(
      Self.table([5, 6, 7, 8], [6, 6, 8, 8]), firstValues: Self.points, secondValues: Self.points,
      isPaired: true, designCount: 4)
    #expect(moments.firstMean == 2.5)
    #expect(moments.secondMean == 3)
    // 4/3 * 5/16 and so on: the unbiased variance divided by 4.
    #expect(abs(moments.firstVariance - 5.0 / 12) < 1e-15)
    #expect(abs(moments.secondVariance - 4.0 / 12) < 1e-15)
    #expect(abs(moments.covariance - 4.0 / 12) < 1e-15)
    let variance = 4 * 5.0 / 12 + 4.0 / 12 - 4 * 4.0 / 12
    #expect(abs(moments.standardError(first: 2, second: -1) - variance.squareRoot()) < 1e-15)
  }

  @Test("Paired bases leave out people who answered one question, available bases keep them")
  func bases() {
    let table = Self.table([5, 9, 0, 7], [6, 0, 8, 8])
    let paired = JointMoments(
      table, firstValues: Self.points, secondValues: Self.points, isPaired: true, designCount: 4)
    #expect(paired.firstCount == 3 && paired.secondCount == 3 && paired.pairedCount == 2)
    #expect(paired.firstMean == 2 && paired.secondMean == 3)
    let available = JointMoments(
      table, firstValues: Self.points, secondValues: Self.points, isPaired: false, designCount: 4)
    #expect(available.firstMean == 3)
    #expect(abs((available.secondMean ?? 0) - 10.0 / 3) < 1e-15)
  }

  @Test("Scaling every weight by a constant changes nothing")
  func scaleFree() throws {
    let (first, second): ([UInt8], [UInt8]) = ([5, 6, 7, 8, 9, 9], [6, 9, 8, 8, 5, 7])
    let weights: [Int64] = [1, 2, 3, 1, 5, 2]
    let small = JointMoments(
      Self.table(first, second, weights: weights), firstValues: Self.points,
      secondValues: Self.points, isPaired: true, designCount: 6)
    let large = JointMoments(
      Self.table(first, second, weights: weights.map { $0 * 1_000_000 }),
      firstValues: Self.points, secondValues: Self.points, isPaired: true, designCount: 6)
    // Sums stay whole below 2^53, so only divisions round.
    #expect(abs(try #require(small.firstMean) - (try #require(large.firstMean))) < 1e-15)
    #expect(abs(small.covariance - large.covariance) < 1e-15)
    #expect(abs(small.pairedEffectiveCount - 196.0 / 44) < 1e-14)
    #expect(abs(large.pairedEffectiveCount - 196.0 / 44) < 1e-14)
  }

  @Test("An empty base has no mean, one respondent no variance")
  func corners() {
    let empty = JointMoments(
      Self.table([0, 0], [5, 6]), firstValues: Self.points, secondValues: Self.points,
      isPaired: true, designCount: 2)
    #expect(empty.firstMean == nil && empty.secondMean == nil && empty.pairedCount == 0)
    #expect(empty.standardError(first: 1, second: -1) == 0)
    let weightless = JointMoments(
      Self.table([5], [5], weights: [0]), firstValues: Self.points, secondValues: Self.points,
      isPaired: true, designCount: 1)
    #expect(weightless.firstMean == nil && weightless.pairedCount == 0)
    let single = JointMoments(
      Self.table([5], [7]), firstValues: Self.points, secondValues: Self.points, isPaired: true,
      designCount: 1)
    #expect(single.firstMean == 1 && single.firstVariance == 0)
  }
}
