public import Survey
import Tables

/// What `unmet classify --transition` writes: a row for each old and new segment, how many of the
/// old one's people are in the new one. A count under 10 people is not told, nor its share.
public enum TransitionCSV {
  /// The columns.
  public static let columns = ["old", "new", "people", "share_of_old", "matched", "distance"]

  /// The file.
  public static func paper(_ transition: SegmentTransition, name: String) -> Paper {
    Paper(name: name) { bytes(transition) }
  }

  static func bytes(_ transition: SegmentTransition) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for (old, label) in transition.oldLabels.enumerated() {
      for (new, other) in transition.newLabels.enumerated() {
        let isTold = transition.isTold(old, new)
        let isMatch = transition.matches[old] == new
        writer.text(label)
        writer.text(other)
        writer.integer(isTold ? transition.counts[old][new] : nil)
        writer.finite(isTold ? transition.shares[old][new] : nil)
        writer.boolean(isMatch)
        writer.finite(isMatch ? transition.distances[old] : nil)
        writer.endRecord()
      }
    }
    return writer.bytes
  }
}

extension SegmentTransition {
  /// Whether a cell may be shown: nobody, or 10 people and more.
  func isTold(_ old: Int, _ new: Int) -> Bool {
    counts[old][new] == 0 || counts[old][new] >= Disclosure.floor
  }
}
