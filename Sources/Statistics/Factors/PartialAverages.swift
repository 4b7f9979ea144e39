public import NumericCore

/// Velicer's minimum average partial: how many components leave the least in common behind.
///
/// Use it beside `ParallelAnalysis`, for batteries with six items a factor or more: where both
/// agree the number of factors is well supported. With four items a factor and loadings of .6 it
/// found another number than planted in most of the surveys simulated for docs/coverage.md.
///
/// ```text
/// m components taken out of R: C = R - L L',  r*_ij = c_ij / √(c_ii c_jj)
/// f_m = mean of r*_ij² over i ≠ j,   g_m = mean of r*_ij⁴
/// ```
///
/// Source: Velicer (1976), Determining the number of components from the matrix of partial
/// correlations; Velicer, Eaton and Fava (2000), Construct explication through factor or component
/// analysis (the fourth power).
public struct PartialAverages: Sendable, Equatable {
  /// By number of components 0, 1, ..., the mean squared partial correlation.
  public let squares: [Double]
  /// By number of components 0, 1, ..., the mean fourth power.
  public let fourthPowers: [Double]
  /// The number of components with the smallest mean square; the fewest at a tie.
  public let componentCount: Int
  /// The number of components with the smallest mean fourth power.
  public let fourthPowerComponentCount: Int

  /// Partials components out of a correlation, one after the other.
  ///
  /// - Parameters:
  ///   - correlation: `[p x p]`; p is 2 or more.
  ///   - largestCount: at most so many components, up to p - 2; p - 2 without it. With p - 1 only
  ///     one residual is left, whose partials are ±1.
  /// - Throws: `NumericError.noConvergence`.
  /// - Complexity: O(p³), and O(p²) a component.
  public init(_ correlation: Matrix, largestCount: Int? = nil) throws(NumericError) {
    let count = correlation.rowCount
    precondition(count > 1, "partial correlations of \(count) items")
    let loadings = try FactorSolution.principalLoadings(correlation, count: count)
    var residual = correlation
    var (squares, fourths) = ([Double](), [Double]())
    for taken in 0...max(0, min(largestCount ?? count - 2, count - 2)) {
      if taken > 0 {
        let column = loadings.column(taken - 1)
        for row in 0..<count {
          for other in 0..<count { residual[row, other] -= column[row] * column[other] }
        }
      }
      // An item that the components explain in full has no partial correlations.
      guard residual.diagonal.allSatisfy({ $0 > 1e-12 }) else { break }
      let (square, fourth) = PartialAverages.means(residual)
      squares.append(square)
      fourths.append(fourth)
    }
    (self.squares, fourthPowers) = (squares, fourths)
    componentCount = PartialAverages.smallest(squares)
    fourthPowerComponentCount = PartialAverages.smallest(fourths)
  }

  // MARK: - Steps

  private static func means(_ residual: Matrix) -> (square: Double, fourth: Double) {
    let count = residual.rowCount
    var (square, fourth) = (0.0, 0.0)
    for row in 0..<count {
      for column in 0..<row {
        let own = residual[row, column] * residual[row, column]
        let share = own / (residual[row, row] * residual[column, column])
        square += share
        fourth += share * share
      }
    }
    let pairs = Double(count * (count - 1)) / 2
    return (square / pairs, fourth / pairs)
  }

  private static func smallest(_ values: [Double]) -> Int {
    values.indices.reduce(0) { values[$1] < values[$0] ? $1 : $0 }
  }
}
