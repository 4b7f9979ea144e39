internal import COpenBLAS

/// The sums of many columns of whole points over the rows that each replicate drew.
///
/// All numbers are whole, so that every order of additions gives the same sums as long as they fit
/// the precision: 2^24 for `sgemm`, which takes half the time, 2^53 for `dgemm`. Rows come in
/// blocks, and each block takes single precision where its sums fit.
public struct ReplicateSums: Sendable {
  /// The number of columns.
  public let columnCount: Int
  /// B, the number of replicates.
  public let replicateCount: Int
  /// The sums, column after column, B each; none of no rows.
  public private(set) var sums: [Double] = []
  /// How many blocks were summed in single precision.
  private(set) var singleBlockCount = 0

  /// Up to this sum of one drawing of each row single precision is tried: half of what fits.
  private static let expectedLimit = Float(1 << 23)
  private static let singleLimit = Float(1 << 24)

  /// Sums of no rows.
  ///
  /// - Parameters:
  ///   - columnCount: 0 or more.
  ///   - replicateCount: B, 1 or more.
  public init(columnCount: Int, replicateCount: Int) {
    (self.columnCount, self.replicateCount) = (columnCount, replicateCount)
  }

  /// Adds a block of rows, each as often as it was drawn.
  ///
  /// - Parameters:
  ///   - points: column after column, 0 or more by row.
  ///   - weights: by row, 0 or more in whole units.
  ///   - unit: a number that divides all weights, 1 or more: the sums of the quotients are smaller.
  ///   - draws: by row, B each.
  /// - Complexity: O(rows · B · columns), by BLAS.
  public mutating func add(points: [UInt8], weights: [Int64], unit: Int64, draws: [[UInt8]]) {
    check(points, rowCount: weights.count, draws.reduce(0) { $0 + $1.count })
    guard columnCount > 0, !weights.isEmpty else { return }
    let isAdded = addSingle(points, weights.map { Float($0 / unit) }, Double(unit), draws)
    if !isAdded {
      addDouble(points, weights.map { Double($0) }, ReplicateSums.joined(draws) { Double($0) })
    }
  }

  /// Adds a block of rows that have a weight of their own in each replicate.
  ///
  /// - Parameters:
  ///   - points: column after column, 0 or more by row.
  ///   - replicateWeights: row after row, B whole numbers each.
  /// - Complexity: O(rows · B · columns), by BLAS `dgemm`.
  public mutating func add(points: [UInt8], replicateWeights: [Double]) {
    let rowCount = replicateWeights.count / replicateCount
    check(points, rowCount: rowCount, replicateWeights.count)
    guard columnCount > 0, rowCount > 0 else { return }
    addDouble(points, [Double](repeating: 1, count: rowCount), replicateWeights)
  }

  /// Adds the sums of other rows.
  ///
  /// - Parameter other: sums of as many columns and replicates.
  public mutating func merge(_ other: ReplicateSums) {
    precondition(
      other.columnCount == columnCount && other.replicateCount == replicateCount,
      "\(other.columnCount) columns and \(other.replicateCount) replicates")
    singleBlockCount += other.singleBlockCount
    if sums.isEmpty { sums = other.sums } else { add(other.sums) { $0 } }
  }

  // MARK: - Steps

  private func check(_ points: [UInt8], rowCount: Int, _ drawCount: Int) {
    precondition(
      points.count == columnCount * rowCount && drawCount == rowCount * replicateCount,
      "\(points.count) points and \(drawCount) draws of \(rowCount) rows")
  }

