/// The rows sorted by the categories of several margins at once: all rows of a cell share every
/// category, so that calibration works on cells, whatever the number of rows.
public struct MarginCells: Sendable, Equatable {
  /// By margin, its number of categories.
  public let categoryCounts: [Int]
  /// By row, its cell.
  public let cellOfRow: [Int32]
  /// By cell, then margin: the category. Cells are in the order of their categories; only those
  /// with a row exist.
  public let categories: [[Int]]

  /// The number of cells.
  public var cellCount: Int { categories.count }

  /// - Parameters:
  ///   - margins: by margin, then row, the category `0..<categoryCounts[margin]`; one margin or
  ///     more, all of the same length.
  ///   - categoryCounts: by margin, 1 or more.
  public init(margins: [[Int32]], categoryCounts: [Int]) {
    precondition(
      !margins.isEmpty && margins.count == categoryCounts.count, "\(margins.count) margins")
    var keys = [Int](repeating: 0, count: margins[0].count)
    for (codes, count) in zip(margins, categoryCounts) {
      precondition(codes.count == keys.count, "margins of different lengths")
      for (row, code) in codes.enumerated() {
        precondition(code >= 0 && code < count, "category \(code) of \(count)")
        keys[row] = keys[row] * count + Int(code)
      }
    }
    let present = Set(keys).sorted()
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    cellOfRow = keys.map { places[$0] ?? 0 }
    categories = present.map { key in
      var (rest, cell) = (key, [Int](repeating: 0, count: categoryCounts.count))
      for margin in categoryCounts.indices.reversed() {
        cell[margin] = rest % categoryCounts[margin]
        rest /= categoryCounts[margin]
      }
      return cell
    }
    self.categoryCounts = categoryCounts
  }

  /// The sum of values in each cell.
  ///
  /// - Parameter values: one a row.
  /// - Returns: one a cell.
  public func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: cellCount)
    for (row, cell) in cellOfRow.enumerated() { sums[Int(cell)] += values[row] }
    return sums
  }

  /// The sum over the cells of each category of a margin.
  ///
  /// - Parameters:
  ///   - cellSums: one number a cell.
  ///   - margin: which margin.
  /// - Returns: one number a category.
  public func sums(ofCells cellSums: [Double], by margin: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: categoryCounts[margin])
    for (cell, sum) in cellSums.enumerated() { sums[categories[cell][margin]] += sum }
    return sums
  }
}
