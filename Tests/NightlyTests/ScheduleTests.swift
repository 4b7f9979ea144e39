import Foundation
import Groundwork
import Survey
import Testing

@testable import Nightly

@Suite("What runs every night is written for systemd and cron")
struct ScheduleTests {
  private static func folder(_ path: String = "/data/my studies") throws -> ScheduledFolder {
    var folder = try ScheduledFolder("/usr")
    (folder.path, folder.reports) = (path, ["\(path)/Reports", "\(path)/a/Reports"])
    return folder
  }

  private static func plan(_ folder: ScheduledFolder? = nil) throws -> SchedulePlan {
    var plan = SchedulePlan(
      try folder ?? Self.folder(), program: "/opt/un met/unmet", time: try ScheduleTime(at: "3:00"))
    (plan.isSystem, plan.user) = (true, "survey")
    return plan
  }

  /// Runs a program of the system; `nil` where it is not installed.
  private func run(_ name: String, _ arguments: [String]) throws -> ProgramResult? {
    guard let path = ProgramSearch.find(name, path: nil) else { return nil }
    var call = ProgramCall(path, arguments)
    call.environment = ["PATH=/usr/bin:/bin", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER="]
    return try ChildProcess.run(call)
  }

  private func inScratch(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "unmet-schedule-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test("the service of a system: everything that is not needed is taken away")
  func systemService() throws {
    let service = ScheduleUnits(plan: try Self.plan()).service
    #expect(
      service == """
        [Unit]
        Description=unmet: analysis of the studies in /data/my studies
        X-Unmet-Folder=/data/my studies
        StartLimitIntervalSec=6h
        StartLimitBurst=3

        [Service]
        Type=oneshot
        ExecStart="/opt/un met/unmet" "nightly" "/data/my studies" "--log" "journal"
        User=survey
        Restart=on-failure
        RestartSec=15min
        RestartPreventExitStatus=64 65 66 69 70 73 74 77 78
        TimeoutStartSec=8h
        TimeoutStopSec=1min
        KillMode=mixed
        OOMPolicy=continue
        UMask=0077
        Nice=10
        IOSchedulingClass=idle
        MemoryMax=75%
        TasksMax=1024
        LimitCORE=0
        NoNewPrivileges=yes
        LockPersonality=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        RestrictNamespaces=yes
        RestrictAddressFamilies=AF_UNIX
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallErrorNumber=EPERM
        MemoryDenyWriteExecute=yes
        SystemCallFilter=~@privileged
        ProtectSystem=strict
        ReadWritePaths="/data/my studies/Reports" "/data/my studies/a/Reports"
        ProtectHome=yes
        PrivateTmp=yes
        PrivateMounts=yes
        PrivateDevices=yes
        PrivateNetwork=yes
        IPAddressDeny=any
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        ProtectProc=invisible
        RemoveIPC=yes
        KeyringMode=private
        CapabilityBoundingSet=
        AmbientCapabilities=

        """)
  }

  @Test("the timer; a user's service has nothing that needs rights")
  func timerAndUserService() throws {
    var plan = try Self.plan()
    plan.zone = "Europe/Berlin"
    #expect(
      ScheduleUnits(plan: plan).timer == """
        [Unit]
        Description=unmet: time of the analysis of /data/my studies
        X-Unmet-Folder=/data/my studies

        [Timer]
        OnCalendar=*-*-* 03:00:00 Europe/Berlin
        Persistent=true
        RandomizedDelaySec=300

        [Install]
        WantedBy=timers.target

        """)
    plan.isSystem = false
    let service = ScheduleUnits(plan: plan).service
    for word in ["User=", "Protect", "Private", "Capabilit", "ReadWrite"] {
      #expect(!service.contains(word), "\(word)")
    }
    #expect(service.contains("NoNewPrivileges=yes") && service.contains("MemoryMax=75%"))
  }

