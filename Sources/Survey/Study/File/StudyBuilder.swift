import Groundwork
import Tables

/// Makes a study of a checked file and finds what is wrong in its meaning.
///
/// A part that was left out as wrong is told already; here it is passed over in silence, and a
/// stand-in takes its place in a study that will never be handed out.
struct StudyBuilder {
  let file: String
  var problems: [StudyProblem]
  /// Who uses a rating column, by the column's text.
  var columnUsers: [String: (user: String, line: Int)] = [:]
  /// The outcomes for which no importance or no satisfaction column is named.
  var withoutColumn: [String: [(id: String, place: Place)]] = [:]

  init(file: String, problems: [StudyProblem]) {
    self.file = file
    self.problems = problems
  }

  mutating func study(_ root: StudyCursor) -> Study {
    let responses = root["responses"].map { self.responses($0) }
    let outcomes = root["outcomes"].map { self.outcomes($0) }
    var study = Study(
      name: root["study"]?.text ?? "", job: job(root["job"]),
      responses: responses ?? standIn(root.place), outcomes: outcomes ?? [], file: file)
    study.segmentations = root["segments"].map { segmentations($0) } ?? []
    study.weight = root["weight"]?.column
    study.design = design(root["design"], hasWeight: study.weight != nil)
    study.raking = raking(root["rake"])
    study.scoring = scoring(root["scores"])
    study.clustering = clustering(root["clusters"], factors: root["factors"])
    study.factoring = factoring(root["factors"])
    study.seed = root["seed"].flatMap { UInt64($0.text) } ?? 1
    study.hypotheses = hypotheses(root["hypotheses"], in: study)
    addJobModel(root, to: &study)
    study.lint = lint(root["lint"], in: study)
    study.retention = retention(root["history"])
    addGoals(root, to: &study)
    study.waves = waves(root["waves"])
    study.alerts = alerts(root["alerts"], in: study)
    study.channels = channels(root["deliver"])
    reportRatingsInDesign(study)
    reportMisusedColumns(study)
    return study
  }

  mutating func report(_ kind: StudyProblem.Kind, at place: Place) {
    problems.append(StudyProblem(kind: kind, place: place))
  }

  // MARK: - Steps

  private func standIn(_ place: Place) -> ResponseFile {
    ResponseFile(file: "", scale: Scale(low: 1, high: 5, top: 4), scalePlace: place)
  }

  private mutating func job(_ cursor: StudyCursor?) -> JobStatement {
    guard let cursor else { return JobStatement(text: "") }
    if case .text(let text) = cursor.node.content {
      return JobStatement(text: text, place: cursor.place)
    }
    let verb = cursor["verb"]?.text
    let object = cursor["object"]?.text
    let clarifier = cursor["clarifier"]?.text
    if cursor["text"] == nil, verb == nil || object == nil {
      report(.incompleteJob, at: cursor.place)
    }
    let parts = [verb, object, clarifier].compactMap { $0 }.joined(separator: " ")
    return JobStatement(
      text: cursor["text"]?.text ?? parts, verb: verb, object: object, clarifier: clarifier,
      place: cursor["text"]?.place ?? cursor.place)
  }

  private mutating func segmentations(_ cursor: StudyCursor) -> [SegmentationPlan] {
    var plans: [SegmentationPlan] = []
    var (columnLines, nameLines) = ([String: Int](), [String: Int]())
    for item in cursor.items {
      guard let column = columnOfItem(item) else { continue }
      let name = nameOfItem(item) ?? column.text
      let levels = item.entries.isEmpty ? [] : self.levels(item["levels"])
      if let line = columnLines[column.text] {
        report(.segmentTwice(column: column.text, otherLine: line), at: item.place)
      } else if let line = nameLines[name] {
        report(.segmentNameTwice(name: name, otherLine: line), at: item.place)
      } else if ["all", "cluster"].contains(name) {
        report(.reservedSegmentName(name), at: item.place)
      }
      columnLines[column.text] = columnLines[column.text] ?? item.place.line
      nameLines[name] = nameLines[name] ?? item.place.line
      plans.append(SegmentationPlan(name: name, column: column, levels: levels))
    }
    return plans
  }

  private mutating func levels(_ cursor: StudyCursor?) -> [String] {
    guard let cursor else { return [] }
    return distinctTexts(cursor)
  }

