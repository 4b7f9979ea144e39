internal import NumericCore

/// Rows with at least one answer, grouped by which columns are missing.
struct MissingPatterns: Sendable {
  /// One set of missing columns and the rows that have it, ascending.
  struct Group: Sendable {
    let missing: [Int]
    var rows: [Int]
  }

  /// The rows without missing cells.
  private(set) var completeRows: [Int] = []
  /// The other patterns, in the order of their first rows.
  private(set) var groups: [Group] = []
  /// The number of rows without any answer, which belong to no group.
  private(set) var emptyRowCount = 0

  /// - Parameters:
  ///   - matrix: the rows.
  ///   - rows: which of them to group.
  ///   - keepsEmptyRows: whether rows without any answer form a group as well.
  init(_ matrix: IntegerMatrix, rows: Range<Int>, keepsEmptyRows: Bool) {
    var places: [[UInt64]: Int] = [:]
    let wordCount = (matrix.columnCount + 63) / 64
    var key = [UInt64](repeating: 0, count: wordCount)
    for row in rows {
      let missingCount = MissingPatterns.mark(matrix, row, &key)
      if missingCount == 0 {
        completeRows.append(row)
      } else if missingCount == matrix.columnCount, !keepsEmptyRows {
        emptyRowCount += 1
      } else if let place = places[key] {
        groups[place].rows.append(row)
      } else {
        places[key] = groups.count
        groups.append(Group(missing: MissingPatterns.columns(key), rows: [row]))
      }
    }
  }

  /// Two columns that no row has both of; `nil` when every pair stands in some row.
  ///
  /// - Complexity: O(patterns p²) at most, O(1) where a row is complete.
  func pairNeverTogether(columnCount: Int) -> (first: Int, second: Int)? {
    guard completeRows.isEmpty else { return nil }
    var together = [Bool](repeating: false, count: columnCount * columnCount)
    var left = columnCount * (columnCount - 1) / 2
    for group in groups where left > 0 {
      let missing = Set(group.missing)
      let present = (0..<columnCount).filter { !missing.contains($0) }
      for (index, first) in present.enumerated() {
        for second in present[(index + 1)...] where !together[first * columnCount + second] {
          together[first * columnCount + second] = true
          left -= 1
        }
      }
    }
    guard left > 0 else { return nil }
    for first in 0..<columnCount {
      for second in first + 1..<columnCount where !together[first * columnCount + second] {
        return (first, second)
      }
    }
    return nil
  }

  /// Sets the bits of the missing columns and returns their number.
  private static func mark(_ matrix: IntegerMatrix, _ row: Int, _ key: inout [UInt64]) -> Int {
    for word in key.indices { key[word] = 0 }
    var count = 0
    for (column, cell) in matrix.row(row).enumerated() where cell == IntegerMatrix.missing {
      key[column / 64] |= 1 << UInt64(column % 64)
      count += 1
    }
    return count
  }

  private static func columns(_ key: [UInt64]) -> [Int] {
    key.enumerated().flatMap { word, bits in
      (0..<64).filter { bits >> UInt64($0) & 1 == 1 }.map { word * 64 + $0 }
    }
  }
}
