import Groundwork
import Statistics
import Tables

/// A sample, and what belongs to it.
struct BuiltSample {
  var sample: Sample
  var weighting: Weighting?
  /// Hashes of the names of sampling units and strata.
  var unitKeys: [UInt64]
  var strataKeys: [UInt64]
}

/// Makes the sample of a study's design, weight and margin columns.
///
/// `build` is the table of contents: the design of the columns, the weights fitted to the margins,
/// both together.
struct SampleBuilder {
  let study: Study
  let table: DecodedTable
  let assignment: ColumnAssignment
  /// The rows of the table that are kept; `nil` for all.
  let kept: [Int]?

  /// What a fitted weight of 1 is in whole units: finer than the millionths of given weights.
  static let fineUnit = 1e9

  func build(
    weights: [Int64]?, _ findings: inout [Finding]
  ) throws(SurveyError) -> BuiltSample {
    if let plan = study.design?.replicates, let weights {
      return try replicated(plan, weights, &findings)
    }
    let strata = try codes(study.design?.strata, "strata")
    let units = try codes(study.design?.units, "sampling units")
    let design = try design(strata, units)
    let keys = SampleBuilder.keys(design, strata, units)
    noteFewUnits(design, &findings)
    func built(_ sample: Sample, _ weighting: Weighting?) -> BuiltSample {
      BuiltSample(
        sample: sample, weighting: weighting, unitKeys: keys.units, strataKeys: keys.strata)
    }
    guard let plan = study.raking else { return built(try sample(design, weights, nil), nil) }
    var fitting = try fitting(plan, weights, &findings)
    let whole = try fittedWeights(&fitting)
    noteLimit(fitting, &findings)
    let calibration = fitting.cells.map {
      Sample.Calibration(cells: $0, weightsBefore: weights)
    }
    return built(try sample(design, whole, calibration), fitting.summary)
  }

  /// The margins of the data, ready to fit weights to.
  func fitting(
    _ plan: RakingPlan, _ weights: [Int64]?, _ findings: inout [Finding]
  ) throws(SurveyError) -> WeightFitting {
    let margins = try plan.margins.indices.map { index throws(SurveyError) in
      try margin(index, &findings)
    }
    return WeightFitting(
      plan: plan, margins: margins, weights: weights, rowCount: rowCount, input: input)
  }

  /// Fitted weights as whole numbers of a fine unit.
  func fittedWeights(_ fitting: inout WeightFitting) throws(SurveyError) -> [Int64] {
    let fitted = try fitting.fit()
    let scale = SampleBuilder.fineUnit * Double(rowCount) / fitted.reduce(0, +)
    return fitted.map { Int64(($0 * scale).rounded()) }
  }

  func noteLimit(_ fitting: WeightFitting, _ findings: inout [Finding]) {
    if !fitting.summary.isWithinLimit {
      findings.append(
        Finding(
          .warning, kind: "weights-over-limit", subject: "rake",
          text:
            "the margins do not allow the wished limit of the weights: the largest is "
            + "\(tenths(fitting.summary.largestInMedians)) median weights, the design effect "
            + "\(tenths(fitting.summary.effectAfter)); join small answers of the margins"))
    }
  }

  // MARK: - Design

  private var rowCount: Int { kept?.count ?? table.rowCount }
  var input: String { table.head.inputName }

  private func sample(
    _ design: SamplingDesign, _ weights: [Int64]?, _ calibration: Sample.Calibration?
  ) throws(SurveyError) -> Sample {
    do throws(StatisticsFailure) {
      return try Sample(design: design, weights: weights, calibration: calibration)
    } catch {
      let column = study.raking?.margins.last?.column
      throw .dependentMargins(
        column ?? ColumnReference("", place: Place(file: input, line: 1)), input: input)
    }
  }

  private func tenths(_ value: Double) -> String { wholeText((value * 10).rounded() / 10) }

  /// Degrees of freedom under which standard errors are themselves little more than guesses.
  static let comfortableDegrees = 10

  private func noteFewUnits(_ design: SamplingDesign, _ findings: inout [Finding]) {
    let degrees = design.degreesOfFreedom()
    guard study.design != nil, degrees < SampleBuilder.comfortableDegrees else { return }
    findings.append(
      Finding(
        .warning, kind: "few-sampling-units", subject: "design", count: design.unitCount,
        text: "\(design.unitCount) sampling units in \(design.stratumCount) strata leave "
          + "\(degrees) degrees of freedom: standard errors are rough, and tests in groups with "
          + "fewer are rougher still"))
  }

  private typealias Codes = (codes: [Int32], levels: [String])

  /// The keys of sampling units and strata: hashes of their names, a unit's with its stratum's.
  private static func keys(
    _ design: SamplingDesign, _ strata: Codes?, _ units: Codes?
  ) -> (units: [UInt64], strata: [UInt64]) {
    let strataKeys = (strata?.levels ?? [""]).map { StableHash.hash($0) }
    guard let units, let stage = design.stages.first else { return ([], strataKeys) }
    let names = units.levels.map { StableHash.hash($0) }
    var keys = [UInt64](repeating: 0, count: stage.unitCount)
    for (row, unit) in stage.units.enumerated() {
      keys[Int(unit)] = StableHash.combine(
        strataKeys[Int(stage.groups[Int(unit)])], names[Int(units.codes[row])])
    }
    return (keys, strataKeys)
  }

