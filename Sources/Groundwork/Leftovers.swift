import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// What a run has put on the disk and not yet published: removed when the run fails, or when a
/// signal ends it.
///
/// Every step that creates something runs inside `perform`, so that the thread that removes never
/// meets a half-created thing, and nothing can be created once it has removed.
public final class Leftovers: Sendable {
  private struct State {
    /// Files and directories to be removed with all they hold.
    var trees: [String] = []
    /// Trees that go with what is to be published: they stay once anything is.
    var companions: [String] = []
    /// Directories made on the way, removed only while they are empty; the outermost first.
    var parents: [String] = []
  }

  private let state = Mutex(State())

  /// Nothing is left over yet.
  public init() {}

  /// Removes everything that is not published.
  public func remove() {
    state.withLock { Leftovers.remove(&$0) }
  }

  /// Removes everything, then ends the process by `end` before anybody can create more.
  public func remove(then end: () -> Never) -> Never {
    state.withLock { state in
      Leftovers.remove(&state)
      end()
    }
  }

  // MARK: - Creating

  /// Creates something and remembers its path when `create` succeeds (returns 0).
  public func perform(tree path: String, _ create: () -> Int32) -> Int32 {
    state.withLock { state in
      let code = create()
      if code == 0 { state.trees.append(path) }
      return code
    }
  }

  /// Creates something that belongs to what is to be published, and remembers it until then.
  public func perform(companion path: String, _ create: () -> Int32) -> Int32 {
    state.withLock { state in
      let code = create()
      if code == 0 { state.companions.append(path) }
      return code
    }
  }

  /// Makes a directory on the way and remembers it.
  public func perform(parent path: String, _ create: () -> Int32) -> Int32 {
    state.withLock { state in
      let code = create()
      if code == 0 { state.parents.append(path) }
      return code
    }
  }

  /// Publishes: when `rename` succeeds, the tree is no longer a leftover, nor is any parent or
  /// companion.
  public func publish(tree path: String, _ rename: () -> Int32) -> Int32 {
    state.withLock { state in
      let code = rename()
      if code == 0 {
        state.trees.removeAll { $0 == path }
        state.companions.removeAll()
        state.parents.removeAll()
      }
      return code
    }
  }

  /// Lets everything stay that is there now: nobody but the caller knows whom it belongs to.
  public func forget() { state.withLock { $0 = State() } }

  /// Creates something inside a tree that is remembered already.
  public func perform<Value: Sendable>(_ create: () -> Value) -> Value {
    state.withLock { _ in create() }
  }

  // MARK: - Steps

  private static func remove(_ state: inout State) {
    for path in (state.companions + state.trees).reversed() { FileSystem.removeTree(path) }
    for path in state.parents.reversed() { rmdir(path) }
    state = State()
  }
}
