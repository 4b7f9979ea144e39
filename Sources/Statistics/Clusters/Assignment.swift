/// The cheapest pairing, one to one, of the rows and columns of a table.
///
/// Source: Kuhn (1955), The Hungarian method for the assignment problem; Jonker and Volgenant
/// (1987), A shortest augmenting path algorithm for dense and sparse linear assignment problems.
public enum Assignment {
  /// Pairs rows with columns so that the sum of the costs of the pairs is as small as it can be.
  ///
  /// - Parameter costs: by row, then column, rows of one length; at most 2^48 in magnitude, so that
  ///   no sum leaves the range. The smaller side is paired wholly.
  /// - Returns: for each row its column, `nil` for rows that are left over; of equally cheap
  ///   pairings always the same one.
  /// - Complexity: O(max(rows, columns)³).
  public static func pairs(_ costs: [[Int]]) -> [Int?] {
    let columnCount = costs.first?.count ?? 0
    precondition(costs.allSatisfy { $0.count == columnCount }, "rows of different lengths")
    let size = max(costs.count, columnCount)
    guard columnCount > 0 else { return costs.map { _ in nil } }
    // Who is left over costs the same wherever: the choice among the others stays.
    let square = (0..<size).map { row in
      (0..<size).map { row < costs.count && $0 < columnCount ? costs[row][$0] : 0 }
    }
    return cheapest(square).prefix(costs.count).map { $0 < columnCount ? $0 : nil }
  }

  /// The column of each row; of equally cheap pairings always the same one.
  static func cheapest(_ costs: [[Int]]) -> [Int] {
    let count = costs.count
    // Place 0 stands for "none", hence rows and columns from 1.
    var (rowPrice, columnPrice) = (
      [Int](repeating: 0, count: count + 1), [Int](repeating: 0, count: count + 1)
    )
    var rowOfColumn = [Int](repeating: 0, count: count + 1)
    for row in 0..<count {
      rowOfColumn[0] = row + 1
      var (column, slack) = (0, [Int](repeating: .max, count: count + 1))
      var previous = [Int](repeating: 0, count: count + 1)
      var isUsed = [Bool](repeating: false, count: count + 1)
      repeat {
        isUsed[column] = true
        let current = rowOfColumn[column]
        var (step, next) = (Int.max, 0)
        for other in 1...count where !isUsed[other] {
          let cost = costs[current - 1][other - 1] - rowPrice[current] - columnPrice[other]
          if cost < slack[other] { (slack[other], previous[other]) = (cost, column) }
          if slack[other] < step { (step, next) = (slack[other], other) }
        }
        for other in 0...count {
          if isUsed[other] {
            rowPrice[rowOfColumn[other]] += step
            columnPrice[other] -= step
          } else if slack[other] != .max {
            slack[other] -= step
          }
        }
        column = next
      } while rowOfColumn[column] != 0
      while column != 0 {
        rowOfColumn[column] = rowOfColumn[previous[column]]
        column = previous[column]
      }
    }
    var result = [Int](repeating: 0, count: count)
    for column in 1..<count + 1 { result[rowOfColumn[column] - 1] = column - 1 }
    return result
  }
}
