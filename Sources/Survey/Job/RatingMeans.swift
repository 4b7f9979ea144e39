import Statistics

/// Mean importance or satisfaction by group, in the scorer's unit, with design-based intervals.
struct RatingMeans {
  let scale: Scale
  let scorer: Scorer
  let sample: Sample
  /// The fewest effective answers that are shown.
  let minimumBase: Double

  init(study: Study, responses: Responses) {
    (scale, scorer) = (study.responses.scale, study.scoring.scorer)
    (sample, minimumBase) = (responses.sample, study.scoring.minimumBase)
  }

  /// The means of one question.
  ///
  /// - Parameters:
  ///   - codes: rating codes by respondent.
  ///   - other: where only people count who answered a second question too, its codes.
  ///   - grouping: the groups.
  /// - Returns: by group; `nil` under the disclosure floor or the smallest base.
  func means(_ codes: [UInt8], both other: [UInt8]? = nil, in grouping: Grouping) -> [PeopleMean?] {
    let isShare = scorer == .topBox
    let answers = codes.indices.map { row -> Int32 in
      guard let point = RatingCode.point(codes[row], on: scale), point <= scale.high,
        other.map({ RatingCode.isAnswered($0[row]) }) ?? true
      else { return -1 }
      return Int32(isShare ? (point >= scale.top ? 1 : 0) : point - scale.low)
    }
    let width = scale.high - scale.low
    let table = PeopleTable(
      answers, answerCount: isShare ? 2 : width + 1, grouping: grouping, sample: sample)
    let means =
      switch scorer {
      case .topBox: table.shares(of: [1]).map { $0?.scaled(by: 10) }
      case .mean: table.means(Array(0...width), unit: 10 / Double(width), range: 0...10)
      case .unfloored:
        table.means(
          Array(scale.low...scale.high), range: Double(scale.low)...Double(scale.high))
      }
    return means.map { mean in mean.flatMap { isEnough($0) ? $0 : nil } }
  }

  /// Why a mean is not there.
  func refusal(_ what: String) -> String {
    "fewer than \(wholeText(minimumBase)) effective respondents \(what)"
  }

  /// Whether a mean rests on enough people.
  func isEnough(_ mean: PeopleMean) -> Bool {
    // Equal weights give a whole number that must not fail its own limit by a rounding error.
    mean.effectiveCount >= minimumBase * (1 - 1e-12)
  }
}

extension PeopleMean {
  /// The same in another unit.
  func scaled(by factor: Double) -> PeopleMean {
    var mean = self
    mean.value *= factor
    mean.standardError *= factor
    mean.low = low.map { $0 * factor }
    mean.high = high.map { $0 * factor }
    return mean
  }
}
