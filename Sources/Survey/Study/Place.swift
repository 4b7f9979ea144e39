/// Where something stands in a file, for messages.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  /// The file's name as the user gave it.
  public var file: String
  /// The line, from 1; 0 where `file` is no file but an option of a command.
  public var line: Int
  /// The byte within the line, from 1.
  public var byteColumn: Int

  /// A place; a line without column means its beginning.
  public init(file: String, line: Int, byteColumn: Int = 1) {
    self.file = file
    self.line = line
    self.byteColumn = byteColumn
  }

  /// Whether it stands at or after a place, and before the next one if there is one.
  func stands(from start: Place, before end: Place?) -> Bool {
    let own = (line, byteColumn)
    guard own >= (start.line, start.byteColumn) else { return false }
    return end.map { own < ($0.line, $0.byteColumn) } ?? true
  }

  /// `file:line:byteColumn`, as messages begin; an option stands alone.
  public var description: String { line > 0 ? "\(file):\(line):\(byteColumn)" : file }
}

/// A column of the responses, as the study file names it: by header, or by position as `#12`.
public struct ColumnReference: Sendable, Hashable {
  /// The header's name, or `#` and the position from 1.
  public var text: String
  /// Where the study file says so.
  public var place: Place
  /// What made the name of an outcome's id, when it is not written out.
  public var pattern: Pattern?

  /// A column name with `{id}` in it, and where it stands.
  public struct Pattern: Sendable, Hashable {
    /// The pattern as written.
    public var text: String
    /// Where the study file says so.
    public var place: Place

    /// A pattern as written.
    public init(_ text: String, place: Place) {
      self.text = text
      self.place = place
    }
  }

  /// A reference as written, or as a pattern makes it.
  public init(_ text: String, place: Place, pattern: Pattern? = nil) {
    self.text = text
    self.place = place
    self.pattern = pattern
  }

  /// The position from 0 when the reference is of the form `#12`, else `nil`.
  public var position: Int? {
    guard text.hasPrefix("#"), let number = Int(text.dropFirst()), number >= 1 else { return nil }
    return number - 1
  }
}
