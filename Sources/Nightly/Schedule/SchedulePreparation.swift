import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// What a scheduled job writes to and could not make itself: inside the sandbox of the system's
/// service only what is there when the service starts can be written.
public struct SchedulePreparation {
  /// The folders of reports that are missing.
  public let folders: [String]
  /// The files for alerts that are missing, each in a folder that is there.
  public let files: [String]
  private let owner: String

  /// Looks at what is missing.
  ///
  /// - Parameter folder: what the studies of a folder need.
  /// - Throws: `ScheduleFailure` when something else stands where a folder of reports should be,
  ///   or a file of alerts is to lie in a folder that does not exist.
  public init(_ folder: ScheduledFolder) throws(ScheduleFailure) {
    owner = folder.path
    for path in folder.reports {
      let target = FileSystem.target(of: path)
      guard target == .directory || target == .failure(ENOENT) else {
        throw .cannotWrite(path: path, code: target == .other ? ENOTDIR : EACCES)
      }
    }
    folders = folder.reports.filter { FileSystem.kind(of: $0) == nil }
    let missing = folder.alertFiles.filter { FileSystem.kind(of: $0.path) == nil }
    for log in missing {
      let parent = FileSystem.split(log.path).parent
      guard FileSystem.target(of: parent) == .directory else {
        throw .noPlaceForAlerts(folder: parent, place: "\(log.place)")
      }
    }
    files = missing.map(\.path)
  }

  /// Makes what is missing, with the rights of the folder's owner, whom the job runs as: a study
  /// file has root make nothing that its owner could not. Files are empty and have the rights that
  /// a delivery would give them.
  ///
  /// - Throws: `ScheduleFailure` when something cannot be made.
  public func make() throws(ScheduleFailure) {
    for path in folders { try make(path) { mkdir(path, 0o777) == 0 ? 0 : errno } }
    for path in files {
      try make(path) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(path, flags, 0o600)
        return descriptor >= 0 && close(descriptor) == 0 ? 0 : errno
      }
    }
  }

  /// `create` gives 0 or the error number.
  private func make(_ path: String, _ create: () -> Int32) throws(ScheduleFailure) {
    let code = OwnerRights.use(of: owner, create) ?? EPERM
    guard code != 0, code != EEXIST else { return }
    guard [EACCES, EPERM].contains(code), let user = ScheduleStore.owner(of: owner) else {
      throw .cannotWrite(path: path, code: code)
    }
    throw .notForOwner(path: path, user: user)
  }
}
