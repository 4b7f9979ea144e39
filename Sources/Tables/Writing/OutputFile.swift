import Groundwork

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
    var code = FileSystem.writeAll(bytes, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code != 0 else { return }
    unlink(path)
    throw .cannotWrite(path: path, code: code)
  }
}
