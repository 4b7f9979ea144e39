#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The rights on files with which a thread works.
public enum OwnerRights {
  /// Works with the rights that the owner of a file or folder has: what root does for somebody else
  /// reaches no further than that one could. Who is not root works with his own rights.
  ///
  /// The rights are those of this thread alone, and return with the end of the work.
  ///
  /// - Parameters:
  ///   - path: a file or folder, links followed.
  ///   - work: what is to be done; it must not change threads.
  /// - Returns: what the work returns; `nil` when the rights cannot be had.
  public static func use<Value>(of path: String, _ work: () -> Value) -> Value? {
    guard geteuid() == 0 else { return work() }
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    guard status.st_uid != 0 else { return work() }
    // The C library declares these two in a header that no module has.
    typealias Change = @convention(c) (UInt32) -> CInt
    guard let user = dlsym(nil, "setfsuid"), let group = dlsym(nil, "setfsgid") else { return nil }
    let changeUser = unsafeBitCast(user, to: Change.self)
    let changeGroup = unsafeBitCast(group, to: Change.self)
    let old = changeGroup(status.st_gid)
    _ = changeUser(status.st_uid)
    defer {
      _ = changeUser(0)
      _ = changeGroup(UInt32(bitPattern: old))
    }
    // They tell of no failure: a second call returns what the first one came to.
    guard changeUser(status.st_uid) == CInt(bitPattern: status.st_uid) else { return nil }
    return work()
  }
}
