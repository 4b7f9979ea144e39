import Groundwork

extension Questionnaire {
  /// The survey that a study needs.
  ///
  /// - Parameter study: a study as its file says it; data are not looked at.
  public init(_ study: Study) {
    var builder = QuestionnaireBuilder(study)
    builder.build()
    self.init(
      title: study.name, job: study.job.text, pages: builder.pages, unasked: builder.unasked)
  }
}

/// Turns a study into pages of questions. `build` is the table of all that is asked: whatever the
/// study learns to read gets a line there.
struct QuestionnaireBuilder {
  private let study: Study
  private(set) var pages: [Questionnaire.Page] = []
  /// Columns that are asked already: each is asked once.
  private var asked: Set<String> = []
  /// How many grids there are of each battery.
  private var blocks: [String: Int] = [:]

  init(_ study: Study) { self.study = study }

  private typealias Question = Questionnaire.Question
  private typealias Choice = Questionnaire.Choice
  /// A row of a grid: its column, where the study has one, and the statement.
  private typealias Row = (column: ColumnReference?, text: String)

  mutating func build() {
    add(
      "You and the job",
      [
        single(study.roles?.column, "Which of these are you?"),
        single(study.solutions?.column, "What do you use today to get this job done?"),
      ])
    for group in outcomeGroups() { addOutcomes(group) }
    add("How it went", study.steps.map { repeats($0) } + [abandoned()] + measures())
    addSuccess()
    addCircumstances()
    add(
      "About you",
      study.segmentations.map { single($0.column, "Which of these applies to you: \($0.name)?") }
        + (study.raking?.margins ?? []).map {
          single($0.column, "Which of these applies to you: \($0.column.text)?")
        })
  }

  /// What the study reads and people cannot tell.
  var unasked: [Questionnaire.UnaskedColumn] {
    var columns: [(String, ColumnReference)] = []
    if let column = study.responses.respondent { columns.append(("respondent", column)) }
    if let weight = study.weight { columns.append(("weight", weight)) }
    columns += study.design?.columns ?? []
    columns += (study.design?.replicates?.columns ?? []).map { ("replicate weight", $0) }
    return columns.map { Questionnaire.UnaskedColumn(column: $1.text, use: $0) }
  }

  // MARK: - Outcomes

  /// Outcomes that are asked together: those of a step, at most `itemLimit` at a time.
  private struct OutcomeGroup {
    var title: String
    var step: JobStep?
    var outcomes: [Outcome]
  }

  private func outcomeGroups() -> [OutcomeGroup] {
    let steps: [JobStep?] = study.steps + [nil]
    return steps.flatMap { step -> [OutcomeGroup] in
      let members = study.outcomes.filter { $0.step == step?.id }
      let pieces = QuestionnaireBuilder.pieces(members)
      let name = step?.text ?? (study.steps.isEmpty ? "The job" : "All through the job")
      return pieces.enumerated().map { index, outcomes in
        let part = pieces.count > 1 ? " (\(index + 1) of \(pieces.count))" : ""
        return OutcomeGroup(title: name + part, step: step, outcomes: outcomes)
      }
    }
  }

  /// Satisfaction is asked beside importance: people have the outcomes before their eyes.
  private mutating func addOutcomes(_ group: OutcomeGroup) {
    let place = group.step.map { " Now the step: \($0.text)." } ?? ""
    add(
      group.title,
      grid(
        "imp", "How important is each of these to you when you do the job?\(place)",
        group.outcomes.map { ($0.importance, $0.text) }, RatingWords.importance.choices(study))
        + grid(
          "sat", "How satisfied are you with each of these today?\(place)",
          group.outcomes.map { ($0.satisfaction, $0.text) },
          RatingWords.satisfaction.choices(study))
        + grid(
          "eff", "How difficult is it to get each of these today?\(place)",
          group.outcomes.map { ($0.effort, $0.text) }, RatingWords.effort.choices(study)))
  }

  // MARK: - Steps

  private mutating func repeats(_ step: JobStep) -> Question? {
    single(
      step.repeats, "How often did you have to do this step again, the last time: \(step.text)?",
      hint: "A whole number; 0 for never.", kind: .number(0...StepPeople.repeatLimit))
  }

  private mutating func measures() -> [Question?] {
    study.measures.map { measure in
      single(measure.column, "\(measure.name)?", hint: "A number.", kind: .text)
    }
  }

  private mutating func abandoned() -> Question? {
    let finished = study.chain.finished.first
    let choices =
      study.steps.map { Choice($0.text, code: $0.id) } + (finished.map { [Choice($0)] } ?? [])
    return single(
      study.chain.abandoned, "At which step did you give up, the last time?",
      hint: finished == nil ? "Leave it open if you finished the job." : "",
      kind: .single(choices))
  }

