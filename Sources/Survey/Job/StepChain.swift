/// Whether each step succeeds for each person.
struct StepChain {
  /// The positions in the study of the steps that take part.
  let steps: [Int]
  /// By step, then respondent: 1 succeeds, 0 fails, -1 unknown.
  let success: [[Int32]]
  /// By respondent: 1 where all steps succeed, 0 where one fails, -1 where one is unknown.
  let passes: [Int32]

  init(study: Study, responses: Responses, steps: [Int]) {
    self.steps = steps
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    let success = steps.map { step in
      let outcomes = study.outcomes.indices.filter {
        study.outcomes[$0].step == study.steps[step].id
      }
      return StepChain.success(
        outcomes.map { responses.satisfaction[$0] }, top: top, rule: study.chain.rule,
        count: responses.respondentCount)
    }
    self.success = success
    passes = (0..<responses.respondentCount).map { row in
      // Of no step nothing is known.
      success.isEmpty ? -1 : success.reduce(1) { min($0, $1[row]) }
    }
  }

  /// By respondent: 1 where this step fails and all others succeed, else 0; -1 where one is
  /// unknown.
  func soleBlocked(_ step: Int) -> [Int32] {
    passes.indices.map { row in
      guard passes[row] >= 0 else { return -1 }
      guard success[step][row] == 0 else { return 0 }
      return success.indices.allSatisfy { $0 == step || success[$0][row] == 1 } ? 1 : 0
    }
  }

  /// By respondent, whether a step fails; `nil` where it is unknown.
  func failures(_ step: Int) -> [Bool?] { success[step].map { $0 < 0 ? nil : $0 == 0 } }

  /// The different patterns of success in a group, and which one each person of it has.
  ///
  /// - Returns: the patterns in order, failure before success, first step first; by respondent the
  ///   position of the pattern, -1 outside the group or where a step is unknown.
  func patterns(in grouping: Grouping?, group: Int) -> (patterns: [[Int32]], codes: [Int32]) {
    let own = passes.indices.map { row -> [Int32]? in
      guard passes[row] >= 0, grouping.map({ Int($0.codes[row]) == group }) ?? true else {
        return nil
      }
      return success.map { $0[row] }
    }
    let present = Set(own.compactMap { $0 }).sorted { $0.lexicographicallyPrecedes($1) }
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    return (present, own.map { pattern in pattern.flatMap { places[$0] } ?? -1 })
  }

  // MARK: - Steps

  private static func success(
    _ satisfaction: [[UInt8]], top: UInt8, rule: ChainPlan.Rule, count: Int
  ) -> [Int32] {
    (0..<count).map { row in
      var (answered, satisfied) = (0, 0)
      for codes in satisfaction where RatingCode.isAnswered(codes[row]) {
        answered += 1
        satisfied += codes[row] >= top ? 1 : 0
      }
      guard answered > 0 else { return -1 }
      return (rule == .half ? 2 * satisfied >= answered : satisfied == answered) ? 1 : 0
    }
  }
}
