import Groundwork
import ReportWriters
public import Survey

/// What a run was made of: two runs of the same identity have the same numbers.
public struct RunIdentity: Sendable, Equatable {
  /// The digest of the answers.
  public var inputSHA256: String
  /// The digest of the study file.
  public var studySHA256: String
  /// The program's version.
  public var version: String
  /// Every option that can change a number, as the manifest holds them.
  public var options: JSONDocument?
  /// Whether the file with the respondents' ids was wished.
  public var includesRespondents: Bool
}

/// A run that was published earlier, as its manifest tells it.
public struct PublishedRun: Sendable, Equatable {
  /// One file of it.
  private struct File: Sendable, Equatable {
    var name: String
    var byteCount: Int
    var sha256: String
  }

  /// The name of its directory.
  public var name: String
  /// The directory.
  public var path: String
  /// When it started, as the manifest writes it: such texts are in the order of time.
  public var started: String
  /// What it was made of.
  public var identity: RunIdentity
  /// How many bytes the answers had.
  public var inputByteCount: Int
  /// How many respondents it used.
  public var respondentCount: Int?
  private var files: [File]

  /// The run in a directory; `nil` where the directory holds no manifest that can be read: it is
  /// no run, or one of a version that nobody knows any more.
  public init?(_ path: String) {
    guard let real = FileSystem.realPath(path),
      let bytes = FileSystem.contents(of: "\(path)/\(RunPapers.manifestName)", limit: 1 << 22),
      let manifest = JSONDocument(bytes), let files = manifest["files"]?.members,
      let input = manifest["input"]?["sha256"]?.text, let study = manifest["study"]?["sha256"]?.text
    else { return nil }
    name = FileSystem.split(real).name
    self.path = path
    started = manifest["started"]?.text ?? ""
    identity = RunIdentity(
      inputSHA256: input, studySHA256: study, version: manifest["program"]?["version"]?.text ?? "",
      options: manifest["options"], includesRespondents: files["respondents.csv"] != nil)
    inputByteCount = manifest["input"]?["bytes"]?.integer ?? -1
    respondentCount = manifest["input"]?["respondents"]?.integer
    self.files = files.map { name, record in
      File(
        name: name, byteCount: record["bytes"]?.integer ?? -1,
        sha256: record["sha256"]?.text ?? "")
    }
  }

  /// The runs of a study, the newest names first, at most so many.
  ///
  /// - Parameters:
  ///   - base: the directory Reports/<slug>.
  ///   - limit: how many directories are looked at.
  /// - Returns: those that can be read.
  public static func all(in base: String, limit: Int = 1000) -> [PublishedRun] {
    let names = (FileSystem.names(in: "\(base)/runs") ?? []).filter { !$0.hasPrefix(".") }
    return names.reversed().prefix(limit).compactMap { PublishedRun("\(base)/runs/\($0)") }
  }

  /// Whether every file of the manifest is there in its length; with `digests` byte by byte.
  public func isWhole(digests: Bool = false) -> Bool {
    files.allSatisfy { file in
      let path = "\(path)/\(file.name)"
      guard !file.name.contains("/"), FileFacts(of: path)?.byteCount == file.byteCount else {
        return false
      }
      return !digests || FileSystem.digest(of: path) == file.sha256
    }
  }
}
