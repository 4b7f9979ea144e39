#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// What the system tells of a file: enough to see that it is another one, or was written to.
public struct FileFacts: Sendable, Equatable {
  /// How many bytes it has.
  public var byteCount: Int
  /// When its bytes were written, in seconds since 1970; it may be set to anything.
  public var writtenSeconds: Int
  /// When its bytes, name, owner or rights were changed last, by the clock of the machine that
  /// holds it; nobody can set it.
  public var changedSeconds: Int
  /// Which file it is, and when anything of it changed: the latter cannot be set.
  private var identity: [Int]

  /// Facts as a test makes them up; a file is changed when it is written unless told otherwise.
  public init(
    byteCount: Int, writtenSeconds: Int, changedSeconds: Int? = nil, identity: Int = 0
  ) {
    self.byteCount = byteCount
    self.writtenSeconds = writtenSeconds
    self.changedSeconds = changedSeconds ?? writtenSeconds
    self.identity = [identity]
  }

  /// The facts of what a path leads to, links followed; `nil` where it leads to no plain file.
  public init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    byteCount = Int(status.st_size)
    writtenSeconds = Int(status.st_mtim.tv_sec)
    changedSeconds = Int(status.st_ctim.tv_sec)
    let times = [status.st_mtim, status.st_ctim].flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
    identity = [Int(bitPattern: UInt(status.st_ino)), Int(status.st_dev.magnitude)] + times
  }
}

/// Who may change what stands at a path.
public struct FileRights: Sendable, Equatable {
  /// Whether it belongs to the user of this process.
  public var isOwn: Bool
  /// Whether its group or everybody may write to it.
  public var othersMayWrite: Bool

  /// The rights of what stands at a path, a link itself; `nil` for nothing.
  public init?(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    isOwn = status.st_uid == geteuid()
    othersMayWrite = status.st_mode & (S_IWGRP | S_IWOTH) != 0
  }
}

extension FileSystem {
  /// Whether what stands at a path was written after what stands at another, links not followed;
  /// not where one is missing.
  public static func isNewer(_ path: String, than other: String) -> Bool {
    var (own, their) = (stat(), stat())
    guard lstat(path, &own) == 0, lstat(other, &their) == 0 else { return false }
    let (time, bound) = (own.st_mtim, their.st_mtim)
    return (time.tv_sec, time.tv_nsec) > (bound.tv_sec, bound.tv_nsec)
  }

  /// Leaves a directory to its owner alone; 0 or the error number.
  public static func keepToOwner(_ directory: String) -> Int32 {
    chmod(directory, 0o700) == 0 ? 0 : errno
  }

  /// The SHA-256 digest of a file's bytes, 64 hexadecimal digits; `nil` when it cannot be read.
  public static func digest(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var digest = SHA256()
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = readOnce(descriptor, into: &block)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return digest.hexDigest }
      block.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }
}
