import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Discriminants against References/discriminant.py, and by hand.
@Suite("Discriminants")
struct DiscriminantTests {
  struct File: Decodable {
    struct Case: Decodable {
      let name: String
      let columns: Int
      let groups: Int
      let rows: [Double]
      let labels: [Int]
      let weights: [Double]?
      let shares: [Double]
      let coefficients: [Double]
      let constants: [Double]
      let scaling: [Double]
      let singular_values: [Double]
      let wilks: Double
      let f: Double
      let f_p: Double
      let left_out: [Int]
      let posterior: [Double]?
      let shrinkage: Double?
      let shrunken_coefficients: [Double]?
      let kappa: Double?
      let steady: [Double]
      let steady_share: Double

      var matrix: Matrix {
        Matrix(rowCount: rows.count / columns, columnCount: columns, elements: rows)
      }
      func fit(_ shrinkage: WithinShrinkage = .none) throws -> DiscriminantFit {
        try DiscriminantFit(
          matrix, labels: labels, groupCount: groups, weights: weights, shrinkage: shrinkage)
      }
    }
    let cases: [Case]
  }

  /// Sums of a hundred rows in another order: 1e-9 of the size is far above their rounding.
  private func agree(_ found: [Double], _ expected: [Double], _ what: String) {
    #expect(found.count == expected.count, "\(what)")
    #expect(Agreement.difference(found, expected) < 1e-9, "\(what)")
  }

  @Test("coefficients, axes, lambda and leave-one-out are those of the definition, weighted too")
  func references() throws {
    for item in try reference("discriminant", as: File.self).cases {
      let fit = try item.fit()
      agree(fit.shares, item.shares, item.name)
      agree(fit.rule.coefficients.elements, item.coefficients, item.name)
      agree(fit.rule.constants, item.constants, item.name)
      agree(fit.axes.scaling.elements, item.scaling, item.name)
      agree(fit.axes.singularValues, item.singular_values, item.name)
      let wilks = try #require(fit.wilks)
      agree([wilks.lambda, wilks.f, wilks.p], [item.wilks, item.f, item.f_p], item.name)
      let left = fit.leaveOneOut(item.matrix, labels: item.labels, weights: item.weights)
      #expect(left == item.left_out, "\(item.name)")
    }
  }

