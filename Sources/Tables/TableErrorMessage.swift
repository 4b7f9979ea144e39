public import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

// The sentences of this room, all in one place. No cell's text stands in any of them.
extension TableError {
  /// The status with which the command ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .cannotOpen(_, let code): code == EACCES || code == EPERM ? .permission : .inputMissing
    case .isDirectory: .inputMissing
    case .cannotRead, .cannotWrite: .inputOutput
    case .inputChanged: .tryLater
    case .cannotCreate(_, let code): TableError.statusOfCreating(code)
    default: .data
    }
  }

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .nulByte(let place), .unclosedQuote(let place), .quoteInBareField(let place),
      .textAfterQuote(let place, _, _), .recordTooLong(let place, _), .invalidText(let place, _),
      .lastRecordCut(let place, _, _), .headerRowLength(let place, _, _),
      .firstRowDiffers(let place, _, _):
      placedMessage(at: place)
    default: fileMessage
    }
  }

  // MARK: - Steps

  private static func statusOfCreating(_ code: Int32) -> ExitStatus {
    switch code {
    case EACCES, EPERM: .permission
    case ENOSPC, EIO, EFBIG, EDQUOT: .inputOutput
    default: .cannotCreate
    }
  }

  private var fileMessage: Message {
    switch self {
    case .cannotOpen(let input, let code):
      Message(
        input, "cannot be opened: \(systemText(code))",
        fix: code == EACCES ? "ask for the right to read it" : "correct the path")
    case .isDirectory(let input):
      Message(
        input, "cannot be read", found: "a directory", expected: "a CSV file",
        fix: "name the file inside it")
    case .cannotRead(let input, let code):
      Message(input, "reading failed: \(systemText(code))", fix: "check the disk and try again")
    case .inputChanged(let input):
      Message(
        input, "the file changed while it was read", fix: "wait until it is complete, try again")
    case .foreignFormat(let input, let format):
      Message(
        input, "this is \(format.words)", expected: "a CSV file", fix: format.fix)
    case .empty(let input):
      Message(
        input, "no respondents", found: "an empty file", expected: "a header and records",
        fix: "export the survey again")
    case .noRespondents(let input, let headerRowCount):
      Message(
        input, "no respondents", found: "only \(count(headerRowCount, "header row"))",
        expected: "records below the header", fix: "export the survey with its responses")
    case .noHeader(let input, let byteCount):
      Message(
        input, "no header ends within the first \(byteCount) bytes",
        fix: "check that this is a CSV file")
    default: encodingOrOutputMessage
    }
  }

  private var encodingOrOutputMessage: Message {
    switch self {
    case .encodingConflict(let input, let declared, let mark):
      Message(
        input, "the declared encoding does not fit",
        found: "the byte order mark of \(mark.rawValue)",
        expected: declared.rawValue, fix: "declare \(mark.rawValue), or leave the encoding out")
    case .cannotCreate(let path, let code):
      Message(
        path, "cannot be created: \(systemText(code))", fix: "choose another place for the output")
    case .cannotWrite(let path, let code):
      Message(
        path, "writing failed, nothing was kept: \(systemText(code))",
        fix: "make room on the disk and try again")
    default: preconditionFailure("no sentence for \(self)")
    }
  }

  private func placedMessage(at place: TablePlace) -> Message {
    let (what, found, expected, fix) = placedSentence
    let position = "\(place.input):\(place.line):\(place.byteColumn)"
    var whole = what
    if let record = place.record { whole += ", record \(record)" }
    if let name = place.columnName, !name.isEmpty { whole += ", column \(name)" }
    return Message(position, whole, found: found, expected: expected, fix: fix)
  }

  private typealias Sentence = (what: String, found: String?, expected: String?, fix: String)

  private var placedSentence: Sentence {
    switch self {
    case .nulByte:
      (
        "the data hold a NUL byte", "byte 0", "text",
        "export again; if the file is UTF-16, save it as UTF-8"
      )
    case .unclosedQuote:
      (
        "the quote that opens here is never closed", nil, nil,
        "close it, or export again if the file was cut"
      )
    case .quoteInBareField:
      (
        "a quote stands inside a field that does not begin with one", nil, nil,
        "put the whole field in quotes and double the quotes inside it"
      )
    case .textAfterQuote(_, let line, let byteColumn):
      (
        "the quoted field that opens here goes on behind its closing quote",
        "text at \(line):\(byteColumn)", "a delimiter or the line's end",
        "double the quotes inside the field"
      )
    case .recordTooLong(_, let limit):
      (
        "a record is too long", "more than \(limit) bytes", "at most \(limit)",
        "look for a quote that is not closed in it"
      )
    default: contentSentence
    }
  }

  private var contentSentence: Sentence {
    switch self {
    case .invalidText(_, let encoding):
      (
        "a byte is not \(encoding.rawValue)", nil, "\(encoding.rawValue) text",
        "declare the encoding (\(otherEncodings(than: encoding))) by `encoding:` in the study or "
          + "--encoding, or save the file as UTF-8"
      )
    case .lastRecordCut(_, let found, let expected):
      (
        "the last record is incomplete", count(found, "field"), "\(expected)",
        "export again, the file was probably cut"
      )
    case .headerRowLength(_, let found, let expected):
      (
        "a header row does not fit the first one", count(found, "field"), "\(expected)",
        "correct the number of header rows"
      )
    case .firstRowDiffers(_, let found, let most):
      (
        "the first row is not the header of what follows", count(found, "field"),
        "\(most) as in most records", "remove the lines above the header"
      )
    default: preconditionFailure("no sentence for \(self)")
    }
  }

  private func systemText(_ code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
  }

  private func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  private func otherEncodings(than encoding: TextEncoding) -> String {
    TextEncoding.allCases.filter { $0 != encoding }.map(\.rawValue).joined(separator: ", ")
  }
}

extension ForeignFormat {
  /// What the file is, in words.
  fileprivate var words: String {
    switch self {
    case .excelWorkbook: "an Excel workbook (.xlsx)"
    case .zipArchive: "a zip archive"
    case .oldExcelWorkbook: "an Excel workbook (.xls, or one with a password)"
    case .spss: "an SPSS file (.sav)"
    case .sas: "a SAS file (.sas7bdat or .xpt)"
    case .stata: "a Stata file (.dta)"
    case .parquet: "a Parquet file"
    case .gzip: "a file compressed by gzip (.gz)"
    }
  }

  /// How to come by a CSV file.
  fileprivate var fix: String {
    switch self {
    case .excelWorkbook, .oldExcelWorkbook: "save the sheet as CSV (UTF-8) and name that file"
    case .zipArchive, .gzip: "unpack it and name the CSV file inside"
    case .spss, .sas, .stata, .parquet: "export it as CSV (UTF-8), or the survey once more"
    }
  }
}
