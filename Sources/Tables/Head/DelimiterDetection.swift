/// Finds the byte between the fields by the consistency of field counts.
///
/// A delimiter must stand in the first record. Of those that do, the one wins under which most of
/// the following records have as many fields as the first; then the one that gives more fields;
/// then the order comma, semicolon, tab, pipe.
struct DelimiterDetection {
  /// How many records are looked at.
  static let recordCount = 100

  private struct Candidate {
    let delimiter: UInt8
    let fieldCounts: [Int]

    /// The number of fields of the first record.
    var width: Int { fieldCounts.first ?? 0 }
    /// How many of the following records have the same number.
    var agreeing: Int { fieldCounts.dropFirst().count { $0 == width } }
    /// The number of fields on which more than half of the following records agree, at least two.
    var commonWidth: Int? {
      let following = fieldCounts.dropFirst().sorted()
      guard following.count >= 2 else { return nil }
      let middle = following[following.count / 2]
      let count = following.count { $0 == middle }
      return count >= 2 && 2 * count > following.count ? middle : nil
    }
  }

  private let sample: HeadSample
  private let candidates: [Candidate]

  /// - Parameter declared: the only delimiter to consider, if the caller knows it.
  init(_ sample: HeadSample, declared: UInt8?) {
    self.sample = sample
    candidates = (declared.map { [$0] } ?? TableFormat.knownDelimiters).map { delimiter in
      let records = sample.records(delimiter: delimiter, limit: DelimiterDetection.recordCount)
      return Candidate(delimiter: delimiter, fieldCounts: records.fieldCounts)
    }
  }

  /// The delimiter, and a sentence that says why.
  var result: (delimiter: UInt8, evidence: String) {
    guard let best = best else {
      return (Byte.comma, "The first row holds no delimiter: one column.")
    }
    let following = best.fieldCounts.count - 1
    let name = Byte.name(ofDelimiter: best.delimiter)
    return (
      best.delimiter,
      "The delimiter is the \(name): it cuts the first row into \(best.width) fields, and so "
        + "\(best.agreeing) of the next \(following) records."
    )
  }

  /// The larger number of fields on which most of the following records agree, when hardly any
  /// of them agrees with the first row: a sign of title lines above the header.
  var widthBelowTitle: Int? {
    let following = (best?.fieldCounts.count ?? 1) - 1
    if let best, 2 * best.agreeing > following { return nil }
    let width = best?.width ?? 1
    return candidates.compactMap(\.commonWidth).filter { $0 > width }.max()
  }

  private var best: Candidate? {
    var best: Candidate?
    for candidate in candidates where candidate.width >= 2 {
      guard let other = best else {
        best = candidate
        continue
      }
      if (candidate.agreeing, candidate.width) > (other.agreeing, other.width) { best = candidate }
    }
    return best
  }
}