  private func design(
    _ strata: Codes?, _ units: Codes?
  ) throws(SurveyError) -> SamplingDesign {
    guard let plan = study.design else { return SamplingDesign(rowCount: rowCount) }
    let secondUnits = try codes(plan.secondUnits, "second sampling units")
    let populations = try sizes(plan.population, "population")
    let secondPopulations = try sizes(plan.secondPopulation, "second population")
    do throws(StatisticsFailure) {
      return try SamplingDesign(
        rowCount: rowCount, strata: strata?.codes, units: units?.codes, populations: populations,
        secondUnits: secondUnits?.codes, secondPopulations: secondPopulations,
        lonelyUnit: plan.lonelyUnits)
    } catch {
      throw translated(error, plan, strata?.levels ?? ["all"])
    }
  }

  private func translated(
    _ failure: StatisticsFailure, _ plan: SamplingPlan, _ strata: [String]
  ) -> SurveyError {
    func name(_ group: Int) -> String {
      strata.indices.contains(group) ? strata[group] : "\(group)"
    }
    switch failure {
    case .lonelyUnit(_, let group):
      return .lonelyUnit(plan.units ?? plan.strata, input: input, stratum: name(group))
    case .impossiblePopulation(let group, let found, let expected, let unitCount):
      return .impossiblePopulation(
        plan.population, input: input, stratum: name(group), found: found, expected: expected,
        units: unitCount)
    default: preconditionFailure("a design cannot fail by \(failure)")
    }
  }

  func kept<Value>(_ values: [Value]) -> [Value] {
    kept.map { rows in rows.map { values[$0] } } ?? values
  }

  /// Codes in the order of the answers' bytes; none may be blank.
  private func codes(
    _ column: ColumnReference?, _ use: String
  ) throws(SurveyError) -> Codes? {
    guard let column, let index = assignment.design[use],
      case .text(let texts) = table.columns[index]
    else { return nil }
    let answers = kept(texts.codes)
    if let blank = texts.levels.firstIndex(of: "") {
      let rows = answers.indices.filter { answers[$0] == blank }
      if let row = rows.first {
        throw .blankDesign(column, input: input, use: use, count: rows.count, row: row + 1)
      }
    }
    let present = Set(answers).sorted {
      texts.levels[Int($0)].utf8.lexicographicallyPrecedes(texts.levels[Int($1)].utf8)
    }
    let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    return (answers.map { places[$0] ?? 0 }, present.map { texts.levels[Int($0)] })
  }

  private func sizes(
    _ column: ColumnReference?, _ use: String
  ) throws(SurveyError) -> [Double]? {
    guard let column, let index = assignment.design[use],
      case .decimal(let numbers) = table.columns[index]
    else { return nil }
    let bad = numbers.values.count { $0 <= 0 }
    guard bad == 0 else {
      let place = numbers.firstInvalid.first ?? numbers.firstBlank.first
      throw .badPopulation(column, input: input, place: place, count: bad)
    }
    return kept(numbers.values).map { Double($0) / Double(DecimalColumn.scale) }
  }

  // MARK: - Margins

  /// The categories of a margin by row: its targets, then "no answer" where there is one.
  private func margin(
    _ index: Int, _ findings: inout [Finding]
  ) throws(SurveyError) -> WeightFitting.Margin {
    let plan = study.raking?.margins[index]
    guard let plan, case .text(let texts) = table.columns[assignment.margins[index]] else {
      preconditionFailure("margin \(index) was not decoded as text")
    }
    let missing = Set(study.responses.missing.map { ByteText($0.text) })
    let answers = kept(texts.codes)
    let none = Int32(plan.targets.count)
    var codeOfLevel = [Int32](repeating: -1, count: texts.levels.count)
    for (level, text) in texts.levels.enumerated() {
      if let target = plan.targets.firstIndex(where: { ByteText($0.answer) == ByteText(text) }) {
        codeOfLevel[level] = Int32(target)
      } else if missing.contains(ByteText(text)) {
        codeOfLevel[level] = none
      }
    }
    let codes = answers.map { codeOfLevel[Int($0)] }
    if let row = codes.firstIndex(of: -1) {
      let answer = texts.levels[Int(answers[row])]
      throw .unknownMarginAnswer(
        plan.column, input: input, answer: String(answer.prefix(40)),
        count: answers.count { $0 == answers[row] },
        nearest: Suggestion.nearest(
          to: answer,
          among: plan.targets.map(\.answer).filter { target in
            !texts.levels.contains { ByteText($0) == ByteText(target) }
          }))
    }
    let missingCount = codes.count { $0 == none }
    if missingCount > 0 {
      findings.append(
        Finding(
          .note, kind: "margin-without-answer", subject: plan.column.text, count: missingCount,
          text: "respondents without an answer in a margin keep their share of the weight"))
    }
    return WeightFitting.Margin(plan: plan, codes: codes, hasMissing: missingCount > 0)
  }
}
