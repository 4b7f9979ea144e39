import Groundwork
import Statistics
import Tables

/// The bootstrap stage: opportunity scores of every segment of every text column in all
/// replicates, then intervals, ranks, top shares and tiers.
struct ReplicateBenchmark {
  var path: String
  var replicateCount: Int

  func run(_ workers: Workers) throws(TableError) -> String {
    let survey = try BenchmarkSurvey(path: path, workers: workers)
    return Stopwatch.report(
      "replicates", amount: Double(survey.segments.count * replicateCount), unit: "scores",
      threadCount: workers.threadCount
    ) { stage(survey, workers) }
  }

  private func stage(_ survey: BenchmarkSurvey, _ workers: Workers) {
    guard
      let sample = try? Sample(
        design: SamplingDesign(rowCount: survey.rowCount), weights: survey.weights)
    else { return }
    let weights = ReplicateWeights(
      sample, keys: .init(rows: survey.keys, units: [], strata: []), count: replicateCount,
      seed: 1, workers: workers)
    let points = (0..<16).map { $0 < 5 ? nil : $0 - 5 >= 9 ? 1 : 0 }
    let rule = PairRule(first: points, second: points, factor: 10, isPaired: true)
    let isLarge = survey.rowCount >= 50_000
    _ = (isLarge ? Workers(threadCount: 1) : workers).map(survey.segments.count) { index in
      let means = ReplicateMeans(
        rows: survey.segments[index], first: survey.first, second: survey.second, rule: rule,
        weights: weights, workers: isLarge ? workers : Workers(threadCount: 1))
      let scores = means.scores(isFloored: true)
      return RankSummary(estimates: scores.map { $0[0] }, replicates: scores).criticalValue
    }
  }
}

/// The columns of a survey file whose ratings are named `imp_...` and `sat_...`.
struct BenchmarkSurvey: Sendable {
  var rowCount = 0
  var keys: [UInt64] = []
  var weights: [Int64]?
  var first: [[UInt8]] = []
  var second: [[UInt8]] = []
  /// The rows of everybody, then of each answer of each text column.
  var segments: [[Int32]] = []

  init(path: String, workers: Workers) throws(TableError) {
    let entries = (0...10).map { (text: String($0), code: UInt8($0 + 5)) } + [(text: "", code: 0)]
    let book = CodeBook(entries: entries, invalidCode: 4)
    let reader = try TableReader(.file(path: path))
    let plans = reader.head.columns.map { column in
      let kind: ColumnPlan.Kind =
        switch column.name {
        case "ResponseId", "respondent": .identity
        case "weight": .decimal
        case let name where name.hasPrefix("imp_") || name.hasPrefix("sat_"): .codes(book)
        default: .text
        }
      return ColumnPlan(position: column.position, kind: kind)
    }
    let table = try reader.decode(plans, inputDigest: false, workers: workers)
    rowCount = table.rowCount
    segments = [(0..<Int32(rowCount)).map { $0 }]
    for (column, head) in zip(table.columns, reader.head.columns) {
      switch column {
      case .identity(let ids): keys = ids.hashes
      case .decimal(let numbers): weights = numbers.values
      case .codes(let codes) where head.name.hasPrefix("imp_"): first.append(codes.codes)
      case .codes(let codes): second.append(codes.codes)
      case .text(let texts):
        var rows = [[Int32]](repeating: [], count: texts.levels.count)
        for (row, code) in texts.codes.enumerated() { rows[Int(code)].append(Int32(row)) }
        segments += rows
      default: break
      }
    }
  }
}
