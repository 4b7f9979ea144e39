/// What clusters are formed on: complete rows, with their own mean in full, in part or not at all.
///
/// Reference data without groups are drawn like the plain rows and then take the same step.
public struct ClusterFeatures: Sendable, Equatable {
  /// The rows as answered, missing answers filled in `[n x p]`.
  public let plain: GridMatrix
  /// The rows that are clustered `[n x p]`.
  public let rows: GridMatrix
  /// How much a row's own mean counts.
  public let level: LevelWeight
  /// The grid of the rows that are clustered.
  private let gridBits: Int

  /// Rows that are clustered as they are.
  public init(_ plain: GridMatrix) {
    (self.plain, rows, level, gridBits) = (plain, plain, .full, plain.gridBits)
  }

  /// Rows that are clustered less their own mean.
  ///
  /// - Parameters:
  ///   - plain: the rows as answered.
  ///   - bits: the grid of the centred rows, or `nil` for the finest that holds these.
  public init(centring plain: GridMatrix, gridBits bits: Int? = nil) {
    self.init(plain, level: .none, gridBits: bits)
  }

  /// Rows in which their own mean counts in part.
  ///
  /// - Parameters:
  ///   - plain: the rows as answered.
  ///   - level: how much the mean counts; in full, rows stay as they are.
  ///   - bits: the grid of the rows, or `nil` for the finest that holds these.
  public init(_ plain: GridMatrix, level: LevelWeight, gridBits bits: Int? = nil) {
    self.plain = plain
    self.level = level
    rows = level == .full && bits == nil ? plain : plain.levelled(level, gridBits: bits)
    gridBits = rows.gridBits
  }

  /// The step from plain rows to those that are clustered, for other rows of the same kind.
  ///
  /// Drawn rows may be farther from their mean than any given one: then the grid is coarser.
  ///
  /// - Parameter plain: `[m x p]`, on the grid of `plain`.
  /// - Returns: `[m x p]`.
  public func prepared(_ plain: GridMatrix) -> GridMatrix {
    if level == .full, gridBits == plain.gridBits { return plain }
    return plain.levelled(level, noFinerThan: gridBits)
  }
}
