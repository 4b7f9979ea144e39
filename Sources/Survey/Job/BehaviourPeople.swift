import Groundwork
import Statistics

extension Study {
  /// The columns that tell what people do, in the order of the study.
  var behaviourColumns: [(use: JobColumn, column: ColumnReference)] {
    workarounds.enumerated().map { (.workaround($0.offset), $0.element.column) }
      + barriers.enumerated().map { (.barrier($0.offset), $0.element.column) }
  }
}

/// What each person does, suffers and gives up.
struct BehaviourPeople {
  /// In the order of the section; without shares and verdicts.
  private(set) var behaviours: [BehaviourSection.Behaviour] = []
  /// By behaviour, then respondent; `nil` for no answer. Empty for a refused behaviour.
  private(set) var marks: [[Bool?]] = []

  private let study: Study
  private let responses: Responses

  init(study: Study, responses: Responses) {
    (self.study, self.responses) = (study, responses)
    for (index, column) in study.workarounds.enumerated() {
      add(.workaround, column, responses.job.texts[.workaround(index)])
    }
    for (index, column) in study.barriers.enumerated() {
      add(.barrier, column, responses.job.texts[.barrier(index)])
    }
    addSteps()
    addSolutions()
  }

  // MARK: - Steps

  private mutating func add(
    _ kind: BehaviourSection.Kind, _ column: NamedColumn, _ texts: JobAnswers.Texts?
  ) {
    let outcomes = study.outcomes.indices.filter {
      column.outcomes.contains(study.outcomes[$0].id)
    }
    guard let texts else {
      return append(kind, column.name, outcomes, [], refusal: "its column was not read")
    }
    append(kind, column.name, outcomes, BehaviourPeople.marks(column, texts, study))
    if column.answer == nil {
      behaviours[behaviours.count - 1].unknownCount = BehaviourPeople.unknown(texts, study)
    }
  }

  /// Whether each person has a workaround or a barrier. A column with too many answers that are
  /// neither yes nor no does not get here: `JobAnswerChecks` refuses the run.
  static func marks(
    _ column: NamedColumn, _ texts: JobAnswers.Texts, _ study: Study
  ) -> [Bool?] {
    if let answer = column.answer {
      let meanings = ChoiceReading(study, choice: answer).meanings(texts.levels)
      return texts.codes.map { meanings[Int($0)] }
    }
    return AnswerReading(study).yes(texts, study)
  }

  /// The answers that are neither yes nor no.
  private static func unknown(_ texts: JobAnswers.Texts, _ study: Study) -> Int {
    let meaning = AnswerReading(study).meaning(of: texts, study)
    let isOdd = texts.levels.map { !study.isMissing($0) && meaning($0) == nil }
    return texts.codes.count { isOdd[Int($0)] }
  }

  private mutating func addSteps() {
    let people = StepPeople(study: study, responses: responses)
    for (step, repeats) in zip(study.steps, people.repeats) where step.repeats != nil {
      let above = repeats?.above ?? []
      let marks = repeats?.codes.map { $0 < 0 ? nil : above.contains(Int($0)) } ?? []
      append(
        .repeated, step.id, [], marks,
        refusal: repeats == nil ? "its column holds no numbers" : "")
    }
    guard let abandoned = people.abandoned else { return }
    let finished = Int32(study.steps.count)
    append(.gaveUp, "gave up", [], abandoned.map { $0 < 0 ? nil : $0 < finished })
  }

  private mutating func addSolutions() {
    guard let solutions = study.solutions, let texts = responses.job.texts[.solution] else {
      return
    }
    for (kind, answers) in [
      (BehaviourSection.Kind.noSolution, solutions.nothing),
      (.ownSolution, solutions.nonProvider),
    ] where !answers.isEmpty {
      let words = Set(answers.map { ByteText($0) })
      let meanings = texts.levels.map { level in
        study.isMissing(level) ? nil : words.contains(ByteText(level))
      }
      append(
        kind, answers.joined(separator: ", "), [], texts.codes.map { meanings[Int($0)] })
    }
  }

  private mutating func append(
    _ kind: BehaviourSection.Kind, _ name: String, _ outcomes: [Int], _ own: [Bool?],
    refusal: String = ""
  ) {
    let reason = refusal.isEmpty ? tooFew(own) : refusal
    behaviours.append(
      BehaviourSection.Behaviour(kind: kind, name: name, outcomes: outcomes, refusal: reason))
    marks.append(reason.isEmpty ? own : [])
  }

  /// Nothing is told of what fewer people than the disclosure floor have, or have not.
  private func tooFew(_ own: [Bool?]) -> String {
    var counts = (with: 0, without: 0)
    for (row, mark) in own.enumerated() where responses.weights?[row] != 0 {
      if mark == true { counts.with += 1 } else if mark == false { counts.without += 1 }
    }
    if counts.with < Disclosure.floor { return "fewer than 10 people with it" }
    return counts.without < Disclosure.floor ? "fewer than 10 people without it" : ""
  }
}
