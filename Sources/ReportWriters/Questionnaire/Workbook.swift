/// Writes a workbook of texts (Office Open XML): sheets of cells, no formulas, no styles.
enum Workbook {
  /// One sheet.
  struct Sheet {
    var name: String
    /// The cells of each row; an empty text is no cell.
    var rows: [[String]]
  }

  /// The bytes of the file; they hang on the sheets alone.
  static func bytes(_ sheets: [Sheet]) -> [UInt8] {
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", Array(contentTypes(sheets).utf8))
    archive.add("_rels/.rels", Array(packageRelations.utf8))
    archive.add("xl/workbook.xml", Array(workbook(sheets).utf8))
    archive.add("xl/_rels/workbook.xml.rels", Array(workbookRelations(sheets).utf8))
    for (index, sheet) in sheets.enumerated() {
      archive.add("xl/worksheets/sheet\(index + 1).xml", Array(worksheet(sheet).utf8))
    }
    return archive.finished()
  }

  // MARK: - Parts

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let schemas = "http://schemas.openxmlformats.org"
  private static let main = "\(schemas)/spreadsheetml/2006/main"
  private static let relations = "\(schemas)/officeDocument/2006/relationships"

  private static func contentTypes(_ sheets: [Sheet]) -> String {
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    let relation = "application/vnd.openxmlformats-package.relationships+xml"
    var parts = [
      "<Default Extension=\"rels\" ContentType=\"\(relation)\"/>",
      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>",
    ]
    for number in sheets.indices.map({ $0 + 1 }) {
      let path = "/xl/worksheets/sheet\(number).xml"
      parts.append("<Override PartName=\"\(path)\" ContentType=\"\(type).worksheet+xml\"/>")
    }
    return "\(head)<Types xmlns=\"\(schemas)/package/2006/content-types\">\(parts.joined())</Types>"
  }

  private static let packageRelations = relationships([
    "<Relationship Id=\"rId1\" Type=\"\(relations)/officeDocument\" Target=\"xl/workbook.xml\"/>"
  ])

  private static func workbook(_ sheets: [Sheet]) -> String {
    let parts = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(escaped(sheet.name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    let spaces = "xmlns=\"\(main)\" xmlns:r=\"\(relations)\""
    return "\(head)<workbook \(spaces)><sheets>\(parts.joined())</sheets></workbook>"
  }

  private static func workbookRelations(_ sheets: [Sheet]) -> String {
    relationships(
      sheets.indices.map { index in
        let target = "worksheets/sheet\(index + 1).xml"
        let type = "\(relations)/worksheet"
        return "<Relationship Id=\"rId\(index + 1)\" Type=\"\(type)\" Target=\"\(target)\"/>"
      })
  }

  private static func relationships(_ parts: [String]) -> String {
    let space = "\(schemas)/package/2006/relationships"
    return "\(head)<Relationships xmlns=\"\(space)\">\(parts.joined())</Relationships>"
  }

  private static func worksheet(_ sheet: Sheet) -> String {
    let rows = sheet.rows.enumerated().map { row, cells -> String in
      let parts = cells.enumerated().filter { !$0.element.isEmpty }.map { column, text -> String in
        let value = "<is><t xml:space=\"preserve\">\(escaped(text))</t></is>"
        return "<c r=\"\(letters(column))\(row + 1)\" t=\"inlineStr\">\(value)</c>"
      }
      return "<row r=\"\(row + 1)\">\(parts.joined())</row>"
    }
    let data = "<sheetData>\(rows.joined())</sheetData>"
    return "\(head)<worksheet xmlns=\"\(main)\">\(data)</worksheet>"
  }

  // MARK: - Texts

  /// The name of a column: A to Z, then AA.
  static func letters(_ column: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
    return column < 26 ? letter : letters(column / 26 - 1) + letter
  }

  /// A text as XML takes it; control characters, which it takes in no form, are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
