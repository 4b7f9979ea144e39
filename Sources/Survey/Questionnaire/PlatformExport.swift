import Tables

/// What the columns of an export tell of the platform that wrote it.
struct PlatformExport {
  /// The platform, where its own columns are there.
  let platform: SurveyPlatform?
  /// The column by which the platform tells respondents apart.
  let respondent: String?

  init(_ head: TableHead) {
    let names = Set(head.columns.map(\.name))
    func holds(_ wanted: String...) -> Bool { wanted.allSatisfy { names.contains($0) } }
    if head.layout == .qualtrics {
      (platform, respondent) = (.qualtrics, names.contains("ResponseId") ? "ResponseId" : nil)
    } else if holds("id", "submitdate", "startlanguage") {
      (platform, respondent) = (.limeSurvey, "id")
    } else if holds("_uuid", "_submission_time") {
      (platform, respondent) = (.xlsForm, "_uuid")
    } else if holds("KEY", "SubmissionDate") {
      (platform, respondent) = (.xlsForm, "KEY")
    } else {
      (platform, respondent) = (nil, nil)
    }
  }
}
