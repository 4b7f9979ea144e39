import Statistics

/// Scores success outcomes like key outcomes, in a list of their own.
///
/// While acting people want one thing, once it is done another: a single list of both would hide
/// which of them is underserved.
struct SuccessScoring {
  /// The positions in the study of the success outcomes rated for importance and satisfaction.
  private let rated: [Int]
  private let count: Int
  private let scoring: SegmentScoring?

  init(study: Study, responses: Responses, options: AnalysisOptions) {
    let (job, success) = (responses.job, study.success)
    let rated = success.indices.filter {
      job.ratings[.importance($0)] != nil && job.ratings[.satisfaction($0)] != nil
    }
    (self.rated, count) = (rated, success.count)
    guard !rated.isEmpty else {
      scoring = nil
      return
    }
    var (own, answers) = (study, responses)
    own.outcomes = rated.map { index in
      Outcome(
        id: success[index].id, text: success[index].text,
        importance: success[index].importance ?? study.outcomes[0].importance,
        satisfaction: success[index].satisfaction ?? study.outcomes[0].satisfaction,
        place: success[index].place)
    }
    answers.importance = rated.compactMap { job.ratings[.importance($0)] }
    answers.satisfaction = rated.compactMap { job.ratings[.satisfaction($0)] }
    scoring = SegmentScoring(study: own, responses: answers, options: options)
  }

  /// The scores of each group.
  ///
  /// - Parameter grouping: the groups; `nil` for everybody together.
  /// - Returns: by group, then success outcome of the study; `nil` for one that is not rated or not
  ///   scored in the group.
  func scores(_ grouping: Grouping?) -> [[OutcomeScore?]] {
    let groupCount = grouping?.levels.count ?? 1
    let none = [OutcomeScore?](repeating: nil, count: count)
    guard let scoring else { return [[OutcomeScore?]](repeating: none, count: groupCount) }
    let segments =
      grouping.map {
        scoring.segments(of: $0, minimumBase: scoring.study.scoring.minimumBase)
      } ?? [scoring.everybody()]
    return (0..<groupCount).map { group in
      var scores = none
      for score in segments[group].outcomes where score.opportunity != nil {
        scores[rated[score.outcome]] = score
      }
      return scores
    }
  }
}
