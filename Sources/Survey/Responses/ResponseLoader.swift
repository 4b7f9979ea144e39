import Groundwork
import Statistics
import Tables

/// What was loaded, and what there is to say about it.
struct LoadedResponses: Sendable {
  var responses: Responses
  var table: DecodedTable
  var findings: [Finding]
  /// The texts of the ratings, where they were wished for.
  var texts = RatingTexts()
  /// What was read anew; `nil` where nothing is remembered.
  var reading: AnswerReadingSummary?
  /// Who was there before; `nil` where nothing is remembered.
  var seen: SeenRespondents?
}

/// Reads the columns that a study names and checks them against it.
///
/// `load` is the table of contents: find the columns, decode them, hold each against the limits,
/// settle repeated respondents.
struct ResponseLoader {
  var study: Study
  let options: AnalysisOptions
  /// Whether the texts of ratings are kept beside their points.
  var readsLabels = false
  /// Whether the columns that describe people are read.
  var readsProfile = false

  /// Whether columns of the job model may be lacking, as in an older wave: they are passed over.
  var lacksJobColumns = false

  /// The names of segmentations whose column may be lacking: they are passed over.
  var optionalSegmentations: Set<String> = []

  /// The largest sum of weights, in millionths: a whole number of 64 bits holds it.
  static let weightLimit = Sample.weightLimit

  func load(_ input: TableInput) throws(SurveyError) -> LoadedResponses {
    let reader = try open(input)
    var own = self
    if !optionalSegmentations.isEmpty {
      let finder = ColumnFinder(reader.head, study: study)
      own.study.segmentations = study.segmentations.filter { plan in
        !optionalSegmentations.contains(plan.name) || (try? finder.position(of: plan.column)) != nil
      }
    }
    return try own.load(reader)
  }

  private func load(_ reader: TableReader) throws(SurveyError) -> LoadedResponses {
    let finder = ColumnFinder(reader.head, study: study)
    let plan = try ColumnAssignment(
      study: study, finder: finder, readsLabels: readsLabels, readsProfile: readsProfile,
      lacksJobColumns: lacksJobColumns)
    let memory = options.answerMemory
    var earlier = memory?.earlier()
    let ignored = memory?.ignored
    let known = earlier.map { SeenRespondents.Earlier($0) }
    var table = try decode(reader, plan, continuing: &earlier)
    let absent = known.map {
      SeenRespondents.absent(from: table, earlier: earlier, before: $0.absentIdentities)
    }
    let reading = memory.map { memory in
      AnswerReadingSummary(
        table, problem: memory.keep(table, absent: absent ?? []), ignored: ignored)
    }
    guard table.rowCount > 0 else { throw .noRespondents(input: table.head.inputName) }

    var findings = finder.findings(study.everyColumn) + readCodes(&table, plan, finder)
    findings += try checkRecords(table)
    findings += try checkRatings(table, plan)
    findings += InterviewChecks.findings(table, plan)
    let weights = try weights(table, plan)
    var groupings: [Grouping] = []
    for index in study.segmentations.indices {
      groupings.append(try grouping(index, table, plan, &findings))
    }
    try checkHypotheses(groupings)
    let ids = try identities(table, plan.respondent, &findings)
    let kept = try keptRows(ids, table, &findings)
    let keptWeights = weights.map { all in kept.map { rows in rows.map { all[$0] } } ?? all }
    let sample = try SampleBuilder(study: study, table: table, assignment: plan, kept: kept)
      .build(weights: keptWeights, &findings)
    var responses = assemble(table, plan, ids: ids, sample, groupings, kept: kept)
    responses.givenWeights = keptWeights
    if readsProfile { responses.profile = profile(table, plan, responses, kept: kept) }
    responses.job = JobAnswers(table, plan, kept: kept)
    findings += try JobAnswerChecks(
      study: study, input: table.head.inputName, isStrict: options.isStrict
    ).findings(responses.job)
    findings += AnswerGroups.findings(study, responses.job)
    findings += NamedAnswerChecks.findings(study, responses.job)
    findings += plan.profile.compactMap { profile, index in
      guard case .text(let column) = table.columns[index] else { return nil }
      return PeopleColumnChecks(study: study).finding(profile, column)
    }
    findings += ItemChecks.findings(study: study, responses: responses)
    findings += ScaleChecks.findings(study: study, responses: responses)
    findings += LegacyChecks.findings(study: study, responses: responses)
    return LoadedResponses(
      responses: responses, table: table, findings: findings, texts: RatingTexts(table, plan),
      reading: reading,
      seen: known.flatMap { known in
        SeenRespondents(ids, kept: kept, table, snapshot: earlier, known, absent: absent ?? [])
      })
  }

  // MARK: - Steps

