import Tables

/// What the survey tool itself says of its records: previews, tests, interviews left early.
///
/// They count as respondents until somebody takes them out of the file; the report must say so.
enum InterviewChecks {
  /// The tool's columns; none unless the export is Qualtrics' or has both its marks.
  static func columns(of head: TableHead) -> [TableColumn] {
    let found = ["Status", "DistributionChannel", "Finished"].compactMap { name in
      head.columns.first { $0.name == name }
    }
    let names = found.map(\.name)
    let hasMarks = names.contains("Status") && names.contains("Finished")
    return head.layout == .qualtrics || hasMarks ? found : []
  }

  static func findings(_ table: DecodedTable, _ assignment: ColumnAssignment) -> [Finding] {
    let isQualtrics = table.head.layout == .qualtrics
    var findings: [Finding] = []
    for (name, index) in assignment.interviewMarks {
      guard case .summary(let summary) = table.columns[index] else { continue }
      let texts = marks(of: name, isQualtrics: isQualtrics)
      let count = summary.levels.filter { texts.contains($0.text.lowercased()) }
        .reduce(0) { $0 + $1.count }
      // Status and DistributionChannel mark the same records: the first tells of them.
      let kind = name == "Finished" ? "unfinished-interview" : "survey-preview"
      guard count > 0, !findings.contains(where: { $0.kind == kind }) else { continue }
      findings.append(
        Finding(.warning, kind: kind, subject: name, count: count, text: sentence(of: kind)))
    }
    return findings
  }

  // MARK: - Steps

  /// The texts, in lower case, by which a column marks such a record. Exports of values in place
  /// of labels have numbers, whose meaning is known of Qualtrics alone.
  private static func marks(of name: String, isQualtrics: Bool) -> Set<String> {
    switch name {
    case "Finished": ["false", "0"]
    case "DistributionChannel": ["preview"]
    default:
      isQualtrics
        ? ["survey preview", "survey test", "1", "2"] : ["survey preview", "survey test"]
    }
  }

  private static func sentence(of kind: String) -> String {
    kind == "survey-preview"
      ? "records are previews or tests of the survey and still count as respondents"
      : "interviews were not finished and still count as respondents"
  }
}
