/// A column of texts as dictionary codes. Texts are compared byte by byte.
public struct TextColumn: Sendable, Equatable {
  /// The code of each row: an index into `levels`.
  public var codes: [UInt32]
  /// The distinct texts in order of their first appearance; a blank cell is the level "".
  public var levels: [String]

  /// A column of texts, empty by default.
  public init(codes: [UInt32] = [], levels: [String] = []) {
    self.codes = codes
    self.levels = levels
  }
}
