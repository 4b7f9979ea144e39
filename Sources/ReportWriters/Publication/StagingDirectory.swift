import Groundwork

/// A temporary directory in which files are written before anybody can see them.
struct StagingDirectory: Sendable {
  let path: String
  private let lock: StagingLock
  private let leftovers: Leftovers
  /// The files written so far.
  private(set) var files: [FileRecord] = []

  /// Creates one, with the directories on the way to it; those of dead processes are removed.
  ///
  /// - Throws: `PublicationFailure` when it cannot be created; nothing is left behind.
  init(in parent: String, leftovers: Leftovers) throws(PublicationFailure) {
    self.leftovers = leftovers
    do throws(PublicationFailure) {
      try StagingDirectory.createParents(parent, leftovers)
      StaleRuns.sweep(parent)
      path = try StagingDirectory.create(in: parent, leftovers)
      lock = StagingLock(directory: path)
    } catch {
      leftovers.remove()
      throw error
    }
  }

  /// Writes one file and flushes it.
  mutating func write(_ paper: Paper) throws(PublicationFailure) {
    var file = try StagedFile(
      path: "\(path)/\(paper.name)", name: paper.name,
      permissions: paper.isPrivate ? 0o600 : 0o666, leftovers: leftovers)
    try paper.write { bytes throws(PublicationFailure) in try file.write(bytes) }
    files.append(try file.finish())
  }

  /// Flushes the names of the files.
  func sync() throws(PublicationFailure) {
    let code = FileSystem.sync(directory: path)
    guard code == 0 else { throw .cannotWrite(path: path, code: code) }
  }

  // MARK: - Steps

  private static func createParents(
    _ path: String, _ leftovers: Leftovers
  ) throws(PublicationFailure) {
    switch FileSystem.target(of: path) {
    case .directory: return
    case .other: throw .notADirectory(path: path)
    case .failure(let code):
      guard FileSystem.means(code, .missing) else { throw .cannotCreate(path: path, code: code) }
    }
    let parent = FileSystem.split(path).parent
    if parent != path { try createParents(parent, leftovers) }
    let code = leftovers.perform(parent: path) { FileSystem.makeDirectory(path) }
    guard code == 0 || FileSystem.means(code, .taken) else {
      throw .cannotCreate(path: path, code: code)
    }
  }

  private static func create(
    in parent: String, _ leftovers: Leftovers
  ) throws(PublicationFailure) -> String {
    var number = 1
    while true {
      let path = "\(parent)/\(StaleRuns.name)-\(number)"
      let code = leftovers.perform(tree: path) { FileSystem.makeDirectory(path) }
      if code == 0 { return path }
      guard FileSystem.means(code, .taken) else { throw .cannotCreate(path: parent, code: code) }
      number += 1
    }
  }
}
