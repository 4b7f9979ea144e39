/// A sample as the statistics see it: how its rows were drawn, what each weighs, and which
/// margins the weights were fitted to.
public struct Sample: Sendable {
  /// Weights that were fitted to known margins.
  public struct Calibration: Sendable, Equatable {
    /// The rows' categories.
    public let cells: MarginCells
    /// By row, the weight before, in any whole unit; `nil` for equal weights.
    public let weightsBefore: [Int64]?

    /// - Parameters:
    ///   - cells: the rows' categories.
    ///   - weightsBefore: by row, in any whole unit; `nil` for equal weights.
    public init(cells: MarginCells, weightsBefore: [Int64]?) {
      self.cells = cells
      self.weightsBefore = weightsBefore
    }
  }

  /// The largest sum of the weights in their whole unit: ten times as much fits 63 bits.
  public static let weightLimit: Int64 = 900_000_000_000_000_000

  /// How the rows were drawn.
  public let design: SamplingDesign
  /// By row, whole and 0 or more, in any unit; `nil` for equal weights.
  public let weights: [Int64]?
  /// The margins that the weights were fitted to; `nil` when they are as they came.
  public let calibration: Calibration?
  /// Replicate weights that came with the data; they take the place of the design and of the
  /// margins in every variance. `nil` without.
  public let replicates: SampleReplicates?

  /// The rows of each stage by sampling unit and margin cell.
  let classes: [StageClasses]
  /// Least squares on the margins, with the weights before calibration.
  let projection: MarginProjection?

  /// - Parameters:
  ///   - design: how the rows were drawn; one row or more.
  ///   - weights: by row, whole, 0 or more, their sum at most `weightLimit`; `nil` for equal ones.
  ///   - calibration: the margins that the weights were fitted to.
  /// - Throws: `StatisticsFailure.dependentMargins`.
  public init(
    design: SamplingDesign, weights: [Int64]?, calibration: Calibration? = nil
  ) throws(StatisticsFailure) {
    precondition(
      weights.map { $0.count == design.rowCount } ?? true, "weights for \(design.rowCount) rows")
    self.design = design
    self.weights = weights
    self.calibration = calibration
    replicates = nil
    classes = design.stages.map { stage in
      StageClasses(
        stage, cellOfRow: calibration?.cells.cellOfRow,
        cellCount: calibration?.cells.cellCount ?? 1, weights: weights)
    }
    guard let calibration else {
      projection = nil
      return
    }
    let before =
      calibration.weightsBefore?.map { Double($0) }
      ?? [Double](repeating: 1, count: design.rowCount)
    projection = try MarginProjection(
      calibration.cells, weights: calibration.cells.sums(before))
  }

  /// A sample whose design is told by replicate weights alone.
  ///
  /// - Parameters:
  ///   - weights: by row, whole, 0 or more, their sum at most `weightLimit`.
  ///   - replicates: the same rows' replicate weights; each column's sum at most `weightLimit`.
  public init(weights: [Int64], replicates: SampleReplicates) {
    precondition(
      replicates.columns.allSatisfy { $0.count == weights.count }, "weights for other rows")
    design = SamplingDesign(rowCount: weights.count)
    self.weights = weights
    self.replicates = replicates
    (calibration, projection) = (nil, nil)
    classes = design.stages.map { stage in
      StageClasses(stage, cellOfRow: nil, cellCount: 1, weights: weights)
    }
  }

  /// The same sample as if drawn from a population without end.
  var endless: Sample { Sample(self, design: design.endless) }

  private init(_ other: Sample, design: SamplingDesign) {
    self.design = design
    (weights, calibration) = (other.weights, other.calibration)
    (replicates, projection) = (other.replicates, other.projection)
    let (cells, weights) = (calibration?.cells, weights)
    classes = design.stages.map { stage in
      StageClasses(
        stage, cellOfRow: cells?.cellOfRow, cellCount: cells?.cellCount ?? 1, weights: weights)
    }
  }

  /// Whether a pooled share is known from both sides of a comparison: rows are their own sampling
  /// units, so that the variance of a share follows from the share.
  public var poolsDegrees: Bool { replicates == nil && design.hasRowUnits }

  /// Whether `ReplicateWeights` can draw it again: not with replicate weights of its own, nor with
  /// a second stage, nor with strata of a single unit, whose spread is that between strata.
  public var canBeDrawnAgain: Bool {
    replicates == nil && design.stages.count == 1 && design.lonelyUnitCount == 0
  }

  /// Whether the rows were drawn one by one from one large population and keep their weights, so
  /// that a joint table holds everything that a variance needs.
  public var isSimple: Bool {
    design.stages.count == 1 && design.stratumCount == 1 && design.hasRowUnits
      && calibration == nil && replicates == nil && design.stages[0].fractions == [0]
  }

  /// How a sample drawn in the same way may become larger.
  public var growth: SampleGrowth {
    let hasRowUnits = design.hasRowUnits && replicates == nil
    return SampleGrowth(
      hasRowUnits: hasRowUnits, rowCount: design.rowCount,
      population: hasRowUnits ? design.population : nil)
  }
}
