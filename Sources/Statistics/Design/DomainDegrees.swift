/// The design's degrees of freedom in any union of groups of the rows: first-stage sampling units
/// with a row in one of them, less the strata with one. Rows of weight 0 do not count.
public struct DomainDegrees: Sendable, Equatable {
  private let groupCount: Int
  private let hasRowUnits: Bool
  /// By class: its unit and its stratum; one and the same where rows are the units.
  private let owners: [(unit: Int, stratum: Int)]
  /// Rows by class, then group.
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
    var counts = [Int32](repeating: 0, count: classes.classCount * groupCount)
    for (row, group) in groups.enumerated() where group >= 0 && sample.weights?[row] != 0 {
      counts[Int(classes.classOfRow[row]) * groupCount + Int(group)] += 1
    }
    self.groupCount = groupCount
    self.counts = counts
    hasRowUnits = classes.hasRowUnits
    owners = classes.owners.map {
      ($0, classes.hasRowUnits ? $0 : Int(classes.stage.groups[$0]))
    }
  }

  /// The degrees of freedom in a union of groups.
  ///
  /// - Parameter groups: which groups.
  /// - Returns: 0 or more.
  /// - Complexity: O(sampling units x groups).
  public func degreesOfFreedom(of groups: [Int]) -> Int {
    var (units, strata) = (0, 0)
    var last: (unit: Int, stratum: Int)?
    for index in owners.indices {
      let rows = groups.reduce(0) { $0 + Int(counts[index * groupCount + $1]) }
      guard rows > 0 else { continue }
      let owner = owners[index]
      if hasRowUnits { units += rows } else if last?.unit != owner.unit { units += 1 }
      if last?.stratum != owner.stratum { strata += 1 }
      last = owner
    }
    return units - strata
  }

  /// Whether two are equal in every part.
  public static func == (left: DomainDegrees, right: DomainDegrees) -> Bool {
    left.groupCount == right.groupCount && left.hasRowUnits == right.hasRowUnits
      && left.counts == right.counts && zip(left.owners, right.owners).allSatisfy { $0 == $1 }
  }
}
