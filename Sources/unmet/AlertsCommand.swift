import ArgumentParser
import Groundwork
import Nightly
import ReportWriters
import Survey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why there is nothing to list or to deliver.
enum AlertsFailure: Failure {
  /// No run of the study is published.
  case noRun(path: String)
  /// The study names no channel.
  case noChannel(study: String)
  /// Alerts are left, for these reasons.
  case notDelivered([DeliveryFailure], ExitStatus)

  var exitStatus: ExitStatus {
    switch self {
    case .noRun: .inputMissing
    case .noChannel: .studyFile
    case .notDelivered(_, let status): status
    }
  }

  var message: Message { messages[0] }

  var messages: [Message] {
    switch self {
    case .noRun(let path):
      [Message(path, "no run of the study is published there", fix: "run `unmet analyze` first")]
    case .noChannel(let study):
      [
        Message(
          study, "the study does not say where alerts go", expected: "channels under `deliver`",
          fix: "add `deliver: [{to: file, path: alerts.log}]`")
      ]
    case .notDelivered(let failures, _): failures.map(\.message)
    }
  }
}

/// `unmet alerts`: what the latest runs raised, where it went; sends what waits.
struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "List the alerts of the latest runs, try the channels, send what waits.",
    discussion: """
      Examples:
        unmet alerts study.yaml                what the latest run raised, and where it went
        unmet alerts study.yaml --runs 30 --json | jq '.alerts[].sentence'
        unmet alerts study.yaml --test         one marked alert to each channel of the study
        unmet alerts study.yaml --deliver      send what waits, now

      Channels stand under `deliver` in the study file (docs/schedule.md). An alert is sent until \
      its channel has answered, then never again. With --deliver the status is 75 while the rest \
      may pass by itself: it is tried again the next night.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(help: ArgumentHelp("How many of the latest runs are listed.", valueName: "n"))
  var runs = 1

  @Flag(help: "Send what has not been delivered.")
  var deliver = false

  @Flag(help: "Send one marked test alert to each channel.")
  var test = false

  @Flag(help: "Print the list as JSON.")
  var json = false

  func validate() throws {
    guard (1...1000).contains(runs) else {
      throw Misuse.error(
        "--runs", "this is no number of runs", found: "\(runs)", expected: "1 to 1000",
        fix: "write how many are to be listed")
    }
    if [json, deliver, test].filter({ $0 }).count > 1 {
      throw Misuse.error(
        "--deliver", "list, test and delivery are done one at a time",
        expected: "one of --deliver, --test and --json", fix: "run the command twice")
    }
  }

  func run() throws {
    let plan = try StudyReader.read(path: study).study
    let directory = FileSystem.split(study).parent
    let reports = StudyFiles(studyPath: study).reports(of: plan)
    let delivery = delivery(plan, directory)
    if test {
      try requireChannels(plan)
      return try finish(delivery.test(.test(study: plan.name, time: "\(time(nil))")))
    }
    let read = try RunAlerts.read(
      reports: reports, limit: deliver ? RunAlerts.runLimit : runs)
    guard !read.isEmpty else { throw AlertsFailure.noRun(path: reports) }
    if deliver {
      try requireChannels(plan)
      let state = try Delivery.state(in: reports)
      return try finish(try delivery.run(read.map(\.alerts), state: state))
    }
    let delivered = try DeliveredAlerts(directory: FileSystem.join(reports, ".state"))
    let list = AlertList(runs: read, channels: plan.channels.map(\.name), delivered: delivered)
    try StandardOutput.write(json ? list.json : list.text)
  }

  // MARK: - Steps

  private func requireChannels(_ plan: Study) throws {
    guard !plan.channels.isEmpty else { throw AlertsFailure.noChannel(study: study) }
  }

  private func delivery(_ plan: Study, _ directory: String) -> Delivery {
    Delivery.ofProcess(plan.channels, directory: directory) { _, text in
      StandardError.write(Message.escaped("unmet: \(text)") + "\n")
    }
  }

  private func finish(_ report: Delivery.Report) throws {
    StandardError.write(
      "unmet: \(report.sentCount) sent, \(report.waitingCount) left\n")
    guard report.failures.isEmpty else {
      throw AlertsFailure.notDelivered(report.failures.map(\.failure), report.exitStatus)
    }
  }
}

/// Alerts as `unmet alerts` lists them.
private struct AlertList {
  let runs: [(run: String, alerts: [PublishedAlert])]
  let channels: [String]
  let delivered: DeliveredAlerts

  private func places(_ alert: PublishedAlert) -> [String] {
    channels.filter { delivered.contains(alert.id, channel: $0) }
  }

  var text: String {
    var lines: [String] = []
    for (run, alerts) in runs.reversed() {
      let count = alerts.isEmpty ? "no alerts" : NumberText.counted(alerts.count, "alert")
      lines.append("\(run): \(count)")
      for alert in alerts {
        // The sentence says since when, of whom, and what the rule asks for.
        lines.append("  \(alert.text)")
        lines.append("    rule: \(alert.rule)")
        let places = places(alert)
        let waiting = channels.filter { !places.contains($0) }
        let reached = places.isEmpty ? "nowhere" : places.joined(separator: ", ")
        lines.append("    delivered: \(reached)")
        if !waiting.isEmpty { lines.append("    waits for: " + waiting.joined(separator: ", ")) }
      }
    }
    return lines.map { Message.escaped($0) + "\n" }.joined()
  }

  var json: String {
    let alerts = runs.reversed().flatMap { run, alerts in
      alerts.map { alert in
        JSONValue.object([
          "delivered": .row(places(alert).map { .text($0) }), "id": .text(alert.id),
          "rule": .text(alert.rule), "run": .text(run), "sentence": .text(alert.text),
          "since": .optional(alert.since),
        ])
      }
    }
    return JSONValue.object([
      "alerts": .array(alerts), "channels": .row(channels.map { .text($0) }),
    ]).document
  }
}
