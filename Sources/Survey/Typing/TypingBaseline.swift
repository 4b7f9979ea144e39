import Groundwork
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the people of a study answered, and how they lie about the centers: what new people are
/// held against beside the margins of each route.
public struct TypingBaseline: Sendable, Equatable {
  /// By outcome: the answers, everybody counted as one.
  public var answers: [AnswerShares]
  /// By pair of segments: the variance within segments along the line between their centers, in
  /// squared feature units; 0 from a segment to itself.
  public var lineVariances: [[Double]]
  /// The same people by their weights; `nil` where the study has none.
  public var weighted: Weighted?

  /// The figures of a weighted study.
  public struct Weighted: Sendable, Equatable {
    /// By outcome: the answers by weight.
    public var answers: [AnswerShares]
    /// How people lay by all questions.
    public var nearest: TrainingMargins
    /// How held-out people lay by the golden questions; `nil` without these.
    public var golden: TrainingMargins?
  }
}

extension TypingModel {
  /// How the study's people lay by a route.
  ///
  /// - Parameters:
  ///   - route: which questions.
  ///   - isWeighted: whether by weight; a study without weights has equal ones.
  /// - Returns: margins and shares.
  func training(_ route: Classification.Route, isWeighted: Bool) -> TrainingMargins {
    let plain = route == .golden ? golden?.training ?? nearest.training : nearest.training
    guard isWeighted, let weighted = baseline?.weighted else { return plain }
    return route == .golden ? weighted.golden ?? plain : weighted.nearest
  }

  /// How likely a person of the nearest center belongs there and to no other segment, where every
  /// segment is a normal cloud about its center, as wide along the line to the next center as the
  /// study's people lie within segments.
  ///
  /// ```text
  /// P(a) = 1 / (1 + Σ over b of exp((d²_a - d²_b) / (2 s²_ab)))
  /// ```
  ///
  /// It takes the segments for granted and all as likely, hence it is not calibrated.
  ///
  /// - Parameters:
  ///   - own: the segment a.
  ///   - distances: d², by segment, in whole grid steps.
  /// - Returns: 0...1; `nil` where the model does not hold s².
  func confidence(_ own: Int, _ distances: [Int]) -> Double? {
    guard let variances = baseline?.lineVariances[own] else { return nil }
    let unit = Double(1 << (2 * nearest.gridBits))
    let others = distances.indices.reduce(0.0) { sum, other in
      guard other != own else { return sum }
      let nearer = Double(distances[own] - distances[other]) / unit
      // Without any scatter only a tie is unsure.
      guard variances[other] > 0 else { return sum + (nearer < 0 ? 0 : 1) }
      return sum + exp(nearer / (2 * variances[other]))
    }
    return 1 / (1 + others)
  }
}

/// Makes what new people are held against.
struct BaselineBuilder {
  let study: Study
  let responses: Responses
  let workers: Workers

  /// By outcome, the answers of all people of the study.
  func answers(isWeighted: Bool) -> [AnswerShares] {
    workers.map(study.outcomes.count) { outcome in
      PairTally(
        responses.importance[outcome], responses.satisfaction[outcome],
        weights: responses.weights, isWeighted: isWeighted
      ).shares(pointCount: study.responses.scale.pointCount)
    }
  }

  /// The scatter of people about their centers along the line between each two centers.
  ///
  /// - Parameters:
  ///   - rows: people, in an order that hangs on their ids alone.
  ///   - answers: of the people, where missing ones have no say: a row then counts by as much of
  ///     the line as its answers span; else `nil`.
  ///   - labels: the segment of each.
  ///   - weights: of each, `nil` for equal ones.
  ///   - centers: on the grid of the rows.
  /// - Returns: by segment, then segment: a variance in squared feature units; 0 on the diagonal.
  static func lineVariances(
    _ rows: GridMatrix, answers: IntegerMatrix? = nil, labels: [Int], weights: [Int64]?,
    centers: GridMatrix
  ) -> [[Double]] {
    let count = centers.rowCount
    let unit = Double(1 << rows.gridBits)
    let points = (0..<count).map { centers.row($0).map { Double($0) / unit } }
    let total = weights?.reduce(0.0) { $0 + Double($1) } ?? Double(rows.rowCount)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var unspanned = sums
    for (row, label) in labels.enumerated() {
      let rest = zip(rows.row(row), points[label]).map { Double($0) / unit - $1 }
      // Along the line from a to b: what lies towards b less what lies towards a.
      let along = points.map { point in zip(rest, point).reduce(0.0) { $0 + $1.0 * $1.1 } }
      for a in 0..<count {
        for b in 0..<a {
          let step = along[a] - along[b]
          let weight = weights.map { Double($0[row]) } ?? 1
          sums[a][b] += step * step * weight
          guard let answers else { continue }
          for (column, cell) in answers.row(row).enumerated() where cell == IntegerMatrix.missing {
            let difference = points[a][column] - points[b][column]
            unspanned[a][b] += difference * difference * weight
          }
        }
      }
    }
    for a in 0..<count {
      for b in 0..<a {
        let length = zip(points[a], points[b]).reduce(0.0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        // What the answers of all people span, as a share of the whole line.
        let spanned = length > 0 && total > 0 ? 1 - unspanned[a][b] / total / length : 0
        let variance = spanned > 0 ? sums[a][b] / total / length / spanned : 0
        (sums[a][b], sums[b][a]) = (variance, variance)
      }
    }
    return sums
  }
}
