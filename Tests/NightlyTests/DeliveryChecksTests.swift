import Foundation
import Groundwork
import Survey
import Testing

@testable import Nightly

@Suite("Whether alerts can go where a study says")
struct DeliveryChecksTests {
  private let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "unmet-checks-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
  }

  private func write(_ name: String, mode: mode_t) throws {
    try Data("x".utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
    chmod(directory + "/" + name, mode)
  }

  /// The kind and the text of what is found of one channel, the folder left out.
  private func finding(
    _ destination: DeliveryChannel.Destination, _ environment: [String: String] = [:]
  ) -> String? {
    let channel = DeliveryChannel(destination, place: Place(file: "s.yaml", line: 7, byteColumn: 3))
    let found = DeliveryChecks(directory: directory, environment: environment).findings([channel])
    #expect(found.allSatisfy { $0.places == ["s.yaml:7:3"] && $0.severity == .warning })
    return found.first.map { "\($0.kind) \($0.text.replacing("\(directory)/", with: ""))" }
  }

  private func hook(_ secret: String?) -> DeliveryChannel.Destination {
    var webhook = DeliveryChannel.Webhook(url: "https://e.org")
    webhook.secret = secret
    return .webhook(webhook)
  }

  @Test("programs that are missing, misspelt, on PATH alone, folders, or may not be executed")
  func programs() throws {
    try write("notify", mode: 0o755)
    try write("plain", mode: 0o644)
    #expect(finding(.command(["notify", "-u"])) == nil)
    #expect(finding(.command(["/bin/sh"])) == nil)
    #expect(
      finding(.command(["notfiy"]))
        == "alert-program notfiy: there is no such program, expected a program, by its whole path "
        + "or below the study's folder. Fix: write notify if that is meant")
    let shell = try #require(finding(.command(["sh"]), ["PATH": "/bin"]))
    #expect(shell.hasSuffix("Fix: write /bin/sh if that is meant"))
    let gone = try #require(finding(.command(["/none/at-all"])))
    #expect(gone.hasSuffix("Fix: install it, or correct `run`"))
    #expect(
      finding(.command(["plain"]))
        == "alert-program plain: the program may not be executed. Fix: `chmod +x` it")
    #expect(finding(.command(["/usr"]))?.contains("this is no program, found a folder") == true)
  }

  @Test("files in folders that do not exist, and what is no file")
  func files() throws {
    #expect(finding(.file(path: "alerts.log")) == nil && finding(.standardOutput) == nil)
    let nowhere = try #require(finding(.file(path: "logs/alerts.log")))
    #expect(nowhere.hasPrefix("alert-file logs/alerts.log: the file for alerts cannot be made"))
    #expect(nowhere.contains("found no folder ") && nowhere.contains("correct `path`"))
    symlink("alerts.log", directory + "/link")
    #expect(finding(.file(path: "link"))?.contains("found a link") == true)
    #expect(finding(.file(path: "/usr"))?.contains("found a folder") == true)
  }

  @Test("secrets that are missing, open to others, or no files; none is read")
  func secrets() throws {
    #expect(finding(hook(nil)) == nil)
    try write("good", mode: 0o600)
    try write("open", mode: 0o640)
    // Rights that nobody has on it: it is not even opened.
    try write("sealed", mode: 0)
    #expect(finding(hook("good")) == nil && finding(hook("sealed")) == nil)
    let missing = try #require(finding(hook("missing")))
    #expect(
      missing.hasPrefix("alert-secret missing: the secret cannot be read, found no such file"))
    #expect(missing.contains("or a credential of the service manager"))
    let open = try #require(finding(hook("open")))
    #expect(open.contains("others can read the secret, found mode 640, expected mode 600"))
    #expect(finding(hook("/usr"))?.contains("found no file") == true)
    mkdir(directory + "/credentials", 0o700)
    try write("credentials/missing", mode: 0o400)
    let environment = ["CREDENTIALS_DIRECTORY": directory + "/credentials"]
    #expect(finding(hook("missing"), environment) == nil)
  }
}
