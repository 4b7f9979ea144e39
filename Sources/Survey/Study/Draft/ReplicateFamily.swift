import Tables

/// Columns that are probably replicate weights: a numbered family of columns that hold a number,
/// not negative, in every record, and are no ratings.
struct ReplicateFamily {
  let columns: [DraftColumn]
  /// As the study file names the columns: `"rep_{1-16}"`, or a list.
  let reference: String

  /// How they were probably made, by their names.
  var method: ReplicatePlan.Method {
    let name = ColumnRoles.compact(columns[0].name)
    if name.hasPrefix("jk") || name.hasPrefix("jack") { return .jackknife }
    if name.hasPrefix("bs") || name.hasPrefix("boot") { return .bootstrap }
    return name.hasPrefix("pwgtp") ? .successiveDifferences : .brr
  }

  /// The fewest columns of a family.
  private static let least = 4

  /// All families, in the order of their first columns.
  static func all(_ columns: [DraftColumn]) -> [ReplicateFamily] {
    ColumnName.batteries(columns).compactMap { prefix, parts, columns in
      guard columns.count >= least, columns.allSatisfy(isWeight), isFamily(prefix, columns) else {
        return nil
      }
      return ReplicateFamily(
        columns: columns, reference: reference(prefix, parts, columns))
    }
  }

  /// `rep_1 to rep_16`.
  var title: String {
    let names = [columns.first, columns.last].compactMap { $0?.name }
    return names.map { YAMLText.comment($0) }.joined(separator: " to ")
  }

  // MARK: - Steps

  private static func isWeight(_ column: DraftColumn) -> Bool {
    let summary = column.summary
    return !column.needsPosition && summary.rowCount > 0
      && summary.numericCount == summary.rowCount && summary.minimumMillionths ?? -1 >= 0
      && summary.maximumMillionths ?? 0 > 0
  }

  /// Whether names or numbers speak for weights: whole numbers alone may be ratings or counts,
  /// yet half samples double or drop whoever they hold.
  private static func isFamily(_ prefix: String, _ columns: [DraftColumn]) -> Bool {
    if names.contains(ColumnRoles.compact(prefix)) { return true }
    let hasParts = columns.contains { $0.summary.wholeCount < $0.summary.rowCount }
    if hasParts, !columns.contains(where: \.looksLikeRating) { return true }
    return columns.allSatisfy { Set($0.answers.map(\.text)) == ["0", "2"] }
  }

  /// What producers call replicate weights, without the number.
  private static let names: Set<String> = [
    "rep", "repw", "repwt", "repwgt", "repweight", "replicate", "replicateweight", "wrep", "rw",
    "rwgt", "brr", "brrwt", "fay", "jk", "jkw", "jkwt", "jackknife", "bs", "bsw", "bsrw", "boot",
    "bootwt", "bw", "wt", "wgt", "weight", "pwgtp", "wgtp", "wfwrep",
  ]

  private static func reference(
    _ prefix: String, _ parts: [String], _ columns: [DraftColumn]
  ) -> String {
    let names = columns.map(\.name)
    let pattern = "\(prefix){\(parts[0])-\(parts[parts.count - 1])}"
    if StudyText.numbered(pattern) == names { return YAMLText.pattern(pattern) }
    return "[" + names.map { YAMLText.scalar($0) }.joined(separator: ", ") + "]"
  }
}
