import ArgumentParser

/// A share as options and study files take it: `0.4`, `40%` or `40 %`.
///
/// Which shares an option takes, it says itself: 40 is read, and no share.
struct Share: ExpressibleByArgument, CustomStringConvertible {
  /// 0.4 of 40 %.
  let value: Double
  /// As it was written.
  let description: String

  var defaultValueDescription: String { description }

  init(_ value: Double) {
    self.value = value
    description = "\(value)"
  }

  init?(argument: String) {
    guard let value = Share.value(of: argument) else { return nil }
    self.value = value
    description = argument
  }

  static func value(of text: String) -> Double? {
    guard text.hasSuffix("%") else { return Double(text).flatMap { $0.isFinite ? $0 : nil } }
    let digits = text.dropLast()
    let bare = digits.hasSuffix(" ") ? digits.dropLast() : digits
    return Double(String(bare)).flatMap { $0.isFinite ? $0 / 100 : nil }
  }
}

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
    list(text, count, isAllowed) { Double($0) }
  }

  /// The same of shares: `0.5,80%`.
  static func shares(
    _ text: String, count: ClosedRange<Int>, where isAllowed: (Double) -> Bool
  ) -> [Double]? {
    list(text, count, isAllowed) { Share.value(of: $0) }
  }

  // MARK: - Steps

  private static func list(
    _ text: String, _ count: ClosedRange<Int>, _ isAllowed: (Double) -> Bool,
    _ read: (String) -> Double?
  ) -> [Double]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { part in
      read(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
    }
    guard values.count == parts.count, count.contains(values.count),
      Set(values).count == values.count, values.allSatisfy({ $0.isFinite && isAllowed($0) })
    else { return nil }
    return values
  }
}
