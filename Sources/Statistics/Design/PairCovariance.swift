public import NumericCore

/// A linear combination of domains' means: coefficients of the first and the second mean.
public typealias PairCombination = [(domain: Int, first: Double, second: Double)]

/// The design covariance of the means of two values over several domains of the same rows.
///
/// Each domain is a set of groups: a segment, or all segments but one. The influence of a row in
/// the domain d on the mean of the first value is `factor (base y - mean base) / Σ w`, 0 outside;
/// after calibration its residual on the margins. Totals of these over sampling units follow from
/// exact sums of whole numbers, so the covariance does not depend on the order of the rows.
/// Where the sample has replicate weights, the means are made with each of them instead.
///
/// Source: as for `SamplingDesign` and `MarginProjection`.
public struct PairCovariance: Sendable {
  /// The covariance `[2D x 2D]` of (first mean, second mean) of each domain.
  public let matrix: Matrix
  /// By domain, the two means; 0 where the base carries no weight.
  public let means: [(Double, Double)]
  /// By domain, its degrees of freedom: first-stage units with a pair in it less strata with one.
  public let degreesOfFreedom: [Int]
  /// By domain, the effective rows under either mean where the means are shares.
  let bases: [PairBase]?
  let poolsDegrees: Bool
  let factor: Double

  /// Two coded columns of all rows.
  public struct Columns: Sendable {
    /// Codes 0...15 by row.
    public var first: [UInt8]
    /// Codes 0...15 by row.
    public var second: [UInt8]
    /// Group codes by row; `nil` puts every row into group 0.
    public var groups: [UInt16]?
    /// The number of groups.
    public var groupCount: Int

    /// Two coded columns; see the members.
    public init(first: [UInt8], second: [UInt8], groups: [UInt16]?, groupCount: Int) {
      (self.first, self.second, self.groups, self.groupCount) =
        (first, second, groups, groupCount)
    }
  }

  /// - Parameters:
  ///   - columns: the two columns and the groups.
  ///   - domains: the groups of each domain, D of them.
  ///   - rule: what the codes are worth.
  ///   - sample: design, weights and calibration of the rows.
  public init(_ columns: Columns, domains: [[Int]], rule: PairRule, sample: Sample) {
    let parts =
      sample.replicates.map { PairCovariance.parts(columns, domains, rule, sample, $0) }
      ?? PairCovariance.parts(columns, domains, rule, sample)
    (matrix, means, degreesOfFreedom) = (parts.matrix, parts.means, parts.degrees)
    bases = rule.hasShares ? PairBase.all(columns, domains, rule, sample.weights) : nil
    factor = rule.factor
    poolsDegrees = sample.poolsDegrees
  }

  /// The degrees of freedom under pooled shares: those of both sides where rows are the sampling
  /// units, for then the pooled share alone gives the variance; `nil` where nothing is pooled.
  func pooledDegrees(_ left: Int, _ right: Int) -> Int? {
    guard bases != nil, poolsDegrees else { return nil }
    return degreesOfFreedom[left] + degreesOfFreedom[right]
  }

  /// How the variances of two domains' differences change where both domains are the same.
  ///
  /// - Parameters:
  ///   - left: one domain.
  ///   - right: the other.
  /// - Returns: for the first and the second mean; nothing changes where they are no shares.
  func equalShares(_ left: Int, _ right: Int) -> (first: EqualShares, second: EqualShares) {
    guard let bases else { return (.none, .none) }
    func side(_ domain: Int, _ mean: Double, _ count: Double) -> EqualShares.Side {
      EqualShares.Side(share: min(1, max(0, mean / factor)), effectiveCount: count)
    }
    return (
      EqualShares(
        side(left, means[left].0, bases[left].first),
        side(right, means[right].0, bases[right].first)
      ).scaled(by: factor),
      EqualShares(
        side(left, means[left].1, bases[left].second),
        side(right, means[right].1, bases[right].second)
      ).scaled(by: factor)
    )
  }

  /// The scores of the domains.
  ///
  /// - Parameters:
  ///   - domain: its position.
  ///   - degreesOfFreedom: `nil` for those of the domain itself.
  ///   - isFloored: whether a gap below 0 counts as 0.
  /// - Returns: the means, their variances and covariance.
  public func score(
    of domain: Int, degreesOfFreedom: Int? = nil, isFloored: Bool = true
  ) -> PairScore {
    let place = 2 * domain
    return PairScore(
      means: means[domain], variances: (matrix[place, place], matrix[place + 1, place + 1]),
      covariance: matrix[place, place + 1],
      degreesOfFreedom: degreesOfFreedom ?? self.degreesOfFreedom[domain], isFloored: isFloored)
  }

  /// The covariance of a linear combination of domain means with another.
  ///
  /// - Parameters:
  ///   - left: one combination; domains left out have coefficient 0.
  ///   - right: the other combination.
  /// - Returns: the covariance; the variance of a combination with itself.
  public func covariance(
    _ left: PairCombination, _ right: PairCombination
  ) -> Double {
    var sum = 0.0
    for a in left {
      for b in right {
        let (row, column) = (2 * a.domain, 2 * b.domain)
        sum += a.first * b.first * matrix[row, column]
        sum += a.first * b.second * matrix[row, column + 1]
        sum += a.second * b.first * matrix[row + 1, column]
        sum += a.second * b.second * matrix[row + 1, column + 1]
      }
    }
    return sum
  }