  @Test("a webhook opens the network and gets its secret handed over")
  func webhook() throws {
    var folder = try Self.folder()
    (folder.needsNetwork, folder.secrets) = (true, ["hook": "/data/100%/hook"])
    folder.alertFiles = [
      .init(path: "/var/log/alerts.log", place: Place(file: "study.yaml", line: 9))
    ]
    let service = ScheduleUnits(plan: try Self.plan(folder)).service
    #expect(service.contains("\nRestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK\n"))
    #expect(service.contains("\nPrivateNetwork=no\n") && !service.contains("IPAddressDeny"))
    #expect(service.contains("\nLoadCredential=hook:/data/100%%/hook\n"))
    #expect(service.contains(" \"-/var/log/alerts.log\"\n"))
  }

  @Test("programs that a study names may do what they are known to need")
  func programs() throws {
    var folder = try Self.folder()
    folder.runsPrograms = true
    let service = ScheduleUnits(plan: try Self.plan(folder)).service
    #expect(!service.contains("MemoryDenyWriteExecute") && !service.contains("~@privileged"))
    #expect(
      service.contains("\nPrivateNetwork=no\n") && service.contains("\nProtectSystem=strict\n"))
  }

  @Test("blanks, quotes, percent and dollar signs arrive as they are")
  func escaping() throws {
    #expect(ScheduleUnits.word("a b\"c\\%d$e") == #""a b\"c\\%%d$$e""#)
    #expect(ScheduleUnits.word("/a$b", isProgram: true) == #""/a$b""#)
    let folder = try Self.folder("/data/it's 100% $HOME")
    let line = try #require(ScheduleCron(plan: try Self.plan(folder)).part).split(separator: "\n")[
      2]
    #expect(
      line == "0 3 * * * PATH=/usr/local/bin:/usr/bin:/bin /usr/bin/flock -n -E 75 "
        + #"'/data/it'\''s 100\% $HOME' nice -n 10 '/opt/un met/unmet' nightly "#
        + #"'/data/it'\''s 100\% $HOME' --log journal"#)
    for bad in ["/a\nb", "/a ", "/a\\"] { #expect(!ScheduledFolder.isPlain(bad)) }
  }

  @Test("systemd accepts the units, and finds little that they leave open")
  func verify() throws {
    try inScratch { path in
      var folder = try Self.folder("/usr/share/a 100% $x")
      folder.reports = ["/usr/share/a 100% $x/Reports"]
      for needsNetwork in [false, true] {
        folder.needsNetwork = needsNetwork
        for isSystem in [false, true] {
          var plan = try Self.plan(folder)
          (plan.program, plan.isSystem, plan.user) = ("/usr/bin/true", isSystem, nil)
          let units = ScheduleUnits(plan: plan)
          try write(units.service, "\(path)/\(plan.name).service")
          try write(units.timer, "\(path)/\(plan.name).timer")
          let verified = try run(
            "systemd-analyze",
            ["verify", "--man=no"] + ["timer", "service"].map { "\(path)/\(plan.name).\($0)" })
          // Where there is no systemd there is nothing to hold the units against.
          guard let verified else { return }
          let said = verified.errors.text.split(separator: "\n").filter { $0.contains(plan.name) }
          #expect(said.isEmpty && verified.isSuccess, "\(verified.errors.text)")
          guard isSystem else { continue }
          let rated = try run(
            "systemd-analyze",
            [
              "security", "--offline=true", "--threshold=\(needsNetwork ? 20 : 10)",
              "\(path)/\(plan.name).service",
            ])
          let verdict = rated?.output.text.split(separator: "\n").last ?? ""
          #expect(rated?.isSuccess == true, "\(verdict) \(rated?.errors.text ?? "")")
        }
      }
    }
  }

  @Test(
    "times for systemd and cron",
    arguments: [
      ("03:00", "0 3 * * *"), ("Mon..Fri 03:30", "30 3 * * 1,2,3,4,5"),
      ("Sat..Mon 23:05", "5 23 * * 0,1,6"), ("Mon,Wed 4:00", "0 4 * * 1,3"),
      ("Sun 00:00:00", "0 0 * * 0"),
    ])
  func times(text: String, fields: String) throws {
    let time = try ScheduleTime(calendar: text)
    #expect(time.simple?.cronFields == fields)
    if let checked = try run("systemd-analyze", ["calendar", time.calendar]) {
      #expect(checked.isSuccess, "\(checked.errors.text)")
    }
  }

  @Test("what is no time is refused; what cron cannot tell is for systemd alone")
  func badTimes() throws {
    for bad in ["", "25:00", "3", "03:0", "3:60", "03:00 ", "aa:bb"] {
      #expect(throws: ScheduleFailure.self) { try ScheduleTime(at: bad) }
    }
    for bad in ["", "a\nb", "%h 3:00", "; x"] {
      #expect(throws: ScheduleFailure.self) { try ScheduleTime(calendar: bad) }
    }
    var plan = try Self.plan()
    plan.time = try ScheduleTime(calendar: "*-*-01 03:00")
    #expect(plan.time.simple == nil && ScheduleCron(plan: plan).file == nil)
  }

  @Test("a time that the night of the change to summer time lacks is refused")
  func summerTime() throws {
    #expect(ScheduleZone.gap(in: "CET-1CEST,M3.5.0,M10.5.0/3") == 120..<180)
    #expect(ScheduleZone.gap(in: "GMT0BST,M3.5.0/1,M10.5.0") == 60..<120)
    #expect(ScheduleZone.gap(in: "IST-1GMT0,M10.5.0,M3.5.0/1") == 60..<120)
    #expect(ScheduleZone.gap(in: "EST5EDT,M3.2.0,M11.1.0") == 120..<180)
    #expect(ScheduleZone.gap(in: "UTC0") == nil && ScheduleZone.gap(in: "JST-9") == nil)
    let (two, three) = (try ScheduleTime(at: "02:30"), try ScheduleTime(at: "03:00"))
    guard ScheduleZone.rule(of: "Europe/Berlin") != nil else { return }
    let gap = ScheduleFailure.skippedTime(
      found: "02:30", zone: "Europe/Berlin", gap: "02:00 to 03:00")
    #expect(throws: gap) { try ScheduleZone.check(two, zone: "Europe/Berlin") }
    try ScheduleZone.check(three, zone: "Europe/Berlin")
    try ScheduleZone.check(two, zone: "UTC")
    for bad in ["Europe/Atlantis", "../../etc/passwd", "", "/etc/passwd"] {
      #expect(throws: ScheduleFailure.badZone(bad)) { try ScheduleZone.check(three, zone: bad) }
    }
  }

  @Test("in a user's table the lines of others stay byte for byte")
  func table() throws {
    let others = "MAILTO=a@b\n\n*/5 * * * * echo 'caf\u{e9}' \t\n# BEGIN unmet-nightly-other (x)\n"
    let name = try Self.plan().name
    let part = try #require(ScheduleCron(plan: try Self.plan()).part)
    let first = try ScheduleCron.table(others, replacing: name, by: part)
    #expect(first == others + part)
    let more = first + "0 1 * * * true\n"
    let second = try ScheduleCron.table(
      more, replacing: name, by: part.replacing("0 3 ", with: "5 4 "))
    #expect(second == others + "0 1 * * * true\n" + part.replacing("0 3 ", with: "5 4 "))
    #expect(try ScheduleCron.table(second, replacing: name, by: nil) == others + "0 1 * * * true\n")
    #expect(try ScheduleCron.table("", replacing: name, by: part) == part)
    #expect(ScheduleCron.parts(of: second).map(\.name) == [name])
    #expect(throws: ScheduleFailure.brokenCrontab(name: name)) {
      try ScheduleCron.table("# BEGIN \(name) \nx\n", replacing: name, by: part)
    }
  }

  @Test("a folder's studies tell where it writes and whom it calls")
  func scan() throws {
    try inScratch { path in
      let study = """
        study: x
        job: Try things out
        responses: {file: a.csv, scale: 1-5}
        outcomes: {importance: "i_{id}", satisfaction: "s_{id}", list: [{01: Minimize the time}]}

        """
      let hook = "{to: webhook, url: \"https://e.org\", secret: hook}"
      for (directory, channels) in [
        ("a", "[\(hook), {to: file, path: x.log}]"), ("b", "[{to: stdout}]"),
        ("Reports", "[\(hook)]"),
      ] {
        mkdir("\(path)/\(directory)", 0o700)
        try write(study + "deliver: \(channels)\n", "\(path)/\(directory)/study.yaml")
        try write("s", "\(path)/\(directory)/hook")
      }
      try write("study: broken", "\(path)/broken.yaml")
      let folder = try ScheduledFolder(path)
      let real = try #require(FileSystem.realPath(path))
      // The secret of another user is for that user to read.
      let credentials = geteuid() == 0 ? ["hook": "\(real)/a/hook"] : [:]
      #expect(folder.reports == ["", "/a", "/b"].map { "\(real)\($0)/Reports" })
      #expect(
        folder.alertFiles.map(\.path) == ["\(real)/a/x.log"]
          && folder.secrets == credentials)
      #expect(folder.needsNetwork && !folder.runsPrograms)
      #expect(folder.unread == ["\(real)/broken.yaml"])
      try write(study + "deliver: [\(hook)]\n", "\(path)/b/study.yaml")
      #expect(try ScheduledFolder(path).secrets == [:])
    }
  }

  @Test("what the sandbox cannot make is made at installation, empty and as a delivery would")
  func preparation() throws {
    try inScratch { path in
      var folder = try ScheduledFolder(path)
      let place = Place(file: "study.yaml", line: 9, byteColumn: 3)
      folder.alertFiles = [.init(path: "\(folder.path)/alerts.log", place: place)]
      let first = try SchedulePreparation(folder)
      #expect(first.folders == folder.reports && first.files == ["\(folder.path)/alerts.log"])
      #expect(FileSystem.names(in: path) == [])
      try first.make()
      var status = stat()
      #expect(stat("\(path)/alerts.log", &status) == 0)
      #expect(status.st_mode == S_IFREG | 0o600 && status.st_size == 0)
      try write("old", "\(path)/alerts.log")
      // What appeared meanwhile is left alone.
      try first.make()
      #expect(FileSystem.contents(of: "\(path)/alerts.log", limit: 9) == Array("old".utf8))
      let again = try SchedulePreparation(folder)
      #expect(again.folders.isEmpty && again.files.isEmpty)

      folder.alertFiles = [.init(path: "\(folder.path)/none/alerts.log", place: place)]
      let failure = ScheduleFailure.noPlaceForAlerts(
        folder: "\(folder.path)/none", place: "study.yaml:9:3")
      #expect(throws: failure) { try SchedulePreparation(folder) }
      #expect(failure.exitStatus == .cannotCreate)
      #expect("\(failure.message)".hasPrefix("study.yaml:9:3: the file of alerts cannot be made"))
    }
  }

  @Test("root makes nothing that the owner of the studies could not", .enabled(if: geteuid() == 0))
  func ofOwner() throws {
    try inScratch { path in
      for name in ["own", "others"] { mkdir("\(path)/\(name)", 0o755) }
      chmod(path, 0o755)
      chown("\(path)/own", 65_534, 65_534)
      var folder = try ScheduledFolder("\(path)/own")
      let place = Place(file: "study.yaml", line: 9)
      folder.alertFiles = [.init(path: "\(path)/own/a.log", place: place)]
      try SchedulePreparation(folder).make()
      for name in ["Reports", "a.log"] {
        var status = stat()
        #expect(stat("\(path)/own/\(name)", &status) == 0 && status.st_uid == 65_534)
        #expect(status.st_gid == 65_534)
      }
      folder.alertFiles = [.init(path: "\(path)/others/a.log", place: place)]
      let refused = #expect(throws: ScheduleFailure.self) {
        try SchedulePreparation(folder).make()
      }
      #expect(refused?.exitStatus == .permission)
      #expect("\(try #require(refused).message)".contains("may not make it. Fix: make it by hand"))
      #expect(FileSystem.names(in: "\(path)/others") == [])
      // The rights are back.
      #expect(FileSystem.makeDirectory("\(path)/others/root") == 0)
    }
  }

  @Test("what reaches a unit cannot bring lines of its own, and root reads no one else's secret")
  func injection() throws {
    for name in ["hook", "a.B-1_"] { #expect(ScheduledFolder.isCredential(name)) }
    for name in ["", "a b", "a:b", "a\nb", "a%b"] { #expect(!ScheduledFolder.isCredential(name)) }
    try inScratch { path in
      try write("s", "\(path)/secret")
      #expect(ScheduledFolder.isOfRoot("\(path)/secret") == (geteuid() == 0))
      #expect(!ScheduledFolder.isOfRoot("\(path)/none") && !ScheduledFolder.isOfRoot(path))
      guard geteuid() == 0 else { return }
      chown(path, 65_534, 65_534)
      #expect(!ScheduledFolder.isOfRoot("\(path)/secret"))
    }
  }

  @Test("a time of the day is tried three times, any other as long as it takes")
  func restarts() throws {
    var plan = try Self.plan()
    #expect(ScheduleUnits(plan: plan).service.contains("\nStartLimitBurst=3\n"))
    plan.time = try ScheduleTime(calendar: "*:00")
    let service = ScheduleUnits(plan: plan).service
    #expect(service.contains("\nStartLimitIntervalSec=0\n") && !service.contains("StartLimitBurst"))
  }

  @Test("installed, listed, replaced and removed, in an image of a machine")
  func store() throws {
    try inScratch { path in
      let store = ScheduleStore(root: path, environment: ["HOME": "/x"])
      var plan = try Self.plan()
      for place in SchedulePlace.allCases { try store.install(plan, in: place) }
      let entries = store.list()
      #expect(entries.map(\.place) == SchedulePlace.allCases)
      #expect(entries.allSatisfy { $0.folder == plan.folder.path && $0.name == plan.name })
      #expect(
        entries.map(\.time) == ["*-*-* 03:00:00", "*-*-* 03:00:00", "0 3 * * *", "0 3 * * *"])
      plan.time = try ScheduleTime(at: "04:15")
      for place in SchedulePlace.allCases { try store.install(plan, in: place) }
      var status = stat()
      #expect(stat("\(path)/var/spool/cron/crontabs/\(ScheduleStore.userName)", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      #expect(stat("\(path)/etc/cron.d/\(plan.name)", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o644)
      let link = "\(path)/etc/systemd/system/timers.target.wants/\(plan.name).timer"
      #expect(FileSystem.kind(of: link) == .link && FileSystem.target(of: link) == .other)
      #expect(store.list().count == 4 && store.list().allSatisfy { $0.time.contains("4") })
      #expect(store.next(store.list()[3], now: 0)?.hasSuffix("04:15") == true)
      #expect(try store.remove(folder: plan.folder.path).count == 4)
      #expect(store.list().isEmpty && FileSystem.kind(of: link) == nil)
      #expect(throws: ScheduleFailure.notScheduled("/data")) { try store.remove(folder: "/data") }
    }
  }

  @Test("a manager that does not run is told with what to do by hand")
  func byHand() {
    let failure = ScheduleFailure.refused(
      program: "systemctl", said: "no bus", byHand: "systemctl daemon-reload")
    #expect(failure.exitStatus == .tryLater)
    #expect(
      "\(failure.message)".contains("found no bus. Fix: once it runs: `systemctl daemon-reload`"))
  }
}
