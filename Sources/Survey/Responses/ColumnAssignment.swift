import Groundwork
import Tables

/// Which column of the table serves which purpose of the study.
///
/// The plans are in the order in which the decoded columns come back; the other members are
/// positions in that order.
struct ColumnAssignment {
  private(set) var plans: [ColumnPlan] = []
  private(set) var importance: [Int] = []
  private(set) var satisfaction: [Int] = []
  private(set) var segmentations: [Int] = []
  private(set) var weight: Int?
  private(set) var respondent: Int?
  /// The columns of the design by what they are for, as `SamplingPlan.columns` names it.
  private(set) var design: [String: Int] = [:]
  /// The columns of replicate weights, in the order of the study.
  private(set) var replicates: [Int] = []
  /// The columns of the margins, in the order of the study.
  private(set) var margins: [Int] = []

  /// What else is known of people, in the order of the study; empty unless wished for.
  private(set) var profile: [(plan: ProfilePlan, index: Int)] = []

  /// The columns of the job model, in the order of the study; empty unless wished for.
  private(set) var job: [(use: JobColumn, index: Int)] = []

  /// The columns of ratings once more, for their texts: importance first; empty unless wished for.
  private(set) var labelled: [Int] = []
  /// The columns in which the survey tool marks previews and unfinished interviews.
  private(set) var interviewMarks: [(name: String, index: Int)] = []

  /// Every column of ratings with the name the study gives it, importance first.
  private(set) var ratingColumns: [(position: Int, name: String)] = []

  /// The most texts of a column that are looked through for labels or marks.
  private static let textLimit = 256

  init(
    study: Study, finder: ColumnFinder, readsLabels: Bool = false, readsProfile: Bool = false,
    lacksJobColumns: Bool = false
  ) throws(SurveyError) {
    let plain = CodeBook(study: study)
    let books = study.outcomes.map { outcome in
      outcome.legacy.map { CodeBook(study: study, legacy: $0) } ?? plain
    }
    var users: [Int: ColumnReference] = [:]
    func claim(_ reference: ColumnReference) throws(SurveyError) -> Int {
      let position = try finder.position(of: reference)
      if let first = users[position] { throw .columnUsedTwice(reference, first: first) }
      users[position] = reference
      return position
    }
    for (outcome, book) in zip(study.outcomes, books) {
      importance.append(
        add(try claim(outcome.importance), .codes(book), rating: outcome.importance.text))
    }
    for (outcome, book) in zip(study.outcomes, books) {
      satisfaction.append(
        add(try claim(outcome.satisfaction), .codes(book), rating: outcome.satisfaction.text))
    }
    for segmentation in study.segmentations {
      segmentations.append(add(try finder.position(of: segmentation.column), .text))
    }
    if let column = study.weight { weight = add(try finder.position(of: column), .decimal) }
    for (use, column) in study.design?.columns ?? [] {
      let kind: ColumnPlan.Kind = use.hasSuffix("population") ? .decimal : .text
      design[use] = add(try finder.position(of: column), kind)
    }
    for column in study.design?.replicates?.columns ?? [] {
      replicates.append(add(try finder.position(of: column), .decimal))
    }
    for margin in study.raking?.margins ?? [] {
      margins.append(add(try finder.position(of: margin.column), .text))
    }
    if let column = study.responses.respondent {
      respondent = add(try finder.position(of: column), .identity)
    }
    if !lacksJobColumns {
      for column in study.profileColumns { _ = try finder.position(of: column) }
    }
    if readsProfile {
      try addProfile(
        study, finder, lacksJobColumns, segmented: segmentations.map { plans[$0].position })
    }
    let summary = ColumnPlan.Kind.summary(levelLimit: Self.textLimit)
    if readsLabels, !study.responses.scale.labels.isEmpty {
      let positions = (importance + satisfaction).map { plans[$0].position }
      labelled = positions.map { add($0, summary) }
    }
    for column in InterviewChecks.columns(of: finder.head) {
      interviewMarks.append((column.name, add(column.position, summary)))
    }
  }

  /// A column is described once: a segmentation's by its segments, a rating's not at all.
  private mutating func addProfile(
    _ study: Study, _ finder: ColumnFinder, _ lacksJobColumns: Bool, segmented: [Int]
  ) throws(SurveyError) {
    func position(_ column: ColumnReference) throws(SurveyError) -> Int? {
      do throws(SurveyError) {
        return try finder.position(of: column)
      } catch {
        if lacksJobColumns, case .missingColumn = error { return nil }
        throw error
      }
    }
    var seen = Set(segmented + (importance + satisfaction).map { plans[$0].position })
    for plan in study.profilePlans {
      let position = try finder.position(of: plan.column)
      // A column of several choices in a cell is described choice by choice.
      guard plan.choice != nil || seen.insert(position).inserted else { continue }
      profile.append((plan, add(position, .text)))
    }
    for (use, column) in study.jobColumns + study.peopleColumns + study.behaviourColumns {
      if let place = try position(column) { job.append((use, add(place, .text))) }
    }
    let book = CodeBook(study: study)
    for (use, column) in study.jobRatings {
      guard let place = try position(column) else { continue }
      job.append((use, add(place, .codes(book), rating: column.text)))
    }
  }

  private mutating func add(
    _ position: Int, _ kind: ColumnPlan.Kind, rating: String? = nil
  ) -> Int {
    plans.append(ColumnPlan(position: position, kind: kind))
    if let rating { ratingColumns.append((plans.count - 1, rating)) }
    return plans.count - 1
  }
}

extension CodeBook {
  /// The codes of every text that may stand in a column of ratings: the points' own digits, the
  /// declared labels, the declared missing texts, the words of a questionnaire. A declared text
  /// wins over the digits, and both over words of a questionnaire. Of an older scale: its points'
  /// digits, coded as the points that they are read as, and no labels or words.
  init(study: Study, legacy: LegacyScale? = nil) {
    let scale = study.responses.scale
    var entries: [ByteText: UInt8] = [:]
    for point in (legacy?.low ?? scale.low)...(legacy?.high ?? scale.high) {
      let own = legacy?.point(of: point, on: scale) ?? point
      entries[ByteText(String(point))] = RatingCode.code(point: own, on: scale)
    }
    for label in legacy == nil ? scale.labels : [] {
      entries[ByteText(label.text)] = RatingCode.code(point: label.point, on: scale)
    }
    for missing in study.responses.missing {
      entries[ByteText(missing.text)] = missing.reason.rawValue
    }
    let words = legacy == nil ? RatingWords.codes(study) : []
    for (text, code) in words where entries[ByteText(text)] == nil {
      entries[ByteText(text)] = code
    }
    self.init(
      entries: entries.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
        .map { ($0.key.text, $0.value) },
      invalidCode: MissingReason.invalid.rawValue)
  }
}

extension Study {
  /// Columns that the job model names beyond ratings, segments, weight and id. They must exist.
  var profileColumns: [ColumnReference] {
    var columns = [roles?.column, solutions?.column].compactMap { $0 }
    columns += (circumstances + barriers + workarounds + activities).map(\.column)
    return columns + (jobColumns + jobRatings).map(\.column)
  }
}
