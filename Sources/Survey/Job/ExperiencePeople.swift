/// How well each person acts and what each attains.
struct ExperiencePeople {
  /// By respondent, 0...10; `nil` of who rated no key outcome.
  private(set) var efficiency: [Double?]
  /// By respondent, 0...10; `nil` of whom no success outcome is known.
  private(set) var effectiveness: [Double?]
  /// By success outcome, then respondent: whether it was attained.
  private(set) var attained: [[Bool?]]
  /// By success outcome: what became of expectations, by respondent; `nil` where it was not asked.
  private(set) var expectations: [[AnswerReading.Expectation?]?]
  /// By success outcome: whether what was to be avoided happened, by respondent.
  private(set) var happened: [[Bool?]?]
  /// By success outcome: the satisfaction rating less the expected one, by respondent.
  private(set) var differences: [[Int?]?]

  init(study: Study, responses: Responses) {
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    let (job, count) = (responses.job, responses.respondentCount)
    efficiency = ExperiencePeople.index(
      responses.satisfaction.map { ExperiencePeople.satisfied($0, top: top) }, count: count)
    (attained, effectiveness, expectations, happened, differences) = ([], [], [], [], [])
    let reading = AnswerReading(study)
    for index in study.success.indices {
      let expectation = job.texts[.expectation(index)].map { reading.expectation($0) }
      let event = job.texts[.happened(index)].map { reading.yes($0, study) }
      let satisfaction = job.ratings[.satisfaction(index)]
      expectations.append(expectation)
      happened.append(event)
      differences.append(
        job.ratings[.expected(index)].flatMap { expected in
          satisfaction.map { ExperiencePeople.differences(expected, $0) }
        })
      attained.append(
        satisfaction.map { ExperiencePeople.satisfied($0, top: top) }
          ?? expectation?.map { $0.map { $0 != .short } }
          ?? event?.map { $0.map { !$0 } } ?? [Bool?](repeating: nil, count: count))
    }
    effectiveness = ExperiencePeople.index(attained, count: count)
  }

  /// By respondent, the share of some success outcomes that the person attained, 0...1.
  func attainedShare(_ outcomes: [Int]) -> [Double?] {
    ExperiencePeople.index(outcomes.map { attained[$0] }, count: efficiency.count)
      .map { $0.map { $0 / 10 } }
  }

  // MARK: - Steps

  private static func satisfied(_ codes: [UInt8], top: UInt8) -> [Bool?] {
    codes.map { RatingCode.isAnswered($0) ? $0 >= top : nil }
  }

  /// Ten times the share of the known marks that are set.
  private static func index(_ marks: [[Bool?]], count: Int) -> [Double?] {
    (0..<count).map { row in
      var (known, set) = (0, 0)
      for column in marks {
        guard let mark = column[row] else { continue }
        known += 1
        set += mark ? 1 : 0
      }
      return known > 0 ? 10 * Double(set) / Double(known) : nil
    }
  }

  private static func differences(_ expected: [UInt8], _ came: [UInt8]) -> [Int?] {
    zip(expected, came).map { expected, came in
      RatingCode.isAnswered(expected) && RatingCode.isAnswered(came)
        ? Int(came) - Int(expected) : nil
    }
  }
}
