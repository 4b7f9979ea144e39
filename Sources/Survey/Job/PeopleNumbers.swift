import Statistics

/// The mean of a number that people have, such as an index, in one group of them.
enum PeopleNumbers {
  /// The most different numbers; where there are more, they are rounded to so many steps.
  private static let stepCount = 1_000

  /// The mean of the people of a group whose number is known.
  ///
  /// - Parameters:
  ///   - numbers: by respondent; `nil` is not known.
  ///   - range: what the numbers can be; the interval ends there.
  ///   - grouping: the groups; `nil` for everybody together.
  ///   - group: the position of the group.
  ///   - sample: the design.
  /// - Returns: the mean with Student's interval; `nil` under the disclosure floor.
  static func mean(
    _ numbers: [Double?], range: ClosedRange<Double>, in grouping: Grouping?, group: Int,
    sample: Sample
  ) -> PeopleMean? {
    var own = numbers.indices.map { row in
      grouping.map { Int($0.codes[row]) == group } ?? true ? numbers[row] : nil
    }
    var different = Set(own.compactMap { $0 }).sorted()
    if different.count > stepCount {
      let step = (range.upperBound - range.lowerBound) / Double(stepCount)
      own = own.map {
        $0.map { range.lowerBound + (($0 - range.lowerBound) / step).rounded() * step }
      }
      different = Set(own.compactMap { $0 }).sorted()
    }
    guard !different.isEmpty else { return nil }
    let places = Dictionary(uniqueKeysWithValues: different.enumerated().map { ($1, Int32($0)) })
    let table = PeopleTable(
      own.map { number in number.flatMap { places[$0] } ?? -1 }, answerCount: different.count,
      grouping: nil, sample: sample)
    return table.mean(of: different, range: range)
  }
}
