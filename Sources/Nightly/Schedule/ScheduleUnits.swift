import Groundwork

/// The two files that systemd wants: what runs, and when.
///
/// There are two variants of the first. The system's manager can take away nearly everything: the
/// file system but for the reports, the network, devices, capabilities. A user's manager has no
/// right to mount or to drop capabilities; there, what needs no such right is set, since an option
/// that fails keeps the service from starting.
struct ScheduleUnits {
  let plan: SchedulePlan

  /// The service.
  var service: String {
    let lines =
      unit + ["", "[Service]"] + run + limits + filters
      + (plan.isSystem ? systemSandbox : [])
    return lines.joined(separator: "\n") + "\n"
  }

  /// The timer.
  var timer: String {
    let zone = plan.zone.map { " \($0)" } ?? ""
    return """
      [Unit]
      Description=unmet: time of the analysis of \(Self.specifier(plan.folder.path))
      X-Unmet-Folder=\(plan.folder.path)

      [Timer]
      OnCalendar=\(plan.time.calendar)\(zone)
      Persistent=true
      RandomizedDelaySec=\(plan.delaySeconds)

      [Install]
      WantedBy=timers.target

      """
  }

  // MARK: - Words

  /// A word of a command line. The program itself is no place for variables.
  static func word(_ text: String, isProgram: Bool = false) -> String {
    let quoted = quoted(text)
    return isProgram ? quoted : quoted.replacing("$", with: "$$")
  }

  /// A word of a list of paths.
  static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(specifier(escaped))\""
  }

  /// A text in which systemd replaces nothing.
  static func specifier(_ text: String) -> String { text.replacing("%", with: "%%") }

  // MARK: - Parts

  private var unit: [String] {
    let head = [
      "[Unit]",
      "Description=unmet: analysis of the studies in \(Self.specifier(plan.folder.path))",
      "X-Unmet-Folder=\(plan.folder.path)",
    ]
    // Three starts in six hours: what is locked or still being written is tried again. The timer's
    // own starts count too, so that only a time of the day can have such a limit.
    let isDaily = plan.time.simple != nil
    let limit =
      isDaily ? ["StartLimitIntervalSec=6h", "StartLimitBurst=3"] : ["StartLimitIntervalSec=0"]
    let network = ["Wants=network-online.target", "After=network-online.target"]
    return head + (plan.isSystem && plan.folder.needsNetwork ? network : []) + limit
  }

  private var run: [String] {
    let words = [Self.word(plan.program, isProgram: true)] + plan.arguments.map { Self.word($0) }
    let user = plan.isSystem ? plan.user.map { ["User=\(Self.specifier($0))"] } ?? [] : []
    return ["Type=oneshot", "ExecStart=" + words.joined(separator: " ")] + user + [
      "Restart=on-failure", "RestartSec=15min",
      // Only 75, try again later, passes by itself.
      "RestartPreventExitStatus=64 65 66 69 70 73 74 77 78",
      "TimeoutStartSec=8h", "TimeoutStopSec=1min", "KillMode=mixed", "OOMPolicy=continue",
    ]
  }

  private var limits: [String] {
    [
      "UMask=0077", "Nice=10", "IOSchedulingClass=idle", "MemoryMax=\(plan.memory)",
      "TasksMax=1024", "LimitCORE=0",
    ]
  }

  /// What a filter of system calls can do; every manager may set it.
  private var filters: [String] {
    let families =
      sendsNothing ? "AF_UNIX" : "AF_UNIX AF_INET AF_INET6 AF_NETLINK"
    // Programs that a study names may compile while they run, and give files to others.
    let strict = [
      "MemoryDenyWriteExecute=yes", "SystemCallFilter=~@privileged",
    ]
    return [
      "NoNewPrivileges=yes", "LockPersonality=yes", "RestrictRealtime=yes",
      "RestrictSUIDSGID=yes", "RestrictNamespaces=yes",
      "RestrictAddressFamilies=\(families)", "SystemCallArchitectures=native",
      "SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM",
    ] + (plan.folder.runsPrograms ? [] : strict)
  }

  private var sendsNothing: Bool { !plan.folder.needsNetwork && !plan.folder.runsPrograms }

  private var systemSandbox: [String] {
    let folder = plan.folder
    let alertFiles = folder.alertFiles.map(\.path)
    let paths = [folder.path, plan.program] + folder.reports + alertFiles
    let isTemporary = paths.contains { below($0, ["/tmp", "/var/tmp"]) }
    let isHome = paths.contains { below($0, ["/home", "/root", "/run/user"]) }
    let writable = folder.reports.map(Self.quoted) + alertFiles.map { Self.quoted("-" + $0) }
    let credentials = folder.secrets.sorted { $0.key < $1.key }.map { name, path in
      "LoadCredential=\(Self.specifier(name)):\(Self.specifier(path))"
    }
    return [
      "ProtectSystem=strict", "ReadWritePaths=" + writable.joined(separator: " "),
      "ProtectHome=\(isHome ? "read-only" : "yes")", "PrivateTmp=\(isTemporary ? "no" : "yes")",
      "PrivateMounts=yes", "PrivateDevices=yes",
      "PrivateNetwork=\(sendsNothing ? "yes" : "no")",
    ] + (sendsNothing ? ["IPAddressDeny=any"] : []) + [
      "ProtectClock=yes", "ProtectControlGroups=yes", "ProtectHostname=yes",
      "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes",
      "ProtectProc=invisible", "RemoveIPC=yes", "KeyringMode=private",
      "CapabilityBoundingSet=", "AmbientCapabilities=",
    ] + credentials
  }

  private func below(_ path: String, _ folders: [String]) -> Bool {
    folders.contains { path == $0 || path.hasPrefix($0 + "/") }
  }
}
