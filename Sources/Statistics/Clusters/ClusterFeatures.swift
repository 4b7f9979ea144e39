/// What clusters are formed on: complete rows, plain or less their own mean.
///
/// Reference data without groups are drawn like the plain rows and then take the same step.
public struct ClusterFeatures: Sendable, Equatable {
  /// The rows as answered, missing answers filled in `[n x p]`.
  public let plain: GridMatrix
  /// The rows that are clustered `[n x p]`.
  public let rows: GridMatrix
  /// The grid of the centred rows; `nil` where the plain rows are clustered.
  private let centredGridBits: Int?

  /// Rows that are clustered as they are.
  public init(_ plain: GridMatrix) {
    (self.plain, rows, centredGridBits) = (plain, plain, nil)
  }

  /// Rows that are clustered less their own mean.
  ///
  /// - Parameters:
  ///   - plain: the rows as answered.
  ///   - bits: the grid of the centred rows, or `nil` for the finest that holds these.
  public init(centring plain: GridMatrix, gridBits bits: Int? = nil) {
    let centred = plain.centeredByRow(gridBits: bits)
    (self.plain, rows, centredGridBits) = (plain, centred, bits ?? centred.gridBits)
  }

  /// Whether the rows are clustered less their own mean.
  public var isCentred: Bool { centredGridBits != nil }

  /// The step from plain rows to those that are clustered, for other rows of the same kind.
  ///
  /// Drawn rows may be farther from their mean than any given one: then the grid is coarser.
  ///
  /// - Parameter plain: `[m x p]`, on the grid of `plain`.
  /// - Returns: `[m x p]`.
  public func prepared(_ plain: GridMatrix) -> GridMatrix {
    guard let bits = centredGridBits else { return plain }
    return plain.centeredByRow(noFinerThan: bits)
  }
}
