import Groundwork
import ReportWriters
public import Survey

/// What a folder of studies needs of the system: where it writes, what it reads, whom it calls.
public struct ScheduledFolder: Sendable, Equatable {
  /// A file that gets alerts.
  public struct AlertLog: Sendable, Equatable {
    /// Its path, absolute.
    public var path: String
    /// Where a study file says so.
    public var place: Place
  }

  /// The folder, absolute and without links.
  public var path: String
  /// Where reports are written: beside each study, and in the folder itself.
  public var reports: [String]
  /// Files that get alerts.
  public var alertFiles: [AlertLog] = []
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

  /// Whether a secret's name can be that of a credential.
  static func isCredential(_ name: String) -> Bool {
    let marks = Array("._-".utf8)
    return !name.isEmpty
      && name.utf8.allSatisfy { byte in
        0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || marks.contains(byte)
      }
  }

  /// Whether a file and every folder above it belong to root. Service managers read credentials as
  /// root: what another user can put something else in the place of is left to that user's rights.
  static func isOfRoot(_ path: String) -> Bool {
    guard FileSystem.kind(of: path) == .file, let real = FileSystem.realPath(path) else {
      return false
    }
    var place = real
    while place != "/" {
      guard ScheduleStore.owner(of: place) == nil else { return false }
      place = FileSystem.split(place).parent
    }
    return true
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
      case .file(let path): add(AlertLog(path: absolute(path, directory), place: channel.place))
      case .webhook(let webhook):
        needsNetwork = true
        guard let name = webhook.secret, !name.contains("/") else { continue }
        let path = FileSystem.join(directory, name)
        guard ScheduledFolder.isCredential(name), ScheduledFolder.isOfRoot(path) else { continue }
        if let other = secrets[name], other != path { doubtful.insert(name) }
        secrets[name] = path
      }
    }
  }

  /// Several studies may share a file.
  private mutating func add(_ log: AlertLog) {
    guard ScheduledFolder.isPlain(log.path) else { return }
    if !alertFiles.contains(where: { $0.path == log.path }) { alertFiles.append(log) }
  }

  private func absolute(_ path: String, _ directory: String) -> String {
    path.hasPrefix("/") ? path : FileSystem.join(directory, path)
  }
}
