public import Groundwork

/// One study that a night is to do: how its process is started.
public struct StudyTask: Sendable {
  /// The study file, as it was found.
  public var file: String
  /// The study's name; empty where its file cannot be read.
  public var study: String
  /// How the process is started that does the study.
  public var call: ProgramCall

  /// Takes the parts.
  public init(file: String, study: String, call: ProgramCall) {
    self.file = file
    self.study = study
    self.call = call
  }
}

/// Does the studies of a night, each in a process of its own: none can bring down another, and
/// what it took of memory it gives back.
public struct StudyCrew {
  private struct Member {
    var task: StudyTask
    var process: ChildProcess
  }

  private let jobCount: Int
  private let stop: StopSign
  private let began: (StudyTask) -> Void
  private let ended: (StudyReport) -> Void
  private var running: [Member] = []

  /// - Parameters:
  ///   - jobCount: how many studies are done at once.
  ///   - stop: ends the night when it is raised.
  ///   - began: told each study that is begun.
  ///   - ended: told the report of each study that has ended.
  public init(
    jobCount: Int, stop: StopSign, began: @escaping (StudyTask) -> Void,
    ended: @escaping (StudyReport) -> Void
  ) {
    self.jobCount = max(1, jobCount)
    self.stop = stop
    self.began = began
    self.ended = ended
  }

  /// Does the studies in their order, until the sign is raised: then no process is left that this
  /// one started, and what was not done waits for another night.
  ///
  /// - Returns: the reports, in the order in which the studies ended; those that were not reached
  ///   last.
  public mutating func reports(of tasks: [StudyTask]) -> [StudyReport] {
    var waiting = tasks[...]
    var reports: [StudyReport] = []
    while !waiting.isEmpty || !running.isEmpty {
      guard stop.signal == nil else {
        return reports + endAll() + waiting.map(StudyCrew.notDone)
      }
      while running.count < jobCount, let task = waiting.popFirst() {
        if let failure = start(task) { reports.append(failure) }
      }
      reports += finished()
      ChildProcess.pause(running.map(\.process))
    }
    return reports
  }

  // MARK: - Steps

  /// The report of a study that could not even be started.
  private mutating func start(_ task: StudyTask) -> StudyReport? {
    began(task)
    do throws(ProgramFailure) {
      running.append(Member(task: task, process: try ChildProcess(task.call)))
      return nil
    } catch {
      let report = StudyReport(study: task.study, file: task.file, failure: error)
      ended(report)
      return report
    }
  }

  private mutating func finished() -> [StudyReport] {
    var reports: [StudyReport] = []
    running.removeAll { member in
      guard let result = member.process.poll() else { return false }
      reports.append(StudyCrew.report(member.task, result))
      return true
    }
    for report in reports { ended(report) }
    return reports
  }

  /// All at once are asked to end; each has the grace of its call. Some have a result by then.
  private mutating func endAll() -> [StudyReport] {
    for member in running { member.process.terminate() }
    let reports = running.map { member in
      let result = member.process.wait()
      guard case .exited(let status) = result.ending, status <= 128 else {
        var report = StudyCrew.notDone(member.task)
        report.seconds = result.seconds
        return report
      }
      return StudyCrew.report(member.task, result)
    }
    running = []
    for report in reports { ended(report) }
    return reports
  }

  private static func notDone(_ task: StudyTask) -> StudyReport {
    StudyReport(
      study: task.study, file: task.file, failure: NightlyRunFailure.nightEnded(path: task.file))
  }

  /// What a process handed over, or what its end says.
  static func report(_ task: StudyTask, _ result: ProgramResult) -> StudyReport {
    var report: StudyReport
    if let failure = failure(task, result) {
      report = StudyReport(study: task.study, file: task.file, failure: failure)
    } else if let own = StudyReport(result.output.bytes), result.ending == .exited(own.exit) {
      report = own
    } else {
      report = StudyReport(
        study: task.study, file: task.file,
        failure: NightlyRunFailure.crashed(path: task.file, ending: "an exit without a result"))
    }
    report.seconds = result.seconds
    return report
  }

  private static func failure(_ task: StudyTask, _ result: ProgramResult) -> NightlyRunFailure? {
    if result.isTimedOut {
      return .tookTooLong(path: task.file, seconds: Int(task.call.timeout ?? 0))
    }
    switch result.ending {
    case .signalled(let signal): return .crashed(path: task.file, ending: "signal \(signal)")
    // The process put things in order and ended, as a signal from somewhere else asked it to.
    case .exited(let status) where status > 128:
      return .endedFromOutside(path: task.file, signal: status - 128)
    case .exited: return nil
    }
  }
}
