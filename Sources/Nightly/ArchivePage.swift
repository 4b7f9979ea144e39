public import Groundwork
public import ReportWriters
import Survey

/// `Reports/index.html`: the runs of all studies of a folder on one page.
public enum ArchivePage {
  /// The page's name in the directory of reports.
  public static let name = "index.html"

  /// Writes the page of a folder's studies.
  ///
  /// - Parameters:
  ///   - root: the folder that holds `Reports`.
  ///   - folders: further folders with a `Reports` whose studies are shown too.
  ///   - leftovers: takes note of what must be removed if writing ends early.
  /// - Returns: the page's path.
  /// - Throws: `PublicationFailure` where it cannot be written; then the page is as it was.
  @discardableResult
  public static func write(
    root: String, folders: [String] = [], leftovers: Leftovers = Leftovers()
  ) throws(PublicationFailure) -> String {
    let directory = FileSystem.join(root, "Reports")
    let others = folders.map { FileSystem.join($0, "Reports") }
    return try write(reports: directory, others: others, leftovers: leftovers)
  }

  /// Writes the page into a directory of reports.
  public static func write(
    reports directory: String, others: [String] = [], leftovers: Leftovers
  ) throws(PublicationFailure) -> String {
    let text = ArchiveHTML.text(archive(in: directory, and: others))
    var files = try FileSet(
      directory: directory, names: [name], replaceable: [name], leftovers: leftovers)
    try files.write(Paper(name: name) { Array(text.utf8) })
    return try files.publish()[0]
  }

  // MARK: - What is shown

  private static let highestCount = 10
  private static let trendCount = 5
  private static let alertCount = 10

  /// What the page of a directory of reports shows: its studies, and those of further ones.
  static func archive(in directory: String, and further: [String] = []) -> Archive {
    let nightly = LastNight(path: FileSystem.join(directory, "nightly.json"))
    var known = Set([FileSystem.realPath(directory)])
    let directories =
      [directory] + further.filter { known.insert(FileSystem.realPath($0)).inserted }
    var studies = directories.flatMap { reports in
      let way = FileSystem.relative(reports, from: directory)
      let parts = reports == directory ? [] : FileSystem.parts(way)
      return names(in: reports).compactMap { study($0, in: reports, way: parts) }
    }
    var others: [NightlyStatus] = []
    for status in nightly.studies {
      guard let place = studies.firstIndex(where: { isAbout(status, $0) }) else {
        others.append(status)
        continue
      }
      // Of two files that say the same name the one with a run is the study.
      var (own, other) = (status, studies[place].status)
      if let earlier = other, !earlier.run.isEmpty || own.run.isEmpty {
        (own, other) = (earlier, own)
      }
      studies[place].status = own
      if let other { others.append(other) }
    }
    return Archive(studies: studies, nightly: nightly.sentence, others: others)
  }

  /// The name of the run tells for sure; where there is none, the study's title.
  private static func isAbout(_ status: NightlyStatus, _ study: ArchiveStudy) -> Bool {
    let parts = FileSystem.parts(status.run)
    if parts.contains(study.directory) { return true }
    return [study.directory, study.runs.last?.study].contains(status.study)
      || Slug.of(status.study) == study.directory
  }

  /// The directories of studies in a directory of reports.
  private static func names(in directory: String) -> [String] {
    (FileSystem.names(in: directory) ?? []).filter { name in
      !name.hasPrefix(".")
        && FileSystem.kind(of: FileSystem.join(directory, name)) == .directory
    }
  }

  private static func study(
    _ name: String, in directory: String, way: [String]
  ) -> ArchiveStudy? {
    guard let archive = RunArchive(directory: FileSystem.join(directory, name)) else { return nil }
    var runs = archive.runs.map { archive.detailed($0) }
    if let last = runs.last { runs[runs.count - 1] = archive.detailed(last, count: highestCount) }
    var study = ArchiveStudy(
      directory: name, runs: runs, trends: trends(archive, runs.last),
      alerts: runs.last.map { alerts(archive, $0) } ?? [],
      notes: archive.skipped.map(\.sentence))
    study.place = way + [name]
    return study
  }

  /// The trends of the highest outcomes of the newest run.
  private static func trends(_ archive: RunArchive, _ newest: RunRecord?) -> [FigureTrend] {
    let outcomes = newest?.highest.prefix(trendCount).map { $0 } ?? []
    var points = [[FigureTrend.Point]](repeating: [], count: outcomes.count)
    for run in archive.runs {
      let scores = (try? archive.table("opportunities.csv", of: run)).map(RunFigures.scores) ?? []
      for (place, outcome) in outcomes.enumerated() {
        let score = scores.first { ByteText($0.outcome) == ByteText(outcome.outcome) }
        points[place].append(.init(run: run.name, date: run.date, reading: score?.reading))
      }
    }
    return zip(outcomes, points).map { FigureTrend(label: $0.outcome, points: $1) }
  }

  /// What the first alerts of a run say.
  private static func alerts(_ archive: RunArchive, _ run: RunRecord) -> [String] {
    let path = FileSystem.join(archive.directory, "runs/\(run.name)/\(AlertFile.name)")
    let alerts = (try? AlertFile.read(path, run: run.name)) ?? []
    return alerts.prefix(alertCount).map(\.text)
  }
}

/// What `nightly.json` tells of the last nightly; nothing where it cannot be read.
struct LastNight {
  var sentence = ""
  var studies: [NightlyStatus] = []

  init(path: String) {
    guard FileSystem.kind(of: path) == .file,
      let bytes = FileSystem.contents(of: path, limit: 16 << 20), let json = JSONDocument(bytes)
    else { return }
    if let finished = json["finished"]?.text ?? json["started"]?.text {
      sentence = "The last nightly ended \(finished)"
      if let worst = json["worst"]?.text { sentence += ", worst exit status \(worst)" }
      sentence += "."
    }
    studies = (json["studies"]?.items ?? []).map { study in
      NightlyStatus(
        study: study["study"]?.text ?? "", file: study["file"]?.text ?? "",
        status: study["status"]?.text ?? "not known", message: study["message"]?.text ?? "",
        run: study["run"]?.text ?? "")
    }
  }
}
