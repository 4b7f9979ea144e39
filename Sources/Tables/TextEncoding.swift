/// What a quote at the start of a field means.
public enum Quoting: String, Sendable, CaseIterable {
  /// It opens a quoted field, in which quotes are doubled (RFC 4180).
  case doubled
  /// Nothing: it is text, as in tab-separated files of Google Forms. Only a cell of exactly two
  /// quotes is blank.
  case none
}

/// The encodings in which a table can be written.
///
/// UTF-8 and UTF-16 are recognised by themselves (UTF-16 by its byte order mark). The others look
/// like each other, so that they are used only when the caller declares them.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  /// Either byte order, told by the byte order mark.
  case utf16 = "utf-16"
  /// Western European Windows, also called ANSI.
  case windows1252 = "windows-1252"
  /// Latin-1.
  case latin1 = "iso-8859-1"
  /// Western European Macintosh before macOS.
  case macRoman = "mac-roman"
}
