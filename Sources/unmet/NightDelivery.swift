import Groundwork
import Nightly
import ReportWriters
import Survey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sends the alerts of a night, and those that earlier nights could not send.
///
/// The process of the night does it itself, so that what goes to the standard output comes out
/// there; whatever fails of one study stops no other.
struct NightDelivery {
  let log: NightlyLog
  /// Listeners that could not be reached: studies that share one do not all wait for it.
  private var unreachable: Set<String> = []

  init(log: NightlyLog) { self.log = log }

  /// The report of a study once its alerts are sent: worse where they could not be.
  mutating func delivered(_ report: StudyReport) -> StudyReport {
    do {
      return try sent(report)
    } catch let failure as any Failure {
      return worse(report, failure.exitStatus.rawValue, [failure.message])
    } catch {
      preconditionFailure("\(report.file): \(error)")
    }
  }

  // MARK: - Steps

  private mutating func sent(_ report: StudyReport) throws -> StudyReport {
    // A study that cannot be read has said so already.
    guard let study = try? StudyReader.read(path: report.file).study, !study.channels.isEmpty else {
      return report
    }
    let files = StudyFiles(studyPath: report.file)
    let runs = try RunAlerts.read(reports: files.reports(of: study)) {
      log.line(.warning, study: report.file, $0.message.description)
    }
    guard !runs.isEmpty else { return report }
    var delivery = Delivery.ofProcess(study.channels, directory: files.directory) { [log] in
      log.line($0, study: report.file, $1)
    }
    let state = try Delivery.state(in: files.reports(of: study))
    delivery.unreachable = unreachable
    let outcome = try delivery.run(runs.map(\.alerts), state: state)
    unreachable.formUnion(outcome.unreachable)
    let messages = outcome.failures.map(\.failure.message)
    return messages.isEmpty ? report : worse(report, outcome.exitStatus.rawValue, messages)
  }

  private func worse(_ report: StudyReport, _ status: Int32, _ messages: [Message]) -> StudyReport {
    for message in messages { log.line(.warning, study: report.file, message.description) }
    var report = report
    report.exit = NightlySummary.worst([report.exit, status])
    let text = "alerts wait: \(messages.first?.description ?? "")"
    report.message += report.message.isEmpty ? text : "; \(text)"
    return report
  }
}

extension Delivery {
  /// What a delivery needs of this process's environment.
  static var environmentOfProcess: [String: String] {
    let names = ["PATH", "HOME", "LANG", "CREDENTIALS_DIRECTORY"]
    let values = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
    return Dictionary(uniqueKeysWithValues: values)
  }

  /// A delivery with the environment and the standard output of this process.
  ///
  /// - Parameters:
  ///   - channels: where alerts go.
  ///   - directory: the folder of the study.
  ///   - log: told of each attempt.
  /// - Returns: the delivery; nothing is sent yet.
  static func ofProcess(
    _ channels: [DeliveryChannel], directory: String, log: @escaping (LogPriority, String) -> Void
  ) -> Delivery {
    var delivery = Delivery(channels, directory: directory)
    delivery.environment = environmentOfProcess
    delivery.output = { (try? StandardOutput.write($0)) != nil }
    delivery.log = { event in
      let what =
        event.failure.map { failure in
          let said = failure.said.isEmpty ? "" : ": \(failure.said)"
          return "not delivered (\(failure.message.what)\(said))"
        } ?? "delivered"
      log(
        event.failure == nil ? .info : .warning,
        "\(event.channel): alert \(event.alert), attempt \(event.attempt): \(what)")
    }
    return delivery
  }
}
