import Survey
import Tables

/// `circumstances.csv`: what each circumstance explains of clusters and scores, the outcome that
/// differs most between its levels, and the highest outcome of each level.
enum CircumstancesCSV {
  static let columns = [
    "circumstance", "target", "level", "against", "outcome", "n", "value", "se", "low", "high",
    "p", "p_adjusted", "rank", "rank_low", "rank_high", "note",
  ]

  static func bytes(_ section: CircumstanceSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for circumstance in section.circumstances {
      guard circumstance.refusal.isEmpty else {
        write(Line(circumstance.name, "refused", note: circumstance.refusal), to: &writer)
        continue
      }
      for line in lines(circumstance, study) { write(line, to: &writer) }
    }
    if !section.clusterRefusal.isEmpty {
      write(Line("", "clusters", note: section.clusterRefusal), to: &writer)
    }
    return writer.bytes
  }

  /// One row.
  private struct Line {
    var circumstance: String
    var target: String
    var level = ""
    var against = ""
    var outcome = ""
    var count: Int?
    var value: Double?
    var error: Double?
    var interval: ClosedRange<Double>?
    var p: Double?
    var adjustedP: Double?
    var rank: Int?
    var ranks: ClosedRange<Int>?
    var note = ""

    init(_ circumstance: String, _ target: String, note: String = "") {
      (self.circumstance, self.target, self.note) = (circumstance, target, note)
    }
  }

  // MARK: - What rows hold

  private static func lines(
    _ circumstance: CircumstanceSection.Circumstance, _ study: Study
  ) -> [Line] {
    var lines = circumstance.explained.map { explained in
      var line = Line(circumstance.name, explained.target.rawValue)
      (line.count, line.value, line.error) = (
        explained.count, explained.share, explained.standardError
      )
      (line.interval, line.p, line.adjustedP) = (
        explained.interval, explained.p, explained.adjustedP
      )
      (line.rank, line.ranks) = (explained.rank, explained.ranks)
      line.note = circumstance.isNumber ? "a number" : ""
      return line
    }
    if let difference = circumstance.difference {
      var line = Line(circumstance.name, "outcome")
      (line.level, line.against) = (difference.level, difference.against)
      line.outcome = study.outcomes[difference.outcome].id
      (line.value, line.error, line.interval) = (
        difference.estimate.value, difference.estimate.standardError, difference.interval
      )
      (line.p, line.adjustedP) = (difference.p, difference.adjustedP)
      lines.append(line)
    }
    return lines + circumstance.levels.map { level(circumstance.name, $0, study) }
  }

  private static func level(
    _ name: String, _ level: CircumstanceSection.Level, _ study: Study
  ) -> Line {
    var line = Line(name, "level", note: level.reason)
    line.level = level.label
    // Small numbers would tell of single people.
    line.count = level.respondentCount >= Disclosure.floor ? level.respondentCount : nil
    line.outcome = level.top.map { study.outcomes[$0].id } ?? ""
    (line.value, line.error, line.interval) = (
      level.opportunity?.value, level.opportunity?.standardError, level.interval
    )
    return line
  }

  private static func write(_ line: Line, to writer: inout CSVWriter) {
    writer.text(line.circumstance)
    writer.rawText(line.target)
    writer.text(line.level)
    writer.text(line.against)
    writer.text(line.outcome)
    writer.integer(line.count)
    writer.finite(line.value)
    writer.finite(line.error)
    writer.finite(line.interval?.lowerBound)
    writer.finite(line.interval?.upperBound)
    writer.finite(line.p)
    writer.finite(line.adjustedP)
    writer.integer(line.rank)
    writer.integer(line.ranks?.lowerBound)
    writer.integer(line.ranks?.upperBound)
    writer.text(line.note)
    writer.endRecord()
  }
}
