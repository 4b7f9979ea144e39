import Groundwork

/// The programs of the system that take up what is scheduled.
extension ScheduleStore {
  func find(_ name: String) -> String? {
    ProgramSearch.find(name, path: environment["PATH"])
  }

  /// Whether this machine has systemd's program.
  public var hasSystemd: Bool { find("systemctl") != nil }

  private func call(_ path: String, _ arguments: [String]) -> ProgramCall {
    var call = ProgramCall(path, arguments)
    call.environment = environment.map { "\($0)=\($1)" }
    call.timeout = 60
    return call
  }

  /// Runs systemctl a few times; what it said last.
  @discardableResult
  func systemctl(
    _ place: SchedulePlace, _ commands: [[String]]
  ) throws(ScheduleFailure) -> String {
    let user = place == .userUnits ? ["--user"] : []
    let byHand = commands.map { (["systemctl"] + user + $0).joined(separator: " ") }
      .joined(separator: " && ")
    guard let program = find("systemctl") else {
      throw .noProgram(name: "systemctl", package: "systemd")
    }
    var said = ""
    for command in commands {
      let result: ProgramResult
      do throws(ProgramFailure) {
        result = try ChildProcess.run(call(program, user + ["--no-pager"] + command))
      } catch {
        throw .noProgram(name: "systemctl", package: "systemd")
      }
      guard result.isSuccess else {
        let line = result.errors.text.split(separator: "\n").first.map(String.init) ?? ""
        throw .refused(program: "systemctl", said: line, byHand: byHand)
      }
      said = result.output.text
    }
    return said
  }

  /// The user's table; empty where there is none.
  func readTable() throws(ScheduleFailure) -> String {
    guard root == nil else { return text(imageTable) ?? "" }
    guard let program = find("crontab") else { throw .noProgram(name: "crontab", package: "cron") }
    let result: ProgramResult
    do throws(ProgramFailure) {
      result = try ChildProcess.run(call(program, ["-l"]))
    } catch {
      throw .noProgram(name: "crontab", package: "cron")
    }
    let text = result.output.text
    if result.isSuccess, result.output.droppedByteCount == 0 {
      // What cannot be written back as it was is not touched.
      if text.utf8.elementsEqual(result.output.bytes) { return text }
      throw .refused(program: "crontab", said: "bytes that are no UTF-8", byHand: "crontab -e")
    }
    // No table yet is told by a status, as failures are.
    guard result.errors.text.contains("no crontab for") else {
      throw .refused(program: "crontab", said: result.errors.text, byHand: "crontab -l")
    }
    return ""
  }

  func writeTable(_ table: String) throws {
    guard root == nil else {
      return try ScheduleStore.write([ScheduledFile(path: imageTable, text: table)], mode: 0o600)
    }
    guard let program = find("crontab") else {
      throw ScheduleFailure.noProgram(name: "crontab", package: "cron")
    }
    var call = call(program, ["-"])
    call.input = Array(table.utf8)
    let result = try ChildProcess.run(call)
    guard result.isSuccess else {
      throw ScheduleFailure.refused(
        program: "crontab", said: result.errors.text, byHand: "crontab -e")
    }
  }
}
