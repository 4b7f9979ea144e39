import Foundation
import Groundwork

/// The command's exit statuses; the testing library has a type of the same name.
typealias Status = Groundwork.ExitStatus

/// What a run of the built command left behind.
struct CommandRun {
  var status: Int32
  var output: String
  var errors: String

  /// The messages: each line of the standard error that begins with the command's name.
  var messages: [String] {
    errors.split(separator: "\n").map(String.init).filter { $0.hasPrefix("unmet: ") }
  }
}

/// A scratch directory in which the built command runs; removed after the test.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "unmet-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  // MARK: - Files

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }

  /// The names in a directory of the scratch directory, hidden ones too, sorted.
  func names(_ directory: String = "") -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: path + "/" + directory)
    return (names ?? []).sorted()
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + name)
  }

  // MARK: - Running

  /// Runs the command to its end, in the scratch directory.
  func unmet(_ arguments: String..., input: String? = nil) throws -> CommandRun {
    try run(Scratch.command, arguments, input: input)
  }

  func unmet(_ arguments: [String], input: String? = nil) throws -> CommandRun {
    try run(Scratch.command, arguments, input: input)
  }

  /// Runs a line of the shell, in which `$UNMET` is the command.
  func shell(_ line: String) throws -> CommandRun {
    try run("/bin/sh", ["-c", line], input: nil)
  }

  func run(_ program: String, _ arguments: [String], input: String?) throws -> CommandRun {
    let process = try start(program, arguments, input: input)
    return try finished(process.wait())
  }

  /// Starts a program; its output goes to files, which never block it.
  func start(
    _ program: String, _ arguments: [String], input: String?, blocked: [Int32] = []
  ) throws -> ChildProcess {
    try write(input ?? "", to: ".input")
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path + "/.input"))
    // A handle closes its descriptor when it goes.
    return try withExtendedLifetime(handle) {
      try start(program, arguments, inputDescriptor: handle.fileDescriptor, blocked: blocked)
    }
  }

  /// Starts a program that reads from an open descriptor.
  func start(
    _ program: String, _ arguments: [String], inputDescriptor: Int32, blocked: [Int32] = []
  ) throws -> ChildProcess {
    try write("", to: ".output")
    try write("", to: ".errors")
    let outputs = try [".output", ".errors"].map { name in
      try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/" + name))
    }
    var environment = ProcessInfo.processInfo.environment
    environment["UNMET"] = Scratch.command
    return try withExtendedLifetime(outputs) {
      try ChildProcess(
        [program] + arguments, in: path, environment: environment.map { "\($0)=\($1)" },
        descriptors: [inputDescriptor] + outputs.map(\.fileDescriptor), blocked: blocked)
    }
  }

  /// What a program that has ended left behind; a signal is told as the shell does.
  func finished(_ ending: ChildProcess.Ending) throws -> CommandRun {
    let status =
      switch ending {
      case .exit(let status): status
      case .signal(let signal): 128 + signal
      }
    return CommandRun(status: status, output: try text(".output"), errors: try text(".errors"))
  }

  /// The built command: it lies beside the test bundle.
  static let command: String = {
    let itself = "/proc/self/exe"
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: itself)) ?? ""
    let beside = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    return beside.appendingPathComponent("unmet").path
  }()
}
