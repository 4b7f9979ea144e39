import Statistics

/// Reads the two routes of a model and holds every number against what it is used for.
struct RouteReader {
  let scale: Scale
  let outcomeCount: Int
  let segmentCount: Int

  /// The route of all questions.
  func nearest(_ cursor: ModelCursor) throws(TypingModelFailure) -> NearestCenter {
    let feature = try cursor.member("feature").word(ClusterFeature.self)
    let positions = try cursor.member("outcomes")
    let outcomes = try positions.wholes(positions.items().count, 0...outcomeCount - 1)
    guard outcomes.count >= 2, Set(outcomes).count == outcomes.count else {
      throw positions.wrong("two or more different outcomes")
    }
    var grid = FeatureGrid(feature: feature, scale: scale)
    if let transform = try cursor.present("transform") {
      grid.transform = try self.transform(transform, outcomes.count, range: grid.range)
    }
    let missing = try self.missing(cursor, grid)
    let columnCount = grid.transform?.columns.count ?? outcomes.count
    let bits = try cursor.member("grid_bits").whole(grid.rowBits...grid.rowBits)
    var centers: [[Int]] = []
    for item in try cursor.member("centers").items(segmentCount) {
      centers.append(
        try item.wholes(columnCount, 1 - GridMatrix.limit...GridMatrix.limit - 1))
    }
    return NearestCenter(
      feature: feature,
      levelParts: try cursor.member("level_parts").whole(0...LevelWeight.whole),
      outcomes: outcomes,
      normal: try normal(
        cursor.member("answers"), columns: outcomes.count, bounds: -grid.range...grid.range),
      missing: missing, transform: grid.transform, gridBits: bits, centers: centers,
      training: try margins(cursor.member("training")),
      heldOutCount: try cursor.present("held_out_people").map { held throws(TypingModelFailure) in
        try held.whole(0...Int(Int32.max))
      })
  }

  /// The route of a few questions.
  func golden(_ cursor: ModelCursor) throws(TypingModelFailure) -> GoldenRoute {
    var questions: [TypingModel.Question] = []
    let list = try cursor.member("questions")
    for item in try list.items() {
      questions.append(
        TypingModel.Question(
          outcome: try item.member("outcome").whole(0...outcomeCount - 1),
          part: try item.member("part").word(TypingModel.Part.self)))
    }
    guard (1...TypingModelReader.questionLimit).contains(questions.count) else {
      throw list.wrong("1 to \(TypingModelReader.questionLimit) questions")
    }
    let limit = Int(WholeDiscriminant.limit)
    var coefficients: [[Int64]] = []
    for item in try cursor.member("coefficients_millionths").items(segmentCount) {
      coefficients.append(try item.wholes(questions.count, -limit...limit).map { Int64($0) })
    }
    let constants = try cursor.member("constants_millionths").wholes(segmentCount, -limit...limit)
    return GoldenRoute(
      questions: questions, coefficients: coefficients, constants: constants.map { Int64($0) },
      normal: try normal(
        cursor.member("answers"), columns: questions.count, bounds: scale.low...scale.high),
      expected: try expected(cursor.member("expected")),
      training: try margins(cursor.member("training")))
  }

  // MARK: - Steps

  /// What becomes of missing answers: filled in models that do not say it.
  private func missing(
    _ cursor: ModelCursor, _ grid: FeatureGrid
  ) throws(TypingModelFailure) -> MissingAnswers {
    guard let value = try cursor.present("missing") else { return .em }
    let missing = try value.word(MissingAnswers.self)
    guard missing == .em || !grid.isCentred && grid.transform == nil else {
      throw value.wrong("em, for rows are centred or transformed")
    }
    return missing
  }

