import Groundwork
import Statistics

/// Holds what people do against what they say is unmet.
///
/// The outcome's own ratings stay among those whose level is taken out: given the level of all
/// ratings, a single one tells no more of a habit; given the others' alone, it would.
struct BehaviourAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// All behaviours, how common they are, and what they say of each outcome.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - everybody: everybody's scores.
  /// - Returns: the section; refused where the study names no behaviour.
  func section(
    _ groupings: [Grouping], everybody: SegmentScores?
  ) -> SectionOutcome<BehaviourSection> {
    let people = BehaviourPeople(study: study, responses: responses)
    guard !people.behaviours.isEmpty else {
      return .refused(
        reason: "the study names no workarounds, barriers, repeats, giving up or solutions "
          + "without a provider")
    }
    var section = BehaviourSection(
      groups: groups(groupings), behaviours: people.behaviours, associations: [], outcomes: [])
    for index in section.behaviours.indices where section.behaviours[index].refusal.isEmpty {
      section.behaviours[index].shares = shares(people.marks[index], groupings)
    }
    section.associations = associations(people)
    section.adjust()
    section.judge(study, everybody)
    return .done(section)
  }

  // MARK: - How common it is

  private func groups(_ groupings: [Grouping]) -> [BehaviourSection.Group] {
    [BehaviourSection.Group(segmentation: "all", segment: "all")]
      + groupings.flatMap { grouping in
        grouping.levels.map {
          BehaviourSection.Group(segmentation: grouping.name, segment: $0)
        }
      }
  }

  private func shares(_ marks: [Bool?], _ groupings: [Grouping]) -> [PeopleMean?] {
    let answers = marks.map { mark -> Int32 in mark.map { $0 ? 1 : 0 } ?? -1 }
    let all: [Grouping?] = [nil] + groupings
    return all.filter { $0.map { !$0.levels.isEmpty } ?? true }.flatMap { grouping in
      PeopleTable(answers, answerCount: 2, grouping: grouping, sample: responses.sample)
        .shares(of: [1])
    }
  }

  // MARK: - What goes with what

  private func associations(_ people: BehaviourPeople) -> [BehaviourSection.Association] {
    let known = people.behaviours.indices.filter { people.behaviours[$0].refusal.isEmpty }
    guard !known.isEmpty else { return [] }
    let habits = RespondentHabits(study: study, responses: responses, options: options)
    // Sums of numbers run row by row: in an order that hangs on ids alone.
    guard let sample = try? responses.sample.reordered(habits.order) else { return [] }
    let (order, covariates) = (habits.order, habits.covariates)
    let marks = known.map { behaviour in order.map { people.marks[behaviour][Int($0)] } }
    let numbers = marks.map { $0.map { $0.map { $0 ? 1.0 : 0 } } }
    return options.workers.map(study.outcomes.count) { outcome in
      let unmet = order.map { isUnmet(outcome, Int($0)) }
      let tables = marks.map { BehaviourTable(unmet: unmet, behaviour: $0, sample) }
      let differences = AdjustedDifference.all(
        of: zip(numbers, tables).map { $1.note.isEmpty ? $0 : $0.map { _ in nil } }, by: unmet,
        covariates: covariates, sample: sample)
      return known.indices.map { place in
        let isDeclared = people.behaviours[known[place]].outcomes.contains(outcome)
        return tables[place].association(
          outcome, known[place], isDeclared: isDeclared, differences[place]?.test)
      }
    }.flatMap { $0 }
  }

  /// Whether the outcome is important to a person who is not satisfied; `nil` unless both ratings
  /// are known.
  private func isUnmet(_ outcome: Int, _ row: Int) -> Bool? {
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    let (first, second) = (
      responses.importance[outcome][row], responses.satisfaction[outcome][row]
    )
    guard RatingCode.isAnswered(first), RatingCode.isAnswered(second) else { return nil }
    return first >= top && second < top
  }
}

