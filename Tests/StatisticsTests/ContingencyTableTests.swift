import NumericCore
import Testing

@testable import Statistics

@Suite("Contingency tables")
struct ContingencyTableTests {
  private static let cases = [
    ("bfi", "xtab.A1box_education"), ("bfi", "xtab.gender_agegrp"), ("bfi", "xtab.k5_gender"),
    ("gss2016-job-odi", "xtab.seg_degf"), ("mass-survey", "xtab.Exer_Smoke"),
    ("mass-survey", "xtab.Sex_Exer"), ("mass-survey", "xtab.Fold_W_Hnd"),
  ]

  @Test(
    "Statistics, effect sizes, residuals and column tests as R has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: cases)
  func references(name: String, id: String) throws {
    let item = try ReferenceCase(name)
    func stored(_ key: String) throws -> [[Double]] { try item.value(id, key, "data") }
    let counts = try stored("table")
    let table = ContingencyTable(
      counts: Matrix(
        rowCount: counts.count, columnCount: counts[0].count, elements: counts.flatMap { $0 }))
    let numbers: [(String, Double)] = [
      ("chisq", table.chiSquare), ("df", Double(table.degreesOfFreedom)),
      ("p", table.probability), ("G2", table.likelihoodRatio), ("cramers_v", table.cramersV),
      ("cramers_v_bias_corrected", table.correctedCramersV),
    ]
    for (key, number) in numbers {
      #expect(try item.agrees([number], [item.value(id, key)], id), "\(key) \(number)")
    }
    let matrices = [
      ("expected", table.expected), ("adjusted_residuals", table.adjustedResiduals),
      ("index_vs_total", table.indices),
    ]
    for (key, matrix) in matrices {
      #expect(try item.agrees(matrix.elements, stored(key).flatMap { $0 }, id), "\(key)")
    }
    let rows: [String] = try item.value(id, "rows")
    for (row, name) in rows.enumerated() {
      let tests = table.columnTests(inRow: row)
      let columns: [(String, [Double])] = [
        ("z", tests.map(\.score)), ("p", tests.map(\.probability)),
        ("p_holm", tests.map(\.adjusted)),
      ]
      for (key, found) in columns {
        let expected: [Double] = try numbersOrOne(item, id, name, key)
        #expect(try item.agrees(found, expected, id), "\(name) \(key)")
      }
    }
  }

  /// A table of two columns has a single pair, stored as a list of one or as a bare number.
  private func numbersOrOne(
    _ item: ReferenceCase, _ id: String, _ row: String, _ key: String
  ) throws -> [Double] {
    if let list: [Double] = try? item.value(id, "column_z", row, key) { return list }
    return [try item.value(id, "column_z", row, key)]
  }

  @Test("Independent rows give nothing, a diagonal gives all")
  func extremes() {
    let flat = ContingencyTable(
      counts: Matrix(rowCount: 2, columnCount: 3, elements: [10, 20, 30, 20, 40, 60]))
    #expect(flat.chiSquare == 0 && flat.probability == 1 && flat.correctedCramersV == 0)
    #expect(flat.indices.elements.allSatisfy { abs($0 - 100) < 1e-12 })
    #expect(flat.smallestExpected == 10)
    let diagonal = ContingencyTable(
      counts: Matrix(rowCount: 2, columnCount: 2, elements: [25, 0, 0, 25]))
    #expect(diagonal.cramersV == 1)
    #expect(diagonal.probability < 1e-11)
  }
}
