/// Finds the byte between the fields by the consistency of field counts.
///
/// A delimiter must stand in the first record. Of those that do, the one wins under which most of
/// the following records have as many fields as the first; then the one that gives more fields;
/// then the order comma, semicolon, tab, pipe.
///
/// Quotes follow RFC 4180. Only where a tab-separated text breaks its rules, and every record has
/// the same number of fields when quotes are taken as text, they are: so Google Forms writes.
struct DialectDetection {
  /// How many records are looked at.
  static let recordCount = 100

  private struct Candidate {
    let dialect: Dialect
    let fieldCounts: [Int]
    /// Where the first fault shows itself.
    let faultOffset: Int?

    init(_ dialect: Dialect, _ sample: HeadSample, limit: Int = DialectDetection.recordCount) {
      let records = sample.records(dialect, limit: limit)
      self.dialect = dialect
      fieldCounts = records.fieldCounts
      faultOffset = records.fault?.detectionOffset
    }

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

  private let candidates: [Candidate]

  /// Tries all candidates, or only those that `format` declares.
  init(_ sample: HeadSample, format: TableFormat) {
    let delimiters = format.delimiter.map { [$0] } ?? TableFormat.knownDelimiters
    candidates = delimiters.map { delimiter in
      let dialect = Dialect(delimiter: delimiter, quoting: format.quoting ?? .doubled)
      let plain =
        delimiter == Byte.tab && format.quoting == nil
        ? DialectDetection.plainCandidate(sample) : nil
      return plain ?? Candidate(dialect, sample)
    }
  }

  /// Delimiter and quoting, and a sentence that says why.
  var result: (dialect: Dialect, evidence: String) {
    guard let best else { return resultWithoutDelimiter }
    let following = best.fieldCounts.count - 1
    let name = Byte.name(ofDelimiter: best.dialect.delimiter)
    var evidence =
      "The delimiter is the \(name): it cuts the first row into \(best.width) fields, and so "
      + "\(best.agreeing) of the next \(following) records."
    if best.dialect.quoting == .none {
      evidence += " Quotes are text: only so the rows fit each other."
    }
    return (best.dialect, evidence)
  }

  /// The larger number of fields on which most of the following records agree, when hardly any
  /// of them agrees with the first row: a sign of title lines above the header.
  var widthBelowTitle: Int? {
    let following = (best?.fieldCounts.count ?? 1) - 1
    if let best, 2 * best.agreeing > following { return nil }
    let width = best?.width ?? 1
    return candidates.compactMap(\.commonWidth).filter { $0 > width }.max()
  }

  // MARK: - Steps

  /// Tabs with quotes as text, when the sample asks for it.
  private static func plainCandidate(_ sample: HeadSample) -> Candidate? {
    guard sample.bytes.contains(Byte.tab), sample.bytes.contains(Byte.quote) else { return nil }
    let quoted = Candidate(
      Dialect(delimiter: Byte.tab, quoting: .doubled), sample, limit: Int.max)
    guard quoted.faultOffset != nil else { return nil }
    let plain = Candidate(Dialect(delimiter: Byte.tab, quoting: .none), sample, limit: Int.max)
    let isConsistent = plain.agreeing > 0 && plain.agreeing == plain.fieldCounts.count - 1
    return plain.width >= 2 && isConsistent && plain.faultOffset == nil ? plain : nil
  }

  /// No candidate cuts the first record. When it is faulty, the one that gets furthest names the
  /// fault best.
  private var resultWithoutDelimiter: (dialect: Dialect, evidence: String) {
    var furthest = candidates[0]
    for candidate in candidates where candidate.fieldCounts.isEmpty {
      if candidate.faultOffset ?? 0 > furthest.faultOffset ?? 0 { furthest = candidate }
    }
    return (furthest.dialect, "The first row holds no delimiter: one column.")
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
