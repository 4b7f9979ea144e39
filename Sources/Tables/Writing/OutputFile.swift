#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Writes whole files: every byte is on the disk, or there is no file.
public enum OutputFile {
  /// Creates a file that must not exist yet and writes it to the disk.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: where the file shall stand.
  ///   - permissions: 0o600 for files that hold respondents, 0o644 for all others; the process's
  ///     umask can only take rights away.
  /// - Throws: `cannotCreate`, or `cannotWrite` when writing, flushing or closing failed; then
  ///   the file is removed.
  public static func write(
    _ bytes: [UInt8], to path: String, permissions: UInt32 = 0o644
  ) throws(TableError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(path, flags, mode_t(permissions))
    guard descriptor >= 0 else { throw .cannotCreate(path: path, code: errno) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == nil { failure = errno }
    guard let failure else { return }
    unlink(path)
    throw .cannotWrite(path: path, code: failure)
  }

  /// Writes all bytes, whatever the system takes at a time.
  ///
  /// - Returns: the system's error number, `nil` when everything was taken.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var written = 0
      while written < buffer.count {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, start + written, buffer.count - written)
        #else
          let count = Musl.write(descriptor, start + written, buffer.count - written)
        #endif
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}
