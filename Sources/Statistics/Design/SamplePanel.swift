public import NumericCore

/// Two samples of one population, such as two waves of a survey, and who is in both.
///
/// Each sample keeps the variances of its own design, weights and margins. What both have in
/// common adds a covariance: a sampling unit of the first stage that is in both samples (a person,
/// or a shop under the same name) moves both estimates. With the unit totals T of influence
/// columns, centred in their strata and times the root of the stratum's factor,
///
/// ```text
/// x_c = sqrt((1 - f_h) n_h/(n_h - 1)) (T_hc - T̄_h)        V_w = Σ x_wc x_wc'
/// Cov(old, new) = Σ_{c in both} x_old,c x_new,c'
/// ```
///
/// so that the whole is never negative, equals the variance of paired differences where everybody
/// is in both, and that of independent samples where nobody is. Units inside a unit add no
/// covariance of their own; nor do samples with replicate weights, whose units are not known.
///
/// Source: Kish (1965), Survey Sampling, section 12.4, for overlapping samples; the linearisation
/// is that of `SamplingDesign`.
public struct SamplePanel: Sendable {
  /// A row of each sample, of the same sampling unit.
  public struct Pair: Sendable, Equatable {
    /// The row of the old sample.
    public var old: Int32
    /// The row of the new one.
    public var new: Int32

    /// Two rows of the same unit.
    public init(old: Int32, new: Int32) {
      (self.old, self.new) = (old, new)
    }
  }

  /// The old sample.
  public let old: Sample
  /// The new one.
  public let new: Sample
  /// The units in both, each once, as one of its rows in either sample; in the order given.
  public let pairs: [Pair]

  /// - Parameters:
  ///   - old: the old sample.
  ///   - new: the new one.
  ///   - common: rows of the same units, in an order that hangs on the units alone; of a unit of
  ///     several rows the first counts.
  public init(old: Sample, new: Sample, common: [Pair]) {
    (self.old, self.new) = (old, new)
    guard old.replicates == nil, new.replicates == nil, let first = old.design.stages.first,
      let second = new.design.stages.first
    else {
      pairs = []
      return
    }
    var isSeen = [Bool](repeating: false, count: first.unitCount)
    var isOtherSeen = [Bool](repeating: false, count: second.unitCount)
    pairs = common.filter { pair in
      let (unit, other) = (Int(first.units[Int(pair.old)]), Int(second.units[Int(pair.new)]))
      guard !isSeen[unit], !isOtherSeen[other] else { return false }
      (isSeen[unit], isOtherSeen[other]) = (true, true)
      return true
    }
  }

  /// The same panel for populations that the samples are a good part of.
  ///
  /// Where all units are in both samples, the parts of the population that were drawn make errors
  /// smaller as they do in one sample. Of samples that overlap in part the covariance of two
  /// without replacement hangs on how the second was drawn: then both count as drawn from a
  /// population without end, which is on the safe side by the variance of change over its size.
  public var ofFinitePopulations: SamplePanel {
    let stages = (old.design.stages.first, new.design.stages.first)
    let isWhole = pairs.count == stages.0?.unitCount && pairs.count == stages.1?.unitCount
    guard !isWhole, old.replicates == nil, new.replicates == nil,
      old.design.hasEnds || new.design.hasEnds
    else { return self }
    return SamplePanel(old: old.endless, new: new.endless, common: pairs)
  }

  /// The covariance matrix of estimates in the old sample, then those in the new one.
  ///
  /// - Parameters:
  ///   - old: estimates of the old sample's rows.
  ///   - new: estimates of the new one's.
  /// - Returns: `[q x q]`, q their number together.
  /// - Complexity: O(n q + units q²).
  public func covariance(old: [LinearEstimate], new: [LinearEstimate]) -> Matrix {
    let blocks = (self.old.covariance(of: old), self.new.covariance(of: new))
    var crossed = Matrix(rowCount: old.count, columnCount: new.count)
    if !pairs.isEmpty {
      crossed = Matrix.product(
        self.old.unitInfluences(of: old, at: pairs.map(\.old)),
        self.new.unitInfluences(of: new, at: pairs.map(\.new)), transposeLeft: true)
    }
    return SamplePanel.joined(blocks.0, blocks.1, crossed)
  }

  /// One matrix of two blocks and what lies between them.
  static func joined(_ first: Matrix, _ second: Matrix, _ crossed: Matrix) -> Matrix {
    let (width, other) = (first.rowCount, second.rowCount)
    var result = Matrix(rowCount: width + other, columnCount: width + other)
    for row in 0..<width {
      for column in 0..<width { result[row, column] = first[row, column] }
      for column in 0..<other {
        result[row, width + column] = crossed[row, column]
        result[width + column, row] = crossed[row, column]
      }
    }
    for row in 0..<other {
      for column in 0..<other { result[width + row, width + column] = second[row, column] }
    }
    return result
  }
}

extension Sample {
  /// By chosen row, how much its sampling unit moves each estimate; see `SamplePanel`.
  fileprivate func unitInfluences(of estimates: [LinearEstimate], at rows: [Int32]) -> Matrix {
    guard let stage = design.stages.first else {
      return Matrix(rowCount: rows.count, columnCount: estimates.count)
    }
    var columns = estimates.map(\.influence)
    if let projection, let calibration {
      let before = (0..<design.rowCount).map { Double(calibration.weightsBefore?[$0] ?? 1) }
      let after = (0..<design.rowCount).map { Double(weights?[$0] ?? 1) }
      columns = columns.map { projection.residuals($0, weights: before, calibrated: after) }
    }
    var totals = Matrix(rowCount: stage.unitCount, columnCount: columns.count)
    for (place, column) in columns.enumerated() {
      for (row, unit) in stage.units.enumerated() { totals[Int(unit), place] += column[row] }
    }
    return stage.centered(totals).selecting(
      rows: rows.map { Int(stage.units[Int($0)]) }, columns: Array(columns.indices))
  }
}
