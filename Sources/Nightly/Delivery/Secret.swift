import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A secret that was read from a file. It is no text, so that no message holds it by accident.
struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
  /// The bytes, for the one who sends them.
  let bytes: [UInt8]

  var description: String { "(secret)" }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// Reads a secret: the credential of that name that the service manager hands over, else the
  /// file, which nobody but its owner may read.
  ///
  /// - Parameters:
  ///   - name: what the study file says.
  ///   - directory: the study's folder.
  ///   - credentials: the directory of the service manager's credentials, if there is one.
  /// - Returns: the secret.
  /// - Throws: `DeliveryFailure` when it is missing, no line of text, or others can read it.
  static func read(
    _ name: String, beside directory: String, credentials: String?
  ) throws(DeliveryFailure) -> Secret {
    CoreDumps.forbid()
    let (path, isCredential) = place(name, beside: directory, credentials: credentials)
    return try read(path, isCredential: isCredential)
  }

  /// What keeps a secret from being used, as far as its file shows without being read; `nil` when
  /// nothing does. Whoever runs the nights may be another user than the one who looks.
  static func problem(
    _ name: String, beside directory: String, credentials: String?
  ) -> DeliveryFailure? {
    let (path, isCredential) = place(name, beside: directory, credentials: credentials)
    var status = stat()
    guard lstat(path, &status) == 0 else {
      return .noSecret(path: path, found: String(cString: strerror(errno)).lowercased())
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .noSecret(path: path, found: "no file") }
    let mode = UInt32(status.st_mode & 0o7777)
    let isOpen = mode & foreign(status, isCredential: isCredential) != 0
    return isOpen ? .openSecret(path: path, mode: mode) : nil
  }

  // MARK: - Steps

  private static func place(
    _ name: String, beside directory: String, credentials: String?
  ) -> (path: String, isCredential: Bool) {
    if let credentials, !name.contains("/") {
      let path = FileSystem.join(credentials, name)
      if FileSystem.kind(of: path) == .file { return (path, true) }
    }
    return (name.hasPrefix("/") ? name : FileSystem.join(directory, name), false)
  }

  /// The rights that must not be given. Systemd hands a credential to the user of a service as a
  /// file of root's with an entry in its access list, which shows as a right of the group.
  static func foreign(_ status: stat, isCredential: Bool) -> UInt32 {
    isCredential && status.st_uid == 0 ? 0o037 : 0o077
  }

  private static func read(
    _ path: String, isCredential: Bool
  ) throws(DeliveryFailure) -> Secret {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .noSecret(path: path, found: String(cString: strerror(errno)).lowercased())
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .noSecret(path: path, found: "no file")
    }
    let mode = UInt32(status.st_mode & 0o7777)
    guard mode & foreign(status, isCredential: isCredential) == 0,
      [geteuid(), 0].contains(status.st_uid)
    else {
      throw .openSecret(path: path, mode: mode)
    }
    var block = [UInt8](repeating: 0, count: 8193)
    var count = -1
    repeat {
      count = FileSystem.readOnce(descriptor, into: &block)
    } while count < 0
      && errno == EINTR
    var bytes = Array(block.prefix(max(0, count)))
    while let last = bytes.last, [0x0A, 0x0D].contains(last) { bytes.removeLast() }
    guard !bytes.isEmpty, bytes.count <= 8000, bytes.allSatisfy({ 0x20...0x7E ~= $0 }) else {
      throw .noSecret(path: path, found: bytes.isEmpty ? "nothing in it" : "more than plain text")
    }
    return Secret(bytes: bytes)
  }
}
