/// Comparisons of every pair of rows of a matrix, column by column: the inner loops of ranks.
///
/// For the next worker: eight columns at a time stay in registers, for a row is compared with all
/// others; with checked subscripts ranks cost more than the bootstrap.
public enum ReplicateKernels {
  /// How often each row has each rank, over the columns.
  ///
  /// - Parameter scores: `[J x B]`, without NaN.
  /// - Returns: `[J x J]`, by row, how often it is the largest, the second largest ... of its
  ///   column; equal ones share the better rank.
  /// - Complexity: O(J² B).
  public static func rankCounts(of scores: Matrix) -> [Int] {
    let rows = scores.rowCount
    var counts = [Int](repeating: 0, count: rows * rows)
    counts.withUnsafeMutableBufferPointer { counts in
      forEachStrip(of: scores) { strip, columns in
        for row in 0..<rows {
          let above = largerCounts(strip, than: strip[row])
          for lane in 0..<columns.count { counts[row * rows + Int(above[lane])] += 1 }
        }
      }
    }
    return counts
  }

  /// The largest of all scaled differences of two rows, in each column.
  ///
  /// - Parameters:
  ///   - values: `[J x B]`.
  ///   - scales: `[J x J]`; the difference of rows j and k < j is multiplied by cell (j, k), 0 or
  ///     more.
  /// - Returns: B numbers, 0 or more.
  /// - Complexity: O(J² B).
  public static func largestDifferences(of values: Matrix, scales: Matrix) -> [Double] {
    let rows = values.rowCount
    precondition(scales.rowCount == rows && scales.columnCount == rows, "scales of \(rows) rows")
    var result: [Double] = []
    result.reserveCapacity(values.columnCount)
    scales.elements.withUnsafeBufferPointer { scales in
      forEachStrip(of: values) { strip, columns in
        let largest = largestDifferences(strip, scales)
        for lane in 0..<columns.count { result.append(largest[lane]) }
      }
    }
    return result
  }

  // MARK: - Steps

  /// Eight columns of all rows.
  private typealias Strip = UnsafeBufferPointer<SIMD8<Double>>

  /// Hands out eight columns at a time; the last ones are filled up with zeros.
  private static func forEachStrip(
    of values: Matrix, _ body: (Strip, _ columns: Range<Int>) -> Void
  ) {
    let (rows, columns) = (values.rowCount, values.columnCount)
    var strip = [SIMD8<Double>](repeating: .zero, count: rows)
    for start in stride(from: 0, to: columns, by: 8) {
      let range = start..<min(columns, start + 8)
      for row in 0..<rows {
        var own = SIMD8<Double>.zero
        for lane in 0..<range.count { own[lane] = values.elements[row * columns + start + lane] }
        strip[row] = own
      }
      strip.withUnsafeBufferPointer { body($0, range) }
    }
  }

  /// By column, how many rows are larger than the given one.
  private static func largerCounts(_ strip: Strip, than own: SIMD8<Double>) -> SIMD8<Int64> {
    var counts = SIMD8<Int64>.zero
    for other in strip { counts.replace(with: counts &+ 1, where: other .> own) }
    return counts
  }

  private static func largestDifferences(
    _ strip: Strip, _ scales: UnsafeBufferPointer<Double>
  ) -> SIMD8<Double> {
    var largest = SIMD8<Double>.zero
    for first in 0..<strip.count {
      let own = strip[first]
      let scales = UnsafeBufferPointer(rebasing: scales[(first * strip.count)...])
      for second in 0..<first {
        let difference = magnitudes(own - strip[second]) * scales[second]
        largest.replace(with: difference, where: difference .> largest)
      }
    }
    return largest
  }

  /// Numbers without their signs.
  private static func magnitudes(_ numbers: SIMD8<Double>) -> SIMD8<Double> {
    let bits = unsafeBitCast(numbers, to: SIMD8<UInt64>.self)
    return unsafeBitCast(bits & SIMD8(repeating: UInt64.max >> 1), to: SIMD8<Double>.self)
  }
}
