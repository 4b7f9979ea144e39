import Groundwork

/// The words that a questionnaire puts beside the points of the scale.
///
/// What is shown must be understood when it comes back: a declared label, else the bare point, and
/// at the ends the point with words behind it, such as `1 - Not at all important`.
enum RatingWords: CaseIterable {
  case importance
  case satisfaction
  case effort

  /// The points from low to high, then what stands for no rating where the study declares it.
  func choices(_ study: Study) -> [Questionnaire.Choice] {
    let scale = study.responses.scale
    let points = (scale.low...scale.high).map { point in
      Questionnaire.Choice(label(point, scale), code: String(point), point: point)
    }
    return points + RatingWords.outs(study).map { Questionnaire.Choice($0) }
  }

  /// The texts of a questionnaire that the study does not declare, with the codes they stand for.
  static func codes(_ study: Study) -> [(text: String, code: UInt8)] {
    let scale = study.responses.scale
    let ends = allCases.flatMap { words in
      [scale.low, scale.high].map {
        (words.endLabel($0, scale), RatingCode.code(point: $0, on: scale))
      }
    }
    let outs = RatingWords.outs(study)
    let reasons = Dictionary(
      study.responses.missing.map { (ByteText($0.text), $0.reason.rawValue) },
      uniquingKeysWith: { first, _ in first })
    let choices = outs.map { Questionnaire.Choice($0) }
    let short = SurveyPlatform.allCases.flatMap { platform in
      zip(platform.codes(of: choices), outs).compactMap { code, text in
        reasons[ByteText(text)].map { (code, $0) }
      }
    }
    return ends + short
  }

  // MARK: - Steps

  /// The stem by which a declared label tells which of the two questions it belongs to.
  private var stem: String {
    switch self {
    case .importance: "importan"
    case .satisfaction: "satisf"
    case .effort: "difficult"
    }
  }

  private func label(_ point: Int, _ scale: Scale) -> String {
    let others = RatingWords.allCases.filter { $0 != self }.map(\.stem)
    let declared = scale.labels.filter { $0.point == point }.map(\.text)
      .filter { text in !others.contains { RatingWords.holds(text, $0) } }
    if let own = declared.first(where: { RatingWords.holds($0, stem) }) ?? declared.first {
      return own
    }
    return point == scale.low || point == scale.high ? endLabel(point, scale) : String(point)
  }

  private func endLabel(_ point: Int, _ scale: Scale) -> String {
    let adjective =
      switch self {
      case .importance: "important"
      case .satisfaction: "satisfied"
      case .effort: "difficult"
      }
    return "\(point) - \(point == scale.low ? "Not at all" : "Extremely") \(adjective)"
  }

  private static func holds(_ text: String, _ stem: String) -> Bool {
    let folded = AnswerReading.folded(text)
    return folded.firstRange(of: Array(stem.utf8)) != nil
  }

  /// What people may answer in place of a point: that it does not apply, that they do not want to
  /// say; a word for "not answered" only where the study has neither. Numbers are codes of an
  /// export, not words for people.
  private static func outs(_ study: Study) -> [String] {
    func first(_ reason: MissingReason) -> String? {
      study.responses.missing.first {
        $0.reason == reason && !$0.text.isEmpty && Double($0.text) == nil
      }?.text
    }
    let spoken = [first(.doesNotApply), first(.refused)].compactMap { $0 }
    return spoken.isEmpty ? [first(.notAnswered)].compactMap { $0 } : spoken
  }
}
