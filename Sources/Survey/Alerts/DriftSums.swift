import Groundwork

/// New respondents whom the model of an earlier run has typed: no run whose model it is saw them.
///
/// One night has few new respondents, and a test made every night is wrong on some. They are
/// gathered until they are enough, looked at once, and gathered anew.
public struct DriftSums: Sendable, Equatable {
  /// The run whose model types them.
  public var run: String
  /// The people by segment.
  public var counts: [Int]
  /// The sum of their margins.
  public var margins = 0.0
  /// The sum of the squares.
  public var squaredMargins = 0.0

  /// How many people are looked at together: of fewer, a tenth of them in another segment is
  /// nothing that could be told from chance.
  public static let leastCount = 200

  /// Sums over people; see the members.
  public init(run: String, counts: [Int], margins: Double = 0, squaredMargins: Double = 0) {
    (self.run, self.counts) = (run, counts)
    (self.margins, self.squaredMargins) = (margins, squaredMargins)
  }

  /// The people.
  public var count: Int { counts.reduce(0, +) }

  /// Adds people who were typed; who answered nothing is none.
  mutating func add(_ placed: RoutePlacement.Placed) {
    let people = placed.segments.indices.filter {
      placed.segments[$0] != Classification.unplaced
    }
    for person in people { counts[Int(placed.segments[person])] += 1 }
    // Sorted, so that sums do not depend on the order of the people.
    for margin in people.map({ placed.margins[$0] }).sorted() {
      margins += margin
      squaredMargins += margin * margin
    }
  }

  /// Why it is time to segment again; empty where nothing speaks for it.
  func reasons(_ model: TypingModel) -> [TypingDrift.Reason] {
    let total = Double(max(1, count))
    let mean = margins / total
    let squares = max(0, squaredMargins - total * mean * mean)
    let now = TrainingMargins(
      count: count, counts: counts, mean: mean,
      deviation: (squares / max(1, total - 1)).squareRoot(), quantiles: [], unsureShare: nil,
      weighing: nil)
    return TypingDrift.reasons(now, model.training(.all, isWeighted: false))
  }
}

/// Types respondents of a study by the model of an earlier run of it, by all questions.
struct ModelTyping {
  let model: TypingModel
  let study: Study
  let responses: Responses
  let workers: Workers

  /// Everybody of some rows; `nil` where the study does not ask any more what the model needs.
  func placed(_ rows: [Int]) -> RoutePlacement.Placed? {
    let (own, other) = (study.responses.scale, model.reading.scale)
    guard own.low == other.low, own.high == other.high else { return nil }
    let questions = RouteColumns(model, file: "", id: nil, readsLegacy: false).questions(.all)
    var codes: [[UInt8]] = []
    for question in questions {
      let id = model.outcomes[question.outcome].id
      guard let place = study.outcomes.firstIndex(where: { $0.id == id }) else { return nil }
      let column =
        question.part == .importance
        ? responses.importance[place] : responses.satisfaction[place]
      codes.append(rows.map { column[$0] })
    }
    return RoutePlacement(model: model, codes: codes, workers: workers).placed(.all)
  }
}
