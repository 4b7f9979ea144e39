internal import NumericCore

extension PairCovariance {
  /// The columns of two samples, or the domains of both.
  public typealias Both<Value> = (old: Value, new: Value)

  /// The design covariance of means over domains of two samples: those of the old one first, then
  /// those of the new one, with what the units in both add.
  ///
  /// - Parameters:
  ///   - columns: the two columns and the groups of each sample.
  ///   - domains: the groups of each domain, in each sample's own codes.
  ///   - rule: what the codes are worth.
  ///   - panel: both samples and the units in both.
  ///
  /// Source: as for `SamplePanel`.
  public init(
    _ columns: Both<Columns>, domains: Both<[[Int]]>, rule: PairRule, panel: SamplePanel
  ) {
    let first = PairCovariance(
      columns.old, domains: domains.old, rule: rule, sample: panel.old)
    let second = PairCovariance(
      columns.new, domains: domains.new, rule: rule, sample: panel.new)
    var crossed = Matrix(
      rowCount: first.matrix.rowCount, columnCount: second.matrix.rowCount)
    if !panel.pairs.isEmpty {
      let old = UnitInfluences(columns.old, domains.old, rule, panel.old)
      let new = UnitInfluences(columns.new, domains.new, rule, panel.new)
      for pair in panel.pairs {
        let (left, right) = (old.values(ofRow: Int(pair.old)), new.values(ofRow: Int(pair.new)))
        for row in left.indices where left[row] != 0 {
          for column in right.indices { crossed[row, column] += left[row] * right[column] }
        }
      }
    }
    matrix = SamplePanel.joined(first.matrix, second.matrix, crossed)
    means = first.means + second.means
    degreesOfFreedom = first.degreesOfFreedom + second.degreesOfFreedom
    bases = first.bases.flatMap { old in second.bases.map { old + $0 } }
    factor = rule.factor
    // Who is in both samples is no further degree of freedom.
    poolsDegrees = first.poolsDegrees && second.poolsDegrees && panel.pairs.isEmpty
  }
}

/// How much each sampling unit moves the two means of domains: its total, or what the margins
/// leave of it, centred in its stratum and times the root of the stratum's factor.
private struct UnitInfluences {
  private let columns: PairCovariance.Columns
  private let lines: [PairLine]
  private let fits: [[SIMD2<Double>]]?
  private let terms: [PairTerms]
  private let sample: Sample
  private let stage: SamplingStage
  /// By stratum, where rows are the units.
  private let centers: [[Double]]
  private let roots: [Double]
  /// By unit, where units have several rows.
  private let units: Matrix?

  init(
    _ columns: PairCovariance.Columns, _ domains: [[Int]], _ rule: PairRule, _ sample: Sample
  ) {
    let classes = sample.classes[0]
    let sums = PairCovariance.sums(columns, rule, sample.weights, classes)
    lines = domains.map { PairLine($0, sums: sums, factor: rule.factor) }
    fits = PairCovariance.fits(columns, rule, lines, sample)
    let covariance = StageCovariance(classes: classes, sums: sums, lines: lines, fits: fits)
    units = classes.hasRowUnits ? nil : classes.stage.centered(covariance.totals())
    centers = classes.hasRowUnits ? covariance.centers() : []
    stage = classes.stage
    roots = stage.factors.map { $0.squareRoot() }
    (self.columns, self.sample, terms) = (columns, sample, rule.terms)
  }

  /// By domain, its first and its second mean.
  func values(ofRow row: Int) -> [Double] {
    let unit = Int(stage.units[row])
    if let units { return units.row(unit) }
    let stratum = Int(stage.groups[unit])
    let weight = Double(sample.weights?[row] ?? 1)
    let term = terms[Int(columns.first[row] & 15) << 4 | Int(columns.second[row] & 15)]
    let group = Int(columns.groups?[row] ?? 0)
    let cell = sample.calibration.map { Int($0.cells.cellOfRow[row]) } ?? 0
    var values = [Double](repeating: 0, count: 2 * lines.count)
    for (domain, line) in lines.enumerated() {
      var own = SIMD2<Double>.zero
      if line.contains(group) {
        own =
          line.scales
          * SIMD2(
            Double(term.firstPoint) - line.means[0] * Double(term.firstBase),
            Double(term.secondPoint) - line.means[1] * Double(term.secondBase))
      }
      if let fits { own -= fits[domain][cell] }
      for part in 0...1 {
        let place = 2 * domain + part
        values[place] = roots[stratum] * (weight * own[part] - centers[stratum][place])
      }
    }
    return values
  }
}
