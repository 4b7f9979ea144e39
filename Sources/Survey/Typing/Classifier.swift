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
    /// The column of ids; `nil` takes that of the study, if it has one.
    public var id: String?
    /// Whether all questions of the study that the file has are held against the study's answers,
    /// or those of the route alone.
    public var readsAllQuestions: Bool
    /// Whether people were asked on the older scales of the study, as its own were; else on the
    /// model's.
    public var readsLegacy: Bool

    /// Nothing but the segments.
    public init(
      questions: Questions = .auto, format: TableFormat? = nil, weight: String? = nil,
      id: String? = nil, readsAllQuestions: Bool = false, readsLegacy: Bool = false
    ) {
      self.questions = questions
      self.format = format
      self.weight = weight
      self.id = id
      self.readsAllQuestions = readsAllQuestions
      self.readsLegacy = readsLegacy
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
  ///   - wishes: route, format, weights, ids.
  ///   - options: threads and strictness.
  /// - Returns: everybody's segment, and how far the people are from those of the study.
  /// - Throws: `SurveyError` where columns are missing and where the file cannot be read,
  ///   `AnswersFailure` where the data are too dirty,
  ///   `TypingModelFailure.noGoldenRoute`, `.noLegacy` where older scales are wished of a model
  ///   that knows none, and `.noAnswers` where all questions are wished of a model that does not
  ///   hold the study's answers.
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
    if wishes.readsLegacy, !value.hasLegacy { throw TypingModelFailure.noLegacy(file: file) }
    let columns = RouteColumns(value, file: file, id: wishes.id, readsLegacy: wishes.readsLegacy)
    let (loaded, choice, read) = try load(columns, input, wishes, options)
    options.progress("typing people")
    let typing = columns.questions(choice.route)
    let codes = Array(loaded.codes.prefix(typing.count))
    let placed = RoutePlacement(model: value, codes: codes, workers: options.workers)
      .placed(choice.route)
    let answers = columns.drift(loaded, read, typing: typing, workers: options.workers)
    let blank = BlankQuestions(model: value).findings(typing, codes)
    let older = columns.olderScales(read, loaded.codes)
    let idColumn = columns.study.responses.respondent?.text
    return Classification(
      model: value, route: choice.route, lackingColumns: choice.lacking,
      isFallback: choice.isFallback, blankColumns: blank.map(\.subject),
      columns: typing.map { columns.reference($0).text }, inputName: loaded.head.inputName,
      ids: loaded.ids, idColumn: idColumn, records: loaded.records,
      order: idColumn == nil
        ? Array(0..<Int32(loaded.ids.rowCount)) : loaded.ids.orderByBytes(),
      segments: placed.segments,
      seconds: placed.seconds, margins: placed.margins, confidences: placed.confidences,
      answered: placed.answered, weights: loaded.weights,
      findings: (loaded.findings + blank + older).inReportOrder,
      drift: TypingDrift(
        placed, model: value, route: choice.route, weights: loaded.weights, answers: answers))
  }

  /// Reads the questions of the route that the file allows, and beside these the others where they
  /// are wished.
  private static func load(
    _ columns: RouteColumns, _ input: TableInput, _ wishes: Wishes, _ options: AnalysisOptions
  ) throws -> (LoadedRatings, RouteColumns.Choice, read: [TypingModel.Question]) {
    var study = columns.study
    if let format = wishes.format { study.responses.format = format }
    var choice = RouteColumns.Choice(route: .all, lacking: [], isFallback: false)
    var read: [TypingModel.Question] = []
    let loader = ResponseLoader(study: study, options: options)
    do throws(SurveyError) {
      let loaded = try loader.loadRatings(
        input, weight: wishes.weightColumn
      ) { finder throws(SurveyError) in
        choice = try columns.choice(finder, wishes.questions)
        read = columns.questions(choice.route)
        if wishes.readsAllQuestions { read += columns.others(finder, besides: read) }
        return read.map(columns.reference)
      }
      return (loaded, choice, read)
    } catch {
      if let failure = AnswersFailure(error, columns) { throw failure }
      throw error
    }
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
