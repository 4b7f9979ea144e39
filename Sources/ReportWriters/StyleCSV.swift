import Statistics
import Survey
import Tables

/// `style.csv`: habits of rating by segment, how much of them lies between segments, and whether
/// the opportunities hold among people who rate low, in the middle and high.
enum StyleCSV {
  static let columns = [
    "part", "segmentation", "segment", "battery", "measure", "outcome", "n", "value", "rank",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    guard let style = result.style else { return writer.bytes }
    var lines = style.habits.map { Line($0) }
    lines += style.strengths.map { Line($0) }
    lines += zip(StyleAudit.Battery.allCases, style.straightCounts).map {
      Line(straight: $0, count: $1)
    }
    lines += style.thirds.flatMap { Line.lines($0, result.study) }
    for line in lines { line.write(to: &writer) }
    return writer.bytes
  }

  /// One row of the file.
  fileprivate struct Line {
    var part: String
    var segmentation: String
    var segment: String
    var battery = ""
    var measure = ""
    var outcome = ""
    var count: Int?
    var value: Double?
    var rank: Int?

    func write(to writer: inout CSVWriter) {
      writer.rawText(part)
      writer.text(segmentation)
      writer.text(segment)
      writer.rawText(battery)
      writer.rawText(measure)
      writer.text(outcome)
      writer.integer(count)
      writer.finite(value)
      writer.integer(rank)
      writer.endRecord()
    }
  }
}

// MARK: - What a row holds

extension StyleCSV.Line {
  fileprivate init(_ habit: StyleAudit.Habit) {
    self.init(
      part: "mean", segmentation: habit.segmentation, segment: habit.segment,
      battery: habit.battery.rawValue, measure: habit.measure.rawValue,
      count: habit.respondentCount, value: habit.mean)
  }

  fileprivate init(_ strength: StyleAudit.Strength) {
    self.init(
      part: "eta-squared", segmentation: strength.segmentation, segment: "",
      battery: strength.battery?.rawValue ?? "clustered", measure: strength.measure.rawValue,
      count: strength.respondentCount, value: strength.etaSquared)
  }

  fileprivate init(straight battery: StyleAudit.Battery, count: Int) {
    self.init(
      part: "straight", segmentation: "all", segment: "all", battery: battery.rawValue,
      measure: "run", count: count)
  }

  /// The third as a whole, then its opportunities.
  fileprivate static func lines(
    _ third: StyleAudit.Third, _ study: Study
  ) -> [StyleCSV.Line] {
    let isHidden = Disclosure.hidesSize(of: third.scores)
    var whole = StyleCSV.Line(
      part: "third", segmentation: "level", segment: third.label, battery: "both",
      measure: "highest", count: isHidden ? nil : third.scores.respondentCount,
      value: third.highestLevel)
    let highest = whole
    (whole.measure, whole.value) = ("rank-agreement", third.agreement)
    return [highest, whole]
      + third.scores.outcomes.map { score in
        StyleCSV.Line(
          part: "opportunity", segmentation: "level", segment: third.label,
          outcome: study.outcomes[score.outcome].id, count: score.pairedCount,
          value: score.opportunity?.value, rank: score.rank)
      }
  }
}
