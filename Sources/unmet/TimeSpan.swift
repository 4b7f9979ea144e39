import ArgumentParser

/// A time as it is written on the command line: `90`, `90s`, `10min`, `6h`, `"10 min"`.
struct TimeSpan: ExpressibleByArgument, Equatable, CustomStringConvertible {
  /// The time in whole seconds.
  let seconds: Int

  /// As messages and helps write it.
  let description: String

  private static let units = [
    "": 1, "s": 1, "min": 60, "h": 3600, "d": 86_400, "day": 86_400, "days": 86_400,
  ]

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let unit = String(argument.dropFirst(digits.count).drop { $0 == " " })
    guard let number = Int(digits), let factor = TimeSpan.units[unit],
      case let (seconds, isTooLong) = number.multipliedReportingOverflow(by: factor), !isTooLong
    else { return nil }
    self.seconds = seconds
    description = argument
  }

  init(_ seconds: Int, _ description: String) {
    self.seconds = seconds
    self.description = description
  }

  var defaultValueDescription: String { description }
}
