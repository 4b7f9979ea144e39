public import Groundwork
public import NumericCore

/// How many components of a correlation matrix stand out from what chance alone gives.
///
/// Use it to choose the number of factors. The eigenvalues are compared with those of sets of
/// independent normal numbers of the same size; leading components are kept as long as they
/// exceed the 95th percentile, stopping at the first that does not. The rule "eigenvalue above
/// 1" keeps far too many.
///
/// A random set is never drawn row by row. The cross products of n independent normal rows about
/// their means have the Wishart distribution with v = n - 1 degrees of freedom, drawn at once as
/// `A A'` with A lower triangular, `A_ij` normal and `A_jj²` chi-square with v - j degrees of
/// freedom (j = 0, 1, ...): the cost depends on p alone, and n may be an effective number of
/// rows. Only where v is not above p - 1 are the rows drawn.
///
/// Source: Horn (1965), A rationale and test for the number of factors in factor analysis;
/// Bartlett (1933), On the theory of statistical regression (the decomposition).
public struct ParallelAnalysis: Sendable, Equatable {
  /// The eigenvalues of the data's correlation, largest first.
  public let eigenvalues: [Double]
  /// The percentile of the random sets' eigenvalues, by rank.
  public let thresholds: [Double]
  /// The mean of the random sets' eigenvalues, by rank.
  public let randomMeans: [Double]
  /// The number of leading eigenvalues above their thresholds.
  public let componentCount: Int
  /// The number of random sets.
  public let setCount: Int

  /// The number of leading eigenvalues above the means of the random sets: Horn's own rule, which
  /// keeps more than `componentCount`.
  public var meanComponentCount: Int {
    zip(eigenvalues, randomMeans).prefix { $0 > $1 }.count
  }

  /// How to compare.
  public struct Options: Sendable, Equatable {
    /// The number of random sets, 1 or more; 200 or more for reports.
    public var setCount: Int
    /// Which quantile of the random eigenvalues must be exceeded.
    public var quantile: Double

    /// Options with their defaults.
    public init(setCount: Int = 200, quantile: Double = 0.95) {
      self.setCount = setCount
      self.quantile = quantile
    }
  }

  /// Compares the eigenvalues of a correlation matrix with random ones.
  ///
  /// - Parameters:
  ///   - correlation: `[p x p]`.
  ///   - rowCount: n, the effective number of rows when they are weighted; above 2.
  ///   - options: how many sets, and which quantile.
  ///   - seed: the seed of the random sets.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the comparison.
  /// - Throws: `NumericError.noConvergence`.
  /// - Complexity: O(sets p³).
  ///
  /// Source: Horn (1965); Glorfeld (1995), An improvement on Horn's parallel analysis (the 95th
  /// percentile).
  public static func run(
    _ correlation: Matrix, rowCount: Double, options: Options = Options(), seed: UInt64,
    workers: Workers
  ) throws(NumericError) -> ParallelAnalysis {
    precondition(options.setCount > 0 && rowCount > 2, "\(rowCount) rows")
    let eigenvalues = try SymmetricEigen.values(of: correlation)
    let sets = workers.map(options.setCount) { set in
      var stream = RandomStream(seed: seed, purpose: "parallel analysis", index: UInt64(set))
      return randomEigenvalues(correlation.rowCount, rowCount, &stream)
    }
    let ranks = eigenvalues.indices.map { rank in sets.map { $0[rank] } }
    let thresholds = ranks.map { quantile(options.quantile, of: $0) }
    return ParallelAnalysis(
      eigenvalues: eigenvalues, thresholds: thresholds,
      randomMeans: ranks.map { $0.reduce(0, +) / Double(options.setCount) },
      componentCount: zip(eigenvalues, thresholds).prefix { $0 > $1 }.count,
      setCount: options.setCount)
  }

  // MARK: - Steps

  /// The eigenvalues of the correlation of one random set.
  static func randomEigenvalues(
    _ columnCount: Int, _ rowCount: Double, _ stream: inout RandomStream
  ) -> [Double] {
    let degrees = rowCount - 1
    let products =
      degrees > Double(columnCount - 1)
      ? wishart(columnCount, degrees, &stream)
      : bruteForce(columnCount, Int(rowCount.rounded()), &stream)
    let values = try? SymmetricEigen.values(of: Correlation.matrix(of: products))
    return values ?? [Double](repeating: 1, count: columnCount)
  }

  /// Bartlett's decomposition.
  private static func wishart(
    _ count: Int, _ degrees: Double, _ stream: inout RandomStream
  ) -> Matrix {
    var root = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0..<row { root[row, column] = stream.normal() }
      let chiSquare = 2 * stream.gamma(shape: (degrees - Double(row)) / 2)
      root[row, row] = chiSquare.squareRoot()
    }
    return Matrix.product(root, root, transposeRight: true)
  }

  /// The cross products of rows of normal numbers about their means.
  static func bruteForce(
    _ columnCount: Int, _ rowCount: Int, _ stream: inout RandomStream
  ) -> Matrix {
    var rows = Matrix(rowCount: rowCount, columnCount: columnCount)
    for index in rows.elements.indices { rows.elements[index] = stream.normal() }
    for column in 0..<columnCount {
      let mean = rows.column(column).reduce(0, +) / Double(rowCount)
      for row in 0..<rowCount { rows[row, column] -= mean }
    }
    return rows.crossProduct()
  }

  /// The interpolating quantile (type 7).
  ///
  /// Source: Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 7.
  static func quantile(_ probability: Double, of values: [Double]) -> Double {
    let sorted = values.sorted()
    let position = probability * Double(sorted.count - 1)
    let lower = Int(position)
    let upper = min(sorted.count - 1, lower + 1)
    return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
  }
}
