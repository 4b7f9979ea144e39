public import Groundwork

/// What stops a tabulation before the data are read.
public enum TabulationFailure: Failure, Equatable {
  /// What a name was meant to name.
  public enum Kind: String, Sendable {
    case item
    case outcome
    case segmentation
  }

  /// The study holds nothing of that name.
  case unknownName(Kind, String, nearest: String?, known: [String])

  /// The status with which the command ends.
  public var exitStatus: ExitStatus { .usage }

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .unknownName(let kind, let name, let nearest, let known):
      Message(
        TabulationFailure.option(kind), "the study has no such \(kind.rawValue)",
        found: "\"\(name)\"", expected: TabulationFailure.expected(kind, known),
        fix: nearest.map { "write \"\($0)\"" } ?? TabulationFailure.fix(kind, known))
    }
  }

  // MARK: - Steps

  /// How many of the known names a message shows.
  private static let nameLimit = 8

  private static func option(_ kind: Kind) -> String {
    switch kind {
    case .item: "--items"
    case .outcome: "--outcome"
    case .segmentation: "--by"
    }
  }

  private static func expected(_ kind: Kind, _ known: [String]) -> String {
    guard !known.isEmpty else { return "none: the study declares no segments" }
    let names = known.prefix(nameLimit).joined(separator: ", ")
    let rest = known.count - nameLimit
    return "all or one of: " + names + (rest > 0 ? " and \(rest) more" : "")
  }

  private static func fix(_ kind: Kind, _ known: [String]) -> String {
    known.isEmpty
      ? "leave \(option(kind)) out, or name columns under segments in the study"
      : "name one of them, several with commas between"
  }
}
