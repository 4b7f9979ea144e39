/// A column of respondents' ids: their bytes, one after the other, and their stable hashes.
public struct IdentityColumn: Sendable, Equatable {
  /// The UTF-8 bytes of all cells.
  public var bytes: [UInt8]
  /// Where each row's bytes end.
  public var ends: [Int]
  /// `StableHash` of each row's bytes.
  public var hashes: [UInt64]
  /// How many cells are blank.
  public var blankCount: Int

  /// A column of ids, empty by default.
  public init(bytes: [UInt8] = [], ends: [Int] = [], hashes: [UInt64] = [], blankCount: Int = 0) {
    self.bytes = bytes
    self.ends = ends
    self.hashes = hashes
    self.blankCount = blankCount
  }

  /// The number of rows.
  public var rowCount: Int { ends.count }

  /// The bytes of one row's id.
  public func bytes(of row: Int) -> ArraySlice<UInt8> {
    bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
  }

  /// One row's id as text.
  public func string(of row: Int) -> String {
    String(decoding: bytes(of: row), as: UTF8.self)
  }
}
