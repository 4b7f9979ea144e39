/// How many answers there are of each point, and where they end.
///
/// One answer in a hundred is forgiven everywhere: a file holds slips.
struct PointCounts {
  /// How many answers there are of each point.
  private(set) var points: [Int: Int] = [:]
  private(set) var count = 0

  /// The share of answers on a point that shows a scale to end there.
  private static let shareAtEnd = 0.1

  mutating func add(_ count: Int, of point: Int) {
    points[point, default: 0] += count
    self.count += count
  }

  /// How many answers lie on points such as these.
  func count(where isCounted: (Int) -> Bool) -> Int {
    points.reduce(0) { $0 + (isCounted($1.key) ? $1.value : 0) }
  }

  /// Whether so many answers are more than slips.
  func isMany(_ some: Int) -> Bool { some > count / 100 }

  /// Whether the point was given by more than slips.
  func reaches(_ point: Int) -> Bool { isMany(points[point, default: 0]) }

  /// Whether the answers end at a point as at a wall: one in ten lies on it and none above, which
  /// a wider scale on which people answer low does not do.
  func hasWall(at point: Int) -> Bool {
    Double(points[point, default: 0]) >= PointCounts.shareAtEnd * Double(count)
      && !isMany(count { $0 > point })
  }
}
