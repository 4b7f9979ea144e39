/// An error that a person can act on: it makes one sentence and names the exit status.
///
/// Each room has one enum of failures whose cases carry facts; one file of the room turns the
/// facts into a `Message`.
public protocol Failure: Error, Sendable {
  /// The sentence for the person.
  var message: Message { get }
  /// All sentences, when there is more to correct than one thing; the first is `message`.
  var messages: [Message] { get }
  /// How many things there are to correct, those that no sentence tells among them.
  var problemCount: Int { get }
  /// The status with which the command ends.
  var exitStatus: ExitStatus { get }
}

extension Failure {
  /// The one sentence of a failure that has but one thing to correct.
  public var messages: [Message] { [message] }
  /// As many as there are sentences.
  public var problemCount: Int { messages.count }
}

/// The exit statuses of the command (the names of sysexits.h), all in one place.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case success = 0
  /// Wrong options or arguments.
  case usage = 64
  /// The data cannot be used as they are.
  case data = 65
  /// An input file is missing or cannot be opened.
  case inputMissing = 66
  /// Something that is needed is not available.
  case unavailable = 69
  /// An invariant of the program broke: a fault of ours.
  case internalFault = 70
  /// The output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed, a full disk among others.
  case inputOutput = 74
  /// Try again later: locked, or the input is still changing.
  case tryLater = 75
  /// Not permitted.
  case permission = 77
  /// The study file is wrong.
  case studyFile = 78
}

/// One sentence for a person: `where: what, found X, expected Y. Fix: do Z.`
public struct Message: Sendable, Equatable, CustomStringConvertible {
  /// Where: `file`, `file:line` or `file:line:byteColumn`.
  public var place: String
  /// What is wrong, without a full stop.
  public var what: String
  /// What stands there, if that helps.
  public var found: String?
  /// What should stand there, if that helps.
  public var expected: String?
  /// What to do, an imperative without a full stop.
  public var fix: String

  /// A message from its parts.
  public init(
    _ place: String, _ what: String, found: String? = nil, expected: String? = nil, fix: String
  ) {
    self.place = place
    self.what = what
    self.found = found
    self.expected = expected
    self.fix = fix
  }

  /// The whole sentence, control characters escaped so that data cannot steer a terminal.
  public var description: String {
    var sentence = "\(place): \(what)"
    if let found { sentence += ", found \(found)" }
    if let expected { sentence += ", expected \(expected)" }
    return Message.escaped("\(sentence). Fix: \(fix).")
  }

  /// A text in which control characters and direction marks are written as `\u{...}`.
  public static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
