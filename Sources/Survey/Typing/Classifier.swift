import Groundwork
import Statistics
public import Tables

/// Types new people by a model. `run` is its table of contents.
public enum Classifier {
  /// Which questions are wished.
  public enum Questions: String, Sendable, CaseIterable {
    case all, golden
    /// All where the file has them all, else the golden ones.
    case auto
  }

  /// What is wished beside the segments.
  public struct Wishes: Sendable {
    /// Which route.
    public var questions: Questions
    /// Delimiter, header rows and encoding where they differ from the study's.
    public var format: TableFormat?
    /// The column of weights; `nil` counts everybody as one.
    public var weight: String?
    /// Whether all questions of the study that the file has are held against the study's answers,
    /// or those of the route alone.
    public var readsAllQuestions: Bool

    /// Nothing but the segments.
    public init(
      questions: Questions = .auto, format: TableFormat? = nil, weight: String? = nil,
      readsAllQuestions: Bool = false
    ) {
      self.questions = questions
      self.format = format
      self.weight = weight
      self.readsAllQuestions = readsAllQuestions
    }

    /// The weights, as an option of the command names them.
    var weightColumn: ColumnReference? {
      weight.map { ColumnReference($0, place: Place(file: "--weight", line: 0)) }
    }
  }

  /// Reads answers and finds each person's segment.
  ///
  /// A person's segment depends on the model and on the person's own answers alone.
  ///
  /// - Parameters:
  ///   - model: a model, and the name of its file for messages.
  ///   - input: the answers; columns have the names of the study.
  ///   - wishes: route, format, weights.
  ///   - options: threads and strictness.
  /// - Returns: everybody's segment, and how far the people are from those of the study.
  /// - Throws: `SurveyError` where columns are missing or the data are too dirty,
  ///   `TypingModelFailure.noGoldenRoute`, and `.noAnswers` where all questions are wished of a
  ///   model that does not hold the study's answers.
  public static func run(
    _ model: (value: TypingModel, file: String), input: TableInput, wishes: Wishes = Wishes(),
    options: AnalysisOptions
  ) throws -> Classification {
    let (value, file) = model
    if wishes.questions == .golden, value.golden == nil {
      throw TypingModelFailure.noGoldenRoute(file: file, reason: value.goldenReason)
    }
    if wishes.readsAllQuestions, value.baseline == nil {
      throw TypingModelFailure.noAnswers(file: file)
    }
    let columns = RouteColumns(value, file: file)
    var study = columns.study
    if let format = wishes.format { study.responses.format = format }
    var (route, lacking) = (Classification.Route.all, [String]())
    var read: [TypingModel.Question] = []
    let loader = ResponseLoader(study: study, options: options)
    let loaded = try loader.loadRatings(
      input, weight: wishes.weightColumn
    ) { finder throws(SurveyError) in
      lacking = columns.lacking(finder, .all)
      let isGolden =
        wishes.questions == .golden
        || (wishes.questions == .auto && value.golden != nil && !lacking.isEmpty)
      route = isGolden ? .golden : .all
      read = columns.questions(route)
      if wishes.readsAllQuestions { read += columns.others(finder, besides: read) }
      return read.map(columns.reference)
    }
    options.progress("typing people")
    let typing = columns.questions(route)
    let placed = RoutePlacement(
      model: value, codes: Array(loaded.codes.prefix(typing.count)), workers: options.workers
    ).placed(route)
    let answers = columns.drift(loaded, read, typing: typing, workers: options.workers)
    return Classification(
      model: value, route: route, lackingColumns: lacking,
      columns: typing.map { columns.reference($0).text }, inputName: loaded.head.inputName,
      ids: loaded.ids, order: loaded.ids.orderByBytes(), segments: placed.segments,
      seconds: placed.seconds, margins: placed.margins, confidences: placed.confidences,
      answered: placed.answered, weights: loaded.weights,
      findings: loaded.findings.inReportOrder,
      drift: TypingDrift(
        placed, model: value, route: route, weights: loaded.weights, answers: answers))
  }
}

extension IdentityColumn {
  /// The rows in the order of their ids' bytes.
  func orderByBytes() -> [Int32] {
    (0..<Int32(rowCount)).sorted { left, right in
      bytes(of: Int(left)).lexicographicallyPrecedes(bytes(of: Int(right)))
    }
  }
}

/// The columns of a model's routes.
struct RouteColumns {
  let model: TypingModel
  /// A study that reads answers as the model says.
  let study: Study

  init(_ model: TypingModel, file: String) {
    self.model = model
    let place = Place(file: file, line: 1)
    let reading = model.reading
    var responses = ResponseFile(file: "", scale: reading.scale, scalePlace: place)
    responses.missing = reading.missing
    responses.respondent = reading.respondent.map { ColumnReference($0, place: place) }
    responses.duplicates = reading.duplicates
    responses.rejectLimit = reading.rejectLimit
    responses.format = reading.format
    study = Study(
      name: model.study, job: JobStatement(text: model.job), responses: responses,
      outcomes: model.outcomes.map { item in
        Outcome(
          id: item.id, text: item.text,
          importance: ColumnReference(item.importance, place: place),
          satisfaction: ColumnReference(item.satisfaction, place: place), place: place)
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

  /// The other questions of the study that a file has, by outcome.
  func others(
    _ finder: ColumnFinder, besides read: [TypingModel.Question]
  ) -> [TypingModel.Question] {
    study.outcomes.indices.flatMap { outcome in
      TypingModel.Part.allCases.map { TypingModel.Question(outcome: outcome, part: $0) }
    }.filter { !read.contains($0) && has(finder, reference($0)) }
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

  private func has(_ finder: ColumnFinder, _ column: ColumnReference) -> Bool {
    do throws(SurveyError) {
      _ = try finder.position(of: column)
      return true
    } catch {
      return false
    }
  }
}