  private mutating func addSuccess() {
    func rows(_ column: (SuccessOutcome) -> ColumnReference?) -> [Row] {
      study.success.map { (column($0), $0.text) }
    }
    let words = study.answers
    let ratings = RatingWords.satisfaction.choices(study)
    add(
      "What the job is done for",
      grid(
        "simp", "Once the job is done: how important is each of these to you?",
        rows(\.importance), RatingWords.importance.choices(study))
        + grid(
          "swish", "How satisfied did you expect to be with each of these?", rows(\.expected),
          ratings)
        + grid(
          "ssat", "How satisfied are you with each of these today?", rows(\.satisfaction), ratings)
        + grid(
          "sexp", "Were your expectations met, exceeded, or did it fall short?",
          rows(\.expectation), choices([words.short, words.met, words.exceeded]))
        + grid("shap", "Did this happen, the last time?", rows(\.happened), yesOrNo))
  }

  /// Boxes to tick would be shorter, but a box left open does not tell "no" from "not answered".
  private mutating func addCircumstances() {
    func rows(_ columns: [NamedColumn]) -> [Row] { columns.map { ($0.column, $0.name) } }
    var questions: [Question?] = study.circumstances.map {
      single($0.column, "How is it with you: \(words($0))?")
    }
    let named = study.barriers + study.workarounds
    questions += named.filter { $0.answer != nil }.map { first in
      let choices = named.filter { $0.column.text == first.column.text }.compactMap(\.answer)
      return single(
        first.column, "Which of these apply to you: \(choices.joined(separator: ", "))?",
        hint: "Write all that apply, with semicolons between.", kind: .text)
    }
    questions += grid(
      "bar", "Does this keep you from getting the job done?", rows(study.barriers), yesOrNo)
    questions += grid(
      "work", "Do you do this to make up for what is missing?", rows(study.workarounds), yesOrNo)
    questions += grid("act", "Do you do this?", rows(study.activities), yesOrNo)
    add("Your circumstances", questions)
  }

  /// A circumstance by its name, or by that of a segmentation of the same column.
  private func words(_ circumstance: NamedColumn) -> String {
    guard circumstance.name == circumstance.column.text else { return circumstance.name }
    return study.segmentations.first { $0.column.text == circumstance.column.text }?.name
      ?? circumstance.name
  }

  // MARK: - Answers

  private var yesOrNo: [Choice] { choices([study.answers.yes, study.answers.no]) }

  /// The first of each list of words, as a sentence begins: the letters a to z are read in either
  /// case.
  private func choices(_ words: [[String]]) -> [Choice] {
    words.compactMap(\.first).map { word in
      let isPlain = word.first.map { ("a"..."z").contains($0) } ?? false
      return Choice(isPlain ? word.prefix(1).uppercased() + word.dropFirst() : word)
    }
  }

  /// All answers that the study knows of a column, each once.
  private func choices(of column: ColumnReference) -> [Choice] {
    var answers: [String] = []
    for plan in study.segmentations where plan.column.text == column.text { answers += plan.levels }
    for margin in study.raking?.margins ?? [] where margin.column.text == column.text {
      answers += margin.targets.map(\.answer)
    }
    for plan in study.profilePlans where plan.column.text == column.text { answers += plan.answers }
    var seen: Set<ByteText> = []
    return answers.filter { seen.insert(ByteText($0)).inserted }.map { Choice($0) }
  }

  // MARK: - Questions

  /// A question on one column; `nil` where there is none or it is asked already. Without a kind,
  /// the known answers are the choices, and a few words the answer where none is known.
  private mutating func single(
    _ column: ColumnReference?, _ text: String, hint: String = "", kind: Question.Kind? = nil
  ) -> Question? {
    guard let column, asked.insert(column.text).inserted else { return nil }
    let known = choices(of: column)
    return Question(
      battery: "", block: 0, text: text, hint: hint,
      kind: kind ?? (known.isEmpty ? .text : .single(known)),
      items: [Questionnaire.Item(column: column, text: text)], isShuffled: false)
  }

  /// Grids of at most `itemLimit` rows; rows without a column, or asked already, are left out.
  private mutating func grid(
    _ battery: String, _ text: String, _ rows: [Row], _ choices: [Choice]
  ) -> [Question?] {
    var items: [Questionnaire.Item] = []
    for (column, text) in rows {
      guard let column, asked.insert(column.text).inserted else { continue }
      items.append(Questionnaire.Item(column: column, text: text))
    }
    return QuestionnaireBuilder.pieces(items).map { piece in
      blocks[battery, default: 0] += 1
      return Question(
        battery: battery, block: blocks[battery] ?? 1, text: text, hint: "", kind: .grid(choices),
        items: piece, isShuffled: true)
    }
  }

  private mutating func add(_ title: String, _ questions: [Question?]) {
    let questions = questions.compactMap { $0 }
    guard !questions.isEmpty else { return }
    let isTaken = pages.contains { $0.title == title }
    pages.append(
      Questionnaire.Page(
        title: isTaken ? "\(title) (page \(pages.count + 1))" : title, questions: questions))
  }

  /// As few pieces as the limit allows, as long as each other as can be.
  private static func pieces<Element>(_ all: [Element]) -> [[Element]] {
    let count = (all.count + Questionnaire.itemLimit - 1) / Questionnaire.itemLimit
    return (0..<count).map { piece in
      Array(all[(piece * all.count / count)..<((piece + 1) * all.count / count)])
    }
  }
}
