public import Groundwork
public import NumericCore

/// The polychoric correlations of many items, pair by pair.
///
/// Use it where `CorrelationChoice` says so. Each pair takes the rows that answer both items. The
/// matrix may not be positive definite: see `CorrelationRepair`.
///
/// Source: Olsson (1979), Maximum likelihood estimation of the polychoric correlation coefficient.
public struct PolychoricMatrix: Sendable, Equatable {
  /// The correlation `[p x p]`: 1 on the diagonal, 0 for undefined pairs.
  public let correlation: Matrix
  /// By pair, the standard error `[p x p]`; 0 on the diagonal, not a number where there is none.
  public let standardErrors: Matrix
  /// By item, the thresholds between its categories, from all its answers.
  public let thresholds: [[Double]]
  /// By pair, the effective number of rows with both answers `[p x p]`.
  public let effectiveCounts: Matrix
  /// Pairs whose likelihood rises up to the limit of ±0.9999: (first, second), first > second.
  public let limitedPairs: [[Int]]
  /// Pairs in which one item does not vary: (first, second), first > second.
  public let undefinedPairs: [[Int]]

  /// Correlates items.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]` ordered codes; they need not follow each other.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - workers: the threads to use; they change no result.
  /// - Throws: `StatisticsFailure.unusableWeights`, `.noAnswers`, and `.neverTogether` where
  ///   nobody answered both items of a pair.
  /// - Complexity: O(n p²), and for each pair of K and L categories some 60 K L probabilities.
  public init(
    _ rows: IntegerMatrix, weights: [Int64]? = nil, workers: Workers
  ) throws(StatisticsFailure) {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let coded = CodedItems(rows)
    guard coded.codes.contains(where: { !$0.isEmpty }) else {
      throw .noAnswers(rowCount: rows.rowCount)
    }
    let pairs = (0..<rows.columnCount).flatMap { first in (0..<first).map { [first, $0] } }
    let tables = workers.map(pairs.count) { coded.table(pairs[$0][0], pairs[$0][1], whole) }
    if let place = tables.firstIndex(where: { $0.effectiveCount == 0 }) {
      throw .neverTogether(first: pairs[place][1], second: pairs[place][0])
    }
    let found = workers.map(pairs.count) {
      PolychoricPair(tables[$0].cells, effectiveCount: tables[$0].effectiveCount)
    }
    var correlation = Matrix.identity(rows.columnCount)
    var errors = Matrix(rowCount: rows.columnCount, columnCount: rows.columnCount)
    var counts = errors
    for (place, pair) in pairs.enumerated() {
      for (row, column) in [(pair[0], pair[1]), (pair[1], pair[0])] {
        correlation[row, column] = found[place]?.correlation ?? 0
        errors[row, column] = found[place]?.standardError ?? .nan
        counts[row, column] = tables[place].effectiveCount
      }
    }
    var thresholds: [[Double]] = []
    for item in 0..<rows.columnCount {
      let own = coded.table(item, item, whole)
      counts[item, item] = own.effectiveCount
      thresholds.append(PolychoricLikelihood.thresholds(own.cells.diagonal.filter { $0 > 0 }))
    }
    (self.correlation, standardErrors, effectiveCounts) = (correlation, errors, counts)
    self.thresholds = thresholds
    limitedPairs = pairs.indices.filter { found[$0]?.isAtLimit ?? false }.map { pairs[$0] }
    undefinedPairs = pairs.indices.filter { found[$0] == nil }.map { pairs[$0] }
  }
}

/// The answers as places among the codes that occur.
private struct CodedItems: Sendable {
  /// By item, its codes, ascending.
  let codes: [[Int8]]
  /// By item and row; -1 for a missing answer.
  private let places: [[Int16]]

  init(_ rows: IntegerMatrix) {
    var (codes, places) = ([[Int8]](), [[Int16]]())
    for column in 0..<rows.columnCount {
      var known = [Int16](repeating: -1, count: 256)
      for row in 0..<rows.rowCount where rows[row, column] != IntegerMatrix.missing {
        known[Int(rows[row, column]) + 128] = 0
      }
      let own = (Int8.min...Int8.max).filter { known[Int($0) + 128] == 0 }
      for (place, code) in own.enumerated() { known[Int(code) + 128] = Int16(place) }
      codes.append(own)
      places.append((0..<rows.rowCount).map { known[Int(rows[$0, column]) + 128] })
    }
    (self.codes, self.places) = (codes, places)
  }

  /// The summed weights of each pair of categories, and (Σw)² / Σw².
  func table(
    _ first: Int, _ second: Int, _ weights: WholeWeights
  ) -> (cells: Matrix, effectiveCount: Double) {
    let width = codes[second].count
    var sums = [Int64](repeating: 0, count: codes[first].count * width)
    var squares = Int128(0)
    for row in places[first].indices {
      let (left, right) = (Int(places[first][row]), Int(places[second][row]))
      guard left >= 0, right >= 0 else { continue }
      let weight = weights[row]
      sums[left * width + right] += weight
      squares += Int128(weight) * Int128(weight)
    }
    let total = Int128(sums.reduce(0, +)).real
    let cells = Matrix(
      rowCount: codes[first].count, columnCount: width,
      elements: sums.map { Double($0) / weights.unit })
    return (cells, squares > 0 ? total * total / squares.real : 0)
  }
}
