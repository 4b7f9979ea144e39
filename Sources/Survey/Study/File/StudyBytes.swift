import Groundwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of a study file, read with a cap.
enum StudyBytes {
  /// The bytes of a file, one more than the limit when it is too large.
  static func contents(
    of path: String, byteLimit: Int = StudyDocument.byteLimit
  ) throws(StudyError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw openingFailure(path, errno) }
    defer { close(descriptor) }
    let limit = byteLimit + 1
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < limit {
      let count = FileSystem.readOnce(descriptor, into: &block)
      if count == 0 { break }
      if count > 0 {
        bytes.append(contentsOf: block.prefix(count))
      } else if errno == EISDIR {
        throw StudyError.isDirectory(file: path)
      } else if errno != EINTR {
        throw StudyError.cannotRead(file: path, code: errno)
      }
    }
    return bytes
  }

  private static func openingFailure(_ path: String, _ code: Int32) -> StudyError {
    switch code {
    case EACCES, EPERM: .notPermitted(file: path)
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: .missing(file: path)
    default: .cannotRead(file: path, code: code)
    }
  }
}
