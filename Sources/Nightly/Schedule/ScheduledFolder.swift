import Groundwork
import ReportWriters
import Survey

/// What a folder of studies needs of the system: where it writes, what it reads, whom it calls.
public struct ScheduledFolder: Sendable, Equatable {
  /// The folder, absolute and without links.
  public var path: String
  /// Where reports are written: beside each study, and in the folder itself.
  public var reports: [String]
  /// Files that get alerts, absolute.
  public var alertFiles: [String] = []
  /// The secrets of listeners that have a plain name: their files, absolute.
  public var secrets: [String: String] = [:]
  /// Whether something is sent to another program or machine over a network.
  public var needsNetwork = false
  /// Whether programs are run that the study names.
  public var runsPrograms = false
  /// Study files that are wrong: what they need is not known.
  public var unread: [String] = []

  /// Looks through a folder.
  ///
  /// - Parameter folder: the folder of the studies.
  /// - Throws: `ScheduleFailure` when there is none, or its path cannot be scheduled.
  public init(_ folder: String) throws(ScheduleFailure) {
    guard FileSystem.target(of: folder) == .directory, let real = FileSystem.realPath(folder) else {
      throw .noFolder(folder)
    }
    guard ScheduledFolder.isPlain(real) else { throw .badPath(real) }
    path = real
    reports = [FileSystem.join(real, "Reports")]
    var doubtful: Set<String> = []
    // A folder without studies can be scheduled before the first one is put there.
    let studies = (try? StudyFinder.find(real))?.paths ?? []
    for study in studies where ScheduledFolder.isPlain(study) { add(study, &doubtful) }
    // Two files of one name cannot both be handed over under it.
    for name in doubtful { secrets[name] = nil }
  }

  /// Whether a path can stand in a unit and in a line of cron.
  static func isPlain(_ path: String) -> Bool {
    path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      && ![0x20, 0x5C].contains(path.utf8.last ?? 0x20)
  }

  // MARK: - Steps

  private mutating func add(_ file: String, _ doubtful: inout Set<String>) {
    let directory = FileSystem.split(file).parent
    let place = FileSystem.join(directory, "Reports")
    guard let study = try? StudyReader.read(path: file).study else {
      unread.append(file)
      return
    }
    if !reports.contains(place) { reports.append(place) }
    for channel in study.channels {
      switch channel.destination {
      case .standardOutput: break
      case .command: runsPrograms = true
      case .file(let path): alertFiles.append(absolute(path, directory))
      case .webhook(let webhook):
        needsNetwork = true
        guard let name = webhook.secret, !name.contains("/") else { continue }
        let path = FileSystem.join(directory, name)
        guard FileSystem.kind(of: path) == .file else { continue }
        if let other = secrets[name], other != path { doubtful.insert(name) }
        secrets[name] = path
      }
    }
  }

  private func absolute(_ path: String, _ directory: String) -> String {
    path.hasPrefix("/") ? path : FileSystem.join(directory, path)
  }
}
