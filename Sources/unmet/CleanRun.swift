import Groundwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A command that writes files: whatever way it ends, nothing half-made stays behind.
enum CleanRun {
  /// Does the work of a command; what it created and did not publish is removed when it throws or
  /// a signal ends it.
  ///
  /// Call it once in a process, as `Interruption.watch`.
  ///
  /// - Parameters:
  ///   - progress: the line that must be gone before a message is written; `nil` without.
  ///   - stop: raised by a signal; while a loop of the work watches it, the loop ends the process.
  ///   - work: the command's steps, which note what they create in the leftovers.
  /// - Throws: what the work throws.
  static func perform(
    _ progress: ProgressLine? = nil, stop: StopSign = StopSign(),
    _ work: (Leftovers) throws -> Void
  ) throws {
    let leftovers = Leftovers()
    Interruption.watch { signal in
      if !stop.raise(signal) {
        ChildProcess.killAll()
        leftovers.remove { _exit(128 + signal) }
      }
    }
    do {
      try work(leftovers)
    } catch {
      progress?.clear()
      leftovers.remove()
      throw error
    }
  }
}
