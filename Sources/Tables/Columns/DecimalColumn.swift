/// A column of decimal numbers as whole millionths, exact.
///
/// A cell must be `-` (optional), digits, `.` and digits (optional), and an exponent `e` or `E`
/// with optional sign and digits (optional): the forms that R, pandas and Swift write. Everything
/// else is invalid: blanks around it, `+1`, `.5`, `1.`, `0x10`, `inf`, `nan`, `1,5`.
public struct DecimalColumn: Sendable, Equatable {
  /// The value of a blank cell.
  public static let blank = Int64.min
  /// The value of a cell that is no number, or is too large.
  public static let invalid = Int64.min + 1
  /// Whole units in one: values are millionths.
  public static let scale: Int64 = 1_000_000

  /// Whole millionths of each row, or `blank`, or `invalid`.
  public var values: [Int64]
  /// How many cells are blank.
  public var blankCount: Int
  /// How many cells are no number.
  public var invalidCount: Int
  /// The first invalid cells in file order, at most `PlaceLimits.placeCount`.
  public var firstInvalid: [FieldPlace]
  /// The first blank cells in file order, at most `PlaceLimits.placeCount`.
  public var firstBlank: [FieldPlace]
  /// How many cells have further digits behind the sixth decimal: they are rounded, halves to
  /// even.
  public var roundedCount: Int

  /// A column without findings.
  public init(values: [Int64] = []) {
    self.values = values
    blankCount = 0
    invalidCount = 0
    firstInvalid = []
    firstBlank = []
    roundedCount = 0
  }
}