  func open(_ input: TableInput) throws(SurveyError) -> TableReader {
    do throws(TableError) {
      return try TableReader(input, format: study.responses.format)
    } catch {
      throw .table(error)
    }
  }

  private func decode(
    _ reader: TableReader, _ plan: ColumnAssignment, continuing earlier: inout TableSnapshot?
  ) throws(SurveyError) -> DecodedTable {
    do throws(TableError) {
      return try reader.decode(
        plan.plans, recordDigests: study.responses.respondent == nil, workers: options.workers,
        continuing: &earlier)
    } catch {
      throw .table(error)
    }
  }

  func checkRecords(_ table: DecodedTable) throws(SurveyError) -> [Finding] {
    let rejected = table.rejectedRecords
    let records = table.rowCount + rejected.count
    let limit = options.isStrict ? 0 : study.responses.rejectLimit
    if Double(rejected.count) > limit * Double(records) {
      throw .tooManyRejected(
        input: table.head.inputName, rejected: rejected, records: records, limit: limit)
    }
    var findings: [Finding] = []
    if rejected.count > 0 {
      findings.append(
        Finding(
          .warning, kind: "rejected-record", count: rejected.count,
          text: "records with a wrong number of fields were left out",
          places: rejected.first.map { "\(table.head.inputName):\($0.line)" }))
    }
    if table.invalidTextInSkippedColumns > 0 {
      findings.append(
        Finding(
          .note, kind: "invalid-utf8", count: table.invalidTextInSkippedColumns,
          text: "fields of columns that are not used are not valid UTF-8"))
    }
    return findings
  }

  private func checkRatings(
    _ table: DecodedTable, _ plan: ColumnAssignment
  ) throws(SurveyError) -> [Finding] {
    try checkRatings(table, plan.ratingColumns)
  }

  /// Holds columns of ratings, told by their positions among the decoded ones and their names,
  /// against the limit of invalid ratings.
  func checkRatings(
    _ table: DecodedTable, _ ratingColumns: [(position: Int, name: String)]
  ) throws(SurveyError) -> [Finding] {
    var findings: [Finding] = []
    var refused: [InvalidRatings] = []
    let limit = options.isStrict ? 0 : study.responses.rejectLimit
    for (position, name) in ratingColumns {
      guard case .codes(let column) = table.columns[position], column.invalidCount > 0 else {
        continue
      }
      let answered = column.codes.count {
        RatingCode.isAnswered($0) || $0 == MissingReason.invalid.rawValue
      }
      if Double(column.invalidCount) > limit * Double(answered) {
        let legacy = study.legacy(ofColumn: name)
        refused.append(
          InvalidRatings(
            item: name, count: column.invalidCount, answered: answered, limit: limit,
            places: column.firstInvalid,
            scale: legacy.map { Scale(low: $0.scale.low, high: $0.scale.high, top: $0.scale.high) }
              ?? study.responses.scale,
            scalePlace: legacy?.place ?? study.responses.scalePlace, input: table.head.inputName))
      }
      findings.append(
        Finding(
          .warning, kind: "invalid-rating", subject: name, count: column.invalidCount,
          text: "ratings outside the scale and the declared codes are taken as missing",
          places: column.firstInvalid.map {
            "\(table.head.inputName):\($0.line):\($0.byteColumn)"
          }))
    }
    if let first = refused.first {
      throw .tooManyInvalid(first, otherItems: refused.count - 1)
    }
    return findings
  }

  private func weights(
    _ table: DecodedTable, _ plan: ColumnAssignment
  ) throws(SurveyError) -> [Int64]? {
    guard let index = plan.weight, case .decimal(let column) = table.columns[index] else {
      return nil
    }
    return try ResponseLoader.weights(
      column, name: study.weight?.text ?? "", input: table.head.inputName)
  }

  /// The weights of a column, in millionths, held against what weights may be.
  static func weights(
    _ column: DecimalColumn, name: String, input: String
  ) throws(SurveyError) -> [Int64] {
    func fail(_ kind: WeightFault, _ place: FieldPlace? = nil, _ count: Int = 0) -> SurveyError {
      .badWeights(input: input, column: name, kind: kind, place: place, count: count)
    }
    if column.invalidCount > 0 {
      throw fail(.notANumber, column.firstInvalid.first, column.invalidCount)
    }
    if column.blankCount > 0 { throw fail(.blank, column.firstBlank.first, column.blankCount) }
    let negative = column.values.count { $0 < 0 }
    if negative > 0 { throw fail(.negative, nil, negative) }
    var total: Int64 = 0
    for value in column.values {
      let (sum, overflow) = total.addingReportingOverflow(value)
      guard !overflow, sum <= Self.weightLimit else { throw fail(.tooLarge) }
      total = sum
    }
    guard total > 0 else { throw fail(.allZero) }
    return column.values
  }

