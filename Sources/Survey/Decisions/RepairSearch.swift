/// Finds the sets of repairs that turn the most weight: by trying all single ones, pairs and
/// triples, larger ones step by step.
///
/// What a set turns is a sum over its subsets: a person who lacks one repair counts once for each
/// felt candidate, less once for each pair of them, and so on. Summed over people, all sets of up
/// to three are known from one pass.
struct RepairSearch: Sendable {
  let coverage: RepairCoverage

  /// The most candidates whose pairs are all tried, and whose triples are.
  static let pairLimit = 200
  static let tripleLimit = 60

  /// The size up to which the best set is found by trying all.
  var exactSize: Int {
    let count = coverage.candidateCount
    return min(count, count <= Self.tripleLimit ? 3 : count <= Self.pairLimit ? 2 : 1)
  }

  /// The sets of sizes 1 to `size`: the best found of each size.
  struct Sets {
    /// By size from 1: members in the order of the candidates.
    var best: [[Int]]
    /// By size from 1: what repairing one after the other chooses, in its order.
    var greedy: [[Int]]
    /// The weight that each of `best` turns.
    var bestWeights: [Int64]
    /// The weight that each of `greedy` turns.
    var greedyWeights: [Int64]
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - size: the largest size.
  ///   - weights: by person of the coverage.
  /// - Returns: the sets; as many as there are candidates at most.
  func sets(upTo size: Int, weights: [Int64]) -> Sets {
    let count = min(size, coverage.candidateCount)
    guard count > 0 else { return Sets(best: [], greedy: [], bestWeights: [], greedyWeights: []) }
    var state = RepairState(coverage, weights: weights)
    let index = state.gains().index
    var greedyWeights: [Int64] = []
    for number in 1...count {
      state.extend(to: number)
      greedyWeights.append(state.turnedWeight)
    }
    let greedy = (1...count).map { Array(state.chosen.prefix($0)) }
    var best = Array(exact(weights, index).prefix(count))
    var bestWeights = best.map { coverage.weight(of: $0, weights) }
    var further = RepairState(coverage, weights: weights, chosen: best.last ?? [])
    while best.count < count {
      further.extend(to: best.count + 1)
      if greedyWeights[best.count] > further.turnedWeight {
        further = RepairState(coverage, weights: weights, chosen: greedy[best.count])
      }
      best.append(further.chosen.sorted())
      bestWeights.append(further.turnedWeight)
    }
    return Sets(
      best: best, greedy: greedy, bestWeights: bestWeights, greedyWeights: greedyWeights)
  }

  /// How many additions one search takes, roughly.
  func work(upTo size: Int) -> Int {
    (0..<coverage.personCount).reduce(0) { sum, person in
      let felt = coverage.starts[person + 1] - coverage.starts[person]
      let lacks = Int(coverage.lacks[0][person] + coverage.lacks[1][person])
      var own = felt * (3 * size + 2)
      if lacks <= exactSize, exactSize >= 2 { own += felt * felt / 2 }
      if lacks <= exactSize, exactSize >= 3 { own += felt * felt * felt / 6 }
      return sum + own
    }
  }

  // MARK: - All sets up to three

  /// The best set of each size up to `exactSize`; ties by the rise of the index, then by order.
  private func exact(_ weights: [Int64], _ index: [Double]) -> [[Int]] {
    let terms = SubsetTerms(coverage, weights: weights, size: exactSize)
    let count = coverage.candidateCount
    var best = BestSet()
    var result: [[Int]] = []
    for a in 0..<count { best.offer([a], terms.single[a], index[a]) }
    result.append(best.members)
    guard exactSize >= 2 else { return result }
    best = BestSet()
    for a in 0..<count {
      for b in a + 1..<count {
        best.offer([a, b], terms.weight(a, b), index[a] + index[b])
      }
    }
    result.append(best.members)
    guard exactSize >= 3 else { return result }
    best = BestSet()
    for a in 0..<count {
      for b in a + 1..<count {
        let pair = terms.weight(a, b)
        for c in b + 1..<count {
          let weight = terms.weight(pair, a, b, c)
          // The index is summed only where it can decide.
          if weight >= best.weight {
            best.offer([a, b, c], weight, index[a] + index[b] + index[c])
          }
        }
      }
    }
    result.append(best.members)
    return result
  }
}

/// The best of the sets that were offered.
private struct BestSet {
  var members: [Int] = []
  var weight: Int64 = -1
  private var index = 0.0

