/// What shall become of one column. Columns without a plan are skipped without being decoded.
public struct ColumnPlan: Sendable {
  /// The position of the column, from 0.
  public var position: Int
  /// The kind of storage.
  public var kind: Kind

  /// Plans one column.
  public init(position: Int, kind: Kind) {
    self.position = position
    self.kind = kind
  }

  /// The kinds of storage that a column can be decoded into.
  public enum Kind: Sendable {
    /// One byte a cell, by a code book.
    case codes(CodeBook)
    /// Dictionary codes and their levels.
    case text
    /// Whole millionths of a decimal number.
    case decimal
    /// The bytes of each cell and their stable hash: respondents' ids.
    case identity
    /// No cells, only what they have in common; at most `levelLimit` levels are kept.
    case summary(levelLimit: Int)
  }
}
