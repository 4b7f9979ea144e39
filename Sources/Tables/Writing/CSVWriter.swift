/// Builds a CSV file in memory: comma, LF, quotes only where they are needed (RFC 4180).
///
/// What `TableReader` reads back is what was written, except for the apostrophe that `text` puts
/// before formulas, and NUL bytes, which it refuses.
public struct CSVWriter: Sendable {
  /// The bytes written so far.
  public private(set) var bytes: [UInt8] = []
  /// The number of fields in the record that is being written.
  private var fieldCount = 0
  /// Where that record starts.
  private var recordStart = 0

  /// A writer that has written nothing.
  public init() {}

  /// Writes a text that a person may open in a spreadsheet.
  ///
  /// A cell that starts with `=`, `+`, `-`, `@`, TAB or CR gets a leading apostrophe, so that no
  /// spreadsheet takes it for a formula.
  public mutating func text(_ value: String) {
    beginField()
    appendQuoted(CSVWriter.startsFormula(value) ? "'" + value : value)
  }

  /// Writes a text as it is, quoted where needed, without the guard against formulas.
  public mutating func rawText(_ value: String) {
    beginField()
    appendQuoted(value)
  }

  /// Writes a number with the shortest digits that read back exactly; `nil` is an empty cell.
  ///
  /// - Parameter value: a finite number: what cannot be computed is `nil`, never NaN.
  public mutating func number(_ value: Double?) {
    beginField()
    guard let value else { return }
    precondition(value.isFinite, "the number \(value) has no place in a table")
    // Negative zero is zero: it only tells in which order something was computed.
    let digits = value == 0 ? "0" : value.description
    bytes.append(contentsOf: (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8)
  }

  /// Writes a whole number; `nil` is an empty cell.
  public mutating func integer(_ value: Int?) {
    beginField()
    if let value { bytes.append(contentsOf: String(value).utf8) }
  }

  /// Ends the record.
  public mutating func endRecord() {
    // A record of one blank cell must not look like a blank line.
    if fieldCount == 1, bytes.count == recordStart { bytes += [Byte.quote, Byte.quote] }
    bytes.append(Byte.lineFeed)
    fieldCount = 0
    recordStart = bytes.count
  }

  // MARK: - Steps

  private mutating func beginField() {
    if fieldCount > 0 { bytes.append(Byte.comma) }
    fieldCount += 1
  }

  private static func startsFormula(_ value: String) -> Bool {
    guard let first = value.utf8.first else { return false }
    return "=+-@\t\r".utf8.contains(first)
  }

  private mutating func appendQuoted(_ value: String) {
    let needsQuotes = value.utf8.contains {
      $0 == Byte.comma || $0 == Byte.quote || Byte.isLineEnd($0)
    }
    guard needsQuotes else {
      bytes.append(contentsOf: value.utf8)
      return
    }
    bytes.append(Byte.quote)
    for byte in value.utf8 {
      if byte == Byte.quote { bytes.append(Byte.quote) }
      bytes.append(byte)
    }
    bytes.append(Byte.quote)
  }
}
