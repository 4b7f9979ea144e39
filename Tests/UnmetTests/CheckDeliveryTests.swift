import Foundation
import Groundwork
import Testing

@Suite("unmet check and unmet schedule of the places that alerts go to")
struct CheckDeliveryTests {
  private func scratch(_ channels: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml + "deliver: [\(channels)]\n", to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    return scratch
  }

  @Test("check tells what is missing, where the study says so, and ends as the analysis would")
  func check() throws {
    let scratch = try scratch(
      "{to: command, run: [notfy]}, {to: file, path: logs/a.log}, {to: file, path: a.log}")
    try scratch.write("#!/bin/sh\n", to: "notify")
    #expect(try scratch.shell("chmod +x notify").status == 0)
    let check = try scratch.unmet("check", "study.yaml")
    let words = check.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(check.status == 0 && words.contains("2 outcomes; there are warnings."))
    #expect(words.contains("deliver: notfy: there is no such program"))
    #expect(words.contains("Fix: write notify if that is meant. at study.yaml:14:11"), "\(words)")
    #expect(words.contains("logs/a.log: the file for alerts cannot be made, found no folder logs"))
    #expect(
      scratch.names().filter { !$0.hasPrefix(".") } == ["notify", "responses.csv", "study.yaml"])
    try scratch.write(SmallStudy.yaml + "deliver: [{to: file, path: a.log}]\n", to: "study.yaml")
    #expect(try !scratch.unmet("check", "study.yaml").output.contains("deliver"))
  }

  private func install(_ scratch: Scratch, _ arguments: String...) throws -> CommandRun {
    try scratch.unmet(
      ["schedule", "install", ".", "--at", "03:00", "--system", "--systemd"] + arguments)
  }

  @Test("a dry run says what would be made, what programs may do, and refuses a missing folder")
  func dryRun() throws {
    let scratch = try scratch("{to: command, run: [/bin/cat]}, {to: file, path: a.log}")
    let place = try #require(FileSystem.realPath(scratch.path))
    let run = try install(scratch, "--dry-run")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\n# would be made: \(place)/a.log, an empty file for alerts\n"))
    #expect(run.output.contains("\n# would be made: \(place)/Reports\n"))
    #expect(
      run.output.contains(
        "# programs under `deliver` may use the network, and write to nothing but "
          + "\(place)/Reports, \(place)/a.log; for more see docs/schedule.md"))
    #expect(run.output.contains("ReadWritePaths=\"\(place)/Reports\" \"-\(place)/a.log\"\n"))
    #expect(!scratch.exists("a.log") && !scratch.exists("Reports"))
    // An image of a machine has files of its own.
    let image = try install(scratch, "--root", "image")
    #expect(image.status == 0 && !image.output.contains("made"), "\(image.errors)")
    #expect(!scratch.exists("a.log"))

    let user = try scratch.unmet(
      "schedule", "install", ".", "--at", "03:00", "--user", "--systemd", "--dry-run")
    #expect(user.status == 0 && !user.output.contains("programs under"))
    try scratch.write(SmallStudy.yaml + "deliver: [{to: file, path: b/a.log}]\n", to: "study.yaml")
    let refused = try install(scratch, "--dry-run")
    #expect(refused.status == Status.cannotCreate.rawValue && refused.output.isEmpty)
    #expect(refused.errors.contains("study.yaml:14:11: the file of alerts cannot be made"))
    #expect(refused.errors.contains("found no folder \(place)/b"), "\(refused.errors)")
  }

  @Test("an alert that does not fit leaves no half of a line")
  func fullDisk() throws {
    let scratch = try scratch("{to: file, path: a.log}")
    let run = "Reports/small/runs/2026-11-20-0001"
    #expect(
      try scratch.shell("mkdir -p \(run) && ln -s runs/2026-11-20-0001 Reports/small/latest").status
        == 0)
    try scratch.write(
      "{\"alerts\": [{\"id\": \"a1\", \"text\": \"\(String(repeating: "x", count: 3000))\"}]}",
      to: "\(run)/alerts.json")
    // Fewer bytes than the alert has fit into any file: blocks of 512 bytes.
    let full = try scratch.shell(
      "printf 'old\\n' > a.log; ulimit -f 2; \"$UNMET\" alerts study.yaml --deliver")
    #expect(full.status == Status.inputOutput.rawValue, "\(full.errors)")
    #expect(try scratch.text("a.log") == "old\n")
    #expect(try scratch.unmet("alerts", "study.yaml", "--deliver").status == 0)
    #expect(try scratch.text("a.log").split(separator: "\n").count == 2)
  }

  @Test(
    "an installation makes the files and says so, also where systemd does not run",
    .enabled(if: Privileges.canMount))
  func install() throws {
    let scratch = try scratch("{to: file, path: a.log}")
    // A directory of units that is nobody's, and a systemctl that refuses.
    try scratch.write("#!/bin/sh\necho no bus >&2\nexit 1\n", to: "systemctl")
    let run = try scratch.shell(
      """
      chmod +x systemctl && mkdir -p /etc/systemd/system && unshare -m sh -c '
      mount -t tmpfs tmpfs /etc/systemd/system || exit 99
      PATH=$PWD:$PATH "$UNMET" schedule install . --at 03:00 --system --systemd'
      """)
    #expect(run.status == Status.tryLater.rawValue && run.errors.contains("no bus"))
    #expect(run.output.contains("/a.log, an empty file for alerts\n"), "\(run.output)")
    #expect(try scratch.exists("a.log") && scratch.text("a.log").isEmpty)
    #expect(scratch.exists("Reports"))
  }

  @Test(
    "a timer that goes on keeps its files and is told; where no manager runs they go",
    .enabled(if: Privileges.canMount))
  func remove() throws {
    let scratch = try scratch("{to: file, path: a.log}")
    let manager = """
      #!/bin/sh
      case "$*" in
      *disable*) echo no access >&2; exit 1;;
      *is-active*) exit "$(cat active)";;
      esac
      """
    try scratch.write(manager, to: "systemctl")
    let run = try scratch.shell(
      """
      chmod +x systemctl && mkdir -p /etc/systemd/system && unshare -m sh -c '
      mount -t tmpfs tmpfs /etc/systemd/system || exit 99
      PATH=$PWD:$PATH
      "$UNMET" schedule install . --at 03:00 --system --systemd || exit 98
      echo 0 > active
      "$UNMET" schedule remove .; echo "status $?"; ls /etc/systemd/system | wc -l
      echo 3 > active
      "$UNMET" schedule remove .; echo "status $?"; ls /etc/systemd/system | wc -l'
      """)
    let lines = run.output.split(separator: "\n")
    #expect(lines.contains("status 75") && lines.contains("2"), "\(run.output)\(run.errors)")
    #expect(run.errors.contains("no access"))
    #expect(lines.suffix(2) == ["status 0", "0"], "\(run.output)")
  }
}
