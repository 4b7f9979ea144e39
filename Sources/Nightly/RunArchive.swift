import Groundwork
public import Survey
public import Tables

/// The published runs of one study, read back from their directories.
///
/// It reads what is there: a run of an older version lacks files and columns, and a directory that
/// is no run is named in `skipped` and else passed over.
public struct RunArchive: Sendable {
  /// A directory that is no run that can be read.
  public struct Skipped: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Why, without a full stop.
    public var reason: String

    /// A sentence for people.
    public var sentence: String { "Skipped \(name): \(reason)." }
  }

  /// `Reports/<slug>`.
  public let directory: String
  /// The runs, the oldest first.
  public let runs: [RunRecord]
  /// What is no run.
  public let skipped: [Skipped]
  /// The run that `latest` points at, whether it can be read or not; `nil` without the link.
  public let latest: String?

  /// Looks for the runs of a study; `nil` where there is no directory of runs.
  ///
  /// - Parameter directory: `Reports/<slug>`.
  public init?(directory: String) {
    let home = FileSystem.join(directory, "runs")
    guard FileSystem.target(of: home) == .directory, let names = FileSystem.names(in: home) else {
      return nil
    }
    self.directory = directory
    let latest = RunArchive.latest(in: directory)
    self.latest = latest
    var runs: [RunRecord] = []
    var skipped: [Skipped] = []
    // Hidden names are those of runs that are being written or removed.
    for name in names where !name.hasPrefix(".") {
      switch RunArchive.record(name, in: home) {
      case .success(var run):
        run.isLatest = name == latest
        runs.append(run)
      case .failure(let cause): skipped.append(Skipped(name: name, reason: cause.reason))
      }
    }
    self.runs = runs.sorted { $0.precedes($1) }
    self.skipped = skipped
  }

  /// The directory of the runs.
  public var home: String { FileSystem.join(directory, "runs") }

  /// The run that a new one is held against: the one that `latest` points at, else the newest.
  public var previous: RunRecord? { runs.first { $0.isLatest } ?? runs.last }

  /// The path of a file of a run.
  public func path(of file: String, in run: RunRecord) -> String {
    FileSystem.join(FileSystem.join(home, run.name), file)
  }

  /// A table of a run; `nil` where the run has no such file.
  ///
  /// - Throws: `TableError` where the file is no table.
  public func table(_ name: String, of run: RunRecord) throws(TableError) -> RunTable? {
    let path = path(of: name, in: run)
    // Neither a link out of the archive nor a pipe that blocks.
    guard FileSystem.kind(of: path) == .file else { return nil }
    return try RunTable(.file(path: path))
  }

  /// A run with its highest opportunities, findings and alerts, read from its tables.
  ///
  /// - Parameters:
  ///   - run: one of the archive's runs.
  ///   - count: how many opportunities at most.
  /// - Returns: the run with them; without what cannot be read.
  public func detailed(_ run: RunRecord, count: Int = 1) -> RunRecord {
    var run = run
    if let scores = try? table("opportunities.csv", of: run) {
      run.highest = Array(RunFigures.scores(of: scores).prefix(count))
    }
    if let findings = try? table("quality.csv", of: run) {
      run.findingCount = RunFigures.findingCount(of: findings)
    }
    if run.alertCount == nil, let alerts = try? table("alerts.csv", of: run) {
      run.alertCount = alerts.rowCount
    }
    return run
  }

  // MARK: - Steps

  /// Why a directory is no run.
  private struct Cause: Error { var reason: String }

  private static func latest(in directory: String) -> String? {
    let link = FileSystem.join(directory, "latest")
    let home = FileSystem.join(directory, "runs")
    guard FileSystem.kind(of: link) == .link, let path = FileSystem.realPath(link),
      FileSystem.split(path).parent == FileSystem.realPath(home)
    else { return nil }
    return FileSystem.split(path).name
  }

  private static func record(_ name: String, in home: String) -> Result<RunRecord, Cause> {
    let directory = FileSystem.join(home, name)
    guard FileSystem.kind(of: directory) == .directory else {
      return .failure(Cause(reason: "no directory"))
    }
    let path = FileSystem.join(directory, "manifest.json")
    guard FileSystem.kind(of: path) == .file else {
      return .failure(Cause(reason: "it holds no manifest.json"))
    }
    guard let bytes = FileSystem.contents(of: path, limit: 16 << 20),
      let manifest = JSONDocument(bytes), manifest.members != nil
    else { return .failure(Cause(reason: "its manifest.json cannot be read")) }
    var run = RunRecord(
      name: name, started: manifest["started"]?.text ?? Day(startOf: name)?.description ?? "")
    fill(&run, from: manifest)
    run.files = (FileSystem.names(in: directory) ?? []).filter { file in
      !file.hasPrefix(".") && FileSystem.kind(of: FileSystem.join(directory, file)) == .file
    }
    return .success(run)
  }

  private static func fill(_ run: inout RunRecord, from manifest: JSONDocument) {
    run.version = manifest["program"]?["version"]?.text
    run.study = manifest["study"]?["name"]?.text
    run.studySHA256 = manifest["study"]?["sha256"]?.text
    let input = manifest["input"]
    run.inputSHA256 = input?["sha256"]?.text
    run.recordCount = input?["records"]?.integer
    run.respondentCount = input?["respondents"]?.integer
    let results = manifest["results"]
    run.effectiveCount = results?["effective_respondents"]?.number
    run.findingCount = results?["findings"]?.integer
    run.clusterCount = results?["clusters"]?.integer
    run.alertCount = results?["alerts"]?.integer
    run.options = (manifest["options"]?.members ?? [:]).compactMapValues(\.text)
    run.sections = (results?["sections"]?.members ?? [:]).compactMapValues(\.text)
  }
}
