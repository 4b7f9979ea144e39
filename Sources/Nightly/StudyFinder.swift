import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The studies that a folder holds.
public struct FoundStudies: Sendable, Equatable {
  /// The folder; for a single study file the folder that it lies in.
  public var folder: String
  /// The study files, each with the folder's path before it, in the order of their bytes.
  public var paths: [String] = []
  /// How many YAML files of the folder are plainly no studies, links to such files included.
  public var ignoredCount = 0
  /// Folders that could not be looked into.
  public var unreadable: [String] = []
  /// Folders with names in them that are no UTF-8, by which nothing can be opened.
  public var misnamed: [Misnamed] = []

  /// A folder with such names.
  public struct Misnamed: Sendable, Equatable {
    /// The folder.
    public var folder: String
    /// How many there are.
    public var count: Int
    /// The first of them, as far as it can be shown.
    public var first: String
  }
}

/// Looks which files of a folder are studies.
///
/// In the folder itself: every YAML file with a `study:` at its top level. There and below: files
/// named study.yaml, study.yml or *.study.yaml, whatever stands in them, so that a study that is
/// broken is told and not passed over. Hidden folders, folders named Reports and links are not
/// entered.
public enum StudyFinder {
  /// How many levels below the folder are searched.
  static let depth = 4

  /// The largest study file; a larger one is read by nobody.
  private static let byteLimit = 1 << 20

  /// The studies in a folder, or the one study that a file is.
  ///
  /// - Throws: `NightlyRunFailure.noFolder` when it cannot be read, `.noStudies` when there are
  ///   none.
  public static func find(_ path: String) throws(NightlyRunFailure) -> FoundStudies {
    switch FileSystem.target(of: path) {
    case .failure(let code): throw .noFolder(path: path, code: code)
    case .other:
      return FoundStudies(folder: FileSystem.split(path).parent, paths: [path])
    case .directory: break
    }
    guard let names = FileSystem.names(in: path) else { throw .noFolder(path: path, code: EACCES) }
    var found = FoundStudies(folder: path)
    look(at: names, in: path, level: 0, &found)
    found.paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !found.paths.isEmpty else {
      throw .noStudies(folder: path, ignoredCount: found.ignoredCount)
    }
    return found
  }

  // MARK: - Steps

  private static func look(
    at names: [String], in folder: String, level: Int, _ found: inout FoundStudies
  ) {
    for name in names { look(at: name, in: folder, level: level, &found) }
    // A wrong byte is shown as U+FFFD, and under that name there is nothing.
    let wrong = names.filter { name in
      name.unicodeScalars.contains("\u{fffd}")
        && FileSystem.kind(of: FileSystem.join(folder, name)) == nil
    }
    guard let first = wrong.first else { return }
    found.misnamed.append(.init(folder: folder, count: wrong.count, first: first))
  }

  private static func look(
    at name: String, in folder: String, level: Int, _ found: inout FoundStudies
  ) {
    let path = FileSystem.join(folder, name)
    switch FileSystem.kind(of: path) {
    case .directory:
      guard level < depth, !name.hasPrefix("."), name != "Reports" else { return }
      guard let names = FileSystem.names(in: path) else {
        found.unreadable.append(path)
        return
      }
      look(at: names, in: path, level: level + 1, &found)
    case .file where isNamedAsStudy(name): found.paths.append(path)
    case .file where level == 0 && isYAML(name):
      if isMeantAsStudy(path) { found.paths.append(path) } else { found.ignoredCount += 1 }
    case .link where isNamedAsStudy(name) || (level == 0 && isYAML(name)):
      found.ignoredCount += 1
    default: return
    }
  }

  private static func isYAML(_ name: String) -> Bool {
    !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
  }

  static func isNamedAsStudy(_ name: String) -> Bool {
    guard isYAML(name) else { return false }
    return ["study.yaml", "study.yml"].contains { name == $0 || name.hasSuffix(".\($0)") }
  }

  /// Whether a file holds the key `study` at its top level. What nobody may read may be one: then
  /// it is better told than passed over.
  private static func isMeantAsStudy(_ path: String) -> Bool {
    guard let bytes = FileSystem.contents(of: path, limit: byteLimit) else {
      return access(path, R_OK) != 0
    }
    return holdsStudyKey(bytes)
  }

  /// Whether a line begins with the key `study`; the braces of a mapping in one line may stand
  /// before it.
  static func holdsStudyKey(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let start = text.unicodeScalars.first == "\u{feff}" ? text.dropFirst() : text[...]
    return start.split(whereSeparator: \.isNewline).contains { line in
      var rest = line[...]
      if rest.first == "{" { rest = rest.dropFirst().drop { $0 == " " } }
      return ["study", "\"study\"", "'study'"].contains { key in
        rest.hasPrefix(key) && rest.dropFirst(key.count).drop { $0 == " " }.first == ":"
      }
    }
  }
}
