import Statistics
public import Survey
import Tables

/// `improvements.csv`: a row for each outcome and threshold, then the mean of all outcomes, targets
/// that waited for their baseline, and measures.
///
/// Where fewer people than the disclosure floor answered on a side, nothing is shown of either.
public enum ImprovementsCSV {
  /// The file's name.
  public static let name = "improvements.csv"
  /// What stands in the place of an outcome's id for the mean of all.
  static let overallName = "mean of all"

  static let columns = [
    "outcome", "text", "baseline_group", "new_group", "metric", "n_baseline", "n_new",
    "effective_n_baseline", "effective_n_new", "baseline", "baseline_se", "new", "new_se",
    "covariance", "degrees_of_freedom", "ratio", "log_ratio_se", "ratio_low", "ratio_high",
    "would_not_switch", "threshold", "verdict", "respondents_needed", "respondents_still_needed",
    "gap_closure", "zone", "loss", "loss_low", "loss_high", "margin", "guard", "criterion",
    "segmentation", "segment", "note",
  ]

  /// The file.
  public static func paper(_ result: ImprovementResult) -> Paper {
    Paper(name: name) { bytes(result) }
  }

  static func bytes(_ result: ImprovementResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in result.outcomes + [result.overall] {
      let heading = Heading(
        outcome: row.outcome.map { result.study.outcomes[$0].id } ?? overallName,
        text: row.outcome.map { result.study.outcomes[$0].text } ?? "",
        metric: result.plan.metric.rawValue)
      for claim in row.claims { write(row, claim, heading, result, to: &writer) }
    }
    for extra in result.extras {
      let heading = Heading(extra.subject, result.study)
      for claim in extra.improvement.claims {
        write(extra.improvement, claim, heading, result, to: &writer)
      }
    }
    return writer.bytes
  }

  // MARK: - Steps

  /// What a row is about.
  private struct Heading {
    var outcome: String
    var text: String
    var metric: String
    var criterion = "threshold"
    var segmentation = ""
    var segment = ""

    init(outcome: String, text: String, metric: String) {
      (self.outcome, self.text, self.metric) = (outcome, text, metric)
    }

    init(_ subject: ImprovementExtra.Subject, _ study: Study) {
      switch subject {
      case .target(let place):
        let target = study.targets[place]
        self.init(
          outcome: study.id(of: target.subject), text: study.text(of: target.subject),
          metric: target.metric.rawValue)
        criterion = "target"
        (segmentation, segment) = (target.segmentation ?? "all", target.segment ?? "all")
      case .measure(let place):
        let measure = study.measures[place]
        self.init(outcome: "", text: measure.name, metric: measure.family.rawValue)
        criterion = "measure"
      }
    }
  }

  private static func write(
    _ row: Improvement, _ claim: Improvement.Claim, _ heading: Heading,
    _ result: ImprovementResult, to writer: inout CSVWriter
  ) {
    writer.text(heading.outcome)
    writer.text(heading.text)
    writer.text(result.baseline.label)
    writer.text(result.new.label)
    writer.rawText(heading.metric)
    writer.integer(row.baseline?.respondentCount)
    writer.integer(row.new?.respondentCount)
    writer.finite(row.baseline?.effectiveCount)
    writer.finite(row.new?.effectiveCount)
    for side in [row.baseline, row.new] {
      writer.finite(side?.estimate.value)
      writer.finite(side?.estimate.standardError)
    }
    writer.finite(row.test.map { _ in row.covariance })
    writer.integer(row.test.map { _ in row.degreesOfFreedom })
    for value in [row.test?.ratio, row.test?.logStandardError, row.test?.low, row.test?.high] {
      writer.finite(value)
    }
    writer.rawText(row.test?.wouldNotSwitch.map { $0 ? "true" : "false" } ?? "")
    writer.finite(claim.threshold)
    writer.rawText(claim.verdict?.rawValue ?? "")
    writer.integer(claim.neededCount)
    writer.integer(row.furtherCount(of: claim))
    writer.finite(row.toldClosure)
    writer.rawText(row.zone?.rawValue ?? "")
    let guarded = row.safeguard
    for value in [guarded?.loss, guarded?.low, guarded?.high, guarded?.margin] {
      writer.finite(value)
    }
    writer.rawText(guarded?.verdict.rawValue ?? "")
    writer.rawText(heading.criterion)
    writer.text(heading.segmentation)
    writer.text(heading.segment)
    writer.text(row.note)
    writer.endRecord()
  }
}

extension Improvement {
  /// The respondents that the smaller side still lacks for a claim.
  func furtherCount(of claim: Claim) -> Int? {
    guard let needed = claim.neededCount, let baseline, let new else { return nil }
    return max(0, needed - min(baseline.respondentCount, new.respondentCount))
  }
}
