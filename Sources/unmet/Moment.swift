import ArgumentParser
import Groundwork

/// A moment as it is written on the command line, `2026-11-20T03:00:00Z`.
struct Moment: ExpressibleByArgument {
  /// The seconds since 1970.
  let seconds: Int

  init?(argument: String) {
    guard let seconds = Timestamp.seconds(argument) else { return nil }
    self.seconds = seconds
  }

  init(seconds: Int) { self.seconds = seconds }
}
