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
  /// What could not be read.
  private(set) var remarks: [String] = []

  /// The largest number of repeats that is taken for one.
  private static let repeatLimit = 1_000

  init(study: Study, responses: Responses) {
    repeats = study.steps.map { _ in nil }
    for (index, step) in study.steps.enumerated() {
      guard let texts = responses.job.texts[.repeats(index)] else { continue }
      readRepeats(index, step, texts, study)
    }
    guard let texts = responses.job.texts[.abandoned] else { return }
    readAbandoned(texts, study)
  }

  // MARK: - Steps

  private mutating func readRepeats(
    _ index: Int, _ step: JobStep, _ texts: JobAnswers.Texts, _ study: Study
  ) {
    let numbers = texts.levels.map { text -> Int? in
      guard !study.isMissing(text), let number = Int(text), 0...Self.repeatLimit ~= number else {
        return nil
      }
      return number
    }
    var wrong = 0
    for code in texts.codes {
      if numbers[Int(code)] == nil, !study.isMissing(texts.levels[Int(code)]) { wrong += 1 }
    }
    if wrong > 0 {
      remarks.append(
        "\(wrong) answers on how often step \(step.id) was done again are no whole numbers from 0 "
          + "to \(Self.repeatLimit) and count as none")
    }
    let points = Set(numbers.compactMap { $0 }).sorted()
    guard !points.isEmpty else { return }
    let places = Dictionary(uniqueKeysWithValues: points.enumerated().map { ($1, Int32($0)) })
    let meanings = numbers.map { number in number.flatMap { places[$0] } ?? -1 }
    repeats[index] = Repeats(codes: texts.codes.map { meanings[Int($0)] }, points: points)
  }

  private mutating func readAbandoned(_ texts: JobAnswers.Texts, _ study: Study) {
    let finished = Set(study.chain.finished.map { ByteText($0) })
    let steps = Dictionary(
      study.steps.enumerated().flatMap { step in
        [(ByteText(step.element.id), step.offset), (ByteText(step.element.text), step.offset)]
      }, uniquingKeysWith: { first, _ in first })
    var unknown: [Bool] = []
    let meanings = texts.levels.map { text -> Int32 in
      unknown.append(false)
      if finished.contains(ByteText(text)) { return Int32(study.steps.count) }
      if let step = steps[ByteText(text)] { return Int32(step) }
      if finished.isEmpty, text.isEmpty { return Int32(study.steps.count) }
      unknown[unknown.count - 1] = !study.isMissing(text)
      return -1
    }
    let wrong = texts.codes.count { unknown[Int($0)] }
    if wrong > 0 {
      remarks.append(
        "\(wrong) answers on where people gave up name no step by id or text and count as none")
    }
    abandoned = texts.codes.map { meanings[Int($0)] }
  }
}