/// An outcome's being unmet by a behaviour: who has both, one, or none.
private struct BehaviourTable {
  /// Answers: without, with the behaviour. Groups: the outcome is met, unmet.
  private let table: DesignTable
  /// Why nothing is compared; empty otherwise.
  let note: String

  init(unmet: [Bool?], behaviour: [Bool?], _ sample: Sample) {
    let cells = zip(unmet, behaviour).map { unmet, mark -> Int32 in
      guard let unmet, let mark else { return -1 }
      return (mark ? 2 : 0) + (unmet ? 1 : 0)
    }
    table = DesignTable(cells: cells, answerCount: 2, groupCount: 2, sample: sample)
    note = BehaviourTable.note(table)
  }

  private static func note(_ table: DesignTable) -> String {
    let columns = [table.count(of: 0), table.count(of: 1)]
    let rows = [table.counts[0] + table.counts[1], table.counts[2] + table.counts[3]]
    let all = Double(rows[0] + rows[1])
    if columns[1] < Disclosure.floor { return "unmet for fewer than 10 people" }
    if columns[0] < Disclosure.floor { return "not unmet for fewer than 10 people" }
    let least = Double(rows.min() ?? 0) * Double(columns.min() ?? 0) / all
    return least < BehaviourSection.cellFloor ? "too few people to compare" : ""
  }

  func association(
    _ outcome: Int, _ behaviour: Int, isDeclared: Bool, _ test: DifferenceTest?
  ) -> BehaviourSection.Association {
    var result = BehaviourSection.Association(
      outcome: outcome, behaviour: behaviour, isDeclared: isDeclared,
      count: table.count(of: 0) + table.count(of: 1), unmetCount: table.count(of: 1), note: note)
    guard note.isEmpty else { return result }
    addPlain(&result)
    guard let test, test.degreesOfFreedom > 0, test.standardError > 0 else {
      result.note = "habits of rating explain all of one side, or no degree of freedom is left"
      return result
    }
    result.adjusted = BehaviourTable.comparison(test)
    result.bound = test.interval(level: 0.9)?.high
    result.p = test.p
    return result
  }

  // MARK: - Steps

  private func addPlain(_ result: inout BehaviourSection.Association) {
    let means = table.means([0, 1])
    guard let others = means.values[0], let unmet = means.values[1] else { return }
    (result.unmetShare, result.otherShare) = (unmet, others)
    // The smaller side decides how well the variance is known.
    let degrees = [0, 1].map { table.degrees.degreesOfFreedom(of: [$0]) }.min() ?? 0
    result.plain = BehaviourTable.comparison(
      DifferenceTest(
        difference: unmet - others, variance: means.variance(1, less: 0),
        degreesOfFreedom: Double(degrees)))
    let (odds, base) = (unmet * (1 - others), others * (1 - unmet))
    result.oddsRatio = odds > 0 && base > 0 ? odds / base : nil
    result.phi = phi(unmet - others)
    result.plainP = table.association(of: [0, 1])?.p
  }

  private func phi(_ difference: Double) -> Double? {
    let weights = table.weights.map { Double($0) }
    let total = weights.reduce(0, +)
    let (done, unmet) = ((weights[2] + weights[3]) / total, (weights[1] + weights[3]) / total)
    let spread = done * (1 - done)
    guard spread > 0, unmet > 0, unmet < 1 else { return nil }
    return difference * (unmet * (1 - unmet) / spread).squareRoot()
  }

  private static func comparison(_ test: DifferenceTest) -> BehaviourSection.Comparison {
    BehaviourSection.Comparison(
      estimate: Estimate(value: test.difference, standardError: test.standardError),
      // A coefficient is not bound to -1...1 as a difference of shares is.
      interval: test.interval().map {
        min(1, max(-1, $0.low))...max(-1, min(1, $0.high))
      })
  }
}
