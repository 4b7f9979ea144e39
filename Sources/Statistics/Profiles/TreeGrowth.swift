/// Grows a tree on some of the rows, a level at a time.
struct TreeGrowth {
  private(set) var nodes: [ClassificationTree.Node]
  private let input: ClassificationTree.Input
  private let options: ClassificationTree.Options
  /// By row, its node; -1 for a row that takes no part.
  private var places: [Int32]
  private let leastWeight: Double
  private let total: Double

  init(
    _ input: ClassificationTree.Input, options: ClassificationTree.Options,
    takes: (Int) -> Bool
  ) {
    self.input = input
    self.options = options
    places = input.classes.indices.map { row in
      input.classes[row] >= 0 && input.weights?[row] != 0 && takes(row) ? 0 : -1
    }
    var root = ClassificationTree.Node(
      count: 0, classWeights: [Int64](repeating: 0, count: input.classCount), depth: 0)
    for row in places.indices where places[row] == 0 {
      root.count += 1
      root.classWeights[Int(input.classes[row])] += input.weights?[row] ?? 1
    }
    nodes = [root]
    total = Double(root.weight)
    leastWeight = options.leastShare * total * (1 - 1e-12)
    var fresh = [0]
    while !fresh.isEmpty { fresh = grow(fresh) }
  }

  // MARK: - Steps

  /// Splits the nodes that can be split; returns the new ones.
  private mutating func grow(_ parents: [Int]) -> [Int] {
    let open = parents.filter { place in
      nodes[place].depth < options.depth && nodes[place].count >= 2 * options.leastCount
        && nodes[place].classWeights.count { $0 > 0 } > 1
    }
    guard !open.isEmpty else { return [] }
    var best = [ClassificationTree.Split?](repeating: nil, count: open.count)
    for (position, variable) in input.variables.enumerated() {
      let tables = tables(of: variable, open)
      for (index, place) in open.enumerated() {
        let search = SplitSearch(
          table: tables[index], node: nodes[place], leastCount: options.leastCount,
          leastWeight: leastWeight, total: total)
        guard let found = search.best(variable, at: position) else { continue }
        if found.gain > (best[index]?.gain ?? 0) { best[index] = found }
      }
    }
    return split(open, by: best)
  }

  /// Rows and weights of each open node by level (the last for no answer), then class.
  private func tables(
    of variable: ClassificationTree.Variable, _ open: [Int]
  ) -> [SplitTable] {
    var index = [Int](repeating: -1, count: nodes.count)
    for (position, place) in open.enumerated() { index[place] = position }
    var tables = open.map { _ in
      SplitTable(levelCount: variable.levelCount, classCount: input.classCount)
    }
    for row in places.indices where places[row] >= 0 {
      let position = index[Int(places[row])]
      guard position >= 0 else { continue }
      let code = variable.codes[row]
      tables[position].add(
        level: code < 0 ? variable.levelCount : Int(code), class: Int(input.classes[row]),
        weight: input.weights?[row] ?? 1)
    }
    return tables
  }

  private mutating func split(
    _ open: [Int], by splits: [ClassificationTree.Split?]
  ) -> [Int] {
    var fresh: [Int] = []
    for (place, split) in zip(open, splits) {
      guard let split else { continue }
      let empty = ClassificationTree.Node(
        count: 0, classWeights: [Int64](repeating: 0, count: input.classCount),
        depth: nodes[place].depth + 1)
      nodes[place].split = split
      (nodes[place].left, nodes[place].right) = (nodes.count, nodes.count + 1)
      fresh += [nodes.count, nodes.count + 1]
      nodes += [empty, empty]
    }
    for row in places.indices where places[row] >= 0 {
      let parent = nodes[Int(places[row])]
      guard let split = parent.split else { continue }
      let child =
        split.goesLeft(input.variables[split.variable].codes[row]) ? parent.left : parent.right
      places[row] = Int32(child)
      nodes[child].count += 1
      nodes[child].classWeights[Int(input.classes[row])] += input.weights?[row] ?? 1
    }
    return fresh
  }
}

/// The rows of one node by level and class.
struct SplitTable {
  let levelCount: Int
  let classCount: Int
  /// By level, the last for no answer: rows, and weight by class.
  private(set) var counts: [Int]
  private(set) var weights: [Int64]

  init(levelCount: Int, classCount: Int) {
    (self.levelCount, self.classCount) = (levelCount, classCount)
    counts = [Int](repeating: 0, count: levelCount + 1)
    weights = [Int64](repeating: 0, count: (levelCount + 1) * classCount)
  }

  mutating func add(level: Int, class group: Int, weight: Int64) {
    counts[level] += 1
    weights[level * classCount + group] += weight
  }

  func weights(of level: Int) -> ArraySlice<Int64> {
    weights[level * classCount..<(level + 1) * classCount]
  }
}
