import ArgumentParser
import Groundwork
import Nightly

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `unmet schedule`: has the machine run `unmet nightly` by itself.
struct ScheduleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Have the machine analyse a folder of studies every night, by systemd or cron.",
    discussion: """
      Examples:
        unmet schedule install . --at 03:00 --dry-run    show what would be written
        unmet schedule install . --at 03:00 --system --root image   into the image of a machine
        unmet schedule list --root image
        unmet schedule show . --root image
        unmet schedule remove . --root image

      Without --dry-run and --root, `install` writes the files and has the system take them up. \
      docs/schedule.md tells of time zones, logs, rights and secrets.

      \(ExitStatusHelp.text)
      """,
    subcommands: [
      ScheduleInstallCommand.self, ScheduleRemoveCommand.self, ScheduleListCommand.self,
      ScheduleShowCommand.self,
    ])
}

/// `unmet schedule install`.
struct ScheduleInstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Write the timer of a folder and start it; one that is there is replaced.",
    discussion: """
      Examples:
        unmet schedule install . --at 03:00 --dry-run
        unmet schedule install . --calendar 'Mon..Fri 04:30' --timezone UTC --dry-run --systemd
        unmet schedule install . --at 03:00 --cron --root image
        unmet schedule install . --at 03:00 --system --memory 8G --root image

      For this user, unless --system or root; by systemd, unless it is missing or --cron. Install \
      again when studies were added: the service may write to the reports it was told of, and \
      nowhere else.

      \(ExitStatusHelp.text)
      """)

  @Argument(help: "The folder with the studies.", completion: .directory)
  var folder: String

  @Option(help: ArgumentHelp("When, every day, such as 03:00.", valueName: "time"))
  var at: String?

  @Option(
    help: ArgumentHelp(
      "When, as systemd.time(7) has it, such as 'Mon..Fri 03:00'.", valueName: "expression"))
  var calendar: String?

  @Option(
    help: ArgumentHelp(
      "The time zone of the time; the machine's by default. Not with cron.", valueName: "name"))
  var timezone: String?

  @Flag(help: "For this user; the default unless run as root.")
  var user = false

  @Flag(help: "For the system; the job runs as the folder's owner.")
  var system = false

  @Flag(help: "By systemd; the default where it is.")
  var systemd = false

  @Flag(help: "By cron.")
  var cron = false

  @Option(
    help: ArgumentHelp(
      "The most memory it may take under systemd, such as 50% or 8G.", valueName: "amount"))
  var memory = "75%"

  @Option(
    help: ArgumentHelp("Spread starts over so many seconds (systemd).", valueName: "seconds"))
  var delay = 300

  @Option(
    help: ArgumentHelp("With --system --cron: who gets what is printed.", valueName: "address"))
  var mailto: String?

  @Flag(help: "Print the files and change nothing.")
  var dryRun = false

  @OptionGroup
  var image: ImageOptions

  func validate() throws {
    try refuse(user && system, "--user", "both users are meant", "--user or --system")
    try refuse(systemd && cron, "--systemd", "both programs are meant", "--systemd or --cron")
    try refuse(
      (at == nil) == (calendar == nil), "--at", "there is no one time", "--at or --calendar")
    try refuse(
      timezone != nil && cron, "--timezone", "cron knows the machine's time zone alone",
      "--systemd with --timezone")
    try refuse(
      mailto != nil && !(cron && system), "--mailto",
      "in a user's table it would reach the lines of others", "--mailto with --system --cron")
    let mail = mailto ?? "a"
    try refuse(
      mail.isEmpty || !mail.utf8.allSatisfy { 0x21...0x7E ~= $0 } || mail.contains("%"),
      "--mailto", "this is no address", "an address, or \"\" left out")
    let digits = memory.dropLast()
    let isAmount = Int(digits).map { $0 > 0 } ?? false
    try refuse(
      !isAmount || !"%KMGT".contains(memory.last ?? " ") || memory.hasPrefix("+"), "--memory",
      "this is no amount of memory", "a share such as 75%, or 8G")
    try refuse(
      !(0...86_400).contains(delay), "--delay", "this is no delay", "0 to 86400 seconds")
  }

  func run() throws {
    let store = image.store
    var plan = try plan()
    let place = place(store)
    let isCron = [.userTable, .systemTable].contains(place)
    // It may have been chosen because there is no systemctl.
    try refuse(
      timezone != nil && isCron, "--timezone", "cron knows the machine's time zone alone",
      "no --timezone, as systemctl is not here")
    // Cron mails what is printed: no priorities before the lines.
    if isCron {
      plan.arguments = plan.arguments.map { $0 == "journal" ? "text" : $0 }
    }
    let files = try store.files(plan, in: place)
    // An image has files of its own.
    let missing = image.root == nil ? try SchedulePreparation(plan.folder) : nil
    try announce(plan, place)
    if dryRun {
      try announce("# would be made", missing)
      for file in files { try StandardOutput.write("# \(file.path)\n\(file.text)\n") }
      return
    }
    try missing?.make()
    try announce("made", missing)
    try store.install(plan, in: place)
    for file in files { try StandardOutput.write("written: \(Message.escaped(file.path))\n") }
    let entry = store.list().first { $0.name == plan.name && $0.place == place }
    if let next = entry.flatMap({ store.next($0, now: time(nil)) }) {
      try StandardOutput.write("next: \(next)\n")
    }
  }

  // MARK: - Steps

  private func refuse(_ isWrong: Bool, _ option: String, _ what: String, _ right: String) throws {
    guard isWrong else { return }
    throw Misuse.error(option, what, expected: right, fix: "choose one")
  }

  private var isSystem: Bool { system || (!user && geteuid() == 0) }

  private func place(_ store: ScheduleStore) -> SchedulePlace {
    let isCron = cron || (!systemd && image.root == nil && !store.hasSystemd)
    return isCron
      ? (isSystem ? .systemTable : .userTable) : (isSystem ? .systemUnits : .userUnits)
  }

  private func plan() throws -> SchedulePlan {
    let time =
      try at.map { text throws(ScheduleFailure) in try ScheduleTime(at: text) }
      ?? ScheduleTime(calendar: calendar ?? "")
    try ScheduleZone.check(time, zone: timezone ?? ScheduleZone.machine())
    let program = FileSystem.realPath("/proc/self/exe") ?? ""
    guard SchedulePlan.isPlain(program) else { throw ScheduleFailure.badPath(program) }
    var plan = SchedulePlan(try ScheduledFolder(folder), program: program, time: time)
    plan.zone = timezone
    plan.isSystem = isSystem
    plan.user = isSystem ? ScheduleStore.owner(of: plan.folder.path) : nil
    plan.memory = memory
    plan.delaySeconds = delay
    plan.mailTo = mailto
    return plan
  }

  /// What the job could not make itself.
  private func announce(_ what: String, _ missing: SchedulePreparation?) throws {
    let folders = missing?.folders ?? []
    let files = (missing?.files ?? []).map { "\($0), an empty file for alerts" }
    for line in folders + files { try StandardOutput.write("\(what): \(Message.escaped(line))\n") }
  }

  /// What a reader of the files would not see at once.
  private func announce(_ plan: SchedulePlan, _ place: SchedulePlace) throws {
    var lines = ["\(place.rawValue): \(plan.time.calendar)"]
    lines.append("time zone: " + (plan.zone ?? "\(ScheduleZone.machine()), the machine's"))
    for file in plan.folder.unread {
      lines.append("not read, as something is wrong in it: \(file)")
    }
    if place == .systemUnits, plan.folder.runsPrograms {
      let paths = plan.folder.reports + plan.folder.alertFiles.map(\.path)
      lines.append(
        "programs under `deliver` may use the network, and write to nothing but "
          + paths.joined(separator: ", ") + "; for more see docs/schedule.md, \"Programs\"")
    }
    if place == .userUnits {
      lines.append(
        "runs while you are logged in; for all nights: loginctl enable-linger "
          + ScheduleStore.userName)
    }
    try StandardOutput.write(lines.map { "# \(Message.escaped($0))\n" }.joined())
  }
}

