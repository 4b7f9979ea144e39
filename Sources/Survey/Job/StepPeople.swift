import Groundwork

/// How often people did steps again, and where they gave up.
struct StepPeople {
  /// Numbers of repeats of one step.
  struct Repeats {
    /// By respondent, the position of the number; -1 without one.
    var codes: [Int32]
    /// The different numbers.
    var points: [Int]
    /// The positions of those above 0.
    var above: Set<Int> { Set(points.indices.filter { points[$0] > 0 }) }
  }

  /// By step of the study; `nil` where it has no column, or where the column holds no numbers.
  private(set) var repeats: [Repeats?]
  /// By respondent, the position in the study of the step they gave up at, the number of steps for
  /// who finished, -1 for nothing known; `nil` without a column.
  private(set) var abandoned: [Int32]?

  /// The largest number of repeats that is taken for one.
  static let repeatLimit = 1_000

  init(study: Study, responses: Responses) {
    let job = responses.job
    repeats = study.steps.indices.map { step in
      job.texts[.repeats(step)].flatMap { StepPeople.repeats($0, study) }
    }
    abandoned = job.texts[.abandoned].map { texts in
      let names = StepNames(study)
      let meanings = texts.levels.map { names.place(of: $0).map { Int32($0) } ?? -1 }
      return texts.codes.map { meanings[Int($0)] }
    }
  }

  /// The number of repeats that a text stands for.
  static func repeats(of text: String) -> Int? {
    guard let number = Int(text), 0...repeatLimit ~= number else { return nil }
    return number
  }

  // MARK: - Steps

  private static func repeats(_ texts: JobAnswers.Texts, _ study: Study) -> Repeats? {
    let numbers = texts.levels.map { study.isMissing($0) ? nil : repeats(of: $0) }
    let points = Set(numbers.compactMap { $0 }).sorted()
    guard !points.isEmpty else { return nil }
    let places = Dictionary(uniqueKeysWithValues: points.enumerated().map { ($1, Int32($0)) })
    let meanings = numbers.map { number in number.flatMap { places[$0] } ?? -1 }
    return Repeats(codes: texts.codes.map { meanings[Int($0)] }, points: points)
  }
}

/// The steps by what people call them: their ids and texts, without regard to the case of the
/// letters a to z.
struct StepNames {
  private let places: [[UInt8]: Int]
  private let finished: Set<[UInt8]>
  private let stepCount: Int

  init(_ study: Study) {
    places = Dictionary(
      study.steps.enumerated().flatMap { step in
        [step.element.id, step.element.text].map { (AnswerReading.folded($0), step.offset) }
      }, uniquingKeysWith: { first, _ in first })
    // Without a word for it, a blank cell means that the job was finished.
    let words = study.chain.finished.isEmpty ? [""] : study.chain.finished
    finished = Set(words.map { AnswerReading.folded($0) })
    stepCount = study.steps.count
  }

  /// The position of the step that a text names, the number of steps for "finished".
  func place(of text: String) -> Int? {
    let text = AnswerReading.folded(text)
    return finished.contains(text) ? stepCount : places[text]
  }
}
