import NumericCore

/// Chooses columns one by one, each the one that lowers Wilks' lambda most beside those chosen.
///
/// Use it to find the few columns that tell groups apart. Each step sweeps the chosen column out
/// of the cross products within the groups and of all rows; what is left of a column's own two
/// sums of squares is what it would multiply lambda by, so a step costs p² whatever p columns
/// have been tried.
///
/// ```text
/// Λ(q + j) = Λ(q) * w_jj·q / t_jj·q
/// F(j) = (n - g - q) / (g - 1) * (Λ(q) / Λ(q + j) - 1)
/// ```
public struct WilksSteps: Sendable {
  /// One choice.
  public struct Step: Sendable, Equatable {
    /// The column.
    public let column: Int
    /// Wilks' lambda of the columns so far.
    public let lambda: Double
    /// The partial F of the column, g - 1 and n - g - q degrees of freedom, q columns before it.
    public let partialF: Double
  }

  /// The steps taken.
  public private(set) var steps: [Step] = []

  private let columnCount: Int
  private let scales: [Double]
  private let groups: Double
  private let totalWeight: Double
  private var within: [Double]
  private var total: [Double]

  /// A column of which the others leave less than this share is their copy.
  private static let leastRest = 1e-9

  /// Takes the sums of rows.
  public init(_ sums: LabelledSums) {
    let columns = Array(sums.origin.indices)
    columnCount = columns.count
    within = sums.within(columns).elements
    total = sums.total(columns).elements
    scales = columns.map { sums.products[$0, $0] }
    groups = Double(sums.weights.count { $0 > 0 })
    totalWeight = sums.totalWeight
  }

  /// Chooses columns by lambda alone.
  ///
  /// - Parameters:
  ///   - sums: of the rows.
  ///   - count: how many columns at most.
  /// - Returns: the steps; fewer than `count` where the rest are copies of the chosen.
  /// - Complexity: O(count p²).
  ///
  /// Source: Rao (1973), Linear Statistical Inference, section 8c; Klecka (1980), Discriminant
  /// Analysis, chapter 5.
  public static func choose(_ sums: LabelledSums, count: Int) -> [Step] {
    var path = WilksSteps(sums)
    while path.steps.count < count, let best = path.best(1).first { path.take(best) }
    return path.steps
  }

  /// The columns that lower lambda most, best first; the lower column at a tie.
  ///
  /// - Parameters:
  ///   - count: at most so many.
  ///   - allowed: the columns to choose from; `nil` for all.
  /// - Returns: the columns.
  public func best(_ count: Int, of allowed: Set<Int>? = nil) -> [Int] {
    let taken = Set(steps.map(\.column))
    let ratios = (0..<columnCount).compactMap { column in
      taken.contains(column) || allowed?.contains(column) == false
        ? nil : ratio(column).map { (column, $0) }
    }
    return ratios.sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }.prefix(count).map(\.0)
  }

  /// What a column would multiply lambda by; `nil` where the chosen ones leave nothing of it.
  public func ratio(_ column: Int) -> Double? {
    let place = column * columnCount + column
    let least = WilksSteps.leastRest * scales[column]
    guard total[place] > least, within[place] > least else { return nil }
    return within[place] / total[place]
  }

  /// Takes a column into the chosen ones.
  ///
  /// - Complexity: O(p²).
  public mutating func take(_ column: Int) {
    let ratio = ratio(column) ?? 1
    let degrees = totalWeight - groups - Double(steps.count)
    steps.append(
      Step(
        column: column, lambda: (steps.last?.lambda ?? 1) * ratio,
        partialF: degrees / (groups - 1) * (1 / ratio - 1)))
    WilksSteps.sweep(&within, column, columnCount)
    WilksSteps.sweep(&total, column, columnCount)
  }

  /// Takes what a column explains out of all others.
  private static func sweep(_ matrix: inout [Double], _ column: Int, _ count: Int) {
    let pivot = matrix[column * count + column]
    let explained = Array(matrix[column * count..<(column + 1) * count])
    for row in 0..<count {
      let factor = explained[row] / pivot
      guard factor != 0 else { continue }
      for other in 0..<count { matrix[row * count + other] -= factor * explained[other] }
    }
  }
}
