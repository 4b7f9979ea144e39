import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Where programs of the system lie.
public enum ProgramSearch {
  /// Looks for a program.
  ///
  /// - Parameters:
  ///   - name: the program's name.
  ///   - path: the value of the variable PATH; relative directories in it are passed over, and
  ///     those of the system are looked through in any case.
  /// - Returns: its absolute path; `nil` when it is not installed.
  public static func find(_ name: String, path: String?) -> String? {
    let own = (path ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    for directory in own + ["/usr/bin", "/bin", "/usr/sbin", "/sbin"] {
      let candidate = FileSystem.join(directory, name)
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  /// Whether a path leads to a file that may be executed.
  static func isProgram(_ path: String) -> Bool {
    FileSystem.target(of: path) == .other && access(path, X_OK) == 0
  }
}
