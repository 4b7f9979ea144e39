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
  /// Which file it is, and when anything of it changed: the latter cannot be set.
  private var identity: [Int]

  /// Facts as a test makes them up.
  public init(byteCount: Int, writtenSeconds: Int, identity: Int = 0) {
    self.byteCount = byteCount
    self.writtenSeconds = writtenSeconds
    self.identity = [identity]
  }

  /// The facts of what a path leads to, links followed; `nil` where it leads to no plain file.
  public init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    byteCount = Int(status.st_size)
    writtenSeconds = Int(status.st_mtim.tv_sec)
    let times = [status.st_mtim, status.st_ctim].flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
    identity = [Int(bitPattern: UInt(status.st_ino)), Int(status.st_dev.magnitude)] + times
  }
}

extension FileSystem {
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
