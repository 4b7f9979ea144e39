import Groundwork
import Survey

/// `typing-formula.txt`: the golden questions as formulas of a spreadsheet.
///
/// Scores are whole numbers (millionths), which every spreadsheet adds without rounding, so that
/// the segment is the one that `unmet classify` gives. Ties go to the first segment in both.
enum TypingFormula {
  static func text(_ model: TypingModel, _ golden: GoldenRoute) -> String {
    let sheet = Sheet(model, golden)
    var lines = [
      "Types people by \(golden.questions.count) questions: \(safe(model.study))."
    ]
    lines += OlderScaleWords(model, golden).lines()
    lines += [
      "",
      "How to use it: one row a person, from row 2 on, answers as numbers "
        + "\(sheet.low) to \(sheet.high), in these columns:",
    ]
    for (place, question) in golden.questions.enumerated() {
      let part = question.part.rawValue
      lines.append(
        "  \(sheet.answer(place))  \(safe(model.column(of: question)))  "
          + "(\(part): \(safe(model.outcomes[question.outcome].text)))")
    }
    lines.append("")
    lines.append("Put these formulas into row 2 and fill them down. Where your spreadsheet parts")
    lines.append("arguments by semicolons, replace the commas. A person with an answer missing or")
    lines.append("outside the scale stays blank: `unmet classify` types these too.")
    lines.append("")
    for (segment, label) in model.segments.map(\.label).enumerated() {
      lines.append("Score of segment \(safe(label)), in millionths:")
      lines.append("\(sheet.score(segment))2: \(sheet.scoreFormula(segment))")
    }
    lines.append("Segment:")
    lines.append("\(sheet.segmentColumn)2: \(sheet.segmentFormula)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func safe(_ text: String) -> String { Message.escaped(text) }
}

/// Where answers, scores and segment stand in a spreadsheet.
private struct Sheet {
  let low: Int
  let high: Int
  private let labels: [String]
  private let golden: GoldenRoute

  init(_ model: TypingModel, _ golden: GoldenRoute) {
    low = model.reading.scale.low
    high = model.reading.scale.high
    labels = model.segments.map(\.label)
    self.golden = golden
  }

  /// Column A is left for ids.
  func answer(_ place: Int) -> String { Sheet.letters(1 + place) }

  func score(_ segment: Int) -> String { Sheet.letters(1 + golden.questions.count + segment) }

  var segmentColumn: String { score(labels.count) }

  func scoreFormula(_ segment: Int) -> String {
    let count = golden.questions.count
    let answers = "\(answer(0))2:\(answer(count - 1))2"
    let terms = golden.coefficients[segment].enumerated().map { place, coefficient in
      "\(signed(coefficient))*\(answer(place))2"
    }
    let sum = "\(golden.constants[segment])" + terms.joined()
    return "=IF(AND(COUNT(\(answers))=\(count),MIN(\(answers))>=\(low),MAX(\(answers))<=\(high)),"
      + "\(sum),\"\")"
  }

  var segmentFormula: String {
    let scores = "\(score(0))2:\(score(labels.count - 1))2"
    let names = labels.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    return "=IF(COUNT(\(scores))=\(labels.count),"
      + "CHOOSE(MATCH(MAX(\(scores)),\(scores),0),\(names)),\"\")"
  }

  private func signed(_ value: Int64) -> String { value < 0 ? "\(value)" : "+\(value)" }

  /// `A`, `B`, ... `Z`, `AA`, ...
  private static func letters(_ index: Int) -> String {
    let own = String(UnicodeScalar(UInt8(65 + index % 26)))
    return index < 26 ? own : letters(index / 26 - 1) + own
  }
}