  private mutating func addDouble(_ points: [UInt8], _ weights: [Double], _ draws: [Double]) {
    OpenBLAS.useOneThread()
    let values = ReplicateSums.products(points, weights) { Double($0) }
    let (rows, replicates) = (Int32(weights.count), Int32(replicateCount))
    if sums.isEmpty { sums = [Double](repeating: 0, count: columnCount * replicateCount) }
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(columnCount), replicates, rows, 1, values,
      rows, draws, replicates, 1, &sums, replicates)
  }

  /// Adds nothing and returns false where the sums may not fit single precision.
  ///
  /// One column more has the largest point in every row, so that no sum is above its sums. Where
  /// these stay below the limit nothing was rounded: numbers of 0 or more that reach the limit on
  /// the way stay there.
  private mutating func addSingle(
    _ points: [UInt8], _ weights: [Float], _ unit: Double, _ draws: [[UInt8]]
  ) -> Bool {
    let largest = max(1, points.max() ?? 1)
    guard weights.reduce(0, +) * Float(largest) <= ReplicateSums.expectedLimit else { return false }
    let all = points + [UInt8](repeating: largest, count: weights.count)
    let product = ReplicateSums.singleProduct(
      ReplicateSums.products(all, weights) { Float($0) }, ReplicateSums.joined(draws) { Float($0) },
      rowCount: weights.count, replicateCount: replicateCount)
    let bound = product[(columnCount * replicateCount)...].max() ?? 0
    guard bound < ReplicateSums.singleLimit else { return false }
    singleBlockCount += 1
    add(product) { Double($0) * unit }
    return true
  }
}

// MARK: - Kernels

// For the next worker: plain loops from one place to another, which the compiler turns into vector
// instructions, and memory that nobody has filled with zeros before.
extension ReplicateSums {
  private mutating func add<Number>(_ terms: [Number], _ convert: (Number) -> Double) {
    let count = columnCount * replicateCount
    terms.withUnsafeBufferPointer { terms in
      guard !sums.isEmpty else {
        sums = ReplicateSums.filled(count) { ReplicateSums.fill($0, count, terms, convert) }
        return
      }
      sums.withUnsafeMutableBufferPointer { sums in
        for index in 0..<count { sums[index] += convert(terms[index]) }
      }
    }
  }

  private static func singleProduct(
    _ values: [Float], _ draws: [Float], rowCount: Int, replicateCount: Int
  ) -> [Float] {
    OpenBLAS.useOneThread()
    let columnCount = values.count / rowCount
    let (rows, replicates) = (Int32(rowCount), Int32(replicateCount))
    return filled(columnCount * replicateCount) { target in
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(columnCount), replicates, rows, 1,
        values, rows, draws, replicates, 0, target, replicates)
    }
  }

  /// Column after column, each row's points times its weight.
  private static func products<Number: BinaryFloatingPoint>(
    _ points: [UInt8], _ weights: [Number], _ convert: (UInt8) -> Number
  ) -> [Number] {
    let rowCount = weights.count
    return filled(points.count) { target in
      for start in stride(from: 0, to: points.count, by: rowCount) {
        for row in 0..<rowCount {
          target[start &+ row] = convert(points[start &+ row]) * weights[row]
        }
      }
    }
  }

  /// Row after row.
  private static func joined<Number: BinaryFloatingPoint>(
    _ draws: [[UInt8]], _ convert: (UInt8) -> Number
  ) -> [Number] {
    filled(draws.reduce(0) { $0 + $1.count }) { target in
      var place = target
      for own in draws {
        own.withUnsafeBufferPointer { fill(place, own.count, $0, convert) }
        place += own.count
      }
    }
  }

  /// An array whose every number `fill` writes.
  @inline(__always)
  private static func filled<Number>(
    _ count: Int, _ fill: (UnsafeMutablePointer<Number>) -> Void
  ) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { target, filled in
      guard let start = target.baseAddress else { return }
      fill(start)
      filled = count
    }
  }

  @inline(__always)
  private static func fill<Source, Number>(
    _ target: UnsafeMutablePointer<Number>, _ count: Int, _ source: UnsafeBufferPointer<Source>,
    _ convert: (Source) -> Number
  ) {
    guard let source = source.baseAddress else { return }
    for index in 0..<count { target[index] = convert(source[index]) }
  }
}
