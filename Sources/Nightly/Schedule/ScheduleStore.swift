import Groundwork
import ReportWriters

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Where something can be scheduled.
public enum SchedulePlace: String, Sendable, CaseIterable {
  /// Units of the user's manager.
  case userUnits = "systemd, this user"
  /// Units of the system's manager.
  case systemUnits = "systemd, the system"
  /// The user's table of cron.
  case userTable = "cron, this user"
  /// A file of the system's cron.
  case systemTable = "cron, the system"

  var isSystemd: Bool { self == .userUnits || self == .systemUnits }
}

/// A file, or a part of a table, of what is scheduled.
public struct ScheduledFile: Sendable, Equatable {
  /// Its path; of a user's table `crontab` and the part's name.
  public var path: String
  /// What stands in it.
  public var text: String
}

/// What is scheduled for one folder in one place.
public struct ScheduleEntry: Sendable, Equatable {
  /// The name of its units or of its part.
  public var name: String
  /// The folder of the studies.
  public var folder: String
  /// When, in the words of the place.
  public var time: String
  /// Where it stands.
  public var place: SchedulePlace
  /// The files.
  public var files: [ScheduledFile]
}

/// The places of one machine, or of an image of one.
public struct ScheduleStore {
  /// A directory below which everything is written instead; then no program is run.
  public var root: String?
  /// `NAME=value` of this process.
  public var environment: [String: String]

  /// The places.
  public init(root: String?, environment: [String: String]) {
    self.root = root
    self.environment = environment
  }

  // MARK: - What would be written

  /// The files of a plan in a place.
  ///
  /// - Throws: `ScheduleFailure` when cron cannot tell the time, or a program is missing.
  public func files(
    _ plan: SchedulePlan, in place: SchedulePlace
  ) throws(ScheduleFailure) -> [ScheduledFile] {
    if place.isSystemd {
      let units = ScheduleUnits(plan: plan)
      let directory = unitDirectory(place)
      return [
        ScheduledFile(path: "\(directory)/\(plan.name).service", text: units.service),
        ScheduledFile(path: "\(directory)/\(plan.name).timer", text: units.timer),
      ]
    }
    var cron = ScheduleCron(plan: plan)
    if root == nil {
      guard let flock = find("flock") else {
        throw .noProgram(name: "flock", package: "util-linux")
      }
      cron.flock = flock
    }
    guard let text = place == .systemTable ? cron.file : cron.part else {
      throw .badTime(
        found: plan.time.calendar, expected: "days of the week, hours and minutes, for cron")
    }
    let path = place == .systemTable ? "\(tableDirectory)/\(plan.name)" : "crontab \(plan.name)"
    return [ScheduledFile(path: path, text: text)]
  }

  // MARK: - Writing

  /// Writes the files of a plan and has the system take them up. What the job writes to must be
  /// there by then: `SchedulePreparation` makes it.
  ///
  /// - Throws: a `Failure` when a file cannot be written or the system refuses.
  public func install(_ plan: SchedulePlan, in place: SchedulePlace) throws {
    let files = try files(plan, in: place)
    if place == .userTable {
      let table = try ScheduleCron.table(
        try readTable(), replacing: plan.name, by: files.map(\.text).joined())
      return try writeTable(table)
    }
    try ScheduleStore.write(files, mode: 0o644)
    guard place.isSystemd else { return }
    let timer = "\(plan.name).timer"
    guard root == nil else { return try link(timer, place) }
    try systemctl(place, [["daemon-reload"], ["enable", "--now", timer]])
  }

  /// Takes away what is scheduled for a folder, wherever that is.
  ///
  /// - Returns: what was taken away.
  /// - Throws: a `Failure` when nothing is scheduled or something cannot be removed.
  public func remove(folder: String) throws -> [ScheduleEntry] {
    let entries = list().filter { $0.folder == folder }
    guard !entries.isEmpty else { throw ScheduleFailure.notScheduled(folder) }
    for entry in entries {
      if entry.place == .userTable {
        try writeTable(
          try ScheduleCron.table(try readTable(), replacing: entry.name, by: nil))
        continue
      }
      if entry.place.isSystemd, root == nil { try stop("\(entry.name).timer", entry.place) }
      // Where systemctl could not, the link would stay behind and lead to nothing.
      let links = entry.place.isSystemd ? [wish("\(entry.name).timer", entry.place)] : []
      for path in links + entry.files.map(\.path) where unlink(path) != 0 && errno != ENOENT {
        throw ScheduleFailure.cannotWrite(path: path, code: errno)
      }
      if entry.place.isSystemd, root == nil {
        _ = try? systemctl(entry.place, [["daemon-reload"]])
      }
    }
    return entries
  }

  /// Stops a timer. A manager that does not run has nothing to stop, and its files go all the same;
  /// a timer that goes on would start the job without them.
  private func stop(_ timer: String, _ place: SchedulePlace) throws(ScheduleFailure) {
    do {
      try systemctl(place, [["disable", "--now", timer]])
    } catch {
      if (try? systemctl(place, [["is-active", "--quiet", timer]])) != nil { throw error }
    }
  }

  // MARK: - Reading

  /// Everything that is scheduled, by place and name.
  public func list() -> [ScheduleEntry] {
    SchedulePlace.allCases.flatMap { place -> [ScheduleEntry] in
      switch place {
      case .userUnits, .systemUnits: units(place)
      case .systemTable: tables()
      case .userTable: parts()
      }
    }
  }

