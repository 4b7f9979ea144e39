public import NumericCore

/// How the rows of a sample were drawn: in strata, in clusters, out of how many.
///
/// It turns influence columns into variances. Every estimate of interest is nearly a weighted
/// total: of its influence column `z = w u`, which says how much each row moves it. The covariance
/// of any set of estimates is then that of the totals of their columns,
///
/// ```text
/// V = Σ_h (1 - f_h) n_h/(n_h - 1) Σ_c (T_hc - T̄_h)(T_hc - T̄_h)'        T_hc = Σ_{i in hc} z_i
/// ```
///
/// over the strata h and their sampling units c, of which the share f_h was drawn. Rows outside
/// a domain have influence 0 and stay in the design; leaving them out would change n_h and give
/// another, wrong answer.
///
/// Without clusters every row is a unit; without strata there is one. A second stage adds, for
/// each unit of the first, the same sum over its own units times f_h.
///
/// Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, chapters 4, 5.
public struct SamplingDesign: Sendable, Equatable {
  /// n, the rows of the sample.
  public let rowCount: Int
  /// The stages from the first; the second only where its population is known.
  public let stages: [SamplingStage]
  /// What a stratum with a single unit adds.
  public let lonelyUnit: SamplingStage.LonelyUnit

  /// Rows drawn one by one from a large population.
  ///
  /// - Parameter rowCount: n, 0 or more.
  public init(rowCount: Int) {
    self.rowCount = rowCount
    lonelyUnit = .center
    let stage = try? SamplingStage(
      groups: [Int32](repeating: 0, count: rowCount), units: nil, populations: nil,
      multipliers: [1])
    stages = stage.map { [$0] } ?? []
  }

  /// Any design of one or two stages.
  ///
  /// - Parameters:
  ///   - rowCount: n, at least 1.
  ///   - strata: by row, codes from 0 on without a gap; `nil` for one stratum.
  ///   - units: by row, any codes of the sampling units; the same code in two strata means two
  ///     units. `nil` makes every row a unit of its own.
  ///   - populations: by row, how many units its stratum has in the population; `nil` for many.
  ///   - secondUnits: by row, codes of the units drawn inside each unit; `nil` for the rows.
  ///   - secondPopulations: by row, how many second units its unit has; `nil` leaves the second
  ///     stage out, which is conservative.
  ///   - lonelyUnit: what a stratum with a single unit adds.
  /// - Throws: `StatisticsFailure.lonelyUnit`, `.impossiblePopulation`.
  public init(
    rowCount: Int, strata: [Int32]? = nil, units: [Int32]? = nil, populations: [Double]? = nil,
    secondUnits: [Int32]? = nil, secondPopulations: [Double]? = nil,
    lonelyUnit: SamplingStage.LonelyUnit = .refuse
  ) throws(StatisticsFailure) {
    let strata = strata ?? [Int32](repeating: 0, count: rowCount)
    precondition(strata.count == rowCount && rowCount > 0, "strata of \(strata.count) rows")
    let stratumCount = Int(strata.max() ?? 0) + 1
    let first = try SamplingStage(
      groups: strata, units: units, populations: populations,
      multipliers: [Double](repeating: 1, count: stratumCount))
    var stages = [first]
    if populations != nil, let secondPopulations {
      stages.append(
        try SamplingStage(
          groups: first.units, units: secondUnits, populations: secondPopulations,
          multipliers: first.groups.map { first.fractions[Int($0)] }))
    }
    for (number, stage) in stages.enumerated() where lonelyUnit == .refuse {
      if let group = stage.lonelyGroups.first { throw .lonelyUnit(stage: number + 1, group: group) }
    }
    self.rowCount = rowCount
    self.stages = stages
    self.lonelyUnit = lonelyUnit
  }

  private init(rowCount: Int, stages: [SamplingStage], lonelyUnit: SamplingStage.LonelyUnit) {
    (self.rowCount, self.stages, self.lonelyUnit) = (rowCount, stages, lonelyUnit)
  }

  /// The number of strata.
  public var stratumCount: Int { stages.first?.groupCount ?? 0 }
  /// The number of sampling units of the first stage.
  public var unitCount: Int { stages.first?.unitCount ?? 0 }
  /// How many units, at either stage, are alone in their group, so that `lonelyUnit` says what
  /// they add.
  public var lonelyUnitCount: Int { stages.reduce(0) { $0 + $1.lonelyGroups.count } }
  /// Whether every row is a unit of its own.
  public var hasRowUnits: Bool { unitCount == rowCount }

