/// Exact sums over the rows of classes and groups: what the means of a pair and their design
/// covariance are made of.
///
/// For each class (a sampling unit, a stratum, a margin cell) and group it holds the weighted sums
/// of base and point of both columns, and where rows are sampling units themselves the sums of
/// their products under squared weights. All are whole numbers: sums of different blocks or
/// threads merge by addition.
struct PairSums: Sendable, Equatable {
  /// Σ w of base and point of either column.
  struct Linear: Sendable, Equatable {
    var values: SIMD4<Int64> = .zero
    /// Rows of positive weight in both bases.
    var pairCount: Int64 = 0
  }

  /// Σ w² of the ten products of (first base, first point, second base, second point).
  struct Squares: Sendable, Equatable {
    var products = [Int128](repeating: 0, count: 10)
  }

  let classCount: Int
  let groupCount: Int
  private(set) var linear: [Linear]
  /// Ten for each class and group; empty where they are not kept.
  private(set) var squares: [Int128]

  init(classCount: Int, groupCount: Int, keepsSquares: Bool) {
    self.classCount = classCount
    self.groupCount = groupCount
    linear = [Linear](repeating: Linear(), count: classCount * groupCount)
    squares = keepsSquares ? [Int128](repeating: 0, count: 10 * classCount * groupCount) : []
  }

  /// Adds all rows.
  ///
  /// - Parameters:
  ///   - first: codes 0...15, by row.
  ///   - second: codes 0...15, by row.
  ///   - classes: by row, `0..<classCount`.
  ///   - groups: by row, `0..<groupCount`; `nil` puts every row into group 0.
  ///   - weights: by row, whole; the sum times 10 fits 63 bits. `nil` counts every row as 1.
  ///   - rule: what the codes are worth.
  mutating func add(
    first: [UInt8], second: [UInt8], classes: [Int32], groups: [UInt16]?, weights: [Int64]?,
    rule: PairRule
  ) {
    let terms = rule.terms
    let cellCount = classCount * groupCount * terms.count
    guard cellCount <= PairSums.tableLimit else {
      for row in first.indices {
        let term = terms[Int(first[row] & 15) << 4 | Int(second[row] & 15)]
        let weight = weights?[row] ?? 1
        add(
          term, weight: weight, square: Int128(weight) * Int128(weight), count: weight > 0 ? 1 : 0,
          at: Int(classes[row]) * groupCount + Int(groups?[row] ?? 0))
      }
      return
    }
    // One sum a row in place of fifteen: rows with the same answers in the same class are alike.
    var cells = [Cell](repeating: Cell(), count: cellCount)
    for row in first.indices {
      let index = Int(classes[row]) * groupCount + Int(groups?[row] ?? 0)
      cells[index << 8 | Int(first[row] & 15) << 4 | Int(second[row] & 15)].add(weights?[row] ?? 1)
    }
    for (place, cell) in cells.enumerated() where cell.count > 0 {
      add(
        terms[place & 255], weight: cell.weight, square: cell.square, count: cell.count,
        at: place >> 8)
    }
  }

  subscript(group: Int, in class: Int) -> Linear { linear[`class` * groupCount + group] }

  /// Σ w² of the product of two of the four terms.
  func square(_ left: Int, _ right: Int, group: Int, in class: Int) -> Double {
    let (low, high) = (min(left, right), max(left, right))
    let place = PairSums.place(low, high)
    return Double(squares[10 * (`class` * groupCount + group) + place])
  }

  // MARK: - Steps

  /// The most cells of classes, groups and answers that are summed first.
  private static let tableLimit = 1 << 16

  /// Rows that are alike.
  private struct Cell {
    var weight: Int64 = 0
    var square: Int128 = 0
    /// Those of positive weight; the others add nothing.
    var count: Int64 = 0

    mutating func add(_ weight: Int64) {
      self.weight &+= weight
      square &+= Int128(weight) &* Int128(weight)
      count &+= weight > 0 ? 1 : 0
    }
  }

  /// Adds rows that are alike: Σ w, Σ w² and how many have a positive weight.
  private mutating func add(
    _ term: PairTerms, weight: Int64, square: Int128, count: Int64, at index: Int
  ) {
    guard term.firstBase | term.secondBase != 0 else { return }
    let values = SIMD4(term.firstBase, term.firstPoint, term.secondBase, term.secondPoint)
    linear[index].values &+= values &* weight
    linear[index].pairCount += term.firstBase & term.secondBase * count
    guard !squares.isEmpty else { return }
    var place = 10 * index
    for left in 0..<4 {
      for right in left..<4 {
        let product = values[left] &* values[right]
        if product != 0 { squares[place] += square * Int128(product) }
        place += 1
      }
    }
  }

  /// Where the product of two terms stands among the ten of the upper triangle.
  private static func place(_ low: Int, _ high: Int) -> Int {
    low * 4 - low * (low - 1) / 2 + high - low
  }
}
