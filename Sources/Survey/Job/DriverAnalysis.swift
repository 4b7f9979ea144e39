import Groundwork
import NumericCore
import Statistics
import Tables

/// Links the satisfaction with key outcomes to what the job is done for.
struct DriverAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The most people that the figures rest on; of more, those with the smallest hashes of seed and
  /// id. So many know a weight better than anybody needs, and all would take minutes.
  static let mostPeople = 200_000

  /// The drivers of each success outcome and of the effectiveness index.
  ///
  /// - Parameter scores: the scored segments, for everybody's opportunities.
  /// - Returns: the section; refused without success outcomes, and where none has a figure.
  func section(_ scores: [SegmentScores]) -> SectionOutcome<DriverSection> {
    guard !study.success.isEmpty else {
      return .refused(reason: "the study names no success outcomes")
    }
    if let reason = study.unknownAttainment { return .refused(reason: reason) }
    // Sums of numbers run row by row: in an order that hangs on ids alone.
    let order = responses.canonicalOrder(seed: study.seed)
    guard let sample = try? responses.sample.reordered(order) else {
      return .refused(reason: "the sampling design cannot be put in order")
    }
    let predictors = responses.satisfaction.map { points($0, order) }
    let chance = order.map { row in
      var stream = RandomStream(
        seed: study.seed, purpose: "driver by chance", index: responses.ids.hashes[Int(row)])
      return stream.normal()
    }
    let everybody = scores.first { $0.segmentation == "all" }
    let targets = targets(order)
    let isLarge = responses.respondentCount > Self.mostPeople
    // The influences of many people are large: one result at a time then.
    let workers = isLarge ? Workers(threadCount: 1) : options.workers
    let results = workers.map(targets.count) { place in
      let (result, values) = targets[place]
      return filled(result, values, predictors, chance, sample, everybody)
    }
    guard results.contains(where: { $0.reason.isEmpty }) else {
      let asked = results.first { $0.success.map { study.success[$0].isAttainmentAsked } ?? true }
      return .refused(reason: asked?.reason ?? results[0].reason)
    }
    return .done(DriverSection(results: results, isSampled: isLarge))
  }

  // MARK: - Steps

  /// What is explained, each with its values by respondent; none beyond the most people.
  private func targets(_ order: [Int32]) -> [(DriverSection.Result, [Double])] {
    let people = ExperiencePeople(study: study, responses: responses)
    func taken(_ values: [Double]) -> [Double] {
      values.prefix(Self.mostPeople)
        + [Double](repeating: .nan, count: max(0, values.count - Self.mostPeople))
    }
    var targets = study.success.indices.map { index -> (DriverSection.Result, [Double]) in
      if let codes = responses.job.ratings[.satisfaction(index)] {
        return (
          DriverSection.Result(success: index, measure: .rating), taken(points(codes, order))
        )
      }
      let marks = order.map { people.attained[index][Int($0)].map { $0 ? 1.0 : 0 } ?? .nan }
      return (DriverSection.Result(success: index, measure: .attained), taken(marks))
    }
    targets.append(
      (
        DriverSection.Result(success: nil, measure: .index),
        taken(order.map { people.effectiveness[Int($0)] ?? .nan })
      ))
    return targets
  }

  private func points(_ codes: [UInt8], _ order: [Int32]) -> [Double] {
    order.map { row in
      RatingCode.isAnswered(codes[Int(row)]) ? Double(codes[Int(row)]) : .nan
    }
  }

  private func filled(
    _ target: DriverSection.Result, _ values: [Double], _ predictors: [[Double]],
    _ chance: [Double], _ sample: Sample, _ everybody: SegmentScores?
  ) -> DriverSection.Result {
    var result = target
    if let index = result.success, !study.success[index].isAttainmentAsked {
      result.reason = SuccessOutcome.notAsked([study.success[index].id])
      return result
    }
    do throws(DriverModel.Refusal) {
      let model = try DriverModel(
        values, predictors: predictors, chance: chance, sample: sample)
      (result.respondentCount, result.effectiveCount) = (model.count, model.effectiveCount)
      (result.rSquared, result.adjustedRSquared) = (model.rSquared, model.adjustedRSquared)
      (result.repair, result.leftOut) = (model.repair, model.leftOut)
      result.drivers = model.drivers.map { driver in
        DriverSection.Driver(
          outcome: driver.predictor, respondentCount: driver.count,
          effectiveCount: driver.effectiveCount, weight: driver.weight,
          standardError: driver.standardError, interval: driver.interval, share: driver.share,
          shareInterval: driver.shareInterval,
          sign: driver.coefficient > 0 ? 1 : driver.coefficient < 0 ? -1 : 0,
          isAboveChance: driver.isAboveChance,
          opportunity: everybody?.outcomes.first { $0.outcome == driver.predictor }?.opportunity?
            .value)
      }
    } catch {
      result.reason = reason(error)
    }
    return result
  }

  private func reason(_ refusal: DriverModel.Refusal) -> String {
    switch refusal {
    case .constantOutcome: return "nobody differs in it"
    case .noPredictor: return "everybody is equally satisfied with every key outcome"
    case .fewRows(let first, let second, let count, let needed):
      let id = study.outcomes[second].id
      let pair =
        first == study.outcomes.count
        ? "it is known of \(people(count)) who rated key outcome \(id)"
        : "key outcomes \(study.outcomes[first].id) and \(id) were both rated by \(people(count)) "
          + "of whom it is known"
      return "\(pair), expected at least \(wholeText(needed)) (60, and 5 for each key outcome)"
    case .contradiction(let change):
      return "the correlations of the people who answered each pair contradict each other (one "
        + "would have to change by \(wholeText((change * 100).rounded() / 100)))"
    case .noConvergence: return "the correlations' eigenvalues were not found"
    }
  }

  /// An effective number; those under the disclosure floor are not told.
  private func people(_ count: Double) -> String {
    count < Double(Disclosure.floor)
      ? "fewer than \(Disclosure.floor) people"
      : "\(wholeText(count.rounded(.down))) effective people"
  }
}
