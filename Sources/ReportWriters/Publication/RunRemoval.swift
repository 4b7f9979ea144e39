import Groundwork

/// Takes published runs away, each whole or not at all.
public enum RunRemoval {
  /// Removes a run: it gets a temporary name by one rename, then what is in it is removed.
  ///
  /// A removal that is cut short leaves nothing that looks like a run; the next run sweeps what is
  /// left, as it does temporary directories of runs that were killed.
  ///
  /// - Parameters:
  ///   - run: the name of the run's directory.
  ///   - directory: the directory of runs.
  /// - Returns: 0, or the error number of the rename; then the run is as it was.
  public static func remove(_ run: String, in directory: String) -> Int32 {
    let path = FileSystem.join(directory, run)
    var code = Int32(0)
    for number in 1...1_000 {
      let temporary = FileSystem.join(directory, "\(StaleRuns.name)-removed-\(number)")
      if FileSystem.kind(of: temporary) != nil { continue }
      code = FileSystem.move(path, to: temporary)
      if code == 0 {
        FileSystem.removeTree(temporary)
        return 0
      }
      // Another removal took the name meanwhile: the next one.
      guard FileSystem.means(code, .notEmpty) else { return code }
    }
    return code
  }

  /// Whether somebody holds the lock of a run's directory.
  public static func isHeld(_ run: String, in directory: String) -> Bool {
    if case .held = StagingLock.state(of: FileSystem.join(directory, run)) { return true }
    return false
  }
}
