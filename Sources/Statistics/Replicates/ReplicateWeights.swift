public import Groundwork
internal import NumericCore

/// The weights of every row in every bootstrap replicate of a sample.
///
/// Rows drawn one by one count a Poisson(1) number of times. Strata of up to 64 sampling units are
/// resampled by the rescaled bootstrap; larger ones have Poisson numbers of their units, scaled so
/// that each stratum keeps its size. Weights that were fitted to margins are fitted again in each
/// replicate. All weights are whole numbers, so that sums of them are exact in any order.
public struct ReplicateWeights: Sendable {
  /// Names of rows, sampling units and strata as hashes: what draws hang on.
  public struct Keys: Sendable {
    /// By row.
    public var rows: [UInt64]
    /// By sampling unit of the first stage.
    public var units: [UInt64]
    /// By stratum.
    public var strata: [UInt64]

    /// Keys by row, sampling unit and stratum.
    public init(rows: [UInt64], units: [UInt64], strata: [UInt64]) {
      (self.rows, self.units, self.strata) = (rows, units, strata)
    }
  }

  /// B, the number of replicates.
  public let count: Int
  /// How many replicates could not be fitted to the margins again, because a category drew nobody;
  /// they keep the factors of the sample.
  public private(set) var unfittedCount = 0

  let rowCount: Int
  private let keys: Keys
  private let draws: PoissonDraws
  private let weights: [Int64]?
  private let stage: SamplingStage?
  /// By stratum, then replicate and unit: how often units of small strata are drawn; empty for
  /// large ones.
  private var smallStrata: [[UInt8]] = []
  /// By stratum, the first of its units.
  private var firstUnits: [Int] = []
  /// By stratum, then replicate: what brings a large stratum to its size; empty for small ones.
  private var sizes: [[Double]] = []
  /// By margin cell, then replicate.
  private var cellFactors: [[Double]] = []
  private let cells: MarginCells?
  /// By replicate, then row: weights that came with the data; empty otherwise.
  private let given: [[Int64]]
  /// By row, its draws in all replicates; empty where they take too much memory.
  private var rowDraws: [[UInt8]] = []
  /// Divides all weights.
  private let weightUnit: Int64

  /// The most sampling units of a stratum that the rescaled bootstrap takes.
  static let smallStratum = 64
  /// The largest sum of the weights in whole units: products with points and draws stay exact.
  static let sumLimit = Int64(1) << 45
  /// The most bytes of draws that are kept.
  static let drawLimit = 1 << 26

  /// Prepares the replicates of a sample.
  ///
  /// - Parameters:
  ///   - sample: the rows; strata with a single unit keep it in every replicate.
  ///   - keys: the names that draws hang on.
  ///   - count: B, 1 or more.
  ///   - seed: every draw hangs on it.
  ///   - workers: the threads.
  public init(
    _ sample: Sample, keys: Keys, count: Int, seed: UInt64,
    workers: Workers = Workers(threadCount: 1)
  ) {
    precondition(count > 0 && keys.rows.count == sample.design.rowCount, "\(count) replicates")
    self.count = count
    self.keys = keys
    given = []
    rowCount = sample.design.rowCount
    draws = PoissonDraws(seed: seed)
    weights = ReplicateWeights.reduced(sample.weights)
    weightUnit = ReplicateWeights.commonDivisor(weights ?? [])
    cells = sample.calibration?.cells
    let isPlain =
      sample.design.stratumCount == 1 && sample.design.hasRowUnits
      && sample.design.stages.first?.fractions == [0]
    stage = isPlain ? nil : sample.design.stages.first
    if let stage { prepareStrata(stage, seed) } else { rowDraws = drawnRows(workers) }
    if sample.calibration != nil { prepareMargins(sample) }
  }

  /// Takes replicate weights that came with the data, or multiplicities drawn elsewhere.
  ///
  /// - Parameter columns: by replicate, then row, whole weights of 0 or more in one unit; one
  ///   replicate or more.
  public init(given columns: [[Int64]]) {
    precondition(!columns.isEmpty, "no replicates")
    count = columns.count
    rowCount = columns[0].count
    keys = Keys(rows: [], units: [], strata: [])
    draws = PoissonDraws(seed: 0)
    (weights, weightUnit, stage, cells, given) = (nil, 1, nil, nil, columns)
  }

