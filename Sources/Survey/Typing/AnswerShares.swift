import Groundwork
public import Statistics

/// How an outcome was rated: the shares of the points of both questions, and of the gap
/// importance - satisfaction of those who answered both.
public struct AnswerShares: Sendable, Equatable {
  /// By point of the scale; `nil` of fewer than 10 people.
  public var importance: PointShares?
  /// By point of the scale; `nil` of fewer than 10 people.
  public var satisfaction: PointShares?
  /// By gap, from the least that the scale allows; `nil` of fewer than 10 people.
  public var gap: PointShares?

  /// The shares of one of the lines.
  func shares(_ line: AnswerDrift.Line) -> PointShares? {
    switch line {
    case .importance: importance
    case .satisfaction: satisfaction
    case .gap: gap
    }
  }
}

/// The answers to both questions of an outcome, counted by pair of codes in whole numbers.
struct PairTally: Sendable {
  private var counts = [Int](repeating: 0, count: PairTally.size)
  private var sums = [Int64](repeating: 0, count: PairTally.size)
  private var squares = [Int128](repeating: 0, count: PairTally.size)

  private static let codeCount = 16
  private static let size = codeCount * codeCount

  /// - Parameters:
  ///   - importance: codes by person; empty where the question was not read.
  ///   - satisfaction: the same of the other question.
  ///   - weights: by person; who weighs 0 is nobody. `nil` counts everybody as one.
  ///   - isWeighted: whether a person counts by weight, or as one where the weight is above 0.
  init(
    _ importance: [UInt8], _ satisfaction: [UInt8], weights: [Int64]?, isWeighted: Bool
  ) {
    for person in 0..<max(importance.count, satisfaction.count) {
      let weight = weights?[person] ?? 1
      guard weight > 0 else { continue }
      let first = importance.isEmpty ? 0 : importance[person]
      let second = satisfaction.isEmpty ? 0 : satisfaction[person]
      let cell = Int(first) * PairTally.codeCount + Int(second)
      let counted = isWeighted ? weight : 1
      counts[cell] += 1
      sums[cell] += counted
      squares[cell] += Int128(counted) * Int128(counted)
    }
  }

  /// The shares on a scale of so many points.
  func shares(pointCount: Int) -> AnswerShares {
    AnswerShares(
      importance: shares(pointCount) { first, _ in first },
      satisfaction: shares(pointCount) { _, second in second },
      gap: shares(2 * pointCount - 1) { first, second in
        guard let first, let second else { return nil }
        return first - second + pointCount - 1
      })
  }

  private func shares(
    _ pointCount: Int, _ point: (_ first: Int?, _ second: Int?) -> Int?
  ) -> PointShares? {
    var (count, square) = (0, Int128(0))
    var totals = [Int64](repeating: 0, count: pointCount)
    for cell in counts.indices where counts[cell] > 0 {
      let codes = cell.quotientAndRemainder(dividingBy: PairTally.codeCount)
      guard let found = point(place(codes.quotient), place(codes.remainder)) else { continue }
      count += counts[cell]
      totals[found] += sums[cell]
      square += squares[cell]
    }
    guard count >= Disclosure.floor else { return nil }
    return PointShares(count: count, sums: totals, squares: square)
  }

  /// Points above the lowest.
  private func place(_ code: Int) -> Int? {
    RatingCode.isAnswered(UInt8(code)) ? code - Int(RatingCode.lowest) : nil
  }
}