  /// When an entry runs next, in words; `nil` where that is not known.
  public func next(_ entry: ScheduleEntry, now: Int) -> String? {
    if entry.place.isSystemd {
      guard root == nil else { return nil }
      let words = ["show", "\(entry.name).timer", "-p", "NextElapseUSecRealtime", "--value"]
      guard let said = try? systemctl(entry.place, [words]) else { return nil }
      let line = said.split(separator: "\n").first.map(String.init)
      return line.flatMap { $0.isEmpty ? nil : $0 }
    }
    let fields = entry.time.split(separator: " ").map(String.init)
    guard fields.count == 5, let minute = Int(fields[0]), let hour = Int(fields[1]) else {
      return nil
    }
    let days =
      fields[4] == "*" ? Array(0...6) : fields[4].split(separator: ",").compactMap { Int($0) }
    let simple = ScheduleTime.Simple(days: days, hour: hour, minute: minute)
    return simple.next(after: now).map(ScheduleStore.words)
  }

  // MARK: - Places

  private var below: String { root ?? "" }
  private var tableDirectory: String { below + "/etc/cron.d" }

  private func unitDirectory(_ place: SchedulePlace) -> String {
    guard place == .userUnits else { return below + "/etc/systemd/system" }
    let configuration =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? (environment["HOME"] ?? "") + "/.config"
    return below + configuration + "/systemd/user"
  }

  /// A user's table in an image.
  var imageTable: String { below + "/var/spool/cron/crontabs/\(ScheduleStore.userName)" }

  /// The name of the user who runs this.
  public static var userName: String { name(of: geteuid()) ?? "\(geteuid())" }

  /// The user who owns a folder; `nil` for root.
  public static func owner(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_uid != 0 else { return nil }
    return name(of: status.st_uid) ?? "\(status.st_uid)"
  }

  private static func name(of user: uid_t) -> String? {
    guard let entry = getpwuid(user) else { return nil }
    return String(cString: entry.pointee.pw_name)
  }

  // MARK: - Steps

  /// What `systemctl enable` would do, in an image.
  private func link(_ timer: String, _ place: SchedulePlace) throws(ScheduleFailure) {
    let path = wish(timer, place)
    _ = FileSystem.makeDirectory(FileSystem.split(path).parent)
    let code = FileSystem.makeLink(path, to: "../\(timer)")
    guard code == 0 || code == EEXIST else { throw .cannotWrite(path: path, code: code) }
  }

  /// The link by which a timer is started with the machine.
  private func wish(_ timer: String, _ place: SchedulePlace) -> String {
    "\(unitDirectory(place))/timers.target.wants/\(timer)"
  }

  /// Writes files with rights that no umask changes: cron passes over tables that others can read,
  /// systemd wants units that they can.
  static func write(_ files: [ScheduledFile], mode: mode_t) throws {
    guard let first = files.first else { return }
    let names = files.map { FileSystem.split($0.path).name }
    var set = try FileSet(
      directory: FileSystem.split(first.path).parent, names: names, replaceable: Set(names),
      leftovers: Leftovers())
    for (file, name) in zip(files, names) {
      try set.write(Paper(name: name) { Array(file.text.utf8) })
    }
    for path in try set.publish() where chmod(path, mode) != 0 {
      throw ScheduleFailure.cannotWrite(path: path, code: errno)
    }
  }

  private func units(_ place: SchedulePlace) -> [ScheduleEntry] {
    let directory = unitDirectory(place)
    return (FileSystem.names(in: directory) ?? []).compactMap { file in
      guard file.hasPrefix(SchedulePlan.prefix), file.hasSuffix(".timer"),
        let timer = text("\(directory)/\(file)")
      else { return nil }
      let name = String(file.dropLast(".timer".count))
      let service = "\(directory)/\(name).service"
      return ScheduleEntry(
        name: name, folder: ScheduleStore.value("X-Unmet-Folder=", in: timer),
        time: ScheduleStore.value("OnCalendar=", in: timer), place: place,
        files: [
          ScheduledFile(path: service, text: text(service) ?? ""),
          ScheduledFile(path: "\(directory)/\(file)", text: timer),
        ])
    }
  }

  private func tables() -> [ScheduleEntry] {
    (FileSystem.names(in: tableDirectory) ?? []).compactMap { name in
      let path = "\(tableDirectory)/\(name)"
      guard name.hasPrefix(SchedulePlan.prefix), let text = text(path) else { return nil }
      return ScheduleStore.entry(name, .systemTable, ScheduledFile(path: path, text: text))
    }
  }

  private func parts() -> [ScheduleEntry] {
    let table = (try? readTable()) ?? ""
    return ScheduleCron.parts(of: table).map { name, lines in
      let text = lines.joined(separator: "\n") + "\n"
      return ScheduleStore.entry(
        name, .userTable, ScheduledFile(path: "crontab \(name)", text: text))
    }
  }

  private static func entry(
    _ name: String, _ place: SchedulePlace, _ file: ScheduledFile
  ) -> ScheduleEntry {
    let lines = file.text.split(separator: "\n")
    let line = lines.first { !$0.hasPrefix("#") && $0.split(separator: " ").count > 5 } ?? ""
    return ScheduleEntry(
      name: name, folder: value("# folder: ", in: file.text),
      time: line.split(separator: " ").prefix(5).joined(separator: " "), place: place,
      files: [file])
  }

  private static func value(_ key: String, in text: String) -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix(key) } ?? ""
    return String(line.dropFirst(key.count))
  }

  func text(_ path: String) -> String? {
    FileSystem.contents(of: path, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func words(_ time: Int) -> String {
    var (moment, parts) = (time_t(time), tm())
    localtime_r(&moment, &parts)
    let fields = [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min]
    let two = fields.map { ($0 < 10 ? "0" : "") + "\($0)" }
    return "\(1900 + parts.tm_year)-\(two[0])-\(two[1]) \(two[2]):\(two[3])"
  }
}
