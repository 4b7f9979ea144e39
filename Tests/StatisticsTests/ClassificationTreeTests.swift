import NumericCore
import Testing

@testable import Statistics

@Suite("Classification trees")
struct ClassificationTreeTests {
  typealias Tree = ClassificationTree

  private func input(
    _ rows: [(codes: [Int32], group: Int32)], levels: [Int], ordered: [Bool], classCount: Int,
    weights: [Int64]? = nil
  ) -> Tree.Input {
    Tree.Input(
      variables: levels.indices.map { place in
        Tree.Variable(
          codes: rows.map { $0.codes[place] }, levelCount: levels[place], isOrdered: ordered[place])
      }, classes: rows.map(\.group), classCount: classCount, weights: weights,
      keys: rows.indices.map { UInt64($0) })
  }

  @Test("The first split gains as much as the best of all subsets, in exact fractions")
  func gains() throws {
    let splits = try reference("profiles", as: ProfileTests.Reference.self).splits
    for split in splits {
      let rows = split.counts.enumerated().flatMap { level, counts in
        counts.enumerated().flatMap { group, count in
          (0..<count).map { _ in (codes: [Int32(level)], group: Int32(group)) }
        }
      }
      var options = Tree.Options()
      (options.depth, options.leastCount, options.leastShare) = (1, 1, 0)
      let input = input(
        rows, levels: [split.counts.count], ordered: [split.ordered],
        classCount: split.counts[0].count)
      let growth = TreeGrowth(input, options: options) { _ in true }
      let gain = try #require(growth.nodes[0].split?.gain)
      #expect(abs(gain - split.gain) < 1e-14)
    }
  }

  /// Rows of two variables, of which the first tells two of three classes.
  private func planted(_ count: Int, strength: Double, seed: UInt64) -> Tree.Input {
    var stream = RandomStream(seed: seed, purpose: "planted tree")
    let rows = (0..<count).map { _ -> (codes: [Int32], group: Int32) in
      let (first, second) = (Int32(stream.below(4)), Int32(stream.below(3)))
      let told = stream.uniform() < strength
      let group = told ? (first < 2 ? 0 : second == 1 ? 1 : 2) : Int32(stream.below(3))
      return ([first, second, Int32(stream.below(5))], group)
    }
    return input(rows, levels: [4, 3, 5], ordered: [true, false, false], classCount: 3)
  }

  @Test("A planted rule is found, and no more than it")
  func rule() throws {
    let tree = try #require(Tree.grow(planted(900, strength: 0.7, seed: 3), seed: 1))
    #expect(tree.leaves.count == 3)
    #expect(tree.nodes[0].split?.variable == 0)
    // Told rows are right, a third of the others is: .7 + .3/3.
    #expect(abs(tree.accuracy - 0.8) < 0.05 && tree.accuracy > tree.chance + 0.2)
    #expect(tree.accuracyError > 0 && tree.accuracyError < 0.02)
    #expect(tree.leaf { [1, 0, 0][$0] } == tree.nodes[0].left)
  }

  @Test("Where nothing tells the class, the root stays alone in nine of ten sets")
  func nothing() throws {
    let alone = (1...40).count { seed in
      Tree.grow(planted(400, strength: 0, seed: seed), seed: 1)?.isRootAlone ?? false
    }
    #expect(alone >= 36)
  }

  @Test("Leaves hold the least share and count; missing answers go with the heavier side")
  func limits() throws {
    let rows = (0..<200).map { row -> (codes: [Int32], group: Int32) in
      ([row < 20 ? 0 : row < 150 ? 1 : -1], row < 20 ? 1 : 0)
    }
    let one = input(rows, levels: [2], ordered: [false], classCount: 2)
    #expect(try #require(Tree.grow(one, seed: 1)).isRootAlone)
    var options = Tree.Options()
    options.leastCount = 10
    let tree = try #require(Tree.grow(one, options: options, seed: 1))
    let split = try #require(tree.nodes[0].split)
    #expect(split.goesLeft(-1) == split.goesLeft(1))
    #expect(tree.accuracy == 1 && tree.leaves.map { tree.nodes[$0].count }.sorted() == [20, 180])
  }

  @Test("Doubling all weights, or doubling rows of weight 2, changes no question")
  func weights() throws {
    let plain = planted(600, strength: 0.7, seed: 5)
    func weighted(_ weights: [Int64]?) -> Tree.Input {
      Tree.Input(
        variables: plain.variables, classes: plain.classes, classCount: 3, weights: weights,
        keys: plain.keys)
    }
    let one = try #require(Tree.grow(plain, seed: 1))
    let two = try #require(
      Tree.grow(weighted([Int64](repeating: 2, count: 600)), seed: 1))
    #expect(one.nodes.map(\.split) == two.nodes.map(\.split))
    #expect(abs(one.accuracy - two.accuracy) < 1e-15)
    var zero = [Int64](repeating: 1, count: 600)
    for row in 0..<300 { zero[row] = 0 }
    let half = try #require(Tree.grow(weighted(zero), seed: 1))
    #expect(half.nodes[0].count == 300)
  }
}