  /// Adds what some rows sum up to in each replicate.
  ///
  /// - Parameters:
  ///   - rows: which rows, in any order.
  ///   - points: column after column, by row.
  ///   - sums: the sums of other rows before.
  func add(_ rows: ArraySlice<Int32>, points: [UInt8], to sums: inout ReplicateSums) {
    if isWhole {
      sums.add(
        points: points, weights: rows.map { weights?[Int($0)] ?? 1 }, unit: weightUnit,
        draws: rows.map { drawn(Int($0)) })
    } else {
      sums.add(points: points, replicateWeights: weights(of: rows))
    }
  }

  /// The whole weights of some rows in the first replicates.
  ///
  /// - Parameters:
  ///   - limit: how many replicates at most.
  ///   - rows: which rows, in any order.
  /// - Returns: by replicate, then row.
  public func first(_ limit: Int, of rows: [Int32]) -> [[Int64]] {
    let number = min(limit, count)
    var result = [[Int64]](
      repeating: [Int64](repeating: 0, count: rows.count), count: number)
    for (place, row) in rows.enumerated() {
      let own = weights(of: [row])
      for replicate in 0..<number { result[replicate][place] = Int64(own[replicate]) }
    }
    return result
  }

  /// The whole weights of some rows.
  ///
  /// - Parameter rows: which rows, in any order.
  /// - Returns: row after row, B numbers each.
  private func weights(of rows: ArraySlice<Int32>) -> [Double] {
    guard given.isEmpty else {
      return rows.flatMap { row in given.map { Double($0[Int(row)]) } }
    }
    var result = [Double](repeating: 0, count: rows.count * count)
    for (place, row) in rows.enumerated() {
      fillFactors(&result, place * count, Int(row))
      finish(&result, place * count, Int(row), Double(weights?[Int(row)] ?? 1))
    }
    return result
  }

  // MARK: - Rows drawn one by one

  /// Whether rows are drawn one by one and keep their weights.
  private var isWhole: Bool { given.isEmpty && stage == nil && cellFactors.isEmpty }

  /// The draws of all rows, for a row belongs to several domains; none of too many.
  private func drawnRows(_ workers: Workers) -> [[UInt8]] {
    guard rowCount * count <= ReplicateWeights.drawLimit else { return [] }
    let pieces = workers.mapRanges(of: rowCount, size: 64) { rows in
      rows.map { draws.counts(count, key: keys.rows[$0]) }
    }
    return pieces.flatMap { $0 }
  }

  /// How often a row is drawn in each replicate.
  private func drawn(_ row: Int) -> [UInt8] {
    rowDraws.isEmpty ? draws.counts(count, key: keys.rows[row]) : rowDraws[row]
  }

  // MARK: - Steps

  /// How much of a row's weight each replicate takes, before the margins.
  private func fillFactors(_ result: inout [Double], _ start: Int, _ row: Int) {
    guard let stage else {
      let counts = drawn(row)
      for index in 0..<count { result[start + index] = Double(counts[index]) }
      return
    }
    let unit = Int(stage.units[row])
    let stratum = Int(stage.groups[unit])
    if smallStrata[stratum].isEmpty {
      let key = stage.unitCount == rowCount ? keys.rows[row] : keys.units[unit]
      let counts = draws.counts(count, key: key)
      for index in 0..<count {
        result[start + index] =
          1 + shrinkage(stratum) * (Double(counts[index]) * sizes[stratum][index] - 1)
      }
    } else {
      let (width, place) = (stage.unitCounts[stratum], unit - firstUnits[stratum])
      let (scale, shrinkage) = (Double(width) / Double(max(1, width - 1)), shrinkage(stratum))
      for index in 0..<count {
        let drawn = Double(smallStrata[stratum][index * width + place])
        result[start + index] = width == 1 ? 1 : 1 + shrinkage * (drawn * scale - 1)
      }
    }
  }

  /// Rounds to whole weights, after the margins.
  private func finish(_ result: inout [Double], _ start: Int, _ row: Int, _ weight: Double) {
    // Factors are no whole numbers here: a millionth of the smallest unit is kept.
    let unit = weights == nil ? Double(1 << 20) : 1
    let factors = cells.map { cellFactors[Int($0.cellOfRow[row])] }
    for index in 0..<count {
      let factor = factors?[index] ?? 1
      result[start + index] = (result[start + index] * factor * weight * unit).rounded()
    }
  }

