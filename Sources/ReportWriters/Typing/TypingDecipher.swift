import Groundwork
import Survey

/// `typing-decipher.txt`: the discriminant as the tab-delimited table that survey platforms such as
/// Decipher take: segments as columns, coefficients as rows, the constant last. Six decimals, which
/// is all that the coefficients have. Platforms count the cells of the first line, so a remark on
/// older scales stands in its first cell, which is empty otherwise, and not above it.
enum TypingDecipher {
  static func text(_ model: TypingModel, _ golden: GoldenRoute) -> String {
    let remark = OlderScaleWords(model, golden).sentence
    var rows = [[remark] + model.segments.map { cell($0.label) }]
    for (place, question) in golden.questions.enumerated() {
      rows.append(
        [cell(model.column(of: question))] + golden.coefficients.map { decimal($0[place]) })
    }
    rows.append(["Constant"] + golden.constants.map(decimal))
    return rows.map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  /// Millionths as a decimal number.
  static func decimal(_ millionths: Int64) -> String {
    let digits = String(millionths.magnitude)
    let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    let sign = millionths < 0 ? "-" : ""
    return "\(sign)\(padded.dropLast(6)).\(padded.suffix(6))"
  }

  /// Tabs and line ends would part the cell.
  private static func cell(_ text: String) -> String { Message.escaped(text) }
}