  mutating func offer(_ members: [Int], _ weight: Int64, _ index: Double) {
    // A rounding error must not decide between sets whose index rises alike.
    guard
      weight > self.weight
        || (weight == self.weight && index > self.index + 1e-9 * max(1, abs(self.index)))
    else { return }
    (self.members, self.weight, self.index) = (members, weight, index)
  }
}

/// The terms of all sets of up to three, summed over people.
///
/// Sums wrap around: what a set turns is at most the weight of all people, and comes out right.
private struct SubsetTerms {
  private let count: Int
  private(set) var single: [Int64]
  private var pairs: [Int64]
  private var triples: [Int64]

  /// The term of a subset with so many (0 to 3) of a kind in which a person lacks so many: the sum
  /// over its subsets, with signs, of whether they are enough.
  private static let signs: [[Int64]] = [
    [1, 0, 0, 0], [0, 1, -1, 1], [0, 0, 1, -2], [0, 0, 0, 1],
  ]

  /// By what a person lacks of the first kind, then of the second, then number of candidates, then
  /// how many of those are of the second kind: the product of the two terms.
  private static let products = (0..<256).map { index -> Int64 in
    let (first, second, all, other) = (index >> 6, index >> 4 & 3, index >> 2 & 3, index & 3)
    return other > all ? 0 : signs[first][all - other] * signs[second][other]
  }

  init(_ coverage: RepairCoverage, weights: [Int64], size: Int) {
    count = coverage.candidateCount
    single = [Int64](repeating: 0, count: count)
    pairs = [Int64](repeating: 0, count: size >= 2 ? count * count : 0)
    triples = [Int64](repeating: 0, count: size >= 3 ? count * count * count : 0)
    for person in 0..<coverage.personCount {
      let (first, second) = (Int(coverage.lacks[0][person]), Int(coverage.lacks[1][person]))
      guard first + second <= size else { continue }
      add(
        coverage.felt[coverage.starts[person]..<coverage.starts[person + 1]], coverage.kinds,
        first, second, weights[person], size)
    }
  }

  func weight(_ a: Int, _ b: Int) -> Int64 { single[a] &+ single[b] &+ pairs[a * count + b] }

  /// Of a triple, from that of its first two.
  func weight(_ pair: Int64, _ a: Int, _ b: Int, _ c: Int) -> Int64 {
    pair &+ single[c] &+ pairs[a * count + c] &+ pairs[b * count + c]
      &+ triples[(a * count + b) * count + c]
  }

  private mutating func add(
    _ felt: ArraySlice<UInt16>, _ kinds: [UInt8], _ first: Int, _ second: Int, _ weight: Int64,
    _ size: Int
  ) {
    // Looked up, not made: there may be millions of people.
    let terms = Self.products
    let place = 16 * (4 * first + second)
    let (one, two, three) = (place + 4, place + 8, place + 12)
    for i in felt.indices {
      let (a, kind) = (Int(felt[i]), Int(kinds[Int(felt[i])]))
      single[a] &+= weight &* terms[one + kind]
      guard size >= 2 else { continue }
      for j in i + 1..<felt.endIndex {
        let (b, both) = (Int(felt[j]), kind + Int(kinds[Int(felt[j])]))
        let pair = a * count + b
        pairs[pair] &+= weight &* terms[two + both]
        guard size >= 3 else { continue }
        for k in j + 1..<felt.endIndex {
          let c = Int(felt[k])
          triples[pair * count + c] &+= weight &* terms[three + both + Int(kinds[c])]
        }
      }
    }
  }
}
