import NumericCore
import Statistics

/// Whether the accuracy that a typing tool promises is the one it has on new people.
struct TypingOptimism: Experiment {
  static let name = "typing"

  /// A survey is clustered, its questions are chosen 11 times, and 5,000 new people are typed:
  /// so many fewer than the usual number are enough for tenths of a point.
  private static let factor = 0.05

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let survey = TypedSurvey(
      itemCount: 20, separation: 0.8, style: 0, hasSatisfaction: false, missingShare: 0)
    let bars = [(200, 0.04), (1_000, 0.02)]
    let rows = bars.map { count, bar in
      Section.Row(
        labels: [grouped(count)],
        cells: monteCarlo.cells(
          "typing \(count)", limits: [nil, nil, Limits(high: bar), nil], times: factor
        ) { stream in
          let found = try? TypedFinding(survey, count: count, questionCount: 6, &stream)
          return found.map {
            [$0.nested, $0.truth, $0.nested - $0.truth, $0.resubstitution - $0.truth]
          }
        })
    }
    return Section(
      title: "21. The accuracy of typing people by six of twenty questions",
      text: """
        Four segments found by k-means, d = 0.8; `GoldenQuestions` chooses six questions. Nested:
        what it says of accuracy, clusters and choice made again without each fold. Truth: the
        share of 5,000 new people who get the segment whose center is nearest by all twenty
        questions. The bars are for the difference: 0.04 at 200 respondents, 0.02 at 1,000. Beside
        it, what resubstitution would have promised. (With the clusters of everybody as they are,
        the nested difference is 0.049 and 0.015.)
        """,
      labelHeads: ["n"],
      cellHeads: ["nested", "truth", "nested - truth", "resubstitution - truth"], rows: rows,
      verdicts: [
        Verdict(
          21, "typing, nested cross-validation less truth", bar: "<= 0.04, 0.02",
          cells: Section.cells(rows, column: 2))
      ])
  }
}

/// What a few questions are worth beside all of them.
struct TypingQuestions: Experiment {
  static let name = "golden"

  /// Who is asked, and what is chosen: eight outcomes, of each importance, satisfaction or both,
  /// or eight ratings.
  private struct Kind {
    let levels: [Double]
    let isSingle: Bool

    var labels: [String] {
      [
        levels[0] == 0 ? "pattern" : "pattern and level",
        isSingle ? "8 ratings" : "8 outcomes, 16 ratings",
      ]
    }

    /// The bar is for questions in the population of acceptance number 16.
    var limits: Limits? { levels[0] == 0 || isSingle ? nil : Limits(low: 0.85) }
  }

  private static let kinds = [[-0.6, -0.2, 0.2, 0.6], [0, 0, 0, 0]].flatMap { levels in
    [false, true].map { Kind(levels: levels, isSingle: $0) }
  }

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let rows = try kinds.map { try row(monteCarlo, $0) }
    return Section(
      title: "21. Eight golden questions of forty",
      text: """
        Forty outcomes rated twice, four planted segments in the design of number 16 (gaps, pattern
        and level), d = 1, style 0.3, 5 % missing, 1,000 respondents; clusters by the gap with its
        level weighed, the default. A question is an outcome with the ratings that the survey has of
        it, importance and satisfaction; beside it, eight single ratings, and segments that differ
        in pattern alone. Of 5,000 new people, the share that gets the planted segment by the few
        and by the nearest center of all eighty ratings, and the ratio of the two; then the share
        that gets by the few the segment that all give, and what nested cross-validation promises of
        it. Medians. Known: what as many outcomes (single ratings: of importance), spread evenly
        over the blocks of like outcomes, tell where everything is known of the population and
        nobody leaves one out; no choice can tell more where segments differ in pattern alone, and
        0.85 of all is then out of reach. The bar is 0.85 of the accuracy with all by eight
        questions.
        """,
      labelHeads: ["Segments differ in", "Questions"],
      cellHeads: ["by the few", "by all", "ratio", "few as all", "nested", "known", "of known"],
      rows: rows,
      verdicts: [
        Verdict(
          21, "typing by 8 of 40 questions, of the accuracy with all", bar: ">= 0.85",
          cells: [rows[0].cells[2]])
      ])
  }

  private static func row(
    _ monteCarlo: MonteCarlo, _ kind: Kind
  ) throws -> Section.Row {
    var survey = TypedSurvey(
      itemCount: 40, separation: 1, style: 0.3, hasSatisfaction: true, levels: kind.levels,
      missingShare: 0.05)
    let typed = survey
    let found = monteCarlo.surveys("golden", times: 0.025) { stream in
      try? TypedFinding(
        typed, count: 1_000, questionCount: 8, takesSingleRatings: kind.isSingle, &stream)
    }.compactMap { $0 }
    survey.missingShare = 0
    var stream = RandomStream(seed: monteCarlo.seed, purpose: "golden known")
    let known = try TypedFinding.known(
      survey, questionCount: 8, takesSingleRatings: kind.isSingle, &stream)
    func median(_ values: [Double], _ limits: Limits? = nil) -> Cell {
      let sorted = values.sorted()
      let middle = sorted.count / 2
      let value =
        sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
      return Cell(
        value: value, error: 0, surveyCount: values.count, limits: limits,
        slack: monteCarlo.slack)
    }
    return Section.Row(
      labels: kind.labels,
      cells: [
        median(found.map(\.planted.few)), median(found.map(\.planted.all)),
        median(found.map { $0.planted.few / $0.planted.all }, kind.limits),
        median(found.map(\.truth)), median(found.map(\.nested)),
        Cell(exact: known, limits: nil),
        median(found.map { $0.planted.few / known }),
      ])
  }
}
