/// The exact distribution of the bootstrapped score `first + max(first - second, 0)` of one pair of
/// values: what the bootstrap of rows drawn one by one tends to with ever more replicates.
///
/// Points are whole, so the two sums of m rows lie on a lattice. Their distribution is the m-th
/// convolution power of that of a single row, taken one row at a time: all terms are positive, so
/// no digits are lost.
///
/// Source: Fisher and Hall (1991), Bootstrap algorithms for small samples (exact bootstrap
/// distributions); Feller (1968), An Introduction to Probability Theory, XI.2 (convolutions).
public struct ExactBootstrap: Sendable {
  /// By whole points of the score's sum from 0, how probable they are; they sum to 1.
  public let masses: [Double]
  /// How probable it is that the first mean is above the second.
  public let positiveGap: Double
  /// How probable it is that both means are equal.
  public let zeroGap: Double
  /// What a point of the sum is worth in the score: the lattice's step.
  public let step: Double

  /// Adds up all samples that there are.
  ///
  /// - Parameters:
  ///   - table: the joint table of the rows; those with both values count, each once.
  ///   - rule: what the codes are worth.
  ///   - drawCount: m, 1 or more, as in `MultinomialBootstrap`; `nil` when no row has both values.
  /// - Complexity: O(kinds · largest point² · m³): a second for 5 points and about 200 rows.
  public init?(_ table: JointTable, rule: PairRule, drawCount: Int) {
    precondition(drawCount > 0, "\(drawCount) draws")
    let pairs = PointPairs(table, rule: rule)
    guard let largest = (pairs.first + pairs.second).max() else { return nil }
    let width = largest * drawCount + 1
    let lattice = ExactBootstrap.lattice(pairs, largest: largest, drawCount: drawCount)
    var masses = [Double](repeating: 0, count: 2 * width - 1)
    var (positive, zero) = (0.0, 0.0)
    for first in 0..<width {
      for second in 0..<width {
        let mass = lattice[first * width + second]
        masses[first + max(first - second, 0)] += mass
        if first > second { positive += mass }
        if first == second { zero += mass }
      }
    }
    (self.masses, positiveGap, zeroGap) = (masses, positive, zero)
    step = rule.factor / Double(drawCount)
  }

  /// The mean of the scores.
  public var mean: Double { step * meanPoints }

  /// The standard deviation of the scores.
  public var standardDeviation: Double {
    let center = meanPoints
    let variance = masses.enumerated().reduce(0.0) { sum, entry in
      sum + entry.element * (Double(entry.offset) - center) * (Double(entry.offset) - center)
    }
    return step * variance.squareRoot()
  }

  /// The smallest score that has a probability of it or less.
  ///
  /// - Parameter probability: above 0 and below 1; rounding errors of the sum are passed over.
  /// - Returns: the score as a number of steps from 0.
  public func quantileSteps(_ probability: Double) -> Int {
    var sum = 0.0
    for (points, mass) in masses.enumerated() {
      sum += mass
      if sum >= probability - 1e-13 { return points }
    }
    return masses.count - 1
  }

  // MARK: - Steps

  private var meanPoints: Double {
    masses.enumerated().reduce(0) { $0 + $1.element * Double($1.offset) }
  }

  /// By sum of the first points, then of the second, each 0...`largest · drawCount`.
  private static func lattice(
    _ pairs: PointPairs, largest: Int, drawCount: Int
  ) -> [Double] {
    let width = largest * drawCount + 1
    let total = Double(pairs.rowCount)
    var lattice = [Double](repeating: 0, count: width * width)
    lattice[0] = 1
    for row in 0..<drawCount {
      var next = [Double](repeating: 0, count: width * width)
      let reach = largest * row + 1
      for kind in pairs.counts.indices {
        let share = Double(pairs.counts[kind]) / total
        let shift = pairs.first[kind] * width + pairs.second[kind]
        for start in stride(from: 0, to: reach * width, by: width) {
          for place in start..<start + reach { next[place + shift] += share * lattice[place] }
        }
      }
      lattice = next
    }
    return lattice
  }
}
