public import Statistics
import Tables

/// Where the people of each old segment went when segments were formed anew: the same people typed
/// by two models.
///
/// Old and new segments are matched one to one by what they are, not by who is in them: the pairing
/// of least squared distance between the centers, over the outcomes that both models have. Segments
/// of models with different features or scales have no common measure; they are matched by the most
/// people in common.
public struct SegmentTransition: Sendable, Equatable {
  /// What segments were matched by.
  public enum Basis: String, Sendable, CaseIterable {
    case profiles, people
  }

  /// The labels of the old segments.
  public var oldLabels: [String]
  /// The labels of the new segments.
  public var newLabels: [String]
  /// The people whom both models type.
  public var count: Int
  /// Their effective number.
  public var effectiveCount: Double
  /// The people of whom one model says nothing.
  public var unplacedCount: Int
  /// By old, then new segment: people, unweighted.
  public var counts: [[Int]]
  /// By old, then new segment: the share of the old one's people, by weight; 0 of nobody.
  public var shares: [[Double]]
  /// By old segment: the new one it is matched with, `nil` where old ones are more.
  public var matches: [Int?]
  /// By old segment: the root mean square distance of an outcome to the matched center, in feature
  /// units; `nil` without a match, or where people decided.
  public var distances: [Double?]
  /// What segments were matched by.
  public var basis: Basis
  /// How many outcomes both models have among those that they cluster by.
  public var commonOutcomeCount: Int
  /// The share of people, by weight, who stay in the matched segment.
  public var stayShare: Double
  /// Wilson's 95 % interval of that share, on the effective number; `nil` of nobody.
  public var stayInterval: ShareInterval?
  /// How far the two groupings agree, unweighted; at most 1, 0 for unrelated ones.
  public var adjustedRand: Double

  /// Compares two classifications of the same file.
  ///
  /// - Parameters:
  ///   - old: by the old model.
  ///   - new: by the new model, with the same weights.
  ///   - file: the name of the new model, for messages.
  /// - Throws: `TypingModelFailure.otherPeople` where the models name different columns of ids.
  public init(
    from old: Classification, to new: Classification, file: String
  ) throws(TypingModelFailure) {
    let names = (old.idColumn, new.idColumn)
    guard names.0 == names.1 else {
      throw .otherPeople(file: file, old: names.0, new: names.1)
    }
    let people = SegmentTransition.common(old, new).filter { (old.weights?[$0.0] ?? 1) > 0 }
    let typed = people.filter { person in
      old.segments[person.0] != Classification.unplaced
        && new.segments[person.1] != Classification.unplaced
    }
    (oldLabels, newLabels) = (
      old.model.segments.map(\.label), new.model.segments.map(\.label)
    )
    (count, unplacedCount) = (typed.count, people.count - typed.count)
    let parts = (
      Partition(labels: typed.map { old.segments[$0.0] }, clusterCount: oldLabels.count),
      Partition(labels: typed.map { new.segments[$0.1] }, clusterCount: newLabels.count)
    )
    let weights = typed.map { old.weights?[$0.0] ?? 1 }
    let sums = SegmentTransition.sums(parts.0, parts.1, weights)
    counts = SegmentTransition.sums(parts.0, parts.1, weights.map { _ in 1 })
      .map { $0.map { Int($0) } }
    shares = sums.map { row in
      let total = row.reduce(0, +)
      return row.map { total > 0 ? Double($0) / Double(total) : 0 }
    }
    let profiles = ProfileMatch(old.model, new.model)
    (matches, distances, basis) = (
      profiles?.matches ?? parts.0.matching(with: parts.1),
      profiles?.distances ?? oldLabels.map { _ in nil }, profiles == nil ? .people : .profiles
    )
    commonOutcomeCount = ProfileMatch.common(old.model, new.model).count
    let total = Double(max(1, weights.reduce(0, +)))
    let stayed = matches.enumerated().reduce(Int64(0)) { sum, pair in
      sum + (pair.element.map { sums[pair.offset][$0] } ?? 0)
    }
    let square = weights.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    effectiveCount = square > 0 ? total / Double(square) * total : 0
    stayShare = Double(stayed) / total
    stayInterval =
      effectiveCount > 0 ? .wilson(share: stayShare, count: effectiveCount) : nil
    adjustedRand = parts.0.adjustedRandIndex(with: parts.1)
  }

