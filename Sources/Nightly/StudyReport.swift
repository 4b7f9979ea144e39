public import Groundwork
public import ReportWriters
public import Survey

/// What a night did with one study: a line of the summary.
///
/// It names nobody: neither ids nor answers stand in it.
public struct StudyReport: Sendable, Equatable {
  /// How it ended.
  public enum State: String, Sendable, CaseIterable {
    /// A new run is published.
    case done
    /// Nothing changed since the latest run, so there is no new one.
    case unchanged
    /// It could not be analysed; the message says why.
    case failed
    /// Somebody else works on it, or its input is still being written: try again later.
    case waiting
  }

  /// The study's name; empty where its file cannot be read.
  public var study: String
  /// The study file, as it was found.
  public var file: String
  /// How it ended.
  public var state: State
  /// The exit status of this study alone.
  public var exit: Int32
  /// The name of the run that is the latest now; empty where there is none.
  public var run = ""
  /// Why it failed, or what is to be known; empty where nothing is.
  public var message = ""
  /// How long it took.
  public var seconds = 0.0
  /// How many respondents the run used.
  public var respondentCount: Int?
  /// How many alerts the run raised.
  public var alertCount: Int?
  /// What the alerts say, in the order of the run.
  public var alerts: [ToldAlert] = []

  /// An alert in the summary.
  public struct ToldAlert: Sendable, Equatable {
    /// The same for the same alert, as in alerts.json.
    public var id: String
    /// What it says.
    public var sentence: String

    /// An alert that a run raised.
    public init(id: String, sentence: String) {
      self.id = id
      self.sentence = sentence
    }
  }

  /// A report with nothing but its end.
  public init(study: String, file: String, state: State, exit: Int32, message: String = "") {
    self.study = study
    self.file = file
    self.state = state
    self.exit = exit
    self.message = message
  }

  /// The report of a study that failed.
  ///
  /// What a message on dirty data found is left out: it quotes an answer. The log has it.
  public init(study: String, file: String, failure: any Failure) {
    let status = failure.exitStatus
    let further = failure.problemCount - 1
    var first = failure.message
    if status == .data { first.found = nil }
    // Where there are very many, the last sentence tells how many more there are.
    let listed = failure.messages.count - (failure.problemCount > failure.messages.count ? 1 : 0)
    let log = listed > further ? "see the log" : "the log has the first \(listed)"
    let more = further > 0 ? " (and \(further) more; \(log))" : ""
    self.init(
      study: study, file: file, state: status == .tryLater ? .waiting : .failed,
      exit: status.rawValue, message: first.description + more)
  }

  /// The bytes that the sentences of a report take at most, so that a process can hand it over
  /// whatever must be escaped in it; alerts.json has all of them.
  static let sentenceByteLimit = 120_000

  /// Takes over what a run's watch told.
  public mutating func tell(_ result: AnalysisResult) {
    guard let section = result.alerts.section else { return }
    let words = AlertWords(section, result.study)
    alertCount = section.alerts.count
    alerts = []
    var byteCount = 0
    for alert in section.alerts {
      let sentence = words.sentence(alert)
      byteCount += sentence.utf8.count
      guard byteCount <= StudyReport.sentenceByteLimit else { break }
      alerts.append(ToldAlert(id: alert.id, sentence: sentence))
    }
  }

  /// The report as one process hands it to another, and as it stands in nightly.json.
  public var json: JSONValue {
    .object([
      "alerts": alertCount.map(JSONValue.integer) ?? .null,
      "exit": .integer(Int(exit)),
      "file": .text(file),
      "message": .text(message),
      "respondents": respondentCount.map(JSONValue.integer) ?? .null,
      "run": .text(run),
      "seconds": .number((seconds * 100).rounded() / 100),
      "status": .text(state.rawValue),
      "study": .text(study),
      "told": .array(
        alerts.map { .object(["id": .text($0.id), "sentence": .text($0.sentence)]) }),
    ])
  }

  /// The report that a process handed over; `nil` where the text is none.
  public init?(_ bytes: [UInt8]) {
    guard let document = JSONDocument(bytes, byteLimit: 1 << 20),
      let state = document["status"]?.text.flatMap(State.init(rawValue:)),
      let exit = document["exit"]?.integer.flatMap({ Int32(exactly: $0) }),
      let file = document["file"]?.text
    else { return nil }
    self.init(
      study: document["study"]?.text ?? "", file: file, state: state, exit: exit,
      message: document["message"]?.text ?? "")
    run = document["run"]?.text ?? ""
    seconds = document["seconds"]?.number ?? 0
    respondentCount = document["respondents"]?.integer
    alertCount = document["alerts"]?.integer
    alerts = (document["told"]?.items ?? []).compactMap { alert in
      guard let id = alert["id"]?.text, let sentence = alert["sentence"]?.text else { return nil }
      return ToldAlert(id: id, sentence: sentence)
    }
  }
}
