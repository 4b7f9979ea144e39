/// Puts words into lines of bounded width and cells into aligned columns.
enum TextLayout {
  /// The widest line of a report.
  static let lineWidth = 120

  /// A text cut into lines of at most `width` columns, at blanks where there are any.
  ///
  /// A word that is longer than a line is cut. At least one line is returned.
  static func wrapped(_ text: String, width: Int) -> [String] {
    precondition(width >= 2, "a line needs two columns, width is \(width)")
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").flatMap({ pieces(of: String($0), width: width) }) {
      if line.isEmpty {
        line = word
      } else if DisplayWidth.of(line) + 1 + DisplayWidth.of(word) <= width {
        line += " \(word)"
      } else {
        lines.append(line)
        line = word
      }
    }
    return lines + [line]
  }

  /// A text in one line of at most `width` columns: cut at a blank, `...` behind it.
  static func shortened(_ text: String, width: Int) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    return (wrapped(text, width: max(2, width - 4)).first ?? "") + " ..."
  }

  /// A paragraph with one indent for its first line and one for the others.
  static func paragraph(
    _ text: String, first: String = "  ", rest: String? = nil, width: Int = lineWidth
  ) -> [String] {
    let rest = rest ?? String(repeating: " ", count: DisplayWidth.of(first))
    let width = width - max(DisplayWidth.of(first), DisplayWidth.of(rest))
    return wrapped(text, width: width).enumerated().map { index, line in
      (index == 0 ? first : rest) + line
    }
  }

  /// A text followed by blanks up to `width` columns.
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }

  /// A text behind blanks up to `width` columns.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
  }

  /// Rows of cells side by side; a cell of several lines makes its row as high.
  ///
  /// - Parameters:
  ///   - rows: the cells of each row.
  ///   - columns: the width and side of each column; cells are wrapped into it.
  ///   - indent: the blanks before each line.
  /// - Returns: the lines of all rows.
  static func table(_ rows: [[String]], columns: [Column], indent: String = "  ") -> [String] {
    rows.flatMap { row -> [String] in
      let cells = zip(row, columns).map { $1.lines(of: $0) }
      let height = cells.map(\.count).max() ?? 0
      return (0..<height).map { line in
        let parts = zip(cells, columns).map { cell, column in
          column.placed(line < cell.count ? cell[line] : "")
        }
        return trimmed(indent + parts.joined(separator: "  "))
      }
    }
  }

  /// A column of a table.
  struct Column {
    enum Style { case left, right, drawing }

    var width: Int
    var style: Style

    init(_ width: Int, _ style: Style = .left) {
      self.width = width
      self.style = style
    }

    /// The lines of a cell; a drawing keeps its blanks and is never wrapped.
    func lines(of text: String) -> [String] {
      style == .drawing ? [text] : TextLayout.wrapped(text, width: max(2, width))
    }

    func placed(_ text: String) -> String {
      style == .right ? TextLayout.right(text, width) : TextLayout.left(text, width)
    }
  }

  /// The widest of some texts, but at most `limit` columns.
  static func width(of texts: [String], limit: Int) -> Int {
    min(limit, texts.map(DisplayWidth.of).max() ?? 0)
  }

  /// A line without the blanks at its end.
  static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  // MARK: - Steps

  private static func pieces(of word: String, width: Int) -> [String] {
    guard DisplayWidth.of(word) > width else { return [word] }
    var pieces: [String] = []
    var piece = ""
    for character in word {
      if DisplayWidth.of(piece) + DisplayWidth.of(String(character)) > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }
}
