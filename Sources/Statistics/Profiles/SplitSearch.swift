/// Finds the best question on one variable in one node.
struct SplitSearch {
  let table: SplitTable
  let node: ClassificationTree.Node
  let leastCount: Int
  let leastWeight: Double
  /// The weight of the root.
  let total: Double

  /// The best question; `nil` where none leaves enough rows on both sides and lowers the impurity.
  func best(
    _ variable: ClassificationTree.Variable, at position: Int
  ) -> ClassificationTree.Split? {
    let filled = (0..<table.levelCount).filter { table.counts[$0] > 0 }
    guard filled.count > 1 else { return nil }
    var found: ClassificationTree.Split?
    for order in orders(filled, isOrdered: variable.isOrdered) {
      for cut in 1..<order.count {
        guard let split = split(order, cut: cut, position, variable.levelCount) else { continue }
        if split.gain > (found?.gain ?? SplitSearch.noise) { found = split }
      }
    }
    return found
  }

  /// A gain of rounding.
  private static let noise = 1e-12

  // MARK: - Steps

  /// The orders in which the levels are cut: their own, or by their share of each class.
  private func orders(_ levels: [Int], isOrdered: Bool) -> [[Int]] {
    guard !isOrdered else { return [levels] }
    let classes = (0..<table.classCount).filter { node.classWeights[$0] > 0 }
    // With two classes the orders by the one and by the other are the same, reversed.
    return classes.prefix(classes.count == 2 ? 1 : classes.count).map { group in
      let shares = levels.map { share(of: group, in: $0) }
      return levels.indices.sorted { (shares[$0], $0) < (shares[$1], $1) }.map { levels[$0] }
    }
  }

  private func share(of group: Int, in level: Int) -> Double {
    let weights = table.weights(of: level)
    let sum = weights.reduce(0, +)
    return sum > 0 ? Double(weights[weights.startIndex + group]) / Double(sum) : 0
  }

  /// The question that sends the first levels of an order to the left.
  private func split(
    _ order: [Int], cut: Int, _ position: Int, _ levelCount: Int
  ) -> ClassificationTree.Split? {
    var left = side(order[..<cut])
    var right = side(order[cut...])
    let missing = side([levelCount])
    let missingGoesLeft = left.weight >= right.weight
    if missingGoesLeft { left.add(missing) } else { right.add(missing) }
    guard min(left.count, right.count) >= leastCount,
      Double(min(left.weight, right.weight)) >= leastWeight
    else { return nil }
    var goesLeft = [Bool](repeating: false, count: levelCount)
    for level in order[..<cut] { goesLeft[level] = true }
    let whole = Side(count: node.count, weights: node.classWeights)
    return ClassificationTree.Split(
      variable: position, goesLeft: goesLeft, missingGoesLeft: missingGoesLeft,
      gain: (left.purity + right.purity - whole.purity) / total)
  }

  private struct Side {
    var count: Int
    var weights: [Int64]

    var weight: Int64 { weights.reduce(0, +) }
    /// The weight times 1 - Gini's impurity, Σ w_c² / W.
    var purity: Double {
      let weight = Double(weight)
      guard weight > 0 else { return 0 }
      return weights.reduce(0) { $0 + Double($1) * (Double($1) / weight) }
    }

    mutating func add(_ other: Side) {
      count += other.count
      for group in weights.indices { weights[group] += other.weights[group] }
    }
  }

  private func side(_ levels: some Sequence<Int>) -> Side {
    var side = Side(count: 0, weights: [Int64](repeating: 0, count: table.classCount))
    for level in levels {
      side.count += table.counts[level]
      for (group, weight) in table.weights(of: level).enumerated() {
        side.weights[group] += weight
      }
    }
    return side
  }
}
