/// What the cells of a column have in common: enough to guess what the column is.
public struct ColumnSummary: Sendable, Equatable {
  /// A distinct text and how often it stands there.
  public struct Level: Sendable, Equatable {
    /// The text of the cells.
    public var text: String
    /// The number of cells that hold it.
    public var count: Int

    /// A text and its count.
    public init(text: String, count: Int) {
      self.text = text
      self.count = count
    }
  }

  /// The number of cells.
  public var rowCount: Int
  /// How many cells are blank.
  public var blankCount: Int
  /// The distinct texts, blank left out, sorted by their bytes: the first ones when there are
  /// more than the plan allows. Their counts are exact.
  public var levels: [Level]
  /// Whether there are more distinct texts than `levels` holds.
  public var hasMoreLevels: Bool
  /// How many cells are decimal numbers (see `DecimalColumn`).
  public var numericCount: Int
  /// How many cells are whole numbers.
  public var wholeCount: Int
  /// The smallest number in whole millionths, `nil` without numbers.
  public var minimumMillionths: Int64?
  /// The largest number in whole millionths, `nil` without numbers.
  public var maximumMillionths: Int64?
  /// The length of the longest cell in bytes.
  public var maximumByteLength: Int
  /// How many cells are not well-formed text. They are in no other count but `rowCount`.
  public var invalidTextCount: Int

  /// The summary of no cells.
  public init() {
    rowCount = 0
    blankCount = 0
    levels = []
    hasMoreLevels = false
    numericCount = 0
    wholeCount = 0
    maximumByteLength = 0
    invalidTextCount = 0
  }
}