  /// Whether a part of a population is known to have been drawn at any stage.
  var hasEnds: Bool { stages.contains { $0.fractions.contains { $0 > 0 } } }

  /// The same units as if drawn from populations without end; a second stage adds nothing then.
  var endless: SamplingDesign {
    SamplingDesign(
      rowCount: rowCount, stages: stages.prefix(1).map(\.endless), lonelyUnit: lonelyUnit)
  }

  /// The number of units in the population of the first stage; `nil` where a stratum has no end.
  var population: Double? {
    guard let stage = stages.first, stage.fractions.allSatisfy({ $0 > 0 }) else { return nil }
    return zip(stage.unitCounts, stage.fractions).reduce(0) { $0 + Double($1.0) / $1.1 }
  }

  /// The design's degrees of freedom in a domain: the sampling units with a row in it less the
  /// strata with a row in it.
  ///
  /// - Parameter domain: whether each row lies in it; `nil` for all rows.
  /// - Returns: 0 or more.
  public func degreesOfFreedom(in domain: [Bool]? = nil) -> Int {
    guard let stage = stages.first else { return 0 }
    guard let domain else { return stage.unitCount - stage.groupCount }
    var seen = [Bool](repeating: false, count: stage.unitCount)
    for (row, unit) in stage.units.enumerated() where domain[row] { seen[Int(unit)] = true }
    return SamplingDesign.degreesOfFreedom(ofUnits: seen, groups: stage.groups)
  }

  /// The covariance matrix of the totals of columns.
  ///
  /// - Parameter columns: q columns of n numbers, each the weighted influences of an estimate.
  /// - Returns: `[q x q]`, exactly symmetric.
  /// - Complexity: O(n q + units q²); the products run on BLAS.
  public func covariance(of columns: [[Double]]) -> Matrix {
    var sum = Matrix(rowCount: columns.count, columnCount: columns.count)
    for stage in stages {
      var totals = Matrix(rowCount: stage.unitCount, columnCount: columns.count)
      for (place, column) in columns.enumerated() {
        precondition(column.count == rowCount, "\(column.count) influences for \(rowCount) rows")
        for (row, unit) in stage.units.enumerated() { totals[Int(unit), place] += column[row] }
      }
      let part = stage.covariance(ofUnitTotals: totals)
      for index in sum.elements.indices { sum.elements[index] += part.elements[index] }
    }
    return sum
  }

  static func degreesOfFreedom(ofUnits seen: [Bool], groups: [Int32]) -> Int {
    var units = 0
    var strata = 0
    var last: Int32 = -1
    for (unit, group) in groups.enumerated() where seen[unit] {
      units += 1
      if group != last { strata += 1 }
      last = group
    }
    return units - strata
  }
}

extension SamplingStage {
  /// The stage's share of the covariance of totals.
  ///
  /// - Parameter totals: `[units x q]`, the sums of the columns in each unit.
  /// - Returns: `[q x q]`.
  func covariance(ofUnitTotals totals: Matrix) -> Matrix {
    centered(totals).crossProduct()
  }

  /// The totals less their group's mean, times the root of the group's factor: the products of
  /// these are what a covariance sums.
  ///
  /// - Parameter totals: `[units x q]`, the sums of the columns in each unit.
  /// - Returns: `[units x q]`.
  func centered(_ totals: Matrix) -> Matrix {
    precondition(totals.rowCount == unitCount, "\(totals.rowCount) totals, \(unitCount) units")
    let columnCount = totals.columnCount
    let factors = factors.map { $0.squareRoot() }
    let means = groupMeans(totals)
    var scaled = totals
    for unit in 0..<unitCount {
      let group = Int(groups[unit])
      for column in 0..<columnCount {
        let mean = means[group * columnCount + column]
        scaled[unit, column] = (totals[unit, column] - mean) * factors[group]
      }
    }
    return scaled
  }

  /// The mean of the totals in each group; of all units where a group has but one.
  private func groupMeans(_ totals: Matrix) -> [Double] {
    let columnCount = totals.columnCount
    var sums = [Double](repeating: 0, count: groupCount * columnCount)
    var all = [Double](repeating: 0, count: columnCount)
    for unit in 0..<unitCount {
      for column in 0..<columnCount {
        sums[Int(groups[unit]) * columnCount + column] += totals[unit, column]
        all[column] += totals[unit, column]
      }
    }
    for group in 0..<groupCount {
      for column in 0..<columnCount {
        let index = group * columnCount + column
        sums[index] =
          unitCounts[group] > 1
          ? sums[index] / Double(unitCounts[group]) : all[column] / Double(unitCount)
      }
    }
    return sums
  }
}
