import NumericCore
import Statistics

extension FactorSection {
  /// How strongly an outcome loads on a factor, -1...1.
  ///
  /// - Parameters:
  ///   - column: the position of the outcome in `outcomes`.
  ///   - factor: from 0, under `solution.factorCount`.
  /// - Returns: the loading.
  public func loading(_ column: Int, on factor: Int) -> Double {
    solution.loadings[column, factor]
  }
}
