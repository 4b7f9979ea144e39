import Foundation
import NumericCore
import Tables

@testable import Survey

/// A study that uses every key, answers to its questionnaire that are drawn, and how each platform
/// lays them out in its export.
enum QuestionnaireCase {
  static func study() throws -> Study {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appendingPathComponent("study.yaml"))
    return try StudyReader.parse(Array(data), file: "study.yaml")
  }

  /// What one person answered to one item.
  enum Answer {
    case none
    case choice(Int)
    case words(String)
  }

  static let count = 120

  /// The answers of everybody by column; about one in twelve is missing.
  static func answers(_ questionnaire: Questionnaire) -> [String: [Answer]] {
    var answers: [String: [Answer]] = [:]
    for question in questionnaire.questions {
      for item in question.items {
        var stream = RandomStream(seed: 7, purpose: item.column.text)
        answers[item.column.text] = (0..<count).map { _ -> Answer in
          // Nobody may leave a margin of the raking open.
          if item.column.text != "gender", stream.below(12) == 0 { return .none }
          switch question.kind {
          case .grid(let choices), .single(let choices): return .choice(stream.below(choices.count))
          case .number: return .words(String(stream.below(4)))
          case .text:
            return .words(["Chile", "Perú, \"norte\"", "Côte; d'Ivoire"][stream.below(3)])
          }
        }
      }
    }
    return answers
  }

  static func weight(_ row: Int) -> String { "1.\(row % 7)" }
  static func id(_ row: Int) -> String { "R_\(1_000 + row * 37)" }

  /// A column of an export: its header and what stands in each row.
  struct Column {
    var header: String
    var cells: [String]
  }

  /// What a choice is in an export.
  enum Cells { case texts, codes(SurveyPlatform), points }

  /// One column for each item; the header by question, item and the item's number in its question,
  /// from 1.
  static func columns(
    _ questionnaire: Questionnaire, _ cells: Cells,
    header: (Questionnaire.Question, Questionnaire.Item, Int) -> String
  ) -> [Column] {
    let answers = answers(questionnaire)
    return questionnaire.questions.flatMap { question -> [Column] in
      let texts = texts(question.choices, cells)
      return question.items.enumerated().map { index, item -> Column in
        Column(
          header: header(question, item, index + 1),
          cells: (answers[item.column.text] ?? []).map { answer -> String in
            switch answer {
            case .none: return ""
            case .choice(let place): return texts[place]
            case .words(let words): return words
            }
          })
      }
    }
  }

  private static func texts(_ choices: [Questionnaire.Choice], _ cells: Cells) -> [String] {
    switch cells {
    case .texts: choices.map(\.text)
    case .codes(let platform): platform.codes(of: choices)
    case .points: choices.map { $0.point.map(String.init) ?? $0.text }
    }
  }

  static var ids: [String] { (0..<count).map(id) }
  static var weights: Column { Column(header: "weight", cells: (0..<count).map(weight)) }

  /// The records of columns, each field quoted, or where it must be.
  static func csv(
    _ columns: [Column], delimiter: String = ",", quotesAll: Bool = false, lineEnd: String = "\n",
    rowsBelow: [[String]] = []
  ) -> String {
    let rows =
      [columns.map(\.header)] + rowsBelow
      + (0..<count).map { row in columns.map { $0.cells[row] } }
    return rows.map { row in
      row.map { field in
        let marks = [delimiter, "\"", "\n", "\r"]
        let needsQuotes = quotesAll || marks.contains { field.contains($0) }
        guard needsQuotes else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
      }.joined(separator: delimiter) + lineEnd
    }.joined()
  }
}
