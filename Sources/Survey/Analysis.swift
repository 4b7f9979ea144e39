public import Groundwork
public import Tables

/// How a run is carried out. Nothing here changes a number but `seed` and `clusterCount`.
public struct AnalysisOptions: Sendable {
  public var workers: Workers
  /// The rows that are tallied at once; any number of at least 1 gives the same bytes.
  public var blockRowCount: Int
  /// Any finding of severity `warning` on invalid ratings or rejected rows refuses the run.
  public var isStrict: Bool
  /// Told the name of each step as it begins.
  public var progress: @Sendable (String) -> Void

  public init(
    workers: Workers = Workers(), blockRowCount: Int = 65_536, isStrict: Bool = false,
    progress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.workers = workers
    self.blockRowCount = blockRowCount
    self.isStrict = isStrict
    self.progress = progress
  }
}
