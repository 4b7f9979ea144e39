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

  /// Reads answers and finds each person's segment.
  ///
  /// A person's segment depends on the model and on the person's own answers alone.
  ///
  /// - Parameters:
  ///   - model: a model, and the name of its file for messages.
  ///   - input: the answers; columns have the names of the study.
  ///   - questions: which route.
  ///   - format: delimiter, header rows and encoding where they differ from the study's.
  ///   - options: threads and strictness.
  /// - Returns: everybody's segment, and how far the people are from those of the study.
  /// - Throws: `SurveyError` where columns are missing or the data are too dirty,
  ///   `TypingModelFailure.noGoldenRoute`.
  public static func run(
    _ model: (value: TypingModel, file: String), input: TableInput, questions: Questions = .auto,
    format: TableFormat? = nil, options: AnalysisOptions
  ) throws -> Classification {
    let (value, file) = model
    if questions == .golden, value.golden == nil {
      throw TypingModelFailure.noGoldenRoute(file: file, reason: value.goldenReason)
    }
    let columns = RouteColumns(value, file: file)
    var study = columns.study
    if let format { study.responses.format = format }
    var route = Classification.Route.all
    var lacking: [String] = []
    let loader = ResponseLoader(study: study, options: options)
    let loaded = try loader.loadRatings(input) { finder throws(SurveyError) in
      lacking = columns.lacking(finder, .all)
      let isGolden =
        questions == .golden || (questions == .auto && value.golden != nil && !lacking.isEmpty)
      route = isGolden ? .golden : .all
      return columns.references(route)
    }
    options.progress("typing people")
    let placed = RoutePlacement(model: value, codes: loaded.codes, workers: options.workers)
      .placed(route)
    return Classification(
      model: value, route: route, lackingColumns: lacking,
      columns: columns.references(route).map(\.text), inputName: loaded.head.inputName,
      ids: loaded.ids, order: loaded.ids.orderByBytes(), segments: placed.segments,
      seconds: placed.seconds, margins: placed.margins, confidences: placed.confidences,
      answered: placed.answered, findings: loaded.findings.inReportOrder,
      drift: TypingDrift(placed, model: value, route: route))
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

  /// The columns of a route: of all questions, importance first, then satisfaction where the
  /// feature needs it.
  func references(_ route: Classification.Route) -> [ColumnReference] {
    switch route {
    case .all:
      let outcomes = model.nearest.outcomes.map { study.outcomes[$0] }
      let satisfaction =
        model.nearest.feature == .importance ? [] : outcomes.map(\.satisfaction)
      return outcomes.map(\.importance) + satisfaction
    case .golden:
      return (model.golden?.questions ?? []).map { question in
        let outcome = study.outcomes[question.outcome]
        return question.part == .importance ? outcome.importance : outcome.satisfaction
      }
    }
  }

  /// The columns of a route that a file lacks.
  func lacking(_ finder: ColumnFinder, _ route: Classification.Route) -> [String] {
    references(route).filter { reference in
      do throws(SurveyError) {
        _ = try finder.position(of: reference)
        return false
      } catch {
        return true
      }
    }.map(\.text)
  }
}
