#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The raw bytes of an input, read with read(2): never mapped, because a mapped file that
/// somebody cuts kills the process.
///
/// A regular file's size and times are compared at its end with those at its opening, so that a
/// file that is still being uploaded is noticed.
final class ByteSource {
  let name: String
  private(set) var byteCount = 0
  private let memory: [UInt8]
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private var atOpening: FileState?

  init(_ input: TableInput) throws(TableError) {
    name = input.name
    switch input {
    case .bytes(let bytes, _): (memory, descriptor, ownsDescriptor) = (bytes, -1, false)
    case .standardInput: (memory, descriptor, ownsDescriptor) = ([], STDIN_FILENO, false)
    case .file(let path):
      (memory, ownsDescriptor) = ([], true)
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .cannotOpen(input: path, code: errno) }
    }
    guard descriptor >= 0 else { return }
    let state = FileState(descriptor)
    if state?.isDirectory == true { throw .isDirectory(input: name) }
    atOpening = state?.isRegular == true ? state : nil
  }

  deinit {
    if ownsDescriptor, descriptor >= 0 { close(descriptor) }
  }

  /// The number of bytes that the input will have, where that is known.
  var expectedByteCount: Int? { descriptor < 0 ? memory.count : atOpening?.byteCount }

  /// Whether `go(to:)` works.
  var canGoBack: Bool { descriptor < 0 || ownsDescriptor && atOpening != nil }

  /// Reads on from another byte.
  func go(to offset: Int) throws(TableError) {
    precondition(canGoBack, "\(name) cannot be read from byte \(offset)")
    if descriptor >= 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
      throw .cannotRead(input: name, code: errno)
    }
    byteCount = offset
  }

  /// Fills the room with the next bytes: all of it, unless the input ends.
  ///
  /// - Returns: the number of bytes, 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let count = descriptor < 0 ? copyMemory(into: room) : try fill(room)
    byteCount += count
    if count < room.count { try checkUnchanged() }
    return count
  }

  // MARK: - Steps

  private func copyMemory(into room: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(room.count, memory.count - byteCount)
    memory.withUnsafeBytes {
      room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[byteCount..<byteCount + count]))
    }
    return count
  }

  private func fill(_ room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    guard let start = room.baseAddress else { return 0 }
    var filled = 0
    while filled < room.count {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, start + filled, room.count - filled)
      #else
        let count = Musl.read(descriptor, start + filled, room.count - filled)
      #endif
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else {
        try waitOrThrow(errno)
      }
    }
    return filled
  }

  /// Waits where the input only has nothing yet: a pipe that somebody opened as non-blocking.
  private func waitOrThrow(_ code: Int32) throws(TableError) {
    switch code {
    case EINTR: return
    case EAGAIN:
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&request, 1, -1)
    default: throw .cannotRead(input: name, code: code)
    }
  }

  private func checkUnchanged() throws(TableError) {
    guard let atOpening else { return }
    guard let now = FileState(descriptor), now == atOpening, now.byteCount == byteCount else {
      throw .inputChanged(input: name)
    }
  }
}

/// What fstat(2) tells of an open file.
private struct FileState: Equatable {
  let isRegular: Bool
  let isDirectory: Bool
  let byteCount: Int
  /// When the bytes were changed, then when anything was: the one can be set back, the other not.
  private let times: [Int]

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    byteCount = Int(status.st_size)
    times = [status.st_mtim, status.st_ctim].flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
  }
}
