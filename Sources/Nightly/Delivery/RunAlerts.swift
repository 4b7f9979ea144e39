import Groundwork

/// The alerts of the published runs of a study.
public enum RunAlerts {
  /// The runs that are looked through for alerts that wait.
  public static let runLimit = 30

  /// The alerts by run, the oldest run first, the one that `latest` names last.
  ///
  /// - Parameters:
  ///   - reports: the study's directory in `Reports`.
  ///   - limit: the number of runs, the newest.
  ///   - skipped: told why an earlier run is passed over: it keeps no later alert waiting.
  /// - Returns: the names of the runs with their alerts; none where no run is published.
  /// - Throws: `DeliveryFailure` when the alerts of the newest run cannot be read.
  public static func read(
    reports: String, limit: Int = runLimit, skipped: (DeliveryFailure) -> Void = { _ in }
  ) throws(DeliveryFailure) -> [(run: String, alerts: [PublishedAlert])] {
    let runs = FileSystem.join(reports, "runs")
    var names = (FileSystem.names(in: runs) ?? []).filter { !$0.hasPrefix(".") }
    if let latest = FileSystem.realPath(FileSystem.join(reports, "latest")) {
      // Names of one day sort by digits that say nothing of the time.
      let last = FileSystem.split(latest).name
      if names.contains(last) { names = names.filter { $0 != last } + [last] }
    }
    var result: [(run: String, alerts: [PublishedAlert])] = []
    for name in names.suffix(limit) {
      let path = FileSystem.join(FileSystem.join(runs, name), AlertFile.name)
      do throws(DeliveryFailure) {
        result.append((name, try AlertFile.read(path, run: name)))
      } catch {
        guard name != names.last else { throw error }
        skipped(error)
      }
    }
    return result
  }
}