  /// The texts of a list; a text that stands twice is a problem.
  mutating func distinctTexts(_ cursor: StudyCursor) -> [String] {
    var first: [ByteText: Int] = [:]
    for item in cursor.items {
      let text = ByteText(item.text)
      if let line = first[text] {
        report(.repeatedEntry(key: cursor.path, text: item.text, otherLine: line), at: item.place)
      }
      first[text] = first[text] ?? item.place.line
    }
    return cursor.texts
  }

  private func scoring(_ cursor: StudyCursor?) -> ScoringPlan {
    var plan = ScoringPlan()
    if let scorer = cursor?["scorer"]?.word(Scorer.self) { plan.scorer = scorer }
    if let base = cursor?["base"]?.word(ScoreBase.self) { plan.base = base }
    if let minimum = cursor?["minimum"].flatMap({ StudyText.number($0.text) }) {
      plan.minimumBase = minimum
    }
    if let count = cursor?["replicates"].flatMap({ StudyText.whole($0.text) }) {
      plan.replicateCount = count
    }
    return plan
  }

  private mutating func clustering(
    _ cursor: StudyCursor?, factors: StudyCursor?
  ) -> ClusteringPlan {
    var plan = ClusteringPlan()
    if let feature = cursor?["on"]?.word(ClusterFeature.self) { plan.feature = feature }
    plan.clusterCount = cursor?["k"].flatMap { StudyText.whole($0.text) }
    if let count = cursor?["questions"].flatMap({ StudyText.whole($0.text) }) {
      plan.questionCount = count
    }
    if let method = cursor?["method"]?.word(ClusterMethod.self) { plan.method = method }
    plan.isStandardised = cursor?["standardise"]?.text == "true"
    if plan.isStandardised, plan.feature == .factorScores, let cursor {
      report(.eitherKey("clusters.on: factor-scores", "clusters.standardise"), at: cursor.place)
    }
    if let feature = factors?["on"]?.word(ClusterFeature.self) { plan.factorFeature = feature }
    if let missing = cursor?["missing"], let word = missing.word(MissingAnswers.self) {
      plan.missing = word
      if word == .kPOD { reportFilling(plan, at: missing.place) }
    }
    return plan
  }

  /// What cannot be had of some answers as of all.
  private mutating func reportFilling(_ plan: ClusteringPlan, at place: Place) {
    let what =
      switch plan.feature {
      case .centredGap, .levelledGap: "mean"
      case .factorScores: "factor score"
      default: ""
      }
    // A feature that was left out as wrong is told already.
    if !what.isEmpty, !problems.contains(where: { $0.concernsValue(below: "clusters.on") }) {
      report(
        .needsFilledAnswers(
          by: "clusters.on: \(plan.feature.rawValue)",
          reason: "a person's \(what) over some answers is not the \(what) over all",
          fix: "write `clusters.on: gap`"), at: place)
    }
    if plan.isStandardised {
      report(
        .needsFilledAnswers(
          by: "clusters.standardise: true",
          reason: "the standard deviations are those of filled answers",
          fix: "delete `clusters.standardise`"), at: place)
    }
    if plan.method == .medoids {
      report(
        .needsFilledAnswers(
          by: "clusters.method: medoids",
          reason: "a person with some answers cannot stand for a cluster",
          fix: "write `clusters.method: k-means`"), at: place)
    }
  }

  private func factoring(_ cursor: StudyCursor?) -> FactorPlan {
    var plan = FactorPlan()
    if let kind = cursor?["correlation"]?.word(FactorPlan.Correlation.self) {
      plan.correlation = kind
    }
    if let method = cursor?["extraction"]?.word(FactorPlan.Extraction.self) {
      plan.extraction = method
    }
    if let rotation = cursor?["rotation"]?.word(FactorPlan.Rotation.self) {
      plan.rotation = rotation
    }
    plan.factorCount = cursor?["count"].flatMap { StudyText.whole($0.text) }
    return plan
  }

  /// The column of an item that is a column, or a mapping with one.
  func columnOfItem(_ item: StudyCursor) -> ColumnReference? {
    if case .mapping = item.node.content { return item["column"]?.column }
    return item.column
  }

  /// The name of an item that is a mapping with one.
  func nameOfItem(_ item: StudyCursor) -> String? {
    if case .mapping = item.node.content { return item["name"]?.text }
    return nil
  }
}
