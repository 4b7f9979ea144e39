import Groundwork
public import Survey

/// Alerts of published runs that a channel of the study has not got yet.
public enum WaitingAlerts {
  /// The runs that hold such alerts, among those that are looked through when alerts are sent.
  ///
  /// A channel that nothing was sent to yet gets the alerts of the latest run alone, so that it
  /// waits for no other.
  ///
  /// - Parameters:
  ///   - reports: the study's directory in `Reports`.
  ///   - channels: where its alerts go.
  /// - Returns: the names of the runs.
  /// - Throws: where alerts, or the list of what was delivered, cannot be read.
  public static func runs(
    in reports: String, channels: [DeliveryChannel]
  ) throws(DeliveryFailure) -> Set<String> {
    let counts = try counts(reports, channels, limit: RunAlerts.runLimit)
    return Set(counts.filter { $0.count > 0 }.map(\.run))
  }

  /// Says so where the newest run that is not looked through any more holds such alerts; `nil`
  /// where it holds none, or where nobody can tell.
  public static func lost(in reports: String, channels: [DeliveryChannel]) -> String? {
    let limit = RunAlerts.runLimit
    guard let counts = try? counts(reports, channels, limit: limit + 1), counts.count > limit,
      let first = counts.first, first.count > 0
    else { return nil }
    return "\(first.count) \(first.count == 1 ? "alert" : "alerts") of \(first.run) never reached "
      + "every channel, and will not: it is not among the \(limit) newest runs any more"
  }

  // MARK: - Steps

  private static func counts(
    _ reports: String, _ channels: [DeliveryChannel], limit: Int
  ) throws(DeliveryFailure) -> [(run: String, count: Int)] {
    guard !channels.isEmpty else { return [] }
    let delivered = try DeliveredAlerts(directory: FileSystem.join(reports, ".state"))
    let known = channels.map(\.name).filter { delivered.idsByChannel[$0] != nil }
    var counts: [(run: String, count: Int)] = []
    for (run, alerts) in try RunAlerts.read(reports: reports, limit: limit) {
      let waiting = alerts.filter { alert in
        known.contains { !delivered.contains(alert.id, channel: $0) }
      }
      counts.append((run, waiting.count))
    }
    return counts
  }
}
