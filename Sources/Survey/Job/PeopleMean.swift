import NumericCore
import Statistics

/// A share or a mean of people with its 95 % interval.
public struct PeopleMean: Sendable, Equatable {
  /// The share, 0...1, or the mean in its own unit.
  public var value: Double
  /// Its design-based standard error, in the unit of the value.
  public var standardError: Double
  /// The 95 % interval; `nil` without a degree of freedom.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// The people it rests on; unweighted.
  public var respondentCount: Int
  /// Kish's effective number of them.
  public var effectiveCount: Double
  /// The design's degrees of freedom among them: sampling units less strata.
  public var degreesOfFreedom: Int
}

/// What people are, one of a few answers each, by the groups of one segmentation: shares and means
/// with their design covariance between the groups.
struct PeopleTable {
  private let table: DesignTable
  /// The number of groups.
  let groupCount: Int

  /// - Parameters:
  ///   - answers: by respondent, 0 ..< `answerCount`; below 0 for nobody known.
  ///   - answerCount: the number of different answers.
  ///   - grouping: the groups; `nil` for everybody together.
  ///   - sample: the design.
  init(_ answers: [Int32], answerCount: Int, grouping: Grouping?, sample: Sample) {
    let groupCount = grouping?.levels.count ?? 1
    self.groupCount = groupCount
    table = DesignTable(
      cells: answers.indices.map { row in
        let group = Int(grouping?.codes[row] ?? 0)
        return answers[row] < 0 || group >= groupCount
          ? -1 : answers[row] * Int32(groupCount) + Int32(group)
      }, answerCount: answerCount, groupCount: groupCount, sample: sample)
  }

  /// The people of a group that the figures rest on.
  func count(of group: Int) -> Int { table.count(of: group) }

  /// By group, the share of some answers; `nil` under the disclosure floor.
  func shares(of answers: Set<Int>) -> [PeopleMean?] {
    means((0..<table.answerCount).map { answers.contains($0) ? 1 : 0 }, isShare: true)
  }

  /// By group, the mean of what the answers are worth; `nil` under the disclosure floor.
  ///
  /// - Parameters:
  ///   - points: what each answer is worth, in whole points.
  ///   - unit: what a point is worth.
  ///   - range: what such a mean can be; intervals end there.
  /// - Returns: the means with Student's intervals.
  func means(
    _ points: [Int], unit: Double = 1, range: ClosedRange<Double>? = nil
  ) -> [PeopleMean?] {
    means(points, isShare: false).map { mean in
      guard var mean else { return nil }
      mean.value *= unit
      mean.standardError *= unit
      let (low, high) = (mean.low.map { $0 * unit }, mean.high.map { $0 * unit })
      mean.low = low.map { low in range.map { max($0.lowerBound, low) } ?? low }
      mean.high = high.map { high in range.map { min($0.upperBound, high) } ?? high }
      return mean
    }
  }

  /// The mean of numbers, one an answer, of everybody in the table; `nil` under the disclosure
  /// floor.
  ///
  /// - Parameters:
  ///   - numbers: what each answer is worth.
  ///   - range: what such a mean can be; the interval ends there.
  /// - Returns: the mean with Student's interval.
  func mean(of numbers: [Double], range: ClosedRange<Double>) -> PeopleMean? {
    let count = table.count(of: 0)
    guard count >= Disclosure.floor else { return nil }
    var mean = PeopleMean(
      value: zip(numbers, distribution(of: 0)).reduce(0) { $0 + $1.0 * $1.1 },
      standardError: standardError(of: numbers, in: 0), respondentCount: count,
      effectiveCount: table.effectiveCount(of: 0),
      degreesOfFreedom: table.degrees.degreesOfFreedom(of: [0]))
    mean.addInterval(isShare: false)
    mean.low = mean.low.map { max(range.lowerBound, $0) }
    mean.high = mean.high.map { min(range.upperBound, $0) }
    return mean
  }

  /// The weight of each answer in a group, as shares that sum to 1; 0 each without weight.
  func distribution(of group: Int) -> [Double] {
    let total = Double(table.weight(of: group))
    return (0..<table.answerCount).map { answer in
      total > 0 ? Double(table.weights[answer * groupCount + group]) / total : 0
    }
  }

  /// The standard error of a mean of numbers, one an answer, in a group.
  func standardError(of numbers: [Double], in group: Int) -> Double {
    let shares = distribution(of: group)
    let mean = zip(numbers, shares).reduce(0) { $0 + $1.0 * $1.1 }
    let total = Double(table.weight(of: group))
    let slopes = numbers.map { total > 0 ? ($0 - mean) / total : 0 }
    let places = slopes.indices.map { $0 * groupCount + group }
    var variance = 0.0
    for (row, left) in zip(places, slopes) where left != 0 {
      for (column, right) in zip(places, slopes) {
        variance += left * right * table.covariance[row, column]
      }
    }
    return max(0, variance).squareRoot()
  }

  // MARK: - Steps

  private func means(_ points: [Int], isShare: Bool) -> [PeopleMean?] {
    let means = table.means(points)
    return (0..<groupCount).map { group in
      let count = table.count(of: group)
      guard count >= Disclosure.floor, let value = means.values[group] else { return nil }
      var mean = PeopleMean(
        value: value, standardError: max(0, means.covariance[group, group]).squareRoot(),
        respondentCount: count, effectiveCount: table.effectiveCount(of: group),
        degreesOfFreedom: table.degrees.degreesOfFreedom(of: [group]))
      mean.addInterval(isShare: isShare)
      return mean
    }
  }
}

extension PeopleMean {
  /// Korn and Graubard's interval of a share, Student's of a mean.
  fileprivate mutating func addInterval(isShare: Bool) {
    guard degreesOfFreedom > 0 else { return }
    if isShare {
      let interval = ShareInterval.kornGraubard(
        share: value, standardError: standardError, count: respondentCount,
        degreesOfFreedom: Double(degreesOfFreedom), effectiveCount: effectiveCount)
      (low, high) = (interval.low, interval.high)
    } else {
      let interval = DifferenceTest(
        difference: value, variance: standardError * standardError,
        degreesOfFreedom: Double(degreesOfFreedom)
      ).interval()
      (low, high) = (interval?.low, interval?.high)
    }
  }
}
