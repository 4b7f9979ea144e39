/// Predicted probabilities with what came true.
struct Calibration: Sendable {
  /// Cases of about the same prediction.
  private struct Bin {
    var count = 0
    var predicted = 0.0
    var observed = 0.0

    mutating func add(_ entry: (predicted: Double, isTrue: Bool)) {
      count += 1
      predicted += entry.predicted
      observed += entry.isTrue ? 1 : 0
    }
  }

  private let cases: [(predicted: Double, isTrue: Bool)]

  private static let binCount = 10
  /// Fewest cases that a bin of equal width is judged by.
  static let fewestCases = 1_000
  /// Fewest cases of a bin that is shown without a bar.
  static let fewestRareCases = 100

  /// - Parameter cases: in any fixed order.
  init(_ cases: [(predicted: Double, isTrue: Bool)]) {
    self.cases = cases
  }

  /// The largest difference over tenths of the cases, by their prediction.
  func deciles(limits: Limits?, slack: Double) -> Cell {
    let order = cases.indices.sorted {
      (cases[$0].predicted, $0) < (cases[$1].predicted, $1)
    }
    var bins = [Bin](repeating: Bin(), count: Calibration.binCount)
    for (rank, index) in order.enumerated() {
      bins[rank * Calibration.binCount / order.count].add(cases[index])
    }
    return cell(bins, limits: limits, slack: slack)
  }

  /// The largest difference over predictions of 0 to 0.1, 0.1 to 0.2 and so on; bins of under
  /// 1,000 cases, without limits of under 100, or of under a given number are left out.
  func equalBins(limits: Limits?, slack: Double, fewest: Int? = nil) -> Cell {
    var bins = [Bin](repeating: Bin(), count: Calibration.binCount)
    for entry in cases {
      let place = Int(entry.predicted * Double(Calibration.binCount))
      bins[min(max(place, 0), Calibration.binCount - 1)].add(entry)
    }
    let usual = limits == nil ? Calibration.fewestRareCases : Calibration.fewestCases
    return cell(bins.filter { $0.count >= fewest ?? usual }, limits: limits, slack: slack)
  }

  // MARK: - Steps

  /// The largest |observed - predicted|, with the standard error of that bin.
  private func cell(_ bins: [Bin], limits: Limits?, slack: Double) -> Cell {
    let found = bins.map { bin -> (difference: Double, error: Double) in
      let count = Double(max(1, bin.count))
      let share = bin.predicted / count
      return (
        abs(bin.observed - bin.predicted) / count,
        (max(0, share * (1 - share)) / count).squareRoot()
      )
    }
    let worst = found.max { $0.difference < $1.difference }
    return Cell(
      value: worst?.difference ?? 0, error: worst?.error ?? 0, surveyCount: cases.count,
      limits: limits, slack: slack)
  }
}
