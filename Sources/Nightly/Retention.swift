public import Groundwork
import ReportWriters
public import Survey

/// Which published runs are removed, and their removal.
public enum Retention {
  /// A run and its day.
  struct DatedRun: Sendable, Equatable {
    var name: String
    /// `nil` where nothing tells it: such a run is kept.
    var day: Day?
  }

  /// What became of the runs that were to be removed.
  public struct Outcome: Sendable, Equatable {
    /// The runs that were removed, or would be; the oldest first.
    public var removed: [String] = []
    /// What could not be removed, a sentence each.
    public var problems: [String] = []
  }

  /// The runs that no rule keeps, the oldest first.
  ///
  /// - Parameters:
  ///   - runs: the runs, the oldest first.
  ///   - rules: which runs are kept; none keeps all.
  ///   - today: the day that periods end with.
  ///   - held: runs that are kept whatever the rules say: the latest, and what is in use.
  /// - Returns: their names.
  static func removable(
    _ runs: [DatedRun], rules: RetentionRules, today: Day, held: Set<String>
  ) -> [String] {
    guard !rules.rules.isEmpty else { return [] }
    var kept = held
    for rule in rules.rules {
      var last: [Int: String] = [:]
      for run in runs {
        guard let day = run.day, rule.period.holds(day, today: today) else { continue }
        if let bucket = rule.grain.bucket(of: day) {
          // Later runs of the same day, week or month take the place.
          last[bucket] = run.name
        } else {
          kept.insert(run.name)
        }
      }
      kept.formUnion(last.values)
    }
    return runs.filter { $0.day != nil && !kept.contains($0.name) }.map(\.name)
  }

  /// The runs of an archive that no rule keeps.
  ///
  /// Kept are beside those of the rules: the run that `latest` points at and the newest one, runs
  /// that another link beside `latest` points at, runs that hold a file `.keep`, and runs of which
  /// somebody holds the lock; the newest run with a ledger, which the next night goes on with; and
  /// runs whose alerts wait for a channel.
  ///
  /// - Throws: where nobody can tell which alerts wait.
  public static func removable(
    in archive: RunArchive, rules: RetentionRules, today: Day, channels: [DeliveryChannel] = []
  ) throws(DeliveryFailure) -> [String] {
    let held = held(in: archive).union(
      try WaitingAlerts.runs(in: archive.directory, channels: channels))
    return removable(dated(archive), rules: rules, today: today, held: held)
  }

  /// The days between the newest run before today and today, where there are more of them than
  /// studies pause; `nil` where there are not.
  static func doubtfulGap(_ runs: [DatedRun], today: Day) -> Int? {
    guard let last = runs.compactMap(\.day).filter({ $0 < today }).max() else { return nil }
    let gap = today.number - last.number
    return gap > longestGap ? gap : nil
  }

  /// Removes the runs of a study that no rule keeps, each by one rename.
  ///
  /// None is removed where the newest run before today is older than a year: periods end with
  /// today, and a clock that runs years ahead for one night would have all of them end.
  ///
  /// - Parameters:
  ///   - rules: which runs are kept.
  ///   - directory: `Reports/<slug>`.
  ///   - today: the day that periods end with.
  ///   - channels: where the study's alerts go.
  ///   - isAskedFor: whether somebody asks for it just now, who knows the date.
  /// - Returns: what was removed, and what could not be; it never fails.
  public static func apply(
    _ rules: RetentionRules, in directory: String, today: Day, channels: [DeliveryChannel] = [],
    isAskedFor: Bool = false
  ) -> Outcome {
    var outcome = Outcome()
    guard !rules.rules.isEmpty, let archive = RunArchive(directory: directory) else {
      return outcome
    }
    let runs: [String]
    do throws(DeliveryFailure) {
      runs = try removable(in: archive, rules: rules, today: today, channels: channels)
    } catch {
      outcome.problems = ["no run is removed by history.keep: \(error.message)"]
      return outcome
    }
    if !isAskedFor, !runs.isEmpty, let days = doubtfulGap(dated(archive), today: today) {
      outcome.problems = [
        "no run is removed by history.keep: the last run before today, \(today), started \(days) "
          + "days ago, so a clock may be wrong; `unmet history --prune` removes what is to go"
      ]
      return outcome
    }
    for run in runs {
      // Somebody may have published, linked or locked a run since the list was made.
      if isInUse(run, directory) { continue }
      let code = RunRemoval.remove(run, in: archive.home)
      if code == 0 || FileSystem.means(code, .missing) {
        outcome.removed.append(run)
      } else {
        outcome.problems.append("\(run) cannot be removed: system error \(code)")
      }
    }
    return outcome
  }

  // MARK: - Steps

  /// A year.
  private static let longestGap = 366

  private static func dated(_ archive: RunArchive) -> [DatedRun] {
    archive.runs.map {
      DatedRun(name: $0.name, day: Day(startOf: $0.started) ?? Day(startOf: $0.name))
    }
  }

  private static func held(in archive: RunArchive) -> Set<String> {
    var held = Set(archive.runs.map(\.name).filter { isInUse($0, archive.directory) })
    if let latest = archive.latest { held.insert(latest) }
    if let newest = archive.runs.last { held.insert(newest.name) }
    // Without it the watch would begin anew.
    let watched = archive.runs.last { $0.files.contains(AlertLedger.fileName) }
    if let watched { held.insert(watched.name) }
    return held
  }

  private static func isInUse(_ run: String, _ directory: String) -> Bool {
    let home = FileSystem.join(directory, "runs")
    let path = FileSystem.join(home, run)
    return RunRemoval.isHeld(run, in: home)
      || FileSystem.kind(of: FileSystem.join(path, ".keep")) != nil
      || isLinked(path, from: directory)
  }

  /// Whether a link beside the runs, `latest` among them, points at a run.
  private static func isLinked(_ path: String, from directory: String) -> Bool {
    guard let real = FileSystem.realPath(path) else { return false }
    return (FileSystem.names(in: directory) ?? []).contains { name in
      let link = FileSystem.join(directory, name)
      return FileSystem.kind(of: link) == .link && FileSystem.realPath(link) == real
    }
  }
}
