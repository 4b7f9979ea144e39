import ArgumentParser
import Groundwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process: parses the arguments, runs the command, and turns whatever it throws into one
/// message on the standard error and an exit status.
@main
enum Program {
  static func main() {
    StandardDescriptors.open()
    Interruption.ignoreWriteSignals()
    exit(run())
  }

  /// Runs the command of the arguments and returns the exit status.
  private static func run() -> Int32 {
    do {
      try UnmetCommand.checkName(in: Array(CommandLine.arguments.dropFirst()))
      var command = try UnmetCommand.parseAsRoot()
      try command.run()
      try StandardOutput.finish()
      return ExitStatus.success.rawValue
    } catch let failure as any Failure {
      return report(failure)
    } catch {
      return report(parserResult: error)
    }
  }

  // MARK: - Steps

  private static func report(_ failure: any Failure) -> Int32 {
    if let failure = failure as? OutputFailure, failure == .brokenPipe {
      // Whoever read the output has enough of it (`unmet ... | head`).
      return 128 + SIGPIPE
    }
    for message in failure.messages { StandardError.write("unmet: \(message)\n") }
    return failure.exitStatus.rawValue
  }

  /// What the argument parser throws: wrong usage, but also help, version and completion scripts.
  private static func report(parserResult error: any Error) -> Int32 {
    let code = UnmetCommand.exitCode(for: error)
    let text = UnmetCommand.fullMessage(for: error)
    guard code == .success else {
      let prefix = "Error: "
      let message = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
      // Arguments stand in the message as they are written, control characters included.
      let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
      let safe = lines.map { Message.escaped(String($0)) }.joined(separator: "\n")
      StandardError.write("unmet: \(safe)\n")
      return ExitStatus.usage.rawValue
    }
    do throws(OutputFailure) {
      try StandardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
      try StandardOutput.finish()
      return ExitStatus.success.rawValue
    } catch {
      return report(error)
    }
  }
}
