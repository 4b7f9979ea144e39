import Groundwork
import Tables

/// Turns a column of texts into the groups of a segmentation.
struct GroupingBuilder {
  let study: Study
  let segmentation: SegmentationPlan

  /// The most groups that a segmentation may have; more is an id or an open answer.
  static let limit = 500

  func build(
    _ column: TextColumn, _ findings: inout [Finding]
  ) throws(SurveyError) -> Grouping {
    let missing = Set(study.responses.missing.map(\.text))
    let present = column.levels.filter { !missing.contains($0) }
    let levels = segmentation.levels.isEmpty ? sortedByBytes(present) : segmentation.levels
    guard levels.count <= GroupingBuilder.limit else {
      throw .tooManySegments(
        segmentation.column, name: segmentation.name, found: levels.count,
        limit: GroupingBuilder.limit)
    }
    var position: [String: UInt16] = [:]
    for (index, level) in levels.enumerated() { position[level] = UInt16(index) }
    let unknown = present.filter { position[$0] == nil }
    let codeOfLevel = column.levels.map { position[$0] ?? UInt16(levels.count) }
    let codes = column.codes.map { codeOfLevel[Int($0)] }
    report(unknown, column, &findings)
    return Grouping(name: segmentation.name, levels: levels, codes: codes)
  }

  // MARK: - Steps

  private func sortedByBytes(_ texts: [String]) -> [String] {
    texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Answers that are neither declared levels nor declared missing are no silent loss.
  private func report(_ unknown: [String], _ column: TextColumn, _ findings: inout [Finding]) {
    guard !unknown.isEmpty else { return }
    let codes = Set(column.levels.indices.filter { unknown.contains(column.levels[$0]) })
    let count = column.codes.count { codes.contains(Int($0)) }
    let names = sortedByBytes(unknown).prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
    findings.append(
      Finding(
        .warning, kind: "undeclared-segment", subject: segmentation.name, count: count,
        text: "answers outside the declared levels belong to no segment: \(names)"))
  }
}
