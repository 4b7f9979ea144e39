public import Groundwork

/// A few files that are put into a directory together, beside what may lie there already.
///
/// They are written aside and flushed, then each gets its name by one rename. Whatever fails on
/// the way, the directory is as it was before.
public struct FileSet: Sendable {
  private let directory: String
  private let replaceable: Set<String>
  private let leftovers: Leftovers
  private var staging: StagingDirectory

  /// Prepares the files.
  ///
  /// - Parameters:
  ///   - directory: where they go; created when it is missing.
  ///   - names: the names they will have.
  ///   - replaceable: those of the names under which a file may be replaced.
  ///   - leftovers: takes note of what must be removed if writing ends early.
  /// - Throws: `PublicationFailure` when a name is taken or nothing can be created.
  public init(
    directory: String, names: [String], replaceable: Set<String>, leftovers: Leftovers
  ) throws(PublicationFailure) {
    self.directory = directory
    self.replaceable = replaceable
    self.leftovers = leftovers
    for name in names { try FileSet.check(FileSystem.join(directory, name), replaceable, name) }
    staging = try StagingDirectory(in: directory, leftovers: leftovers)
  }

  /// Writes one file aside.
  public mutating func write(_ paper: Paper) throws(PublicationFailure) {
    try staging.write(paper)
  }

  /// Gives all files their names.
  ///
  /// - Returns: their paths.
  /// - Throws: `PublicationFailure` when a name was taken meanwhile, or a rename or a flush
  ///   failed; then no file has got its name.
  public func publish() throws(PublicationFailure) -> [String] {
    // One step for whoever interrupts: all names or none.
    let failure = leftovers.perform { publishAll() }
    if let failure { throw failure }
    // The directory itself now holds files, so removing what is left keeps it.
    leftovers.remove()
    return staging.files.map { FileSystem.join(directory, $0.name) }
  }

  // MARK: - Steps

  private static func check(
    _ path: String, _ replaceable: Set<String>, _ name: String
  ) throws(PublicationFailure) {
    switch FileSystem.kind(of: path) {
    case .none: return
    case .file where replaceable.contains(name): return
    case .file: throw .exists(path: path)
    // A link is not replaced: what it names would stay behind unchanged.
    case .directory, .link, .special: throw .notAFile(path: path)
    }
  }

  private func publishAll() -> PublicationFailure? {
    var undo: [() -> Void] = []
    do throws(PublicationFailure) {
      for file in staging.files { undo.append(try place(file.name)) }
      let code = FileSystem.sync(directory: directory)
      guard code == 0 else { throw .cannotWrite(path: directory, code: code) }
      return nil
    } catch {
      for step in undo.reversed() { step() }
      return error
    }
  }

  /// Gives one file its name and returns how to take it away again.
  private func place(_ name: String) throws(PublicationFailure) -> () -> Void {
    let path = FileSystem.join(directory, name)
    let temporary = FileSystem.join(staging.path, name)
    try FileSet.check(path, replaceable, name)
    if FileSystem.kind(of: path) != nil { return try replace(path, by: temporary) }
    let code = FileSystem.moveToFreeName(temporary, to: path)
    guard code == 0 else {
      throw FileSystem.means(code, .taken)
        ? .exists(path: path) : .cannotCreate(path: path, code: code)
    }
    return { _ = FileSystem.move(path, to: temporary) }
  }

  private func replace(
    _ path: String, by temporary: String
  ) throws(PublicationFailure) -> () -> Void {
    let code = FileSystem.exchange(temporary, path)
    if code == 0 { return { _ = FileSystem.exchange(temporary, path) } }
    guard FileSystem.means(code, .unsupported) else {
      throw .cannotCreate(path: path, code: code)
    }
    // Without an exchange the old file gets a second name, by which it can come back.
    let old = temporary + ".old"
    for code in [FileSystem.makeName(old, of: path), FileSystem.move(temporary, to: path)]
    where code != 0 {
      throw .cannotCreate(path: path, code: code)
    }
    return { _ = FileSystem.move(old, to: path) }
  }
}
