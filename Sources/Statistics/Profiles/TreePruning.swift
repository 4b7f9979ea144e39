internal import Groundwork

/// The trees that remain when a grown one is pruned at its weakest link again and again, from the
/// whole tree to the root alone.
///
/// Source: Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees,
/// section 3.3.
struct TreePruning {
  /// By step: from which cost of a leaf on this tree is the best, ascending from 0.
  private(set) var costs: [Double] = [0]
  /// By step, then node: whether it is a leaf or gone.
  private var isClosed: [[Bool]]
  private let nodes: [ClassificationTree.Node]

  init(_ nodes: [ClassificationTree.Node]) {
    self.nodes = nodes
    var closed = nodes.map { $0.split == nil }
    isClosed = [closed]
    while !closed[0] {
      let links = nodes.indices.filter { isOpen($0, closed) }.map {
        (place: $0, cost: cost($0, closed))
      }
      let least = links.map(\.cost).min() ?? 0
      for link in links where link.cost <= least + TreePruning.tie { closed[link.place] = true }
      if least <= costs[costs.count - 1] + TreePruning.tie {
        isClosed[isClosed.count - 1] = closed
      } else {
        costs.append(least)
        isClosed.append(closed)
      }
    }
  }

  /// Costs this close are one: they are differences of rounded shares.
  private static let tie = 1e-12

  var stepCount: Int { costs.count }

  /// The last step whose tree is the best at a cost of a leaf.
  func step(atCost cost: Double) -> Int { costs.lastIndex { $0 <= cost + TreePruning.tie } ?? 0 }

  /// A cost inside the interval of a step: the geometric mean of its ends.
  func typicalCost(ofStep step: Int) -> Double {
    step + 1 < costs.count ? (costs[step] * costs[step + 1]).squareRoot() : .infinity
  }

  /// The nodes of a step's tree alone.
  func nodes(atStep step: Int) -> [ClassificationTree.Node] {
    var result: [ClassificationTree.Node] = []
    func copy(_ place: Int) -> Int {
      let own = result.count
      result.append(nodes[place])
      guard !isClosed[step][place] else {
        result[own].split = nil
        (result[own].left, result[own].right) = (-1, -1)
        return own
      }
      let left = copy(nodes[place].left)
      let right = copy(nodes[place].right)
      (result[own].left, result[own].right) = (left, right)
      return own
    }
    _ = copy(0)
    return result
  }

  // MARK: - Steps

  /// Whether a node still has a question, and so have all above it.
  private func isOpen(_ place: Int, _ closed: [Bool]) -> Bool {
    var reached = [0]
    while let next = reached.popLast() {
      if closed[next] { continue }
      if next == place { return true }
      reached += [nodes[next].left, nodes[next].right]
    }
    return false
  }

  /// What each leaf below a node saves, as a share of all weight.
  private func cost(_ place: Int, _ closed: [Bool]) -> Double {
    let below = leaves(below: place, closed)
    let saved = error(place) - below.reduce(0) { $0 + error($1) }
    return Double(saved) / Double(max(1, nodes[0].weight)) / Double(below.count - 1)
  }

  private func leaves(below place: Int, _ closed: [Bool]) -> [Int] {
    closed[place]
      ? [place]
      : leaves(below: nodes[place].left, closed) + leaves(below: nodes[place].right, closed)
  }

  private func error(_ place: Int) -> Int64 {
    nodes[place].weight - nodes[place].classWeights[nodes[place].topClass]
  }
}

/// The rows cut into parts by a hash of seed and key.
struct TreeFolds {
  private let input: ClassificationTree.Input
  private let foldOfRow: [Int]
  private let count: Int

  init(_ input: ClassificationTree.Input, count: Int, seed: UInt64) {
    self.input = input
    self.count = count
    let purpose = StableHash.combine(seed, StableHash.hash("tree folds"))
    foldOfRow = input.keys.map { Int(StableHash.combine($0, purpose) % UInt64(count)) }
  }

  /// What each step of a pruning sequence gets wrong on rows left out.
  func errors(
    of sequence: TreePruning, options: ClassificationTree.Options
  ) -> TreeErrors {
    var wrong = [Int64](repeating: 0, count: sequence.stepCount)
    var (total, squares): (Int64, Int128) = (0, 0)
    for fold in 0..<count {
      let grown = TreeGrowth(input, options: options) { foldOfRow[$0] != fold }
      let own = TreePruning(grown.nodes)
      let trees = (0..<sequence.stepCount).map {
        own.nodes(atStep: own.step(atCost: sequence.typicalCost(ofStep: $0)))
      }
      for row in foldOfRow.indices where foldOfRow[row] == fold && input.classes[row] >= 0 {
        let weight = input.weights?[row] ?? 1
        total += weight
        squares += Int128(weight) * Int128(weight)
        for (step, nodes) in trees.enumerated() {
          let leaf = ClassificationTree.leaf(in: nodes) { input.variables[$0].codes[row] }
          wrong[step] += nodes[leaf].topClass == Int(input.classes[row]) ? 0 : weight
        }
      }
    }
    return TreeErrors(
      shares: wrong.map { Double($0) / Double(max(1, total)) },
      effectiveCount: squares > 0 ? Double(total) * Double(total) / Double(squares) : 1)
  }
}

/// The errors of a pruning sequence on rows left out.
struct TreeErrors {
  /// By step, the share of the weight in a wrong class.
  let shares: [Double]
  let effectiveCount: Double

  func standardError(_ step: Int) -> Double {
    (shares[step] * (1 - shares[step]) / effectiveCount).squareRoot()
  }

  /// The one-SE rule: the smallest tree that is not clearly worse than the best.
  var smallestWithinOneError: Int {
    let best = shares.indices.reduce(0) { shares[$1] < shares[$0] ? $1 : $0 }
    let limit = shares[best] + standardError(best) + 1e-12
    return shares.lastIndex { $0 <= limit } ?? shares.count - 1
  }
}
