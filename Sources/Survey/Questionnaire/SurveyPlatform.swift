import Groundwork

/// A survey platform that imports a questionnaire, and how it must be spelled there.
///
/// A spelling hangs on the one name alone: it stays the same when the study gets more columns, so
/// that the export of a survey that ran is found again.
public enum SurveyPlatform: String, Sendable, CaseIterable {
  case limeSurvey = "limesurvey"
  case xlsForm = "xlsform"
  case qualtrics

  /// The platform as people call it.
  public var name: String {
    switch self {
    case .limeSurvey: "LimeSurvey"
    case .xlsForm: "KoboToolbox or ODK"
    case .qualtrics: "Qualtrics"
    }
  }

  /// The name that a column of the study gets.
  ///
  /// Letters A to Z, digits and, but in LimeSurvey, `_`; it begins with a letter. What is too long,
  /// or has other letters, ends in four characters of its hash.
  ///
  /// - Parameter column: the column as the study names it.
  /// - Returns: a name that the platform takes.
  public func spelling(of column: String) -> String {
    var kept = squeezed(column)
    if kept.first.map({ !$0.isASCII || !$0.isLetter }) ?? true { kept = "q" + kept }
    if SurveyPlatform.reserved.contains(kept.lowercased()) { kept = "q" + kept }
    let isWhole = column.utf8.allSatisfy { $0 < 128 } && kept.utf8.count <= nameLimit
    return isWhole
      ? kept : kept.prefix(nameLimit - 4) + SurveyPlatform.digest(of: column, length: 4)
  }

  /// The codes of the answers to one question, in their order: all different but by a chance that
  /// `Questionnaire.check` looks for.
  ///
  /// Each is the choice's own code or its text as far as the platform takes it. Where two would be
  /// the same, or differ in upper and lower case alone, both end in characters of their hash.
  public func codes(of choices: [Questionnaire.Choice]) -> [String] {
    let plain = choices.map { choice in
      let kept = String(squeezed(choice.code ?? choice.text).prefix(codeLimit))
      return kept.isEmpty ? digested(choice) : kept
    }
    var uses: [String: Int] = [:]
    for code in plain { uses[code.lowercased(), default: 0] += 1 }
    return zip(plain, choices).map { uses[$0.lowercased()] == 1 ? $0 : digested($1) }
  }

  // MARK: - Steps

  /// The longest name of a question; platforms differ by version, these are the least.
  private var nameLimit: Int {
    switch self {
    case .limeSurvey: 20
    case .xlsForm: 60
    case .qualtrics: 15
    }
  }

  private var codeLimit: Int { self == .limeSurvey ? 5 : 40 }

  /// Names that mean something to a platform.
  private static let reserved: Set<String> = [
    "gid", "instanceid", "lang", "meta", "other", "qid", "saved", "savedid", "self", "sgq", "sid",
    "that", "this", "time", "token",
  ]

  /// Letters, digits and `_`; what stands between them becomes `_`, or nothing in LimeSurvey.
  private func squeezed(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      if isLetter || ("0"..."9").contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else if self != .limeSurvey, scalar == "_" || (!result.isEmpty && result.last != "_") {
        result.append("_")
      }
    }
    return result
  }

  private func digested(_ choice: Questionnaire.Choice) -> String {
    let length = self == .limeSurvey ? 3 : 6
    return squeezed(choice.code ?? choice.text).prefix(codeLimit - length)
      + SurveyPlatform.digest(of: choice.text, length: length)
  }

  /// Digits and small letters that stand for a text.
  private static func digest(of text: String, length: Int) -> String {
    var rest = StableHash.hash(text)
    return String(
      (0..<length).map { _ in
        defer { rest /= 36 }
        return Character(String(rest % 36, radix: 36))
      })
  }
}
