/// Numbers with commas between, as options take them.
enum NumberLists {
  /// The numbers of a text.
  ///
  /// - Parameters:
  ///   - text: such as `1.20,1.30`; blanks around a number are left out.
  ///   - count: how many there may be.
  ///   - isAllowed: whether a number is one of those that are meant.
  /// - Returns: the numbers in the order given; `nil` where something is no such number, or stands
  ///   twice, or there are too few or too many.
  static func numbers(
    _ text: String, count: ClosedRange<Int>, where isAllowed: (Double) -> Bool
  ) -> [Double]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { part in
      Double(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
    }
    guard values.count == parts.count, count.contains(values.count),
      Set(values).count == values.count, values.allSatisfy({ $0.isFinite && isAllowed($0) })
    else { return nil }
    return values
  }
}
