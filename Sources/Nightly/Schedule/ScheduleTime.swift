import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// When something runs.
public struct ScheduleTime: Sendable, Equatable {
  /// The expression for systemd, without a time zone.
  public var calendar: String
  /// Days of the week (0 is Sunday), hour and minute, where the expression says no more than that.
  public var simple: Simple?

  /// A time of some days of the week.
  public struct Simple: Sendable, Equatable {
    /// The days, 0 is Sunday.
    public var days: [Int]
    /// The hour.
    public var hour: Int
    /// The minute.
    public var minute: Int

    /// Minutes since midnight.
    var minutes: Int { hour * 60 + minute }

    /// The fields of a line of cron.
    var cronFields: String {
      let days = days.count == 7 ? "*" : days.map(String.init).joined(separator: ",")
      return "\(minute) \(hour) * * \(days)"
    }

    /// When it is next, in the time zone of the machine: seconds since 1970.
    public func next(after now: Int) -> Int? {
      var moment = time_t(now)
      var today = tm()
      localtime_r(&moment, &today)
      for offset in 0...8 {
        var day = today
        day.tm_mday += Int32(offset)
        (day.tm_hour, day.tm_min, day.tm_sec, day.tm_isdst) = (Int32(hour), Int32(minute), 0, -1)
        let time = mktime(&day)
        if time > now, days.contains(Int(day.tm_wday)) { return time }
      }
      return nil
    }
  }

  private static let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

  /// A time of every day, such as `03:00`.
  public init(at text: String) throws(ScheduleFailure) {
    guard let (hour, minute) = ScheduleTime.clock(text) else {
      throw .badTime(found: text, expected: "hours and minutes such as 03:00")
    }
    simple = Simple(days: Array(0...6), hour: hour, minute: minute)
    calendar = "*-*-* \(ScheduleTime.two(hour)):\(ScheduleTime.two(minute)):00"
  }

  /// A calendar expression of systemd, such as `Mon..Fri 03:00`.
  public init(calendar text: String) throws(ScheduleFailure) {
    let isPlain = text.utf8.allSatisfy { 0x20...0x7E ~= $0 && !Array("%\"'\\;#".utf8).contains($0) }
    guard isPlain, !text.allSatisfy({ $0 == " " }), text.utf8.count <= 200 else {
      throw .badTime(found: text, expected: "an expression such as `Mon..Fri 03:00`")
    }
    calendar = text
    let words = text.split(separator: " ").map(String.init)
    guard (1...2).contains(words.count), let last = words.last,
      let (hour, minute) = ScheduleTime.clock(last),
      let days = words.count == 1 ? Array(0...6) : ScheduleTime.days(words[0])
    else { return }
    simple = Simple(days: days, hour: hour, minute: minute)
    // To systemd a week begins on Monday, and no range of days runs over its end.
    let isRange = words[0].contains("..") && words.count == 2
    let monday = days.map { ($0 + 6) % 7 }.sorted()
    let isUnbroken = zip(monday, monday.dropFirst()).allSatisfy { $1 == $0 + 1 }
    if isRange, !isUnbroken {
      calendar = days.map { ScheduleTime.names[$0] }.joined(separator: ",") + " \(last)"
    }
  }

  // MARK: - Steps

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  /// `3:00`, `03:00` or `03:00:00`.
  private static func clock(_ text: String) -> (hour: Int, minute: Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.count == 2 || parts[2] == "00",
      parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) }),
      parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24,
      minute < 60
    else { return nil }
    return (hour, minute)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  /// `Mon..Fri`, `Mon,Wed` or `Sat`.
  private static func days(_ text: String) -> [Int]? {
    var result: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: ".").map { day in names.firstIndex(of: String(day)) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        part.utf8.count == (ends.count == 1 ? 3 : 8)
      else { return nil }
      var day = first
      result.insert(day)
      while day != last {
        day = (day + 1) % 7
        result.insert(day)
      }
    }
    return result.sorted()
  }
}

/// The time zone in which a time is meant.
public enum ScheduleZone {
  /// The machine's time zone, `UTC` where none is set.
  public static func machine() -> String {
    guard let path = FileSystem.realPath("/etc/localtime"),
      let range = path.ranges(of: "/zoneinfo/").first
    else { return "UTC" }
    return String(path[range.upperBound...])
  }

  /// Checks that a time exists in every night of a zone.
  ///
  /// Where clocks go forward, an hour is missing once a year: systemd passes over a time in it
  /// without a word, and a night is lost.
  ///
  /// - Parameters:
  ///   - time: the time.
  ///   - zone: the name of the zone.
  /// - Throws: `ScheduleFailure` when the zone is unknown, or a night a year lacks the time.
  public static func check(_ time: ScheduleTime, zone: String) throws(ScheduleFailure) {
    guard let rule = rule(of: zone) else { throw .badZone(zone) }
    guard let simple = time.simple, let gap = gap(in: rule), gap.contains(simple.minutes) else {
      return
    }
    let ends = [gap.lowerBound, gap.upperBound].map(words)
    throw .skippedTime(
      found: words(simple.minutes), zone: zone, gap: ends.joined(separator: " to "))
  }

  // MARK: - Steps

  /// The rule for the years to come, the last line of the zone's file; `nil` for an unknown zone.
  static func rule(of zone: String) -> String? {
    let isName = zone.utf8.allSatisfy { byte in
      0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
        || Array("/_+-".utf8).contains(byte)
    }
    guard isName, !zone.isEmpty, !zone.hasPrefix("/"),
      let bytes = FileSystem.contents(of: "/usr/share/zoneinfo/\(zone)", limit: 1 << 20),
      bytes.starts(with: "TZif".utf8)
    else { return nil }
    let last = bytes.dropLast().lastIndex(of: 0x0A).map { bytes[($0 + 1)...] } ?? []
    return String(decoding: last.filter { $0 != 0x0A }, as: UTF8.self)
  }

  /// The minutes of the day that the night of the change to summer time lacks; `nil` in zones
  /// without summer time. A rule is such as `CET-1CEST,M3.5.0,M10.5.0/3`; without an hour behind
  /// the day, clocks change at 2.
  static func gap(in rule: String) -> Range<Int>? {
    let parts = rule.split(separator: ",")
    guard parts.count == 3 else { return nil }
    // Ireland's rule is written the other way round: its summer time is the standard.
    let forward = parts[0] == "IST-1GMT0" ? parts[2] : parts[1]
    let clock = forward.split(separator: "/").dropFirst().first ?? "2"
    let numbers = clock.split(separator: ":").compactMap { Int($0) }
    guard let hour = numbers.first else { return nil }
    let start = (hour % 24 + 24) % 24 * 60 + (numbers.count > 1 ? numbers[1] : 0)
    return start..<(start + 60)
  }

  private static func words(_ minutes: Int) -> String {
    let (hour, minute) = (minutes / 60 % 24, minutes % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
