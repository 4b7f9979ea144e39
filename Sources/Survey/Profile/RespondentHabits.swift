import Groundwork
import Statistics

/// How each respondent rates: in each battery, and in both one after the other.
struct RespondentHabits {
  /// The respondents in the order in which sums run.
  let order: [Int32]
  let importance: RatingHabits
  let satisfaction: RatingHabits
  let both: RatingHabits

  init(study: Study, responses: Responses, options: AnalysisOptions) {
    let scale = study.responses.scale
    func habits(_ columns: [[UInt8]]) -> RatingHabits {
      RatingHabits(
        columns: columns, lowestCode: RatingCode.lowest, points: scale.low...scale.high,
        rowCount: responses.respondentCount, workers: options.workers)
    }
    order = responses.canonicalOrder(seed: study.seed)
    importance = habits(responses.importance)
    satisfaction = habits(responses.satisfaction)
    both = habits(responses.importance + responses.satisfaction)
  }

  /// What a test takes out, by covariate, then row in `order`.
  var covariates: [[Double]] {
    let columns = [both, importance, satisfaction].map { $0.reordered(order) }
    return HabitCovariates.columns(all: columns[0], batteries: [columns[1], columns[2]])
  }

  subscript(battery: StyleAudit.Battery) -> RatingHabits {
    switch battery {
    case .importance: importance
    case .satisfaction: satisfaction
    case .both: both
    }
  }
}
