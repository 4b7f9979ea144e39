import Groundwork

/// One column of a simulated file.
struct SimulatedColumn: Sendable {
  enum Kind: Sendable {
    case respondent
    case importance(outcome: Int)
    case satisfaction(outcome: Int)
    /// How hard an outcome is to get: the harder, the less satisfied the person is.
    case effort(outcome: Int)
    case weight
    /// Texts; a linked column is over-represented in planted segments, as circumstances are.
    case group(levels: [String], isLinked: Bool)
    /// A rating on the study's scale that no planted segment moves.
    case rating
    /// A number above 0.
    case number
    /// The study's words for yes and no.
    case mark(yes: String, no: String)
    /// Where people end: most often at the first.
    case ending([String])
    /// How often something was done: most often never.
    case count
  }

  var name: String
  var kind: Kind
  /// Draws hang on the name, so that a new column leaves the others alone.
  var key: UInt64 { StableHash.hash(name) }

  /// The columns that a study names, each once: id, weight, groups, ratings, effort,
  /// the rest of the job.
  static func columns(of study: Study) -> [SimulatedColumn] {
    var columns: [SimulatedColumn] = []
    var names: Set<String> = []
    func add(_ name: String?, _ kind: Kind) {
      guard let name, names.insert(name).inserted else { return }
      columns.append(SimulatedColumn(name: name, kind: kind))
    }
    add(study.responses.respondent?.text ?? "respondent", .respondent)
    add(study.weight?.text, .weight)
    addGroups(study, add)
    for (index, outcome) in study.outcomes.enumerated() {
      add(outcome.importance.text, .importance(outcome: index))
    }
    for (index, outcome) in study.outcomes.enumerated() {
      add(outcome.satisfaction.text, .satisfaction(outcome: index))
    }
    for (index, outcome) in study.outcomes.enumerated() {
      add(outcome.effort?.text, .effort(outcome: index))
    }
    let words = study.answers
    let mark = Kind.mark(yes: word(words.yes, usual: "1"), no: word(words.no, usual: "0"))
    for step in study.steps { add(step.repeats?.text, .count) }
    add(study.chain.abandoned?.text, .ending(endings(study)))
    for outcome in study.success {
      add(outcome.importance?.text, .rating)
      add(outcome.satisfaction?.text, .rating)
      add(outcome.expected?.text, .rating)
      let expectations = [words.met, words.exceeded, words.short].map { word($0, usual: "met") }
      add(outcome.expectation?.text, .group(levels: expectations, isLinked: false))
      add(outcome.happened?.text, mark)
    }
    for measure in study.measures { add(measure.column.text, .number) }
    let named = study.barriers + study.workarounds + study.activities
    for name in named.map(\.column.text) {
      let choices = named.filter { $0.column.text == name }.compactMap(\.answer)
      add(name, choices.isEmpty ? mark : .group(levels: choices + ["other"], isLinked: false))
    }
    return columns
  }

  // MARK: - Steps

  private static func addGroups(_ study: Study, _ add: (String?, Kind) -> Void) {
    let circumstances = Set(study.circumstances.map(\.column.text))
    if let roles = study.roles {
      let levels = roles.executor + roles.support + roles.buyer
      add(roles.column.text, .group(levels: atLeastTwo(levels), isLinked: false))
    }
    if let solutions = study.solutions {
      let levels = solutions.provider + solutions.nonProvider + solutions.nothing
      add(solutions.column.text, .group(levels: atLeastTwo(levels), isLinked: false))
    }
    for segmentation in study.segmentations {
      let isLinked = circumstances.contains(segmentation.column.text)
      let levels = atLeastTwo(segmentation.levels)
      add(segmentation.column.text, .group(levels: levels, isLinked: isLinked))
    }
    for column in study.circumstances {
      add(column.column.text, .group(levels: ["A", "B", "C"], isLinked: true))
    }
  }

  /// The usual word where the study has it, else its first.
  private static func word(_ words: [String], usual: String) -> String {
    words.contains(usual) ? usual : words.first ?? usual
  }

  /// Where people end: the job is finished, or one of the steps is given up.
  private static func endings(_ study: Study) -> [String] {
    [study.chain.finished.first ?? ""] + study.steps.map(\.id)
  }

  private static func atLeastTwo(_ levels: [String]) -> [String] {
    levels.count >= 2 ? levels : ["A", "B", "C"]
  }
}
