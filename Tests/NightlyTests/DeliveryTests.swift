import Foundation
import Groundwork
import Survey
import Testing

@testable import Nightly

@Suite("Alerts are delivered")
struct DeliveryTests {
  private let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "unmet-delivery-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory + "/state", withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String, mode: mode_t = 0o600) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
    chmod(directory + "/" + name, mode)
  }

  private func text(_ name: String) -> String {
    String(
      decoding: FileSystem.contents(of: directory + "/" + name, limit: 1 << 20) ?? [],
      as: UTF8.self)
  }

  private static func alerts(_ ids: String...) -> [PublishedAlert] {
    let items = ids.map { "{\"id\": \"\($0)\", \"value\": 1.50, \"text\": \"a \\\" ] } b\"}" }
    let document = "{\"study\": \"S\",\n \"alerts\": [\(items.joined(separator: ",\n"))]}"
    return AlertFile.parse(Array(document.utf8), run: "r1") ?? []
  }

  private static func line(_ id: String) -> String {
    #"{"study":"S","run":"r1","id":"\#(id)","value":1.50,"text":"a \" ] } b"}"# + "\n"
  }

  private func delivery(_ destinations: DeliveryChannel.Destination...) -> Delivery {
    var delivery = Delivery(destinations.map { DeliveryChannel($0) }, directory: directory)
    delivery.environment = ["PATH": "/usr/bin:/bin"]
    return delivery
  }

  @Test("an alert goes out as it stands in the file, with study and run, in one line")
  func parsing() {
    let alerts = Self.alerts("x")
    #expect(alerts.map { String(decoding: $0.json, as: UTF8.self) + "\n" } == [Self.line("x")])
    #expect(alerts.first?.text == "a \" ] } b")
    let decoy = #"{"note": "\"alerts\":[", "inner": {"alerts": [1]}, "alerts": []}"#
    #expect(AlertFile.parse(Array(decoy.utf8), run: "") == [])
    for bad in [
      "", "[]", "{\"alerts\": 3}", "{\"alerts\": [3]}", "{\"alerts\": [{\"id\": \"a\\nb\"}]}",
    ] {
      #expect(AlertFile.parse(Array(bad.utf8), run: "") == nil, "\(bad)")
    }
  }

  @Test("each channel gets each alert once, whatever other channels do")
  func once() throws {
    try write("#!/bin/sh\n[ -e ok ] || exit 75\ncat >> got\n", "take", mode: 0o755)
    let delivery = delivery(.command(["take", "$(touch no)"]), .file(path: "alerts.log"))
    let state = directory + "/state"
    let first = try delivery.run([Self.alerts("a", "b")], state: state)
    #expect(first.sentCount == 2 && first.waitingCount == 2 && first.exitStatus == .tryLater)
    #expect(text("alerts.log") == Self.line("a") + Self.line("b") && text("got") == "")
    try write("", "ok")
    let second = try delivery.run([Self.alerts("a", "b"), Self.alerts("c")], state: state)
    #expect(second.sentCount == 4 && second.waitingCount == 0 && second.exitStatus == .success)
    #expect(text("got") == ["a", "b", "c"].map(Self.line).joined())
    #expect(text("alerts.log") == text("got"))
    #expect(try delivery.run([Self.alerts("a", "b", "c")], state: state).sentCount == 0)
    #expect(!FileManager.default.fileExists(atPath: directory + "/no"))
    var status = stat()
    #expect(stat(state + "/delivered.json", &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test("a listener that cannot be reached is not asked again, others are")
  func unreachable() throws {
    // Nothing listens on the port of discarded data.
    var hook = DeliveryChannel.Webhook(url: "http://127.0.0.1:9/hook")
    var first = delivery(.webhook(hook), .file(path: "a.jsonl"))
    first.channels[0].attemptCount = 1
    let found = try first.run([Self.alerts("x")], state: directory + "/state")
    #expect(found.unreachable == [first.channels[0].settings] && found.sentCount == 1)

    var second = first
    second.unreachable = found.unreachable
    var asked: [String] = []
    second.log = { asked.append($0.channel) }
    let outcome = try second.run([Self.alerts("x", "y")], state: directory + "/state")
    #expect(asked == ["file a.jsonl"] && outcome.sentCount == 1 && outcome.waitingCount == 2)
    #expect(outcome.exitStatus == .tryLater && outcome.unreachable.isEmpty)
    #expect(
      outcome.failures.map(\.failure.message.description) == [
        "127.0.0.1:9: the listener did not answer: not asked, as it did not answer another study "
          + "tonight. Fix: nothing: it is tried again."
      ])

    // With a proxy of its own it may be reached.
    hook.proxy = "http://127.0.0.1:9"
    second.channels[0].destination = .webhook(hook)
    _ = try second.run([Self.alerts("x", "y")], state: directory + "/state")
    #expect(asked.contains(second.channels[0].name))
  }

  @Test("a channel that is new, or whose list is lost, gets the alerts of the last run alone")
  func newChannel() throws {
    let report = try delivery(.file(path: "late.log")).run(
      [Self.alerts("old"), Self.alerts("new")], state: directory + "/state")
    #expect(report.sentCount == 1 && text("late.log") == Self.line("new"))
  }

  @Test("an earlier run whose alerts cannot be read is passed over and told, the newest is not")
  func unreadableRun() throws {
    for (run, text) in [("2026-01-01-a", "{"), ("2026-01-02-a", "{\"alerts\": []}")] {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/runs/\(run)", withIntermediateDirectories: true)
      try write(text, "runs/\(run)/\(AlertFile.name)")
    }
    var told: [DeliveryFailure] = []
    let runs = try RunAlerts.read(reports: directory) { told.append($0) }
    #expect(runs.map(\.run) == ["2026-01-02-a"] && told.count == 1)
    try write("{", "runs/2026-01-02-a/\(AlertFile.name)")
    #expect(throws: DeliveryFailure.self) { try RunAlerts.read(reports: directory) }
  }

  @Test("a list of deliveries that cannot be read stops the delivery instead of repeating it")
  func badState() throws {
    for bad in ["", "{}", "{\"version\": 2, \"channels\": {}}"] {
      try write(bad, "state/delivered.json")
      #expect(throws: DeliveryFailure.self) {
        try delivery(.file(path: "x.log")).run(
          [Self.alerts("a")], state: directory + "/state")
      }
    }
    #expect(text("x.log") == "")
  }

  @Test("a line that was cut short is ended before the next one")
  func wholeLines() throws {
    try write("{\"half\":", "cut.log")
    let delivery = delivery(.file(path: "cut.log"))
    _ = try delivery.run([Self.alerts("a", "b")], state: directory + "/state")
    #expect(text("cut.log") == "{\"half\":\n" + Self.line("a") + Self.line("b"))
  }

  @Test("two deliveries at once: the second waits for another time")
  func lock() throws {
    let lock = try RunLock(path: directory + "/state/delivery.lock", holder: "process 1")
    #expect(throws: NightlyFailure.self) {
      try delivery(.standardOutput).run([Self.alerts("a")], state: directory + "/state")
    }
    withExtendedLifetime(lock) {}
  }

  @Test("a secret that others can read, that is a link, or no line is refused")
  func secrets() throws {
    let secret = "hush-123"
    try write(secret + "\n", "good")
    let read = try Secret.read("good", beside: directory, credentials: nil)
    #expect(read.bytes == Array(secret.utf8))
    #expect(!"\(read) \(String(reflecting: read))".contains(secret))
    try write(secret, "open", mode: 0o644)
    #expect(throws: DeliveryFailure.openSecret(path: directory + "/open", mode: 0o644)) {
      try Secret.read("open", beside: directory, credentials: nil)
    }
    symlink("good", directory + "/link")
    try write("a\nb", "lines")
    try write("", "empty")
    for name in ["link", "lines", "empty", "missing", "."] {
      #expect(throws: DeliveryFailure.self) {
        try Secret.read(name, beside: directory, credentials: nil)
      }
    }
    // The service manager's comes first, by its plain name alone.
    mkdir(directory + "/credentials", 0o700)
    try write("from-manager", "credentials/good", mode: 0o400)
    let other = try Secret.read("good", beside: directory, credentials: directory + "/credentials")
    #expect(other.bytes == Array("from-manager".utf8))
    // As systemd from 254 on hands them to a user; no other file may be so.
    chmod(directory + "/credentials/good", 0o440)
    let listed = try? Secret.read(
      "good", beside: directory, credentials: directory + "/credentials")
    #expect(listed?.bytes == (geteuid() == 0 ? other.bytes : nil))
    chmod(directory + "/good", 0o440)
    #expect(throws: DeliveryFailure.openSecret(path: directory + "/good", mode: 0o440)) {
      try Secret.read("good", beside: directory, credentials: nil)
    }
  }

  @Test("curl is told everything on its input, quoted, and follows nothing")
  func configuration() throws {
    try write("pa\"ss\\", "secret")
    let request = WebhookRequest(
      webhook: .init(url: "https://example.org/a?b=[1]"),
      secret: try Secret.read("secret", beside: directory, credentials: nil), timeout: 2.5,
      authority: nil)
    let text = String(decoding: request.configuration(Self.alerts("x")[0]), as: UTF8.self)
    for line in [
      "header = \"Authorization: Bearer pa\\\"ss\\\\\"", "url = \"https://example.org/a?b=[1]\"",
      "max-time = \"3\"", "proto = \"=https\"", "max-redirs = \"0\"", "noproxy = \"*\"", "globoff",
      "header = \"Idempotency-Key: x\"",
    ] { #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)") }
    var odd = request
    odd = WebhookRequest(
      webhook: odd.webhook, secret: nil, timeout: 1, authority: "/a\ninsecure\r")
    let lines = String(decoding: odd.configuration(Self.alerts("x")[0]), as: UTF8.self)
    #expect(lines.contains(#"cacert = "/a\ninsecure\r""#) && !lines.contains("\ninsecure"))
    #expect(!text.contains("location") && !text.contains("insecure"))
    #expect(text.contains(#"data-raw = "{\"study\":\"S\""#))
  }

  @Test("Retry-After is seconds or a date")
  func retryAfter() {
    #expect(HTTPDate.seconds(" 120", now: 0) == 120)
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(HTTPDate.seconds(date, now: 784_111_777 - 60) == 60)
    #expect(HTTPDate.seconds(date, now: 784_111_777 + 60) == 0)
    for bad in [
      "", "-1", "soon", "Sun, 06 Nov 1994 08:49:37 CET",
      "Sun, 06 Nov 1994 9999999999999999:49:37 GMT",
    ] {
      #expect(HTTPDate.seconds(bad, now: 0) == nil)
    }
    #expect(CivilDate.days(year: 2000, month: 3, day: 1) == 11_017)
    #expect(CivilDate.days(year: 1970, month: 1, day: 1) == 0)
  }

  @Test("what passes by itself is 75; what needs somebody is not")
  func statuses() {
    let expected: [(Int, Groundwork.ExitStatus)] = [
      (429, .tryLater), (503, .tryLater), (500, .tryLater), (302, .studyFile),
      (401, .permission), (404, .unavailable), (422, .unavailable),
    ]
    for (status, exit) in expected {
      #expect(DeliveryFailure.refused(host: "h", status: status).exitStatus == exit)
    }
    #expect(DeliveryFailure.refused(host: "h", status: 422).concernsAlert)
    #expect(!DeliveryFailure.refused(host: "h", status: 404).concernsAlert)
  }

  @Test("what a program says is for the log; one that asks for another time needs nobody")
  func said() throws {
    try write("#!/bin/sh\necho pager is down >&2\necho twice >&2\nexit 75\n", "busy", mode: 0o700)
    var delivery = delivery(.command(["busy"]))
    var failures: [DeliveryFailure] = []
    delivery.log = { if let failure = $0.failure { failures.append(failure) } }
    let report = try delivery.run([Self.alerts("x")], state: directory + "/state")
    #expect(failures.map(\.said) == ["pager is down"] && report.exitStatus == .tryLater)
    #expect(
      failures[0].message.description
        == "busy: the program did not take the alert, found status 75, expected status 0. "
        + "Fix: nothing: it is tried again.")
  }

  @Test("a test alert has every member of an alert, its sentence where theirs is")
  func trial() throws {
    let alert = PublishedAlert.test(study: "S \"1\"", time: "7")
    let document = try #require(JSONDocument(alert.json))
    let members = try #require(document.members)
    #expect(
      Set(members.keys) == [
        "study", "run", "id", "rule", "when", "outcome", "text", "segmentation", "segment",
        "figure", "before", "value", "low", "high", "evidence", "evidence-needed", "since", "night",
        "n", "sentence", "test",
      ])
    #expect(document["sentence"]?.text == alert.text && document["text"]?.text == "")
    #expect(document["study"]?.text == "S \"1\"" && document["id"]?.text == "test-7")
  }

  @Test("a file that the sandbox does not know is told with what to do")
  func sandbox() {
    let locked = DeliveryFailure.cannotWrite(path: "a.log", code: EROFS).message.description
    #expect(locked.hasPrefix("a.log: writing failed: read-only file system. Fix: run `unmet"))
    #expect(
      locked.contains("schedule install` again: the sandbox of a scheduled night allows only"))
    let full = DeliveryFailure.cannotWrite(path: "a.log", code: ENOSPC).message.description
    #expect(full.hasSuffix("Fix: make room, or name another file."))
  }

  @Test("a webhook's address stands in no name and no message but for its host")
  func addresses() {
    let webhook = DeliveryChannel.Webhook(url: "https://example.org:8/T0K3N?key=T0K3N")
    let name = DeliveryChannel(.webhook(webhook)).name
    #expect(webhook.host == "example.org:8" && name.hasPrefix("webhook example.org:8 "))
    #expect(!name.contains("T0K3N"))
  }
}
