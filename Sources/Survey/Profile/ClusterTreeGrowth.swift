import Statistics

/// Grows the tree that tells the cluster from what is known of people, and puts it into words'
/// reach.
struct ClusterTreeGrowth {
  let variables: [ProfileVariable]
  /// By respondent, the cluster; below 0 for none.
  let classes: [Int32]
  let classCount: Int
  let responses: Responses
  let seed: UInt64

  /// The groups that a number is cut into: sixteenths of the people.
  private static let binCount = 16

  /// The tree; refused where no variable has two answers.
  func outcome() -> SectionOutcome<ClusterTree> {
    let questions = variables.compactMap { Question($0, responses.weights) }
    guard !questions.isEmpty else {
      return .refused(reason: "nothing that is known of people has two answers")
    }
    let input = ClassificationTree.Input(
      variables: questions.map(\.variable), classes: classes, classCount: classCount,
      weights: responses.weights, keys: keys)
    guard let tree = ClassificationTree.grow(input, seed: seed) else {
      return .refused(reason: "nobody is in a cluster")
    }
    return .done(
      ClusterTree(
        leaves: leaves(of: tree, questions), accuracy: tree.accuracy,
        accuracyError: tree.accuracyError, chance: tree.chance))
  }

  // MARK: - Steps

  /// By respondent, the hash of the sampling unit: people of one unit are left out together.
  private var keys: [UInt64] {
    let design = responses.sample.design
    guard !design.hasRowUnits, let stage = design.stages.first,
      responses.replicateKeys.units.count == stage.unitCount
    else { return responses.replicateKeys.rows }
    return stage.units.map { responses.replicateKeys.units[Int($0)] }
  }

  private func leaves(
    of tree: ClassificationTree, _ questions: [Question]
  ) -> [ClusterTree.Leaf] {
    let total = Double(max(1, tree.nodes[0].weight))
    var leaves: [ClusterTree.Leaf] = []
    func visit(_ place: Int, _ allowed: [Int: Allowed]) {
      let node = tree.nodes[place]
      guard let split = node.split else {
        let conditions = allowed.keys.sorted().map { questions[$0].condition(allowed[$0]) }
        leaves.append(
          ClusterTree.Leaf(
            conditions: conditions, respondentCount: node.count,
            share: Double(node.weight) / total, cluster: node.topClass,
            clusterShare: node.shares[node.topClass]))
        return
      }
      for (child, isLeft) in [(node.left, true), (node.right, false)] {
        let before =
          allowed[split.variable] ?? Allowed(count: questions[split.variable].levelCount)
        var next = allowed
        next[split.variable] = before.narrowed(by: split, isLeft: isLeft)
        visit(child, next)
      }
    }
    visit(0, [:])
    return leaves.enumerated().sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }
    .map(\.element)
  }

  /// What of a variable is still possible on the way to a leaf.
  private struct Allowed {
    var levels: [Bool]
    var missing = true

    init(count: Int) { levels = [Bool](repeating: true, count: count) }

    func narrowed(by split: ClassificationTree.Split, isLeft: Bool) -> Allowed {
      var result = self
      for level in levels.indices where split.goesLeft[level] != isLeft {
        result.levels[level] = false
      }
      result.missing = missing && split.missingGoesLeft == isLeft
      return result
    }
  }

  /// A variable as the tree sees it.
  private struct Question {
    let name: String
    /// The answers, or the upper ends of the groups of a number.
    let levels: [String]
    let bounds: [Double]
    let variable: ClassificationTree.Variable
    private let hasMissing: Bool

    var levelCount: Int { variable.levelCount }

    init?(_ variable: ProfileVariable, _ weights: [Int64]?) {
      name = variable.name
      switch variable.answers {
      case .refused: return nil
      case .levels(let levels, let codes):
        self.levels = levels
        bounds = []
        self.variable = ClassificationTree.Variable(
          codes: codes.map { Int($0) < levels.count ? Int32($0) : -1 }, levelCount: levels.count,
          isOrdered: false)
      case .numbers(let numbers):
        levels = []
        let bounds = NumberBins.bounds(numbers, weights: weights, count: binCount)
        guard bounds.count > 1 else { return nil }
        self.bounds = bounds
        self.variable = ClassificationTree.Variable(
          codes: numbers.map { $0.map { NumberBins.bin($0, bounds) } ?? -1 },
          levelCount: bounds.count, isOrdered: true)
      }
      hasMissing = self.variable.codes.contains { $0 < 0 }
    }

    func condition(_ allowed: Allowed?) -> ClusterTree.Condition {
      let isAllowed = allowed?.levels ?? []
      var condition = ClusterTree.Condition(variable: name)
      condition.includesMissing = hasMissing && (allowed?.missing ?? true)
      guard !bounds.isEmpty else {
        condition.answers = zip(levels, isAllowed).filter(\.1).map(\.0)
        return condition
      }
      if let first = isAllowed.firstIndex(of: true), first > 0 {
        condition.above = bounds[first - 1]
      }
      if let last = isAllowed.lastIndex(of: true), last < bounds.count - 1 {
        condition.upTo = bounds[last]
      }
      return condition
    }
  }
}

/// Numbers cut into groups of about as much weight.
enum NumberBins {
  /// The upper ends of the groups, ascending; the last is the largest number.
  static func bounds(_ numbers: [Double?], weights: [Int64]?, count: Int) -> [Double] {
    let values = numbers.indices.compactMap { row in
      numbers[row].map { (value: $0, weight: Int128(weights?[row] ?? 1)) }
    }.filter { $0.weight > 0 }.sorted { $0.value < $1.value }
    let total = values.reduce(Int128(0)) { $0 + $1.weight }
    var bounds: [Double] = []
    var (sum, next) = (Int128(0), Int128(1))
    for (place, entry) in values.enumerated() {
      sum += entry.weight
      guard place + 1 == values.count || values[place + 1].value > entry.value else { continue }
      guard sum * Int128(count) >= total * next else { continue }
      bounds.append(entry.value)
      while next <= Int128(count), sum * Int128(count) >= total * next { next += 1 }
    }
    return bounds
  }

  /// The group of a number.
  static func bin(_ value: Double, _ bounds: [Double]) -> Int32 {
    Int32(bounds.firstIndex { value <= $0 } ?? bounds.count - 1)
  }
}
