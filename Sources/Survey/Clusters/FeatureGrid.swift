import Groundwork
import Statistics

/// How a cluster feature on a scale stands on the grid, whatever the data hold of it.
struct FeatureGrid: Sendable, Equatable {
  let feature: ClusterFeature
  let scale: Scale

  /// How much a row's own mean counts where rows are taken relative to it.
  var level = LevelWeight.none

  /// Whether rows are taken relative to their own mean, in part or in full.
  var isCentred: Bool { [.centredGap, .levelledGap].contains(feature) }

  /// The grid of the feature before rows are centred.
  var gridBits: Int { GridMatrix.gridBits(forMagnitude: range) }

  /// The grid of the rows that are clustered. A row's mean may lie at one end of the scale and a
  /// cell at the other, so the grid of centred rows holds twice the range.
  var rowBits: Int { isCentred ? GridMatrix.gridBits(forMagnitude: 2 * range) : gridBits }

  /// The rows that are clustered: missing answers filled, centred where the feature says so.
  func rows(_ features: IntegerMatrix, _ model: NormalModel, workers: Workers) -> GridMatrix {
    let plain = plainRows(features, model, workers: workers)
    return isCentred ? plain.levelled(level, gridBits: rowBits) : plain
  }

  /// The rows with missing answers filled.
  func plainRows(_ features: IntegerMatrix, _ model: NormalModel, workers: Workers) -> GridMatrix {
    model.gridMatrix(imputing: features, gridBits: gridBits, workers: workers)
  }

  /// The same feature with the level as found.
  func levelled(_ level: LevelWeight) -> FeatureGrid {
    var grid = self
    grid.level = isCentred ? level : .none
    return grid
  }

  /// Rows relative to their own means.
  func centred(_ rows: GridMatrix) -> GridMatrix {
    rows.centeredByRow(gridBits: GridMatrix.gridBits(forMagnitude: 2 * range))
  }

  /// The largest magnitude of the feature.
  var range: Int {
    let steps = scale.pointCount - 1
    return feature == .opportunity ? 2 * steps : steps
  }
}

/// All that places a person among clusters that were found: how answers become a row, and the
/// centers.
struct ClusterPlacement: Sendable {
  var grid: FeatureGrid
  /// The positions in the study of the outcomes, by column.
  var outcomes: [Int]
  var model: NormalModel
  var centers: GridMatrix
}