/// `unmet schedule remove`.
struct ScheduleRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Stop and remove what is scheduled for a folder, wherever it stands.",
    discussion: """
      Examples:
        unmet schedule install . --at 03:00 --root image
        unmet schedule remove . --root image

      Reports, and what was delivered, stay as they are.

      \(ExitStatusHelp.text)
      """)

  @Argument(help: "The folder with the studies.", completion: .directory)
  var folder: String

  @OptionGroup
  var image: ImageOptions

  func run() throws {
    // A folder that is gone can still be named as it was.
    let path = FileSystem.realPath(folder) ?? folder
    for entry in try image.store.remove(folder: path) {
      for file in entry.files {
        try StandardOutput.write("removed: \(Message.escaped(file.path))\n")
      }
    }
  }
}

/// `unmet schedule list`.
struct ScheduleListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List every folder that is scheduled, with the next run.",
    discussion: """
      Examples:
        unmet schedule install . --at 03:00 --root image
        unmet schedule list --root image

      \(ExitStatusHelp.text)
      """)

  @OptionGroup
  var image: ImageOptions

  func run() throws {
    let store = image.store
    let entries = store.list()
    if entries.isEmpty { try StandardOutput.write("nothing is scheduled\n") }
    for entry in entries {
      let next = store.next(entry, now: time(nil)).map { ", next \($0)" } ?? ""
      let line = "\(entry.folder): \(entry.time) (\(entry.place.rawValue))\(next)"
      try StandardOutput.write(Message.escaped(line) + "\n")
    }
  }
}

/// `unmet schedule show`.
struct ScheduleShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the files of what is scheduled for a folder.",
    discussion: """
      Examples:
        unmet schedule install . --at 03:00 --root image
        unmet schedule show . --root image

      \(ExitStatusHelp.text)
      """)

  @Argument(help: "The folder with the studies.", completion: .directory)
  var folder: String

  @OptionGroup
  var image: ImageOptions

  func run() throws {
    let store = image.store
    let path = FileSystem.realPath(folder) ?? folder
    let entries = store.list().filter { $0.folder == path }
    guard !entries.isEmpty else { throw ScheduleFailure.notScheduled(path) }
    for entry in entries {
      for file in entry.files { try StandardOutput.write("# \(file.path)\n\(file.text)\n") }
      if let next = store.next(entry, now: time(nil)) {
        try StandardOutput.write("# next: \(next)\n")
      }
    }
  }
}

/// Where a machine's files lie.
struct ImageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write below this directory, such as the image of a machine; no program is run.",
      valueName: "directory"),
    completion: .directory)
  var root: String?

  func validate() throws {
    if let root, root.isEmpty || root == "/" {
      throw Misuse.error(
        "--root", "this is no image of a machine", found: "\"\(root)\"",
        expected: "a directory other than /", fix: "leave --root out for this machine")
    }
  }

  /// The places of the machine or its image.
  var store: ScheduleStore {
    var environment: [String: String] = [:]
    let names = [
      "PATH", "HOME", "LANG", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
    ]
    for name in names {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    return ScheduleStore(root: root, environment: environment)
  }
}
