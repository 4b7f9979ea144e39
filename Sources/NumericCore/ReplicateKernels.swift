/// Comparisons of every pair of rows of a matrix, column by column: the inner loops of ranks.
///
/// For the next worker: plain loops over contiguous memory, which the compiler turns into vector
/// instructions; with checked subscripts it does not, and ranks cost more than the bootstrap.
public enum ReplicateKernels {
  /// The rank of each row in each column.
  ///
  /// - Parameter scores: `[J x B]`, without NaN.
  /// - Returns: J times B ranks, row after row; 1 is the largest, equal ones share the better rank.
  /// - Complexity: O(J² B).
  public static func ranks(of scores: Matrix) -> [Int64] {
    let (rows, columns) = (scores.rowCount, scores.columnCount)
    var ranks = [Int64](repeating: 1, count: rows * columns)
    guard columns > 0 else { return ranks }
    scores.elements.withUnsafeBufferPointer { values in
      ranks.withUnsafeMutableBufferPointer { ranks in
        guard let values = values.baseAddress, let ranks = ranks.baseAddress else { return }
        for first in 0..<rows {
          for second in 0..<first {
            compare(
              values + first * columns, values + second * columns, ranks + first * columns,
              ranks + second * columns, columns)
          }
        }
      }
    }
    return ranks
  }

  /// The largest of all scaled differences of two rows, in each column.
  ///
  /// - Parameters:
  ///   - values: `[J x B]`.
  ///   - scales: `[J x J]`; the difference of rows j and k < j is multiplied by cell (j, k).
  /// - Returns: B numbers, 0 or more.
  /// - Complexity: O(J² B).
  public static func largestDifferences(of values: Matrix, scales: Matrix) -> [Double] {
    let (rows, columns) = (values.rowCount, values.columnCount)
    precondition(scales.rowCount == rows && scales.columnCount == rows, "scales of \(rows) rows")
    var largest = [Double](repeating: 0, count: columns)
    values.elements.withUnsafeBufferPointer { values in
      largest.withUnsafeMutableBufferPointer { largest in
        guard let values = values.baseAddress, let largest = largest.baseAddress else { return }
        for first in 0..<rows {
          for second in 0..<first {
            raise(
              largest, values + first * columns, values + second * columns,
              scales[first, second], columns)
          }
        }
      }
    }
    return largest
  }

  // MARK: - Steps

  private static func compare(
    _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>,
    _ firstRanks: UnsafeMutablePointer<Int64>, _ secondRanks: UnsafeMutablePointer<Int64>,
    _ count: Int
  ) {
    for index in 0..<count {
      firstRanks[index] &+= second[index] > first[index] ? 1 : 0
      secondRanks[index] &+= first[index] > second[index] ? 1 : 0
    }
  }

  private static func raise(
    _ largest: UnsafeMutablePointer<Double>, _ first: UnsafePointer<Double>,
    _ second: UnsafePointer<Double>, _ scale: Double, _ count: Int
  ) {
    for index in 0..<count {
      let difference = abs(first[index] - second[index]) * scale
      largest[index] = difference > largest[index] ? difference : largest[index]
    }
  }
}
