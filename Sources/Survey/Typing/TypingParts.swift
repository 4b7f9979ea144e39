import NumericCore
import Statistics

extension NormalParts {
  init(_ model: NormalModel) {
    mean = model.mean
    covariance = (0..<model.covariance.rowCount).map { model.covariance.row($0) }
    excluded = model.excludedColumns
    ridge = model.ridge
    lowest = model.ranges.map(\.lowerBound)
    highest = model.ranges.map(\.upperBound)
  }

  /// The model itself.
  var model: NormalModel {
    NormalModel(
      mean: mean,
      covariance: Matrix(
        rowCount: mean.count, columnCount: mean.count, elements: covariance.flatMap { $0 }),
      excluded: excluded, ridge: ridge, ranges: zip(lowest, highest).map { $0...$1 })
  }
}

extension TrainingMargins {
  /// Sums up margins, in any order of the people.
  ///
  /// - Parameters:
  ///   - margins: one a person.
  ///   - segments: the assigned segment of each.
  ///   - segmentCount: the number of segments.
  ///   - probabilities: of the assigned segment, or `nil`.
  ///   - weights: of the people, all above 0; `nil` counts everybody as one.
  init(
    _ margins: [Double], segments: [Int], segmentCount: Int, probabilities: [Double]? = nil,
    weights: [Int64]? = nil
  ) {
    // Sorted, so that sums do not depend on the order of the people.
    let sorted = margins.sorted()
    let total = Double(max(1, sorted.count))
    let mean = sorted.reduce(0, +) / total
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    count = sorted.count
    deviation = (squares / max(1, total - 1)).squareRoot()
    counts = (0..<segmentCount).map { segment in segments.count { $0 == segment } }
    quantiles = TrainingMargins.shares.map { share in
      sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
    unsureShare = probabilities.map { all in Double(all.count { $0 < 0.5 }) / total }
    if let weights, !margins.isEmpty { weigh(margins, segments, probabilities, weights) }
  }

  /// The same people with the margins of others.
  func withMargins(of other: TrainingMargins) -> TrainingMargins {
    var result = self
    (result.mean, result.deviation, result.quantiles) =
      (other.mean, other.deviation, other.quantiles)
    return result
  }

  /// Puts weighted figures in the place of plain ones.
  private mutating func weigh(
    _ margins: [Double], _ segments: [Int], _ probabilities: [Double]?, _ weights: [Int64]
  ) {
    let total = Double(weights.reduce(0, +))
    let square = weights.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    let effective = total / Double(square) * total
    var sums = [Int64](repeating: 0, count: counts.count)
    for (segment, weight) in zip(segments, weights) { sums[segment] += weight }
    weighing = Weighing(effective: effective, shares: sums.map { Double($0) / total })
    // Sorted by both, so that sums do not depend on the order of the people.
    let sorted = zip(margins, weights).sorted { $0 < $1 }
    let mean = sorted.reduce(0) { $0 + $1.0 * Double($1.1) } / total
    let squares = sorted.reduce(0) {
      $0 + ($1.0 - mean) * ($1.0 - mean) * Double($1.1)
    }
    self.mean = mean
    deviation =
      effective > 1 ? (squares / total * effective / (effective - 1)).squareRoot() : 0
    var (place, reached) = (0, sorted[0].1)
    quantiles = TrainingMargins.shares.map { share in
      while Double(reached) <= share * total, place + 1 < sorted.count {
        place += 1
        reached += sorted[place].1
      }
      return sorted[place].0
    }
    unsureShare = probabilities.map { all in
      let unsure = zip(all, weights).reduce(Int64(0)) { $0 + ($1.0 < 0.5 ? $1.1 : 0) }
      return Double(unsure) / total
    }
  }
}

extension TypingModel.Reading {
  init(_ responses: ResponseFile) {
    scale = responses.scale
    missing = responses.missing
    respondent = responses.respondent?.text
    duplicates = responses.duplicates
    rejectLimit = responses.rejectLimit
    format = responses.format
  }
}

extension TypingModel.Item {
  init(_ outcome: Outcome, on scale: Scale) {
    id = outcome.id
    text = outcome.text
    importance = outcome.importance.text
    satisfaction = outcome.satisfaction.text
    legacy = outcome.legacy?.told(on: scale)
  }
}

extension ExpectedAccuracy {
  init(_ heldOut: TypingAccuracy) {
    count = heldOut.rowCount
    accuracy = heldOut.accuracy
    standardError = heldOut.standardError
    kappa = heldOut.kappa
    // Of a segment that no fold found again nobody is typed rightly.
    recalls = heldOut.recalls.map { $0.isFinite ? $0 : 0 }
    largestShare = heldOut.largestShare
    proportionalChance = heldOut.proportionalChance
  }
}
