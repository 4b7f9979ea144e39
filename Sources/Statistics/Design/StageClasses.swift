/// The rows of one stage sorted into classes that share a sampling unit and a margin cell; where
/// rows are the units, a stratum and a margin cell.
struct StageClasses: Sendable, Equatable {
  let stage: SamplingStage
  /// Whether every row is a sampling unit, so that classes lie in groups, not units.
  let hasRowUnits: Bool
  /// By row, its class.
  let classOfRow: [Int32]
  /// By class, its unit, or its group where rows are the units; ascending.
  let owners: [Int]
  /// By class, its margin cell; 0 without calibration.
  let cells: [Int]
  /// By class, Σ w and Σ w² of all its rows.
  let weights: [Double]
  let squares: [Double]

  var classCount: Int { owners.count }

  init(_ stage: SamplingStage, cellOfRow: [Int32]?, cellCount: Int, weights: [Int64]?) {
    let hasRowUnits = stage.unitCount == stage.units.count
    let owner: (Int) -> Int = { row in
      hasRowUnits ? Int(stage.groups[Int(stage.units[row])]) : Int(stage.units[row])
    }
    let keys = stage.units.indices.map { owner($0) * cellCount + Int(cellOfRow?[$0] ?? 0) }
    let present = Set(keys).sorted()
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
    classOfRow = keys.map { Int32(places[$0] ?? 0) }
    owners = present.map { $0 / cellCount }
    cells = present.map { $0 % cellCount }
    var sums = [Int64](repeating: 0, count: present.count)
    var squares = [Int128](repeating: 0, count: present.count)
    for (row, place) in classOfRow.enumerated() {
      let weight = weights?[row] ?? 1
      sums[Int(place)] += weight
      squares[Int(place)] += Int128(weight) * Int128(weight)
    }
    self.stage = stage
    self.hasRowUnits = hasRowUnits
    self.weights = sums.map { Double($0) }
    self.squares = squares.map { Double($0) }
  }
}