  @Test("posteriors, Ledoit and Wolf's shrinkage and kappa are scikit-learn's")
  func library() throws {
    for item in try reference("discriminant", as: File.self).cases where item.weights == nil {
      let fit = try item.fit()
      let first = fit.rule.posteriors(item.matrix).elements.prefix(5 * item.groups)
      agree(Array(first), try #require(item.posterior), item.name)
      let shrunken = try item.fit(.ledoitWolf)
      agree([shrunken.shrinkage], [try #require(item.shrinkage)], item.name)
      agree(
        shrunken.rule.coefficients.elements, try #require(item.shrunken_coefficients), item.name)
      let assigned = fit.rule.assign(item.matrix)
      let accuracy = TypingAccuracy(
        zip(item.labels, assigned).map {
          TypingAccuracy.Outcome(
            actual: $0, assigned: $1, probabilities: [Double](repeating: 0.5, count: item.groups))
        }, groupCount: item.groups)
      agree([accuracy.kappa], [try #require(item.kappa)], item.name)
    }
  }

  @Test("one column, two groups of means 1 and 3 with variance 1 are cut at 2")
  func byHand() throws {
    let rows = Matrix(rowCount: 6, columnCount: 1, elements: [0, 1, 2, 2, 3, 4])
    let fit = try DiscriminantFit(rows, labels: [0, 0, 0, 1, 1, 1], groupCount: 2)
    // Variance within 4 / 4 = 1: d = x m - m² / 2 + log(1/2).
    #expect(fit.rule.coefficients.elements == [1, 3])
    #expect(abs(fit.rule.constants[1] - fit.rule.constants[0] + 4) < 1e-12)
    #expect(fit.axes.scaling.elements == [1])
    // B = 6, W = 4: lambda is 4 / 10, and F = 6 / 1 with 1 and 4 degrees of freedom.
    let wilks = try #require(fit.wilks)
    #expect(abs(wilks.lambda - 0.4) < 1e-12 && abs(wilks.f - 6) < 1e-12)
    #expect(wilks.numerator == 1 && wilks.denominator == 4)
    #expect(fit.rule.assign(rows) == [0, 0, 0, 0, 1, 1])
    #expect(fit.resubstitution(rows, labels: [0, 0, 0, 1, 1, 1]).elements == [3, 0, 1, 2])
  }

  @Test("given shares move the constants alone; a group of share 0 is never assigned")
  func givenShares() throws {
    let rows = Matrix(rowCount: 6, columnCount: 1, elements: [0, 1, 2, 2, 3, 4])
    let labels = [0, 0, 0, 1, 1, 1]
    let fit = try DiscriminantFit(rows, labels: labels, groupCount: 2, shares: [1, 0])
    #expect(fit.rule.assign(rows) == [0, 0, 0, 0, 0, 0])
    #expect(WholeDiscriminant(fit.rule).constants[1] == -WholeDiscriminant.limit)
  }

  @Test("a constant column is refused, and shrinkage does not help it")
  func constantColumn() throws {
    let rows = Matrix(rowCount: 4, columnCount: 2, elements: [1, 5, 2, 5, 3, 5, 5, 5])
    #expect(throws: NumericError.self) {
      try DiscriminantFit(rows, labels: [0, 0, 1, 1], groupCount: 2)
    }
    #expect(throws: NumericError.self) {
      try DiscriminantFit(rows, labels: [0, 0, 1, 1], groupCount: 2, shrinkage: .ledoitWolf)
    }
  }

  @Test("more columns than rows: refused as it is, fitted when shrunken")
  func manyColumns() throws {
    let wide = plantedRows(24, 40, seed: 4)
    let rows = Matrix(
      rowCount: 24, columnCount: 40, elements: wide.elements.map { Double($0) })
    let labels = (0..<24).map { $0 % 3 }
    #expect(throws: NumericError.self) {
      try DiscriminantFit(rows, labels: labels, groupCount: 3)
    }
    let fit = try DiscriminantFit(rows, labels: labels, groupCount: 3, shrinkage: .ledoitWolf)
    #expect(fit.shrinkage > 0 && fit.shrinkage <= 1 && fit.wilks == nil)
  }

  @Test("a steady covariance is drawn to one correlation, as far as chance explains the others")
  func steady() throws {
    for item in try reference("discriminant", as: File.self).cases {
      let fit = try item.fit()
      let columns = Array(0..<item.columns)
      let (covariance, share) = fit.sums.steadyCovariance(columns)
      agree([share], [item.steady_share], item.name)
      agree(covariance.elements, item.steady, item.name)
      // Two columns have one correlation, and one has none.
      #expect(fit.sums.steadyCovariance([1, 0]).share == 0)
      let plain = try fit.sums.discriminant([0, 1])
      #expect(try fit.sums.discriminant([0, 1], isSteady: true) == plain, "\(item.name)")
    }
    let shares = try reference("discriminant", as: File.self).cases.map(\.steady_share)
    #expect(shares.contains(1) && shares.contains { $0 > 0 && $0 < 0.5 })
  }

  @Test("sums without a fold are the sums of the other rows")
  func downdate() throws {
    let item = try #require(try reference("discriminant", as: File.self).cases.first)
    func sums(_ rows: [Int]) -> LabelledSums {
      LabelledSums(
        item.matrix, chosen: rows, labels: item.labels, groupCount: 3,
        origin: [3, 3, 3, 3])
    }
    let rows = Array(item.labels.indices)
    let outside = sums(rows) - sums(rows.filter { $0 % 5 == 0 })
    #expect(outside == sums(rows.filter { $0 % 5 != 0 }))
    let rule = try outside.discriminant([0, 2])
    let kept = rows.filter { $0 % 5 != 0 }
    let direct = try DiscriminantFit(
      item.matrix.selecting(rows: kept, columns: [0, 2]), labels: kept.map { item.labels[$0] },
      groupCount: 3)
    agree(rule.coefficients.elements, direct.rule.coefficients.elements, "outside a fold")
    agree(rule.constants, direct.rule.constants, "outside a fold")
  }
}
