import ArgumentParser
import Tables

/// How a file of responses is read, where detection should not decide.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The delimiter: comma, semicolon, tab, pipe, or the character itself.", valueName: "name"),
    transform: ReadingOptions.delimiter(named:))
  var delimiter: UInt8?

  @Option(help: ArgumentHelp("The number of header rows.", valueName: "n"))
  var headerRows: Int?

  @Option(help: "The encoding of the file.")
  var encoding: TextEncoding?

  func validate() throws {
    if let headerRows, !(0...10).contains(headerRows) {
      throw ValidationError("--header-rows \(headerRows): expected 0 to 10.")
    }
  }

  /// A format in which these options come before what was known.
  func format(over known: TableFormat) -> TableFormat {
    var format = known
    if let delimiter { format.delimiter = delimiter }
    if let headerRows { format.headerRowCount = headerRows }
    if let encoding { format.encoding = encoding }
    return format
  }

  private static func delimiter(named name: String) throws -> UInt8 {
    let names = ["comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"]
    let text = names[name] ?? name
    let forbidden = Array("\"\r\n\0".utf8)
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 128, !forbidden.contains(byte)
    else {
      throw ValidationError("expected comma, semicolon, tab, pipe or one plain character.")
    }
    return byte
  }
}
