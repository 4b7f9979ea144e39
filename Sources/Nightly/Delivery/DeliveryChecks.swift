import Groundwork
public import Survey

/// Looks whether alerts can go where a study says, before a night finds out that they cannot.
///
/// Nothing is sent, run or written, and no secret is read.
public struct DeliveryChecks {
  private let directory: String
  private let environment: [String: String]

  /// - Parameters:
  ///   - directory: the study's folder, which paths of channels are relative to.
  ///   - environment: `NAME=value` of this process: where programs and credentials are.
  public init(directory: String, environment: [String: String]) {
    self.directory = directory
    self.environment = environment
  }

  /// What is in the way, with its place in the study file.
  public func findings(_ channels: [DeliveryChannel]) -> [Finding] {
    channels.compactMap { channel in
      problem(channel).map { kind, message in
        Finding(
          .warning, kind: kind, subject: "deliver", text: String(message.description.dropLast()),
          places: ["\(channel.place)"])
      }
    }
  }

  // MARK: - Steps

  private func problem(_ channel: DeliveryChannel) -> (kind: String, message: Message)? {
    switch channel.destination {
    case .standardOutput: nil
    case .command(let words): program(words[0]).map { ("alert-program", $0) }
    case .file(let path): file(absolute(path)).map { ("alert-file", $0) }
    case .webhook(let webhook):
      webhook.secret.flatMap { name in
        Secret.problem(
          name, beside: directory, credentials: environment["CREDENTIALS_DIRECTORY"])
      }.map { ("alert-secret", $0.message) }
    }
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileSystem.join(directory, path)
  }

  private func program(_ name: String) -> Message? {
    let path = absolute(name)
    if ProgramSearch.isProgram(path) { return nil }
    switch FileSystem.target(of: path) {
    case .directory:
      return Message(path, "this is no program", found: "a folder", fix: "correct `run`")
    case .other:
      return Message(path, "the program may not be executed", fix: "`chmod +x` it")
    case .failure:
      let (parent, last) = FileSystem.split(path)
      let nearest = Suggestion.nearest(to: last, among: FileSystem.names(in: parent) ?? [])
        .map { FileSystem.join(parent, $0) }
      // A name alone is looked for beside the study, never in the folders of PATH.
      let elsewhere =
        name.contains("/") ? nil : ProgramSearch.find(name, path: environment["PATH"])
      return Message(
        path, "there is no such program",
        expected: "a program, by its whole path or below the study's folder",
        fix: (elsewhere ?? nearest).map { "write \($0) if that is meant" }
          ?? "install it, or correct `run`")
    }
  }

  private func file(_ path: String) -> Message? {
    let parent = FileSystem.split(path).parent
    guard FileSystem.target(of: parent) == .directory else {
      return Message(
        path, "the file for alerts cannot be made", found: "no folder \(parent)",
        expected: "a folder that exists", fix: "make it, or correct `path`")
    }
    switch FileSystem.kind(of: path) {
    case .directory, .link:
      return Message(
        path, "this is no file for alerts",
        found: FileSystem.kind(of: path) == .link ? "a link" : "a folder",
        expected: "a file, or none yet", fix: "name the file itself")
    case .file, .special, nil: return nil
    }
  }
}
