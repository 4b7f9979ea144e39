/// How people are distributed over the points of a scale, weighted or not.
public struct PointShares: Sendable, Equatable {
  /// The people, 0 or more.
  public let count: Int
  /// Kish's effective number of people, (Σ w)² / Σ w²; the people themselves without weights.
  public let effective: Double
  /// By point, from the lowest: its share of all weight; all 0 of nobody.
  public let shares: [Double]

  /// Takes shares as they are.
  ///
  /// - Parameters:
  ///   - count: the people.
  ///   - effective: their effective number, 0 or more.
  ///   - shares: by point; they add up to 1.
  public init(count: Int, effective: Double, shares: [Double]) {
    (self.count, self.effective, self.shares) = (count, effective, shares)
  }

  /// Takes whole sums, so that the order in which people were counted changes no digit.
  ///
  /// - Parameters:
  ///   - count: the people.
  ///   - sums: by point, Σ w.
  ///   - squares: Σ w² of all points.
  public init(count: Int, sums: [Int64], squares: Int128) {
    let total = sums.reduce(0, +)
    self.count = count
    effective = squares > 0 ? Double(total) / Double(squares) * Double(total) : 0
    shares = sums.map { total > 0 ? Double($0) / Double(total) : 0 }
  }

  /// The mean, in points above the lowest.
  public var mean: Double {
    shares.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }

  /// The variance of one person, with the effective number less 1; 0 for one effective person.
  public var variance: Double {
    guard effective > 1 else { return 0 }
    let mean = mean
    let squares = shares.enumerated().reduce(0.0) { sum, entry in
      let distance = Double(entry.offset) - mean
      return sum + entry.element * distance * distance
    }
    return squares * effective / (effective - 1)
  }
}
