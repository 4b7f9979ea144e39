import Survey

/// The first lines: which study, which job, how many people.
enum HeadSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    let study = result.study
    return TextLayout.paragraph(Naming.safe(study.name), first: "")
      + TextLayout.paragraph("Job: \(job(study))", first: "", rest: "     ")
      + TextLayout.paragraph(facts(result), first: "")
  }

  /// The job; never the words that stand there until somebody writes it.
  private static func job(_ study: Study) -> String {
    study.job.isPlaceholder ? "(not written yet)" : Naming.safe(study.job.text)
  }

  private static func facts(_ result: AnalysisResult) -> String {
    let (study, input) = (result.study, result.input)
    var people = NumberText.counted(input.respondentCount, "respondent")
    if input.recordCount != input.respondentCount {
      people += " of \(NumberText.counted(input.recordCount, "record"))"
    }
    if study.isWeighted {
      people += ", weighted: \(NumberText.decimal(input.effectiveCount, 0)) effective"
    }
    let scale = study.responses.scale
    let outcomes = NumberText.counted(study.outcomes.count, "outcome")
    return [
      people, "\(outcomes) on a scale of \(scale.low)-\(scale.high)",
      "scorer \(study.scoring.scorer.rawValue)",
      "seed \(study.seed)",
    ].joined(separator: " · ")
  }
}