  private func grouping(
    _ index: Int, _ table: DecodedTable, _ plan: ColumnAssignment, _ findings: inout [Finding]
  ) throws(SurveyError) -> Grouping {
    let segmentation = study.segmentations[index]
    guard case .text(let column) = table.columns[plan.segmentations[index]] else {
      preconditionFailure("column of segmentation \(segmentation.name) was not decoded as text")
    }
    let builder = GroupingBuilder(study: study, segmentation: segmentation)
    return try builder.build(column, &findings)
  }

  /// What is known of people beside their ratings: the segmentations, then the job model's columns.
  private func profile(
    _ table: DecodedTable, _ plan: ColumnAssignment, _ responses: Responses, kept: [Int]?
  ) -> [ProfileVariable] {
    let builder = ProfileBuilder(study: study, weights: responses.weights)
    return responses.groupings.map { builder.variable($0) }
      + plan.profile.compactMap { plan, index in
        guard case .text(let column) = table.columns[index] else { return nil }
        return builder.variable(plan, column, kept: kept)
      }
  }

  /// A claim or a target on a segment that nobody belongs to is a slip of the pen.
  private func checkHypotheses(_ groupings: [Grouping]) throws(SurveyError) {
    let claims =
      study.hypotheses.map { ($0.segmentation, $0.segment, $0.place) }
      + study.targets.map { ($0.segmentation, $0.segment, $0.place) }
    for (segmentation, segment, place) in claims {
      guard let segment, let grouping = groupings.first(where: { $0.name == segmentation }),
        !grouping.levels.contains(segment)
      else { continue }
      throw .unknownSegment(
        place, segmentation: grouping.name, segment: segment,
        nearest: Suggestion.nearest(to: segment, among: grouping.levels))
    }
  }

  /// The ids of a decoded column, or of the records without one.
  func identities(
    _ table: DecodedTable, _ position: Int?, _ findings: inout [Finding]
  ) throws(SurveyError) -> IdentityColumn {
    guard let index = position else {
      findings.append(
        Finding(
          .note, kind: "record-digest",
          text: "no respondent column: respondents are told apart by the digest of their record"))
      return RecordIdentities.column(of: table.recordDigests ?? [])
    }
    guard case .identity(let column) = table.columns[index] else {
      preconditionFailure("the respondent column was not decoded as identities")
    }
    let blank = (0..<column.rowCount).filter { column.bytes(of: $0).isEmpty }
    if let first = blank.first {
      throw .blankRespondent(
        input: table.head.inputName, column: study.responses.respondent?.text ?? "",
        count: blank.count, row: first + 1)
    }
    return column
  }

  /// The rows that stay once repeated respondents are settled; `nil` when all do.
  func keptRows(
    _ ids: IdentityColumn, _ table: DecodedTable, _ findings: inout [Finding]
  ) throws(SurveyError) -> [Int]? {
    let repeated = RepeatedRespondents(ids)
    guard repeated.count > 0 else { return nil }
    let policy = study.responses.duplicates
    guard policy != .refuse else {
      throw .duplicateRespondents(
        input: table.head.inputName, column: study.responses.respondent?.text ?? "",
        repeated: repeated.count, rows: repeated.firstPair.map { $0 + 1 })
    }
    findings.append(
      Finding(
        .warning, kind: "duplicate-respondent", count: repeated.count,
        text: "rows of repeated respondents were left out, the \(policy.rawValue) of each is kept"))
    return repeated.rows(keeping: policy)
  }

  private func assemble(
    _ table: DecodedTable, _ plan: ColumnAssignment, ids: IdentityColumn, _ built: BuiltSample,
    _ groupings: [Grouping], kept: [Int]?
  ) -> Responses {
    func codes(_ index: Int) -> [UInt8] {
      guard case .codes(let column) = table.columns[index] else { return [] }
      return kept.map { rows in rows.map { column.codes[$0] } } ?? column.codes
    }
    let sample = built.sample
    let keptIDs = kept.map { ids.selecting($0) } ?? ids
    let count = kept?.count ?? table.rowCount
    return Responses(
      respondentCount: count, ids: keptIDs,
      importance: plan.importance.map(codes), satisfaction: plan.satisfaction.map(codes),
      weights: sample.weights, givenWeights: nil, sample: sample,
      replicateKeys: ReplicateWeights.Keys(
        rows: keptIDs.hashes, units: built.unitKeys, strata: built.strataKeys),
      weighting: built.weighting,
      groupings: groupings.map { grouping in
        guard let kept else { return grouping }
        return Grouping(
          name: grouping.name, levels: grouping.levels, codes: kept.map { grouping.codes[$0] })
      },
      totalWeight: sample.weights?.reduce(0, +) ?? Int64(count))
  }
}
