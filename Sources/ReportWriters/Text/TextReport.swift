public import Survey

/// `report.txt`: what a product manager can act on in one screen, every claim as strong as the
/// data and no stronger.
///
/// The order of the questions is fixed: `text` lists them. The report holds no clock, no file name
/// and no line number, so the same answers give the same bytes wherever they were read from; after
/// an earlier run, with the same earlier run.
public enum TextReport {
  /// The whole report; lines end with a line feed and are at most 120 columns wide.
  public static func text(_ result: AnalysisResult) -> String {
    let sections = [
      HeadSection.lines(result),
      SinceSection.lines(result),
      AlertLines.lines(result),
      UnderservedSection.lines(result),
      FormulaLines.lines(result),
      InterviewLines.lines(result),
      HypothesesSection.lines(result),
      TargetLines.lines(result),
      StepsSection.lines(result),
      ExperienceLines.lines(result),
      DriverLines.lines(result),
      RollupsSection.lines(result),
      MeasureLines.lines(result),
      SegmentsSection.lines(result),
      RolesSection.lines(result),
      SolutionsSection.lines(result),
      FactorsSection.lines(result),
      ClustersSection.lines(result),
      PeopleSection.lines(result),
      BehaviourLines.lines(result),
      CircumstanceLines.lines(result),
      HabitSection.lines(result),
      TypingLines.lines(result),
      HelpSection.lines(result),
      DataSection.lines(result),
      MethodSection.lines(result),
      NotDoneSection.lines(result),
      ActionSection.lines(result),
    ]
    return sections.filter { !$0.isEmpty }
      .map { $0.map(TextLayout.trimmed).joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }
}
