internal import NumericCore

/// Whether a variable and a grouping of the same rows depend on each other once covariates are
/// taken out of both, in a sample of any design.
///
/// Use it for groups that were formed on answers which share something with the variable (a habit
/// of rating) when only what goes beyond it shall count. Of the variable's indicators (or the
/// number itself) and of the groups' indicators the residuals on the covariates are taken; with
/// both made orthonormal, u and v,
///
/// ```text
/// T_jk = Σ w u_j v_k / Σ w            X² = n Σ T²        = n x Pillai's trace
/// F    = X² / tr Δ   on   d0 = (tr Δ)² / tr Δ²   and   d0 ν (1 - q / (n - 1))   degrees of freedom
/// ```
///
/// with Δ = n C, C the design covariance of the T, ν its degrees of freedom, and q covariates.
/// These are known of rows, so they cost the share q / (n - 1) of what the rows know, not a
/// sampling unit each: of 600 rows in 12 units and 11 covariates 4.3 to 4.6 % of tests reject at
/// 5 % where nothing depends; ν - q would leave no test at all. Without covariates X² of a
/// classification is Pearson's chi-square on weighted shares, that of a number n times the
/// correlation ratio. Residuals on both sides make the error of either regression one of second
/// order.
///
/// Source: Pillai (1955), Some new test criteria in multivariate analysis; Rao and Scott (1984),
/// On chi-squared tests for multiway contingency tables, for the second-order correction; Robinson
/// (1988), Root-n-consistent semiparametric regression, for residuals on both sides.
public struct PartialAssociation: Sendable, Equatable {
  /// What is compared between the groups.
  public enum Variable: Sendable, Equatable {
    /// By row, an answer `0..<count`, below 0 for none.
    case answers([Int32], count: Int)
    /// By row, a number, `nil` for none.
    case numbers([Double?])
  }

  /// n Σ T².
  public let chiSquare: Double
  /// The corrected statistic.
  public let f: Double
  /// d0, the degrees of freedom of its numerator.
  public let numeratorDegrees: Double
  /// d0 ν (1 - q / (n - 1)).
  public let denominatorDegrees: Double
  /// The rows of positive weight that have a variable and a group.
  public let count: Int

  /// How often chance alone gives as large a statistic, 0...1.
  public var p: Double {
    FDistribution.upperTail(f, numerator: numeratorDegrees, denominator: denominatorDegrees)
  }

  /// Fails where fewer than two groups or two answers remain, or the covariates explain all of
  /// either side, or the design leaves no degree of freedom.
  ///
  /// - Parameters:
  ///   - variable: what is compared.
  ///   - groups: by row, `0..<groupCount`, below 0 for a row in none.
  ///   - groupCount: 1 or more.
  ///   - covariates: by covariate, then row: finite numbers; a constant is always taken out.
  ///   - sample: design and weights of the rows. Sums run in their order: give them in one that
  ///     does not hang on the file, see `Sample.reordered`.
  /// - Complexity: O(n (a g + q)²) for a answers and g groups.
  public init?(
    _ variable: Variable, groups: [Int32], groupCount: Int, covariates: [[Double]] = [],
    sample: Sample
  ) {
    precondition(
      groups.count == sample.design.rowCount && covariates.allSatisfy { $0.count == groups.count },
      "\(groups.count) rows, \(sample.design.rowCount) in the sample")
    let rows = PartialAssociation.rows(variable, groups, sample)
    let weights = rows.map { Double(sample.weights?[$0] ?? 1) }
    let total = weights.reduce(0, +)
    guard rows.count > 1, total > 0 else { return nil }
    var basis = WeightedBasis(weights: weights.map { $0 / total })
    basis.add(covariates.map { column in rows.map { column[$0] } })
    let covariateCount = basis.columns.count - 1
    let left = basis.residuals(PartialAssociation.columns(variable, rows))
    let right = basis.residuals(
      (1..<max(1, groupCount)).map { group in rows.map { groups[$0] == group ? 1 : 0 } })
    let domain = DomainDegrees(groups: groups, groupCount: groupCount, sample: sample)
      .degreesOfFreedom(of: Array(0..<groupCount))
    let degrees =
      Double(domain) * (1 - Double(covariateCount) / Double(rows.count - 1))
    guard !left.isEmpty, !right.isEmpty, degrees > 0 else { return nil }
    let estimates = left.flatMap { first in
      right.map { second in
        PartialAssociation.mean(
          of: zip(first, second).map { $0 * $1 }, weights: weights, total: total, rows: rows,
          rowCount: groups.count)
      }
    }
    let count = Double(rows.count)
    let effects = count * sample.covariance(of: estimates)
    let trace = effects.diagonal.reduce(0, +)
    let squares = effects.elements.reduce(0) { $0 + $1 * $1 }
    guard trace > 0, squares > 0 else { return nil }
    chiSquare = count * estimates.reduce(0) { $0 + $1.value * $1.value }
    f = chiSquare / trace
    numeratorDegrees = trace * trace / squares
    denominatorDegrees = numeratorDegrees * degrees
    self.count = rows.count
  }

  // MARK: - Steps

  /// The rows of positive weight with a variable and a group.
  private static func rows(_ variable: Variable, _ groups: [Int32], _ sample: Sample) -> [Int] {
    groups.indices.filter { row in
      guard groups[row] >= 0, sample.weights?[row] != 0 else { return false }
      return switch variable {
      case .answers(let codes, _): codes[row] >= 0
      case .numbers(let numbers): numbers[row] != nil
      }
    }
  }

  /// The indicators of all answers but the first, or the number.
  private static func columns(_ variable: Variable, _ rows: [Int]) -> [[Double]] {
    switch variable {
    case .numbers(let numbers): return [rows.map { numbers[$0] ?? 0 }]
    case .answers(let codes, let count):
      return (1..<Int32(max(1, count))).map { answer in rows.map { codes[$0] == answer ? 1 : 0 } }
    }
  }

  private static func mean(
    of products: [Double], weights: [Double], total: Double, rows: [Int], rowCount: Int
  ) -> LinearEstimate {
    let value = zip(products, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    var influence = [Double](repeating: 0, count: rowCount)
    for (place, row) in rows.enumerated() {
      influence[row] = weights[place] * (products[place] - value) / total
    }
    return LinearEstimate(value: value, influence: influence)
  }
}

extension Matrix {
  fileprivate static func * (factor: Double, matrix: Matrix) -> Matrix {
    var result = matrix
    for index in result.elements.indices { result.elements[index] *= factor }
    return result
  }
}
