public import Groundwork

/// What stops a comparison of a baseline with something new.
public enum ImprovementFailure: Failure {
  /// One of the two sides, named as the option that tells it.
  public enum Side: String, Sendable {
    case baseline = "--baseline"
    case new = "--new"
  }

  /// The study has no segmentation of that name.
  case unknownSegmentation(String, known: [String])
  /// No respondent belongs to a group of that name; the known ones have enough people to be named.
  case unknownGroup(Side, String, segmentation: String, known: [String])
  /// Both sides are the same group.
  case sameGroup(String)
  /// Both sides are the same file, by name or by content.
  case sameFile(baseline: String, new: String)
  /// A side has fewer people than the disclosure floor.
  case tooFew(Side, String)
  /// The data cannot be read as the study says.
  case data(SurveyError)
  /// The new wave has ratings outside the study's scale that are on an older one of the study.
  case olderScale(SurveyError, LegacyScale, Place)

  /// No outcome of two waves is the same question on a scale that can be read.
  case nothingInCommon(old: String, new: String, reasons: [SchemaDifference])

  /// The status with which the command ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .unknownSegmentation, .unknownGroup, .sameGroup, .sameFile: .usage
    case .tooFew, .nothingInCommon: .data
    case .data(let error), .olderScale(let error, _, _): error.exitStatus
    }
  }

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .unknownSegmentation(let name, let known): ImprovementFailure.segmentation(name, known)
    case .unknownGroup(let side, let name, let segmentation, let known):
      ImprovementFailure.group(side, name, segmentation, known)
    case .sameGroup(let name):
      Message(
        Side.new.rawValue, "baseline and new are the same group", found: "\"\(name)\"",
        expected: "two different groups", fix: "name another group")
    case .sameFile(let baseline, let new):
      Message(
        Side.new.rawValue, "baseline and new hold the same answers",
        found: baseline == new ? "\"\(new)\" twice" : "\"\(new)\", a copy of \"\(baseline)\"",
        expected: "two different files", fix: "name the files of two waves")
    case .tooFew(let side, let name):
      Message(
        side.rawValue, "the group is too small to be compared",
        found: "fewer than \(Disclosure.floor) respondents in \"\(name)\"",
        expected: "\(Disclosure.floor) or more", fix: "name a larger group, or ask more people")
    case .nothingInCommon(let old, let new, let reasons):
      ImprovementFailure.nothingInCommon(old, new, reasons)
    case .data(let error): error.message
    case .olderScale(let error, let legacy, let place):
      ImprovementFailure.olderScale(error.message, legacy, place)
    }
  }

  /// All sentences.
  public var messages: [Message] {
    if case .data(let error) = self { return error.messages }
    return [message]
  }

  // MARK: - Steps

  /// How many of the known names a message shows.
  private static let nameLimit = 8

  private static func nothingInCommon(
    _ old: String, _ new: String, _ reasons: [SchemaDifference]
  ) -> Message {
    let isScale = reasons.contains { $0.kind == .scaleChanged }
    let first = reasons.first.map { "; \($0.subject): \($0.kind.rawValue)" } ?? ""
    return Message(
      "waves", "no outcome can be compared between \"\(old)\" and \"\(new)\"",
      found: "no id with the same question on one scale\(first)",
      expected: "one outcome or more with the same id, wording and scale",
      fix: isScale
        ? "tell under `outcomes.legacy` how the old scale is read"
        : "give the same question the same id in both study files")
  }

  private static func olderScale(
    _ message: Message, _ legacy: LegacyScale, _ place: Place
  ) -> Message {
    var message = message
    message.fix =
      "add --legacy both if the new wave too was asked on \(legacy.low) to \(legacy.high), the "
      + "older scale of the study (\(place.file):\(place.line)); else correct the values"
    return message
  }

  private static func segmentation(_ name: String, _ known: [String]) -> Message {
    let nearest = Suggestion.nearest(to: name, among: known)
    return Message(
      "--by", "the study has no such segmentation", found: "\"\(name)\"",
      expected: known.isEmpty
        ? "none: the study declares no segments, solutions or roles" : "one of: " + listed(known),
      fix: nearest.map { "write \"\($0)\"" }
        ?? (known.isEmpty ? "name columns under segments in the study" : "name one of them"))
  }

  private static func group(
    _ side: Side, _ name: String, _ segmentation: String, _ known: [String]
  ) -> Message {
    let nearest = Suggestion.nearest(to: name, among: known)
    return Message(
      side.rawValue, "segmentation \"\(segmentation)\" has no such group", found: "\"\(name)\"",
      expected: known.isEmpty
        ? "a group of \(Disclosure.floor) respondents or more, of which there is none"
        : "one of: " + listed(known),
      fix: nearest.map { "write \"\($0)\"" }
        ?? (known.isEmpty ? "compare by another segmentation" : "name one of them"))
  }

  private static func listed(_ known: [String]) -> String {
    let rest = known.count - nameLimit
    return known.prefix(nameLimit).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
