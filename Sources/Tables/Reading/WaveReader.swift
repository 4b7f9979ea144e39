/// A few pieces that are decoded at the same time.
struct Wave: Sendable {
  var pieces: [Piece] = []
  /// What stopped the reading behind these pieces.
  var failure: TableError?
  /// Whether anything was read.
  var isEmpty: Bool { pieces.isEmpty && failure == nil }
}

/// Reads the next wave while the workers decode the present one.
///
/// It crosses threads unchecked: `TableReader` has one task read at a time, and asks the stream
/// only when nobody reads.
final class WaveReader: @unchecked Sendable {
  private var cutter: BlockCutter
  private let pieceCount: Int
  private var ahead = Wave()

  init(_ cutter: BlockCutter, pieceCount: Int) {
    self.cutter = cutter
    self.pieceCount = pieceCount
  }

  /// The stream that is read.
  var stream: TextStream { cutter.stream }

  /// Takes back the memory of a wave that is decoded. Nobody may be reading meanwhile.
  func recycle(_ wave: Wave) {
    for piece in wave.pieces { cutter.recycle(piece.block) }
  }

  /// Reads the next wave and keeps it.
  func readAhead() { ahead = next() }

  /// Gives out the wave that was read ahead, once.
  func takeAhead() -> Wave {
    defer { ahead = Wave() }
    return ahead
  }

  /// The next wave, empty at the end.
  func next() -> Wave {
    var wave = Wave()
    do throws(TableError) {
      while wave.pieces.count < pieceCount, let piece = try cutter.nextPiece() {
        wave.pieces.append(piece)
      }
    } catch {
      wave.failure = error
    }
    return wave
  }
}
