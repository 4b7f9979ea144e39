import Statistics
public import Survey
import Tables

/// `changes.csv` of `unmet compare`: a row for each segment, outcome and figure of two waves, and
/// for each segment's share.
///
/// Where fewer people than the disclosure floor answered in a wave, nothing is shown of either.
public enum WaveChangesCSV {
  /// The file's name.
  public static let name = "changes.csv"

  static let columns = [
    "segmentation", "segment", "outcome", "text", "figure", "old_wave", "new_wave", "n_old",
    "n_new", "effective_n_old", "effective_n_new", "old", "old_se", "new", "new_se", "change",
    "change_se", "change_low", "change_high", "degrees_of_freedom", "p", "p_adjusted",
    "people_in_both", "note",
  ]

  /// The file.
  public static func paper(_ result: WaveResult) -> Paper {
    Paper(name: name) { bytes(result) }
  }

  static func bytes(_ result: WaveResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in result.changes {
      writer.text(row.segmentation)
      writer.text(row.segment)
      writer.text(row.outcome.map { result.study.outcomes[$0].id } ?? "")
      writer.text(row.outcome.map { result.study.outcomes[$0].text } ?? "")
      writer.rawText(row.figure.rawValue)
      writer.text(result.improvement.baseline.label)
      writer.text(result.improvement.new.label)
      writer.change(row)
      writer.text(row.note)
      writer.endRecord()
    }
    return writer.bytes
  }
}

/// `mix.csv` of `unmet compare`: every change of everybody's figures split by each segmentation
/// into what its shares make and what happened within its segments.
public enum WaveMixCSV {
  /// The file's name.
  public static let name = "mix.csv"

  static let columns = [
    "segmentation", "outcome", "text", "figure", "n_old", "n_new", "change", "change_se",
    "change_low", "change_high", "mix", "mix_se", "mix_low", "mix_high", "mix_p", "within",
    "within_se", "within_low", "within_high", "within_p", "gap_weight", "degrees_of_freedom",
    "note",
  ]

  /// The file.
  public static func paper(_ result: WaveResult) -> Paper {
    Paper(name: name) { bytes(result) }
  }

  static func bytes(_ result: WaveResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in result.mixes {
      writer.text(row.segmentation)
      writer.text(result.study.outcomes[row.outcome].id)
      writer.text(result.study.outcomes[row.outcome].text)
      writer.rawText(row.figure.rawValue)
      writer.integer(row.parts.map { _ in row.counts.old })
      writer.integer(row.parts.map { _ in row.counts.new })
      writer.difference(row.parts?.total)
      writer.difference(row.parts?.mix)
      writer.finite(row.parts?.mix.p)
      writer.difference(row.parts?.within)
      writer.finite(row.parts?.within.p)
      writer.finite(row.gapWeight)
      writer.integer(row.parts.map { Int($0.total.degreesOfFreedom) })
      writer.text(row.note)
      writer.endRecord()
    }
    return writer.bytes
  }
}

/// `schema.csv` of `unmet compare`: what differs between the questions of two waves.
public enum WaveSchemaCSV {
  /// The file's name.
  public static let name = "schema.csv"

  static let columns = ["severity", "kind", "subject", "old", "new", "similarity", "effect"]

  /// The file.
  public static func paper(_ result: WaveResult) -> Paper {
    Paper(name: name) { bytes(result) }
  }

  static func bytes(_ result: WaveResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in result.schema {
      writer.rawText(row.severity.rawValue)
      writer.rawText(row.kind.rawValue)
      writer.text(row.subject)
      writer.text(row.old)
      writer.text(row.new)
      writer.finite(row.similarity)
      writer.text(row.effect)
      writer.endRecord()
    }
    return writer.bytes
  }
}

/// `segments-over-time.csv` of `unmet compare --model`: the shares of a frozen model's segments in
/// two waves.
public enum WaveSegmentsCSV {
  /// The file's name.
  public static let name = "segments-over-time.csv"

  static let columns = [
    "segment", "n_old", "n_new", "effective_n_old", "effective_n_new", "share_old",
    "share_old_se", "share_new", "share_new_se", "change", "change_se", "change_low",
    "change_high", "degrees_of_freedom", "p", "p_adjusted", "people_in_both", "share_in_model",
    "reasons_old", "reasons_new", "time_to_segment_again", "note",
  ]

  /// The file; `nil` without a model.
  public static func paper(_ result: WaveResult) -> Paper? {
    result.segments.map { segments in Paper(name: name) { bytes(segments) } }
  }

  static func bytes(_ segments: SegmentsOverTime) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for (place, row) in segments.changes.enumerated() {
      writer.text(row.segment)
      writer.change(row)
      writer.finite(segments.new.shares[place].training)
      for drift in [segments.old, segments.new] {
        writer.rawText(drift.reasons.map(\.rawValue).joined(separator: ";"))
      }
      if segments.new.isEnough {
        writer.boolean(segments.new.isTimeToSegmentAgain)
      } else {
        writer.blanks(1)
      }
      writer.text(row.note)
      writer.endRecord()
    }
    return writer.bytes
  }
}

extension CSVWriter {
  /// A difference, its standard error and its 95 % interval: four cells.
  mutating func difference(_ test: DifferenceTest?) {
    let interval = test?.interval()
    for value in [test?.difference, test?.standardError, interval?.low, interval?.high] {
      finite(value)
    }
  }

  /// Both sides of a change, the change, and how certain it is: 15 cells.
  mutating func change(_ row: WaveChange) {
    integer(row.old?.count)
    integer(row.new?.count)
    finite(row.old?.effectiveCount)
    finite(row.new?.effectiveCount)
    for side in [row.old, row.new] {
      finite(side?.estimate.value)
      finite(side?.estimate.standardError)
    }
    difference(row.test)
    integer(row.test.map { Int($0.degreesOfFreedom) })
    finite(row.test?.p)
    finite(row.adjustedP)
    integer(row.commonCount)
  }
}
