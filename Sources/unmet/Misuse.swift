import ArgumentParser
import Groundwork

/// A wrong option, told in the form of all messages.
enum Misuse {
  /// The error that the argument parser understands.
  static func error(
    _ option: String, _ what: String, found: String? = nil, expected: String, fix: String
  ) -> ValidationError {
    ValidationError(
      Message(option, what, found: found, expected: expected, fix: fix).description)
  }
}
