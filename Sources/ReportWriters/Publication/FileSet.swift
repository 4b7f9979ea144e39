public import Groundwork

/// A few files that are put into a directory together, beside what may lie there already.
///
/// They are written aside and flushed, then each gets its name by one rename: a failure on the way
/// leaves the directory as it was.
public struct FileSet: Sendable {
  private let directory: String
  private let leftovers: Leftovers
  private var staging: StagingDirectory

  /// Prepares the files.
  ///
  /// - Parameters:
  ///   - directory: where they go; created when it is missing.
  ///   - names: the names they will have.
  ///   - replaces: whether files of these names may be replaced.
  ///   - leftovers: takes note of what must be removed if writing ends early.
  /// - Throws: `PublicationFailure` when a name is taken or nothing can be created.
  public init(
    directory: String, names: [String], replaces: Bool, leftovers: Leftovers
  ) throws(PublicationFailure) {
    for name in names {
      let path = FileSystem.join(directory, name)
      switch FileSystem.kind(of: path) {
      case .none: continue
      case .other where replaces: continue
      case .other: throw .exists(path: path)
      // A link is not replaced: what it names would stay behind unchanged.
      case .directory, .link: throw .notAFile(path: path)
      }
    }
    self.directory = directory
    self.leftovers = leftovers
    staging = try StagingDirectory(in: directory, leftovers: leftovers)
  }

  /// Writes one file aside.
  public mutating func write(_ paper: Paper) throws(PublicationFailure) {
    try staging.write(paper)
  }

  /// Gives all files their names.
  ///
  /// - Returns: their paths.
  /// - Throws: `PublicationFailure` when a rename or a flush failed.
  public func publish() throws(PublicationFailure) -> [String] {
    var paths: [String] = []
    for file in staging.files {
      let path = FileSystem.join(directory, file.name)
      let temporary = FileSystem.join(staging.path, file.name)
      let code = leftovers.perform { FileSystem.move(temporary, to: path) }
      guard code == 0 else { throw .cannotCreate(path: path, code: code) }
      paths.append(path)
    }
    let code = FileSystem.sync(directory: directory)
    guard code == 0 else { throw .cannotWrite(path: directory, code: code) }
    // The directory itself now holds files, so removing what is left keeps it.
    leftovers.remove()
    return paths
  }
}
