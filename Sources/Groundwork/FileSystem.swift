#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The few calls of the file system that go beyond reading and writing a file, each with its
/// error number.
///
/// Nothing here follows a link in the last part of a path, except `realPath`.
public enum FileSystem {
  /// What may stand at a path; `special` is a device, a pipe or a socket.
  public enum Kind: Sendable { case directory, link, file, special }

  /// What stands at a path, `nil` for nothing.
  public static func kind(of path: String) -> Kind? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .directory
    case S_IFLNK: return .link
    case S_IFREG: return .file
    default: return .special
    }
  }

  /// How many seconds ago a file was written, or a name added to a directory; `nil` for nothing.
  public static func age(of path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return time(nil) - Int(status.st_mtim.tv_sec)
  }

  /// What a path leads to, links followed.
  public enum Target: Sendable, Equatable {
    case directory
    case other
    /// Nothing that can be looked at; the error number.
    case failure(Int32)
  }

  /// What a path leads to, links followed.
  public static func target(of path: String) -> Target {
    var status = stat()
    guard stat(path, &status) == 0 else { return .failure(errno) }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
  }

  /// Error numbers that callers tell apart.
  public enum Cause: Sendable {
    /// There is no such file.
    case missing
    /// The name is taken.
    case taken
    /// The name is taken by a directory with files, or by a file.
    case notEmpty
    /// The file system knows no such operation.
    case unsupported
  }

  /// Whether an error number has a certain cause.
  public static func means(_ code: Int32, _ cause: Cause) -> Bool {
    switch cause {
    case .missing: code == ENOENT
    case .taken: code == EEXIST
    case .notEmpty: [EEXIST, ENOTEMPTY, ENOTDIR].contains(code)
    case .unsupported: [ENOSYS, EINVAL].contains(code)
    }
  }

  /// Whether two paths lie on the same mounted file system.
  public static func sharesDevice(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    return lstat(first, &one) == 0 && lstat(second, &other) == 0 && one.st_dev == other.st_dev
  }

  /// The absolute path without links, `nil` when something is missing.
  public static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The directory that holds a path, and the path's last part.
  ///
  /// Bytes are compared, as the system does: to a `Character` a slash before a combining mark is
  /// no slash.
  public static func split(_ path: String) -> (parent: String, name: String) {
    var bytes = Array(path.utf8)[...]
    let slash = UInt8(ascii: "/")
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    guard let end = bytes.lastIndex(of: slash) else {
      return (".", String(decoding: bytes, as: UTF8.self))
    }
    let parent = end == 0 ? "/" : String(decoding: bytes[..<end], as: UTF8.self)
    return (parent, String(decoding: bytes[(end + 1)...], as: UTF8.self))
  }

  /// The parts of a path between its slashes, empty ones too.
  public static func parts(_ path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes a directory; 0 or the error number. The process's umask takes rights away.
  public static func makeDirectory(_ path: String, permissions: UInt32 = 0o777) -> Int32 {
    mkdir(path, mode_t(permissions)) == 0 ? 0 : errno
  }

  /// Makes a link; 0 or the error number.
  public static func makeLink(_ path: String, to target: String) -> Int32 {
    symlink(target, path) == 0 ? 0 : errno
  }

  /// Gives a file a second name; 0 or the error number.
  public static func makeName(_ new: String, of path: String) -> Int32 {
    link(path, new) == 0 ? 0 : errno
  }

  /// A name inside a directory; `.` adds nothing.
  public static func join(_ directory: String, _ name: String) -> String {
    if directory.isEmpty || directory == "." { return name }
    return directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// A path as it is written in a file that lies in `directory`: relative when the one is below
  /// the other or they have a common part, both being there; else the absolute path.
  public static func relative(_ path: String, from directory: String) -> String {
    let (parent, name) = split(path)
    guard let home = realPath(directory), let place = realPath(parent) else { return path }
    let from = parts(home).filter { !$0.isEmpty }
    let to = parts(place).filter { !$0.isEmpty }
    let common = zip(from, to).prefix { $0.utf8.elementsEqual($1.utf8) }.count
    let up = [String](repeating: "..", count: from.count - common)
    return (up + to[common...] + [name]).joined(separator: "/")
  }

  /// The names in a directory, sorted, without `.` and `..`; `nil` when it cannot be read.
  public static func names(in directory: String) -> [String]? {
    guard let stream = opendir(directory) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes a directory and what is in it, and nothing that a link in it points to.
  public static func removeTree(_ path: String) {
    if kind(of: path) == .directory {
      for name in names(in: path) ?? [] { removeTree("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }

  /// Flushes a directory's entries to the disk; 0 or the error number.
  public static func sync(directory: String) -> Int32 {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    // Some file systems cannot flush a directory and say so: that is no failure to write.
    return fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno
  }

  /// Reads bytes from a file, perhaps fewer than there is room for: how many, 0 at the end, or -1
  /// with `errno` set.
  public static func readOnce(_ descriptor: Int32, into block: inout [UInt8]) -> Int {
    block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
  }

  /// Hands bytes to a file, perhaps not all of them: how many were taken, or -1.
  public static func writeOnce(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Hands all bytes to a file, however few the system takes at a time; 0 or the error number.
  public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    takeAll(bytes) { writeOnce($0, to: descriptor) }
  }

  /// Hands over bytes until none is left. `take` tells how many it took, or -1 with `errno` set;
  /// one that takes none and names no error would never come to an end.
  static func takeAll(_ bytes: [UInt8], by take: (ArraySlice<UInt8>) -> Int) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = take(rest)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? EIO : errno }
      rest = rest.dropFirst(count)
    }
    return 0
  }

  /// The bytes of a small file; `nil` when it cannot be read, or is larger than `limit`.
  public static func contents(of path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    return nil
  }

  /// Gives a file or directory another name; 0 or the error number.
  public static func move(_ old: String, to new: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.rename(old, new) == 0 ? 0 : errno
    #else
      Musl.rename(old, new) == 0 ? 0 : errno
    #endif
  }

  /// Gives a file another name unless something bears it already; 0 or the error number.
  public static func moveToFreeName(_ old: String, to new: String) -> Int32 {
    let renameNoReplace: CUnsignedInt = 1
    let code = rename(old, new, flags: renameNoReplace)
    guard [ENOSYS, EINVAL].contains(code) else { return code }
    // Where the file system has no such rename, a second name refuses a taken one as well.
    guard link(old, new) == 0 else { return errno }
    return unlink(old) == 0 ? 0 : errno
  }

  /// Puts a file or directory in the place of another, each under the other's name; 0 or the
  /// error number.
  public static func exchange(_ first: String, _ second: String) -> Int32 {
    let renameExchange: CUnsignedInt = 2
    return rename(first, second, flags: renameExchange)
  }

  private static func rename(_ old: String, _ new: String, flags: CUnsignedInt) -> Int32 {
    typealias Path = UnsafePointer<CChar>
    typealias Rename = @convention(c) (CInt, Path, CInt, Path, CUnsignedInt) -> CInt
    // The C library declares renameat2 only to programs that ask for GNU extensions.
    guard let symbol = dlsym(nil, "renameat2") else { return ENOSYS }
    let renameat2 = unsafeBitCast(symbol, to: Rename.self)
    return renameat2(AT_FDCWD, old, AT_FDCWD, new, flags) == 0 ? 0 : errno
  }
}
