import NumericCore

/// Draws whole numbers with given probabilities, one uniform number each.
struct DiscreteSampler: Sendable {
  /// By number from 0, summing to 1.
  let probabilities: [Double]
  /// By number, the probability of it or a smaller one.
  private let cumulative: [Double]
  /// By slice of 0...1, the first number that a draw from it can be.
  private let starts: [Int]

  private static let sliceCount = 1024

  /// - Parameter shares: by number, 0 or more, in any unit, with a positive sum.
  init(_ shares: [Double]) {
    let total = shares.reduce(0, +)
    let probabilities = shares.map { $0 / total }
    var sum = 0.0
    let cumulative = probabilities.map { probability in
      sum += probability
      return sum
    }
    var number = 0
    starts = (0..<DiscreteSampler.sliceCount).map { slice in
      let low = Double(slice) / Double(DiscreteSampler.sliceCount)
      while number < cumulative.count - 1, cumulative[number] <= low { number += 1 }
      return number
    }
    (self.probabilities, self.cumulative) = (probabilities, cumulative)
  }

  /// The next number.
  func draw(_ stream: inout RandomStream) -> Int {
    let place = stream.uniform()
    var number = starts[Int(place * Double(DiscreteSampler.sliceCount))]
    while number < cumulative.count - 1, cumulative[number] <= place { number += 1 }
    return number
  }
}
