import Groundwork
import Testing

@testable import Survey

@Suite("Where alerts go, in the study file")
struct DeliveryKeyTests {
  private static let base = """
    study: x
    job: Try things out
    responses: {file: a.csv, scale: 1-5}
    outcomes:
      importance: i_{id}
      satisfaction: s_{id}
      list: [{01: Minimize the time}]
    deliver:

    """

  private func channels(_ lines: String...) throws -> [DeliveryChannel] {
    let text = Self.base + lines.map { "  - \($0)\n" }.joined()
    return try StudyReader.parse(Array(text.utf8), file: "study.yaml").channels
  }

  private func sentence(_ line: String) -> String? {
    do throws(StudyError) {
      let text = Self.base + "  - \(line)\n"
      _ = try StudyReader.parse(Array(text.utf8), file: "study.yaml")
      return nil
    } catch {
      return error.messages.map(\.description).joined(separator: "\n")
    }
  }

  @Test("all four kinds, with defaults")
  func kinds() throws {
    let channels = try channels(
      "{to: file, path: logs/alerts.log}", "{to: stdout}",
      "{to: command, run: [/bin/notify, -u, \"\"], timeout: 90 s}",
      "{to: webhook, url: \"https://e.org/x\", secret: s, header: X-Key, attempts: 2}")
    #expect(channels[0].destination == .file(path: "logs/alerts.log"))
    #expect(channels[1].destination == .standardOutput)
    #expect(channels[2].destination == .command(["/bin/notify", "-u", ""]))
    #expect(channels[2].timeout == 90 && channels[0].timeout == 10)
    var webhook = DeliveryChannel.Webhook(url: "https://e.org/x")
    (webhook.secret, webhook.header) = ("s", "X-Key")
    #expect(channels[3].destination == .webhook(webhook))
    #expect(channels[3].attemptCount == 2 && channels[0].attemptCount == 4)
  }

  @Test(
    "http is for this machine alone",
    arguments: [
      ("https://e.org", true), ("https://e.org:8443/a?b=c", true), ("https://[::1]/", true),
      ("http://127.0.0.1:8080/x", true), ("http://localhost", true), ("http://[::1]:80/", true),
      ("http://e.org/", false), ("http://127.0.0.1.e.org/", false), ("http://127.evil/", false),
      ("http://127.0.0.1@e.org/", false), ("https://u:p@e.org/", false), ("ftp://e.org", false),
      ("https:///x", false), ("https://e.org:x/", false), ("https://e.org\\\\@x/", false),
      ("HTTP://127.0.0.1/", false), ("http://localhost.e.org/", false), ("e.org", false),
    ])
  func addresses(url: String, isAllowed: Bool) {
    let sentence = sentence("{to: webhook, url: \"\(url)\"}")
    #expect((sentence == nil) == isAllowed, "\(url): \(sentence ?? "")")
    // An address may be a secret: messages do not repeat it.
    if let sentence { #expect(!sentence.contains("e.org")) }
  }

  @Test("what is missing, of another kind or leaves the folder is told")
  func problems() {
    let cases = [
      ("{to: file}", "`deliver[].to: file` says nothing without `deliver[].path`"),
      ("{to: webhook, path: a, url: \"https://e.org\"}", "`deliver[].path` says what cannot be"),
      ("{to: file, path: ../a}", "below the study's folder"),
      ("{to: file, path: \"a.log\\nExecStartPre=+touch x\"}", "below the study's folder"),
      ("{to: command, run: [\"a\\tb\"]}", "below the study's folder"),
      ("{to: webhook, url: \"https://e.org\", secret: \"s\\u007f\"}", "below the study's folder"),
      ("{to: webhook, url: \"https://e.org\", authority: \"a\\nb\"}", "below the study's folder"),
      ("{to: command, run: [../a]}", "below the study's folder"),
      ("{to: command, run: [a], timeout: 0 s}", "1 s to 300 s"),
      ("{to: webhook, url: \"https://e.org\", header: X}", "says nothing without"),
      ("{to: webhook, url: \"https://e.org\", secret: s, header: \"a: b\"}", "letters, digits"),
      ("{to: mail}", "file, stdout, command or webhook"),
    ]
    for (line, part) in cases {
      #expect(sentence(line)?.contains(part) == true, "\(line): \(sentence(line) ?? "")")
    }
    #expect(sentence("{to: stdout}\n  - {to: stdout}")?.contains("stands twice") == true)
  }
}
