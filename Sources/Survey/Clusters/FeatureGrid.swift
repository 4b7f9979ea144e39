import Groundwork
import Statistics

/// How a cluster feature on a scale stands on the grid, whatever the data hold of it.
///
/// Answers become whole numbers; missing ones are filled; items are then standardised or turned
/// into factor scores where the study asks for it; at last rows are centred.
struct FeatureGrid: Sendable, Equatable {
  /// What the answers are turned into.
  let feature: ClusterFeature
  let scale: Scale

  /// What is made of the filled rows; `nil` leaves them as they are.
  var transform: FeatureTransform?

  /// How much a row's own mean counts where rows are taken relative to it.
  var level = LevelWeight.none

  /// Whether rows are taken relative to their own mean, in part or in full.
  var isCentred: Bool { [.centredGap, .levelledGap].contains(feature) }

  /// The grid of the answers.
  var answerBits: Int { GridMatrix.gridBits(forMagnitude: range) }

  /// The grid of the feature before rows are centred.
  var gridBits: Int { transform?.gridBits(from: answerBits) ?? answerBits }

  /// The grid of the rows that are clustered. A row's mean may lie at one end of the scale and a
  /// cell at the other, so the grid of centred rows holds twice the range.
  var rowBits: Int { isCentred ? centredBits : gridBits }

  /// The rows that are clustered: missing answers filled, transformed, centred where the feature
  /// says so.
  func rows(_ features: IntegerMatrix, _ model: NormalModel, workers: Workers) -> GridMatrix {
    let plain = plainRows(filledRows(features, model, workers: workers), workers: workers)
    return isCentred ? plain.levelled(level, gridBits: rowBits) : plain
  }

  /// The answers with missing ones filled.
  func filledRows(
    _ features: IntegerMatrix, _ model: NormalModel, workers: Workers
  ) -> GridMatrix {
    model.gridMatrix(imputing: features, gridBits: answerBits, workers: workers)
  }

  /// Filled rows, transformed.
  func plainRows(_ filled: GridMatrix, workers: Workers) -> GridMatrix {
    transform?.rows(filled, workers: workers) ?? filled
  }

  /// The same feature with the level as found.
  func levelled(_ level: LevelWeight) -> FeatureGrid {
    var grid = self
    grid.level = isCentred ? level : .none
    return grid
  }

  /// Plain rows relative to their own means.
  func centred(_ rows: GridMatrix) -> GridMatrix {
    rows.centeredByRow(gridBits: centredBits)
  }

  /// The largest magnitude of the feature.
  var range: Int {
    let steps = scale.pointCount - 1
    switch feature {
    case .opportunity: return 2 * steps
    case .unmet: return 1
    default: return steps
    }
  }

  private var centredBits: Int {
    min(gridBits, GridMatrix.gridBits(forMagnitude: 2 * (transform?.magnitude ?? range)))
  }
}

/// All that places a person among clusters that were found: how answers become a row, and the
/// centers.
struct ClusterPlacement: Sendable {
  var grid: FeatureGrid
  /// The positions in the study of the outcomes, by column of the answers.
  var outcomes: [Int]
  var model: NormalModel
  var centers: GridMatrix
  /// Whether missing answers are filled by the model or left out.
  var missing = MissingAnswers.em
}
