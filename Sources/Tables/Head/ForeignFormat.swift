/// A kind of file that is often taken for a table of text, known by its first bytes.
public enum ForeignFormat: String, Sendable, CaseIterable {
  /// A workbook of Excel since 2007.
  case excelWorkbook
  /// An archive of files.
  case zipArchive
  /// A document of Office before 2007, or one with a password.
  case oldExcelWorkbook
  /// Data of SPSS.
  case spss
  /// Data of SAS.
  case sas
  /// Data of Stata.
  case stata
  /// A Parquet file.
  case parquet
  /// A file compressed by gzip.
  case gzip

  /// What the first bytes of a file tell.
  ///
  /// - Parameter bytes: some thousand bytes: an archive names its files among them.
  init?(_ bytes: [UInt8]) {
    func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    func holds(_ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }
    if begins("PK\u{3}\u{4}") {
      self = holds("xl/") || holds("[Content_Types].xml") ? .excelWorkbook : .zipArchive
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      self = .oldExcelWorkbook
    } else if begins("$FL2@(#)") || begins("$FL3@(#)") {
      self = .spss
    } else if bytes.dropFirst(12).starts(with: ForeignFormat.sasMark)
      || begins("HEADER RECORD*******LIB")
    {
      self = .sas
    } else if begins("<stata_dta>") {
      self = .stata
    } else if begins("PAR1\u{15}") {
      // The first page's header follows at once; a column might be called PAR1.
      self = .parquet
    } else if bytes.starts(with: [0x1F, 0x8B, 0x08]) {
      self = .gzip
    } else {
      return nil
    }
  }

  private static let sasMark: [UInt8] = [
    0xC2, 0xEA, 0x81, 0x60, 0xB3, 0x14, 0x11, 0xCF, 0xBD, 0x92, 0x08, 0x00, 0x09, 0xC7, 0x31, 0x8C,
    0x18, 0x1F, 0x10, 0x11,
  ]
}
