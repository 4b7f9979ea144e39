import Groundwork
import Statistics
import Tables

/// The columns of a model's routes.
struct RouteColumns {
  let model: TypingModel
  /// A study that reads answers as the model says.
  let study: Study
  /// Whether people were asked on the older scales of the study, as its own were.
  let readsLegacy: Bool

  /// - Parameters:
  ///   - model: the model.
  ///   - file: its name, for messages.
  ///   - id: the column of ids as an option names it; `nil` takes the study's.
  ///   - readsLegacy: whether people were asked on the older scales of the study.
  init(_ model: TypingModel, file: String, id: String?, readsLegacy: Bool) {
    self.model = model
    self.readsLegacy = readsLegacy
    let place = Place(file: file, line: 1)
    let reading = model.reading
    var responses = ResponseFile(file: "", scale: reading.scale, scalePlace: place)
    responses.missing = reading.missing
    responses.respondent =
      id.map { ColumnReference($0, place: Place(file: "--id", line: 0)) }
      ?? reading.respondent.map { ColumnReference($0, place: place) }
    responses.duplicates = reading.duplicates
    responses.rejectLimit = reading.rejectLimit
    responses.format = reading.format
    study = Study(
      name: model.study, job: JobStatement(text: model.job), responses: responses,
      outcomes: model.outcomes.map { item in
        var outcome = Outcome(
          id: item.id, text: item.text,
          importance: ColumnReference(item.importance, place: place),
          satisfaction: ColumnReference(item.satisfaction, place: place), place: place)
        outcome.legacy = readsLegacy ? item.legacy : nil
        return outcome
      }, file: file)
  }

  /// The questions of a route: of all questions, importance first, then satisfaction where the
  /// feature needs it.
  func questions(_ route: Classification.Route) -> [TypingModel.Question] {
    switch route {
    case .all:
      let outcomes = model.nearest.outcomes
      let satisfaction = model.nearest.feature == .importance ? [] : outcomes
      return outcomes.map { TypingModel.Question(outcome: $0, part: .importance) }
        + satisfaction.map { TypingModel.Question(outcome: $0, part: .satisfaction) }
    case .golden: return model.golden?.questions ?? []
    }
  }

  /// The column of a question.
  func reference(_ question: TypingModel.Question) -> ColumnReference {
    let outcome = study.outcomes[question.outcome]
    return question.part == .importance ? outcome.importance : outcome.satisfaction
  }

  /// Which questions decide, and why.
  struct Choice {
    var route: Classification.Route
    /// The columns of all questions that the file lacks.
    var lacking: [String]
    /// Whether golden questions decide because of these.
    var isFallback: Bool
  }

  /// The route that is wished and that a file allows.
  func choice(
    _ finder: ColumnFinder, _ wish: Classifier.Questions
  ) throws(SurveyError) -> Choice {
    let lacking = lacking(finder, .all)
    let isFallback = wish == .auto && model.golden != nil && !lacking.isEmpty
    let route: Classification.Route = wish == .golden || isFallback ? .golden : .all
    let needed = route == .golden ? self.lacking(finder, .golden) : lacking
    let ids = study.responses.respondent.flatMap { has(finder, $0) ? nil : $0.text }
    guard needed.isEmpty, ids == nil else {
      let hasGolden =
        route == .all && model.golden != nil && self.lacking(finder, .golden).isEmpty
      throw .lackingColumns(
        LackingColumns(
          input: finder.head.inputName, ids: ids, questions: needed,
          found: finder.head.columns.map(\.name),
          golden: hasGolden ? .present : isFallback ? .enough : .none))
    }
    return Choice(route: route, lacking: lacking, isFallback: isFallback)
  }

  /// The other questions of the study that a file has, by outcome.
  func others(
    _ finder: ColumnFinder, besides read: [TypingModel.Question]
  ) -> [TypingModel.Question] {
    study.outcomes.indices.flatMap { outcome in
      TypingModel.Part.allCases.map { TypingModel.Question(outcome: outcome, part: $0) }
    }.filter { !read.contains($0) && has(finder, reference($0), orTwice: false) }
  }

  /// The columns of a route that a file lacks.
  func lacking(_ finder: ColumnFinder, _ route: Classification.Route) -> [String] {
    questions(route).map(reference).filter { !has(finder, $0) }.map(\.text)
  }

  /// How the questions that were read are answered against the study; `nil` where the model does
  /// not hold the study's answers.
  func drift(
    _ loaded: LoadedRatings, _ read: [TypingModel.Question], typing: [TypingModel.Question],
    workers: Workers
  ) -> AnswerDrift? {
    guard let baseline = model.baseline else { return nil }
    let isWeighted = loaded.weights != nil
    let before =
      isWeighted ? baseline.weighted?.answers ?? baseline.answers : baseline.answers
    let now = workers.map(model.outcomes.count) { outcome -> AnswerShares? in
      func codes(_ part: TypingModel.Part) -> [UInt8] {
        read.firstIndex(of: TypingModel.Question(outcome: outcome, part: part))
          .map { loaded.codes[$0] } ?? []
      }
      let (importance, satisfaction) = (codes(.importance), codes(.satisfaction))
      guard !importance.isEmpty || !satisfaction.isEmpty else { return nil }
      return PairTally(
        importance, satisfaction, weights: loaded.weights, isWeighted: isWeighted
      ).shares(pointCount: model.reading.scale.pointCount)
    }
    return AnswerDrift(before: before, now: now, model: model, typing: typing)
  }

  /// Whether a file has a column; one that it has twice is refused when it is read.
  private func has(
    _ finder: ColumnFinder, _ column: ColumnReference, orTwice: Bool = true
  ) -> Bool {
    do throws(SurveyError) {
      _ = try finder.position(of: column)
      return true
    } catch {
      if case .ambiguousColumn = error { return orTwice }
      return false
    }
  }
}
