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
  ///   - work: the command's steps, which note what they create in the leftovers.
  /// - Throws: what the work throws.
  static func perform(
    _ progress: ProgressLine? = nil, _ work: (Leftovers) throws -> Void
  ) throws {
    let leftovers = Leftovers()
    Interruption.watch { signal in leftovers.remove { _exit(128 + signal) } }
    do {
      try work(leftovers)
    } catch {
      progress?.clear()
      leftovers.remove()
      throw error
    }
  }
}
