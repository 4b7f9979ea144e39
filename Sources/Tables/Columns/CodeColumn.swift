/// A column as one byte a cell, by a `CodeBook`.
public struct CodeColumn: Sendable, Equatable {
  /// The code of each row.
  public var codes: [UInt8]
  /// How many cells stand in no entry of the code book.
  public var invalidCount: Int
  /// The first of them in file order, at most `PlaceLimits.placeCount`.
  public var firstInvalid: [FieldPlace]

  /// A column of codes, empty by default.
  public init(codes: [UInt8] = [], invalidCount: Int = 0, firstInvalid: [FieldPlace] = []) {
    self.codes = codes
    self.invalidCount = invalidCount
    self.firstInvalid = firstInvalid
  }
}
