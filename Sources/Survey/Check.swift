import Statistics
public import Tables

/// What a study and its data say about each other, before anything is computed.
public struct CheckResult: Sendable {
  /// What the beginning of the file says about it.
  public var head: TableHead
  /// Every column of the file, in order.
  public var columns: [ColumnUse]
  /// Every text that stands in a column of ratings, and what it is read as.
  public var mapping: [RatingReading]
  /// Respondents that the analysis would use.
  public var respondentCount: Int
  /// Kish's effective number of respondents; the number itself without weights.
  public var effectiveCount: Double
  /// Kish's design effect of the weights of the analysis, 1 without.
  public var weightEffect: Double
  /// How the weights were fitted to the population; `nil` when they are as they came.
  public var weighting: Weighting?
  /// Strata and sampling units of the design.
  public var design: DesignSummary
  /// Sorted by subject, kind and text.
  public var findings: [Finding]
  /// How job, outcomes and steps are worded; no finding on the study or its data.
  public var wording: WordingReview
}

/// What a column of the file is used for.
public struct ColumnUse: Sendable, Equatable {
  /// From 0.
  public var position: Int
  /// The column's header.
  public var name: String
  /// The question's wording; the name when the file has one header row.
  public var text: String
  /// Such as `importance of 01`, `segments role`, `weight`; empty when not used.
  public var use: String

  /// The use of one column.
  public init(position: Int, name: String, text: String, use: String) {
    self.position = position
    self.name = name
    self.text = text
    self.use = use
  }
}

/// What a text in a column of ratings is read as.
public struct RatingReading: Sendable, Equatable {
  /// The point's or reason's texts in the data.
  public var text: String
  /// The point of the scale, `nil` for a missing rating.
  public var point: Int?
  /// Why there is no rating, when there is none.
  public var reason: MissingReason?
  /// How often it stands in the data.
  public var count: Int
}

/// `unmet check`: loads the responses as `analyze` would and tells how they are understood.
public enum Check {
  /// Loads the responses and looks.
  ///
  /// - Parameters:
  ///   - study: the study.
  ///   - input: its responses.
  ///   - options: as for the analysis.
  ///   - further: what was found elsewhere, such as of the places that alerts go to.
  /// - Returns: what is understood, and what was found.
  /// - Throws: whatever would stop the analysis.
  public static func run(
    _ study: Study, input: TableInput, options: AnalysisOptions, further: [Finding] = []
  ) throws(SurveyError) -> CheckResult {
    let loader = ResponseLoader(study: study, options: options, readsProfile: true)
    let loaded = try loader.load(input)
    let head = loaded.table.head
    let finder = ColumnFinder(head, study: study)
    var uses: [Int: [String]] = [:]
    for (use, column) in study.namedColumns {
      uses[try finder.position(of: column), default: []].append(use)
    }
    return CheckResult(
      head: head,
      columns: head.columns.map {
        ColumnUse(
          position: $0.position, name: $0.name, text: $0.text,
          use: uses[$0.position, default: []].joined(separator: ", "))
      },
      mapping: readings(study, loaded.responses),
      respondentCount: loaded.responses.respondentCount,
      effectiveCount: loaded.responses.effectiveCount,
      weightEffect: loaded.responses.weights.flatMap { DesignEffect.kish($0.map(Double.init)) }
        ?? 1,
      weighting: loaded.responses.weighting, design: DesignSummary(loaded.responses.sample),
      findings: (StudyChecks.findings(in: study) + StudyChecks.notes(in: study) + loaded.findings
        + WatchedSegmentChecks.findings(study, loaded.responses.groupings) + further)
        .inReportOrder,
      wording: StatementLint.review(study))
  }

  // MARK: - Steps

  /// Counts every code over all columns of ratings.
  private static func readings(_ study: Study, _ responses: Responses) -> [RatingReading] {
    var counts = [Int](repeating: 0, count: 16)
    for column in responses.importance + responses.satisfaction {
      for code in column { counts[Int(code & 15)] += 1 }
    }
    let scale = study.responses.scale
    let missing = MissingReason.allCases.map { reason in
      let texts = study.responses.missing.filter { $0.reason == reason }
        .map { $0.text.isEmpty ? "blank" : "\"\($0.text)\"" }.joined(separator: ", ")
      return RatingReading(
        text: reason == .invalid ? "anything else" : texts, point: nil, reason: reason,
        count: counts[Int(reason.rawValue)])
    }
    let points = (scale.low...scale.high).map { point in
      let labels = scale.labels.filter { $0.point == point }.map { "\"\($0.text)\"" }
      return RatingReading(
        text: (["\(point)"] + labels).joined(separator: ", "), point: point, reason: nil,
        count: counts[Int(RatingCode.code(point: point, on: scale))])
    }
    return points + missing.filter { !$0.text.isEmpty }
  }
}

extension Study {
  /// Every column that the study names, with what for.
  var namedColumns: [(use: String, column: ColumnReference)] {
    var named: [(String, ColumnReference)] = []
    if let column = responses.respondent { named.append(("respondent", column)) }
    if let weight { named.append(("weight", weight)) }
    named += design?.columns ?? []
    named += (design?.replicates?.columns ?? []).map { ("replicate weight", $0) }
    named += (raking?.margins ?? []).map { ("margin", $0.column) }
    named += segmentations.map { ("segments \($0.name)", $0.column) }
    for question in ["importance", "satisfaction"] {
      named += outcomes.map { outcome in
        let scale = outcome.legacy.map { ", older scale \($0.low)-\($0.high)" } ?? ""
        return (
          "\(question) of \(outcome.id)\(scale)",
          question == "importance" ? outcome.importance : outcome.satisfaction
        )
      }
    }
    named += outcomes.compactMap { outcome in
      outcome.effort.map { ("effort of \(outcome.id)", $0) }
    }
    named += steps.compactMap { step in step.repeats.map { ("repeats of \(step.id)", $0) } }
    if let column = chain.abandoned { named.append(("where people gave up", column)) }
    if let roles { named.append(("roles", roles.column)) }
    if let solutions { named.append(("solutions", solutions.column)) }
    named += circumstances.map { ("circumstance \($0.name)", $0.column) }
    named += barriers.map { ("barrier \($0.name)", $0.column) }
    named += workarounds.map { ("workaround \($0.name)", $0.column) }
    named += activities.map { ("activity \($0.name)", $0.column) }
    named += measures.map { ("measure \($0.name)", $0.column) }
    for outcome in success {
      let columns = [
        ("importance", outcome.importance), ("satisfaction", outcome.satisfaction),
        ("expected satisfaction", outcome.expected), ("expectation", outcome.expectation),
        ("happened", outcome.happened),
      ]
      named += columns.compactMap { part, column in
        column.map { ("\(part) of success outcome \(outcome.id)", $0) }
      }
    }
    return named
  }
}

extension [Finding] {
  /// The order in which findings are written: by item, kind and text, never by row.
  var inReportOrder: [Finding] {
    sorted { ($0.subject, $0.kind, $0.text) < ($1.subject, $1.kind, $1.text) }
  }
}
