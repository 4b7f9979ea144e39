/// Sums over people, by the values of one or two numbers: all that evidence about their means
/// needs.
///
/// Sums of nights add up to sums of all nights, and sums up to a night are taken off again.
public struct AnswerSums: Sendable, Equatable {
  /// How many people.
  public private(set) var count: Double
  /// The sum of the weights of those who have a value: by value of the first number, then by value
  /// of the second. Empty where nobody was counted yet.
  public private(set) var weights: [Double]
  /// The sums of the squared weights alike; empty where everybody's weight is 1.
  public private(set) var squares: [Double]

  /// Nobody.
  public static let zero = AnswerSums(count: 0, weights: [])

  /// - Parameters:
  ///   - count: people.
  ///   - weights: by value of the first number, then by value of the second.
  ///   - squares: sums of squared weights alike; empty where everybody's weight is 1.
  public init(count: Double, weights: [Double], squares: [Double] = []) {
    precondition(squares.isEmpty || squares.count == weights.count, "\(squares.count) squares")
    (self.count, self.weights, self.squares) = (count, weights, squares)
  }

  /// As they are stored: people, how many values there are, then weights and squares.
  public var numbers: [Double] { [count, Double(weights.count)] + weights + squares }

  /// Sums as they were stored; `nil` where the numbers are none.
  public init?(numbers: [Double]) {
    guard numbers.count >= 2, let length = Int(exactly: numbers[1]), length >= 0,
      numbers.count == 2 + length || numbers.count == 2 + 2 * length,
      numbers.allSatisfy({ $0 >= 0 && $0.isFinite })
    else { return nil }
    self.init(
      count: numbers[0], weights: Array(numbers[2..<(2 + length)]),
      squares: Array(numbers[(2 + length)...]))
  }

  /// Adds sums over other people.
  public static func += (left: inout AnswerSums, right: AnswerSums) {
    left.combine(right, +)
  }

  /// The people of the first sums who are not among those of the second.
  public static func - (left: AnswerSums, right: AnswerSums) -> AnswerSums {
    var result = left
    // Fractions leave rounding errors below 0.
    result.combine(right) { max(0, $0 - $1) }
    return result
  }

  private mutating func combine(_ other: AnswerSums, _ operation: (Double, Double) -> Double) {
    guard !other.weights.isEmpty else { return }
    if weights.isEmpty { weights = [Double](repeating: 0, count: other.weights.count) }
    precondition(weights.count == other.weights.count, "sums of the same numbers")
    count = operation(count, other.count)
    if !squares.isEmpty || !other.squares.isEmpty {
      if squares.isEmpty { squares = weights }
      for place in squares.indices {
        squares[place] = operation(
          squares[place], other.squares.isEmpty ? other.weights[place] : other.squares[place])
      }
    }
    for place in weights.indices {
      weights[place] = operation(weights[place], other.weights[place])
    }
  }
}
