/// A day of the Gregorian calendar in universal time: no clock change and no place moves it.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The days since 1970-01-01; negative before.
  public let number: Int

  /// The day that is so many days after 1970-01-01.
  public init(number: Int) { self.number = number }

  /// The day in which a moment lies.
  public init(secondsSince1970 seconds: Int) {
    number = Day.floor(seconds, by: 86_400)
  }

  /// The day that a text begins with, as `2026-11-20` or `2026-11-20T23:57:55Z`; `nil` where it
  /// begins with none, or with one that no calendar has.
  public init?(startOf text: String) {
    let bytes = Array(text.utf8.prefix(10))
    let hyphen = UInt8(ascii: "-")
    guard bytes.count == 10, bytes[4] == hyphen, bytes[7] == hyphen else { return nil }
    func whole(_ range: Range<Int>) -> Int? {
      bytes[range].reduce(0) { value, byte in
        guard let value, 0x30...0x39 ~= byte else { return nil }
        return 10 * value + Int(byte - 0x30)
      }
    }
    guard let year = whole(0..<4), let month = whole(5..<7), let day = whole(8..<10),
      1...12 ~= month, 1...Day.length(of: month, year: year) ~= day
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// A day by its parts, which a calendar must have.
  public init(year: Int, month: Int, day: Int) {
    precondition(
      1...12 ~= month && 1...Day.length(of: month, year: year) ~= day,
      "no calendar has \(year)-\(month)-\(day)")
    // Years begin in March here, so that the day that comes and goes is the last one.
    let shifted = month > 2 ? year : year - 1
    let era = Day.floor(shifted, by: 400)
    let yearOfEra = shifted - 400 * era
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = 146_097 * era + dayOfEra - 719_468
  }

  /// Year, month and day of the month.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = Day.floor(shifted, by: 146_097)
    let dayOfEra = shifted - 146_097 * era
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + 400 * era + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// A number that all days from a Monday to the next Sunday share, and no others.
  public var week: Int { Day.floor(number + 3, by: 7) }

  /// A number that all days of a calendar month share, and no others.
  public var month: Int { 12 * parts.year + parts.month - 1 }

  /// The day some months before; of a month that is too short, its last day.
  public func earlier(months: Int) -> Day {
    let wanted = self.month - months
    let year = Day.floor(wanted, by: 12)
    let month = wanted - 12 * year + 1
    return Day(year: year, month: month, day: min(parts.day, Day.length(of: month, year: year)))
  }

  /// `2026-11-20`.
  public var description: String {
    let (year, month, day) = parts
    func padded(_ value: Int, _ count: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Whether one day is before another.
  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  // MARK: - Steps

  /// Division that rounds down, also below zero.
  private static func floor(_ value: Int, by divisor: Int) -> Int {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }

  private static func length(of month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
