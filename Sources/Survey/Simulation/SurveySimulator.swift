import Groundwork
import NumericCore
import Tables

/// Writes a simulated survey for a study, row by row.
///
/// Each row is a function of the seed and the row's number alone: rows can be written in blocks,
/// by any number of threads, without holding the survey in memory. Use it for demonstrations,
/// tests, benchmarks and to try an analysis before the field work.
public struct SurveySimulator: Sendable {
  /// The study whose columns are written.
  public let study: Study
  /// What is planted in it.
  public let design: SimulationDesign
  private let model: LatentModel
  private let columns: [SimulatedColumn]

  /// - Precondition: the design's ranges hold.
  public init(study: Study, design: SimulationDesign) {
    precondition(design.respondentCount >= 1, "\(design.respondentCount) respondents")
    precondition((1...8).contains(design.segmentShares.count), "1...8 planted segments")
    precondition(design.segmentShares.allSatisfy { $0 > 0 }, "positive shares of segments")
    precondition((0...1).contains(design.style), "style \(design.style)")
    precondition((0..<1).contains(design.missingShare), "missing \(design.missingShare)")
    self.study = study
    self.design = design
    model = LatentModel(study: study, design: design)
    columns = SimulatedColumn.columns(of: study)
  }

  /// The header row.
  public var header: [UInt8] {
    var writer = CSVWriter()
    for column in columns { writer.rawText(column.name) }
    writer.endRecord()
    return writer.bytes
  }

  /// CSV records.
  ///
  /// - Parameter rows: row numbers from 0, within the design's respondents.
  /// - Returns: one record a row, each with its line end.
  public func records(_ rows: Range<Int>) -> [UInt8] {
    var writer = CSVWriter()
    for row in rows {
      let respondent = simulate(row)
      for column in columns { write(column, of: respondent, to: &writer) }
      writer.endRecord()
    }
    return writer.bytes
  }

  /// The planted segment, from 0, of a row.
  public func plantedSegment(of row: Int) -> Int {
    var stream = RandomStream(seed: design.seed, purpose: "simulate.segment", index: UInt64(row))
    return model.segment(stream.uniform())
  }

  /// The respondent id of a row.
  public func respondentID(of row: Int) -> String {
    let digits = String(row + 1)
    return "R" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
  }

  /// The positions from 0 on the scale that a row rates, before any is left blank: what the
  /// respondent thinks, for programs that know the truth.
  public func points(of row: Int) -> (importance: [Int], satisfaction: [Int]) {
    let respondent = simulate(row)
    return (respondent.importance, respondent.satisfaction)
  }

  // MARK: - Steps

  private func simulate(_ row: Int) -> SimulatedRespondent {
    var stream = RandomStream(seed: design.seed, purpose: "simulate.ratings", index: UInt64(row))
    let segment = plantedSegment(of: row)
    let habit = stream.normal()
    let habitOfSatisfaction = 0.8 * habit + 0.6 * stream.normal()
    let (shared, own) = (design.style.squareRoot(), (1 - design.style).squareRoot())
    var importance: [Int] = []
    var satisfaction: [Int] = []
    for outcome in study.outcomes.indices {
      let effect = model.direction[segment][outcome] * model.halfSeparation
      let wanted =
        model.importanceBase[outcome] + effect + shared * habit + own * stream.normal()
      let given =
        model.satisfactionBase[outcome] - 0.8 * effect + shared * habitOfSatisfaction
        + own * stream.normal()
      importance.append(model.point(wanted))
      satisfaction.append(model.point(given))
    }
    return SimulatedRespondent(
      row: row, segment: segment, habit: habit, importance: importance, satisfaction: satisfaction)
  }

  private func write(
    _ column: SimulatedColumn, of respondent: SimulatedRespondent, to writer: inout CSVWriter
  ) {
    var stream = RandomStream(
      seed: StableHash.combine(design.seed, column.key), purpose: "simulate.column",
      index: UInt64(respondent.row))
    switch column.kind {
    case .respondent: writer.rawText(respondentID(of: respondent.row))
    case .importance(let outcome):
      rating(respondent.importance[outcome], stream.uniform(), &writer, of: outcome)
    case .satisfaction(let outcome):
      rating(respondent.satisfaction[outcome], stream.uniform(), &writer, of: outcome)
    case .effort(let outcome):
      // Effort was never asked on an older scale: `legacy` tells of importance and satisfaction.
      rating(effort(respondent.satisfaction[outcome], &stream), stream.uniform(), &writer)
    case .weight: writer.rawText(weight(stream.normal()))
    case .group(let levels, let isLinked):
      writer.rawText(group(levels, isLinked, respondent.segment, &stream))
    case .rating:
      let latent = 0.3 + 0.5 * respondent.habit + 0.85 * stream.normal()
      rating(model.point(latent), stream.uniform(), &writer)
    case .number:
      let tenths = (10 * Weights.exponential(1.5 + 0.3 * respondent.habit + 0.6 * stream.normal()))
      writer.rawText(
        stream.uniform() < design.missingShare
          ? "" : "\(Int(tenths) / 10).\(Int(tenths) % 10)")
    case .mark(let yes, let no): writer.rawText(stream.uniform() < 0.3 ? yes : no)
    case .ending(let places):
      let isFirst = stream.uniform() < 0.85
      writer.rawText(places[isFirst ? 0 : stream.below(places.count)])
    case .count:
      let draw = stream.uniform()
      writer.integer(draw < 0.7 ? 0 : draw < 0.9 ? 1 : draw < 0.97 ? 2 : 3)
    }
  }

  /// The position on the scale of how hard an outcome is to get: about as far above the middle of
  /// the cuts as its satisfaction is below the middle of the scale.
  private func effort(_ satisfaction: Int, _ stream: inout RandomStream) -> Int {
    let last = Double(study.responses.scale.pointCount - 1)
    let served = 2 * Double(satisfaction) / last - 1
    return model.point(-0.3 - 0.8 * served + 0.7 * stream.normal())
  }

  /// A rating as it stands in the file: of an outcome on an older scale, the old point.
  private func rating(
    _ position: Int, _ uniform: Double, _ writer: inout CSVWriter, of outcome: Int? = nil
  ) {
    let scale = study.responses.scale
    let point = scale.low + position
    let legacy = outcome.flatMap { study.outcomes[$0].legacy }
    let written = legacy?.rating(near: point, on: scale) ?? point
    writer.integer(uniform < design.missingShare ? nil : written)
  }

  /// A log-normal weight around 1 with four decimals, as a panel delivers it.
  private func weight(_ normal: Double) -> String {
    let parts = Int((10_000 * Weights.exponential(0.35 * normal)).rounded())
    let fraction = String(parts % 10_000)
    return "\(parts / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
  }

  /// A level; a linked column prefers one level three to one in each planted segment.
  private func group(
    _ levels: [String], _ isLinked: Bool, _ segment: Int, _ stream: inout RandomStream
  ) -> String {
    let preferred = isLinked ? segment % levels.count : 0
    let odds = isLinked ? 3.0 : 1.5
    let draw = stream.uniform() * (odds + Double(levels.count - 1))
    guard draw >= odds else { return levels[preferred] }
    let other = min(levels.count - 2, Int(draw - odds))
    return levels[other < preferred ? other : other + 1]
  }
}

/// One simulated person.
struct SimulatedRespondent {
  var row: Int
  var segment: Int
  /// The habit of rating high, standard normal.
  var habit: Double
  /// Positions on the scale, from 0, by outcome.
  var importance: [Int]
  var satisfaction: [Int]
}
