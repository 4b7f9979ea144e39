import Groundwork
import Tables

@testable import Survey

/// Small studies and files made in place, for tests of loading and analysis.
enum SmallSurvey {
  /// A study of outcomes `a`, `b`, ... with columns `imp_a`, `sat_a`, ... on a scale of 1-5.
  static func study(
    outcomes: [String] = ["a", "b"], respondent: String? = "id", weight: String? = nil,
    segments: [String] = []
  ) -> Study {
    let place = Place(file: "study.yaml", line: 7, byteColumn: 3)
    var responses = ResponseFile(
      file: "r.csv", scale: Scale(low: 1, high: 5, top: 4), scalePlace: place)
    responses.respondent = respondent.map { ColumnReference($0, place: place) }
    var study = Study(
      name: "Small", job: JobStatement(text: "Get a small job done"), responses: responses,
      outcomes: outcomes.map {
        Outcome(
          id: $0, text: "Outcome \($0)", importance: ColumnReference("imp_\($0)", place: place),
          satisfaction: ColumnReference("sat_\($0)", place: place), place: place)
      }, file: "study.yaml")
    study.weight = weight.map { ColumnReference($0, place: place) }
    study.segmentations = segments.map {
      SegmentationPlan(name: $0, column: ColumnReference($0, place: place))
    }
    return study
  }

  static func load(
    _ study: Study, _ text: String, strict: Bool = false
  ) throws(SurveyError) -> LoadedResponses {
    try ResponseLoader(study: study, options: AnalysisOptions(isStrict: strict))
      .load(input(text))
  }

  static func input(_ text: String) -> TableInput { .bytes(Array(text.utf8), name: "r.csv") }

  /// What loading complains about, as exit status and sentence.
  static func complaint(
    _ study: Study, _ text: String, strict: Bool = false
  ) -> (status: ExitStatus, sentence: String)? {
    do throws(SurveyError) {
      _ = try load(study, text, strict: strict)
      return nil
    } catch {
      return (error.exitStatus, error.message.description)
    }
  }
}
