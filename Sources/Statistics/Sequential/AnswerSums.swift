/// Sums over people, of one or two numbers each: all that evidence about their means needs.
///
/// Sums of nights add up to sums of all nights, and sums up to a night are taken off again.
public struct AnswerSums: Sendable, Equatable {
  /// How many people.
  public var count: Double
  /// The sum of their weights.
  public var weight: Double
  /// The sum of the squared weights.
  public var squares: Double
  /// The sum of weight times the first number.
  public var first: Double
  /// The sum of weight times its square.
  public var firstSquares: Double
  /// The sum of weight times the second number.
  public var second: Double
  /// The sum of weight times its square.
  public var secondSquares: Double

  /// Nobody.
  public static let zero = AnswerSums([0, 0, 0, 0, 0, 0, 0])

  /// - Parameter numbers: the seven sums in the order of the declarations.
  public init(_ numbers: [Double]) {
    precondition(numbers.count == 7, "\(numbers.count) sums")
    (count, weight, squares) = (numbers[0], numbers[1], numbers[2])
    (first, firstSquares) = (numbers[3], numbers[4])
    (second, secondSquares) = (numbers[5], numbers[6])
  }

  /// The seven sums in the order of the declarations.
  public var numbers: [Double] {
    [count, weight, squares, first, firstSquares, second, secondSquares]
  }

  /// Adds a person.
  public mutating func add(_ first: Double, _ second: Double = 0, weight: Double = 1) {
    self += AnswerSums([
      1, weight, weight * weight, weight * first, weight * first * first, weight * second,
      weight * second * second,
    ])
  }

  /// Kish's effective number of people, (sum w)^2 / sum w^2.
  public var effectiveCount: Double { squares > 0 ? weight * weight / squares : 0 }

  /// Adds sums over other people.
  public static func += (left: inout AnswerSums, right: AnswerSums) {
    left.count += right.count
    left.weight += right.weight
    left.squares += right.squares
    left.first += right.first
    left.firstSquares += right.firstSquares
    left.second += right.second
    left.secondSquares += right.secondSquares
  }

  /// The people of the first sums who are not among those of the second.
  public static func - (left: AnswerSums, right: AnswerSums) -> AnswerSums {
    var result = left
    result.count -= right.count
    result.weight -= right.weight
    result.squares -= right.squares
    result.first -= right.first
    result.firstSquares -= right.firstSquares
    result.second -= right.second
    result.secondSquares -= right.secondSquares
    return result
  }
}

/// Means and variances of one side of a comparison.
struct AnswerSide {
  /// The effective number of people, the design effect taken off.
  let count: Double
  let first: Double
  let second: Double
  /// Mean squared deviations.
  let firstSpread: Double
  let secondSpread: Double

  init(_ sums: AnswerSums, designEffect: Double) {
    count = sums.effectiveCount / designEffect
    let share = sums.weight > 0 ? 1 / sums.weight : 0
    (first, second) = (sums.first * share, sums.second * share)
    // Subtraction of snapshots can leave a rounding error below 0.
    firstSpread = max(0, sums.firstSquares * share - first * first)
    secondSpread = max(0, sums.secondSquares * share - second * second)
  }
}
