/// How a sample may become larger: by rows, out of a population that may have an end.
public struct SampleGrowth: Sendable, Equatable {
  /// Whether each row was drawn by itself. Otherwise more rows come from the same sampling units,
  /// and the degrees of freedom stay what they are.
  public let hasRowUnits: Bool
  /// The rows that there are.
  public let rowCount: Int
  /// The rows of the population; `nil` where it has no end or clusters were drawn from it.
  public let population: Double?

  /// - Parameters:
  ///   - hasRowUnits: whether each row was drawn by itself.
  ///   - rowCount: the rows that there are.
  ///   - population: the rows of the population; `nil` for one without end.
  public init(hasRowUnits: Bool, rowCount: Int, population: Double? = nil) {
    (self.hasRowUnits, self.rowCount, self.population) = (hasRowUnits, rowCount, population)
  }

  /// Rows drawn by themselves out of a population without end.
  ///
  /// - Parameter rowCount: the rows that there are.
  /// - Returns: how such a sample grows.
  public static func simple(rowCount: Int) -> SampleGrowth {
    SampleGrowth(hasRowUnits: true, rowCount: rowCount)
  }
}
