import NumericCore
import Statistics

extension FactorSection {
  /// How strongly an outcome loads on a factor: -1...1 for factors that do not correlate, of the
  /// pattern a little beyond at times.
  ///
  /// - Parameters:
  ///   - column: the position of the outcome in `outcomes`.
  ///   - factor: from 0, under `solution.factorCount`.
  /// - Returns: the loading.
  public func loading(_ column: Int, on factor: Int) -> Double {
    solution.loadings[column, factor]
  }

  /// How an outcome correlates with a factor, -1...1; the loading where factors do not correlate.
  ///
  /// - Parameters:
  ///   - column: the position of the outcome in `outcomes`.
  ///   - factor: from 0, under `solution.factorCount`.
  /// - Returns: the correlation.
  public func structure(_ column: Int, of factor: Int) -> Double {
    guard let matrix = solution.factorCorrelation else { return loading(column, on: factor) }
    return (0..<solution.factorCount).reduce(0) {
      $0 + solution.loadings[column, $1] * matrix[$1, factor]
    }
  }

  /// How two factors correlate.
  public struct FactorPair: Sendable, Equatable {
    /// The first, from 0.
    public var first: Int
    /// The second, above the first.
    public var second: Int
    /// Their correlation.
    public var value: Double
  }

  /// The correlations of the factors, each pair once; empty where they do not correlate.
  public var factorCorrelations: [FactorPair] {
    guard let matrix = solution.factorCorrelation else { return [] }
    return (0..<solution.factorCount).flatMap { first in
      (first + 1..<solution.factorCount).map {
        FactorPair(first: first, second: $0, value: matrix[first, $0])
      }
    }
  }
}