  private func shrinkage(_ stratum: Int) -> Double {
    (1 - (stage?.fractions[stratum] ?? 0)).squareRoot()
  }

  private mutating func prepareStrata(_ stage: SamplingStage, _ seed: UInt64) {
    var first = 0
    for (stratum, units) in stage.unitCounts.enumerated() {
      firstUnits.append(first)
      let isSmall = units <= ReplicateWeights.smallStratum
      smallStrata.append(isSmall ? rescaled(stage, stratum, seed) : [])
      sizes.append(isSmall ? [] : sizes(stage, first..<first + units))
      first += units
    }
  }

  /// How often the units of a small stratum are drawn, replicate after replicate.
  private func rescaled(_ stage: SamplingStage, _ stratum: Int, _ seed: UInt64) -> [UInt8] {
    let units = stage.unitCounts[stratum]
    guard units > 1 else { return [UInt8](repeating: 1, count: count) }
    let draws = RescaledDraws(seed: seed)
    return (0..<count).flatMap { replicate in
      draws.counts(unitCount: units, key: keys.strata[stratum], replicate: replicate)
    }
  }

  /// By replicate, the units of a large stratum over the sum of their draws.
  private func sizes(_ stage: SamplingStage, _ units: Range<Int>) -> [Double] {
    var sums = [Int](repeating: 0, count: count)
    let unitKeys = stage.unitCount == rowCount ? rowKeys(stage) : keys.units
    for unit in units {
      let counts = draws.counts(count, key: unitKeys[unit])
      for index in 0..<count { sums[index] += Int(counts[index]) }
    }
    return sums.map { Double(units.count) / Double(max(1, $0)) }
  }

  /// The keys of units that are rows.
  private func rowKeys(_ stage: SamplingStage) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: stage.unitCount)
    for (row, unit) in stage.units.enumerated() { result[Int(unit)] = keys.rows[row] }
    return result
  }

  /// The weights, halved as often as needed for exact sums.
  private static func reduced(_ weights: [Int64]?) -> [Int64]? {
    guard var weights else { return nil }
    var sum = weights.reduce(0, +)
    while sum > sumLimit {
      weights = weights.map { ($0 >> 1) + ($0 & 1) }
      sum = weights.reduce(0, +)
    }
    return weights
  }

  private static func commonDivisor(_ weights: [Int64]) -> Int64 {
    var divisor: Int64 = 0
    for weight in weights where divisor != 1 {
      var (larger, smaller) = (divisor, weight)
      while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
      divisor = larger
    }
    return max(1, divisor)
  }

  // MARK: - Margins

  /// Fits each replicate to the margins again, cell by cell.
  private mutating func prepareMargins(_ sample: Sample) {
    guard let calibration = sample.calibration else { return }
    let cells = calibration.cells
    let targets = (0..<cells.categoryCounts.count).map { margin in
      cells.sums(ofCells: cells.sums(sample.weights?.map { Double($0) } ?? []), by: margin)
    }
    let sums = cellSums(cells)
    cellFactors = [[Double]](
      repeating: [Double](repeating: 1, count: count), count: cells.cellCount)
    for replicate in 0..<count {
      let own = (0..<cells.cellCount).map { sums[$0][replicate] }
      guard let raking = try? Raking(cells, weights: own, targets: targets) else {
        unfittedCount += 1
        continue
      }
      for cell in 0..<cells.cellCount { cellFactors[cell][replicate] = raking.factors[cell] }
    }
  }

  /// By margin cell, then replicate, the sums of the weights before they are fitted.
  private func cellSums(_ cells: MarginCells) -> [[Double]] {
    var sums = [[Double]](
      repeating: [Double](repeating: 0, count: count), count: cells.cellCount)
    var factors = [Double](repeating: 0, count: count)
    // Sums of rounded products are exact, so the order of the rows does not matter.
    for row in 0..<rowCount {
      fillFactors(&factors, 0, row)
      let (cell, weight) = (Int(cells.cellOfRow[row]), Double(weights?[row] ?? 1) * 64)
      for index in 0..<count { sums[cell][index] += (factors[index] * weight).rounded() }
    }
    return sums
  }
}
