/// The codes of a piece, column by column, in one allocation.
///
/// A record's codes arrive side by side, yet belong to as many columns, each on its own page of
/// memory. So they are collected in a tile of 64 rows, which fits into the first-level cache, and
/// a full tile is turned over eight by eight bytes.
///
/// One worker fills it, then it is only read: therefore it may cross threads unchecked.
final class CodeMatrix: @unchecked Sendable {
  private static let tileRowCount = 64

  /// The number of columns, rounded up to whole groups of eight.
  let paddedColumnCount: Int
  /// The distance between two columns: never a multiple of 4096 bytes, lest the columns' current
  /// bytes fight for the same lines of the cache.
  private let stride: Int
  private let storage: UnsafeMutablePointer<UInt8>
  private let tile: UnsafeMutablePointer<UInt8>

  init(rowCapacity: Int, columnCount: Int) {
    paddedColumnCount = (columnCount + 7) / 8 * 8
    let lines = (rowCapacity + CodeMatrix.tileRowCount - 1) / CodeMatrix.tileRowCount
    stride = CodeMatrix.tileRowCount * (lines | 1)
    storage = .allocate(capacity: stride * paddedColumnCount)
    tile = .allocate(capacity: CodeMatrix.tileRowCount * paddedColumnCount)
    tile.initialize(repeating: 0, count: CodeMatrix.tileRowCount * paddedColumnCount)
  }

  deinit {
    storage.deallocate()
    tile.deallocate()
  }

  /// Where the codes of a row go, side by side.
  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<UInt8> {
    tile + (row & (CodeMatrix.tileRowCount - 1)) &* paddedColumnCount
  }

  /// Closes a row. Rows come in order.
  @inline(__always)
  func endRow(_ row: Int) {
    if row & (CodeMatrix.tileRowCount - 1) == CodeMatrix.tileRowCount - 1 { turnTile(to: row) }
  }

  /// Closes the last row, of so many.
  func finish(rowCount: Int) {
    if rowCount % CodeMatrix.tileRowCount > 0 { turnTile(to: rowCount - 1) }
  }

  /// The first cells of a column.
  func cells(_ index: Int, rowCount: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: storage + index * stride, count: rowCount)
  }

  // MARK: - Steps

  /// Copies the tile that holds `row`; rows behind it are filled up with what was there before.
  private func turnTile(to row: Int) {
    let firstRow = row & ~(CodeMatrix.tileRowCount - 1)
    for rowGroup in Swift.stride(from: 0, to: CodeMatrix.tileRowCount, by: 8) {
      for column in Swift.stride(from: 0, to: paddedColumnCount, by: 8) {
        let source: Int = rowGroup &* paddedColumnCount &+ column
        let target: Int = column &* stride &+ firstRow &+ rowGroup
        turnGroup(
          from: UnsafeRawPointer(tile + source), to: UnsafeMutableRawPointer(storage + target))
      }
    }
  }

  /// Turns over 8 x 8 bytes: swaps halves, then quarters, then single bytes.
  ///
  /// Source: Warren (2012), Hacker's Delight, section 7-3.
  @inline(__always)
  private func turnGroup(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    func load(_ row: Int) -> UInt64 {
      let offset = row &* paddedColumnCount
      return UInt64(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    func store(_ word: UInt64, _ column: Int) {
      target.storeBytes(of: word.littleEndian, toByteOffset: column &* stride, as: UInt64.self)
    }
    var (a, b, c, d) = (load(0), load(1), load(2), load(3))
    var (e, f, g, h) = (load(4), load(5), load(6), load(7))
    swapParts(&a, &e, 32, 0x0000_0000_FFFF_FFFF)
    swapParts(&b, &f, 32, 0x0000_0000_FFFF_FFFF)
    swapParts(&c, &g, 32, 0x0000_0000_FFFF_FFFF)
    swapParts(&d, &h, 32, 0x0000_0000_FFFF_FFFF)
    swapParts(&a, &c, 16, 0x0000_FFFF_0000_FFFF)
    swapParts(&b, &d, 16, 0x0000_FFFF_0000_FFFF)
    swapParts(&e, &g, 16, 0x0000_FFFF_0000_FFFF)
    swapParts(&f, &h, 16, 0x0000_FFFF_0000_FFFF)
    swapParts(&a, &b, 8, 0x00FF_00FF_00FF_00FF)
    swapParts(&c, &d, 8, 0x00FF_00FF_00FF_00FF)
    swapParts(&e, &f, 8, 0x00FF_00FF_00FF_00FF)
    swapParts(&g, &h, 8, 0x00FF_00FF_00FF_00FF)
    store(a, 0)
    store(b, 1)
    store(c, 2)
    store(d, 3)
    store(e, 4)
    store(f, 5)
    store(g, 6)
    store(h, 7)
  }

  @inline(__always)
  private func swapParts(
    _ one: inout UInt64, _ other: inout UInt64, _ shift: UInt64, _ mask: UInt64
  ) {
    let difference = ((one &>> shift) ^ other) & mask
    other ^= difference
    one ^= difference &<< shift
  }
}
