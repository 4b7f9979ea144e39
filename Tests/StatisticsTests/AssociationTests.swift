import NumericCore
import Testing

@testable import Statistics

@Suite("Two classifications in designs")
struct AssociationTests {
  @Test(
    "Rao and Scott's first and second order and Wald's tests: every number of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("svychisq"))
  func stored(check: ComparisonCheck) throws {
    let (item, id) = (try DesignCase(check.name), check.id)
    let (table, unit) = try Self.table(item, id)
    let groups = Array(0..<table.groupCount)
    func expect(_ found: [Double], _ keys: String...) throws {
      let stored: Any =
        try keys.count > 1
        ? item.reference.value(id, keys[0], keys[1]) : item.reference.value(id, keys[0])
      let wanted = try #require((stored as? [Double]) ?? (stored as? Double).map { [$0] })
      #expect(try item.reference.agrees(found, wanted, id), "\(keys) \(found) \(wanted)")
    }
    // R takes the degrees of freedom of the whole design; the table those of units with a row.
    let degrees = try Double(item.design(id).degreesOfFreedom())
    let test = try Self.test(table, degrees)
    let own = try #require(table.association(of: groups))
    #expect(abs(own.f - test.f) < 1e-9 * test.f)
    try expect([test.f], "F", "stat")
    try expect([test.numeratorDegrees, test.denominatorDegrees], "F", "df")
    try expect([test.p], "F", "p")
    try expect([test.p], "F", "p_full")
    try expect([test.chiSquare], "pearson_x2_n_scaled")
    try expect([Double(groups.reduce(0) { $0 + table.count(of: $1) })], "n")
    try expect(test.effects, "delta_eigenvalues")
    try expect([test.firstOrderChiSquare], "first_order_x2")
    try expect([test.firstOrderP], "first_order_p")
    let weights = try item.matrix(id, "table_w")
    #expect(try item.reference.agrees(table.weights.map { Double($0) / unit }, weights, id))
    let wald = try #require(
      InteractionWaldTest(
        weights: Self.matrix(table), covariance: table.covariance, degreesOfFreedom: degrees))
    let ownWald = try #require(table.interaction(of: groups))
    #expect(abs(ownWald.wald - wald.wald) < 1e-9 * wald.wald)
    try expect([wald.f], "Wald", "stat")
    try expect([Double(wald.contrastCount), wald.degreesOfFreedom], "Wald", "df")
    try expect([wald.p], "Wald", "p")
    try expect([try #require(wald.adjustedF)], "adjWald", "stat")
    try expect([Double(wald.contrastCount), wald.adjustedDegrees], "adjWald", "df")
    try expect([try #require(wald.adjustedP)], "adjWald", "p")
  }

  @Test("Wald's test of a table in weighted clusters, as R's survey has it")
  func clusters() throws {
    let stored = try DesignReference.load()
    let wanted = try #require(stored.walds["two"])
    let found = try #require(try Self.table(stored, stored.sample()).interaction(of: [0, 1]))
    let numbers = [found.f, found.p, try #require(found.adjustedF), try #require(found.adjustedP)]
    // R multiplies and solves three interactions in double precision, as is done here.
    for (found, wanted) in zip(numbers, [wanted.f, wanted.p, wanted.adjusted, wanted.adjusted_p]) {
      #expect(abs(found - wanted) < 1e-12 * wanted, "\(found) \(wanted)")
    }
  }

  @Test("Answers and groups exchanged, another unit and another order: the same tests")
  func invariance() throws {
    let stored = try DesignReference.load()
    let rows = stored.rows
    let first = try #require(try Self.table(stored, stored.sample()).interaction(of: [0, 1]))
    let turned = DesignTable(
      cells: zip(rows.tied, rows.two).map { $1 * 7 + Int32($0) }, answerCount: 2, groupCount: 7,
      sample: try stored.sample())
    let sample = try Sample(
      design: stored.sample().design, weights: rows.weight.map { 1_000_003 * $0 })
    // The first row and column change nothing but rounding.
    let reversed = DesignTable(
      cells: zip(rows.tied, rows.two).map { (6 - Int32($0)) * 2 + 1 - $1 }, answerCount: 7,
      groupCount: 2, sample: sample)
    for other in [turned.interaction(of: Array(0..<7)), reversed.interaction(of: [0, 1])] {
      #expect(abs((other?.wald ?? .nan) - first.wald) < 1e-11 * first.wald)
      #expect(other?.contrastCount == 3 && other?.degreesOfFreedom == 12)
    }
    let test = try #require(turned.association(of: Array(0..<7)))
    let mean = test.effects.reduce(0, +) / 3
    let squares = test.effects.reduce(0) { $0 + $1 * $1 }
    #expect(abs(mean - test.meanEffect) < 1e-13 * mean)
    #expect(abs(9 * mean * mean / squares - test.numeratorDegrees) < 1e-12)
    #expect(test.effects == test.effects.sorted(by: >))
  }

  @Test("Replicate weights: the interactions are made with each of them")
  func replicates() throws {
    let stored = try DesignReference.load()
    let sample = try stored.replicated()
    let replicates = try #require(sample.replicates)
    let found = try #require(try Self.table(stored, sample).interaction(of: [0, 1]))
    let answers = Set(stored.rows.tied).sorted()
    func interactions(_ weights: [Int64]) -> [Double] {
      var table = Matrix(rowCount: 4, columnCount: 2)
      for (row, weight) in weights.enumerated() {
        let answer = answers.firstIndex(of: stored.rows.tied[row]) ?? -1
        table[answer, Int(stored.rows.two[row])] += Double(weight)
      }
      let (sums, total) = (table.column(1).reduce(0, +), table.elements.reduce(0, +))
      return (1..<4).map { table[$0, 1] - table.row($0).reduce(0, +) * sums / total }
    }
    let own = interactions(try #require(sample.weights))
    let each = replicates.columns.map(interactions)
    var covariance = Matrix(rowCount: 3, columnCount: 3)
    for left in 0..<3 {
      for right in 0..<3 {
        covariance[left, right] = replicates.variance.covariance(
          each.map { $0[left] }, each.map { $0[right] }, estimates: (own[left], own[right]))
      }
    }
    let wald = zip(own, try Cholesky(of: covariance).solve(own)).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(found.wald - wald) < 1e-11 * wald)
    // Leaving out clusters finds larger errors than linearisation, so that less stands out.
    let linear = try #require(try Self.table(stored, stored.sample()).interaction(of: [0, 1]))
    #expect(found.wald < linear.wald && found.degreesOfFreedom == 12)
  }

  @Test("Nothing to test and fewer units than interactions give no test")
  func corners() throws {
    let stored = try DesignReference.load()
    let table = try Self.table(stored, stored.sample())
    #expect(table.interaction(of: [0]) == nil)
    let few = DesignTable(
      cells: [0, 1, 2, 3, 4, 5, 6, 7, 8], answerCount: 3, groupCount: 3,
      sample: try Sample(
        design: SamplingDesign(rowCount: 9, units: [0, 0, 0, 1, 1, 1, 2, 2, 2]),
        weights: [1, 2, 3, 4, 5, 7, 8, 9, 1]))
    #expect(few.interaction(of: [0, 1, 2]) == nil)
    let tight = InteractionWaldTest(
      interactions: [1, 2, 3], covariance: .identity(3), degreesOfFreedom: 2)
    #expect(tight?.wald == 14 && tight?.adjustedF == nil && tight?.adjustedP == nil)
  }

  // MARK: - Steps

  private static func matrix(_ table: DesignTable) -> Matrix {
    Matrix(
      rowCount: table.answerCount, columnCount: table.groupCount,
      elements: table.weights.map { Double($0) })
  }

  /// Rao and Scott's test of a whole table on given degrees of freedom.
  private static func test(_ table: DesignTable, _ degrees: Double) throws -> AssociationTest {
    let weights = matrix(table)
    let total = weights.elements.reduce(0, +)
    let shares = weights.elements.map { $0 / total }
    var slopes = Matrix.identity(shares.count)
    for row in shares.indices {
      for column in shares.indices { slopes[row, column] -= shares[row] }
    }
    for index in slopes.elements.indices { slopes.elements[index] /= total }
    return try #require(
      AssociationTest(
        shares: Matrix(
          rowCount: table.answerCount, columnCount: table.groupCount, elements: shares),
        covariance: Matrix.product(
          Matrix.product(slopes, table.covariance), slopes, transposeRight: true),
        count: table.counts.reduce(0, +), degreesOfFreedom: degrees))
  }

  /// A table of whole weights, and the unit that they are counted in.
  private static func table(
    _ item: DesignCase, _ id: String
  ) throws -> (table: DesignTable, unit: Double) {
    let rows = try item.codes(item.reference.argument(id, "row"))
    let columns = try item.codes(item.reference.argument(id, "col"))
    let weights = try item.weights(id)
    var unit = 1e13
    while weights.reduce(0, +) * unit > 8e17 { unit /= 10 }
    let width = columns.levels.count
    let cells = zip(rows.codes, columns.codes).map {
      $0 < 0 || $1 < 0 ? Int32(-1) : Int32($0 * width + $1)
    }
    let sample = try Sample(
      design: item.design(id), weights: weights.map { Int64(($0 * unit).rounded()) })
    return (
      DesignTable(
        cells: cells, answerCount: rows.levels.count, groupCount: width, sample: sample), unit
    )
  }

  private static func table(_ stored: DesignReference, _ sample: Sample) throws -> DesignTable {
    DesignTable(
      cells: zip(stored.rows.tied, stored.rows.two).map { Int32($0) * 2 + $1 }, answerCount: 7,
      groupCount: 2, sample: sample)
  }
}
