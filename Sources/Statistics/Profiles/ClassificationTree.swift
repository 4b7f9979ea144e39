/// A small tree of yes-or-no questions that tells from a few answers which class a row belongs to,
/// pruned to what holds on rows it has not seen.
///
/// Use it to say in plain words who belongs where. A tree of a single leaf means that nothing of
/// the answers tells the class.
///
/// ```text
/// impurity of a node   i(t) = 1 - Σ_c p(c|t)²                           Gini, weighted
/// best question        the largest  p(t) i(t) - p(left) i(left) - p(right) i(right)
/// cost of a tree       R_α(T) = share of rows in a wrong leaf + α · leaves
/// ```
///
/// It is grown to `depth`, then pruned at the weakest link; of the trees of that sequence the
/// smallest is taken whose error on rows left out lies within one standard error of the least
/// (one-SE rule), and the root alone unless that tree is right more often than naming the largest
/// class by two standard errors: where nothing tells the class, the one-SE rule by itself keeps a
/// question in one of three sets. Unordered answers are put in the order of their share of one
/// class, of each class in turn, and cut there: with two classes that finds the best of all
/// subsets. Missing answers go with the heavier side. All sums are of whole numbers, and ties go
/// to the first variable and cut, so the tree does not hang on the order of the rows.
///
/// Source: Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees,
/// chapters 2 to 4 and 11.
public struct ClassificationTree: Sendable, Equatable {
  /// Answers of all rows to one question.
  public struct Variable: Sendable, Equatable {
    /// By row, `0..<levelCount`; below 0 where there is none.
    public let codes: [Int32]
    /// The number of levels, 1 or more.
    public let levelCount: Int
    /// Whether only neighbouring levels may stay together: of numbers.
    public let isOrdered: Bool

    /// Takes the answers; see the members.
    public init(codes: [Int32], levelCount: Int, isOrdered: Bool) {
      precondition(
        levelCount > 0 && codes.allSatisfy { $0 < levelCount }, "codes of \(levelCount) levels")
      (self.codes, self.levelCount, self.isOrdered) = (codes, levelCount, isOrdered)
    }
  }

  /// What a tree is grown from.
  public struct Input: Sendable {
    /// The variables, 1 or more.
    public let variables: [Variable]
    /// By row, `0..<classCount`; below 0 for a row that takes no part.
    public let classes: [Int32]
    /// The number of classes, 2 or more.
    public let classCount: Int
    /// By row, whole and 0 or more; `nil` for equal weights. Rows of weight 0 take no part.
    public let weights: [Int64]?
    /// By row, a hash of who it is: rows of one hash are left out together.
    public let keys: [UInt64]

    /// Takes rows; see the members.
    public init(
      variables: [Variable], classes: [Int32], classCount: Int, weights: [Int64]?, keys: [UInt64]
    ) {
      precondition(
        variables.allSatisfy { $0.codes.count == classes.count } && keys.count == classes.count
          && classCount > 1, "\(classes.count) rows, \(keys.count) keys, \(classCount) classes")
      (self.variables, self.classes, self.classCount) = (variables, classes, classCount)
      (self.weights, self.keys) = (weights, keys)
    }
  }

  /// How large a tree may become.
  public struct Options: Sendable, Equatable {
    /// The most questions to a leaf.
    public var depth = 3
    /// The least share of the weight in a leaf, 0...1.
    public var leastShare = 0.05
    /// The fewest rows in a leaf.
    public var leastCount = 30
    /// How many parts the rows are cut into, each left out once.
    public var foldCount = 10

    /// The defaults.
    public init() {}
  }

  /// A yes-or-no question.
  public struct Split: Sendable, Equatable {
    /// The position of the variable.
    public let variable: Int
    /// By level, whether it goes to the left.
    public let goesLeft: [Bool]
    /// Whether rows without an answer go to the left.
    public let missingGoesLeft: Bool
    /// By how much it lowers the impurity, as a share of all weight.
    public let gain: Double

    /// Whether an answer goes to the left.
    public func goesLeft(_ code: Int32) -> Bool {
      code < 0 ? missingGoesLeft : goesLeft[Int(code)]
    }
  }

  /// A node: a leaf where `split` is `nil`.
  public struct Node: Sendable, Equatable {
    /// The rows in it.
    public internal(set) var count: Int
    /// Their weight by class.
    public internal(set) var classWeights: [Int64]
    /// The question, and the positions of the nodes for yes (left) and no.
    public internal(set) var split: Split?
    /// The node of the rows that go to the left.
    public internal(set) var left = -1
    /// The node of the others.
    public internal(set) var right = -1
    /// Questions before it.
    public internal(set) var depth: Int

    /// Their weight.
    public var weight: Int64 { classWeights.reduce(0, +) }
    /// The class with the most weight, the first of equal ones.
    public var topClass: Int {
      classWeights.indices.reduce(0) { classWeights[$1] > classWeights[$0] ? $1 : $0 }
    }
    /// By class, its share of the weight, 0...1.
    public var shares: [Double] {
      let weight = Double(max(1, weight))
      return classWeights.map { Double($0) / weight }
    }
  }

  /// The nodes; the first is the root, and only those that were not pruned away are there.
  public let nodes: [Node]
  /// The share of rows in the right class, each by a tree that was grown without it, 0...1.
  public let accuracy: Double
  /// The standard error of that share.
  public let accuracyError: Double
  /// The share of the largest class: how often naming it always is right.
  public let chance: Double
  /// The number of leaves before pruning.
  public let grownLeafCount: Int

  /// Whether nothing tells the class.
  public var isRootAlone: Bool { nodes.count == 1 }
  /// The positions of the leaves.
  public var leaves: [Int] { nodes.indices.filter { nodes[$0].split == nil } }

  /// Grows and prunes a tree.
  ///
  /// - Parameters:
  ///   - input: the rows.
  ///   - options: the limits.
  ///   - seed: which rows are left out together hangs on it and their keys.
  /// - Returns: the tree; `nil` where no row takes part.
  /// - Complexity: O(n variables depth folds).
  public static func grow(
    _ input: Input, options: Options = Options(), seed: UInt64
  ) -> ClassificationTree? {
    let folds = TreeFolds(input, count: options.foldCount, seed: seed)
    let whole = TreeGrowth(input, options: options) { _ in true }
    guard let root = whole.nodes.first, root.weight > 0 else { return nil }
    let sequence = TreePruning(whole.nodes)
    let errors = folds.errors(of: sequence, options: options)
    let chance = root.shares[root.topClass]
    let small = errors.smallestWithinOneError
    let isClear = 1 - errors.shares[small] > chance + 2 * errors.standardError(small)
    let chosen = isClear ? small : sequence.stepCount - 1
    let pruned = sequence.nodes(atStep: chosen)
    return ClassificationTree(
      nodes: pruned, accuracy: 1 - errors.shares[chosen],
      accuracyError: errors.standardError(chosen), chance: chance,
      grownLeafCount: whole.nodes.count { $0.split == nil })
  }

  /// The leaf that a row falls into.
  ///
  /// - Parameter codes: its answer to each variable.
  /// - Returns: a position in `nodes`.
  ///
  /// Source: as above.
  public func leaf(_ codes: (Int) -> Int32) -> Int {
    ClassificationTree.leaf(in: nodes, codes)
  }

  static func leaf(in nodes: [Node], _ codes: (Int) -> Int32) -> Int {
    var place = 0
    while let split = nodes[place].split {
      place = split.goesLeft(codes(split.variable)) ? nodes[place].left : nodes[place].right
    }
    return place
  }
}
