/// Two numbers of each of the same people, drawn one by one with equal weights: whether their
/// means differ.
///
/// Source: Student (1908), The probable error of a mean.
public struct PairedTest: Sendable, Equatable {
  /// The differences, first minus second number of a person.
  public let differences: Moments

  /// Takes the pairs.
  ///
  /// - Parameters:
  ///   - first: the first number of each person.
  ///   - second: the second number of each person, as many; the test is `nil` for fewer than 2
  ///     people, or where the moments of the differences are.
  public init?(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "\(first.count) and \(second.count) numbers")
    guard let differences = Moments(zip(first, second).map { $0 - $1 }), differences.count > 1
    else { return nil }
    self.differences = differences
  }

  /// The t test of the mean difference with n - 1 degrees of freedom. Where all differences are
  /// equal its t and p are `nil`.
  public var test: DifferenceTest {
    let count = Double(differences.count)
    return DifferenceTest(
      difference: differences.mean, variance: differences.sumOfSquares / (count - 1) / count,
      degreesOfFreedom: count - 1)
  }
}
