import Survey
import Tables

/// `measures.csv`: a row for each measure and group, everybody first.
enum MeasuresCSV {
  static let columns = [
    "segmentation", "segment", "measure", "family", "better", "n", "n_effective", "mean",
    "mean_se", "mean_low", "mean_high", "degrees_of_freedom", "median", "median_low",
    "median_high", "note",
  ]

  static func bytes(_ section: MeasureSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for group in section.groups {
      for (measure, figure) in zip(study.measures, group.figures) {
        writer.text(group.segmentation)
        writer.text(group.segment)
        writer.text(measure.name)
        writer.rawText(measure.family.rawValue)
        writer.rawText(measure.better.rawValue)
        let mean = figure?.mean
        writer.integer(mean?.respondentCount)
        writer.finite(mean?.effectiveCount)
        for value in [mean?.value, mean?.standardError, mean?.low, mean?.high] {
          writer.finite(value)
        }
        writer.integer(mean?.degreesOfFreedom)
        for value in [figure?.median, figure?.medianLow, figure?.medianHigh] {
          writer.finite(value)
        }
        writer.text(figure == nil ? MeasureLines.tooFew : "")
        writer.endRecord()
      }
    }
    return writer.bytes
  }
}
