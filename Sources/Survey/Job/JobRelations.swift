import Statistics

/// Correlates the gaps of the same people in related jobs.
///
/// Habits of rating are in it: who rates everything important and nothing satisfying has a large
/// gap in both jobs.
struct JobRelations {
  private let study: Study
  private let responses: Responses
  private let pairs: [(job: Job, related: Job)]
  /// The respondents in the order in which sums run.
  private let order: [Int32]
  private let sample: Sample?
  /// By job with a relation, the persons' mean gap in `order`.
  private let gaps: [String: [Double?]]

  init(study: Study, responses: Responses) {
    (self.study, self.responses) = (study, responses)
    let pairs = study.jobs.enumerated().flatMap { place, job in
      let related = Set(study.jobs.related(to: job.id).map(\.id))
      return study.jobs.dropFirst(place + 1).filter { related.contains($0.id) }
        .map { (job: job, related: $0) }
    }
    self.pairs = pairs
    let order = pairs.isEmpty ? [] : responses.canonicalOrder(seed: study.seed)
    self.order = order
    sample = pairs.isEmpty ? nil : try? responses.sample.reordered(order)
    var gaps: [String: [Double?]] = [:]
    for job in pairs.flatMap({ [$0.job, $0.related] }) where gaps[job.id] == nil {
      gaps[job.id] = JobRelations.gaps(study.outcomes(withBelow: job), responses, order)
    }
    self.gaps = gaps
  }

  /// All pairs of related jobs in one group.
  ///
  /// - Parameters:
  ///   - grouping: the groups; `nil` for everybody together.
  ///   - group: the position of the group.
  /// - Returns: each pair, with its correlation or why there is none.
  func pairs(in grouping: Grouping?, group: Int) -> [RelatedJobs] {
    pairs.map { pair in
      var result = RelatedJobs(job: pair.job.id, related: pair.related.id)
      result.reason = obstacle(pair.job, pair.related)
      guard result.reason.isEmpty, let sample else { return result }
      let isInside = order.map { row in
        grouping.map { Int($0.codes[Int(row)]) == group } ?? true
      }
      let first = zip(gaps[pair.job.id] ?? [], isInside).map { $1 ? $0 : nil }
      let second = gaps[pair.related.id] ?? []
      let count = order.indices.count { place in
        first[place] != nil && second[place] != nil
          && responses.weights.map { $0[Int(order[place])] > 0 } ?? true
      }
      guard count >= Disclosure.floor else {
        result.reason = "fewer than \(Disclosure.floor) respondents rated outcomes of both"
        return result
      }
      guard let found = DesignCorrelation(first, second, sample: sample) else {
        result.reason = "the gap is the same for everybody in one of them"
        return result
      }
      let interval = found.interval()
      result.correlation = PeopleMean(
        value: found.value, standardError: found.standardError, low: interval?.low,
        high: interval?.high, respondentCount: found.rowCount,
        effectiveCount: found.effectiveCount, degreesOfFreedom: found.degreesOfFreedom)
      return result
    }
  }

  // MARK: - Steps

  /// Why two jobs cannot be correlated; empty where they can.
  private func obstacle(_ job: Job, _ related: Job) -> String {
    for own in [job, related] where study.outcomes(withBelow: own).isEmpty {
      return "no outcome of \(own.id) in this survey"
    }
    let shared = Set(study.outcomes(withBelow: job)).intersection(
      study.outcomes(withBelow: related))
    guard shared.isEmpty else { return "the two jobs have outcomes in common" }
    return sample == nil ? "the sampling design cannot be put in order" : ""
  }

  /// By respondent in order, the mean of importance less satisfaction over the outcomes that the
  /// person rated for both, in points; `nil` of who rated none.
  private static func gaps(
    _ outcomes: [Int], _ responses: Responses, _ order: [Int32]
  ) -> [Double?] {
    order.map { row in
      var (sum, count) = (0, 0)
      for outcome in outcomes {
        let (important, satisfied) = (
          responses.importance[outcome][Int(row)], responses.satisfaction[outcome][Int(row)]
        )
        guard RatingCode.isAnswered(important), RatingCode.isAnswered(satisfied) else { continue }
        sum += Int(important) - Int(satisfied)
        count += 1
      }
      return count > 0 ? Double(sum) / Double(count) : nil
    }
  }
}

extension Study {
  /// The positions of the outcomes of a job and everything below it.
  fileprivate func outcomes(withBelow job: Job) -> [Int] {
    outcomes(ofJobs: Set([job.id] + jobs.below(job.id).map(\.id)))
  }
}
