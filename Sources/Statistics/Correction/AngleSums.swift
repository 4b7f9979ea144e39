internal import Groundwork

/// By row, how much it moves the sums of its group's angles: weighted influences, as in
/// `LinearEstimate`.
struct AngleSums: Sendable {
  /// Of importance and of satisfaction.
  private let influences: [SIMD2<Double>]
  private let groups: [UInt16]

  /// - Parameters:
  ///   - battery: the columns of J outcomes, one or more, all with the same groups.
  ///   - scores: by group, the scores of its J outcomes; empty for groups left out.
  ///   - rule: what the codes are worth.
  ///   - sample: the weights of the rows.
  ///   - workers: the threads. The sums of a row are made in the order of the outcomes on any.
  init(
    _ battery: [PairCovariance.Columns], scores: [[PairScore]], rule: PairRule, sample: Sample,
    workers: Workers
  ) {
    let rowCount = sample.design.rowCount
    let groups = battery.first?.groups ?? [UInt16](repeating: 0, count: rowCount)
    let steps = workers.map(battery.count) { outcome in
      AngleSums.steps(
        battery[outcome], groups, scores.map { $0.isEmpty ? nil : $0[outcome] }, rule,
        sample.weights)
    }
    self.groups = groups
    influences = workers.mapRanges(of: rowCount, size: AngleSums.pieceRowCount) { range in
      AngleSums.influences(battery, steps, groups, range, sample.weights)
    }.flatMap { $0 }
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

  /// The rows that one thread takes at a time.
  private static let pieceRowCount = 16_384

  private static func influences(
    _ battery: [PairCovariance.Columns], _ steps: [[SIMD2<Double>]], _ groups: [UInt16],
    _ range: Range<Int>, _ weights: [Int64]?
  ) -> [SIMD2<Double>] {
    var sums = [SIMD2<Double>](repeating: .zero, count: range.count)
    for (columns, steps) in zip(battery, steps) {
      let (first, second) = (columns.first, columns.second)
      let end = steps.count
      for (place, row) in range.enumerated() {
        let cell = Int(groups[row]) << 8 | Int(first[row] & 15) << 4 | Int(second[row] & 15)
        if cell < end { sums[place] += steps[cell] }
      }
    }
    guard let weights else { return sums }
    for (place, row) in range.enumerated() { sums[place] *= Double(weights[row]) }
    return sums
  }

  /// By group and pair of codes, how much a row of weight 1 moves the two angles of an outcome.
  private static func steps(
    _ columns: PairCovariance.Columns, _ groups: [UInt16], _ scores: [PairScore?],
    _ rule: PairRule, _ weights: [Int64]?
  ) -> [SIMD2<Double>] {
    let terms = rule.terms
    var cells = [Int64](repeating: 0, count: scores.count * terms.count)
    for row in columns.first.indices {
      let cell =
        Int(groups[row]) << 8 | Int(columns.first[row] & 15) << 4 | Int(columns.second[row] & 15)
      if cell < cells.count { cells[cell] &+= weights?[row] ?? 1 }
    }
    return scores.enumerated().flatMap { group, score -> [SIMD2<Double>] in
      guard let score else { return [SIMD2<Double>](repeating: .zero, count: terms.count) }
      var base = SIMD2<Int64>.zero
      for (place, term) in terms.enumerated() {
        base &+= cells[group * terms.count + place] &* SIMD2(term.firstBase, term.secondBase)
      }
      return steps(score, base, terms, factor: rule.factor)
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
