#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The clocks of the machine: the one that people set, and the one that only goes on.
public enum SystemClock {
  /// Seconds since 1970 in universal time; it jumps when somebody sets the clock.
  public static var wallSeconds: Int { time(nil) }

  /// Seconds since some moment; it never jumps.
  public static var steadySeconds: Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// Waits at least so long; a signal may end the wait early.
  public static func wait(seconds: Double) {
    guard seconds > 0 else { return }
    var span = timespec()
    span.tv_sec = Int(seconds)
    span.tv_nsec = Int((seconds - seconds.rounded(.down)) * 1e9)
    nanosleep(&span, nil)
  }
}

/// A moment as it is written in files and on the command line, `2026-11-20T03:00:00Z`: universal
/// time alone, so that it means the same on every machine.
public enum Timestamp {
  /// The text of a moment, given in seconds since 1970.
  public static func text(_ seconds: Int) -> String {
    var moment = time_t(seconds)
    var parts = tm()
    gmtime_r(&moment, &parts)
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// The seconds since 1970 of a text; `nil` where it is no moment written in that way, such as
  /// the 30th of February.
  public static func seconds(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return nil }
    func number(_ range: Range<Int>) -> Int32? {
      let digits = bytes[range]
      guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
      }
      return Int32(String(decoding: digits, as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    var parts = tm()
    parts.tm_year = year - 1900
    parts.tm_mon = month - 1
    parts.tm_mday = day
    parts.tm_hour = hour
    parts.tm_min = minute
    parts.tm_sec = second
    let seconds = Int(timegm(&parts))
    // What is out of range was carried over, and what stands between the numbers was not read.
    return Timestamp.text(seconds).utf8.elementsEqual(bytes) ? seconds : nil
  }

  private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
