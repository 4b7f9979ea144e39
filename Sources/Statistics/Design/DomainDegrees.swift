/// The design's degrees of freedom in any union of groups of the rows: first-stage sampling units
/// with a row in one of them, less the strata with one; of a sample with replicate weights, the
/// rank of those of its rows, less 1. Rows of weight 0 do not count.
public struct DomainDegrees: Sendable, Equatable {
  /// What a class of rows belongs to: one and the same where rows are the units.
  private struct Owner: Equatable {
    var unit: Int
    var stratum: Int
  }

  private let groupCount: Int
  private let hasRowUnits: Bool
  private let owners: [Owner]
  private let replicates: SampleReplicates?
  /// Rows by class, then group; classes are patterns of replicate weights where there are any.
  private let counts: [Int32]

  /// - Parameters:
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none.
  ///   - groupCount: at least 1.
  ///   - sample: design and weights of the rows.
  public init(groups: [Int32], groupCount: Int, sample: Sample) {
    precondition(
      groups.count == sample.design.rowCount && groupCount >= 1,
      "\(groups.count) rows in \(groupCount) groups")
    let classes = sample.classes[0]
    replicates = sample.replicates
    let classOfRow = replicates?.patternOfRow ?? classes.classOfRow
    let classCount = replicates?.patternCount ?? classes.classCount
    var counts = [Int32](repeating: 0, count: classCount * groupCount)
    for (row, group) in groups.enumerated() where group >= 0 && sample.weights?[row] != 0 {
      counts[Int(classOfRow[row]) * groupCount + Int(group)] += 1
    }
    self.groupCount = groupCount
    self.counts = counts
    hasRowUnits = classes.hasRowUnits
    owners = classes.owners.map {
      Owner(unit: $0, stratum: classes.hasRowUnits ? $0 : Int(classes.stage.groups[$0]))
    }
  }

  /// The degrees of freedom in a union of groups.
  ///
  /// - Parameter groups: which groups.
  /// - Returns: 0 or more.
  /// - Complexity: O(sampling units x groups).
  public func degreesOfFreedom(of groups: [Int]) -> Int {
    if let replicates {
      return replicates.degreesOfFreedom(
        ofPatterns: (0..<replicates.patternCount).map { rows(of: groups, in: $0) > 0 })
    }
    var (units, strata) = (0, 0)
    var last: Owner?
    for (index, owner) in owners.enumerated() {
      let rows = rows(of: groups, in: index)
      guard rows > 0 else { continue }
      if hasRowUnits { units += rows } else if last?.unit != owner.unit { units += 1 }
      if last?.stratum != owner.stratum { strata += 1 }
      last = owner
    }
    return units - strata
  }

  private func rows(of groups: [Int], in index: Int) -> Int {
    groups.reduce(0) { $0 + Int(counts[index * groupCount + $1]) }
  }
}