  private typealias Parts = (matrix: Matrix, means: [(Double, Double)], degrees: [Int])

  // MARK: - Replicate weights

  private static func parts(
    _ columns: Columns, _ domains: [[Int]], _ rule: PairRule, _ sample: Sample,
    _ replicates: SampleReplicates
  ) -> Parts {
    let terms = rule.terms
    let cells = cells(columns)
    let table = CellReplicates(
      cells: cells, cellCount: terms.count * columns.groupCount, replicates: replicates)
    let means = { (weights: [Double]) in
      domains.flatMap { PairCovariance.means($0, weights, terms).map { rule.factor * $0 } }
    }
    let estimates = means(table.sums(sample.weights))
    let degrees = DomainDegrees(
      groups: cells.map { cell in
        let term = terms[Int(cell) % terms.count]
        return term.firstBase & term.secondBase == 0 ? -1 : cell / Int32(terms.count)
      }, groupCount: columns.groupCount, sample: sample)
    return (
      table.covariance(estimates: estimates, means),
      domains.indices.map { domain in
        let (first, second) = (estimates[2 * domain], estimates[2 * domain + 1])
        return (first.isNaN ? 0 : first, second.isNaN ? 0 : second)
      },
      domains.map { degrees.degreesOfFreedom(of: $0) }
    )
  }

  /// By row, its group and its two codes in one.
  private static func cells(_ columns: Columns) -> [Int32] {
    columns.first.indices.map { row in
      Int32(columns.groups?[row] ?? 0) << 8
        | Int32(columns.first[row] & 15) << 4 | Int32(columns.second[row] & 15)
    }
  }

  /// Both mean points of a domain from the weights of the cells; NaN without a base.
  private static func means(
    _ groups: [Int], _ weights: [Double], _ terms: [PairTerms]
  ) -> [Double] {
    var sums = SIMD4<Double>.zero
    for group in groups {
      for (place, term) in terms.enumerated() {
        let values = SIMD4(term.firstBase, term.firstPoint, term.secondBase, term.secondPoint)
        sums += weights[group * terms.count + place] * SIMD4<Double>(values)
      }
    }
    return [sums[1] / sums[0], sums[3] / sums[2]]
  }

  // MARK: - Strata and sampling units

  private static func parts(
    _ columns: Columns, _ domains: [[Int]], _ rule: PairRule, _ sample: Sample
  ) -> Parts {
    let first = sums(columns, rule, sample.weights, sample.classes[0])
    let lines = domains.map { PairLine($0, sums: first, factor: rule.factor) }
    let fits = fits(columns, rule, lines, sample)
    var matrix = Matrix(rowCount: 2 * domains.count, columnCount: 2 * domains.count)
    for (number, classes) in sample.classes.enumerated() {
      let sums = number == 0 ? first : sums(columns, rule, sample.weights, classes)
      let part = StageCovariance(classes: classes, sums: sums, lines: lines, fits: fits).matrix()
      for index in matrix.elements.indices { matrix.elements[index] += part.elements[index] }
    }
    return (
      matrix, lines.map { (rule.factor * $0.means[0], rule.factor * $0.means[1]) },
      lines.map { degreesOfFreedom($0, first, sample.classes[0]) }
    )
  }

  static func sums(
    _ columns: Columns, _ rule: PairRule, _ weights: [Int64]?, _ classes: StageClasses
  ) -> PairSums {
    var sums = PairSums(
      classCount: classes.classCount, groupCount: columns.groupCount,
      keepsSquares: classes.hasRowUnits)
    sums.add(
      first: columns.first, second: columns.second, classes: classes.classOfRow,
      groups: columns.groups, weights: weights, rule: rule)
    return sums
  }

  /// What the margins explain of each influence, from the weights before calibration.
  static func fits(
    _ columns: Columns, _ rule: PairRule, _ lines: [PairLine], _ sample: Sample
  ) -> [[SIMD2<Double>]]? {
    guard let calibration = sample.calibration, let projection = sample.projection else {
      return nil
    }
    let cells = calibration.cells
    var sums = PairSums(
      classCount: cells.cellCount, groupCount: columns.groupCount, keepsSquares: false)
    sums.add(
      first: columns.first, second: columns.second, classes: cells.cellOfRow,
      groups: columns.groups, weights: calibration.weightsBefore, rule: rule)
    return lines.map { line in
      let totals = (0..<cells.cellCount).map { line.total(sums, in: $0) }
      return zip(projection.fitted(totals.map { $0[0] }), projection.fitted(totals.map { $0[1] }))
        .map { SIMD2($0, $1) }
    }
  }

  /// First-stage units with a pair of the domain in them, less the strata with one.
  private static func degreesOfFreedom(
    _ line: PairLine, _ sums: PairSums, _ classes: StageClasses
  ) -> Int {
    var (units, strata) = (0, 0)
    var last: (unit: Int, stratum: Int)?
    for index in 0..<classes.classCount {
      let pairs = line.groups.reduce(0) { $0 + Int(sums[$1, in: index].pairCount) }
      guard pairs > 0 else { continue }
      let unit = classes.owners[index]
      let stratum = classes.hasRowUnits ? unit : Int(classes.stage.groups[unit])
      if classes.hasRowUnits { units += pairs } else if last?.unit != unit { units += 1 }
      if last?.stratum != stratum { strata += 1 }
      last = (unit, stratum)
    }
    return units - strata
  }
}
