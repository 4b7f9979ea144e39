public import Groundwork

/// A run directory that becomes visible whole, or not at all.
///
/// 1. `init` checks the destination and creates a temporary directory beside it, before anything
///    is computed: a place that cannot be written is known at once.
/// 2. `write` puts each paper into it, flushed to the disk.
/// 3. `publish` flushes the directory and gives it its name by one rename; then the link `latest`
///    is replaced by another one.
///
/// Whatever fails on the way, `Leftovers` removes the temporary directory. Temporary directories
/// of runs that were killed are swept by the next run.
public struct RunDirectory: Sendable {
  private let destination: CheckedDestination
  private let leftovers: Leftovers
  private var staging: StagingDirectory

  /// The files written so far.
  public var files: [FileRecord] { staging.files }

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - destination: where the run is to be published.
  ///   - leftovers: takes note of what must be removed if the run ends early.
  /// - Throws: `PublicationFailure` when nothing can be created there; nothing is left behind.
  public init(_ destination: RunDestination, leftovers: Leftovers) throws(PublicationFailure) {
    self.destination = try destination.checked()
    self.leftovers = leftovers
    staging = try StagingDirectory(in: self.destination.parent, leftovers: leftovers)
    if let latest = self.destination.latest { StaleRuns.sweep(FileSystem.split(latest).parent) }
  }

  /// Writes one file of the run.
  public mutating func write(_ paper: Paper) throws(PublicationFailure) {
    try staging.write(paper)
  }

  /// Makes the run visible under its name.
  ///
  /// - Parameter run: the name of the run's directory, used when the destination does not name
  ///   one; `-2`, `-3`, ... is added when it is taken.
  /// - Returns: the path of the published directory.
  /// - Throws: `PublicationFailure` when a flush or a rename failed. The run is kept all the same
  ///   when what failed stands behind its rename: `notFlushed` and `notLinked` name its path.
  public func publish(run: String) throws(PublicationFailure) -> String {
    try staging.sync()
    let path = try rename(run: run)
    let code = FileSystem.sync(directory: destination.parent)
    guard code == 0 else { throw .notFlushed(run: path, code: code) }
    if let latest = destination.latest {
      try LatestLink.point(latest, to: path, leftovers: leftovers)
    }
    return path
  }

  // MARK: - Steps

  private func rename(run: String) throws(PublicationFailure) -> String {
    guard let target = destination.target else { return try renameToFreeName(run) }
    if destination.isSwap {
      let code = leftovers.perform { FileSystem.exchange(staging.path, target) }
      guard code == 0 else { throw .cannotReplace(path: target, code: code) }
      // What is now under the temporary name is the earlier run.
      leftovers.remove()
      return target
    }
    let code = leftovers.publish(tree: staging.path) { FileSystem.move(staging.path, to: target) }
    guard code == 0 else {
      throw FileSystem.means(code, .notEmpty)
        ? .notEmpty(path: target) : .cannotReplace(path: target, code: code)
    }
    return target
  }

  private func renameToFreeName(_ run: String) throws(PublicationFailure) -> String {
    for number in 1... {
      let target = "\(destination.parent)/\(run)" + (number == 1 ? "" : "-\(number)")
      guard FileSystem.kind(of: target) == nil else { continue }
      let code = leftovers.publish(tree: staging.path) {
        FileSystem.move(staging.path, to: target)
      }
      if code == 0 { return target }
      // Somebody else took the name meanwhile.
      guard FileSystem.means(code, .notEmpty) else {
        throw .cannotCreate(path: target, code: code)
      }
    }
    throw .notEmpty(path: destination.parent)
  }
}
