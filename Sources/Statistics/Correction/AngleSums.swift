/// By row, how much it moves the sums of its group's angles: weighted influences, as in
/// `LinearEstimate`.
struct AngleSums: Sendable {
  /// Of importance and of satisfaction.
  private var influences: [SIMD2<Double>]
  private let groups: [UInt16]

  /// - Parameters:
  ///   - battery: the columns of J outcomes, one or more, all with the same groups.
  ///   - scores: by group, the scores of its J outcomes; empty for groups left out.
  ///   - rule: what the codes are worth.
  ///   - sample: the weights of the rows.
  init(
    _ battery: [PairCovariance.Columns], scores: [[PairScore]], rule: PairRule, sample: Sample
  ) {
    let rowCount = sample.design.rowCount
    groups = battery.first?.groups ?? [UInt16](repeating: 0, count: rowCount)
    influences = [SIMD2<Double>](repeating: .zero, count: rowCount)
    for (outcome, columns) in battery.enumerated() {
      add(columns, scores.map { $0.isEmpty ? nil : $0[outcome] }, rule, sample.weights)
    }
  }

  /// The two sums of angles of a group.
  func estimates(of group: Int) -> [LinearEstimate] {
    [0, 1].map { place in
      LinearEstimate(
        value: 0,
        influence: influences.indices.map {
          Int(groups[$0]) == group ? influences[$0][place] : 0
        })
    }
  }

  /// How fast the angles of a score grow with its parts; 0 where a part is at its end, where no
  /// row differs from another.
  static func slopes(_ score: PairScore) -> SIMD2<Double> {
    func slope(_ part: Double) -> Double {
      let spread = part / 10 * (1 - part / 10)
      return spread > 1e-9 ? 1 / (20 * spread.squareRoot()) : 0
    }
    return SIMD2(slope(score.first), slope(score.second))
  }

  // MARK: - Steps

  private mutating func add(
    _ columns: PairCovariance.Columns, _ scores: [PairScore?], _ rule: PairRule,
    _ weights: [Int64]?
  ) {
    let terms = rule.terms
    let cells = columns.first.indices.map {
      Int(columns.first[$0] & 15) << 4 | Int(columns.second[$0] & 15)
    }
    var bases = [SIMD2<Int64>](repeating: .zero, count: scores.count)
    for (row, cell) in cells.enumerated() where groups[row] < scores.count {
      bases[Int(groups[row])] &+=
        (weights?[row] ?? 1) &* SIMD2(terms[cell].firstBase, terms[cell].secondBase)
    }
    let steps = zip(scores, bases).map { score, base in
      score.map { AngleSums.steps($0, base, terms, factor: rule.factor) }
    }
    for (row, cell) in cells.enumerated() where groups[row] < scores.count {
      if let own = steps[Int(groups[row])] {
        influences[row] += Double(weights?[row] ?? 1) * own[cell]
      }
    }
  }

  /// By pair of codes, how much a row of weight 1 moves the two angles of an outcome.
  private static func steps(
    _ score: PairScore, _ base: SIMD2<Int64>, _ terms: [PairTerms], factor: Double
  ) -> [SIMD2<Double>] {
    let scales =
      slopes(score) / SIMD2(max(1, Double(base.x)), max(1, Double(base.y)))
    return terms.map { term in
      let bases = SIMD2(Double(term.firstBase), Double(term.secondBase))
      let points = SIMD2(Double(term.firstPoint), Double(term.secondPoint))
      return scales * (factor * points - bases * SIMD2(score.first, score.second))
    }
  }
}
