extension Study {
  /// The parts of the job whose outcomes are rolled up, in the order of their kinds.
  ///
  /// Jobs and levels are parts where the tree holds more than the study's own job: that alone is
  /// everything.
  var rollupParts: [RollupSection.Part] {
    let tree = jobs.count > 1 ? jobParts + levelParts : []
    return tree + stepParts + wordParts + successParts
  }

  /// The positions of the outcomes that belong to one of some jobs.
  func outcomes(ofJobs ids: Set<String>) -> [Int] {
    outcomes.indices.filter { ids.contains(outcomes[$0].job) }
  }

  // MARK: - Kinds

  private var jobParts: [RollupSection.Part] {
    jobs.map { job in part(.job, job.id, job.text, jobs: [job]) }
  }

  private var levelParts: [RollupSection.Part] {
    Job.Level.allCases.compactMap { level in
      let own = jobs.filter { $0.level == level }
      guard !own.isEmpty else { return nil }
      return part(
        .altitude, level.rawValue, "\(level.rawValue) jobs and everything below", jobs: own)
    }
  }

  private func part(
    _ kind: RollupSection.Kind, _ id: String, _ label: String, jobs own: [Job]
  ) -> RollupSection.Part {
    let below = Set(own.flatMap { jobs.below($0.id).map(\.id) })
    let asked = below.filter { id in
      !outcomes(ofJobs: Set([id] + jobs.below(id).map(\.id))).isEmpty
    }
    return RollupSection.Part(
      kind: kind, id: id, label: label, outcomes: outcomes(ofJobs: below.union(own.map(\.id))),
      jobsBelowCount: below.count, jobsBelowCovered: asked.count)
  }

  private var stepParts: [RollupSection.Part] {
    steps.map { step in
      RollupSection.Part(
        kind: .step, id: step.id, label: step.text,
        outcomes: outcomes.indices.filter { outcomes[$0].step == step.id })
    }
  }

  /// Kinds of progress, directions and units, each in the order in which outcomes name them.
  private var wordParts: [RollupSection.Part] {
    parts(.progress, outcomes.map(\.progress))
      + parts(.direction, outcomes.map { [$0.direction?.rawValue].compactMap { $0 } })
      + parts(.unit, outcomes.map { [$0.unit].compactMap { $0 } })
  }

  private var successParts: [RollupSection.Part] {
    parts(.dimension, success.map { [$0.dimension.rawValue] })
      + parts(.aim, success.map { [$0.aim.rawValue] })
  }

  private func parts(_ kind: RollupSection.Kind, _ words: [[String]]) -> [RollupSection.Part] {
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (outcome, own) in words.enumerated() {
      for word in own where members[word]?.last != outcome {
        if members[word] == nil { order.append(word) }
        members[word, default: []].append(outcome)
      }
    }
    return order.map {
      RollupSection.Part(kind: kind, id: $0, label: $0, outcomes: members[$0] ?? [])
    }
  }
}
