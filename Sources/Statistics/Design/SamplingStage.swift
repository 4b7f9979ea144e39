/// One stage of drawing a sample: which unit each row lies in, and in which group the units were
/// drawn.
///
/// At the first stage the groups are the strata. At the second they are the units of the first,
/// inside each of which further units (or the rows themselves) were drawn.
public struct SamplingStage: Sendable, Equatable {
  /// What a group with a single unit, whose spread nobody can know, adds to a variance.
  public enum LonelyUnit: String, Sendable, CaseIterable {
    /// Such a design is refused: the person decides.
    case refuse
    /// The unit's distance from the mean of all units: conservative.
    case center
  }

  /// By row, the unit `0..<unitCount`.
  public let units: [Int32]
  /// By unit, its group `0..<groupCount`; ascending.
  public let groups: [Int32]
  /// By group, how many units were drawn.
  public let unitCounts: [Int]
  /// By group, the drawn share of the population's units, 0...1; 0 takes none off the variance.
  public let fractions: [Double]
  /// By group, what its share of the variance is multiplied by: 1 at the first stage, then the
  /// fractions of the stages before.
  public let multipliers: [Double]

  /// The number of units.
  public var unitCount: Int { groups.count }
  /// The number of groups.
  public var groupCount: Int { unitCounts.count }

  /// Sorts rows into units inside groups.
  ///
  /// - Parameters:
  ///   - rowGroups: the group of each row, `0..<groupCount`, none of them empty.
  ///   - rowUnits: a code of the unit by row; the same code in two groups means two units. `nil`
  ///     makes every row a unit of its own.
  ///   - populations: by row, how many units its group has in the population; `nil` for many.
  ///   - multipliers: see the member.
  /// - Throws: `StatisticsFailure.impossiblePopulation` where rows of a group disagree, or more
  ///   units were drawn than there are.
  init(
    groups rowGroups: [Int32], units rowUnits: [Int32]?, populations: [Double]?,
    multipliers: [Double]
  ) throws(StatisticsFailure) {
    let order = SamplingStage.order(rowGroups, rowUnits)
    var units = [Int32](repeating: 0, count: rowGroups.count)
    var groups: [Int32] = []
    var last: (group: Int32, unit: Int32)?
    for row in order {
      let own = (group: rowGroups[row], unit: rowUnits.map { $0[row] } ?? Int32(row))
      if last.map({ $0 != own }) ?? true { groups.append(own.group) }
      units[row] = Int32(groups.count - 1)
      last = own
    }
    self.units = units
    self.groups = groups
    self.multipliers = multipliers
    var counts = [Int](repeating: 0, count: multipliers.count)
    for group in groups { counts[Int(group)] += 1 }
    unitCounts = counts
    fractions = try SamplingStage.fractions(counts, rowGroups, populations)
  }

  /// The same units drawn from groups without end.
  var endless: SamplingStage {
    SamplingStage(
      units: units, groups: groups, unitCounts: unitCounts,
      fractions: fractions.map { _ in 0 }, multipliers: multipliers)
  }

  private init(
    units: [Int32], groups: [Int32], unitCounts: [Int], fractions: [Double],
    multipliers: [Double]
  ) {
    (self.units, self.groups, self.unitCounts) = (units, groups, unitCounts)
    (self.fractions, self.multipliers) = (fractions, multipliers)
  }

  /// What each group's squared deviations are multiplied by: (1 - f) n / (n - 1), times the
  /// group's multiplier; a single unit is not divided by n - 1.
  var factors: [Double] {
    unitCounts.indices.map { group in
      let count = Double(unitCounts[group])
      return multipliers[group] * (1 - fractions[group]) * (count > 1 ? count / (count - 1) : 1)
    }
  }

  /// The groups with a single unit that was not drawn with certainty.
  var lonelyGroups: [Int] {
    unitCounts.indices.filter {
      unitCounts[$0] == 1 && fractions[$0] < 1 && multipliers[$0] > 0
    }
  }

  // MARK: - Steps

  /// The rows by group, then unit, then row.
  private static func order(_ groups: [Int32], _ units: [Int32]?) -> [Int] {
    groups.indices.sorted { left, right in
      if groups[left] != groups[right] { return groups[left] < groups[right] }
      if let units, units[left] != units[right] { return units[left] < units[right] }
      return left < right
    }
  }

  private static func fractions(
    _ counts: [Int], _ groups: [Int32], _ populations: [Double]?
  ) throws(StatisticsFailure) -> [Double] {
    var fractions = [Double](repeating: 0, count: counts.count)
    guard let populations else { return fractions }
    var sizes = [Double?](repeating: nil, count: counts.count)
    for (row, group) in groups.enumerated() {
      let (size, index) = (populations[row], Int(group))
      guard size >= Double(counts[index]), sizes[index] ?? size == size else {
        throw .impossiblePopulation(
          group: index, found: size, expected: sizes[index], unitCount: counts[index])
      }
      sizes[index] = size
      fractions[index] = Double(counts[index]) / size
    }
    return fractions
  }
}
