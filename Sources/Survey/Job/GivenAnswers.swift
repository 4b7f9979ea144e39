import Groundwork

/// The answers of a column, to hold answers against them that the study names.
struct GivenAnswers {
  /// How an answer that nobody gave is told: the key that names it, what the finding is about, and
  /// whether the answers there are stand beside the nearest one.
  struct Naming {
    var key: String
    var subject: String
    var listsAnswers = false
  }

  /// The answers that may be told, the commonest first: those of the disclosure floor and above.
  private let told: [String]
  /// How many different answers are left out of them.
  private let hiddenCount: Int
  private let known: Set<ByteText>

  /// The most answers that are listed, and the characters that are shown of each.
  private static let (listLimit, nameLength) = (5, 60)
  /// The most answers among which the nearest is looked for.
  private static let searchLimit = 1_000

  /// The whole cells of a column.
  init(_ texts: JobAnswers.Texts, _ study: Study) {
    self.init(texts) { study.isMissing($0) ? [] : [$0] }
  }

  /// The choices of cells that may hold several.
  init(choicesOf texts: JobAnswers.Texts, _ study: Study) {
    self.init(texts) { study.isMissing($0) ? [] : ChoiceReading.choices($0) }
  }

  private init(_ texts: JobAnswers.Texts, _ answers: (String) -> [String]) {
    var people = [Int](repeating: 0, count: texts.levels.count)
    for code in texts.codes { people[Int(code)] += 1 }
    var counts: [ByteText: Int] = [:]
    for (level, count) in zip(texts.levels, people) where count > 0 {
      for answer in Set(answers(level).map { ByteText($0) }) { counts[answer, default: 0] += count }
    }
    known = Set(counts.keys)
    told = counts.filter { $0.value >= Disclosure.floor }.sorted { left, right in
      left.value == right.value
        ? left.key.bytes.lexicographicallyPrecedes(right.key.bytes) : left.value > right.value
    }.map(\.key.text)
    hiddenCount = counts.count - told.count
  }

  /// Whether there is no answer at all: then nothing can be said of a named one.
  var isEmpty: Bool { known.isEmpty }

  /// Whether somebody gave an answer.
  func contains(_ answer: String) -> Bool { known.contains(ByteText(answer)) }

  /// What there is to say of an answer that nobody gave.
  func finding(_ answer: String, _ naming: Naming) -> Finding {
    let nearest = Suggestion.nearest(to: answer, among: Array(told.prefix(Self.searchLimit)))
    var parts = ["`\(naming.key)` names \(quoted(answer)), which nobody answered"]
    if nearest == nil || naming.listsAnswers, !told.isEmpty { parts.append("there are \(list)") }
    if let nearest { parts.append("nearest \(quoted(nearest))") }
    let fix =
      nearest.map { "write \(quoted($0)) if that is meant" }
      ?? "write an answer as it stands in the data, or delete this one"
    return Finding(
      .warning, kind: "unmatched-answer", subject: naming.subject,
      text: "\(parts.joined(separator: "; ")). Fix: \(fix)")
  }

  // MARK: - Steps

  private var list: String {
    let names = told.prefix(Self.listLimit).map(quoted)
    let rest = told.count - names.count + hiddenCount
    return (names + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
  }

  private func quoted(_ text: String) -> String { "\"\(Self.cut(text))\"" }

  /// A text with as many characters as a message bears.
  static func cut(_ text: String) -> String {
    let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(nameLength)))
    return cut == text ? cut : cut + "..."
  }
}

/// Answers that the study names and nobody gave: slips of the pen, or the wrong column.
enum NamedAnswerChecks {
  /// What there is to say of roles, solutions, barriers and workarounds.
  static func findings(_ study: Study, _ answers: JobAnswers) -> [Finding] {
    people(study, answers) + choices(study, answers)
  }

  /// What there is to say of the levels of a segmentation.
  static func findings(
    _ segmentation: SegmentationPlan, _ texts: JobAnswers.Texts, _ study: Study
  ) -> [Finding] {
    let given = GivenAnswers(texts, study)
    return unmatched(
      segmentation.levels, given,
      GivenAnswers.Naming(key: "segments[].levels", subject: segmentation.name))
  }

  // MARK: - Steps

  private static func people(_ study: Study, _ answers: JobAnswers) -> [Finding] {
    var findings: [Finding] = []
    if let roles = study.roles, let texts = answers.texts[.role] {
      let given = GivenAnswers(texts, study)
      for role in PerformerRole.allCases {
        findings += unmatched(
          roles.answers(of: role), given,
          GivenAnswers.Naming(key: "roles.\(role.rawValue)", subject: roles.column.text))
      }
    }
    if let solutions = study.solutions, let texts = answers.texts[.solution] {
      let given = GivenAnswers(texts, study)
      for kind in SolutionKind.allCases {
        findings += unmatched(
          solutions.answers(of: kind), given,
          GivenAnswers.Naming(key: "solutions.\(kind.rawValue)", subject: solutions.column.text))
      }
    }
    return findings
  }

  /// The choices that barriers and workarounds name.
  private static func choices(_ study: Study, _ answers: JobAnswers) -> [Finding] {
    study.behaviourColumns.compactMap { use, _ in
      guard let texts = answers.texts[use] else { return nil }
      switch use {
      case .barrier(let index):
        let name = study.barriers[index].name
        return unmatched(study.barriers[index], "barriers.\(name).answer", texts, study)
      case .workaround(let index):
        return unmatched(study.workarounds[index], "workarounds[].answer", texts, study)
      default: return nil
      }
    }
  }

  private static func unmatched(
    _ column: NamedColumn, _ key: String, _ texts: JobAnswers.Texts, _ study: Study
  ) -> Finding? {
    guard let answer = column.answer else { return nil }
    let meanings = ChoiceReading(study, choice: answer).meanings(texts.levels)
    // A choice with a separator in it is made of several parts: it is held against whole cells.
    let isPlain = ChoiceReading.choices(answer).count == 1
    let given =
      isPlain ? GivenAnswers(choicesOf: texts, study) : GivenAnswers(texts, study)
    guard !given.isEmpty, !texts.codes.contains(where: { meanings[Int($0)] == true }) else {
      return nil
    }
    return given.finding(
      answer,
      GivenAnswers.Naming(key: key, subject: column.column.text, listsAnswers: true))
  }

  private static func unmatched(
    _ named: [String], _ given: GivenAnswers, _ naming: GivenAnswers.Naming
  ) -> [Finding] {
    guard !given.isEmpty else { return [] }
    return named.filter { !given.contains($0) }.map { given.finding($0, naming) }
  }
}
