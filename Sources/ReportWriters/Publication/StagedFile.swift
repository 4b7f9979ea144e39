import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A file that is being written: every call is checked, and nothing counts until `finish`.
struct StagedFile: ~Copyable {
  /// The path, for messages.
  private let path: String
  private let paperName: String
  private var descriptor: Int32
  private var digest = SHA256()
  private var byteCount = 0

  /// Creates a file that must not exist yet.
  init(
    path: String, name: String, permissions: mode_t, leftovers: Leftovers
  ) throws(PublicationFailure) {
    self.path = path
    self.paperName = name
    let (opened, code) = leftovers.perform { () -> (Int32, Int32) in
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let opened = open(path, flags, permissions)
      return (opened, errno)
    }
    descriptor = opened
    guard opened >= 0 else { throw .cannotCreate(path: path, code: code) }
  }

  /// Writes bytes.
  mutating func write(_ bytes: [UInt8]) throws(PublicationFailure) {
    digest.update(bytes)
    byteCount += bytes.count
    let code = FileSystem.writeAll(bytes, to: descriptor)
    guard code == 0 else { throw .cannotWrite(path: path, code: code) }
  }

  /// Flushes and closes the file. A failed flush is never tried again: what it lost is lost.
  mutating func finish() throws(PublicationFailure) -> FileRecord {
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, code: errno) }
    let closing = close(descriptor)
    let code = errno
    descriptor = -1
    guard closing == 0 else { throw .cannotWrite(path: path, code: code) }
    return FileRecord(name: paperName, byteCount: byteCount, sha256: digest.hexDigest)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