  /// By column of the result: the items, their coefficients, the constant.
  private func transform(
    _ cursor: ModelCursor, _ itemCount: Int, range: Int
  ) throws(TypingModelFailure) -> FeatureTransform {
    var columns: [FeatureTransform.Column] = []
    let limit = FeatureTransform.coefficientLimit
    let list = try cursor.member("columns")
    for item in try list.items() {
      let used = try item.member("items")
      let items = try used.wholes(used.items().count, 0...itemCount - 1)
      guard zip(items, items.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw used.wrong("different items, ascending")
      }
      let bound = FeatureTransform.constantLimit
      columns.append(
        FeatureTransform.Column(
          items: items,
          coefficients: try item.member("coefficients_millionths")
            .wholes(items.count, -limit...limit),
          constant: try item.member("constant_millionths").whole(-bound...bound)))
    }
    guard !columns.isEmpty, columns.count <= itemCount else {
      throw list.wrong("1 to \(itemCount) columns")
    }
    return FeatureTransform(columns: columns, itemCount: itemCount, range: range)
  }

  private func normal(
    _ cursor: ModelCursor, columns: Int, bounds: ClosedRange<Int>
  ) throws(TypingModelFailure) -> NormalParts {
    let mean = try cursor.member("mean").numbers(columns)
    let list = try cursor.member("covariance")
    var covariance: [[Double]] = []
    for item in try list.items(columns) { covariance.append(try item.numbers(columns)) }
    let left = try cursor.member("excluded")
    let excluded = try left.wholes(left.items().count, 0...columns - 1)
    guard RouteReader.isCovariance(covariance, excluded: Set(excluded)) else {
      throw list.wrong("a covariance matrix")
    }
    let ridge = try cursor.member("ridge").number()
    guard (0...1e6).contains(ridge) else { throw try cursor.member("ridge").wrong("0 or more") }
    let lowest = try cursor.member("lowest").wholes(columns, bounds)
    let highest = try cursor.member("highest").wholes(columns, bounds)
    guard zip(lowest, highest).allSatisfy({ $0 <= $1 }) else {
      throw try cursor.member("highest").wrong("nothing below `lowest`")
    }
    return NormalParts(
      mean: mean, covariance: covariance, excluded: excluded, ridge: ridge, lowest: lowest,
      highest: highest)
  }

  /// Whether variances are positive and no covariance is larger than its variances allow: then
  /// some ridge makes the matrix invertible.
  static func isCovariance(_ rows: [[Double]], excluded: Set<Int>) -> Bool {
    let active = rows.indices.filter { !excluded.contains($0) }
    guard active.allSatisfy({ rows[$0][$0] > 1e-12 && rows[$0][$0] < 1e6 }) else { return false }
    return active.allSatisfy { row in
      active.allSatisfy { column in
        let bound = (rows[row][row] * rows[column][column]).squareRoot() * (1 + 1e-6)
        return rows[row][column].magnitude <= bound && rows[row][column] == rows[column][row]
      }
    }
  }

  /// How the study's people lay.
  func margins(_ cursor: ModelCursor) throws(TypingModelFailure) -> TrainingMargins {
    let people = 0...Int(Int32.max)
    return TrainingMargins(
      count: try cursor.member("people").whole(people),
      counts: try cursor.member("people_by_segment").wholes(segmentCount, people),
      mean: try cursor.member("mean_margin").number(),
      deviation: try cursor.member("margin_deviation").number(),
      quantiles: try cursor.member("margin_quantiles").numbers(TrainingMargins.shares.count),
      unsureShare: try cursor.optional("unsure_share")?.share(),
      weighing: try cursor.present("weighing").map { weighing throws(TypingModelFailure) in
        TrainingMargins.Weighing(
          effective: try weighing.member("effective_people").positive(),
          shares: try weighing.member("share_by_segment").shares(segmentCount))
      })
  }

  private func expected(_ cursor: ModelCursor) throws(TypingModelFailure) -> ExpectedAccuracy {
    ExpectedAccuracy(
      count: try cursor.member("people").whole(0...Int(Int32.max)),
      accuracy: try cursor.member("accuracy").share(),
      standardError: try cursor.member("standard_error").number(),
      kappa: try cursor.member("kappa").number(),
      recalls: try cursor.member("recalls").numbers(segmentCount),
      largestShare: try cursor.member("largest_share").share(),
      proportionalChance: try cursor.member("proportional_chance").share())
  }
}
