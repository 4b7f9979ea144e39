internal import NumericCore

/// How much a row's own mean counts beside its pattern, 0...1 in 256ths.
///
/// People differ in their overall level for two reasons: a habit of rating, which says nothing of
/// what they lack, and because some lack more of everything. Inside clusters only the first is
/// left. Weighed by what is left inside clusters, level counts as any other direction does:
///
/// ```text
/// a = min(1, s / t)     s² variance of a row's deviations from its mean, a direction
///                       t² variance of √p times a row's mean, both within clusters
/// ```
///
/// Without a habit a is 1 and rows stay as they are; a strong habit makes it small, and rows are
/// nearly centred.
///
/// Source: the linear discriminant with equal variances in all directions but one (Fisher, 1936);
/// a is the ratio by which it weighs that direction.
public struct LevelWeight: Sendable, Equatable {
  /// The parts of a whole.
  public static let whole = 256
  /// The level does not count.
  public static let none = LevelWeight(parts: 0)
  /// The level counts in full.
  public static let full = LevelWeight(parts: whole)

  /// 0...256.
  public let parts: Int

  /// The weight, 0...1.
  public var value: Double { Double(parts) / Double(LevelWeight.whole) }

  /// Takes a weight.
  ///
  /// - Parameter parts: 0...256.
  public init(parts: Int) {
    precondition((0...LevelWeight.whole).contains(parts), "\(parts) parts of 256")
    self.parts = parts
  }

  /// The weight that the variances within clusters give.
  ///
  /// - Parameters:
  ///   - plain: `[n x p]`, p 2 or more, before any centring.
  ///   - clusters: of these rows.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  public init(
    of plain: GridMatrix, within clusters: Partition, weights: [Int64]?
  ) throws(StatisticsFailure) {
    precondition(plain.columnCount > 1, "the level of a single item")
    let whole = try KMeans.usable(weights, plain.rowCount)
    let centers = LevelWeight.means(plain, clusters, whole)
    let columns = plain.columnCount
    var (levels, squares) = (0.0, 0.0)
    for (row, label) in clusters.labels.enumerated() where whole[row] > 0 {
      var (sum, square) = (0.0, 0.0)
      for (cell, center) in zip(plain.row(row), centers[Int(label)]) {
        let deviation = Double(cell) - center
        sum += deviation
        square += deviation * deviation
      }
      levels += Double(whole[row]) * sum * sum / Double(columns)
      squares += Double(whole[row]) * square
    }
    let others = max(0, squares - levels) / Double(columns - 1)
    let ratio = levels > 0 ? (others / levels).squareRoot() : 1
    self.init(parts: Int((min(1, ratio) * Double(LevelWeight.whole)).rounded()))
  }

  /// The weighted means of each cluster's rows, in grid units.
  private static func means(
    _ plain: GridMatrix, _ clusters: Partition, _ weights: WholeWeights
  ) -> [[Double]] {
    var sums = ClusterSums(
      clusterCount: clusters.clusterCount, columnCount: plain.columnCount)
    for (row, label) in clusters.labels.enumerated() {
      sums.move(plain.row(row), weight: weights[row], from: nil, to: Int(label))
    }
    return (0..<clusters.clusterCount).map { cluster in
      let weight = Double(max(1, sums.weights[cluster]))
      let first = cluster * plain.columnCount
      return sums.sums[first..<first + plain.columnCount].map { Double($0) / weight }
    }
  }
}