  // MARK: - Steps

  /// The people of both, found by their ids: positions in the one and the other.
  private static func common(_ old: Classification, _ new: Classification) -> [(Int, Int)] {
    let orders = (old.ids.orderByBytes(), new.ids.orderByBytes())
    var (first, second, found) = (0, 0, [(Int, Int)]())
    while first < orders.0.count, second < orders.1.count {
      let (left, right) = (Int(orders.0[first]), Int(orders.1[second]))
      let (one, other) = (old.ids.bytes(of: left), new.ids.bytes(of: right))
      if one.elementsEqual(other) {
        found.append((left, right))
        (first, second) = (first + 1, second + 1)
      } else if one.lexicographicallyPrecedes(other) {
        first += 1
      } else {
        second += 1
      }
    }
    return found
  }

  private static func sums(
    _ old: Partition, _ new: Partition, _ weights: [Int64]
  ) -> [[Int64]] {
    var sums = [[Int64]](
      repeating: [Int64](repeating: 0, count: new.clusterCount), count: old.clusterCount)
    for (person, weight) in weights.enumerated() {
      sums[Int(old.labels[person])][Int(new.labels[person])] += weight
    }
    return sums
  }
}

/// Pairs the segments of two models by their centers.
struct ProfileMatch {
  let matches: [Int?]
  let distances: [Double?]

  /// The columns of outcomes that both models cluster by, matched by id.
  static func common(_ old: TypingModel, _ new: TypingModel) -> [(old: Int, new: Int)] {
    let ids = new.nearest.outcomes.map { new.outcomes[$0].id }
    return old.nearest.outcomes.enumerated().compactMap { column, outcome in
      ids.firstIndex(of: old.outcomes[outcome].id).map { (column, $0) }
    }
  }

  /// `nil` where centers have no common measure: another feature, another scale, or fewer than two
  /// outcomes in common.
  init?(_ old: TypingModel, _ new: TypingModel) {
    let columns = ProfileMatch.common(old, new)
    let (one, other) = (old.nearest, new.nearest)
    let scales = (old.reading.scale, new.reading.scale)
    guard one.feature == other.feature, one.gridBits == other.gridBits,
      one.transform == other.transform, columns.count > 1,
      (scales.0.low, scales.0.high) == (scales.1.low, scales.1.high)
    else { return nil }
    // A row's own mean counts in both by the same part of the same outcomes, or in neither.
    let isCentred = FeatureGrid(feature: one.feature, scale: scales.0).isCentred
    let isAlike =
      one.levelParts == other.levelParts && columns.count == one.outcomes.count
      && columns.count == other.outcomes.count
    let grids = (
      ProfileMatch.grid(one, columns.map(\.old)), ProfileMatch.grid(other, columns.map(\.new))
    )
    let bits = one.gridBits - (isCentred && !isAlike ? 1 : 0)
    let centers =
      isCentred && !isAlike
      ? (grids.0.centeredByRow(gridBits: bits), grids.1.centeredByRow(gridBits: bits)) : grids
    let costs = (0..<centers.0.rowCount).map { row in
      (0..<centers.1.rowCount).map { column in
        zip(centers.0.row(row), centers.1.row(column)).reduce(0) { sum, pair in
          let difference = Int(pair.0) - Int(pair.1)
          return sum + difference * difference
        }
      }
    }
    matches = Assignment.pairs(costs)
    let unit = Double(1 << bits)
    distances = matches.enumerated().map { row, match in
      match.map { (Double(costs[row][$0]) / Double(columns.count)).squareRoot() / unit }
    }
  }

  private static func grid(_ route: NearestCenter, _ columns: [Int]) -> GridMatrix {
    GridMatrix(
      rowCount: route.centers.count, columnCount: columns.count,
      elements: route.centers.flatMap { center in columns.map { Int16(center[$0]) } },
      gridBits: route.gridBits)
  }
}
