internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The rows of a search for latent classes, as places in one table of all items' categories.
///
/// A table has one vector a category, a lane a class: what an answer says about all classes is
/// read, and added, at once.
struct LatentKernel: Sendable {
  typealias Lanes = SIMD16<Double>
  static let laneCount = 16

  let rowCount: Int
  let itemCount: Int
  /// The values by item, ascending.
  let categories: [[Int8]]
  /// Where each item's categories begin in a table.
  private let offsets: [Int]
  /// By row and item: the place in a table; -1 is missing.
  private let cells: [Int32]
  /// By row; they sum to the effective number of rows.
  let weights: [Double]
  /// Kish's effective number of rows.
  let effectiveCount: Double

  init(_ rows: IntegerMatrix, _ whole: WholeWeights) {
    (rowCount, itemCount) = (rows.rowCount, rows.columnCount)
    effectiveCount = whole.effectiveCount
    let scale = whole.effectiveCount / Double(whole.total)
    weights = (0..<rows.rowCount).map { Double(whole[$0]) * scale }
    var found = [[Bool]](
      repeating: [Bool](repeating: false, count: 256), count: rows.columnCount)
    for row in 0..<rows.rowCount where whole[row] > 0 {
      for (item, cell) in rows.row(row).enumerated() where cell != IntegerMatrix.missing {
        found[item][Int(cell) + 128] = true
      }
    }
    categories = found.map { marks in
      marks.indices.filter { marks[$0] }.map { Int8($0 - 128) }
    }
    var offsets = [0]
    for item in categories { offsets.append(offsets[offsets.count - 1] + item.count) }
    self.offsets = offsets
    cells = LatentKernel.cells(rows, categories, offsets)
  }

  /// The length of a table.
  var tableCount: Int { offsets[itemCount] }

  /// One iteration: what each row says under the model, and the sums for the next.
  ///
  /// - Returns: by class the weight, by category the weight of each class, and log L.
  func pass(
    _ logShares: Lanes, _ logTables: [Lanes]
  ) -> (weights: Lanes, tables: [Lanes], logLikelihood: Double) {
    var sums = (weights: Lanes.zero, tables: [Lanes](repeating: .zero, count: tableCount))
    var logLikelihood = 0.0
    for row in 0..<rowCount where weights[row] > 0 {
      let (posterior, logDensity) = posterior(row, logShares, logTables)
      let part = posterior * weights[row]
      logLikelihood += weights[row] * logDensity
      sums.weights += part
      add(part, of: row, to: &sums.tables)
    }
    return (sums.weights, sums.tables, logLikelihood)
  }

  /// Adds a row's parts to its categories.
  func add(_ part: Lanes, of row: Int, to tables: inout [Lanes]) {
    for cell in cells[row * itemCount..<(row + 1) * itemCount] where cell >= 0 {
      tables[Int(cell)] += part
    }
  }

  /// The classes' probabilities of a row, and the log of its density.
  func posterior(_ row: Int, _ logShares: Lanes, _ logTables: [Lanes]) -> (Lanes, Double) {
    var logs = logShares
    for cell in cells[row * itemCount..<(row + 1) * itemCount] where cell >= 0 {
      logs += logTables[Int(cell)]
    }
    let largest = logs.max()
    var densities = Lanes.zero
    for lane in 0..<LatentKernel.laneCount where logs[lane] > -.infinity {
      densities[lane] = exp(logs[lane] - largest)
    }
    let sum = densities.sum()
    return (densities / sum, largest + log(sum))
  }

  /// Each row's likeliest class, how likely it is, and how clear the rows are on the whole.
  func places(
    _ run: LatentRun
  ) -> (assignments: [UInt8], certainties: [Double], clarity: Double) {
    let (logShares, logTables) = run.logarithms()
    var (assignments, certainties, entropy) = ([UInt8](), [Double](), 0.0)
    for row in 0..<rowCount {
      let posterior = posterior(row, logShares, logTables).0
      var best = 0
      for number in 1..<max(1, run.classCount) where posterior[number] > posterior[best] {
        best = number
      }
      assignments.append(UInt8(best))
      certainties.append(posterior[best])
      for number in 0..<run.classCount where posterior[number] > 0 {
        entropy -= weights[row] * posterior[number] * log(posterior[number])
      }
    }
    let most = effectiveCount * log(Double(run.classCount))
    return (assignments, certainties, most > 0 ? 1 - entropy / most : 1)
  }

  /// Turns the weights of categories into probabilities inside each item and class.
  func normalise(_ tables: inout [Lanes]) {
    for item in 0..<itemCount {
      let places = offsets[item]..<offsets[item + 1]
      let sum = tables[places].reduce(Lanes.zero) { $0 + $1 }
      // Nobody in a class answered the item: all categories are as likely.
      let empty = sum .<= 0
      let even = Lanes(repeating: 1 / Double(max(1, places.count)))
      for place in places {
        tables[place] = (tables[place] / sum).replacing(with: even, where: empty)
      }
    }
  }

  /// One class's probabilities by item and category.
  func probabilities(_ tables: [Lanes], of number: Int) -> [[Double]] {
    (0..<itemCount).map { item in tables[offsets[item]..<offsets[item + 1]].map { $0[number] } }
  }

  /// The first item's mean category in a class: what orders classes of equal share.
  func firstMean(_ tables: [Lanes], of number: Int) -> Double {
    zip(categories.first ?? [], tables).reduce(0) { $0 + Double($1.0) * $1.1[number] }
  }

  // MARK: - Steps

  private static func cells(
    _ rows: IntegerMatrix, _ categories: [[Int8]], _ offsets: [Int]
  ) -> [Int32] {
    var places = [Int32](repeating: -1, count: 256 * categories.count)
    for (item, values) in categories.enumerated() {
      for (place, value) in values.enumerated() {
        places[item * 256 + Int(value) + 128] = Int32(offsets[item] + place)
      }
    }
    var cells: [Int32] = []
    cells.reserveCapacity(rows.elements.count)
    for row in 0..<rows.rowCount {
      for (item, cell) in rows.row(row).enumerated() {
        // A value that only rows without weight have says nothing.
        let isMissing = cell == IntegerMatrix.missing
        cells.append(isMissing ? -1 : places[item * 256 + Int(cell) + 128])
      }
    }
    return cells
  }
}
