import Foundation
import Groundwork
import Testing

/// What goes wrong in practice: each fault gives one clear sentence, the right exit status and no
/// output directory.
@Suite("Faults of a run")
struct FaultTests {
  /// A fault: what the files hold, how the command is called, what it must answer.
  struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var study = SmallStudy.yaml
    /// `nil` leaves the file out.
    var csv: String? = SmallStudy.csv()
    var arguments: [String] = []
    var status: Status
    /// Words that the message must hold.
    var words: [String]
  }

  static let faults = [
    Fault(
      testDescription: "missing file", csv: nil, status: .inputMissing, words: ["responses.csv"]),
    Fault(
      testDescription: "empty file", csv: "", status: .data,
      words: ["responses.csv", "no respondents"]),
    Fault(
      testDescription: "header only", csv: SmallStudy.header + "\n", status: .data,
      words: ["no respondents", "header"]),
    Fault(
      testDescription: "study with a typo in a key",
      study: SmallStudy.yaml.replacingOccurrences(of: "  respondent:", with: "  respondant:"),
      status: .studyFile, words: ["study.yaml:5:3", "respondant", "respondent"]),
    Fault(
      testDescription: "column named in the study but not in the data",
      csv: SmallStudy.csv(header: "id,role,imp_01,sat_01,imp_2,sat_02"), status: .studyFile,
      words: ["imp_02", "responses.csv", "imp_2"]),
    Fault(
      testDescription: "ratings out of range above the limit",
      csv: SmallStudy.csv(changing: 7, to: "R7,User,6,1,3,1"), status: .data,
      words: ["responses.csv:9:9", "imp_01", "\"6\"", "1 to 5"]),
    Fault(
      testDescription: "unclosed quote",
      csv: SmallStudy.csv(changing: 7, to: "R7,\"User,3,1,3,1"), status: .data,
      words: ["responses.csv:9:4", "quote"]),
    Fault(
      testDescription: "last record cut off",
      csv: String(SmallStudy.csv().dropLast(6)), status: .data,
      words: ["responses.csv:41", "cut"]),
    Fault(
      testDescription: "duplicate header that the study names",
      csv: SmallStudy.csv(header: "id,role,imp_01,sat_01,imp_01,sat_02"),
      status: .data, words: ["imp_01", "#3", "#5"]),
    Fault(
      testDescription: "duplicate respondent id",
      csv: SmallStudy.csv(changing: 7, to: "R3,User,3,1,3,1"), status: .data,
      words: ["responses.csv", "\"id\"", "unique"]),
    Fault(
      testDescription: "more clusters than respondents",
      csv: SmallStudy.csv().split(separator: "\n").prefix(7).joined(separator: "\n") + "\n",
      arguments: ["--clusters", "10"], status: .data, words: ["k = 10"]),
    Fault(
      testDescription: "the answers given alone with a feature that needs all",
      study: SmallStudy.yaml + "clusters: {missing: k-pod}\n", status: .studyFile,
      words: ["clusters.on: levelled-gap", "or delete `clusters.missing`"]),
    Fault(
      testDescription: "more clusters than the tables compute", arguments: ["--clusters", "11"],
      status: .usage, words: ["--clusters 11", "2 to 10"]),
    Fault(
      testDescription: "output below a file", arguments: ["--out", "responses.csv/run"],
      status: .cannotCreate, words: ["responses.csv", "not a directory"]),
    Fault(
      testDescription: "output where no directory can be made",
      arguments: ["--out", "/proc/no/run"], status: .cannotCreate, words: ["/proc/no"]),
    Fault(
      testDescription: "output directory that holds files", arguments: ["--out", "."],
      status: .cannotCreate, words: ["not empty"]),
    Fault(
      testDescription: "responses outside the study's folder",
      study: SmallStudy.yaml.replacingOccurrences(of: "responses.csv", with: "../responses.csv"),
      status: .permission, words: ["../responses.csv", "--data"]),
    Fault(
      testDescription: "invalid rating with --strict",
      csv: SmallStudy.csv(changing: 7, to: "R7,User,x,1,3,1"), arguments: ["--strict"],
      status: .data, words: ["imp_01"]),
    Fault(
      testDescription: "wrong option", arguments: ["--cluster", "3"], status: .usage,
      words: ["--clusters"]),
  ]

  @Test("A fault gives one clear sentence, the right status and no output", arguments: faults)
  func fault(_ fault: Fault) throws {
    let scratch = try Scratch()
    try scratch.write(fault.study, to: "study.yaml")
    if let csv = fault.csv { try scratch.write(csv, to: "responses.csv") }
    let before = scratch.names()
    let run = try scratch.unmet(["analyze", "study.yaml"] + fault.arguments)
    #expect(run.status == fault.status.rawValue, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.messages.count == 1, "\(run.errors)")
    for word in fault.words { #expect(run.errors.contains(word), "\(run.errors)") }
    let own = [".input", ".output", ".errors"]
    #expect(scratch.names().filter { !own.contains($0) } == before)
  }

  @Test("A study file that is missing is told as such")
  func missingStudy() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("analyze", "study.yaml")
    #expect(run.status == Status.inputMissing.rawValue)
    #expect(run.messages.count == 1)
  }

  @Test("No message shows what stands in an id column, nor steers the terminal")
  func noSecrets() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(changing: 7, to: "R3,User,3,1,3,1"), to: "responses.csv")
    #expect(try !scratch.unmet("analyze", "study.yaml").errors.contains("R3"))
    try scratch.write(
      SmallStudy.csv(changing: 7, to: "R7,User,\u{1b}[31m,1,3,1"), to: "responses.csv")
    let run = try scratch.unmet("analyze", "study.yaml")
    #expect(run.errors.contains("\\u{1b}[31m"))
    #expect(!run.errors.contains("\u{1b}"))
  }

  @Test("Control characters of arguments are shown, not sent")
  func arguments() throws {
    let scratch = try Scratch()
    for line in [["\u{1b}[31m"], ["analyze", "--sc\u{1b}[31m"], ["analyze", "a\u{7}.yaml"]] {
      let run = try scratch.unmet(line)
      #expect(run.status != 0)
      #expect(!run.errors.contains("\u{1b}") && !run.errors.contains("\u{7}"), "\(run.errors)")
    }
  }

  @Test("Closed descriptors are opened on nothing, so that no file takes their numbers")
  func closedDescriptors() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    let run = try scratch.shell("\"$UNMET\" analyze study.yaml --out run <&- >&- 2>&-")
    #expect(run.status == 0)
    #expect(try scratch.text("run/report.txt").hasPrefix("Small"))
    let wrong = try scratch.shell("\"$UNMET\" analyze study.yaml --data - --out b <&-")
    #expect(wrong.status == Status.data.rawValue, "\(wrong.errors)")
  }

  @Test("A standard input that has nothing yet is waited for")
  func nonBlockingInput() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let pipe = Pipe()
    let reading = pipe.fileHandleForReading.fileDescriptor
    #expect(fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK) == 0)
    // The child must not hold the other end itself.
    let writing = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(writing, F_SETFD, FD_CLOEXEC) == 0)
    let process = try scratch.start(
      Scratch.command, ["analyze", "study.yaml", "--data", "-", "--out", "run", "--quiet"],
      inputDescriptor: reading)
    usleep(50_000)
    try pipe.fileHandleForWriting.write(contentsOf: Data(SmallStudy.csv().utf8))
    try pipe.fileHandleForWriting.close()
    #expect(process.wait() == .exit(0))
    #expect(scratch.exists("run/report.txt"))
  }

  @Test("A file that claims more than any memory ends with a sentence")
  func sparse() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let records = (0..<400_000).map { "R\($0),User,1,2,3,4\n" }.joined()
    try scratch.write(SmallStudy.header + "\n" + records, to: "responses.csv")
    let run = try scratch.shell(
      "truncate -s 8T responses.csv || exit 99; \"$UNMET\" analyze study.yaml")
    // Some file systems hold no file of that size.
    guard run.status != 99 else { return }
    #expect(run.status == Status.data.rawValue, "\(run.errors)")
    #expect(run.errors.contains("NUL"), "\(run.errors)")
  }

  @Test(
    "Weights of any proportion end with a report",
    arguments: [
      ["1", "1"], ["1", "1", "1"], ["1000000", "1000000", "1000000", "0.000001"],
      ["899999999999"],
    ])
  func strangeWeights(weights: [String]) throws {
    let scratch = try Scratch()
    let last = weights.count > 3 || weights.count == 1 ? "0.000001" : "0"
    let records = (0..<300).map { row in
      // Groups of one person each.
      "R\(row),G\(row),\(row < weights.count ? weights[row] : last),\(1 + row % 5),"
        + "\(1 + row / 2 % 5),\(1 + row * 7 % 5),\(1 + row / 3 % 5)"
    }
    try scratch.write(
      SmallStudy.yaml.replacingOccurrences(of: "segments:", with: "weight: w\nsegments:"),
      to: "study.yaml")
    try scratch.write(
      (["id,role,w,imp_01,sat_01,imp_02,sat_02"] + records).joined(separator: "\n") + "\n",
      to: "responses.csv")
    let run = try scratch.unmet("analyze", "study.yaml", "--out", "run")
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains("nan") && !run.output.contains("inf "))
  }

  @Test("A full disk ends with 74 and leaves nothing", .enabled(if: Privileges.canMount))
  // Needs the right to mount a small disk; without it the test is skipped, and the one below on
  // the standard output remains.
  func diskFull() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    let run = try scratch.shell(
      """
      mkdir disk && unshare -m sh -c '
      mount -t tmpfs -o size=16k tmpfs disk || exit 99
      "$UNMET" analyze study.yaml --quiet --out disk/run; status=$?
      ls -A disk; exit $status'
      """)
    #expect(run.status == Status.inputOutput.rawValue, "\(run.errors)")
    #expect(run.errors.contains("no space left"))
    #expect(run.output.isEmpty, "left on the disk: \(run.output)")
  }

  @Test("A full device behind the standard output ends with 74, the run stays whole")
  func fullDevice() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    let run = try scratch.shell("\"$UNMET\" analyze study.yaml --out run > /dev/full")
    #expect(run.status == Status.inputOutput.rawValue)
    #expect(run.errors.contains("no space left"))
    #expect(scratch.names("run").contains("manifest.json"))
  }

  @Test(
    "A directory without permission is refused with 77 before anything is read",
    .enabled(if: Privileges.canDrop))
  // The superuser may write anywhere, so the test runs the command as nobody; where that is not
  // possible it is skipped.
  func noPermission() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let run = try scratch.shell(
      "chmod 755 . && \(Privileges.nobody) \"$UNMET\" analyze study.yaml --out sub/run")
    #expect(run.status == Status.permission.rawValue, "\(run.errors)")
    #expect(!scratch.exists("sub"))
  }
}

/// What the tests may do on this machine.
enum Privileges {
  static let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

  /// Whether a small disk can be mounted.
  static let canMount = succeeds("unshare -m sh -c 'mount -t tmpfs -o size=16k tmpfs /mnt'")

  /// Whether the built command can be run as nobody.
  static let canDrop = succeeds("test $(id -u) = 0 && \(nobody) \"$UNMET\" --version")

  private static func succeeds(_ line: String) -> Bool {
    guard let scratch = try? Scratch() else { return false }
    return (try? scratch.shell(line).status) == 0
  }
}
