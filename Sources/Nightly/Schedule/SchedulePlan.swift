import Groundwork
import ReportWriters

/// What is to run, when, and with which rights.
public struct SchedulePlan: Sendable, Equatable {
  /// What the folder needs.
  public var folder: ScheduledFolder
  /// The program's absolute path.
  public var program: String
  /// Its arguments.
  public var arguments: [String]
  /// When.
  public var time: ScheduleTime
  /// The time zone; `nil` for the machine's.
  public var zone: String?
  /// Whether the system's manager runs it, not the user's.
  public var isSystem = false
  /// Whom the system runs it as; `nil` for root.
  public var user: String?
  /// The most memory it may take: a share of the machine's, or bytes with K, M or G.
  public var memory = "75%"
  /// The seconds over which starts are spread.
  public var delaySeconds = 300
  /// Who gets what a job of cron prints; `nil` for the job's user.
  public var mailTo: String?

  /// A plan to run the nightly analysis of a folder.
  public init(_ folder: ScheduledFolder, program: String, time: ScheduleTime) {
    self.folder = folder
    self.program = program
    self.time = time
    arguments = ["nightly", folder.path, "--log", "journal"]
  }

  /// Whether a path can stand in a unit and in a line of cron.
  public static func isPlain(_ path: String) -> Bool { ScheduledFolder.isPlain(path) }

  /// The name of the units and of the part in a crontab: the folder's name, and a digest of its
  /// whole path.
  public var name: String { SchedulePlan.name(of: folder.path) }

  /// The name for a folder.
  static func name(of path: String) -> String {
    var digest = SHA256()
    digest.update(Array(path.utf8))
    let slug = Slug.of(FileSystem.split(path).name)
    return "\(SchedulePlan.prefix)\(slug)-\(digest.hexDigest.prefix(8))"
  }

  /// How all names begin.
  static let prefix = "unmet-nightly-"
}
