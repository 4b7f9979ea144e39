/// Numbers as a reader of the text report wants them: rounded, and never "-0.0".
///
/// The CSV papers hold every digit; here a digit more than the data carry would only mislead.
public enum NumberText {
  /// A number with a fixed number of decimals, rounded half away from zero.
  static func decimal(_ value: Double, _ places: Int = 1) -> String {
    guard value.isFinite else { return "-" }
    let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
    let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return "\(value)" }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + padded }
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// A number with its sign, `+1.2` or `-0.4`; zero has none.
  static func signed(_ value: Double, _ places: Int = 1) -> String {
    let text = decimal(value, places)
    let isZero = !text.contains { $0.isNumber && $0 != "0" }
    return value > 0 && !isZero ? "+\(text)" : text
  }

  /// A share of 0...1 as whole percent; what is neither none nor all never reads as if it were.
  static func percent(_ share: Double) -> String {
    if share > 0, share < 0.01 { return "<1 %" }
    if share < 1, share > 0.99 { return ">99 %" }
    return decimal(share * 100, 0) + " %"
  }

  /// A share of 0...1 with its interval, `62 % (58 to 66)`; the ends as careful as `percent`, so
  /// that "under 1 %" never has an interval of 0 to 0.
  static func percent(_ share: Double, _ low: Double, _ high: Double) -> String {
    func end(_ share: Double) -> String { String(percent(share).dropLast(2)) }
    let ends = (end(low), end(high))
    // Of a share between ends that both read alike, the interval would tell nothing more.
    guard ends != ("<1", "<1"), ends != (">99", ">99") else { return percent(share) }
    return "\(percent(share)) (\(ends.0) to \(ends.1))"
  }

  /// A p-value with three decimals, `.042`; the ends read `under .001` and `over .999`, so that
  /// neither ever looks like 0.
  static func probability(_ value: Double) -> String {
    guard value.isFinite else { return "unknown" }
    guard value >= 0.001 else { return "under .001" }
    let thousandths = Int((min(value, 1) * 1000).rounded())
    return thousandths < 1000 ? "." + String(1000 + thousandths).dropFirst() : "over .999"
  }

  /// A count with a comma between groups of three digits: `1,000,000`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    guard digits.count > 3 else { return String(value) }
    var groups: [Substring] = []
    var rest = Substring(digits)
    while !rest.isEmpty {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A number of people still to be asked: beyond 100,000 it is a way of saying that asking more
  /// does not help.
  static func needed(_ people: Int) -> String {
    people > neededLimit ? "over \(count(neededLimit))" : count(people)
  }

  private static let neededLimit = 100_000

  /// A count and its noun: `1 outcome`, `3 outcomes`.
  public static func counted(_ value: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// `13.3 (11.4 to 15.2)`.
  static func withInterval(_ value: Double, _ low: Double, _ high: Double) -> String {
    "\(decimal(value)) (\(decimal(low)) to \(decimal(high)))"
  }

  /// Small whole numbers in words, as sentences want them.
  static func word(_ value: Int) -> String {
    let words = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ]
    return words.indices.contains(value) ? words[value] : String(value)
  }
}
