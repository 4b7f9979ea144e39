import Tables

/// Reads cells that hold several choices, as survey tools write questions with several answers:
/// between semicolons, commas or bars.
///
/// A choice is met where the whole of it stands between two of these, blanks at its ends and the
/// case of the letters a to z aside. A choice with a comma of its own is met where all its parts
/// follow each other. A blank cell means that none was chosen; where the data have a cell with a
/// word for no ("None of these", once the study declares it), a blank is no answer.
struct ChoiceReading {
  private let study: Study
  private let wanted: [[UInt8]]
  private let noWords: Set<[UInt8]>

  /// The bytes between two choices: semicolon, comma, bar.
  private static let separators: Set<UInt8> = [0x3B, 0x2C, 0x7C]

  init(_ study: Study, choice: String) {
    self.study = study
    wanted = ChoiceReading.parts(choice)
    noWords = Set(study.answers.no.map { AnswerReading.folded($0) })
  }

  /// Whether the choice was made.
  ///
  /// - Parameter levels: the different texts of a column.
  /// - Returns: by text; `nil` for no answer.
  func meanings(_ levels: [String]) -> [Bool?] {
    let cells = levels.map { study.isMissing($0) ? [] : ChoiceReading.parts($0) }
    let hasAnswers = cells.contains { !$0.isEmpty }
    let hasNone = cells.contains { $0.contains { noWords.contains($0) } }
    return zip(levels, cells).map { level, cell in
      guard cell.isEmpty else { return contains(cell) }
      let isBlank = AnswerReading.folded(level).isEmpty
      return isBlank && hasAnswers && !hasNone ? false : nil
    }
  }

  /// The same column with the choice alone.
  func column(_ column: TextColumn) -> TextColumn {
    let codes = meanings(column.levels).map { $0.map { $0 ? UInt32(1) : 2 } ?? 0 }
    return TextColumn(
      codes: column.codes.map { codes[Int($0)] }, levels: ["", "chosen", "not chosen"])
  }

  /// The choices of a cell as they are written, without blanks at the ends.
  static func choices(_ text: String) -> [String] {
    text.utf8.split { separators.contains($0) }.compactMap { part in
      let inner = part.drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        .drop { $0 == 0x20 || $0 == 0x09 }.reversed()
      return inner.isEmpty ? nil : String(decoding: Array(inner), as: UTF8.self)
    }
  }

  // MARK: - Steps

  private func contains(_ cell: [[UInt8]]) -> Bool {
    guard !wanted.isEmpty, cell.count >= wanted.count else { return false }
    return (0...cell.count - wanted.count).contains { start in
      cell[start..<start + wanted.count].elementsEqual(wanted)
    }
  }

  /// The choices of a cell, without blanks at the ends and in small letters; empty ones are none.
  private static func parts(_ text: String) -> [[UInt8]] {
    text.utf8.split { separators.contains($0) }
      .map { AnswerReading.folded(String(decoding: $0, as: UTF8.self)) }
      .filter { !$0.isEmpty }
  }
}
