/// People who are not served yet, how much each of them lacks, and which repairs each would feel.
///
/// A person is turned by a set of repairs when, of each of up to two kinds of outcomes, it holds as
/// many that the person feels as the person lacks. Only people whom all repairs together turn are
/// here, and of each only the repairs of kinds in which the person lacks something.
struct RepairCoverage: Sendable {
  /// p, the number of possible repairs.
  let candidateCount: Int
  /// By candidate: its kind, 0 or 1.
  let kinds: [UInt8]
  /// The respondents, by person.
  private(set) var rows: [Int32] = []
  /// The repairs that people feel, person after person, each in ascending order.
  private(set) var felt: [UInt16] = []
  /// Where each person's begin in `felt`, and the end.
  private(set) var starts: [Int] = [0]
  /// By kind, then person: how many repairs the person lacks, 0 or more.
  private(set) var lacks: [[Int32]] = [[], []]
  /// By kind, then person: how many outcomes of the kind the person rated.
  private(set) var rated: [[Int32]] = [[], []]

  init(kinds: [UInt8]) { (self.kinds, candidateCount) = (kinds, kinds.count) }

  /// Adds a person, unless all repairs together leave the person unserved.
  ///
  /// - Parameters:
  ///   - row: the respondent.
  ///   - felt: the candidates that the person would feel, ascending.
  ///   - lacks: by kind, how many the person lacks; at least one of them above 0.
  ///   - rated: by kind, how many outcomes the person rated.
  mutating func add(row: Int32, felt: [Int], lacks: [Int], rated: [Int]) {
    let useful = felt.filter { lacks[Int(kinds[$0])] > 0 }
    let second = useful.count { kinds[$0] == 1 }
    guard useful.count - second >= lacks[0], second >= lacks[1] else { return }
    rows.append(row)
    self.felt += useful.map { UInt16($0) }
    starts.append(self.felt.count)
    for kind in 0...1 {
      self.lacks[kind].append(Int32(max(0, lacks[kind])))
      self.rated[kind].append(Int32(rated[kind]))
    }
  }

  var personCount: Int { rows.count }

  /// The persons whom a set of repairs turns.
  func turned(by set: [Int]) -> [Int] {
    var isRepaired = [Bool](repeating: false, count: candidateCount)
    for candidate in set { isRepaired[candidate] = true }
    return (0..<personCount).filter { person in
      var (first, second) = (lacks[0][person], lacks[1][person])
      for place in starts[person]..<starts[person + 1] where isRepaired[Int(felt[place])] {
        if kinds[Int(felt[place])] == 0 { first -= 1 } else { second -= 1 }
      }
      return first <= 0 && second <= 0
    }
  }

  /// The weight of the persons whom a set turns.
  func weight(of set: [Int], _ weights: [Int64]) -> Int64 {
    turned(by: set).reduce(0) { $0 + weights[$1] }
  }
}

/// The repairs made so far, and how far each person is.
struct RepairState {
  private let coverage: RepairCoverage
  private let weights: [Int64]
  private var lacks: [[Int32]]
  /// The persons who lack something yet.
  private var open: [Int32]
  private(set) var chosen: [Int] = []
  /// The weight of the people who lack nothing any more.
  private(set) var turnedWeight: Int64 = 0

  init(_ coverage: RepairCoverage, weights: [Int64], chosen: [Int] = []) {
    (self.coverage, self.weights, lacks) = (coverage, weights, coverage.lacks)
    open = (0..<Int32(coverage.personCount)).map { $0 }
    for candidate in chosen { add(candidate) }
  }

  /// Makes a repair.
  mutating func add(_ candidate: Int) {
    chosen.append(candidate)
    let (felt, starts) = (coverage.felt, coverage.starts)
    let (kind, number) = (Int(coverage.kinds[candidate]), UInt16(candidate))
    var own = lacks[kind]
    let other = lacks[1 - kind]
    var left: [Int32] = []
    left.reserveCapacity(open.count)
    for person in open.map({ Int($0) }) {
      for place in starts[person]..<starts[person + 1] where felt[place] == number {
        own[person] -= 1
      }
      if own[person] <= 0, other[person] <= 0 {
        turnedWeight += weights[person]
      } else {
        left.append(Int32(person))
      }
    }
    open = left
    lacks[kind] = own
  }

  /// What each further repair brings: the weight of the people it turns, and the sum over people
  /// not turned yet of the weight by which their index rises, ten divided by what they rated.
  func gains() -> (turned: [Int64], index: [Double]) {
    let count = coverage.candidateCount
    let (felt, starts, kinds) = (coverage.felt, coverage.starts, coverage.kinds)
    let (firsts, seconds, rated) = (lacks[0], lacks[1], coverage.rated)
    var turned = [Int64](repeating: 0, count: count)
    let width = 1 + Int(max(rated[0].max() ?? 0, rated[1].max() ?? 0))
    // By candidate, then number of rated outcomes: whole sums, so that no order shows.
    var sums = [Int64](repeating: 0, count: count * width)
    for person in open.map({ Int($0) }) {
      let (first, second) = (firsts[person], seconds[person])
      let isLast = max(first, 0) + max(second, 0) == 1
      let weight = weights[person]
      let (ratedFirst, ratedSecond) = (Int(rated[0][person]), Int(rated[1][person]))
      for place in starts[person]..<starts[person + 1] {
        let candidate = Int(felt[place])
        let isFirst = kinds[candidate] == 0
        // A person who lacks nothing more of a kind gains nothing by another of it.
        guard (isFirst ? first : second) > 0 else { continue }
        if isLast { turned[candidate] += weight }
        sums[candidate * width + (isFirst ? ratedFirst : ratedSecond)] += weight
      }
    }
    let index = (0..<count).map { candidate in
      (1..<max(2, width)).reduce(0.0) { sum, rated in
        sum + (rated < width ? 10 * Double(sums[candidate * width + rated]) / Double(rated) : 0)
      }
    }
    return (turned, index)
  }

  /// Repairs one after the other, each time the one that turns the most weight, of equal ones the
  /// one that raises the index the most, of equal ones the first.
  mutating func extend(to size: Int) {
    while chosen.count < min(size, coverage.candidateCount) {
      let (turned, index) = gains()
      let free = (0..<coverage.candidateCount).filter { !chosen.contains($0) }
      guard
        let best = free.max(by: { left, right in
          (turned[left], index[left], -left) < (turned[right], index[right], -right)
        })
      else { return }
      add(best)
    }
  }
}
