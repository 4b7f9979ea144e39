import Survey
import Tables

/// `weights.csv`: every answer of every margin that the weights were fitted to, with its share
/// before, wished and after.
///
/// Shares are 0...1; the answer is empty for respondents without one. The number of people and
/// their shares are empty under the disclosure floor.
enum WeightsCSV {
  static let columns = ["margin", "answer", "n", "share_before", "target", "share_after"]

  static func bytes(_ weighting: Weighting) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for category in weighting.categories {
      let isHidden = category.respondentCount < Disclosure.floor
      writer.text(category.margin)
      writer.text(category.answer)
      writer.integer(isHidden ? nil : category.respondentCount)
      writer.finite(isHidden ? nil : category.shareBefore)
      writer.finite(isHidden && category.answer.isEmpty ? nil : category.target)
      writer.finite(isHidden ? nil : category.shareAfter)
      writer.endRecord()
    }
    return writer.bytes
  }
}
