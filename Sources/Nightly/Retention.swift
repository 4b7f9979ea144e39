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
  /// somebody holds the lock.
  public static func removable(
    in archive: RunArchive, rules: RetentionRules, today: Day
  ) -> [String] {
    let runs = archive.runs.map {
      DatedRun(name: $0.name, day: Day(startOf: $0.started) ?? Day(startOf: $0.name))
    }
    return removable(runs, rules: rules, today: today, held: held(in: archive))
  }

  /// Removes the runs of a study that no rule keeps, each by one rename.
  ///
  /// - Parameters:
  ///   - rules: which runs are kept.
  ///   - directory: `Reports/<slug>`.
  ///   - today: the day that periods end with.
  /// - Returns: what was removed, and what could not be; it never fails.
  public static func apply(
    _ rules: RetentionRules, in directory: String, today: Day
  ) -> Outcome {
    var outcome = Outcome()
    guard !rules.rules.isEmpty, let archive = RunArchive(directory: directory) else {
      return outcome
    }
    for run in removable(in: archive, rules: rules, today: today) {
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

  private static func held(in archive: RunArchive) -> Set<String> {
    var held = Set(archive.runs.map(\.name).filter { isInUse($0, archive.directory) })
    if let latest = archive.latest { held.insert(latest) }
    if let newest = archive.runs.last { held.insert(newest.name) }
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
