import Survey
import Tables

/// `drivers.csv`: how much the satisfaction with each key outcome has to do with each success
/// outcome and with the effectiveness index, of everybody.
///
/// A result of which nothing can be said has one row, with the reason.
enum DriversCSV {
  static let columns = [
    "success_id", "success", "measure", "outcome_id", "outcome", "n", "n_effective", "r_squared",
    "r_squared_adjusted", "weight", "se", "low", "high", "share", "share_low", "share_high", "sign",
    "above_chance", "note",
  ]

  static func bytes(_ section: DriverSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for result in section.results {
      for driver in result.drivers {
        head(result, driver.outcome, study, to: &writer)
        write(driver, result, to: &writer)
      }
      for outcome in result.leftOut {
        head(result, outcome, study, to: &writer)
        writer.blanks(13)
        writer.text("everybody is equally satisfied with it")
        writer.endRecord()
      }
      guard !result.reason.isEmpty else { continue }
      head(result, nil, study, to: &writer)
      writer.blanks(13)
      writer.text(result.reason)
      writer.endRecord()
    }
    return writer.bytes
  }

  // MARK: - What rows hold

  /// The five cells that say what a row is about.
  private static func head(
    _ result: DriverSection.Result, _ outcome: Int?, _ study: Study, to writer: inout CSVWriter
  ) {
    writer.text(result.success.map { study.success[$0].id } ?? "")
    writer.text(result.success.map { study.success[$0].text } ?? "effectiveness")
    writer.rawText(result.measure.rawValue)
    writer.text(outcome.map { study.outcomes[$0].id } ?? "")
    writer.text(outcome.map { study.outcomes[$0].text } ?? "")
  }

  private static func write(
    _ driver: DriverSection.Driver, _ result: DriverSection.Result, to writer: inout CSVWriter
  ) {
    writer.integer(driver.respondentCount)
    writer.finite(driver.effectiveCount)
    writer.finite(result.rSquared)
    writer.finite(result.adjustedRSquared)
    writer.finite(driver.weight)
    writer.finite(driver.standardError)
    writer.finite(driver.interval?.lowerBound)
    writer.finite(driver.interval?.upperBound)
    writer.finite(driver.share)
    writer.finite(driver.shareInterval?.lowerBound)
    writer.finite(driver.shareInterval?.upperBound)
    writer.integer(driver.sign)
    writer.boolean(driver.isAboveChance)
    writer.text(
      result.repair > 0
        ? "correlations changed by up to \(NumberText.decimal(max(0.001, result.repair), 3))" : "")
    writer.endRecord()
  }
}
