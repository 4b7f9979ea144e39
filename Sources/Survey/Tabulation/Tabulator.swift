import Groundwork
import Statistics
public import Tables

/// `unmet tabulate`: loads the responses as `analyze` would and makes the tables of a plan. `run`
/// is its table of contents.
public enum Tabulator {
  /// Reads the responses that a study describes and tabulates them.
  ///
  /// The result does not depend on the order of the rows or on the number of threads.
  ///
  /// - Parameters:
  ///   - plan: which tables.
  ///   - study: the study that the plan was made for.
  ///   - input: the responses.
  ///   - options: threads and strictness.
  /// - Returns: the tables; nothing is printed or written.
  /// - Throws: `SurveyError` when data and study do not fit, the data are too dirty, or a
  ///   segmentation has more segments than a table can show.
  public static func run(
    _ plan: TabulationPlan, of study: Study, input: TableInput, options: AnalysisOptions
  ) throws(SurveyError) -> Tabulation {
    options.progress("reading the responses")
    let loader = ResponseLoader(study: study, options: options, readsLabels: true)
    let loaded = try loader.load(input)
    var responses = loaded.responses
    responses.groupings = study.united(responses.groupings)
    let banner = try Banner(plan, study: study, responses: responses)

    options.progress("tabulating")
    let answers = responses
    let labels = ItemLabels(study.responses.scale, loaded.texts)
    let blocks = options.workers.map(plan.subjects.count) { index in
      block(plan.subjects[index], study, answers, banner, plan.comparison, labels)
    }
    return Tabulation(
      study: study, plan: plan, inputName: loaded.table.head.inputName,
      respondentCount: responses.respondentCount, effectiveCount: responses.effectiveCount,
      columns: banner.columns, blocks: adjusted(blocks, testCount: banner.groupings.count))
  }

  // MARK: - Steps

  private static func block(
    _ subject: TableSubject, _ study: Study, _ responses: Responses, _ banner: Banner,
    _ comparison: TabulationPlan.Comparison, _ labels: ItemLabels
  ) -> TableBlock {
    let outcome = study.outcomes[subject.outcome]
    let items = ItemTabulation(
      scale: study.responses.scale, responses: responses, banner: banner, comparison: comparison,
      labels: labels)
    switch subject.part {
    case .importance:
      return items.block(
        subject, item: outcome.importance.text, codes: responses.importance[subject.outcome])
    case .satisfaction:
      return items.block(
        subject, item: outcome.satisfaction.text, codes: responses.satisfaction[subject.outcome])
    case .score:
      return ScoreTabulation(
        study: study, responses: responses, banner: banner, comparison: comparison
      ).block(subject)
    }
  }

  /// Adjusts the tests of each segmentation over the items.
  private static func adjusted(_ blocks: [TableBlock], testCount: Int) -> [TableBlock] {
    var blocks = blocks
    let items = blocks.indices.filter { blocks[$0].subject.part != .score }
    for test in 0..<testCount {
      let values = AdjustedPValues.benjaminiHochberg(items.map { blocks[$0].tests[test].p })
      for (item, value) in zip(items, values) { blocks[item].tests[test].adjusted = value }
    }
    return blocks
  }
}
