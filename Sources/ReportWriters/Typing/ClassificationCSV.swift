public import Survey
import Tables

/// What `unmet classify` writes: each person's segment, sorted by the bytes of the id; in the order
/// of the file where it has no ids.
///
/// It holds ids exactly as read (no guard against spreadsheet formulas, so that they match the file
/// again), and only its owner may read it.
public enum ClassificationCSV {
  /// The columns.
  public static let columns = [
    "id", "segment", "confidence", "margin", "second", "route", "answered", "row",
  ]
  private static let rowsPerPiece = 8_192

  /// The file.
  public static func paper(_ classification: Classification, name: String) -> Paper {
    Paper(name: name, isPrivate: true) { sink throws(PublicationFailure) in
      for piece in 0..<pieceCount(classification) { try sink(bytes(classification, piece: piece)) }
    }
  }

  /// How many pieces the file has, 1 or more.
  public static func pieceCount(_ classification: Classification) -> Int {
    max(1, (classification.order.count + rowsPerPiece - 1) / rowsPerPiece)
  }

  /// One piece of the file, for outputs that are written piece by piece.
  public static func bytes(_ classification: Classification, piece: Int) -> [UInt8] {
    var writer = CSVWriter()
    if piece == 0 { writer.header(columns) }
    let start = piece * rowsPerPiece
    for row in start..<min(start + rowsPerPiece, classification.order.count) {
      write(Int(classification.order[row]), of: classification, to: &writer)
    }
    return writer.bytes
  }

  private static func write(
    _ person: Int, of found: Classification, to writer: inout CSVWriter
  ) {
    let labels = found.model.segments.map(\.label)
    let segment = Int(found.segments[person])
    let isPlaced = labels.indices.contains(segment)
    let second = Int(found.seconds[person])
    writer.rawText(found.ids.string(of: person))
    writer.text(isPlaced ? labels[segment] : "")
    writer.finite(isPlaced && !found.confidences.isEmpty ? found.confidences[person] : nil)
    writer.finite(isPlaced ? found.margins[person] : nil)
    writer.text(isPlaced && labels.indices.contains(second) ? labels[second] : "")
    writer.rawText(found.route.rawValue)
    writer.integer(found.answered[person])
    writer.integer(found.records.isEmpty ? nil : found.records[person])
    writer.endRecord()
  }
}
